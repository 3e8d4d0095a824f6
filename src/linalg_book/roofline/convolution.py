"""Arithmetic and traffic of a convolution, counted; see :ref:`ch-roofline`."""

from linalg_book._range import finite
from linalg_book._validate import positive, size


def conv_flops(height: int, width: int, c_in: int, c_out: int, *, kernel: int, groups: int = 1) -> int:
    """Count ``2 * height*width * kernel**2 * (c_in/groups) * c_out``, the FLOP of a convolution of stride 1.

    Parameters
    ----------
    height, width : int
        Size of the picture, before and after: it is padded by zeros.
    c_in, c_out : int
        Channels of the input and of the output.
    kernel : int
        Side of the square window.
    groups : int, default 1
        Groups of channels that do not see each other; it divides both numbers of channels.  A depthwise convolution
        has ``groups == c_in == c_out``, a pointwise one ``kernel == 1``.

    Returns
    -------
    int
        FLOP; products with the zeros of the padding are counted.

    Raises
    ------
    ValueError
        If a size is less than 1, or ``groups`` does not divide the channels.
    TypeError
        If a size is no whole number.

    Examples
    --------
    >>> conv_flops(4, 4, 8, 8, kernel=3), conv_flops(4, 4, 8, 8, kernel=3, groups=8)
    (18432, 2304)
    """
    pixels, c_in, c_out, weights = _convolution(height, width, c_in, c_out, kernel, groups)
    return 2 * pixels * weights


@finite
def conv_bytes(
    height: int, width: int, c_in: int, c_out: int, *, kernel: int, groups: int = 1, itemsize: float
) -> float:
    """Count the bytes of input, weights and output of a convolution of stride 1, each moved once.

    Parameters
    ----------
    height, width : int
        Size of the picture.
    c_in, c_out : int
        Channels of the input and of the output.
    kernel : int
        Side of the square window.
    groups : int, default 1
        Groups of channels, as in `conv_flops`.
    itemsize : float
        Bytes of one number.

    Returns
    -------
    int or float
        Bytes; a whole number where ``itemsize`` is one.

    Raises
    ------
    ValueError
        If a size is less than 1, ``groups`` does not divide the channels, or ``itemsize`` is not positive and finite.
    TypeError
        If a size is no whole number, or another argument no number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    Examples
    --------
    >>> conv_bytes(4, 4, 8, 8, kernel=3, itemsize=2)
    1664
    """
    pixels, c_in, c_out, weights = _convolution(height, width, c_in, c_out, kernel, groups)
    return positive(itemsize, "itemsize") * (pixels * c_in + weights + pixels * c_out)


def _convolution(height, width, c_in, c_out, kernel, groups):
    """The checked pixels and channels of a convolution, and its number of weights."""
    height, width, kernel = size(height, "height"), size(width, "width"), size(kernel, "kernel")
    c_in, c_out, groups = size(c_in, "c_in"), size(c_out, "c_out"), size(groups, "groups")
    if c_in % groups or c_out % groups:
        raise ValueError(f"groups must divide the channels, got {groups} groups of {c_in} and {c_out} channels")
    return height * width, c_in, c_out, kernel**2 * (c_in // groups) * c_out
