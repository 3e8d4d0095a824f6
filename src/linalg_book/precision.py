"""Number formats of matrix hardware, rounded to on any machine, and products computed in them; :ref:`ch-precision`."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book import formats
from linalg_book._validate import as_array, as_matrix, rounded
from linalg_book.formats import Format, number_format

__all__ = ["Format", "FORMATS", "number_format", "spacing", "round_to", "product_in"]

#: The formats by name, widest first.
FORMATS = formats.FORMATS


def spacing(x: ArrayLike, name: str) -> NDArray:
    """Return the gap ``2**(e - fraction)`` between numbers of a format around x, ``2**e <= abs(x) < 2**(e + 1)``.

    Parameters
    ----------
    x : (...) array_like of float
        Where to look.
    name : str
        Name of the format.

    Returns
    -------
    (...) ndarray of float64
        The gaps; that of the subnormal numbers near zero.

    Raises
    ------
    ValueError
        If there is no such format, or an entry is NaN or infinite.
    TypeError
        If an entry is not a real number.

    Examples
    --------
    >>> spacing([1.0, 256.0], "bf16")
    array([0.0078125, 2.       ])
    """
    form = number_format(name)
    size = np.maximum(np.abs(_sticky(x)), form.smallest)
    _, e = np.frexp(size)  # size = 0.1… * 2**e in binary, so that its leading bit is worth 2**(e - 1)
    return np.asarray(np.ldexp(1.0, e - 1 - form.fraction))


def round_to(x: ArrayLike, name: str, *, saturate: bool = False) -> NDArray:
    """Round ``x`` to the nearest numbers of a format, ties to the even one, as IEEE 754 does.

    Parameters
    ----------
    x : (...) array_like of float
        The numbers.
    name : str
        Name of the format: ``"fp32"``, ``"tf32"``, ``"bf16"``, ``"fp16"``, ``"e5m2"``, ``"e4m3"``.
    saturate : bool, default False
        Whether a number that is too large becomes the largest one instead of infinity.

    Returns
    -------
    (...) ndarray of float64
        The rounded numbers; a float64 holds all of them exactly.

    Raises
    ------
    ValueError
        If there is no such format, or an entry is NaN or infinite.
    TypeError
        If an entry is not a real number.
    OverflowError
        If a number is too large, the format has no infinity, and ``saturate`` is False.

    Notes
    -----
    Dividing by the spacing, a power of two, is exact, so there is one rounding.  That holds for whole numbers and long
    doubles, too, which float64 would round first: those are rounded to odd on the way, which decides no tie.

    References
    ----------
    IEEE 754-2019 for the rounding; Micikevicius et al. (2022), table 1, for the two formats of 8 bits.  See
    :ref:`ch-precision`.

    Examples
    --------
    >>> round_to([0.1, 257.0, 1e5], "bf16")
    array([1.00097656e-01, 2.56000000e+02, 9.98400000e+04])
    >>> round_to(1e5, "fp16")
    array(inf)
    """
    form = number_format(name)
    if name == "fp64":
        return as_array(x, "x").copy()
    x = _sticky(x)
    gap = spacing(x, name)
    # 2**1024 is infinite here and too large for every format
    with np.errstate(over="ignore"):
        nearest = np.rint(x / gap) * gap
    high = np.abs(nearest) > form.largest
    if saturate:
        return np.asarray(np.clip(nearest, -form.largest, form.largest))
    if high.any() and not form.infinite:
        worst = np.abs(x).max()
        most = f"{name} holds numbers up to {form.largest:g}"
        raise OverflowError(f"{most}, got {worst:g}; scale x or saturate")
    return np.where(high, np.copysign(np.inf, nearest), nearest)


def _sticky(x: ArrayLike) -> NDArray:
    """Return x in float64, rounded to odd where it does not fit: rounded again to fewer bits, it is rounded once."""
    array, given = as_array(x, "x"), np.asarray(x)
    places, error = rounded(given, array), np.zeros(array.shape)
    pairs = zip(given[places].tolist(), array[places].tolist(), strict=True)
    error[places] = [1.0 if exact > found else -1.0 for exact, found in pairs]
    return _to_odd(array, error)


def _to_odd(x: NDArray, error: NDArray) -> NDArray:
    """Return a sum that was rounded to nearest, rounded to odd instead; of the error only the sign counts."""
    even = np.asarray(x, dtype=np.float64).view(np.int64) % 2 == 0
    with np.errstate(over="ignore"):  # from the largest number, which nothing moves
        return np.where(even & (error != 0), np.nextafter(x, np.copysign(np.inf, error)), x)


def product_in(A: ArrayLike, B: ArrayLike, name: str, *, accumulate: str = "fp32") -> NDArray:
    """Multiply ``A @ B`` as matrix hardware does: inputs rounded to one format, sums kept in another.

    Parameters
    ----------
    A : (m, k) array_like of float
        Left factor.
    B : (k, n) array_like of float
        Right factor.
    name : str
        Format of the inputs.
    accumulate : str, default "fp32"
        Format in which each partial sum is kept.

    Returns
    -------
    (m, n) ndarray of float64
        The product; where an input or a sum leaves its format's range it is infinite, or NaN where infinities of
        either sign meet or one meets 0.

    Raises
    ------
    ValueError
        If the shapes do not fit, there is no such format, or an entry is NaN or infinite.
    TypeError
        If an entry is not a real number.
    OverflowError
        If an input or a sum is too large for its format, and that has no infinity.

    Notes
    -----
    After each of k steps the sum is rounded, mnk roundings in all, and products are exact, as in a fused multiply-add
    (unless those of fp64 underflow).  Real hardware adds a few products before it
    rounds, in an order and often with a rounding of its own; tensor cores do not round sums to nearest, so there the
    bound takes about twice the v of the sum (:ref:`ch-gemm`).

    References
    ----------
    Blanchard, Higham, Lopez, Mary and Pranesh (2020), section 3.  See :ref:`ch-precision`.

    Examples
    --------
    >>> ones = [[1.0] * 1000]
    >>> import numpy as np
    >>> product_in(ones, np.transpose(ones), "bf16"), product_in(ones, np.transpose(ones), "bf16", accumulate="bf16")
    (array([[1000.]]), array([[256.]]))
    """
    A, B = as_matrix(A), as_matrix(B, "B")
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"A and B must share the inner size, got shapes {A.shape} and {B.shape}")
    A, B = round_to(A, name), round_to(B, name)
    number_format(accumulate)
    total = np.zeros((A.shape[0], B.shape[1]))
    with np.errstate(invalid="ignore", over="ignore"):
        for column, row in zip(A.T, B, strict=True):
            product = np.outer(column, row)
            low = _product_error(column[:, None], row) if name == "fp64" else np.zeros_like(product)
            step, error = _sum(total, product, low)
            finite = np.isfinite(total + product)
            if accumulate != "fp64":
                step = round_to(np.where(finite, _to_odd(step, error), 0.0), accumulate)
            total = np.where(finite, step, total + product)
    return total


def _sum(total: NDArray, product: NDArray, low: NDArray) -> tuple[NDArray, NDArray]:
    """Return ``total + product + low`` rounded to nearest, and a number of the sign of what was lost.

    Boldo and Melquiond, *Emulation of a FMA and correctly rounded sums*, IEEE Transactions on Computers 57, 2008.
    """
    t, t_low = _two_sum(total, low)
    v, v_low = _two_sum(product, t)
    return _two_sum(v, _to_odd(*_two_sum(t_low, v_low)))


def _two_sum(a: NDArray, b: NDArray) -> tuple[NDArray, NDArray]:
    """Return ``a + b`` rounded to nearest, and its error, both exact: Knuth's algorithm."""
    s = a + b
    other = s - a
    return s, (a - (s - other)) + (b - other)


def _product_error(a: NDArray, b: NDArray) -> NDArray:
    """Return what ``a * b`` loses when it is rounded: Dekker's algorithm, on numbers near one."""
    (x, i), (y, j) = np.frexp(a), np.frexp(b)
    (x_high, x_low), (y_high, y_low) = _halves(x), _halves(y)
    error = ((x_high * y_high - x * y) + x_high * y_low + x_low * y_high) + x_low * y_low
    return np.ldexp(error, i + j)


def _halves(x: NDArray) -> tuple[NDArray, NDArray]:
    """Cut numbers into two of at most 26 bits."""
    c = (2.0**27 + 1) * x
    high = c - (c - x)
    return high, x - high
