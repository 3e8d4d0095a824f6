"""The labeled equations of the chapter `algebra`, tried on matrices of every shape and rank."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from linalg_book.algebra import association_bound, rank_bounds

SETTINGS = settings(deadline=None, max_examples=60, derandomize=True)
SEED, SIZE = st.integers(0, 2**32 - 1), st.integers(1, 7)
EPS = np.finfo(float).eps


def of_rank(rng, m, n, r):
    """A matrix of whole numbers whose rank is r at most, and nearly always r."""
    return rng.integers(-3, 4, (m, r)) @ rng.integers(-3, 4, (r, n))


def rank(M):
    return int(np.linalg.matrix_rank(M)) if M.size else 0


@SETTINGS
@given(SEED, SIZE, SIZE, SIZE, SIZE, st.sampled_from([np.float64, np.float32]), st.integers(0, 20))
def test_eq_algebra_rounding(seed, m, k, n, p, dtype, spread):
    rng = np.random.default_rng(seed)
    A, B, C = (
        (rng.standard_normal(shape) * 2.0 ** rng.integers(-spread, spread + 1, shape)).astype(dtype)
        for shape in [(m, k), (k, n), (n, p)]
    )
    if n > 1:
        B[:, 0], C[0] = -B[:, 1], C[1]  # large terms that cancel
    difference = abs(((A @ B) @ C).astype(float) - A @ (B @ C))
    assert (difference <= association_bound(A, B, C, eps=float(np.finfo(dtype).eps))).all()


@SETTINGS
@given(SEED, SIZE, SIZE, SIZE, st.booleans())
def test_eq_algebra_cancel(seed, extra, k, n, full):
    rng = np.random.default_rng(seed)
    A, B = rng.integers(-3, 4, (k + extra, k)), rng.integers(-3, 4, (k, n))
    if full:
        A[:k] = np.tril(A[:k], -1) + np.eye(k, dtype=int)  # a unit triangle: full column rank, whatever follows
        assert rank(A) == k
        found = np.linalg.lstsq(A.astype(float), A @ B, rcond=None)[0]  # whatever has the product A @ B ...
        condition = np.linalg.norm(A) * np.linalg.norm(np.linalg.pinv(A))  # finite at any rank, unlike `cond`
        tolerance = 1000 * EPS * condition * max(np.linalg.norm(B), 1)
        np.testing.assert_allclose(found, B, rtol=0, atol=tolerance)  # ... is B
    elif k > 1:
        weights = rng.integers(-3, 4, k - 1)
        A[:, -1] = A[:, :-1] @ weights  # dependent columns
        null = np.append(weights, -1)
        assert np.array_equal(A @ B, A @ (B + null[:, None])) and null.any()


@SETTINGS
@given(SEED, SIZE, SIZE, SIZE)
def test_eq_algebra_inverse(seed, m, n, k):
    rng = np.random.default_rng(seed)
    eye = np.eye(n, dtype=int)
    pairs = []
    for _ in range(2):  # whole numbers with an inverse in whole numbers: a unit triangle, solved row by row
        M, inverse = np.tril(rng.integers(-2, 3, (n, n)), -1) + eye, eye.copy()
        for i in range(n):
            inverse[i] -= M[i, :i] @ inverse[:i]
        order = rng.permutation(n)
        pairs.append((M[order], inverse[:, order]))
    (A, A_inverse), (B, B_inverse) = pairs
    np.testing.assert_array_equal(A @ A_inverse, eye)
    np.testing.assert_array_equal((A @ B) @ (B_inverse @ A_inverse), eye)
    np.testing.assert_array_equal((B_inverse @ A_inverse) @ (A @ B), eye)
    left, right = rng.integers(-3, 4, (m, k)), rng.integers(-3, 4, (k, n))
    np.testing.assert_array_equal((left @ right).T, right.T @ left.T)


@SETTINGS
@given(SEED, SIZE, SIZE, SIZE, st.data())
def test_eq_algebra_rank(seed, m, k, n, data):
    rng = np.random.default_rng(seed)
    A = of_rank(rng, m, k, data.draw(st.integers(0, min(m, k))))
    B = of_rank(rng, k, n, data.draw(st.integers(0, min(k, n))))
    low, high = rank_bounds(A, B)
    assert (low, high) == (max(0, rank(A) + rank(B) - k), min(rank(A), rank(B)))
    assert low <= rank(A @ B) <= high


@SETTINGS
@given(SEED, SIZE, SIZE, SIZE)
def test_eq_algebra_scores(seed, t, d, width):
    rng = np.random.default_rng(seed)
    X, W_Q, W_K = (rng.integers(-3, 4, shape) for shape in [(t, d), (d, width), (d, width)])
    scores = (X @ W_Q) @ (X @ W_K).T
    np.testing.assert_array_equal(scores, X @ W_Q @ W_K.T @ X.T)
    assert rank(scores) <= width
