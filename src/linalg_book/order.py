"""What may be swapped in a product: the commutator, and the transpose, which reverses; taught in :ref:`ch-order`."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import multilinear
from linalg_book._validate import as_matrix, as_square

__all__ = ["commutator", "transpose"]


def commutator(A: ArrayLike, B: ArrayLike) -> NDArray:
    """Subtract the product in the other order: ``A @ B - B @ A``, zero exactly when A and B commute.

    Parameters
    ----------
    A : (n, n) array_like of float or complex
        One matrix.
    B : (n, n) array_like of float or complex
        The other.

    Returns
    -------
    (n, n) ndarray of float64 or complex128
        The difference; its diagonal sums to zero, up to rounding.

    Raises
    ------
    ValueError
        If a matrix is not square, the sizes differ, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.
    OverflowError
        If an entry of the difference is too large for float64.

    Notes
    -----
    Whole numbers are exact as long as no intermediate result exceeds 2**53.  For other entries a result of the size
    ``n * eps * norm(A) * norm(B)`` cannot be told from zero.

    Examples
    --------
    >>> commutator([[0, -1], [1, 0]], [[2, 0], [0, 1]])
    array([[0., 1.],
           [1., 0.]])
    """
    A = as_square(A, "A", allow_complex=True)
    B = as_square(B, "B", allow_complex=True)
    if A.shape != B.shape:
        raise ValueError(f"A and B must have one size, got shapes {A.shape} and {B.shape}")
    return multilinear(lambda A, B: A @ B - B @ A, A, B, what="the products of A and B")


def transpose(A: ArrayLike) -> NDArray:
    """Swap rows and columns: ``T[j, i] = A[i, j]``.

    Parameters
    ----------
    A : (m, n) array_like of float or complex
        The matrix.

    Returns
    -------
    T : (n, m) ndarray of float64 or complex128
        The transpose, a new array; complex entries are not conjugated.

    Raises
    ------
    ValueError
        If ``A`` is not a matrix, or an entry is NaN, infinite, or none that float64 holds exactly.
    TypeError
        If an entry is not a number.

    Notes
    -----
    NumPy's ``A.T`` takes no time and no memory: it reads the same numbers in another order.  Writing into it writes
    into ``A``.

    Examples
    --------
    >>> transpose([[1, 2, 3], [4, 5, 6]])
    array([[1., 4.],
           [2., 5.],
           [3., 6.]])
    """
    A = as_matrix(A, "A", allow_complex=True, exact=True)
    m, n = A.shape
    T = np.empty((n, m), dtype=A.dtype)
    for i in range(m):
        for j in range(n):
            T[j, i] = A[i, j]
    return T
