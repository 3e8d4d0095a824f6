"""The labeled equations of the chapter `structure`, tried on random matrices of many sizes and spectra."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from linalg_book.structure import skew_part, symmetric_part

EPS = np.finfo(float).eps
SETTINGS = settings(deadline=None, max_examples=60, derandomize=True)
SIZE = st.integers(1, 9)
SEED = st.integers(0, 2**32 - 1)
SCALE = st.sampled_from([1e-12, 1.0, 1e12])


@st.composite
def symmetric(draw):
    """A symmetric matrix: whole numbers, which repeat eigenvalues, or normal ones; and the generator."""
    rng = np.random.default_rng(draw(SEED))
    n = draw(SIZE)
    G = rng.integers(-2, 3, (n, n)).astype(float) if draw(st.booleans()) else rng.standard_normal((n, n))
    return draw(SCALE) * (G + G.T), rng


@SETTINGS
@given(symmetric())
def test_eq_structure_eigen(example):
    S, _ = example
    n, size = len(S), np.linalg.norm(S)
    values, vectors = np.linalg.eig(S)  # the general algorithm, which does not know that S is symmetric
    error = 20 * n * EPS * size
    assert abs(values.imag).max() <= error
    for i in range(n):
        for j in range(i):
            if abs(values[i] - values[j]) > 1e-3 * size:
                assert abs(vectors[:, i].conj() @ vectors[:, j]) <= error / abs(values[i] - values[j])


@SETTINGS
@given(SEED, SIZE, SCALE, SCALE)
def test_eq_structure_split(seed, n, first, second):
    rng = np.random.default_rng(seed)
    G, H = rng.standard_normal((2, n, n))
    S, K = first * (G + G.T), second * (H - H.T)
    A = S + K
    one = EPS * (abs(S) + abs(K))  # the rounding of each entry of A, and of the halves
    assert (abs(symmetric_part(A) + skew_part(A) - A) <= 2 * one).all()
    assert (abs(symmetric_part(A) - S) <= 2 * one).all()  # there is no other way
    assert (abs(skew_part(A) - K) <= 2 * one).all()


@SETTINGS
@given(symmetric())
def test_eq_structure_range(example):
    S, rng = example
    n, size = len(S), np.linalg.norm(S)
    values, Q = np.linalg.eigh(S)
    for x in (*rng.standard_normal((10, n)), *Q.T):
        error = 20 * n * EPS * size * (x @ x)
        assert values[0] * (x @ x) - error <= x @ S @ x <= values[-1] * (x @ x) + error
    ends = [Q[:, i] @ S @ Q[:, i] for i in (0, -1)]
    np.testing.assert_allclose(ends, values[[0, -1]], rtol=0, atol=20 * n * EPS * size)


@SETTINGS
@given(SEED, SIZE, st.sampled_from([1.0, 1e3, 1e9]), SCALE)
def test_eq_structure_cholesky(seed, n, condition, scale):
    rng = np.random.default_rng(seed)
    Q = np.linalg.qr(rng.standard_normal((n, n)))[0]
    S = symmetric_part(scale * Q * np.logspace(0, -np.log10(condition), n) @ Q.T)
    L, C = np.zeros((n, n)), S.copy()
    for k in range(n):  # completing one square after the other, as in the proof
        assert C[k, k] > 0
        L[k:, k] = C[k:, k] / np.sqrt(C[k, k])
        C[k:, k:] -= np.outer(L[k:, k], L[k:, k])
    error = 4 * n * EPS * np.linalg.norm(S, 2)
    np.testing.assert_allclose(L @ L.T, S, rtol=0, atol=error)
    other = np.linalg.cholesky(S)
    np.testing.assert_array_equal(other, np.tril(other))
    assert (np.diag(other) > 0).all()
    np.testing.assert_allclose(other @ other.T, S, rtol=0, atol=error)
    np.testing.assert_allclose(L, other, rtol=0, atol=4 * n * EPS * condition * np.sqrt(np.linalg.norm(S, 2)))
