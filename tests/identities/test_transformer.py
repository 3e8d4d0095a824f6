"""The labeled equations of the chapter on the transformer, on random tokens and weights."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from linalg_book.transformer import layer_norm, merge_heads, split_heads

EPS = np.finfo(float).eps
several = settings(deadline=None, max_examples=50, derandomize=True)
sizes = st.integers(1, 6)
seeds = st.integers(0, 2**32 - 1)


@several
@given(seeds, sizes, sizes, sizes, sizes)
def test_eq_transformer_heads(seed, t, h, k, p):
    rng = np.random.default_rng(seed)
    X, W_O = rng.standard_normal((t, h * k)), rng.standard_normal((h * k, p))
    H = split_heads(X, h)
    apart = sum(head @ rows for head, rows in zip(H, np.split(W_O, h), strict=True))
    bound = 2 * h * k * EPS * (np.abs(X) @ np.abs(W_O))
    assert (np.abs(merge_heads(H) @ W_O - apart) <= bound).all()


@several
@given(seeds, st.integers(1, 40))
def test_eq_transformer_projection(seed, d):
    C = np.eye(d) - np.ones((d, d)) / d
    np.testing.assert_array_equal(C, C.T)
    np.testing.assert_allclose(C @ C, C, rtol=0, atol=2 * d * EPS)
    x = np.random.default_rng(seed).standard_normal(d)
    centered = layer_norm(x, np.ones(d), np.zeros(d), eps=1.0) * np.sqrt(x.var() + 1.0)
    np.testing.assert_allclose(centered, C @ x, rtol=0, atol=8 * d * EPS * np.abs(x).max())
