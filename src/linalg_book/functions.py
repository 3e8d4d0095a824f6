"""Matrices as functions: find the matrix of a linear map by feeding it basis vectors, and take a map apart into stages.

Chapter :ref:`ch-functions`.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import in_range, near_one, times_power
from linalg_book._validate import as_matrix, as_number, as_vector, size

__all__ = ["matrix_of", "stages"]

EPS = np.finfo(np.float64).eps


def matrix_of(function: Callable[[NDArray], ArrayLike], n: int, *, rtol: float | None = None) -> NDArray:
    """Find the matrix of a linear function, column ``j`` being ``function(e_j)``.

    Parameters
    ----------
    function : callable
        Takes a vector of shape (n,) and returns one of shape (m,), or a number.
    n : int
        The number of inputs, at least 1.
    rtol : float, optional
        How far an entry of ``function(x)`` may be from that of ``A @ x``, relative to the largest entry of A times the
        sum of the absolute entries of x; ``64 * n * eps`` if not given, with the eps of the coarsest format that the
        function returns.

    Returns
    -------
    A : (m, n) ndarray of float64
        The matrix with ``A @ x`` equal to ``function(x)``.

    Raises
    ------
    ValueError
        If ``n`` is less than 1, if the outputs differ in length or are not finite, or if the function is not linear:
        on one of three random vectors it differs from its matrix by more than ``rtol``; or if that is negative.
    TypeError
        If ``n`` is no whole number, or the outputs do not hold real numbers.

    Notes
    -----
    The function is called ``n + 3`` times.  Unit vectors alone prove nothing: ``np.abs`` leaves all of them unchanged,
    and is not the identity.  Three random vectors prove no linearity either: a function that bends only far out, such
    as ``lambda x: np.clip(x, -10, 10)``, passes.  They have all digits of float64, so that rounding, as in
    ``lambda x: np.round(x, 2)``, does not.  See :ref:`ch-functions`.

    Examples
    --------
    >>> matrix_of(np.flip, 3)
    array([[0., 0., 1.],
           [0., 1., 0.],
           [1., 0., 0.]])
    >>> matrix_of(np.abs, 2)
    Traceback (most recent call last):
        ...
    ValueError: the function is not linear: at [ 2.04 -2.56] it gives [2.04 2.56], not [ 2.04 -2.56]
    """
    n = size(n, "n")
    columns = [_output(function, e) for e in np.eye(n)]
    lengths = {len(column) for column in columns}
    if len(lengths) > 1:
        wanted = "always return the same number of values"
        raise ValueError(f"the function must {wanted}, got {sorted(lengths)}")
    A = np.column_stack(columns).astype(np.float64)
    floats = all(c.dtype.kind == "f" for c in columns)
    eps = max(np.finfo(c.dtype).eps for c in columns) if floats else EPS
    rtol = 64 * n * eps if rtol is None else as_number(rtol, "rtol")
    largest = abs(A).max(initial=0)
    for x in _probes(n, largest):
        wanted, got = _output(function, x), A @ x
        most = rtol * abs(x).sum() * largest
        if len(wanted) != len(got) or abs(wanted - got).max(initial=0) > most:
            difference = _difference(x, wanted, got)
            raise ValueError(f"the function is not linear: {difference}")
    return A


def _output(function, x):
    """Call the function on a vector of its own, check what comes out, and keep it: the next call may overwrite it."""
    y = np.atleast_1d(function(x.copy()))
    as_vector(y, "the function's value")
    return np.array(y)


def _probes(n, largest):
    """Return three random vectors; short ones where products with entries so large would overflow."""
    return np.random.default_rng(3).standard_normal((3, n)) / (1 if largest < 1e300 else 8 * n)


def _difference(x, wanted, got):
    """Say where a function is not its matrix, with as many digits as show it."""
    seen = len(wanted) != len(got) or abs(wanted - got).max() > 0.01
    x, wanted, got = (np.array2string(v, precision=2 if seen else 17) for v in (x, wanted, got))
    return f"at {x} it gives {wanted}, not {got}"


def stages(A: ArrayLike) -> tuple[NDArray, NDArray, NDArray]:
    """Take a map apart, ``A = turn_out @ stretch @ turn_in``.

    Parameters
    ----------
    A : (m, n) array_like of float
        The matrix.

    Returns
    -------
    turn_in : (n, n) ndarray of float64
        A rotation, or one with a mirror: ``turn_in @ turn_in.T`` is the identity.
    stretch : (m, n) ndarray of float64
        The singular values on the diagonal, the largest first, none negative; zeros elsewhere.
    turn_out : (m, m) ndarray of float64
        Another rotation, or one with a mirror.

    Raises
    ------
    ValueError
        If ``A`` is not a finite matrix.
    TypeError
        If ``A`` does not hold real numbers.
    OverflowError
        If a singular value is too large for float64.
    numpy.linalg.LinAlgError
        If the iteration for the singular values does not converge.

    See Also
    --------
    numpy.linalg.svd : The same, with the stretch as a vector.

    Notes
    -----
    The singular value decomposition, backward stable, at a cost that grows like ``m n max(m, n)``, since both square
    turns are formed.  The stretch is unique; the turns are not: a row of ``turn_in`` and a column of ``turn_out`` can
    change sign together.  See :ref:`ch-functions`.

    Examples
    --------
    >>> turn_in, stretch, turn_out = stages([[1, 1.5], [0, 1]])
    >>> stretch
    array([[2. , 0. ],
           [0. , 0.5]])
    >>> bool(np.allclose(turn_out @ stretch @ turn_in, [[1, 1.5], [0, 1]]))
    True
    """
    A = as_matrix(A)
    near, e = near_one(A)  # a power of two away, so that no step overflows
    turn_out, sigma, turn_in = np.linalg.svd(near)
    stretch = np.zeros(A.shape)
    np.fill_diagonal(stretch, in_range(times_power(sigma, e), "the singular values"))
    return turn_in, stretch, turn_out
