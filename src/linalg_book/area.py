"""The determinant of a 2 by 2 matrix as signed area, and the area of a polygon from its corners.

Points are columns: a shape of n points is an array of shape (2, n), and ``A @ points`` moves them all.
Chapter: :ref:`ch-area`.
"""

from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from linalg_book._range import in_range, near_one, nearest_float, times_power
from linalg_book._validate import as_matrix, as_plane

__all__ = ["UNIT_SQUARE", "LETTER_F", "determinant_2x2", "polygon_area"]

#: Corners of the unit square, counterclockwise from the origin, one a column: (2, 4) ndarray of float, read-only.
UNIT_SQUARE = np.array([[0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 1.0, 1.0]])

#: Outline of a letter F inside the unit square, counterclockwise: (2, 10) ndarray of float, read-only.
LETTER_F = np.array([
    [0.25, 0.40, 0.40, 0.60, 0.60, 0.40, 0.40, 0.75, 0.75, 0.25],
    [0.15, 0.15, 0.45, 0.45, 0.60, 0.60, 0.70, 0.70, 0.85, 0.85],
])  # fmt: skip

for _points in (UNIT_SQUARE, LETTER_F):
    _points.setflags(write=False)


def determinant_2x2(A: ArrayLike) -> float:
    """Return ``a d - b c``, the signed area of the image of the unit square.

    Parameters
    ----------
    A : (2, 2) array_like of float
        The matrix of the map, with rows ``a, b`` and ``c, d``.

    Returns
    -------
    det : float
        The factor by which the map multiplies signed areas: negative when it mirrors, zero when it flattens.

    Raises
    ------
    ValueError
        If ``A`` is not 2 by 2, not finite, or holds numbers that float64 would round.
    TypeError
        If ``A`` does not hold real numbers.
    OverflowError
        If the determinant is too large for float64.

    See Also
    --------
    numpy.linalg.det : For a square matrix of any size, by elimination.

    Notes
    -----
    Two multiplications and a subtraction, of fractions, so that the determinant is exact and then rounded once: its
    sign is right, however near to zero it is.  Below 1e-308 it loses digits, and below 2e-324 it becomes 0.0, which
    alone therefore does not prove that the map flattens.  See :ref:`ch-area`.

    Examples
    --------
    >>> determinant_2x2([[2, 0], [0, 3]])
    6.0
    >>> determinant_2x2([[1, 2], [2, 4]])
    0.0
    """
    A = as_plane(A, exact=True)
    (a, b), (c, d) = ([Fraction(x) for x in row] for row in A.tolist())
    return in_range(nearest_float(a * d - b * c), "the products of A's entries")


def polygon_area(points: ArrayLike) -> float:
    """Return ``sum(x[i] * y[i+1] - x[i+1] * y[i]) / 2``, the signed area of a polygon (the shoelace formula).

    Parameters
    ----------
    points : (2, n) array_like of float
        The corners in order, one a column, n >= 3; the last is joined to the first.

    Returns
    -------
    area : float
        The area, positive if the corners run counterclockwise and negative if they run clockwise.

    Raises
    ------
    ValueError
        If ``points`` does not have shape (2, n) with n >= 3, is not finite, or holds numbers that float64 would round.
    TypeError
        If ``points`` does not hold real numbers.
    OverflowError
        If the area is too large for float64.

    Notes
    -----
    Each summand is the determinant of two corners that follow each other.  The first corner is moved to the origin
    before anything is multiplied, which changes no area: far from the origin the products would cancel.  Both
    coordinates are divided by powers of two meanwhile, so that only the area itself can overflow or underflow.
    See :ref:`ch-area`.

    Examples
    --------
    >>> polygon_area(UNIT_SQUARE)
    1.0
    >>> polygon_area([[0, 0, 4], [0, 3, 0]])
    -6.0
    """
    points = as_matrix(points, "points", exact=True)
    if points.shape[0] != 2 or points.shape[1] < 3:
        raise ValueError(f"points must have shape (2, n) with n >= 3, got shape {points.shape}")
    (x, i), (y, j) = map(near_one, points)
    x, y = x - x[0], y - y[0]
    area = np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2
    return float(in_range(times_power(area, i + j), "the products of the corners"))
