"""The labelled equations of chapter ``revenue``."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from linalg_book.revenue import marginals, revenue_table

EPS = np.finfo(float).eps
SETTINGS = settings(deadline=None, max_examples=50, derandomize=True)
NUMBERS = st.floats(-1e6, 1e6, allow_subnormal=False).map(lambda x: x if abs(x) > 1e-6 else 0.0)


@st.composite
def scaled_tables(draw):
    """A table from 1 x 1 up, wide or tall, sometimes of low rank, with a factor a row and a factor a column."""
    m, n = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    rows, columns = draw(arrays(float, m, elements=NUMBERS)), draw(arrays(float, n, elements=NUMBERS))
    table = draw(arrays(float, (m, n), elements=NUMBERS))
    return (np.outer(rows, columns) if draw(st.booleans()) else table), rows, columns


@given(scaled_tables())
@SETTINGS
def test_eq_revenue_table(case):
    units, _, prices = case
    np.testing.assert_array_equal(revenue_table(units, prices), units @ np.diag(prices))  # sums of one term: exact
    for i, j in np.ndindex(units.shape):
        assert revenue_table(units, prices)[i, j] == units[i, j] * prices[j]


@given(scaled_tables())
@SETTINGS
def test_eq_revenue_total(case):
    units, _, prices = case
    m, n = units.shape
    by_store, by_product, total = marginals(revenue_table(units, prices))
    bound = 2 * (m + n) * EPS * (abs(units) @ abs(prices)).sum()
    assert abs((np.ones(m) @ units) @ prices - total) <= bound
    assert abs(np.ones(m) @ (units @ prices) - total) <= bound
    assert abs(by_store.sum() - total) <= bound
    assert abs(by_product.sum() - total) <= bound
    np.testing.assert_array_less(abs(by_product - prices * units.sum(axis=0)), bound + 1e-300)
