"""The inverse: a formula for 2 by 2, blurs that have one or none, and a cure for noise; taught in :ref:`ch-undoing`."""

import numpy as np
from numpy.linalg import LinAlgError
from numpy.typing import ArrayLike, NDArray

from linalg_book._validate import as_array, as_matrix, as_square, as_vector, in_range, size

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
        If the determinant ``a*d - b*c`` is zero, or an entry of the inverse, or a step on the way to it, is too large
        for float64.
    ValueError
        If ``A`` is not 2 by 2, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.

    Notes
    -----
    Each row is first divided by a power of two near its largest entry, which rounds nothing unless the entries of one
    row differ by a factor beyond 1e307, when the smaller may underflow; otherwise the products of tiny or huge entries
    would underflow or overflow, and ``1e-200 * I`` would pass for singular.  A real matrix that is singular exactly as
    stored is always refused: then both products are the same number, and round alike.  The parts of a complex product
    are rounded before they are added, so a singular complex matrix may pass.

    Examples
    --------
    >>> inverse_2x2([[4, 7], [2, 6]])
    array([[ 0.6, -0.7],
           [-0.2,  0.4]])
    """
    A = as_square(A, "A", allow_complex=True)
    if A.shape != (2, 2):
        raise ValueError(f"A must be 2 by 2, got shape {A.shape}")
    _, exponents = np.frexp(np.abs(A).max(axis=1))
    scale = 2.0 ** -np.maximum(exponents, -1000)
    (a, b), (c, d) = A * scale[:, None]
    determinant = a * d - b * c
    if determinant == 0:
        raise LinAlgError(f"A has no inverse, its determinant is zero: {A.tolist()}")
    with np.errstate(over="ignore"):
        inverse = np.array([[d, -b], [-c, a]]) / determinant * scale + 0.0  # no -0.0
    return in_range(inverse, "entries of the inverse of A, or steps to them,", error=LinAlgError)


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

    Examples
    --------
    >>> gaussian_kernel(0.5).round(3)
    array([0.   , 0.106, 0.787, 0.106, 0.   ])
    """
    sigma = float(as_array(sigma, "sigma", ndim=0))
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

    Notes
    -----
    Solved as one least-squares problem with A over ``sqrt(strength) * I``, so that ``A.T @ A``, whose condition
    number is the square of A's, is never formed.  Singular values of this stacked matrix below ``(m + n) * eps`` times
    the largest are treated as zero.

    Examples
    --------
    >>> tikhonov([[1, 2], [2, 4]], [5, 10], strength=1e-12).round(6)
    array([1., 2.])
    """
    A, b = as_matrix(A, "A"), as_vector(b, "b")
    strength = float(as_array(strength, "strength", ndim=0))
    m, n = A.shape
    if b.shape != (m,):
        raise ValueError(f"b must have one entry for each of the {m} rows of A, got shape {b.shape}")
    if strength <= 0:
        raise ValueError(f"strength must be positive, got {strength:g}")
    stacked = np.vstack([A, np.sqrt(strength) * np.eye(n)])
    return np.linalg.lstsq(stacked, np.concatenate([b, np.zeros(n)]), rcond=None)[0]
