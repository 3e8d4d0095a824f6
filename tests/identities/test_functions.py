"""The labeled equations of the chapter `functions`, tried on random matrices of every shape."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from linalg_book.functions import matrix_of, stages

EPS = np.finfo(float).eps
SETTINGS = settings(deadline=None, max_examples=50, derandomize=True)
ENTRIES = st.floats(-1e3, 1e3, allow_subnormal=False) | st.integers(-3, 3).map(float)


@st.composite
def matrices(draw):
    """Any shape from 1 x 1: dense, of rank one, nearly of rank one, with columns of very different size, or zero."""
    m, n = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    A = draw(arrays(float, (m, n), elements=ENTRIES))
    kind = draw(st.sampled_from(["any", "rank one", "near", "scaled", "zero"]))
    if kind in ("rank one", "near"):
        A = np.outer(A[:, 0], A[0]) / 1e3 + (1e-9 * A if kind == "near" else 0)
    elif kind == "scaled":
        A = A * 10.0 ** np.linspace(-8, 0, n)
    return 0 * A if kind == "zero" else A


@SETTINGS
@given(matrices(), st.data())
def test_eq_functions_columns(A, data):
    x = data.draw(arrays(float, A.shape[1], elements=ENTRIES))
    images = [A @ e for e in np.eye(A.shape[1])]  # f(e_1), …, f(e_n)
    combined = sum(t * image for t, image in zip(x, images, strict=True))
    tolerance = 2 * A.shape[1] * EPS * np.linalg.norm(A) * np.linalg.norm(x)
    np.testing.assert_allclose(A @ x, combined, rtol=0, atol=tolerance)
    np.testing.assert_array_equal(matrix_of(lambda x: A @ x, A.shape[1]), np.column_stack(images))


@SETTINGS
@given(matrices())
def test_eq_functions_svd(A):
    turn_in, stretch, turn_out = stages(A)
    size = 32 * max(A.shape) * EPS
    np.testing.assert_allclose(turn_out @ stretch @ turn_in, A, rtol=0, atol=size * np.linalg.norm(A, 2))
    for turn in (turn_in, turn_out):
        np.testing.assert_allclose(turn @ turn.T, np.eye(len(turn)), rtol=0, atol=size)
    sigma = stretch.diagonal()
    assert (sigma >= 0).all() and (np.diff(sigma) <= 0).all()


@SETTINGS
@given(matrices(), st.data())
def test_eq_functions_amplify(A, data):
    x = data.draw(arrays(float, A.shape[1], elements=ENTRIES))
    largest = stages(A)[1][0, 0]
    room = 1 + 32 * max(A.shape) * EPS
    assert np.linalg.norm(A @ x) <= room * largest * np.linalg.norm(x) + np.finfo(float).tiny
