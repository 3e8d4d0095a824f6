"""The labeled equations of the page of interview questions."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from linalg_book.cost import Counted, Tally
from linalg_book.layers import collapse, dense
from linalg_book.strassen import strassen_multiplications

EPS = np.finfo(float).eps
several = settings(deadline=None, max_examples=50, derandomize=True)
sizes = st.integers(1, 6)
seeds = st.integers(0, 2**32 - 1)


@several
@given(seeds, sizes, sizes, sizes)
def test_eq_interviews_collapse(seed, n, k, m):
    rng = np.random.default_rng(seed)
    W1, b1, W2, b2, x = (rng.standard_normal(s) for s in [(k, n), k, (m, k), m, n])
    scale = np.abs(W2) @ (np.abs(W1) @ np.abs(x) + np.abs(b1)) + np.abs(b2)
    assert (
        np.abs(dense(dense(x, W1, b1), W2, b2) - dense(x, *collapse([(W1, b1), (W2, b2)]))) <= 4 * (n + k) * EPS * scale
    ).all()


@several
@given(seeds, st.sampled_from([1, 2, 5, 16]))
def test_eq_interviews_noise(seed, batch):
    draws = np.random.default_rng(seed).standard_normal((10_000, batch))
    ratio = draws.mean(axis=1).std() * np.sqrt(batch)
    assert abs(ratio - 1) < 6 / np.sqrt(2 * 10_000)  # six standard deviations of a sample standard deviation


@several
@given(st.integers(1, 12))
def test_eq_interviews_cost(n):
    tally = Tally()
    X = np.array([[Counted(1, tally)] * n] * n)
    X @ X
    assert (tally.multiplications, tally.additions) == (n**3, n**3 - n**2)


@several
@given(st.integers(0, 20))
def test_eq_interviews_strassen(k):
    assert strassen_multiplications(2**k) == 7**k
    np.testing.assert_allclose(float(2**k) ** np.log2(7), 7.0**k, rtol=64 * k * EPS + EPS)
