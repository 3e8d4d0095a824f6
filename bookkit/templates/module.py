"""TITLE: say in one line what it is about.  Chapter :ref:`ch-STEM`."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._validate import as_matrix

__all__ = ["half"]


def half(A: ArrayLike) -> NDArray[np.float64]:
    """Return ``A / 2``, a new array.

    Parameters
    ----------
    A : (m, n) array_like of float
        The matrix.

    Returns
    -------
    (m, n) ndarray of float64
        Half of it.

    Raises
    ------
    ValueError
        If ``A`` is not a matrix, or an entry is NaN or infinite.
    TypeError
        If an entry is not a real number.

    Examples
    --------
    >>> half([[4, -2]])
    array([[ 2., -1.]])
    """
    A = as_matrix(A)
    return A / 2
