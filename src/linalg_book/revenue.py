"""Revenue: a table of units times a row of prices, entry by entry and summed.  Chapter :ref:`ch-revenue`."""

from numpy.typing import ArrayLike, NDArray

from linalg_book._range import finite, multilinear
from linalg_book._validate import as_matrix, as_vector

__all__ = ["units_sold", "revenue_table", "marginals"]


def units_sold(stock: ArrayLike, rates: ArrayLike) -> NDArray:
    """Multiply entry by entry: ``stock * rates``, the Hadamard product of two tables of one shape.

    Parameters
    ----------
    stock : (m, n) array_like of float
        Units on the shelf, one row a store, one column a product; not negative.
    rates : (m, n) array_like of float
        The fraction of each stock that is sold, from 0 to 1.

    Returns
    -------
    (m, n) ndarray of float
        Units sold, on average: not rounded to whole units.

    Raises
    ------
    ValueError
        If the shapes differ (nothing is broadcast), stock is negative, a rate lies outside 0 to 1, or an entry is NaN
        or infinite.
    TypeError
        If an entry is no real number.

    See Also
    --------
    revenue_table : What the units bring in.

    Notes
    -----
    ``m * n`` multiplications.

    Examples
    --------
    >>> units_sold([[50, 30], [80, 45]], [[0.5, 1], [0.25, 0.2]])
    array([[25., 30.],
           [20.,  9.]])
    """
    S, R = as_matrix(stock, "stock"), as_matrix(rates, "rates")
    if S.shape != R.shape:
        shapes = f"{S.shape}, got shape {R.shape}"
        raise ValueError(f"rates must have the shape of stock, {shapes}")
    if (S < 0).any():
        raise ValueError(f"stock must not be negative, got {S.min():g}")
    wrong = R[(R < 0) | (R > 1)]
    if wrong.size:
        raise ValueError(f"rates must be fractions from 0 to 1, got {wrong[0]:g}")
    return S * R


@finite
def revenue_table(units: ArrayLike, prices: ArrayLike) -> NDArray:
    """Multiply each column by its price: ``units @ diag(prices)``.

    Parameters
    ----------
    units : (m, n) array_like of float
        Units sold, one row a store, one column a product.
    prices : (n,) array_like of float
        One price a product.

    Returns
    -------
    (m, n) ndarray of float
        Revenue of each store with each product, in the money of the prices, not rounded.

    Raises
    ------
    ValueError
        If there is not one price for each column of units, or an entry is NaN or infinite.
    TypeError
        If an entry is no real number.
    OverflowError
        If a product is too large for float64.

    See Also
    --------
    marginals : Sums of the table by row and by column.

    Notes
    -----
    ``m * n`` multiplications; the product with the diagonal matrix itself would take ``m * n * n``.

    Examples
    --------
    >>> import numpy as np
    >>> table = revenue_table([[4, 2], [1, 3]], [10, 20])
    >>> table
    array([[40., 40.],
           [10., 60.]])
    >>> bool((table == np.array([[4, 2], [1, 3]]) @ np.diag([10, 20])).all())
    True
    """
    U, p = as_matrix(units, "units"), as_vector(prices, "prices")
    if p.size != U.shape[1]:
        raise ValueError(f"prices must hold one price for each of the {U.shape[1]} columns of units, got {p.size}")
    return U * p


def marginals(table: ArrayLike) -> tuple[NDArray, NDArray, float]:
    """Sum a table along its rows, along its columns, and altogether: ``T @ 1``, ``1 @ T`` and ``1 @ T @ 1``.

    Parameters
    ----------
    table : (m, n) array_like of float
        Any table.

    Returns
    -------
    by_row : (m,) ndarray of float
        The sum of each row: the columns are summed away.
    by_column : (n,) ndarray of float
        The sum of each column: the rows are summed away.
    total : float
        The sum of all entries; the entries of either vector add up to it, but for rounding.

    Raises
    ------
    ValueError
        If the table is not a matrix, or an entry is NaN or infinite.
    TypeError
        If an entry is no real number.
    OverflowError
        If a sum is too large for float64.

    See Also
    --------
    revenue_table : A table worth summing.

    Examples
    --------
    >>> by_row, by_column, total = marginals([[40, 40], [10, 60]])
    >>> by_row, by_column, total
    (array([80., 70.]), array([ 50., 100.]), 150.0)
    """
    sums = multilinear(lambda T: (T.sum(axis=1), T.sum(axis=0), T.sum()), as_matrix(table, "table"), what="the sums")
    return *sums[:2], float(sums[2])
