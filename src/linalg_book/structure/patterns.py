"""Structure that lies in the place of zeros, and is exact: diagonal, triangular, identity; see :ref:`ch-structure`."""

import numpy as np
from numpy.typing import ArrayLike

from linalg_book._validate import as_exact_matrix


def is_square(A: ArrayLike) -> bool:
    """Tell whether A has as many rows as columns.

    Parameters
    ----------
    A : (m, n) array_like of float or complex
        The matrix.

    Returns
    -------
    bool
        True if m equals n; also for the empty matrix, 0 by 0.

    Raises
    ------
    ValueError
        If A is not a matrix, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.

    Examples
    --------
    >>> is_square([[1, 2], [3, 4]]), is_square([[1, 2, 3]])
    (True, False)
    """
    m, n = as_exact_matrix(A).shape
    return m == n


def is_zero(A: ArrayLike) -> bool:
    """Tell whether every entry of A is zero, so that ``A + B == B`` for each B of its shape.

    Parameters
    ----------
    A : (m, n) array_like of float or complex
        The matrix, of any shape.

    Returns
    -------
    bool
        True if there is no entry but 0.0 and -0.0.

    Raises
    ------
    ValueError
        If A is not a matrix, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.

    Examples
    --------
    >>> is_zero([[0, 0, 0]]), is_zero([[0, 1e-300]])
    (True, False)
    """
    return not as_exact_matrix(A).any()


def is_identity(A: ArrayLike) -> bool:
    """Tell whether A is the identity, ``A[i, j] == (i == j)`` exactly.

    Parameters
    ----------
    A : (m, n) array_like of float or complex
        The matrix.

    Returns
    -------
    bool
        True if A is square with ones on the diagonal and zeros elsewhere.

    Raises
    ------
    ValueError
        If A is not a matrix, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.

    Notes
    -----
    A product ``inv(A) @ A`` is an identity up to rounding only; ask ``np.allclose`` about that.

    Examples
    --------
    >>> is_identity(np.eye(3)), is_identity([[1, 0], [0, 1.0000001]])
    (True, False)
    """
    A = as_exact_matrix(A)
    return A.shape[0] == A.shape[1] and np.array_equal(A, np.eye(len(A)))


def is_diagonal(A: ArrayLike) -> bool:
    """Tell whether ``A[i, j] == 0`` wherever ``i != j``.

    Parameters
    ----------
    A : (m, n) array_like of float or complex
        The matrix; it need not be square, as the middle factor of a singular value decomposition is not.

    Returns
    -------
    bool
        True if all entries off the diagonal are exactly zero.

    Raises
    ------
    ValueError
        If A is not a matrix, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.

    Examples
    --------
    >>> is_diagonal([[2, 0], [0, 3]]), is_diagonal([[2, 1e-20], [0, 3]])
    (True, False)
    """
    A = as_exact_matrix(A)
    return not np.triu(A, 1).any() and not np.tril(A, -1).any()


def is_upper_triangular(A: ArrayLike) -> bool:
    """Tell whether ``A[i, j] == 0`` wherever ``i > j``.

    Parameters
    ----------
    A : (m, n) array_like of float or complex
        The matrix, of any shape.

    Returns
    -------
    bool
        True if all entries under the diagonal are exactly zero.

    Raises
    ------
    ValueError
        If A is not a matrix, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.

    Notes
    -----
    Exact, since a solver that is told "upper triangular" does not read the other entries at all: what is not zero
    there is dropped without a word.  Zeros of a pattern are written, not computed; ``np.triu`` writes them.

    Examples
    --------
    >>> is_upper_triangular([[1, 2], [0, 3]]), is_upper_triangular([[1, 2], [5e-17, 3]])
    (True, False)
    """
    return not np.tril(as_exact_matrix(A), -1).any()


def is_lower_triangular(A: ArrayLike) -> bool:
    """Tell whether ``A[i, j] == 0`` wherever ``i < j``.

    Parameters
    ----------
    A : (m, n) array_like of float or complex
        The matrix, of any shape.

    Returns
    -------
    bool
        True if all entries over the diagonal are exactly zero.

    Raises
    ------
    ValueError
        If A is not a matrix, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.

    Examples
    --------
    >>> is_lower_triangular([[1, 0], [2, 3]]), is_lower_triangular([[1, 2], [0, 3]])
    (True, False)
    """
    return not np.triu(as_exact_matrix(A), 1).any()
