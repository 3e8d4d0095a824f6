"""Money in whole cents, so that sums are exact.  Chapter :ref:`ch-money`."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._validate import as_array

__all__ = ["to_cents"]


def to_cents(amounts: ArrayLike) -> NDArray:
    """Turn amounts of money into whole cents, ``cents / 100 == amounts``, and refuse what is no whole number of cents.

    Parameters
    ----------
    amounts : array_like of float
        Amounts such as 29.99, of any shape; each below 2**50 cents.

    Returns
    -------
    ndarray of int64
        The cents, in the shape of the amounts; sums and whole multiples of them are exact.

    Raises
    ------
    ValueError
        If an amount is not the float64 nearest to a whole number of cents, is too large, NaN or infinite.
    TypeError
        If an entry is no real number.

    See Also
    --------
    linalg_book.revenue.revenue_table : Takes cents as well as dollars.

    Notes
    -----
    29.99 has no exact float; what arrives is the nearest one.  The float product ``100 * amount`` misses the cents
    by at most ``2**-52`` of their number, less than one half here, so rounding finds them; dividing back rounds
    correctly and gives the float nearest to that many cents, which is the test.

    Examples
    --------
    >>> to_cents([29.99, 49.99])
    array([2999, 4999])
    >>> try:
    ...     to_cents(3998.395)
    ... except ValueError as error:
    ...     print(error)
    amounts must be whole cents, got 3998.395
    """
    a = as_array(amounts, "amounts", exact=True)
    if (abs(a) >= 2**50 / 100).any():
        raise ValueError(f"amounts must be below 2**50 cents, got {abs(a).max():g}")
    cents = np.rint(a * 100)
    wrong = a[cents / 100 != a]
    if wrong.size:
        raise ValueError(f"amounts must be whole cents, got {float(wrong.flat[0])!r}")
    return cents.astype(np.int64)
