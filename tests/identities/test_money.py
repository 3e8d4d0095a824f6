"""The labelled equations of chapter ``money``."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

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
def test_eq_money_scale(case):
    table, g, d = case
    product = np.diag(g) @ table @ np.diag(d)
    entries = [[g[i] * table[i, j] * d[j] for j in range(len(d))] for i in range(len(g))]
    np.testing.assert_allclose(product, entries, rtol=4 * EPS, atol=0)
