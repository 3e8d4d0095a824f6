"""The inverse: a formula for 2 by 2, blurs that have one or none, and a cure for noise; taught in :ref:`ch-undoing`."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.linalg import LinAlgError
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import finite, in_range, near_one, nearest_float, times_power
from linalg_book._validate import as_matrix, as_number, as_square, as_vector, size

EPS = float(np.finfo(np.float64).eps)
ROOM = 960  # the exponent of the largest entry of b: what is computed from it fits above, small entries fit below

__all__ = ["inverse_2x2", "blur_matrix", "gaussian_kernel", "tikhonov"]


def inverse_2x2(A: ArrayLike) -> NDArray:
    """Invert a 2 by 2 matrix by the formula ``[[d, -b], [-c, a]] / (a*d - b*c)``.

    Parameters
    ----------
    A : (2, 2) array_like of float or complex
        The matrix ``[[a, b], [c, d]]``.

    Returns
    -------
    (2, 2) ndarray of float64 or complex128
        The inverse.

    Raises
    ------
    LinAlgError
        If the determinant ``a*d - b*c`` is zero.
    ValueError
        If ``A`` is not 2 by 2, or an entry is NaN, infinite, or none that float64 holds exactly.
    TypeError
        If an entry is not a number.
    OverflowError
        If an entry of the inverse is too large for float64.

    Notes
    -----
    Computed with fractions and rounded once, at the end.  So a matrix is refused if and only if it is singular exactly
    as stored; in floats ``1e-200 * I`` would pass for singular, since the products underflow, and so would matrices
    whose products round to the same number.

    Examples
    --------
    >>> inverse_2x2([[4, 7], [2, 6]])
    array([[ 0.6, -0.7],
           [-0.2,  0.4]])
    """
    A = as_square(A, "A", allow_complex=True, exact=True)
    if A.shape != (2, 2):
        raise ValueError(f"A must be 2 by 2, got shape {A.shape}")
    (a, b), (c, d) = ([_Exact.of(entry) for entry in row] for row in A.tolist())
    determinant = a * d - b * c
    if not determinant:
        raise LinAlgError(f"A has no inverse, its determinant is zero: {A.tolist()}")
    exact = [[d / determinant, -b / determinant], [-c / determinant, a / determinant]]
    inverse = np.array([[complex(entry) for entry in row] for row in exact])
    inverse = inverse if np.iscomplexobj(A) else inverse.real.copy()
    return in_range(inverse, "entries of the inverse of A")


@dataclass(frozen=True)
class _Exact:
    """A complex number whose parts are fractions."""

    real: Fraction
    imaginary: Fraction

    @classmethod
    def of(cls, x: complex) -> "_Exact":
        return cls(Fraction(x.real), Fraction(x.imag))

    def __bool__(self):
        return bool(self.real or self.imaginary)

    def __complex__(self):
        return complex(nearest_float(self.real), nearest_float(self.imaginary))

    def __neg__(self):
        return _Exact(-self.real, -self.imaginary)

    def __sub__(self, other):
        return _Exact(self.real - other.real, self.imaginary - other.imaginary)

    def __mul__(self, other):
        (a, b), (c, d) = (self.real, self.imaginary), (other.real, other.imaginary)
        return _Exact(a * c - b * d, a * d + b * c)

    def __truediv__(self, other):
        size = other.real**2 + other.imaginary**2
        return self * _Exact(other.real / size, -other.imaginary / size)


@finite
def blur_matrix(n: int, kernel: ArrayLike) -> NDArray:
    """Build the matrix whose product ``A @ x`` blurs a ring of n pixels: row i holds the kernel around column i.

    Parameters
    ----------
    n : int
        Number of pixels, at least 1; the last one's right neighbor is the first.
    kernel : (k,) array_like of float
        Weights of a pixel's neighbors from left to right, k odd; what reaches further than once around is added up.

    Returns
    -------
    A : (n, n) ndarray of float64
        The matrix, each row the one before it moved right by one.

    Raises
    ------
    ValueError
        If n is below 1, k is even, or an entry is NaN or infinite.
    TypeError
        If n is no whole number, or an entry is not a real number.
    OverflowError
        If weights that are added up become too large for float64.

    See Also
    --------
    gaussian_kernel : The weights of a Gaussian blur.

    Examples
    --------
    >>> 4 * blur_matrix(4, [0.25, 0.5, 0.25])
    array([[2., 1., 0., 1.],
           [1., 2., 1., 0.],
           [0., 1., 2., 1.],
           [1., 0., 1., 2.]])
    """
    kernel = as_vector(kernel, "kernel")
    n = size(n, "n")
    if len(kernel) % 2 == 0:
        raise ValueError(f"kernel must have an odd number of weights, one of them in the middle, got {len(kernel)}")
    rows = np.arange(n)
    A = np.zeros((n, n))
    for offset, weight in enumerate(kernel, start=-(len(kernel) // 2)):
        A[rows, (rows + offset) % n] += weight
    return A


@finite
def gaussian_kernel(sigma: float) -> NDArray:
    """Weigh neighbors by ``exp(-d**2 / (2 * sigma**2))`` at distance d, cut at four sigma; the weights sum to 1.

    Parameters
    ----------
    sigma : float
        Standard deviation in pixels, positive.

    Returns
    -------
    (2*r + 1,) ndarray of float64
        The weights; r is four sigma, rounded, as in ``scipy.ndimage.gaussian_filter1d``.

    Raises
    ------
    ValueError
        If sigma is not positive and finite.
    TypeError
        If sigma is not a real number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    Examples
    --------
    >>> gaussian_kernel(0.5).round(3)
    array([0.   , 0.106, 0.787, 0.106, 0.   ])
    """
    sigma = as_number(sigma, "sigma")
    if sigma <= 0:
        raise ValueError(f"sigma must be positive, got {sigma:g}")
    radius = int(4 * sigma + 0.5)
    weights = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    return weights / weights.sum()


def tikhonov(A: ArrayLike, b: ArrayLike, *, strength: float) -> NDArray:
    """Solve ``(A.T @ A + strength * I) @ x == A.T @ b``: fit ``A @ x`` to b, but pay for the size of x.

    Parameters
    ----------
    A : (m, n) array_like of float
        The matrix; it may be singular, wide or tall.
    b : (m,) array_like of float
        What was measured.
    strength : float
        The price of ``norm(x)**2`` against ``norm(A @ x - b)**2``, positive.

    Returns
    -------
    x : (n,) ndarray of float64
        The one vector that makes ``norm(A @ x - b)**2 + strength * norm(x)**2`` smallest.

    Raises
    ------
    ValueError
        If the sizes do not fit, strength is not positive, or an entry is NaN or infinite.
    TypeError
        If an entry is not a real number.
    OverflowError
        If an entry of x is too large for float64.

    Notes
    -----
    With the singular values s of A, ``A = U @ diag(s) @ V.T``, it is ``x = V @ (s / (s**2 + strength) * (U.T @ b))``:
    ``A.T @ A``, whose condition number is the square of A's, is never formed, and no digit is lost where the strength
    is far above ``s**2``.  Singular values below ``max(m, n) * eps`` times the largest are treated as zero.

    Examples
    --------
    >>> tikhonov([[1, 2], [2, 4]], [5, 10], strength=1e-12).round(6)
    array([1., 2.])
    """
    A, b = as_matrix(A, "A"), as_vector(b, "b")
    strength = as_number(strength, "strength")
    m, n = A.shape
    if b.shape != (m,):
        raise ValueError(f"b must have one entry for each of the {m} rows of A, got shape {b.shape}")
    if strength <= 0:
        raise ValueError(f"strength must be positive, got {strength:g}")
    (A, i), (_, j) = near_one(A), near_one(b)
    b = times_power(b, ROOM - j)
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    kept = s > max(m, n) * EPS * s.max(initial=0)
    factors, k = _filter_factors(s[kept], np.sqrt(strength), i)
    x = Vt[kept].T @ (factors * (U[:, kept].T @ b))
    return in_range(times_power(x, j - ROOM + k), "the entries of x")


def _filter_factors(s, root, e):
    """Return ``f`` and ``k`` with ``f * 2**k == S / (S**2 + root**2)``, where ``S = s * 2**e`` and s is near one."""
    mantissa, power = np.frexp(root)
    above = max(0, int(power) - e)  # how far the root lies above the singular values, as a power of two
    size = np.hypot(np.ldexp(s, -above), np.ldexp(mantissa, int(power) - e - above))
    return s / size / size, -e - 2 * above
