"""Which rules of numbers hold for matrices, and how far those that fail miss; taught in :ref:`ch-algebra`."""

import numpy as np
from numpy.linalg import LinAlgError
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import multilinear, near_one
from linalg_book._validate import as_matrix, as_number
from linalg_book.arithmetic import product_shape

__all__ = ["association_bound", "zero_divisor", "rank_bounds"]

EPS = float(np.finfo(float).eps)


def association_bound(A: ArrayLike, B: ArrayLike, C: ArrayLike, *, eps: float = EPS) -> NDArray:
    """Bound ``abs((A @ B) @ C - A @ (B @ C))`` as computed, entry by entry: ``2*g * abs(A) @ abs(B) @ abs(C)``.

    Parameters
    ----------
    A : (m, k) array_like of float
        The left factor.
    B : (k, n) array_like of float
        The middle factor.
    C : (n, p) array_like of float
        The right factor.
    eps : float, optional
        Machine epsilon of the arithmetic, twice its unit roundoff; that of float64 by default.

    Returns
    -------
    (m, p) ndarray of float64
        How far the two computed products can be apart, for any order of the sums inside them.

    Raises
    ------
    ValueError
        If the factors do not meet, an entry is NaN or infinite, or ``eps`` is so large, or not positive, that there is
        no bound: ``(k + n) * eps / 2`` must be less than 1.
    TypeError
        If an entry is not a real number.
    OverflowError
        If the bound is too large for float64.

    Notes
    -----
    With ``u = eps / 2`` and ``g = (k + n) * u / (1 - (k + n) * u)``, each of the two differs from the exact product by
    at most ``g`` times the product of the absolute values; :ref:`ch-algebra` has the proof.  Overflow and underflow
    are left out.  Takes as many operations as the two products that it watches.

    Examples
    --------
    >>> A, B, C = [[1, 1]], [[1e16, 1], [-1e16, 0]], [[1], [1]]
    >>> (np.dot(np.dot(A, B), C) - np.dot(A, np.dot(B, C))).item()
    1.0
    >>> association_bound(A, B, C).round(1)
    array([[17.8]])
    """
    A, B, C = as_matrix(A, "A"), as_matrix(B, "B"), as_matrix(C, "C")
    product_shape(product_shape(A.shape, B.shape), C.shape)
    steps = sum(B.shape) * (eps := as_number(eps, "eps")) / 2
    if not 0 < eps or not steps < 1:
        raise ValueError(f"eps must be positive and less than 2 / (k + n), with k + n = {sum(B.shape)}, got {eps:g}")
    growth = 2 * steps / (1 - steps)
    return multilinear(lambda a, b, c: growth * (a @ b @ c), abs(A), abs(B), abs(C), what="the bounds")


def zero_divisor(A: ArrayLike) -> NDArray:
    """Find a matrix B that is not zero with ``A @ B == 0``: the orthogonal projector onto the null space of A.

    Parameters
    ----------
    A : (m, n) array_like of float or complex
        The matrix.

    Returns
    -------
    B : (n, n) ndarray of float64 or complex128
        The projector, ``B @ B == B``; its rank is n less the rank of A.  Every other matrix M with ``A @ M == 0`` is
        ``B @ M``.

    Raises
    ------
    LinAlgError
        If A has full column rank: then ``A @ B == 0`` for ``B == 0`` only.
    ValueError
        If ``A`` is not a matrix, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.

    Notes
    -----
    By the singular value decomposition; operations grow like ``m * n**2`` for a tall A and ``n**3`` for a wide one.
    As in ``numpy.linalg.matrix_rank`` a singular value counts as zero up to ``max(m, n) * eps`` times the largest one,
    about what rounding A can do to it, so ``A @ B`` is zero to within that times a small factor.

    Examples
    --------
    >>> zero_divisor([[1, 1], [1, 1]]).round(12)
    array([[ 0.5, -0.5],
           [-0.5,  0.5]])
    """
    A = as_matrix(A, "A", allow_complex=True)
    m, n = A.shape
    A, _ = near_one(A)  # has the same null space, and no singular value overflows
    # all n rows, without an m by m factor for a tall A
    _, s, rows = np.linalg.svd(A, full_matrices=m < n)
    rank = int((s > max(m, n) * EPS * s.max(initial=0)).sum())
    if rank == n:
        raise LinAlgError(f"A has full column rank, {n}, so A @ B == 0 only for B == 0")
    kernel = rows[rank:]
    return kernel.conj().T @ kernel


def rank_bounds(A: ArrayLike, B: ArrayLike) -> tuple[int, int]:
    """Enclose the rank of a product: ``rank(A) + rank(B) - k <= rank(A @ B) <= min(rank(A), rank(B))``.

    Parameters
    ----------
    A : (m, k) array_like of float or complex
        The left factor.
    B : (k, n) array_like of float or complex
        The right factor.

    Returns
    -------
    low : int
        The least rank that the product can have, never negative.
    high : int
        The largest; equal to ``low`` if A has full column rank or B has full row rank.

    Raises
    ------
    ValueError
        If the inner sizes differ, a factor is not a matrix, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.

    Notes
    -----
    The ranks of the factors are numerical ones, ``numpy.linalg.matrix_rank``.  The lower bound is Sylvester's.

    Examples
    --------
    >>> rank_bounds(np.ones((5, 3)), np.eye(3))
    (1, 1)
    >>> rank_bounds([[1, 1], [1, 1]], [[1, -1], [-1, 1]])
    (0, 1)
    """
    A, B = as_matrix(A, "A", allow_complex=True), as_matrix(B, "B", allow_complex=True)
    product_shape(A.shape, B.shape)
    near = (near_one(M)[0] for M in (A, B))  # of the same rank, and no singular value overflows
    left, right = (int(np.linalg.matrix_rank(M)) if M.size else 0 for M in near)  # NumPy 1 refuses empty ones
    return max(0, left + right - A.shape[1]), min(left, right)
