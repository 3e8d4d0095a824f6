"""The labeled equations of the chapter `undoing`, tried on matrices from 1 by 1 up, ill-conditioned ones among them."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from linalg_book.undoing import blur_matrix, gaussian_kernel, inverse_2x2, tikhonov

EPS = np.finfo(float).eps
SETTINGS = settings(deadline=None, max_examples=50, derandomize=True)


def whole(shape, most):
    """Arrays of whole numbers as floats: their sums and products are exact."""
    return arrays(np.int64, shape, elements=st.integers(-most, most)).map(lambda a: a.astype(float))


@st.composite
def invertible(draw, n):
    """A unit lower times an upper triangle, whole numbers, its diagonal graded over a few powers of ten."""
    lower, upper = np.tril(draw(whole((n, n), 2)), -1) + np.eye(n), np.triu(draw(whole((n, n), 2)), 1)
    pivots = [draw(st.sampled_from([-1.0, 1.0, 0.01, 30.0])) for _ in range(n)]
    return lower @ (upper + np.diag(pivots))


@SETTINGS
@given(st.data(), st.integers(1, 5))
def test_eq_undoing_reverse(data, n):
    A, B = data.draw(invertible(n)), data.draw(invertible(n))
    inverse_A, inverse_B = np.linalg.inv(A), np.linalg.inv(B)
    size = np.linalg.norm(inverse_A) * np.linalg.norm(inverse_B)
    # A @ B is off by n * eps * |A| |B|, which the inverse multiplies by its own size twice; so do the three inversions
    slack = 20 * n * EPS * np.linalg.cond(A) * np.linalg.cond(B)
    assume(slack < 0.1)
    assert np.linalg.norm(np.linalg.inv(A @ B) - inverse_B @ inverse_A) <= slack * size


@SETTINGS
@given(whole((2, 2), 10**6))
def test_eq_undoing_adjugate(A):
    (a, b), (c, d) = A
    np.testing.assert_array_equal(A @ [[d, -b], [-c, a]], (a * d - b * c) * np.eye(2))


@SETTINGS
@given(whole((2, 2), 10**6), st.sampled_from([1.0, 1e-3, 1e-180, 1e180]))
def test_eq_undoing_formula(A, scale):
    (a, b), (c, d) = A
    determinant = a * d - b * c
    if determinant == 0:
        with pytest.raises(np.linalg.LinAlgError, match="its determinant is zero"):
            inverse_2x2(A)
        return
    formula = np.array([[d, -b], [-c, a]]) / determinant
    np.testing.assert_allclose(inverse_2x2(A), formula, rtol=2 * EPS, atol=0)
    # scaling rounds each entry, which moves the determinant by eps of its two products
    slack = 4 * EPS * (1 + (abs(a * d) + abs(b * c)) / abs(determinant))
    assume(slack < 0.1)
    np.testing.assert_allclose(inverse_2x2(scale * A) * scale, formula, rtol=slack, atol=0)


@SETTINGS
@given(st.data(), st.integers(1, 6), st.sampled_from(["any", "blur"]))
def test_eq_undoing_amplification(data, n, kind):
    A = blur_matrix(8 * n, gaussian_kernel(1.5)) if kind == "blur" else data.draw(invertible(n))
    x, e = data.draw(whole(len(A), 9)), 1e-3 * data.draw(whole(len(A), 9))
    assume(x.any())
    kappa = np.linalg.cond(A)
    found = np.linalg.solve(A, A @ x + e)
    left = np.linalg.norm(found - x) / np.linalg.norm(x)
    right = kappa * np.linalg.norm(e) / np.linalg.norm(A @ x)
    # A @ x + e is rounded, and solving it is too: both act like a little more noise
    slack = 10 * len(A) * EPS * kappa
    assume(slack < 0.1)
    assert left <= right * (1 + slack) + slack * (1 + left)


@SETTINGS
@given(st.data(), st.integers(1, 6), st.integers(1, 6), st.sampled_from([1e-4, 1.0, 30.0]))
def test_eq_undoing_tikhonov(data, m, n, strength):
    A, b, h = data.draw(whole((m, n), 9)), data.draw(whole(m, 9)), data.draw(whole(n, 9))
    if data.draw(st.booleans()):
        A[:] = A[0]  # rank one: only the added term makes the solution unique
    x = tikhonov(A, b, strength=strength)
    norm = np.linalg.norm
    stacked = norm(A) + np.sqrt(strength * n)
    size = stacked * (stacked * norm(x) + norm(b))
    assert norm(A.T @ (A @ x - b) + strength * x) <= 10 * (m + n) * EPS * size

    def price(y):
        return norm(A @ y - b) ** 2 + strength * norm(y) ** 2

    # the price rises by what the proof says, up to the residual of the equation times h and the rounding of squares
    slack = 20 * (m + n) * EPS * ((stacked * (norm(x) + norm(h)) + norm(b)) ** 2)
    assert abs(price(x + h) - price(x) - (norm(A @ h) ** 2 + strength * norm(h) ** 2)) <= slack
