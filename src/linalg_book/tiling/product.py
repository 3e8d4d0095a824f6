"""A product in tiles, and how much of its factors such a product has to fetch; see :ref:`ch-tiling`."""

from math import ceil, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import finite
from linalg_book._validate import as_matrix, size
from linalg_book.arithmetic import product_shape
from linalg_book.tiling.memory import FastMemory, Traffic
from linalg_book.tiling.sides import Block, sides


@finite
def tiled_product(A: ArrayLike, B: ArrayLike, *, block: Block, memory: FastMemory | None = None) -> NDArray:
    """Multiply ``C = A @ B`` out of a fast memory: fetch two tiles, add their product to a tile of C that stays.

    Parameters
    ----------
    A : (m, k) array_like of float or complex
        The left factor, in slow memory.
    B : (k, n) array_like of float or complex
        The right factor, in slow memory.
    block : int or tuple of int
        Sides ``(b_m, b_n, b_k)`` of the tiles, or one number for all three, each at least 1; tiles at the right and
        lower edges may be smaller.
    memory : FastMemory, optional
        The fast memory, which counts; one without a limit by default.

    Returns
    -------
    C : (m, n) ndarray of float64 or complex128
        The product; all zeros where k is 0.

    Raises
    ------
    ValueError
        If the tiles do not fit in the memory, a side is less than 1, the inner sizes differ, or an entry is NaN or
        infinite.
    TypeError
        If a side is not a whole number, or an entry is not a number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    Notes
    -----
    Takes the 2*m*n*k floating-point operations of every such product, and the traffic of `tiled_traffic`.  An entry
    differs from that of ``A @ B`` by at most about ``k * eps`` times the same entry of ``abs(A) @ abs(B)``.

    Examples
    --------
    >>> memory = FastMemory(capacity=12)
    >>> tiled_product(np.eye(4), np.arange(16).reshape(4, 4), block=2, memory=memory)
    array([[ 0.,  1.,  2.,  3.],
           [ 4.,  5.,  6.,  7.],
           [ 8.,  9., 10., 11.],
           [12., 13., 14., 15.]])
    >>> memory.traffic
    Traffic(loads=64, stores=16)
    """
    A, B = as_matrix(A, "A", allow_complex=True), as_matrix(B, "B", allow_complex=True)
    C = np.zeros(product_shape(A.shape, B.shape), np.result_type(A, B))
    (b_m, b_n, b_k), memory = sides(block), FastMemory() if memory is None else memory
    for i in range(0, A.shape[0], b_m):
        for j in range(0, B.shape[1], b_n):
            rows, columns = slice(i, i + b_m), slice(j, j + b_n)
            c = memory.hold("C", np.zeros_like(C[rows, columns]))
            for start in range(0, A.shape[1], b_k):
                inner = slice(start, start + b_k)
                a = memory.load("A", A[rows, inner])
                b = memory.load("B", B[inner, columns])
                c += a @ b
            memory.store("C", C[rows, columns])
    memory.drop("A", "B")
    return C


def tiled_traffic(m: int, n: int, k: int, *, block: Block) -> Traffic:
    """Count ``m*k*ceil(n/b_n) + k*n*ceil(m/b_m)`` loads and ``m*n`` stores, what `tiled_product` moves.

    Parameters
    ----------
    m, n, k : int
        Sizes of the product of an (m, k) and a (k, n) matrix, at least 1.
    block : int or tuple of int
        Sides ``(b_m, b_n, b_k)`` of the tiles, or one number for all three.

    Returns
    -------
    Traffic
        Exact, whether or not the sides divide the sizes; b_k does not matter.

    Raises
    ------
    ValueError
        If a size or a side is less than 1.
    TypeError
        If one is not a whole number.

    Notes
    -----
    With ``block=1`` this is the product of three plain loops, which fetches two numbers for each multiply-add.

    Examples
    --------
    >>> tiled_traffic(4, 4, 4, block=1), tiled_traffic(4, 4, 4, block=2)
    (Traffic(loads=128, stores=16), Traffic(loads=64, stores=16))
    """
    m, n, k = size(m, "m"), size(n, "n"), size(k, "k")
    b_m, b_n, _ = sides(block)
    return Traffic(loads=m * k * ceil(n / b_n) + k * n * ceil(m / b_m), stores=m * n)


@finite
def least_traffic(m: int, n: int, k: int, *, capacity: int) -> float:
    """Return ``2*m*n*k / sqrt(capacity) - 2*capacity``, below which no order of the multiply-adds can go.

    Parameters
    ----------
    m, n, k : int
        Sizes of the product of an (m, k) and a (k, n) matrix, at least 1.
    capacity : int
        How many numbers the fast memory holds, at least 1.

    Returns
    -------
    float
        A bound on loads and stores together; it says nothing, and is negative, where everything fits.

    Raises
    ------
    ValueError
        If one of them is less than 1.
    TypeError
        If one of them is not a whole number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    Notes
    -----
    It holds for the m*n*k multiply-adds of the definition, each entry of C summed in one place, in any order; not for
    methods of fewer products such as Strassen's.  The proof is in :ref:`sec-tiling-bound`.

    Examples
    --------
    >>> least_traffic(64, 64, 64, capacity=256)
    32256.0
    """
    m, n, k, capacity = size(m, "m"), size(n, "n"), size(k, "k"), size(capacity, "capacity")
    return 2 * m * n * k / sqrt(capacity) - 2 * capacity
