"""The labeled equations of the chapter `prediction`, tried on random data of every shape."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from linalg_book.prediction import fit_linear, standardize

EPS = np.finfo(float).eps
SETTINGS = settings(deadline=None, max_examples=50, derandomize=True)


@st.composite
def systems(draw, most_columns=6, full_rank=False, most_condition=6):
    """A matrix with a given rank and condition, up to 10**most_condition, and targets: wide, tall, down to 1 x 1."""
    n = draw(st.integers(1, most_columns))
    m = draw(st.integers(n if full_rank else 1, 12))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    k = min(m, n)
    U, V = (np.linalg.qr(rng.normal(size=(size, size)))[0] for size in (m, n))
    s = np.logspace(0, -draw(st.integers(0, most_condition)), k) if k > 1 else np.ones(1)
    if not full_rank:
        s[draw(st.integers(1, k)) :] = 0  # of lower rank
    return U[:, :k] * s @ V[:, :k].T * 10.0 ** draw(st.integers(-3, 3)), rng.normal(size=m), rng


def kappa(A):
    """Condition number of A without its zero singular values."""
    s = np.linalg.svd(A, compute_uv=False)
    s = s[s > max(A.shape) * EPS * s[0]]
    return s[0] / s[-1]


@SETTINGS
@given(systems())
def test_eq_prediction_normal(example):
    A, y, _ = example
    w = np.linalg.lstsq(A, y, rcond=None)[0]
    # lstsq is backward stable: it solves a problem with A changed by about eps |A|, which moves A.T @ (A w - y) so far
    size = np.linalg.norm(A) ** 2 * np.linalg.norm(w) + np.linalg.norm(A) * np.linalg.norm(y)
    assert np.linalg.norm(A.T @ A @ w - A.T @ y) <= 50 * max(A.shape) * EPS * size


@SETTINGS
@given(systems())
def test_eq_prediction_pythagoras(example):
    A, y, rng = example
    w, v = np.linalg.lstsq(A, y, rcond=None)[0], rng.normal(size=A.shape[1])
    left = np.linalg.norm(y - A @ v) ** 2
    right = np.linalg.norm(y - A @ w) ** 2 + np.linalg.norm(A @ (v - w)) ** 2
    # the cross term is 2 (w - v) . A.T (y - A w), and test_eq_prediction_normal bounds its second factor
    size = (np.linalg.norm(A) * (np.linalg.norm(w) + np.linalg.norm(v)) + np.linalg.norm(y)) ** 2
    assert abs(left - right) <= 200 * max(A.shape) * EPS * size
    assert np.linalg.norm(y - A @ w) <= np.linalg.norm(y - A @ v) + 50 * max(A.shape) * EPS * np.sqrt(size)


@SETTINGS
@given(systems(full_rank=True, most_condition=6))
def test_eq_prediction_condition(example):
    A, _, _ = example
    expected = np.linalg.cond(A) ** 2
    # the smallest eigenvalue of A.T @ A is off by about n eps |A|^2, which is expected * n * eps of itself
    assert abs(np.linalg.cond(A.T @ A) - expected) <= 20 * max(A.shape) * EPS * expected**2


@SETTINGS
@given(systems(full_rank=True, most_condition=4))
def test_eq_prediction_covariance(example):
    A, _, _ = example
    K = A.T @ A
    G = np.linalg.solve(K, A.T)
    expected = np.linalg.inv(K)
    # solving and inverting each err by cond(K) * eps; G enters twice
    slack = 100 * max(A.shape) * EPS * np.linalg.cond(K) * np.linalg.norm(expected)
    assert np.linalg.norm(G @ G.T - expected) <= slack


@SETTINGS
@given(st.integers(1, 5), st.integers(0, 10), st.integers(0, 2**32 - 1), st.integers(-4, 4))
def test_eq_prediction_scale(n, more, seed, power):
    rng = np.random.default_rng(seed)
    m = n + 2 + more
    X = 10.0**power * (rng.normal(size=(m, n)) * 10.0 ** rng.integers(-2, 3, n) + rng.normal(size=n))
    y = rng.normal(size=m)
    Z, c, s = standardize(X)
    v = fit_linear(Z, y)
    w = v.weights / s
    fit = fit_linear(X, y)
    # both fit the same standardized columns, known to lost_digits * eps and solved with their condition
    lost_digits = 1 + (abs(X) / s).max()
    slack = 100 * m * EPS * lost_digits * kappa(Z) ** 2 * (np.linalg.norm(y) + np.linalg.norm(v.weights))
    assert (abs(fit.weights - w) * s <= slack).all()
    assert abs(fit.intercept - (v.intercept - c @ w)) <= slack * (1 + (abs(c) / s).sum())
