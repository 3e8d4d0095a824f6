"""The labeled equations of the chapter `solving`, tried on systems of every condition number."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from linalg_book.solving import backward_error, system_with_condition

EPS = np.finfo(float).eps
SETTINGS = settings(deadline=None, max_examples=50, derandomize=True)
SIZE = st.integers(1, 12)
CONDITION = st.sampled_from([1.0, 1e2, 1e5, 1e9, 1e14])
MISS = st.sampled_from([0.0, 1e-15, 1e-9, 1e-3, 1.0, 1e3])


@st.composite
def answers(draw):
    """A system with its solution, and an answer that misses by a chosen fraction of its size."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, kappa = draw(SIZE), draw(CONDITION)
    A, x, b = system_with_condition(n, kappa, rng=rng)
    miss = rng.standard_normal(n)
    return A, x, b, x + draw(MISS) * np.linalg.norm(x) * miss / np.linalg.norm(miss), rng


@SETTINGS
@given(answers())
def test_eq_solving_nearby(example):
    A, x, b, y, rng = example
    if len(A) > 1 and rng.random() < 0.3:
        A[0] = A[-1]  # nothing in the identity needs an inverse
    norm, n, eta = np.linalg.norm, len(A), backward_error(A, y, b)
    r, s = b - A @ y, np.linalg.norm(A, 2) * np.linalg.norm(y) + np.linalg.norm(b)
    dA = norm(A, 2) / (s * norm(y)) * np.outer(r, y) if y.any() else np.zeros((n, n))
    db = -norm(b) / s * r
    rounding = 10 * n * EPS
    assert norm((A + dA) @ y - (b + db)) <= rounding * s
    assert norm(dA, 2) <= eta * norm(A, 2) * (1 + rounding)
    assert norm(db) <= eta * norm(b) * (1 + rounding)
    # no nearer system will do: what a fraction eta of A and b can explain is the residual and no more
    assert abs(eta * (norm(A, 2) * norm(y) + norm(b)) - norm(r)) <= rounding * s


@SETTINGS
@given(answers())
def test_eq_solving_forward(example):
    A, x, b, y, _ = example
    n, kappa = len(A), np.linalg.cond(A)
    # b is A @ x rounded, so x solves the system with an error of its own; it counts as part of eta
    eta = backward_error(A, y, b) + 2 * n * EPS
    assume(kappa * eta < 0.9)
    assert np.linalg.norm(y - x) / np.linalg.norm(x) <= 2 * kappa * eta / (1 - kappa * eta) * (1 + 10 * n * EPS * kappa)
