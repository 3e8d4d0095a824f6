"""The equations of chapter area, on matrices and polygons of many kinds."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from linalg_book.area import UNIT_SQUARE, determinant_2x2, polygon_area

EPS = np.finfo(float).eps
checked = settings(deadline=None, max_examples=50, derandomize=True)
entries = st.floats(-1e6, 1e6, allow_subnormal=False) | st.integers(-3, 3).map(float)
vectors = st.tuples(entries, entries).map(np.array)


@st.composite
def plane_maps(draw):
    """Any 2 by 2 matrix; one of rank 1 or 0; one whose columns are nearly parallel."""
    first, second = draw(vectors), draw(vectors)
    kind = draw(st.sampled_from(["any", "singular", "near"]))
    if kind != "any":
        second = draw(st.integers(-3, 3)) * first + (1e-9 * second if kind == "near" else 0)
    return np.column_stack([first, second])


polygons = st.lists(vectors, min_size=3, max_size=9).map(np.column_stack)


@checked
@given(plane_maps(), vectors)
def test_eq_area_columns(A, x):
    combined = x[0] * (A @ [1, 0]) + x[1] * (A @ [0, 1])
    tolerance = 4 * EPS * np.linalg.norm(A) * np.linalg.norm(x)
    np.testing.assert_allclose(A @ x, combined, rtol=0, atol=tolerance)


@checked
@given(plane_maps())
def test_eq_area_det(A):
    tolerance = 8 * EPS * np.linalg.norm(A) ** 2
    np.testing.assert_allclose(polygon_area(A @ UNIT_SQUARE), determinant_2x2(A), rtol=0, atol=tolerance)


@checked
@given(plane_maps(), plane_maps())
def test_eq_area_product(A, B):
    tolerance = 16 * EPS * np.linalg.norm(A) ** 2 * np.linalg.norm(B) ** 2
    np.testing.assert_allclose(determinant_2x2(A @ B), determinant_2x2(A) * determinant_2x2(B), rtol=0, atol=tolerance)


@checked
@given(plane_maps(), polygons)
def test_eq_area_polygon(A, P):
    tolerance = 8 * P.shape[1] * EPS * np.linalg.norm(A) ** 2 * np.linalg.norm(P) ** 2
    np.testing.assert_allclose(polygon_area(A @ P), determinant_2x2(A) * polygon_area(P), rtol=0, atol=tolerance)
