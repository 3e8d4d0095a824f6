"""The labeled equations of the chapter `layers`, tried on random layers of every shape."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from linalg_book.layers import collapse, dense, numerical_gradient, product_gradients

EPS = np.finfo(float).eps
SETTINGS = settings(deadline=None, max_examples=50, derandomize=True)
SIZE = st.integers(1, 7)
SEED = st.integers(0, 2**32 - 1)


def matrix(rng, m, n):
    """A random matrix, sometimes of rank one, of any scale."""
    A = rng.normal(size=(m, n)) * 10.0 ** rng.integers(-4, 5)
    return np.outer(A[:, 0], A[0]) if rng.random() < 0.25 else A


@SETTINGS
@given(SIZE, SIZE, SIZE, SEED)
def test_eq_layers_batch(m, n, k, seed):
    rng = np.random.default_rng(seed)
    X, W = matrix(rng, m, n), matrix(rng, k, n)
    b = rng.normal(size=k)
    Z = dense(X, W, b)
    for row, x in zip(Z, X, strict=True):
        # the same n products and n sums, perhaps in another order
        assert (abs(row - (W @ x + b)) <= 2 * (n + 1) * EPS * (abs(W) @ abs(x) + abs(b))).all()


@SETTINGS
@given(SIZE, SIZE, SIZE, SIZE, SEED)
def test_eq_layers_collapse(m, n, k, r, seed):
    rng = np.random.default_rng(seed)
    X, W1, W2 = matrix(rng, m, n), matrix(rng, k, n), matrix(rng, r, k)
    b1, b2 = rng.normal(size=k), rng.normal(size=r)
    left = dense(dense(X, W1, b1), W2, b2)
    right = dense(X, *collapse([(W1, b1), (W2, b2)]))
    # both sides round each term at most n + k + 2 times
    size = (abs(X) @ abs(W1).T + abs(b1)) @ abs(W2).T + abs(b2)
    assert (abs(left - right) <= 2 * (n + k + 2) * EPS * size).all()


@SETTINGS
@given(SIZE, SIZE, SEED)
def test_eq_layers_average(n, k, seed):
    rng = np.random.default_rng(seed)
    W, V, x = matrix(rng, k, n), matrix(rng, k, n), rng.normal(size=n)
    # each side rounds a term n + 2 times
    slack = 2 * (n + 2) * EPS * (abs(W) + abs(V)) @ abs(x)
    assert (abs((W + V) / 2 @ x - (W @ x + V @ x) / 2) <= slack).all()


@SETTINGS
@given(SIZE, SIZE, SIZE, SEED)
def test_eq_layers_gradients(m, n, k, seed):
    rng = np.random.default_rng(seed)
    X, W, C = (rng.normal(size=shape) for shape in ((m, n), (n, k), (m, k)))
    dX, dW = product_gradients(X, W, C)  # of the loss sum(C * (X @ W))
    # the loss is linear in each entry, so the differences err by rounding alone: its size times eps, over the step
    slack = 100 * EPS / 6e-6 * np.sum(abs(C) * (abs(X) @ abs(W)))
    assert (abs(dX - numerical_gradient(lambda A: (C * (A @ W)).sum(), X)) <= slack).all()
    assert (abs(dW - numerical_gradient(lambda A: (C * (X @ A)).sum(), W)) <= slack).all()
