"""The labeled equations of the chapter `cost`, against counts of single operations and all orders of a chain."""

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from linalg_book.cost import (
    Counted,
    Tally,
    chain_cost,
    chain_table,
    chain_trees,
    count_product,
    gemm_flops,
    left_first,
    product_flops,
    right_first,
)

several = settings(deadline=None, max_examples=50, derandomize=True)
size = st.integers(1, 7)
large = st.integers(1, 10**6)


@several
@given(size, size, size)
def test_eq_cost_product(m, n, k):
    tally = Tally()
    left, right = (np.array([[Counted(1, tally)] * columns] * rows) for rows, columns in ((m, k), (k, n)))
    left @ right  # NumPy's own loops over objects
    assert (tally.multiplications, tally.additions) == (m * n * k, m * n * (k - 1))
    assert tally == count_product(np.ones((m, k)), np.ones((k, n)))
    assert tally.flops == 2 * m * n * k - m * n == product_flops(m, n, k)


@several
@given(size, size, size)
def test_eq_cost_gemm(m, n, k):
    tally = count_product(np.ones((m, k)), np.ones((k, n)), C=np.ones((m, n)))
    assert (tally.multiplications, tally.additions) == (m * n * k, m * n * k)
    assert tally.flops == 2 * m * n * k == gemm_flops(m, n, k)


@several
@given(large)
def test_eq_cost_double(n):
    grown = Fraction(product_flops(2 * n, 2 * n, 2 * n), product_flops(n, n, n))
    assert grown == 8 + Fraction(4, 2 * n - 1)


@several
@given(large, large, large, large)
def test_eq_cost_three(a, b, c, d):
    left, right = chain_cost([a, b, c, d], ((0, 1), 2)), chain_cost([a, b, c, d], (0, (1, 2)))
    assert (left, right) == (a * b * c + a * c * d, b * c * d + a * b * d)
    assert (left < right) == (Fraction(1, b) + Fraction(1, d) < Fraction(1, a) + Fraction(1, c))


@several
@given(st.lists(st.integers(1, 50), min_size=2, max_size=8))
def test_eq_cost_chain(dims):
    least, _ = chain_table(dims)
    n = len(dims) - 1
    for i in range(n):
        assert least[i][i] == 0
        for j in range(i + 1, n):
            part = dims[i : j + 2]
            assert least[i][j] == min(chain_cost(part, tree) for tree in chain_trees(j - i + 1))


@several
@given(st.integers(2, 30), st.integers(1, 1000))
def test_eq_cost_backprop(layers, n):
    dims = [1] + [n] * layers
    assert chain_cost(dims, left_first(layers)) == (layers - 1) * n**2
    assert chain_cost(dims, right_first(layers)) == (layers - 2) * n**3 + n**2
