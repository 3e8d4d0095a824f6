"""Structure that compares a matrix with its transpose, up to rounding: symmetric, skew, orthogonal."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._validate import as_exact_matrix, as_matrix, as_number, as_square

EPS = float(np.finfo(np.float64).eps)


def relative_tolerance(n: int, rtol: float | None, *, errors: int = 1) -> float:
    """Return ``rtol`` as it was given, or else ``errors * n * eps``: sums of n products, each rounded that often."""
    if rtol is None:
        return errors * n * EPS
    rtol = as_number(rtol, "rtol")
    if rtol < 0:
        raise ValueError(f"rtol must not be negative, got {rtol:g}")
    return rtol


def _agree(A: NDArray, B: NDArray, rtol: float) -> bool:
    """Whether no entry of A is further from that of B than ``rtol`` times the largest entry of A."""
    largest = max(abs(A.real).max(initial=0), abs(A.imag).max(initial=0))
    with np.errstate(over="ignore"):  # a difference that overflows is far
        return bool((abs(A - B) <= rtol * largest).all())


def is_symmetric(A: ArrayLike, *, rtol: float | None = None) -> bool:
    """Tell whether ``A.T == A``, up to rounding.

    Parameters
    ----------
    A : (m, n) array_like of float or complex
        The matrix.
    rtol : float, optional
        Largest difference of two opposite entries, relative to the largest entry of A; ``n * eps`` if not given.
        With 0 the question is exact.

    Returns
    -------
    bool
        True if A is square and equals its transpose.

    Raises
    ------
    ValueError
        If A is not a matrix, an entry is NaN or infinite, or ``rtol`` is negative.
    TypeError
        If an entry is not a number.

    See Also
    --------
    is_hermitian : The same with the conjugate, which is what complex matrices need.

    Notes
    -----
    Opposite entries are often one sum of n products, added in two orders, and each order may err by ``n * eps / 2``
    of the sum of their absolute values.  Where products cancel, that sum can exceed the largest entry of A: then pass
    a larger ``rtol``; for numbers that were computed in float32, its ``n * eps``.

    Examples
    --------
    >>> is_symmetric([[2, 1], [1, 3]]), is_symmetric([[0, 0.1 + 0.2], [0.3, 0]])
    (True, True)
    >>> is_symmetric([[0, 0.1 + 0.2], [0.3, 0]], rtol=0)
    False
    """
    A, rtol = _prepared(A, rtol)
    return A.shape[0] == A.shape[1] and _agree(A, A.T, rtol)


def _prepared(A: ArrayLike, rtol: float | None) -> tuple[NDArray, float]:
    A = as_exact_matrix(A)
    return A, relative_tolerance(len(A), rtol)


def is_hermitian(A: ArrayLike, *, rtol: float | None = None) -> bool:
    """Tell whether ``A.conj().T == A``, up to rounding.

    Parameters
    ----------
    A : (m, n) array_like of float or complex
        The matrix.
    rtol : float, optional
        As for `is_symmetric`; ``n * eps`` if not given.

    Returns
    -------
    bool
        True if A is square and equals its conjugate transpose; for real A the same as `is_symmetric`.

    Raises
    ------
    ValueError
        If A is not a matrix, an entry is NaN or infinite, or ``rtol`` is negative.
    TypeError
        If an entry is not a number.

    Examples
    --------
    >>> is_hermitian([[2, 1j], [-1j, 2]]), is_hermitian([[2, 1j], [1j, 2]])
    (True, False)
    """
    A, rtol = _prepared(A, rtol)
    return A.shape[0] == A.shape[1] and _agree(A, A.conj().T, rtol)


def is_skew_symmetric(A: ArrayLike, *, rtol: float | None = None) -> bool:
    """Tell whether ``A.T == -A``, up to rounding; the diagonal is then zero.

    Parameters
    ----------
    A : (m, n) array_like of float or complex
        The matrix.
    rtol : float, optional
        As for `is_symmetric`; ``n * eps`` if not given.

    Returns
    -------
    bool
        True if A is square and equals minus its transpose.

    Raises
    ------
    ValueError
        If A is not a matrix, an entry is NaN or infinite, or ``rtol`` is negative.
    TypeError
        If an entry is not a number.

    Examples
    --------
    >>> is_skew_symmetric([[0, -1], [1, 0]]), is_skew_symmetric([[1, -1], [1, 0]])
    (True, False)
    """
    A, rtol = _prepared(A, rtol)
    return A.shape[0] == A.shape[1] and _agree(A, -A.T, rtol)


def symmetric_part(A: ArrayLike) -> NDArray:
    """Return ``(A + A.T) / 2``, for real A the symmetric matrix nearest to it in the Frobenius norm.

    Parameters
    ----------
    A : (n, n) array_like of float or complex
        The matrix.

    Returns
    -------
    (n, n) ndarray of float64 or complex128
        Exactly symmetric, a new array.

    Raises
    ------
    ValueError
        If A is not square, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.

    Notes
    -----
    Nothing overflows: where a sum would, its terms are halved before they are added.  A symmetric A comes back as is.

    Examples
    --------
    >>> symmetric_part([[1, 2], [4, 3]])
    array([[1., 3.],
           [3., 3.]])
    """
    A = as_square(A, "A", allow_complex=True)
    return _means(A, A.T)


def _means(A, B):
    """Return ``(A + B) / 2``; where a sum overflows, from halves, which subnormal numbers would not survive."""
    if np.iscomplexobj(A):
        return _means(A.real, B.real) + 1j * _means(A.imag, B.imag)
    with np.errstate(over="ignore"):
        total = A + B
    return np.where(np.isfinite(total), total / 2, A / 2 + B / 2)


def skew_part(A: ArrayLike) -> NDArray:
    """Return ``(A - A.T) / 2``, what the symmetric part leaves of A.

    Parameters
    ----------
    A : (n, n) array_like of float or complex
        The matrix.

    Returns
    -------
    (n, n) ndarray of float64 or complex128
        Exactly skew-symmetric, with zeros on the diagonal; a new array.

    Raises
    ------
    ValueError
        If A is not square, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.

    Examples
    --------
    >>> skew_part([[1, 2], [4, 3]])
    array([[ 0., -1.],
           [ 1.,  0.]])
    """
    A = as_square(A, "A", allow_complex=True)
    return _means(A, -A.T)


def is_orthogonal(Q: ArrayLike, *, rtol: float | None = None) -> bool:
    """Tell whether Q is square with ``Q.T @ Q == I``, up to rounding.

    Parameters
    ----------
    Q : (m, n) array_like of float
        The matrix.  Complex entries are refused: their lengths need the conjugate, and such a Q is called unitary.
    rtol : float, optional
        Largest error of an entry of ``Q.T @ Q``; ``4 * n * eps`` if not given.

    Returns
    -------
    bool
        True if the columns are perpendicular and of length 1 and fill the space; a tall Q with such columns is False.

    Raises
    ------
    ValueError
        If Q is not a matrix, an entry is NaN or infinite, or ``rtol`` is negative.
    TypeError
        If an entry is not a real number.

    Notes
    -----
    A computed Q is a product of about n rotations or reflections, each of which rounds an entry a few times; hence
    four times ``n * eps``.  A product of k such matrices errs up to k times as much.  About 2 n**3 flops.

    Examples
    --------
    >>> is_orthogonal([[0.6, -0.8], [0.8, 0.6]]), is_orthogonal([[0.71, -0.71], [0.71, 0.71]])
    (True, False)
    """
    Q = as_matrix(Q, "Q")
    m, n = Q.shape
    rtol = relative_tolerance(n, rtol, errors=4)
    if m != n or np.abs(Q).max(initial=0) > 2:  # no entry of an orthogonal matrix exceeds 1, and squares may overflow
        return False
    return bool((np.abs(Q.T @ Q - np.eye(n)) <= rtol).all())
