"""The labeled equations of the chapter `order`, tried on every shape, on rank one and on badly scaled matrices."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from linalg_book.order import transpose

EPS = np.finfo(float).eps
SETTINGS = settings(deadline=None, max_examples=50, derandomize=True)
SIZE = st.integers(1, 6)
SCALE = st.sampled_from([1.0, 1 / 3, 1e-8, 1e8])


def whole(m, n):
    """Matrices of whole numbers as floats: their sums and products are exact."""
    return arrays(np.int64, (m, n), elements=st.integers(-99, 99)).map(lambda a: a.astype(float))


@st.composite
def matrices(draw, *shapes, exact=False):
    """Matrices of the given shapes; not exact ones have thirds in them, rows of very different size, or rank one."""
    found = []
    for m, n in shapes:
        A = draw(whole(m, n))
        if draw(st.booleans()):
            A[:] = A[0]
        if not exact:
            A *= np.array([draw(SCALE) for _ in range(m)])[:, None]
        found.append(A)
    return found


def assert_close(X, Y, bound, n):
    """Entries may differ by n * eps of what their terms come to in absolute value."""
    assert (abs(X - Y) <= n * EPS * bound).all()


@SETTINGS
@given(st.data(), SIZE, SIZE, SIZE, SIZE)
def test_eq_order_associative(data, m, n, p, q):
    A, B, C = data.draw(matrices((m, n), (n, p), (p, q)))
    # each side: two products of sums of n and of p terms, each off by n * eps / 2 and p * eps / 2
    assert_close((A @ B) @ C, A @ (B @ C), abs(A) @ abs(B) @ abs(C), 2 * (n + p))
    A, B, C = data.draw(matrices((m, n), (n, p), (p, q), exact=True))
    np.testing.assert_array_equal((A @ B) @ C, A @ (B @ C))


@SETTINGS
@given(st.data(), SIZE, SIZE, SIZE)
def test_eq_order_distributive(data, m, n, p):
    A, D, B, C = data.draw(matrices((m, n), (m, n), (n, p), (n, p)))
    assert_close(A @ (B + C), A @ B + A @ C, abs(A) @ (abs(B) + abs(C)), 2 * (n + 1))
    assert_close((A + D) @ C, A @ C + D @ C, (abs(A) + abs(D)) @ abs(C), 2 * (n + 1))
    A, D, B, C = data.draw(matrices((m, n), (m, n), (n, p), (n, p), exact=True))
    np.testing.assert_array_equal(A @ (B + C), A @ B + A @ C)
    np.testing.assert_array_equal((A + D) @ C, A @ C + D @ C)


@SETTINGS
@given(st.data(), SIZE, SIZE)
def test_eq_order_twice(data, m, n):
    (A,) = data.draw(matrices((m, n)))
    np.testing.assert_array_equal(transpose(transpose(A)), A)
    assert transpose(A).shape == (n, m)


@SETTINGS
@given(st.data(), SIZE, SIZE)
def test_eq_order_transpose_sum(data, m, n):
    A, B = data.draw(matrices((m, n), (m, n)))
    np.testing.assert_array_equal(transpose(A + B), transpose(A) + transpose(B))


@SETTINGS
@given(st.data(), SIZE, SIZE, SIZE)
def test_eq_order_transpose_product(data, m, n, p):
    A, B = data.draw(matrices((m, n), (n, p)))
    assert_close(transpose(A @ B), transpose(B) @ transpose(A), transpose(abs(A) @ abs(B)), 2 * n)
    A, B = data.draw(matrices((m, n), (n, p), exact=True))
    np.testing.assert_array_equal(transpose(A @ B), transpose(B) @ transpose(A))


@SETTINGS
@given(st.data(), SIZE, SIZE)
def test_eq_order_identity(data, m, n):
    (A,) = data.draw(matrices((m, n)))
    np.testing.assert_array_equal(np.eye(m) @ A, A)
    np.testing.assert_array_equal(A @ np.eye(n), A)
    np.testing.assert_array_equal(np.eye(m) @ A[:, 0], A[:, 0])
