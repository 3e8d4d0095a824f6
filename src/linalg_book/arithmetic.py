"""Sum and product of matrices, entry by entry, with the rules for their shapes; taught in :ref:`ch-arithmetic`."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import finite
from linalg_book._validate import as_matrix, as_sizes

__all__ = ["add", "product_shape", "matmul"]


@finite
def add(A: ArrayLike, B: ArrayLike) -> NDArray:
    """Add two matrices of one shape: ``C[i, j] = A[i, j] + B[i, j]``.

    Parameters
    ----------
    A : (m, n) array_like of float or complex
        The first term.
    B : (m, n) array_like of float or complex
        The second term.

    Returns
    -------
    C : (m, n) ndarray of float64 or complex128
        The sum, a new array.

    Raises
    ------
    ValueError
        If the shapes differ, a term is not a matrix, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.
    OverflowError
        If a sum is too large for float64.

    See Also
    --------
    matmul : The product.

    Notes
    -----
    NumPy's ``A + B`` is wider: it stretches an axis of length one to the other's length ("broadcasting"), so that a
    matrix plus a row is no error there.

    Examples
    --------
    >>> add([[1, 2], [3, 4]], [[5, 6], [7, 8]])
    array([[ 6.,  8.],
           [10., 12.]])
    """
    A = as_matrix(A, "A", allow_complex=True)
    B = as_matrix(B, "B", allow_complex=True)
    if A.shape != B.shape:
        raise ValueError(f"A + B needs two matrices of one shape, got {A.shape} and {B.shape}")
    return A + B


def product_shape(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    """Return the shape of a product, ``(m, n) @ (n, p) -> (m, p)``, without any entries.

    Parameters
    ----------
    left : tuple of two int
        Shape of the left factor ``A``: rows, columns.
    right : tuple of two int
        Shape of the right factor ``B``.

    Returns
    -------
    tuple of two int
        Rows of the left factor, columns of the right one.

    Raises
    ------
    ValueError
        If a shape does not consist of two sizes, one is negative, or the inner sizes differ; the message then names
        the products with the same two matrices that would fit.
    TypeError
        If a size is no whole number.

    See Also
    --------
    matmul : The product itself.

    Examples
    --------
    >>> product_shape((2, 3), (3, 1))
    (2, 1)
    >>> product_shape((2, 3), (2, 1))
    Traceback (most recent call last):
    ValueError: cannot multiply A (2, 3) by B (2, 1): 3 columns meet 2 rows; A.T @ B would fit
    """
    left, right = (_shape(shape, name) for name, shape in (("left", left), ("right", right)))
    (m, n), (rows, p) = left, right
    if n == rows:
        return m, p
    fits = {"A.T @ B": m == rows, "A @ B.T": n == p, "B @ A": p == m}
    hint = " or ".join(product for product, fit in fits.items() if fit) or "no transposed factor"
    raise ValueError(f"cannot multiply A {left} by B {right}: {n} columns meet {rows} rows; {hint} would fit")


def _shape(shape: tuple[int, int], name: str) -> tuple[int, int]:
    """Return the shape of a matrix as ints of Python."""
    sizes = as_sizes(shape, name)
    if len(sizes) != 2:
        raise ValueError(f"{name} must be the shape of a matrix, two sizes, got {sizes}")
    return sizes[0], sizes[1]


@finite
def matmul(A: ArrayLike, B: ArrayLike) -> NDArray:
    """Multiply two matrices with three loops: ``C[i, j]`` is the sum over k of ``A[i, k] * B[k, j]``.

    Parameters
    ----------
    A : (m, n) array_like of float or complex
        The left factor; its rows are used.
    B : (n, p) array_like of float or complex
        The right factor; its columns are used.

    Returns
    -------
    C : (m, p) ndarray of float64 or complex128
        The product; all zeros where n is 0, because an empty sum is zero.

    Raises
    ------
    ValueError
        If the inner sizes differ (the message says whether a transposed factor would fit), a factor is not a matrix,
        or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.
    OverflowError
        If an entry of the product, or a sum on the way to it, is too large for float64.

    See Also
    --------
    product_shape : The rule for the shapes alone.

    Notes
    -----
    Takes m*n*p multiplications and as many additions.  NumPy's ``A @ B`` does the same arithmetic, in another order
    and many entries at a time; the two agree to within ``n * eps`` times the product of the absolute values.

    Examples
    --------
    >>> matmul([[1, 2], [3, 4]], [[5, 6], [7, 8]])
    array([[19., 22.],
           [43., 50.]])
    """
    A = as_matrix(A, "A", allow_complex=True)
    B = as_matrix(B, "B", allow_complex=True)
    m, p = product_shape(A.shape, B.shape)
    C = np.zeros((m, p), dtype=np.result_type(A, B))
    for i in range(m):  # every row of A
        for j in range(p):  # meets every column of B
            for k in range(A.shape[1]):  # and they pair off, entry by entry
                C[i, j] += A[i, k] * B[k, j]
    return C
