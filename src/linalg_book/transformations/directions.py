"""Directions that a 2 by 2 matrix keeps, and axes that stay perpendicular; see :ref:`ch-transformations`."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import in_range, near_one, times_power
from linalg_book._validate import as_plane

#: Rounding errors in a sum of two products of entries stay below this many times the size of the products.
ROUNDING = 8 * float(np.finfo(float).eps)


def _exponent(*numbers: float) -> int:
    """Return the exponent of the largest number: divided by that power of two it lies from 1/2 to 1."""
    return int(np.frexp(max(map(abs, numbers)))[1])


def eigen_directions(A: ArrayLike) -> tuple[NDArray, NDArray]:
    """Find the unit vectors with ``A @ v = value * v``: the directions that the map keeps, if there are any.

    Parameters
    ----------
    A : (2, 2) array_like of float
        The matrix of the map.

    Returns
    -------
    values : (k,) ndarray of float
        The real eigenvalues, the larger first; k is 0, 1 or 2.
    directions : (2, k) ndarray of float
        A unit vector for each, one a column, in the right half of the plane.

    Raises
    ------
    ValueError
        If ``A`` is not 2 by 2, or not finite.
    TypeError
        If ``A`` does not hold real numbers.
    OverflowError
        If an eigenvalue is too large for float64.

    See Also
    --------
    numpy.linalg.eig : For a square matrix of any size.

    Notes
    -----
    The values solve a quadratic equation, in coordinates in which b and c are about equally large, so that nothing
    overflows or underflows on the way.  A discriminant within rounding of zero counts as zero and gives the one
    direction of a shear; for a multiple of the identity every direction is kept and the two axes are returned.
    Each value has an absolute error of a few eps times the largest entry, so a small one may come out as 0.0; where the
    two (nearly) coincide and the matrix is not symmetric, it may grow to about ``sqrt(eps)`` times the largest entry.
    See :ref:`ch-transformations`.

    Examples
    --------
    >>> values, directions = eigen_directions([[2, 1], [1, 2]])
    >>> values
    array([3., 1.])
    >>> bool(np.allclose([[2, 1], [1, 2]] @ directions, values * directions))
    True
    >>> eigen_directions([[0, -1], [1, 0]])[0].size
    0
    """
    (a, b), (c, d) = as_plane(A).tolist()
    e = _exponent(a, d)  # squares of large or small entries would leave the range of floats
    middle, half = (np.ldexp(a, -e) + np.ldexp(d, -e)) / 2, (np.ldexp(a, -e) - np.ldexp(d, -e)) / 2
    k = _balance(b, c, e + _exponent(half) if half else None)  # in the coordinates (x, y / 2**k)
    b, c = np.ldexp(b, k), np.ldexp(c, -k)
    f = max(n + _exponent(x) for x, n in ((half, e), (b, 0), (c, 0)) if x) if half or b or c else e
    half, b, c = np.ldexp(half, e - f), np.ldexp(b, -f), np.ldexp(c, -f)  # apart from middle: there they could vanish
    square = half * half + b * c
    if abs(square) <= ROUNDING * (half * half + abs(b * c)):
        square = 0.0
    if square < 0:
        return np.empty(0), np.empty((2, 0))
    if square == 0 and b == c == 0:
        return np.ldexp([middle, middle], e), np.eye(2)
    roots, kept = [0.0] if square == 0 else [np.sqrt(square), -np.sqrt(square)], []
    for r in roots:  # v solves both (half - r) x + b y = 0 and c x - (half + r) y = 0
        v = max((b, r - half), (r + half, c), key=lambda w: np.hypot(*w))
        kept.append(_unit_vector(*v, k))
    g = max(e, f)
    values = times_power(np.ldexp(middle, e - g) + np.ldexp(roots, f - g), g)
    return in_range(values, "the eigenvalues"), np.array(kept).T + 0.0  # no negative zeros


def _unit_vector(x: float, y: float, k: int) -> NDArray:
    """Return the unit vector along ``(x, y * 2**k)`` in the right half of the plane."""
    largest = max(n + _exponent(t) for t, n in ((x, 0), (y, k)) if t)
    v = float(np.ldexp(x, -largest)), float(np.ldexp(y, k - largest))
    return np.multiply(v, (1 if v > (0, 0) else -1) / np.hypot(*v))


def _balance(b: float, c: float, e: int | None) -> int:
    """Return the k for which ``b * 2**k`` and ``c / 2**k`` are about equal; if one is zero, the other near ``2**e``."""
    if b and c:
        return (_exponent(c) - _exponent(b)) // 2
    if e is None or b == c:
        return 0
    return e - _exponent(b) if b else _exponent(c) - e


def singular_axes(A: ArrayLike) -> tuple[NDArray, NDArray]:
    """Find two perpendicular unit vectors whose images are perpendicular, and how far each is stretched.

    Parameters
    ----------
    A : (2, 2) array_like of float
        The matrix of the map.

    Returns
    -------
    values : (2,) ndarray of float
        The singular values: the lengths of the two images, the larger first.
    axes : (2, 2) ndarray of float
        The unit vectors, one a column, a rotation of the coordinate axes.

    Raises
    ------
    ValueError
        If ``A`` is not 2 by 2, or not finite.
    TypeError
        If ``A`` does not hold real numbers.
    OverflowError
        If a singular value is too large for float64.

    See Also
    --------
    numpy.linalg.svd : For a matrix of any shape.

    Notes
    -----
    The images are the half axes of the ellipse that the unit circle becomes, and the product of their lengths is the
    absolute determinant.  The angle of the axes makes the dot product of the two images vanish.  A map that stretches
    all directions alike (within rounding) leaves the axes undetermined: the coordinate axes are returned.  Each value
    has an absolute error of a few eps times the largest entry, so the smaller one may come out as 0.0.
    See :ref:`ch-transformations`.

    Examples
    --------
    >>> values, axes = singular_axes([[3, 0], [0, 2]])
    >>> values
    array([3., 2.])
    >>> axes
    array([[ 1., -0.],
           [ 0.,  1.]])
    """
    near, e = near_one(as_plane(A))
    (a, b), (c, d) = near.tolist()
    turning, mirroring = np.hypot(a + d, c - b), np.hypot(a - d, b + c)
    values = times_power(np.array([turning + mirroring, abs(turning - mirroring)]), e - 1)
    in_range(values, "the singular values")
    if min(turning, mirroring) <= ROUNDING * max(turning, mirroring):
        return values, np.eye(2)
    angle = np.arctan2(2 * (a * b + c * d), a * a + c * c - b * b - d * d) / 2
    cosine, sine = np.cos(angle), np.sin(angle)
    return values, np.array([[cosine, -sine], [sine, cosine]])
