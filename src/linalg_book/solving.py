"""Systems of equations: how wrong a solution is, and a solver that says when to distrust it; see :ref:`ch-solving`."""

import numpy as np
from numpy.linalg import LinAlgError
from numpy.typing import ArrayLike, NDArray

from linalg_book._validate import as_square, as_vector, size

__all__ = ["backward_error", "system_with_condition", "solve_checked"]


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
    (A, i), (x, j), (b, k) = _scaled(A), _scaled(x), _scaled(b)
    left, right = 2.0 ** min(0, i + j - k), 2.0 ** min(0, k - i - j)  # the larger side stays near 1
    largest = left * np.linalg.norm(A, 2) * np.linalg.norm(x) + right * np.linalg.norm(b)
    residual, power = _scaled(right * b - left * (A @ x))
    return float(np.linalg.norm(residual) * 2.0**power / largest) if largest else 0.0


def _scaled(a):
    """Divide an array by a power of two that brings its largest entry near 1, and give the exponent of that power."""
    largest = max(abs(a.real).max(), abs(a.imag).max())
    if not largest:
        return a, -9999  # smaller than any number
    power = int(np.frexp(largest)[1])
    half = power // 2
    return a * 2.0**-half * 2.0 ** (half - power), power  # in two steps: one factor could overflow


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


def solve_checked(A: ArrayLike, b: ArrayLike) -> NDArray:
    """Solve ``A @ x == b`` by elimination, and refuse a matrix that is singular or looks so in float64.

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
        If the reciprocal condition number of A, as LAPACK estimates it in the 1-norm, is below ``n * eps``.
    ValueError
        If A is not square, b does not fit, or an entry is NaN or infinite.
    TypeError
        If an entry is not a real number.

    Notes
    -----
    The factors of the elimination are used twice: for the solution, and for the estimate (LAPACK's ``gecon``), which
    costs a few multiples of n**2 on top of the 2/3 n**3.  ``scipy.linalg.solve`` makes the same estimate and warns.

    Examples
    --------
    >>> solve_checked([[2, 1], [1, 3]], [5, 7])
    array([1.6, 1.8])
    """
    from scipy.linalg import lapack

    A, b = as_square(A, "A"), as_vector(b, "b")
    n = len(A)
    if len(b) != n:
        raise ValueError(f"b must have {n} entries, as A has rows, got shape {b.shape}")
    if n == 0:
        return b.copy()
    factors, pivots, zero_pivot = lapack.dgetrf(A)
    reciprocal = 0.0 if zero_pivot else lapack.dgecon(factors, np.linalg.norm(A, 1))[0]
    if reciprocal < n * np.finfo(float).eps:
        raise LinAlgError(
            f"A looks singular: reciprocal condition number about {reciprocal:.0e}, below n * eps; "
            "no digit of x is safe"
        )
    return lapack.dgetrs(factors, pivots, b)[0]
