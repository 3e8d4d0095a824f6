"""Running sums of a softmax, and how two of them become one; part of :ref:`ch-flash`."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import in_range
from linalg_book._validate import as_array, as_matrix, as_numbers, as_vector

State = tuple[NDArray, NDArray, NDArray]


def state_of(S: ArrayLike, V: ArrayLike) -> State:
    """Sum up a block of scores: ``m = max(S)``, ``sum(exp(S - m))`` and ``exp(S - m) @ V`` of each row.

    Parameters
    ----------
    S : (t, b) array_like of float
        Scores of t queries and b keys; minus infinity for a key that a query may not see.
    V : (b, d) array_like of float
        The values of the keys.

    Returns
    -------
    top : (t,) ndarray of float64
        The largest score of each row.
    total : (t,) ndarray of float64
        The sum of the exponentials, relative to the largest.
    weighted : (t, d) ndarray of float64
        The sum of the values, each times its exponential; ``weighted / total`` is the attention to this block alone.

    Raises
    ------
    ValueError
        If V has another number of rows than S has columns, there are none, a score is NaN or plus infinity, or a value
        is NaN or infinite.
    TypeError
        If a score or a value is no real number.
    OverflowError
        If a sum of values is too large for float64.

    Examples
    --------
    >>> state_of([[0, 0]], [[10], [20]])
    (array([0.]), array([2.]), array([[30.]]))
    """
    S, V = _scores(S, "S"), as_matrix(V, "V")
    if S.ndim != 2 or S.shape[1] != len(V) or not len(V):
        raise ValueError(f"S must have a column for each row of V, and V one at least, got {S.shape} and {V.shape}")
    top = S.max(axis=1)
    P = _shrink(S, top[:, None])
    with np.errstate(over="ignore", invalid="ignore"):  # what overflows is refused here
        return top, P.sum(axis=1), in_range(P @ V, "the sums of values")


def _scores(S, name):
    """Return scores in float64: finite, or minus infinity for a key that is not seen."""
    S = as_numbers(S, name)
    unseen = np.asarray(S == -np.inf)
    if S.dtype.kind != "c" and not (S < np.inf).all():
        raise ValueError(f"{name} must hold scores that are finite, or minus infinity for a masked key")
    return np.where(unseen, -np.inf, as_array(np.where(unseen, 0, S), name))


def merge(first: Sequence[NDArray], second: Sequence[NDArray]) -> State:
    """Join the states of two blocks of keys: ``m = max(m1, m2)``, and sums scaled by ``exp(m1 - m)``, ``exp(m2 - m)``.

    Parameters
    ----------
    first : tuple of ndarray
        Largest scores and two sums, as `state_of` gives them.
    second : tuple of ndarray
        Those of another block, for the same queries.

    Returns
    -------
    tuple of ndarray
        The state of both blocks together.

    Raises
    ------
    ValueError
        If the states are of different numbers of queries, or their values of different widths, or a number is NaN or
        infinite that must not be.
    TypeError
        If an entry is no real number.
    OverflowError
        If a sum of values is too large for float64.

    Notes
    -----
    Exact but for rounding, and in any order and grouping: it is the state of a union.  A row that has seen no key has
    the state ``(-inf, 0, 0)``, which changes nothing.

    Examples
    --------
    >>> parts = state_of([[1, 3]], [[0], [1]]), state_of([[2]], [[5]])
    >>> top, total, weighted = merge(*parts)
    >>> np.allclose(weighted / total, state_of([[1, 3, 2]], [[0], [1], [5]])[2] / total)
    True
    """
    shapes = [", ".join(str(np.shape(part)) for part in state) for state in (first, second)]
    if shapes[0] != shapes[1]:
        message = f"states must be of the same queries, with values of one width, got shapes {' and '.join(shapes)}"
        raise ValueError(message)
    (m1, l1, o1), (m2, l2, o2) = map(_state, (first, second))
    top = np.maximum(m1, m2)
    a, b = _shrink(m1, top), _shrink(m2, top)
    with np.errstate(over="ignore"):
        sums = a * l1 + b * l2, a[:, None] * o1 + b[:, None] * o2
    return top, *in_range(sums, "the sums of two states")


def _state(state):
    """Return the three parts of a state, checked."""
    top, total, weighted = state
    return _scores(top, "the largest scores"), as_vector(total, "the sums"), as_matrix(weighted, "the sums of values")


def _shrink(old, new):
    """Return exp(old - new), which is 0 where nothing was seen, and where float64 does not hold the difference."""
    with np.errstate(over="ignore"):
        return np.exp(old - np.where(np.isneginf(new), 0.0, new))


def online_softmax(blocks: Iterable[ArrayLike]) -> NDArray:
    """Compute the softmax of a row of scores that comes in blocks: ``exp(s - m) / l`` with a running m and l.

    Parameters
    ----------
    blocks : list of (b,) array_like of float
        The scores, cut anywhere; at least one.

    Returns
    -------
    (n,) ndarray of float64
        The weights of all blocks, one after the other, as `linalg_book.attention.softmax` gives them.

    Raises
    ------
    ValueError
        If there are no scores, or one is NaN or infinite.
    TypeError
        If an entry is no real number.

    Notes
    -----
    One pass for the running maximum and sum, one for the weights.  Where only a weighted mean is wanted, as in
    attention, the second pass is not needed either: see `flash_attention`.

    Examples
    --------
    >>> online_softmax([[1000], [1000, 999]]).round(3)
    array([0.422, 0.422, 0.155])
    """
    rows = [row for b, block in enumerate(blocks) if len(row := as_array(block, f"block {b}", ndim=1))]
    if not rows:
        raise ValueError("blocks must hold at least one score, got none")
    top, total = -np.inf, 0.0
    for row in rows:
        larger = max(top, row.max())
        total = total * _shrink(top, larger) + _shrink(row, larger).sum()
        top = larger
    return _shrink(np.concatenate(rows), top) / total
