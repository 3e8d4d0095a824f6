"""Definite matrices, and the list of all kinds that a matrix belongs to; see :ref:`ch-structure`."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import near_one
from linalg_book._validate import as_matrix, size
from linalg_book.structure.patterns import (
    is_diagonal,
    is_identity,
    is_lower_triangular,
    is_square,
    is_upper_triangular,
    is_zero,
)
from linalg_book.structure.transposes import (
    is_hermitian,
    is_orthogonal,
    is_skew_symmetric,
    is_symmetric,
    relative_tolerance,
    skew_part,
    symmetric_part,
)


def is_positive_definite(A: ArrayLike, *, rtol: float | None = None) -> bool:
    """Tell whether ``x @ A @ x > 0`` for every x but zero, with a margin for rounding.

    Parameters
    ----------
    A : (m, n) array_like of float or complex
        The matrix.  A real A need not be symmetric: its symmetric part decides, ``x @ A @ x == x @ S @ x``.
        A complex A must be Hermitian, for else ``x.conj() @ A @ x`` is no real number for some x.
    rtol : float, optional
        Margin of the smallest eigenvalue of the part that decides, relative to the largest in size, and how far a
        complex A may be from Hermitian; ``n * eps`` if not given.

    Returns
    -------
    bool
        True if A is square and that eigenvalue exceeds the margin.

    Raises
    ------
    ValueError
        If A is not a matrix, an entry is NaN or infinite, or ``rtol`` is negative.
    TypeError
        If an entry is not a number.

    See Also
    --------
    is_positive_semidefinite : The same with zero allowed.

    Notes
    -----
    Computed eigenvalues of S are those of a matrix that differs from S by about ``n * eps * norm(S)``, and none moves
    further than that: within the margin the sign is not known, and a matrix that is singular to working accuracy is
    not called definite.  About 4/3 n**3 flops; an attempted Cholesky factorization takes a quarter of them, and in
    the margin its answer is chance.

    Examples
    --------
    >>> is_positive_definite([[2, 1], [1, 2]]), is_positive_definite([[1, 2], [2, 1]])
    (True, False)
    >>> is_positive_definite([[1, -1], [1, 1]]), is_positive_definite([[1, 10], [0, 1]])
    (True, False)
    """
    A = as_matrix(A, "A", allow_complex=True)
    rtol = relative_tolerance(len(A), rtol)
    H = _deciding_part(A, rtol)
    if H is None:
        return False
    eigenvalues = np.linalg.eigvalsh(H)
    return bool((eigenvalues > rtol * np.abs(eigenvalues).max(initial=0)).all())


def is_positive_semidefinite(A: ArrayLike, *, rtol: float | None = None) -> bool:
    """Tell whether ``x @ A @ x >= 0`` for every x, with a margin for rounding.

    Parameters
    ----------
    A : (m, n) array_like of float or complex
        The matrix, as for `is_positive_definite`.
    rtol : float, optional
        How far the smallest eigenvalue may lie under zero, relative to the largest in size, and how far a complex A
        may be from Hermitian; ``n * eps`` if not given.

    Returns
    -------
    bool
        True if A is square and no eigenvalue of the part that decides is less than minus the margin.

    Raises
    ------
    ValueError
        If A is not a matrix, an entry is NaN or infinite, or ``rtol`` is negative.
    TypeError
        If an entry is not a number.

    Notes
    -----
    A computed ``X.T @ X`` carries the rounding of sums over the m rows of X: with far more rows than columns, pass
    ``rtol=m * eps``.

    Examples
    --------
    >>> is_positive_semidefinite([[1, 1], [1, 1]]), is_positive_semidefinite([[1, 2], [2, 1]])
    (True, False)
    """
    A = as_matrix(A, "A", allow_complex=True)
    rtol = relative_tolerance(len(A), rtol)
    H = _deciding_part(A, rtol)
    if H is None:
        return False
    eigenvalues = np.linalg.eigvalsh(H)
    return bool((eigenvalues >= -rtol * np.abs(eigenvalues).max(initial=0)).all())


def _deciding_part(A: NDArray, rtol: float) -> NDArray | None:
    """Return a Hermitian matrix that is definite exactly when A is, scaled to entries under 2; None if A cannot be."""
    if A.shape[0] != A.shape[1] or (np.iscomplexobj(A) and not is_hermitian(A, rtol=rtol)):
        return None
    A, _ = near_one(A)  # rounds nothing that matters, and then no eigenvalue overflows
    return (A + A.conj().T) / 2


_QUESTIONS: dict[str, Callable[[ArrayLike], bool]] = {
    "square": is_square,
    "zero": is_zero,
    "identity": is_identity,
    "diagonal": is_diagonal,
    "upper triangular": is_upper_triangular,
    "lower triangular": is_lower_triangular,
    "symmetric": is_symmetric,
    "Hermitian": is_hermitian,
    "skew-symmetric": is_skew_symmetric,
    "orthogonal": is_orthogonal,
    "positive definite": is_positive_definite,
    "positive semidefinite": is_positive_semidefinite,
}


def structure_of(A: ArrayLike) -> list[str]:
    """List the names of all structures that A has, in the order of the chapter.

    Parameters
    ----------
    A : (m, n) array_like of float or complex
        The matrix.

    Returns
    -------
    list of str
        Some of: square, zero, identity, diagonal, upper triangular, lower triangular, symmetric, Hermitian,
        skew-symmetric, orthogonal (real matrices only), positive definite, positive semidefinite.

    Raises
    ------
    ValueError
        If A is not a matrix, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.

    Examples
    --------
    >>> structure_of([[0, -1], [1, 0]])
    ['square', 'skew-symmetric', 'orthogonal', 'positive semidefinite']
    >>> structure_of([[2, 0, 0], [0, 3, 0]])
    ['diagonal', 'upper triangular', 'lower triangular']
    """
    real = not np.iscomplexobj(as_matrix(A, "A", allow_complex=True))
    return [name for name, holds in _QUESTIONS.items() if (real or name != "orthogonal") and holds(A)]


def special_matrices(n: int, *, rng: np.random.Generator) -> dict[str, NDArray]:
    """Make a random matrix of each kind from one matrix G, so that ``name in structure_of(matrix)``.

    Parameters
    ----------
    n : int
        Rows and columns, at least 1.
    rng : numpy.random.Generator
        Where the random numbers come from.

    Returns
    -------
    dict of str to (n, n) ndarray of float64
        By name: identity, diagonal, upper triangular, lower triangular, symmetric, skew-symmetric, orthogonal,
        positive definite, and G itself under "square".

    Raises
    ------
    ValueError
        If n is less than 1.
    TypeError
        If n is no whole number.

    Examples
    --------
    >>> kinds = special_matrices(4, rng=np.random.default_rng(0))
    >>> [name for name, M in kinds.items() if name not in structure_of(M)]
    []
    """
    n = size(n, "n")
    G = rng.standard_normal((n, n))
    return {
        "identity": np.eye(n),
        "diagonal": np.diag(np.diag(G)),
        "upper triangular": np.triu(G),
        "lower triangular": np.tril(G),
        "symmetric": symmetric_part(G),
        "skew-symmetric": skew_part(G),
        "orthogonal": np.linalg.qr(G)[0],
        "positive definite": G.T @ G + np.eye(n),
        "square": G,
    }
