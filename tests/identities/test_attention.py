"""The labeled equations of the chapter on attention, on random tokens."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from linalg_book.attention import attention, softmax

EPS = np.finfo(float).eps
several = settings(deadline=None, max_examples=50, derandomize=True)
sizes = st.integers(1, 7)
seeds = st.integers(0, 2**32 - 1)
scales = st.sampled_from([0.0, 1e-8, 1.0, 30.0])


def tokens(seed, t, s, d, v, scale):
    rng = np.random.default_rng(seed)
    return scale * rng.standard_normal((t, d)), rng.standard_normal((s, d)), rng.standard_normal((s, v))


@several
@given(seeds, sizes, sizes, scales, st.floats(-1e3, 1e3))
def test_eq_attention_shift(seed, t, n, scale, c):
    S = scale * np.random.default_rng(seed).standard_normal((t, n))
    # a score moved by c is rounded by at most eps * (|c| + |s|), and a weight changes by twice as much, relatively
    tolerance = 8 * EPS * (abs(c) + np.abs(S).max() + n)
    np.testing.assert_allclose(softmax(S + c), softmax(S), rtol=tolerance, atol=0)


@several
@given(seeds, sizes, sizes, sizes, sizes, scales)
def test_eq_attention_between(seed, t, s, d, v, scale):
    Q, K, V = tokens(seed, t, s, d, v, scale)
    result, slack = attention(Q, K, V), 4 * s * EPS * np.abs(V).max()
    assert (result >= V.min(axis=0) - slack).all()
    assert (result <= V.max(axis=0) + slack).all()


@several
@given(seeds, st.integers(1, 64))
def test_eq_attention_variance(seed, d):
    # exactly: over all 4**d sign patterns the mean square of q . k is d; here by the covariance of random signs
    rng = np.random.default_rng(seed)
    q, k = rng.choice([-1.0, 1.0], size=(2, 20_000, d))
    dots = (q * k).sum(axis=1)
    spread = d * np.sqrt(2 / 20_000)  # standard deviation of the sample variance, at most
    assert abs(dots.var() - d) < 6 * spread


@several
@given(seeds, sizes, sizes, sizes, scales)
def test_eq_attention_permutation(seed, t, d, v, scale):
    Q, K, V = tokens(seed, t, t, d, v, scale)
    P = np.eye(t)[np.random.default_rng(seed).permutation(t)]
    size = np.abs(Q @ K.T).max() + t
    np.testing.assert_allclose(
        attention(P @ Q, P @ K, P @ V), P @ attention(Q, K, V), rtol=0, atol=16 * d * EPS * size * np.abs(V).max()
    )
