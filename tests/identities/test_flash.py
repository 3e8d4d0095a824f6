"""The labeled equations of the chapter `flash`, counted and computed on texts of every length."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from linalg_book.attention import attention
from linalg_book.flash import flash_attention, merge, standard_attention, state_of
from linalg_book.tiling import FastMemory

EPS = np.finfo(float).eps
SETTINGS = settings(deadline=None, max_examples=60, derandomize=True)
LENGTH, WIDTH, SIDE = st.integers(1, 20), st.integers(1, 6), st.integers(1, 24)
SEED = st.integers(0, 2**32 - 1)


def texts(n, d, seed):
    return np.random.default_rng(seed).standard_normal((3, n, d))


@SETTINGS
@given(LENGTH, WIDTH, st.sampled_from([1, 2, 4]), SEED)
def test_eq_flash_standard(n, d, w, seed):
    Q, K, V = texts(n, d, seed)
    memory = FastMemory()
    O = standard_attention(Q, K, V, memory=memory)  # noqa: E741
    np.testing.assert_allclose(O, attention(Q, K, V), rtol=0, atol=20 * (n + 4) * EPS * abs(V).max())
    assert w * memory.traffic.total == w * (4 * n * d + 4 * n**2)


@SETTINGS
@given(st.lists(st.integers(1, 6), min_size=3, max_size=3), WIDTH, st.sampled_from([1.0, 30.0, 1e4]), SEED)
def test_eq_flash_merge(sizes, d, scale, seed):
    rng = np.random.default_rng(seed)
    S, V = [scale * rng.standard_normal((3, b)) for b in sizes], [rng.standard_normal((b, d)) for b in sizes]
    whole = state_of(np.hstack(S), np.vstack(V))
    a, b, c = (state_of(s, v) for s, v in zip(S, V, strict=True))
    for joined in (merge(merge(a, b), c), merge(a, merge(b, c)), merge(merge(c, a), b)):
        np.testing.assert_array_equal(joined[0], whole[0])  # a maximum is exact
        tolerance = 20 * sum(sizes) * EPS * scale  # an exponent errs by eps times the size of the scores
        np.testing.assert_allclose(joined[1], whole[1], rtol=tolerance)
        largest = max(abs(v).max() for v in V)
        np.testing.assert_allclose(joined[2], whole[2], rtol=0, atol=tolerance * sum(sizes) * largest)


@SETTINGS
@given(LENGTH, WIDTH, SIDE, SIDE, st.sampled_from([1, 2, 4]), SEED)
def test_eq_flash_traffic(n, d, B, c, w, seed):
    Q, K, V = texts(n, d, seed)
    memory = FastMemory()
    O = flash_attention(Q, K, V, block=(B, c), memory=memory)  # noqa: E741
    np.testing.assert_allclose(O, attention(Q, K, V), rtol=0, atol=20 * (n + 4) * EPS * abs(V).max())
    assert w * memory.traffic.total == w * (2 * n * d + 2 * n * d * -(-n // B))


@SETTINGS
@given(LENGTH, WIDTH, SIDE, SIDE, SEED)
def test_eq_flash_fit(n, d, B, c, seed):
    Q, K, V = texts(n, d, seed)
    memory = FastMemory()
    flash_attention(Q, K, V, block=(B, c), memory=memory)
    B, c = min(B, n), min(c, n)  # a tile is no longer than the text
    assert memory.peak == B * (2 * d + c + 2) + 2 * c * d


@SETTINGS
@given(WIDTH, st.integers(1, 8), st.integers(1, 5), st.sampled_from([1, 2, 4]), SEED)
def test_eq_flash_intensity(d, B, tiles, w, seed):
    n = B * tiles
    three, tiled = FastMemory(), FastMemory()
    standard_attention(*texts(n, d, seed), memory=three)
    flash_attention(*texts(n, d, seed), block=(B, 2), memory=tiled)
    first, second = (4 * n**2 * d / (w * memory.traffic.total) for memory in (three, tiled))
    np.testing.assert_allclose(first, n * d / (w * (n + d)), rtol=8 * EPS)
    np.testing.assert_allclose(second, 2 * n * B / (w * (n + B)), rtol=8 * EPS)
    assert first < d / w and second < 2 * B / w
