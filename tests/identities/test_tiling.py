"""The labeled equations of the chapter `tiling`, counted on products of every shape and tile."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from linalg_book.tiling import FastMemory, addresses, lru_misses, tiled_product

SETTINGS = settings(deadline=None, max_examples=60, derandomize=True)
SIZES = st.tuples(*[st.integers(1, 14)] * 3)
BLOCKS = st.tuples(*[st.integers(1, 16)] * 3)
ORDERS = st.sampled_from(["ijl", "ilj", "jil", "jli", "lij", "lji"])


def run(sizes, block):
    """Multiply matrices of whole numbers in tiles, and return the memory that counted."""
    m, n, k = sizes
    A, B = np.arange(m * k).reshape(m, k), np.arange(k * n).reshape(k, n)
    memory = FastMemory()
    np.testing.assert_array_equal(tiled_product(A, B, block=block, memory=memory), A @ B)
    return memory


@SETTINGS
@given(SIZES, BLOCKS)
def test_eq_tiling_traffic(sizes, block):
    (m, n, k), (b_m, b_n, _) = sizes, block
    memory = run(sizes, block)
    assert memory.loads == m * k * -(-n // b_n) + k * n * -(-m // b_m)
    assert memory.stores == m * n
    if n % b_n == m % b_m == 0:
        np.testing.assert_allclose(memory.loads, m * n * k / b_n + m * n * k / b_m, rtol=1e-15)


@SETTINGS
@given(SIZES, BLOCKS)
def test_eq_tiling_fit(sizes, block):
    b_m, b_n, b_k = (min(pair) for pair in zip(block, sizes, strict=True))  # a tile is no larger than its matrix
    memory = run(sizes, block)
    assert memory.peak == b_m * b_n + b_k * (b_m + b_n)


@SETTINGS
@given(SIZES, BLOCKS, ORDERS, st.integers(1, 40))
def test_eq_tiling_bound(sizes, block, order, capacity):
    m, n, k = sizes
    memory = run(sizes, block)
    assert memory.traffic.total >= 2 * m * n * k / memory.peak**0.5 - 2 * memory.peak
    for side in (None, 2):  # a cache loads the sums too, so its misses alone must be as many
        misses = lru_misses(addresses(m, n, k, order=order, block=side), capacity=capacity)
        assert misses >= 2 * m * n * k / capacity**0.5 - 2 * capacity


@SETTINGS
@given(BLOCKS, st.sampled_from([1, 2, 4, 8]), st.integers(1, 3))
def test_eq_tiling_intensity(block, itemsize, steps):
    b_m, b_n, b_k = block
    memory = run((b_m, b_n, steps * b_k), block)
    flop = 2 * b_m * b_n * steps * b_k
    formula = 2 * b_m * b_n / (itemsize * (b_m + b_n))
    np.testing.assert_allclose(flop / (itemsize * memory.loads), formula, rtol=4 * np.finfo(float).eps)
    assert b_m != b_n or formula == b_m / itemsize
