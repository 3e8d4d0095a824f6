"""One product in four views: by rows, by columns, by outer products and by blocks; taught in :ref:`ch-matmul`.

In every function A is (m, k) and B is (k, n), with the inner size k.  Two factors of one narrow floating type, float16
or float32, keep it; everything else is computed in float64, or in complex128 where an entry is complex.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import finite
from linalg_book._validate import as_matrix, size
from linalg_book.arithmetic import product_shape

__all__ = ["product_by_rows", "product_by_columns", "outer_terms", "product_by_outer", "product_by_blocks"]

NARROW = (np.dtype(np.float16), np.dtype(np.float32))


@finite
def product_by_rows(A: ArrayLike, B: ArrayLike) -> NDArray:
    """Multiply row by row: ``C[i] = A[i] @ B``, a combination of the rows of B with the weights ``A[i]``.

    Parameters
    ----------
    A : (m, k) array_like of float or complex
        The left factor; each row makes one row of C.
    B : (k, n) array_like of float or complex
        The right factor; its rows are combined.

    Returns
    -------
    C : (m, n) ndarray of float64 or complex128, or of the common float16 or float32
        The product; all zeros where k is 0.

    Raises
    ------
    ValueError
        If the inner sizes differ, a factor is not a matrix, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.
    OverflowError
        If an entry of the result, or a sum on the way to it, is too large for its format.

    Notes
    -----
    Takes 2*m*n*k floating-point operations, as every view does.  Any two views differ in an entry by at most about
    ``k * eps`` times the same entry of ``abs(A) @ abs(B)``, because they add the same k products in another order.

    Examples
    --------
    >>> product_by_rows([[0, 0, 1], [1, 1, 1]], [[1, 2], [3, 4], [5, 6]])
    array([[ 5.,  6.],
           [ 9., 12.]])
    """
    A, B, C = _factors(A, B)
    for i in range(C.shape[0]):
        C[i] = A[i] @ B
    return C


@finite
def product_by_columns(A: ArrayLike, B: ArrayLike) -> NDArray:
    """Multiply column by column: ``C[:, j] = A @ B[:, j]``, a combination of the columns of A.

    Parameters
    ----------
    A : (m, k) array_like of float or complex
        The left factor; its columns are combined.
    B : (k, n) array_like of float or complex
        The right factor; each column makes one column of C.

    Returns
    -------
    C : (m, n) ndarray of float64 or complex128, or of the common float16 or float32
        The product; all zeros where k is 0.

    Raises
    ------
    ValueError
        If the inner sizes differ, a factor is not a matrix, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.
    OverflowError
        If an entry of the result, or a sum on the way to it, is too large for its format.

    Notes
    -----
    This is A applied to n vectors that stand side by side; every column of C lies in the column space of A.

    Examples
    --------
    >>> product_by_columns([[1, 2], [3, 4], [5, 6]], [[0, 1], [1, 1]])
    array([[ 2.,  3.],
           [ 4.,  7.],
           [ 6., 11.]])
    """
    A, B, C = _factors(A, B)
    for j in range(C.shape[1]):
        C[:, j] = A @ B[:, j]
    return C


@finite
def outer_terms(A: ArrayLike, B: ArrayLike) -> NDArray:
    """Stack the terms that a product sums: ``T[l] = outer(A[:, l], B[l])``, with ``T.sum(axis=0) == A @ B``.

    Parameters
    ----------
    A : (m, k) array_like of float or complex
        The left factor; its columns are used.
    B : (k, n) array_like of float or complex
        The right factor; its rows are used.

    Returns
    -------
    T : (k, m, n) ndarray of float64 or complex128, or of the common float16 or float32
        One matrix of rank 0 or 1 for each inner index.

    Raises
    ------
    ValueError
        If the inner sizes differ, a factor is not a matrix, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.
    OverflowError
        If an entry of the result, or a sum on the way to it, is too large for its format.

    See Also
    --------
    product_by_outer : Their sum, without the memory for all of them.

    Examples
    --------
    >>> outer_terms([[1, 2], [3, 4]], [[5, 6], [7, 8]])
    array([[[ 5.,  6.],
            [15., 18.]],
    <BLANKLINE>
           [[14., 16.],
            [28., 32.]]])
    """
    A, B, _ = _factors(A, B)
    return A.T[:, :, None] * B[:, None, :]


@finite
def product_by_outer(A: ArrayLike, B: ArrayLike) -> NDArray:
    """Multiply by adding up k matrices of rank one: ``C`` is the sum over l of ``outer(A[:, l], B[l])``.

    Parameters
    ----------
    A : (m, k) array_like of float or complex
        The left factor; its columns are used.
    B : (k, n) array_like of float or complex
        The right factor; its rows are used.

    Returns
    -------
    C : (m, n) ndarray of float64 or complex128, or of the common float16 or float32
        The product; all zeros where k is 0.

    Raises
    ------
    ValueError
        If the inner sizes differ, a factor is not a matrix, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.
    OverflowError
        If an entry of the result, or a sum on the way to it, is too large for its format.

    See Also
    --------
    outer_terms : All the terms at once.

    Notes
    -----
    Each step reads and writes the whole of C, a poor way to multiply large matrices; inside a tile that fits the
    registers of a processor it is the way of fast libraries, see :ref:`ch-gemm`.

    Examples
    --------
    >>> product_by_outer([[1, 2], [3, 4]], [[5, 6], [7, 8]])
    array([[19., 22.],
           [43., 50.]])
    """
    A, B, C = _factors(A, B)
    for column, row in zip(A.T, B, strict=True):
        C += np.outer(column, row)
    return C


@finite
def product_by_blocks(A: ArrayLike, B: ArrayLike, *, block: int) -> NDArray:
    """Multiply tile by tile: ``C_ij`` is the sum over l of ``A_il @ B_lj``, with tiles of side ``block``.

    Parameters
    ----------
    A : (m, k) array_like of float or complex
        The left factor.
    B : (k, n) array_like of float or complex
        The right factor.
    block : int
        Side of a tile, at least 1; tiles at the right and lower edges may be smaller, no size has to be a multiple.

    Returns
    -------
    C : (m, n) ndarray of float64 or complex128, or of the common float16 or float32
        The product; all zeros where k is 0.

    Raises
    ------
    ValueError
        If ``block`` is less than 1, the inner sizes differ, a factor is not a matrix, or an entry is NaN or infinite.
    TypeError
        If ``block`` is not a whole number, or an entry is not a number.
    OverflowError
        If an entry of the result, or a sum on the way to it, is too large for its format.

    Notes
    -----
    With ``block=1`` these are the three loops of `linalg_book.arithmetic.matmul`, with a block as large as the factors
    it is ``A @ B`` itself.  :ref:`ch-gemm` and :ref:`ch-tiling` say which size in between is fast, and why.

    Examples
    --------
    >>> A, B = np.arange(6).reshape(2, 3), np.arange(12).reshape(3, 4)
    >>> product_by_blocks(A, B, block=2)
    array([[20., 23., 26., 29.],
           [56., 68., 80., 92.]])
    """
    block = size(block, "block")
    A, B, C = _factors(A, B)
    rows, inner, columns = (_cut(side, block) for side in (*A.shape, B.shape[1]))
    for i in rows:
        for j in columns:
            for ell in inner:
                C[i, j] += A[i, ell] @ B[ell, j]
    return C


def _cut(side, block):
    """Cut the indices of an axis into slices of one length; the last may be shorter."""
    return [slice(start, min(start + block, side)) for start in range(0, side, block)]


def _factors(A, B):
    """Check two factors that meet, and make a product of zeros for them, in the type that all three share."""
    types = {getattr(A, "dtype", None), getattr(B, "dtype", None)}
    checked = as_matrix(A, "A", allow_complex=True), as_matrix(B, "B", allow_complex=True)
    shape = product_shape(checked[0].shape, checked[1].shape)
    if len(types) == 1 and types <= set(NARROW):
        checked = np.asarray(A), np.asarray(B)
    return *checked, np.zeros(shape, dtype=np.result_type(*checked))
