"""What Strassen's method takes: halvings, operations, exponent, error; part of `linalg_book.strassen`."""

from math import log

from linalg_book._range import finite
from linalg_book._validate import count, whole
from linalg_book.cost import product_flops


def strassen_levels(size: int, cutoff: int) -> int:
    """Count the halvings that bring a size, rounded up each time, down to the cutoff.

    Parameters
    ----------
    size : int
        The smallest of the three sizes of a product, at least 0.
    cutoff : int
        Largest size that is not halved, at least 1.

    Returns
    -------
    int
        The number of levels.

    Raises
    ------
    ValueError
        If the size is negative or the cutoff is less than 1.
    TypeError
        If one of them is no whole number.

    Examples
    --------
    >>> [strassen_levels(n, 64) for n in (64, 65, 128, 1000)]
    [0, 1, 1, 4]
    """
    size, cutoff = whole(size, "size", least=0), whole(cutoff, "cutoff", least=1)
    levels = 0
    while -(-size // 2**levels) > cutoff:
        levels += 1
    return levels


def strassen_multiplications(n: int, *, cutoff: int = 1) -> int:
    """Count the multiplications of numbers in Strassen's product of two n by n matrices.

    Parameters
    ----------
    n : int
        The size, at least 0.
    cutoff : int, default 1
        Largest size that is not halved, at least 1.

    Returns
    -------
    int
        ``7**levels`` products of the size that is left.

    Raises
    ------
    ValueError
        If n is negative or the cutoff is less than 1.
    TypeError
        If one of them is no whole number.

    Examples
    --------
    >>> strassen_multiplications(4), strassen_multiplications(1024) / 1024**3
    (49, 0.2630755761638284)
    """
    n = count(n, "n")
    levels = strassen_levels(n, cutoff)
    return 7**levels * (-(-n // 2**levels)) ** 3


def strassen_flops(n: int, *, cutoff: int = 1) -> int:
    """Count the operations, additions too, of Strassen's product of two n by n matrices.

    Parameters
    ----------
    n : int
        The size, at least 0.
    cutoff : int, default 1
        Largest size that is not halved, at least 1.

    Returns
    -------
    int
        The operations; those with zeros that fill up a size are counted like others.

    Raises
    ------
    ValueError
        If n is negative or the cutoff is less than 1.
    TypeError
        If one of them is no whole number.

    Examples
    --------
    >>> strassen_flops(2), strassen_flops(16, cutoff=8), product_flops(16, 16, 16)
    (25, 7872, 7936)
    """
    n = count(n, "n")
    levels = strassen_levels(n, cutoff)
    size = -(-n // 2**levels)
    total = product_flops(size, size, size)
    for _ in range(levels):
        total = 7 * total + 18 * size**2
        size *= 2
    return total


@finite
def exponent(products: int, size: int) -> float:
    """Return the exponent ``log(products) / log(size)`` of a scheme for small matrices, applied to its own blocks.

    Parameters
    ----------
    products : int
        How many multiplications the scheme takes, at least 1.
    size : int
        The matrices it multiplies are size by size, at least 2.

    Returns
    -------
    float
        The exponent of n.

    Raises
    ------
    ValueError
        If an argument is too small.
    TypeError
        If one of them is no whole number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    Examples
    --------
    >>> round(exponent(8, 2), 3), round(exponent(7, 2), 3)
    (3.0, 2.807)
    """
    products, size = whole(products, "products", least=1), whole(size, "size", least=2)
    return log(products) / log(size)


def error_bound(n: int, levels: int) -> int:
    """Bound the largest error of Strassen's product, in units of ``u * max|A| * max|B|`` and to first order in u.

    Parameters
    ----------
    n : int
        The inner size, at least 1.
    levels : int
        How many times the matrices are halved; 0 is the usual product.

    Returns
    -------
    int
        ``12**levels * (r**2 + 5*r) - 5*n``, where r is the size that is left; n counts its filling.

    Raises
    ------
    ValueError
        If n is less than 1 or the levels are negative.
    TypeError
        If one of them is no whole number.

    Notes
    -----
    The size that is left is rounded up, as `strassen` does.  The unit roundoff u is half of ``numpy.finfo(float).eps``.
    Higham (2002), theorem 23.2; proved in :ref:`ch-strassen`.

    Examples
    --------
    >>> [error_bound(256, levels) for levels in range(4)]
    [65536, 203008, 634624, 2044672]
    """
    n, levels = whole(n, "n", least=1), whole(levels, "levels", least=0)
    size = -(-n // 2**levels)
    return 12**levels * (size**2 + 5 * size) - 5 * size * 2**levels
