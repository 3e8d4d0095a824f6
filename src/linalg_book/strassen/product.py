"""Strassen's seven products, one step of his method and all of it; see :ref:`ch-strassen`."""

import functools
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import in_range, multilinear
from linalg_book._validate import as_array, as_matrix, refuse_masked
from linalg_book.arithmetic import product_shape
from linalg_book.strassen.counts import strassen_levels


def _of_any_numbers(function: Callable) -> Callable:
    """Let a function bilinear in A and B refuse masked arrays, NaN and inf, and what overflows.

    NumPy's integers are int64, and on the way Python's own where these could overflow; other objects are left alone.
    """

    @functools.wraps(function)
    def checked(A, B, *, multiply=np.matmul):
        def compute(A, B):
            return function(A, B, multiply=multiply)

        for X, name in ((A, "A"), (B, "B")):
            refuse_masked(X, name)
        A, B = np.asarray(A), np.asarray(B)
        kinds = {A.dtype.kind, B.dtype.kind}
        if kinds <= set("biu"):
            return _in_int64(compute, A, B)
        if not kinds <= set("biufc"):
            return compute(A, B)
        for X, name in ((A, "A"), (B, "B")):
            as_array(X, name, allow_complex=True)
        return multilinear(compute, A, B, what="products of A and B")

    return checked


def _in_int64(compute, A, B):
    """Return in int64 what is computed from whole numbers."""
    largest = [max(int(X.max(initial=0)), -int(X.min(initial=0))) for X in (A, B)]
    if 8 * A.size * largest[0] * largest[1] < 2**63:  # four products of sums of two quarters each
        return compute(A.astype(np.int64), B.astype(np.int64))
    result = compute(A.astype(object), B.astype(object))
    try:
        return tuple(r.astype(np.int64) for r in result) if isinstance(result, tuple) else result.astype(np.int64)
    except OverflowError:
        raise OverflowError("products of A and B overflow int64; give Python's integers, dtype=object") from None


@_of_any_numbers
def seven_products(A: NDArray, B: NDArray, *, multiply: Callable = np.matmul) -> tuple[NDArray, ...]:
    """Compute the seven products of Strassen's step from the quarters of two matrices.

    Parameters
    ----------
    A : (m, k) array
        The left factor, m and k even; of any numbers that can be added and multiplied, exact ones too.
    B : (k, n) array
        The right factor, n even.
    multiply : callable, default numpy.matmul
        Multiplies two matrices of half the size.

    Returns
    -------
    tuple of seven (m/2, n/2) ndarray
        The products, in Strassen's own order; their type is that of the entries, int64 for all of NumPy's integers.

    Raises
    ------
    ValueError
        If a size is odd, the shapes do not fit, or a float is NaN or infinite.
    TypeError
        If a factor is a masked array.
    OverflowError
        If a product, or a sum of quarters, is too large for its type; Python's integers, in an array of objects, never
        are.

    See Also
    --------
    strassen_step : The product that is put together from them.

    Notes
    -----
    Takes 10 additions of quarters.  No product swaps its factors, so the entries need not commute: they may be
    matrices.

    Examples
    --------
    >>> [int(M.item()) for M in seven_products(np.array([[1, 2], [3, 4]]), np.array([[5, 6], [7, 8]]))]
    [65, 35, -2, 8, 24, 22, -30]
    """
    if A.ndim != 2 or B.ndim != 2 or any(size % 2 for size in A.shape + B.shape):
        got = f"got shapes {A.shape} and {B.shape}"
        raise ValueError(f"A and B must be matrices of even sizes, {got}")
    product_shape(A.shape, B.shape)
    (a11, a12), (a21, a22) = _quarters(A)
    (b11, b12), (b21, b22) = _quarters(B)
    multiply = _watched(multiply)
    return (
        multiply(a11 + a22, b11 + b22),
        multiply(a21 + a22, b11),
        multiply(a11, b12 - b22),
        multiply(a22, b21 - b11),
        multiply(a11 + a12, b22),
        multiply(a21 - a11, b11 + b12),
        multiply(a12 - a22, b21 + b22),
    )


