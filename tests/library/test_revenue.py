"""Tests of linalg_book.revenue."""

import numpy as np
import pytest

from linalg_book.plotting.revenue import plot_partners, plot_table
from linalg_book.revenue import marginals, revenue_table, units_sold

STOCK = np.array([[50, 30, 100, 25], [80, 45, 60, 40], [35, 60, 80, 55]])
RATES = np.array([[0.8, 0.6, 0.9, 0.5], [0.7, 0.8, 0.7, 0.6], [0.9, 0.5, 0.8, 0.7]])
PRICES = np.array([29.99, 49.99, 9.99, 79.99])
UNITS = np.array([[40, 18, 90, 12.5], [56, 36, 42, 24], [31.5, 30, 64, 38.5]])
TEN_ULP = 10 * np.finfo(float).eps  # of numbers with at most a dozen operations behind them


def test_units_sold_gives_the_units_of_the_chain():
    np.testing.assert_allclose(units_sold(STOCK, RATES), UNITS, rtol=TEN_ULP)


def test_units_sold_is_one_multiplication_per_entry(rng):
    stock, rates = rng.integers(0, 100, (5, 7)), rng.random((5, 7))
    expected = [[s * r for s, r in zip(a, b, strict=True)] for a, b in zip(stock, rates, strict=True)]
    np.testing.assert_array_equal(units_sold(stock, rates), expected)


def test_units_sold_keeps_the_ends_of_the_range_exact():
    np.testing.assert_array_equal(units_sold([[7, 7]], [[0, 1]]), [[0.0, 7.0]])


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (5, 1), (0, 3), (3, 0)])
def test_units_sold_takes_any_shape(shape):
    assert units_sold(np.ones(shape), np.ones(shape)).shape == shape


@pytest.mark.parametrize("rates", [RATES[:1], RATES[:, :1], RATES.T])
def test_units_sold_refuses_to_broadcast(rates):
    with pytest.raises(ValueError, match=r"rates must have the shape of stock, \(3, 4\), got shape"):
        units_sold(STOCK, rates)


def test_units_sold_refuses_negative_stock():
    with pytest.raises(ValueError, match="stock must not be negative, got -1"):
        units_sold([[-1, 3]], [[0.5, 0.5]])


@pytest.mark.parametrize("rate", [-0.01, 1.01, 80])
def test_units_sold_refuses_rates_that_are_no_fractions(rate):
    with pytest.raises(ValueError, match=f"rates must be fractions from 0 to 1, got {rate:g}"):
        units_sold([[1, 1, 1]], [[0.5, rate, 2]])


def test_revenue_table_gives_the_revenue_of_the_chain():
    table = revenue_table(UNITS, PRICES)
    np.testing.assert_allclose(table.sum(axis=1), [3998.395, 5818.42, 6163.36], rtol=TEN_ULP)
    np.testing.assert_allclose(table.sum(axis=0), [3823.725, 4199.16, 1958.04, 5999.25], rtol=TEN_ULP)
    assert table.sum(axis=1).argmax() == 2


def test_revenue_table_of_whole_cents_is_exact():
    cents = revenue_table(2 * UNITS, [2999, 4999, 999, 7999])
    assert cents.sum() == 2 * 1598017.5


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (5, 1), (0, 3), (3, 0)])
def test_revenue_table_takes_any_shape(shape):
    np.testing.assert_array_equal(revenue_table(np.full(shape, 3), np.full(shape[1], 2)), np.full(shape, 6.0))


@pytest.mark.parametrize("prices", [PRICES[:3], PRICES[:1]])
def test_revenue_table_wants_one_price_a_column(prices):
    with pytest.raises(ValueError, match=f"one price for each of the 4 columns of units, got {len(prices)}"):
        revenue_table(UNITS, prices)


def test_revenue_table_refuses_a_column_of_prices():
    with pytest.raises(ValueError, match=r"prices must be a vector \(1 axis\), got shape \(4, 1\)"):
        revenue_table(UNITS, PRICES[:, None])


def test_marginals_sum_rows_columns_and_all():
    by_row, by_column, total = marginals([[1, 2, 3], [10, 20, 30]])
    np.testing.assert_array_equal(by_row, [6.0, 60.0])
    np.testing.assert_array_equal(by_column, [11.0, 22.0, 33.0])
    assert total == 66.0 and type(total) is float


def test_marginals_of_an_empty_table_are_zero():
    by_row, by_column, total = marginals(np.zeros((0, 2)))
    assert by_row.shape == (0,) and total == 0.0
    np.testing.assert_array_equal(by_column, [0.0, 0.0])


@pytest.mark.parametrize("function, rest", [(units_sold, (RATES,)), (revenue_table, (PRICES,)), (marginals, ())])
def test_functions_refuse_nan_and_text_and_complex(function, rest):
    with pytest.raises(ValueError, match="must be finite, got 1 entries"):
        function(np.where(STOCK == 25, np.nan, STOCK), *rest)
    with pytest.raises(TypeError, match="must hold numbers, got dtype"):
        function(STOCK.astype(str), *rest)
    with pytest.raises(TypeError, match="must be real, got dtype complex128"):
        function(STOCK + 0j, *rest)


def test_functions_leave_their_input_alone():
    stock, rates, prices = STOCK.astype(float), RATES.copy(), PRICES.copy()
    for array in (stock, rates, prices):
        array.flags.writeable = False
    marginals(revenue_table(units_sold(stock, rates), prices))
    np.testing.assert_array_equal(stock, STOCK)
    np.testing.assert_array_equal(rates, RATES)
    np.testing.assert_array_equal(prices, PRICES)


def test_units_sold_never_hands_back_the_callers_memory():
    stock, rates = STOCK.astype(float), np.ones((3, 4))
    assert not np.shares_memory(units_sold(stock, rates), stock)


def test_plot_table_describes_the_sums():
    table = revenue_table(UNITS, PRICES)
    picture = plot_table(table, *marginals(table)[:2], rows=list("ABC"), columns=list("1234"))
    assert "A $3,998, B $5,818, C $6,163" in picture.alt
    assert "the largest is $3,080 for C, 4" in picture.alt


def test_plot_partners_describes_both_products():
    assert "row 2, column 3, uses one entry of A and one of B" in plot_partners((3, 4), 3).alt
