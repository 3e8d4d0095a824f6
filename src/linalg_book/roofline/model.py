"""The roofline: bytes of a product, FLOP per byte, and the time that both limits allow; see :ref:`ch-roofline`."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import finite
from linalg_book._validate import as_array, positive, size
from linalg_book.cost import gemm_flops
from linalg_book.formats import STORED

#: Bytes that one number takes in memory, by the names of the hardware registry; TF32 is a way to multiply float32.
ITEMSIZE = {name: size for name, (_, size) in STORED.items()}


@finite
def gemm_bytes(m: int, n: int, k: int, *, itemsize: float) -> float:
    """Count ``itemsize * (m*k + k*n + m*n)``, the bytes of both factors and the product, each moved once.

    Parameters
    ----------
    m, n, k : int
        Sizes of the product of an (m, k) and a (k, n) matrix, at least 1.
    itemsize : float
        Bytes of one number; see `ITEMSIZE`.

    Returns
    -------
    int or float
        Bytes; a whole number where ``itemsize`` is one.

    Raises
    ------
    ValueError
        If a size is less than 1, or ``itemsize`` is not positive and finite.
    TypeError
        If a size is no whole number, or another argument no number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    Notes
    -----
    This is the compulsory traffic, the least that any algorithm can do which starts and ends in main memory.  What a
    real one moves is more as soon as the operands do not fit in the caches; see :ref:`ch-tiling`.

    Examples
    --------
    >>> gemm_bytes(2, 2, 2, itemsize=8)
    96
    """
    m, n, k = size(m, "m"), size(n, "n"), size(k, "k")
    return positive(itemsize, "itemsize") * (m * k + k * n + m * n)


@finite
def intensity(m: int, n: int, k: int, *, itemsize: float) -> float:
    """Return ``2*m*n*k / gemm_bytes``, the FLOP of a product for each byte that it must move.

    Parameters
    ----------
    m, n, k : int
        Sizes of the product of an (m, k) and a (k, n) matrix, at least 1.
    itemsize : float
        Bytes of one number.

    Returns
    -------
    float
        The arithmetic intensity in FLOP/B, less than ``2 * min(m, n, k) / itemsize``.

    Raises
    ------
    ValueError
        If a size is less than 1, or ``itemsize`` is not positive and finite.
    TypeError
        If a size is no whole number, or another argument no number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    Examples
    --------
    >>> intensity(4096, 4096, 4096, itemsize=2)
    1365.333
    >>> intensity(1, 4096, 4096, itemsize=2)
    0.9995
    """
    return gemm_flops(m, n, k) / gemm_bytes(m, n, k, itemsize=itemsize)


@finite
def ridge(peak: float, bandwidth: float) -> float:
    """Return ``peak / bandwidth``, the intensity at which a processor is busy on both sides.

    Parameters
    ----------
    peak : float
        Arithmetic peak in FLOP/s.
    bandwidth : float
        Memory bandwidth in B/s.

    Returns
    -------
    float
        The ridge point in FLOP/B.

    Raises
    ------
    ValueError
        If one of them is not positive and finite.
    TypeError
        If one of them is no number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    Examples
    --------
    >>> ridge(300e12, 2e12)
    150.0
    """
    return positive(peak, "peak") / positive(bandwidth, "bandwidth")


@finite
def attainable(intensity: ArrayLike, peak: float, bandwidth: float) -> float | NDArray:
    """Return ``min(peak, intensity * bandwidth)``, the most FLOP/s that a computation of this intensity can reach.

    Parameters
    ----------
    intensity : float or array_like of float
        FLOP for each byte moved, of any shape, not negative.
    peak : float
        Arithmetic peak in FLOP/s.
    bandwidth : float
        Memory bandwidth in B/s.

    Returns
    -------
    float or ndarray
        FLOP/s, in the shape of ``intensity``; a float for a single number.

    Raises
    ------
    ValueError
        If an intensity is negative or not finite, or the peak or the bandwidth is not positive and finite.
    TypeError
        If an intensity, the peak or the bandwidth is not a number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    Examples
    --------
    >>> attainable([50, 150, 1000], 300e12, 2e12) / 1e12
    array([100., 300., 300.])
    """
    x = as_array(intensity, "intensity")
    if (x < 0).any():
        raise ValueError(f"intensity must not be negative, got {x.min()}")
    most = np.minimum(positive(peak, "peak"), x * positive(bandwidth, "bandwidth"))
    return most if x.ndim else float(most)


@finite
def gemm_seconds(m: int, n: int, k: int, *, itemsize: float, peak: float, bandwidth: float) -> float:
    """Return ``max(flops / peak, bytes / bandwidth)``, the least time that the usual product can take.

    Parameters
    ----------
    m, n, k : int
        Sizes of the product of an (m, k) and a (k, n) matrix, at least 1.
    itemsize : float
        Bytes of one number.
    peak : float
        Arithmetic peak in FLOP/s.
    bandwidth : float
        Memory bandwidth in B/s.

    Returns
    -------
    float
        Seconds.

    Raises
    ------
    ValueError
        If a size is less than 1, or one of the others is not positive and finite.
    TypeError
        If a size is no whole number, or another argument no number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    Notes
    -----
    Both limits are optimistic: arithmetic and traffic overlap in full, each byte moves once, and nothing has to be
    started.  So the result is a lower bound for operands that come from main memory, and not for those in a cache.
    A method with fewer than ``2*m*n*k`` FLOP, such as Strassen's, may take less (:ref:`ch-strassen`).

    Examples
    --------
    >>> round(1e6 * gemm_seconds(1, 4096, 4096, itemsize=2, peak=300e12, bandwidth=2e12), 2)
    16.79
    """
    arithmetic = gemm_flops(m, n, k) / positive(peak, "peak")
    bandwidth = positive(bandwidth, "bandwidth")
    return max(arithmetic, gemm_bytes(m, n, k, itemsize=itemsize) / bandwidth)


def bound(m: int, n: int, k: int, *, itemsize: float, peak: float, bandwidth: float) -> str:
    """Tell which limit holds a product back: ``"memory"`` if its intensity is less than the ridge, or ``"compute"``.

    Parameters
    ----------
    m, n, k : int
        Sizes of the product of an (m, k) and a (k, n) matrix, at least 1.
    itemsize : float
        Bytes of one number.
    peak : float
        Arithmetic peak in FLOP/s.
    bandwidth : float
        Memory bandwidth in B/s.

    Returns
    -------
    str
        ``"memory"`` or ``"compute"``.

    Raises
    ------
    ValueError
        If a size is less than 1, or one of the others is not positive and finite.
    TypeError
        If a size is no whole number, or another argument no number.

    Examples
    --------
    >>> [bound(rows, 4096, 4096, itemsize=2, peak=300e12, bandwidth=2e12) for rows in (1, 4096)]
    ['memory', 'compute']
    """
    return "memory" if intensity(m, n, k, itemsize=itemsize) < ridge(peak, bandwidth) else "compute"