def _watched(multiply: Callable) -> Callable:
    """Let a product refuse factors that overflowed when quarters were added."""
    return lambda X, Y: multiply(*in_range((X, Y), "sums of quarters"))


@_of_any_numbers
def strassen_step(A: NDArray, B: NDArray, *, multiply: Callable = np.matmul) -> NDArray:
    """Multiply ``A @ B`` by one step of Strassen's method: seven products of half the size and 18 additions.

    Parameters
    ----------
    A : (m, k) array
        The left factor, m and k even; of any numbers that can be added and multiplied, exact ones too.
    B : (k, n) array
        The right factor, n even.
    multiply : callable, default numpy.matmul
        Multiplies two matrices of half the size.

    Returns
    -------
    (m, n) ndarray
        The product, a new array; whole numbers stay whole.

    Raises
    ------
    ValueError
        If a size is odd, the shapes do not fit, or a float is NaN or infinite.
    TypeError
        If a factor is a masked array.
    OverflowError
        If an entry of the product is too large for its type, or a sum on the way to one of whole numbers.

    See Also
    --------
    strassen : The step repeated, for any shapes.

    Examples
    --------
    >>> strassen_step(np.array([[1, 2], [3, 4]]), np.array([[5, 6], [7, 8]]))
    array([[19, 22],
           [43, 50]])
    """
    m1, m2, m3, m4, m5, m6, m7 = seven_products(A, B, multiply=multiply)
    C = np.empty((2 * m1.shape[0], 2 * m1.shape[1]), dtype=m1.dtype)
    (c11, c12), (c21, c22) = _quarters(C)
    c11[:] = m1 + m4 - m5 + m7
    c12[:] = m3 + m5
    c21[:] = m2 + m4
    c22[:] = m1 - m2 + m3 + m6
    return C


def strassen(A: ArrayLike, B: ArrayLike, *, cutoff: int = 512) -> NDArray:
    """Multiply ``A @ B`` by Strassen's method, with NumPy's product for matrices up to the cutoff.

    Parameters
    ----------
    A : (m, k) array_like of float or complex
        The left factor.
    B : (k, n) array_like of float or complex
        The right factor.
    cutoff : int, default 512
        Halving stops when the smallest of m, k and n is at most this.

    Returns
    -------
    C : (m, n) ndarray of float64 or complex128
        The product, a new array.

    Raises
    ------
    ValueError
        If the shapes do not fit, the cutoff is less than 1, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.
    OverflowError
        If an entry of the product is too large for float64.

    See Also
    --------
    error_bound : How large an error may be.

    Notes
    -----
    Sizes are filled up with zeros once, to a multiple of ``2**levels``: that adds less than 2/cutoff of each size,
    where filling up to a power of two could double it.  Takes `strassen_flops`; holds three matrices at a time, the
    result included (a quarter of one more where quarters are too small for NumPy to reuse the place of a sum), beside
    copies of A and B where these are filled up or converted.  The error is small beside the largest entries only.

    Examples
    --------
    >>> strassen([[1, 2, 3], [4, 5, 6]], [[1, 0], [0, 1], [1, 1]], cutoff=1)
    array([[ 4.,  5.],
           [10., 11.]])
    """
    A, B = as_matrix(A, "A", allow_complex=True), as_matrix(B, "B", allow_complex=True)
    m, n = product_shape(A.shape, B.shape)
    levels = strassen_levels(min(m, n, A.shape[1]), cutoff)
    filled = _filled(A, 2**levels), _filled(B, 2**levels)
    C = multilinear(lambda A, B: _recurse(A, B, levels), *filled, what="entries of the product")
    return C if C.shape == (m, n) else C[:m, :n].copy()


def _recurse(A, B, levels):
    if levels == 0:
        return A @ B
    return strassen_step(A, B, multiply=lambda X, Y: _recurse(X, Y, levels - 1))


def _filled(A, unit):
    """Return a matrix filled up with zeros to sizes that are multiples of a unit."""
    rows, columns = (-size % unit for size in A.shape)
    return np.pad(A, ((0, rows), (0, columns))) if rows or columns else A


def _quarters(A):
    m, n = A.shape[0] // 2, A.shape[1] // 2
    return (A[:m, :n], A[:m, n:]), (A[m:, :n], A[m:, n:])
