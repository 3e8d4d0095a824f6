"""Number formats of matrix hardware, rounded to on any machine, and products computed in them; :ref:`ch-precision`."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book import formats
from linalg_book._validate import as_array, as_matrix
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
    size = np.maximum(np.abs(as_array(x, "x")), form.smallest)
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
    Dividing by the spacing, a power of two, is exact, so there is one rounding.

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
    form, x = number_format(name), as_array(x, "x")
    if name == "fp64":
        return x.copy()
    gap = spacing(x, name)
    with np.errstate(over="ignore"):  # 2**1024 is infinite here and too large for every format
        rounded = np.rint(x / gap) * gap
    high = np.abs(rounded) > form.largest
    if saturate:
        return np.asarray(np.clip(rounded, -form.largest, form.largest))
    if high.any() and not form.infinite:
        worst = np.abs(x).max()
        raise OverflowError(f"{name} holds numbers up to {form.largest:g}, got {worst:g}; scale x or saturate")
    return np.where(high, np.copysign(np.inf, rounded), rounded)


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
    After each of k steps the sum is rounded, mnk roundings in all.  Real hardware adds a few products before it
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
            step = total + np.outer(column, row)
            finite = np.isfinite(step)
            total = np.where(finite, round_to(np.where(finite, step, 0.0), accumulate), step)
    return total
