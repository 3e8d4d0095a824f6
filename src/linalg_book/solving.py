"""Systems of equations: how wrong a solution is, and a solver that says when to distrust it; see :ref:`ch-solving`."""

import numpy as np
from numpy.linalg import LinAlgError
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import finite, in_range, near_one, times_power
from linalg_book._validate import as_square, as_vector, size

__all__ = ["backward_error", "system_with_condition", "growth_factor", "solve_checked"]

EPS = float(np.finfo(float).eps)
ROOM = 960  # the exponent of the largest entry of a right-hand side: solutions fit above, small entries below


def backward_error(A: ArrayLike, x: ArrayLike, b: ArrayLike) -> float:
    """Return ``norm(b - A@x) / (norm(A) * norm(x) + norm(b))``, the least relative change that makes x exact.

    Parameters
    ----------
    A : (n, n) array_like of float or complex
        The matrix of the system.
    x : (n,) array_like of float or complex
        A computed solution.
    b : (n,) array_like of float or complex
        The right-hand side.

    Returns
    -------
    float
        The backward error, from 0 to 1; about ``eps`` (2.2e-16) is the best that can be asked for.

    Raises
    ------
    ValueError
        If the shapes do not fit, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.

    Notes
    -----
    Norms are 2-norms, that of A its largest singular value.  Where the denominator is zero, so is the residual, and
    the result is 0.  Powers of two are taken out first, which is exact, so that no intermediate result overflows or
    underflows.

    Examples
    --------
    >>> backward_error([[2, 1], [1, 3]], [1.6, 1.8], [5, 7]) < 1e-15
    True
    >>> round(backward_error([[2, 1], [1, 3]], [1, 3], [5, 7]), 3)
    0.15
    """
    A = as_square(A, "A", allow_complex=True)
    x, b = as_vector(x, "x", allow_complex=True), as_vector(b, "b", allow_complex=True)
    if not len(A) == len(x) == len(b):
        raise ValueError(f"A, x and b must fit: got shapes {A.shape}, {x.shape} and {b.shape}")
    if not len(A):
        return 0.0
    (A, i), (x, j), (b, k) = near_one(A), near_one(x), near_one(b)
    left, right = 2.0 ** min(0, i + j - k), 2.0 ** min(0, k - i - j)  # the larger side stays near 1
    largest = left * np.linalg.norm(A, 2) * np.linalg.norm(x) + right * np.linalg.norm(b)
    residual, power = near_one(right * b - left * (A @ x))
    if not largest:
        return 0.0
    return min(1.0, float(np.ldexp(np.linalg.norm(residual), power)) / float(largest))  # rounding may carry it past


def system_with_condition(n: int, condition: float, *, rng: np.random.Generator) -> tuple[NDArray, NDArray, NDArray]:
    """Make a random system ``A @ x == b`` whose matrix has norm 1 and the given condition number.

    Parameters
    ----------
    n : int
        Size of the system, at least 1.
    condition : float
        Largest over smallest singular value of A, at least 1 and finite; of no effect if n is 1, and not reached beyond
        about ``1 / eps``.
    rng : numpy.random.Generator
        Where the random numbers come from.

    Returns
    -------
    A : (n, n) ndarray of float64
        Random rotations on both sides of singular values that fall evenly, on a logarithmic scale, from 1.
    x : (n,) ndarray of float64
        Normally distributed solution.
    b : (n,) ndarray of float64
        The product ``A @ x``, rounded.

    Raises
    ------
    ValueError
        If n or the condition number is below 1, or the condition number is NaN or infinite.
    TypeError
        If n is no whole number.

    Examples
    --------
    >>> A, x, b = system_with_condition(30, 1e6, rng=np.random.default_rng(0))
    >>> f"{np.linalg.cond(A):.0e}"
    '1e+06'
    """
    n = size(n, "n")
    if not 1 <= condition < np.inf:
        raise ValueError(f"condition must be at least 1 and finite, got {condition:g}")
    left, right = (np.linalg.qr(rng.standard_normal((n, n)))[0] for _ in range(2))
    A = left * np.logspace(0, -np.log10(condition), n) @ right.T
    x = rng.standard_normal(n)
    return A, x, A @ x


