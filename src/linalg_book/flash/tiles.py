"""Attention, plainly and tile by tile out of a small fast memory; see :ref:`ch-flash`.

Sizes: t queries and s keys of width d.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import finite, times_power, weighted_mean
from linalg_book._validate import as_matrix, size
from linalg_book.attention import scores
from linalg_book.flash.states import merge, state_of
from linalg_book.tiling import FastMemory


@finite
def standard_attention(Q: ArrayLike, K: ArrayLike, V: ArrayLike, *, memory: FastMemory | None = None) -> NDArray:
    """Compute attention in three passes over slow memory: the scores S, their softmax P, the means ``P @ V``.

    Parameters
    ----------
    Q : (t, d) array_like of float
        Queries, in slow memory.
    K : (s, d) array_like of float
        Keys.
    V : (s, d_v) array_like of float
        Values.
    memory : FastMemory, optional
        The fast memory, which counts; without a limit by default.

    Returns
    -------
    O : (t, d_v) ndarray of float64
        The result of `linalg_book.attention.attention`.

    Raises
    ------
    ValueError
        If the shapes do not fit, or an entry is NaN or infinite.
    TypeError
        If an entry is no real number.
    OverflowError
        If a score is too large for float64.

    Notes
    -----
    As generous as it can be: each pass loads each of its inputs once, which needs room for all keys and one row.  A
    smaller memory would load more.

    Examples
    --------
    >>> memory = FastMemory()
    >>> standard_attention([[0, 0]], [[1, 2], [3, 4]], [[10, 0], [20, 6]], memory=memory)
    array([[15.,  3.]])
    >>> memory.loads, memory.stores
    (14, 6)
    """
    Q, K, V = _three(Q, K, V)
    memory = FastMemory() if memory is None else memory
    S, P, O = np.empty((len(Q), len(K))), np.empty((len(Q), len(K))), np.empty((len(Q), V.shape[1]))  # noqa: E741
    k = memory.load("K", K)
    for i in range(len(Q)):
        memory.hold("S", scores(memory.load("Q", Q[i : i + 1]), k))
        memory.store("S", S[i : i + 1])
    memory.drop("K", "Q")
    for i in range(len(Q)):
        s = memory.load("P", S[i])
        s[:] = np.exp(s - s.max())
        s /= s.sum()
        memory.store("P", P[i])
    v = memory.load("V", V)
    for i in range(len(Q)):
        memory.hold("O", weighted_mean(memory.load("P", P[i]), v))
        memory.store("O", O[i])
    memory.drop("P", "V")
    return O


@finite
def flash_attention(
    Q: ArrayLike,
    K: ArrayLike,
    V: ArrayLike,
    *,
    block: int | tuple[int, int],
    causal: bool = False,
    memory: FastMemory | None = None,
) -> NDArray:
    """Compute attention tile by tile, and never more of the scores than one tile.

    Parameters
    ----------
    Q : (t, d) array_like of float
        Queries, in slow memory.
    K : (s, d) array_like of float
        Keys.
    V : (s, d_v) array_like of float
        Values.
    block : int or tuple of int
        How many queries stay, and how many keys come at a time; one number for both.
    causal : bool, default False
        Whether query i sees keys j <= i only; then t and s must agree.  Tiles without a visible key are not loaded.
    memory : FastMemory, optional
        The fast memory, which counts; without a limit by default.

    Returns
    -------
    O : (t, d_v) ndarray of float64
        The result of `linalg_book.attention.attention`, to rounding.

    Raises
    ------
    ValueError
        If the shapes do not fit, a tile does not fit in the memory, or an entry is NaN or infinite.
    TypeError
        If an entry is no real number, or a side of a tile no whole number.
    OverflowError
        If a score is too large for float64.

    Notes
    -----
    The products take ``2*t*s*d + 2*t*s*d_v`` floating-point operations, as always.  The order of the loops is that of
    FlashAttention-2.

    Examples
    --------
    >>> flash_attention([[0, 0]], [[1, 2], [3, 4]], [[10, 0], [20, 6]], block=1)
    array([[15.,  3.]])
    """
    Q, K, V = _three(Q, K, V)
    sides = block if isinstance(block, tuple) else (block, block)
    rows, columns = (size(side, "block") for side in sides)
    if causal and len(Q) != len(K):
        got = f"{len(K)} and {len(Q)}"
        raise ValueError(f"causal attention needs as many keys as queries, got {got}")
    memory = FastMemory() if memory is None else memory
    O = np.empty((len(Q), V.shape[1]))  # noqa: E741
    (low, high), (V, e) = (V.min(axis=0), V.max(axis=0)), _with_room(V)
    for i in range(0, len(Q), rows):
        q = memory.load("Q", Q[i : i + rows])
        state = _nothing_seen(len(q), V.shape[1])
        for j in range(0, min(i + rows, len(K)) if causal else len(K), columns):
            k = memory.load("K", K[j : j + columns])
            v = memory.load("V", V[j : j + columns])
            s = memory.hold("S", scores(q, k))
            if causal:
                s[_in_the_future(i, j, s.shape)] = -np.inf
            state = tuple(map(memory.hold, "mlO", merge(state, state_of(s, v))))
        memory.hold("O", state[2] / state[1][:, None])
        memory.store("O", O[i : i + rows])
    memory.drop(*"QKVSml")
    return np.clip(times_power(O, e), low, high)  # means of values, but for rounding


def _with_room(V):
    """Return ``V / 2**e`` and ``e``, 0 unless the sum of so many of these values could overflow."""
    e = max(0, int(np.frexp(abs(V).max(initial=0))[1]) + len(V).bit_length() - 1023)
    return times_power(V, -e), e


def _nothing_seen(t, d):
    """Return the state of t queries before the first key."""
    return np.full(t, -np.inf), np.zeros(t), np.zeros((t, d))


def _in_the_future(i, j, shape):
    """Tell which scores of a tile belong to keys after the query; i and j are its first query and key."""
    return i + np.arange(shape[0])[:, None] < j + np.arange(shape[1])


def _three(Q, K, V):
    Q, K, V = as_matrix(Q, "Q"), as_matrix(K, "K"), as_matrix(V, "V")
    if not (Q.shape[1] == K.shape[1] > 0 and len(K) == len(V) > 0):
        raise ValueError(f"Q and K must be of one width, and V as long as K, got {Q.shape}, {K.shape} and {V.shape}")
    return Q, K, V
