"""The equations of chapter transformations, on maps of many kinds."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from linalg_book.area import determinant_2x2
from linalg_book.transformations import rotation, singular_axes

EPS = np.finfo(float).eps
checked = settings(deadline=None, max_examples=50, derandomize=True)
angles = st.floats(-100, 100)
entries = st.floats(-1e6, 1e6, allow_subnormal=False) | st.integers(-3, 3).map(float)
vectors = st.tuples(entries, entries).map(np.array)


@st.composite
def plane_maps(draw):
    """Any 2 by 2 matrix; one of rank 1 or 0; one with nearly parallel columns; a rotation or reflection, scaled."""
    first, second = draw(vectors), draw(vectors)
    kind = draw(st.sampled_from(["any", "singular", "near", "even"]))
    if kind == "even":
        second = draw(st.sampled_from([-1, 1])) * np.array([-first[1], first[0]])
    elif kind != "any":
        second = draw(st.integers(-3, 3)) * first + (1e-9 * second if kind == "near" else 0)
    return np.column_stack([first, second])


@checked
@given(angles, angles)
def test_eq_transformations_compose(alpha, beta):
    tolerance = 4 * EPS * (1 + abs(alpha) + abs(beta))  # the sum of the angles is rounded
    np.testing.assert_allclose(rotation(alpha) @ rotation(beta), rotation(alpha + beta), rtol=0, atol=tolerance)
    np.testing.assert_allclose(rotation(beta) @ rotation(alpha), rotation(alpha + beta), rtol=0, atol=tolerance)


@checked
@given(plane_maps())
def test_eq_transformations_axes(A):
    values, axes = singular_axes(A)
    images = A @ axes
    norm = np.linalg.norm(A)
    assert abs(images[:, 0] @ images[:, 1]) <= 32 * EPS * norm**2
    np.testing.assert_allclose(np.linalg.norm(images, axis=0), values, rtol=0, atol=32 * EPS * norm)
    assert values[0] >= values[1] >= 0
    np.testing.assert_allclose(values.prod(), abs(determinant_2x2(A)), rtol=0, atol=32 * EPS * norm**2)


@checked
@given(plane_maps())
def test_eq_transformations_kernel(A):
    (a, b), (c, d) = A
    det, tolerance = determinant_2x2(A), 8 * EPS * np.linalg.norm(A) ** 2
    np.testing.assert_allclose(A @ [d, -c], [det, 0], rtol=0, atol=tolerance)
    np.testing.assert_allclose(A @ [-b, a], [0, det], rtol=0, atol=tolerance)
