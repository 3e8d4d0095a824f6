"""The determinant of a 2 by 2 matrix and the area of a polygon."""

import numpy as np
import pytest

from linalg_book.area import LETTER_F, UNIT_SQUARE, determinant_2x2, polygon_area
from linalg_book.plotting import Picture
from linalg_book.plotting.area import plot_cutting, plot_mirror

EPS = np.finfo(float).eps


@pytest.mark.parametrize("shape", [UNIT_SQUARE, LETTER_F])
def test_shapes_cannot_be_written_to(shape):
    with pytest.raises(ValueError, match="read-only"):
        shape[0, 0] = 7


def test_letter_f_lies_inside_the_unit_square():
    assert ((LETTER_F > 0) & (LETTER_F < 1)).all()


def test_letter_f_is_its_own_size():
    stem, middle, top = 0.15 * 0.70, 0.20 * 0.15, 0.35 * 0.15
    np.testing.assert_allclose(polygon_area(LETTER_F), stem + middle + top, rtol=8 * EPS)


def test_determinant_2x2_identity():
    assert determinant_2x2(np.eye(2)) == 1.0


@pytest.mark.parametrize(("A", "det"), [([[2, 0], [0, 3]], 6.0), ([[1, 0.5], [1, 1]], 0.5), ([[1, 2], [2, 4]], 0.0)])
def test_determinant_2x2_examples_of_the_chapter(A, det):
    assert determinant_2x2(A) == det


def test_determinant_2x2_agrees_with_numpy(rng):
    for A in rng.normal(size=(100, 2, 2)):
        np.testing.assert_allclose(determinant_2x2(A), np.linalg.det(A), rtol=0, atol=8 * EPS * np.linalg.norm(A) ** 2)


def test_determinant_2x2_swapping_columns_changes_the_sign(rng):
    A = rng.integers(-9, 10, size=(2, 2))
    assert determinant_2x2(A[:, ::-1]) == -determinant_2x2(A)


def test_determinant_2x2_sliding_a_column_along_the_other_keeps_it():
    A, t = np.array([[3, 1], [1, 2]]), 5
    assert determinant_2x2(A + [[0, t * A[0, 0]], [0, t * A[1, 0]]]) == determinant_2x2(A)


def test_determinant_2x2_returns_a_python_float():
    assert type(determinant_2x2([[1, 2], [3, 4]])) is float


@pytest.mark.parametrize("A", [np.eye(3), np.ones((2, 3)), np.ones((1, 1)), np.empty((0, 0))])
def test_determinant_2x2_refuses_other_shapes(A):
    with pytest.raises(ValueError, match=r"A must be 2 by 2, got shape \("):
        determinant_2x2(A)


@pytest.mark.parametrize("A", [1e200 * np.eye(2), 1e154 * np.array([[1, -1], [1, 1]])])
def test_determinant_2x2_refuses_products_that_overflow(A):
    with pytest.raises(OverflowError, match="the products of A's entries overflow float64"):
        determinant_2x2(A)


def test_determinant_2x2_is_the_nearest_float_however_large_or_small_its_products():
    assert determinant_2x2(1e200 * np.ones((2, 2))) == 0.0
    assert determinant_2x2([[2.0**700, 2.0**-1000], [2.0**1001, 2.0**-700]]) == -1.0
    assert determinant_2x2([[1 + EPS, 1], [1, 1 - EPS / 2]]) == EPS / 2 * (1 - EPS)  # products are 1 in float64
    assert determinant_2x2([[2e-162, 0], [0, 1e-162]]) == 0.0 < determinant_2x2([[4e-162, 0], [0, 1e-162]])


def test_determinant_2x2_refuses_nan():
    with pytest.raises(ValueError, match="A must be finite"):
        determinant_2x2([[np.nan, 0], [0, 1]])


def test_determinant_2x2_refuses_complex():
    with pytest.raises(TypeError, match="A must be real"):
        determinant_2x2([[1j, 0], [0, 1]])


def test_polygon_area_square():
    assert polygon_area(UNIT_SQUARE) == 1.0


def test_polygon_area_backwards_is_negative():
    assert polygon_area(UNIT_SQUARE[:, ::-1]) == -1.0


def test_polygon_area_does_not_depend_on_the_first_corner(rng):
    points = rng.integers(-9, 10, size=(2, 7))
    assert polygon_area(np.roll(points, 3, axis=1)) == polygon_area(points)


def test_polygon_area_does_not_depend_on_the_place(rng):
    points = rng.integers(-9, 10, size=(2, 7))
    assert polygon_area(points + [[20], [-30]]) == polygon_area(points)


@pytest.mark.parametrize("shift", [1e9, -1e12, 2.0**52])
def test_polygon_area_far_from_the_origin_is_exact(shift):
    assert polygon_area(UNIT_SQUARE + shift) == 1.0


def test_polygon_area_regular_polygon_has_the_area_of_its_triangles():
    n = 12
    turn = 2 * np.pi * np.arange(n) / n
    area_of_triangle = np.sin(2 * np.pi / n) / 2
    np.testing.assert_allclose(polygon_area([np.cos(turn), np.sin(turn)]), n * area_of_triangle, rtol=4 * n * EPS)


def test_polygon_area_bow_tie_is_zero():
    assert polygon_area(UNIT_SQUARE[:, [0, 2, 1, 3]] + [[2], [3]]) == 0.0


def test_polygon_area_leaves_its_input_alone():
    points = UNIT_SQUARE + 1
    polygon_area(points)
    np.testing.assert_array_equal(points, UNIT_SQUARE + 1)


@pytest.mark.parametrize("points", [np.ones((2, 2)), np.ones((3, 4)), np.empty((2, 0))])
def test_polygon_area_refuses_what_is_no_polygon(points):
    with pytest.raises(ValueError, match=r"points must have shape \(2, n\) with n >= 3, got shape"):
        polygon_area(points)


@pytest.mark.parametrize("size", [1e200, 1.7e308])
def test_polygon_area_refuses_products_that_overflow(size):
    with pytest.raises(OverflowError, match="the products of the corners overflow float64"):
        polygon_area([[-size, size, size], [-size, -size, size]])


@pytest.mark.parametrize("scales", [(1e300, 1e-300), (1.7e308, 5e-324), (2.0**-600, 2.0**600)])
def test_polygon_area_fits_where_one_coordinate_is_huge_and_the_other_tiny(scales):
    points = np.array([[-1, 1, 1, -1], [-1, -1, 1, 1]]) * np.reshape(scales, (2, 1))
    np.testing.assert_allclose(polygon_area(points), 4 * (scales[0] * scales[1]), rtol=4 * EPS)


def test_polygon_area_refuses_text():
    with pytest.raises(TypeError, match="points must hold numbers"):
        polygon_area([["a", "b", "c"], ["d", "e", "f"]])


def test_plot_cutting_says_the_pieces():
    picture = plot_cutting([[3, 1], [1, 2]])
    assert isinstance(picture, Picture)
    assert "4 wide and 3 high" in picture.alt
    assert {t.get_text() for t in picture.figure.axes[0].texts} >= {"bc", "ac/2", "bd/2", "ad − bc"}


def test_plot_mirror_tells_a_mirror_from_a_turn():
    picture = plot_mirror({"turn": [[0, -1], [1, 0]], "flip": [[-1, 0], [0, 1]]})
    assert "turn: from e₁ to e₂ it goes counterclockwise" in picture.alt
    assert "flip: from e₁ to e₂ it goes clockwise, the F is mirrored" in picture.alt
    assert [ax.get_title() for ax in picture.figure.axes] == ["turn, det +1", "flip, det −1"]