@finite
def growth_factor(A: ArrayLike) -> float:
    """Return ``max(abs(U)) / max(abs(A))``, how far entries grow in elimination with row swaps, ``P @ A == L @ U``.

    Parameters
    ----------
    A : (n, n) array_like of float
        The matrix.

    Returns
    -------
    float
        The growth factor, at most ``2**(n - 1)``; 1.0 for a matrix of zeros or without entries.

    Raises
    ------
    ValueError
        If A is not square, or an entry is NaN or infinite.
    TypeError
        If an entry is not a real number.
    OverflowError
        If the growth factor is too large for float64.

    See Also
    --------
    solve_checked : Refuses a solution that growth has spoiled.

    Notes
    -----
    The backward error of elimination with partial pivoting is at most about ``n**3 * eps`` times this factor: the
    method is stable only while it is moderate.  It nearly always is: matrices that are met in practice rarely reach
    100.  But for the matrix of Wilkinson in the example it doubles with every row.

    References
    ----------
    Trefethen and Bau, *Numerical Linear Algebra*, lecture 22, whose definition this is; Higham, *Accuracy and Stability
    of Numerical Algorithms*, chapter 9, counts the entries between A and U, too.  See :ref:`ch-solving`.

    Examples
    --------
    >>> growth_factor([[0, 1], [2, 0]])
    1.0
    >>> A = np.eye(5) - np.tril(np.ones((5, 5)), -1)
    >>> A[:, -1] = 1
    >>> growth_factor(A)
    16.0
    """
    from scipy.linalg import lapack

    A, _ = near_one(as_square(A, "A"))
    return _growth(A, lapack.dgetrf(A)[0]) if A.size else 1.0


def _growth(A, factors):
    """Return the growth factor of a matrix near one, from its factors L and U in one array."""
    return float(in_range(abs(np.triu(factors)).max() / abs(A).max(), "the entries of U")) if A.any() else 1.0


@finite
def solve_checked(A: ArrayLike, b: ArrayLike) -> NDArray:
    """Solve ``A @ x == b`` by elimination; refuse a matrix that looks singular, and an x that solves no system nearby.

    Parameters
    ----------
    A : (n, n) array_like of float
        The matrix.
    b : (n,) array_like of float
        The right-hand side.

    Returns
    -------
    x : (n,) ndarray of float64
        The solution, the one ``numpy.linalg.solve`` finds.

    Raises
    ------
    LinAlgError
        If the reciprocal condition number of A, as LAPACK estimates it in the 1-norm, is below ``n * eps``, or the
        backward error of x, in the maximum norm, is above it.
    ValueError
        If A is not square, b does not fit, or an entry is NaN or infinite.
    TypeError
        If an entry is not a real number.
    OverflowError
        If an entry of the solution, or of the factors, is too large for float64.

    See Also
    --------
    growth_factor : What makes the backward error large.
    backward_error : The same question in the 2-norm.

    Notes
    -----
    The factors of the elimination are used twice: for the solution, and for the estimate (LAPACK's ``gecon``), which
    costs a few multiples of n**2 on top of the 2/3 n**3.  ``scipy.linalg.solve`` makes the same estimate and warns.
    A small backward error cannot be taken for granted: elimination with partial pivoting is stable only while its
    growth factor is moderate.  To look at the residual costs another 2 n**2.  Where it is refused, factor A as
    ``Q @ R``, or by Cholesky if A is symmetric and positive definite: neither knows growth.  A and b are multiplied by
    powers of two meanwhile, so that no step overflows or underflows.

    References
    ----------
    Higham, *Accuracy and Stability of Numerical Algorithms*, chapter 9; Trefethen and Bau, *Numerical Linear Algebra*,
    lecture 22.  See :ref:`ch-solving`.

    Examples
    --------
    >>> solve_checked([[2, 1], [1, 3]], [5, 7])
    array([1.6, 1.8])
    """
    from scipy.linalg import lapack

    A, b = as_square(A, "A"), as_vector(b, "b")
    if b.shape != A.shape[:1]:
        got = f"got shape {b.shape}"
        raise ValueError(f"b must have {len(A)} entries, as A has rows, {got}")
    if not b.size:
        return b.copy()
    (A, i), (_, j) = near_one(A), near_one(b)
    b = times_power(b, ROOM - j)
    factors, pivots, zero_pivot = lapack.dgetrf(A)
    growth, limit = _growth(A, factors), len(A) * EPS
    reciprocal = 0.0 if zero_pivot else lapack.dgecon(factors, np.linalg.norm(A, 1))[0]
    if reciprocal < limit:
        raise LinAlgError(
            f"A looks singular: reciprocal condition number about {reciprocal:.0e}, "
            "below n * eps; no digit of x is safe"
        )
    x = lapack.dgetrs(factors, pivots, b)[0]
    scale = np.linalg.norm(A, np.inf) * abs(x).max() + abs(b).max()
    error = abs(b - A @ x).max() / scale if b.any() else 0.0
    if error > limit:
        raise LinAlgError(
            f"x solves no system near this one: backward error about {error:.0e}, "
            "above n * eps, since elimination makes entries "
            f"{growth:.0e} times as large; use QR"
        )
    return in_range(times_power(x, j - ROOM - i), "the entries of x")
