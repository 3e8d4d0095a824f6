"""Maps of the plane, the directions they keep, the axes that stay perpendicular."""

import numpy as np
import pytest

from linalg_book.area import determinant_2x2
from linalg_book.plotting import Picture
from linalg_book.plotting.transformations import plot_collapse, plot_gallery, plot_map, plot_units
from linalg_book.transformations import (
    eigen_directions,
    gallery,
    projection,
    reflection,
    rotation,
    shear,
    singular_axes,
)

EPS = np.finfo(float).eps


def test_rotation_zero_is_the_identity():
    np.testing.assert_array_equal(rotation(0), np.eye(2))


def test_rotation_is_counterclockwise():
    np.testing.assert_allclose(rotation(np.pi / 2) @ [1, 0], [0, 1], rtol=0, atol=EPS)


def test_rotation_keeps_lengths_and_area(rng):
    for angle in rng.uniform(-10, 10, 50):
        R = rotation(angle)
        np.testing.assert_allclose(R.T @ R, np.eye(2), rtol=0, atol=4 * EPS)
        np.testing.assert_allclose(determinant_2x2(R), 1, rtol=4 * EPS)


def test_rotation_with_rounded_entries_stretches():
    rounded = rotation(np.pi / 4).round(2)
    np.testing.assert_allclose(determinant_2x2(rounded), 1.0082, rtol=4 * EPS)
    np.testing.assert_allclose(singular_axes(rounded)[0], np.sqrt(1.0082), rtol=4 * EPS)
    np.testing.assert_allclose(np.linalg.matrix_power(rounded, 8), 1.0082**4 * np.eye(2), rtol=32 * EPS, atol=32 * EPS)


@pytest.mark.parametrize("make", [rotation, shear])
def test_rotation_and_shear_refuse_what_is_not_one_number(make):
    with pytest.raises(ValueError, match=r"must be a single number, got shape \(2,\)"):
        make([1, 2])
    with pytest.raises(ValueError, match=r"must be a single number, got shape \(1,\)"):
        make([1])
    with pytest.raises(ValueError, match="must be finite"):
        make(np.inf)
    with pytest.raises(TypeError, match="must be real"):
        make(1j)


def test_reflection_across_the_y_axis_is_exact():
    np.testing.assert_array_equal(reflection([0, 1]), [[-1, 0], [0, 1]])


def test_reflection_twice_is_nothing(rng):
    for u in rng.normal(size=(50, 2)):
        np.testing.assert_allclose(reflection(u) @ reflection(u), np.eye(2), rtol=0, atol=16 * EPS)


def test_reflection_keeps_its_line_and_reverses_across_it(rng):
    for u in rng.normal(size=(50, 2)):
        across = np.array([-u[1], u[0]])
        np.testing.assert_allclose(reflection(u) @ u, u, rtol=0, atol=16 * EPS * np.linalg.norm(u))
        np.testing.assert_allclose(reflection(u) @ across, -across, rtol=0, atol=16 * EPS * np.linalg.norm(u))


def test_reflection_does_not_depend_on_the_length(rng):
    u = rng.normal(size=2)
    np.testing.assert_allclose(reflection(1e-200 * u), reflection(1e200 * u), rtol=0, atol=8 * EPS)


def test_shear_keeps_area_and_heights():
    assert determinant_2x2(shear(0.5)) == 1.0
    np.testing.assert_array_equal(shear(0.5) @ [[0, 1], [1, 1]], [[0.5, 1.5], [1, 1]])


def test_projection_onto_the_x_axis_is_exact():
    np.testing.assert_array_equal(projection([3, 0]), [[1, 0], [0, 0]])


def test_projection_along_a_negative_axis_is_exact():
    np.testing.assert_array_equal(projection([-2, 0]), [[1, 0], [0, 0]])
    np.testing.assert_array_equal(projection([0, -2]), [[0, 0], [0, 1]])


def test_projection_twice_is_once(rng):
    for u in rng.normal(size=(50, 2)):
        P = projection(u)
        np.testing.assert_allclose(P @ P, P, rtol=0, atol=8 * EPS)
        np.testing.assert_array_equal(P, P.T)
        assert np.linalg.matrix_rank(P) == 1


@pytest.mark.parametrize("make", [projection, reflection])
def test_projection_and_reflection_refuse_what_is_no_direction(make):
    with pytest.raises(ValueError, match="direction must not be the zero vector"):
        make([0, 0])
    with pytest.raises(ValueError, match=r"direction must have 2 entries, got shape \(3,\)"):
        make([1, 2, 3])
    with pytest.raises(ValueError, match="direction must be finite"):
        make([np.nan, 1])
    with pytest.raises(TypeError, match="direction must be real"):
        make([1j, 1])


def test_projection_leaves_its_input_alone():
    u = np.array([3.0, 4.0])
    projection(u)
    np.testing.assert_array_equal(u, [3, 4])


def test_gallery_is_in_the_order_of_the_chapter():
    first = ["identity", "scaling", "rotation", "reflection", "shear"]
    assert list(gallery()) == [*first, "projection", "zero map"]


def test_gallery_holds_the_matrices_of_the_chapter():
    maps = gallery()
    np.testing.assert_array_equal(maps["scaling"], [[2, 0], [0, 3]])
    np.testing.assert_array_equal(maps["reflection"], [[-1, 0], [0, 1]])
    np.testing.assert_array_equal(maps["shear"], [[1, 0.5], [0, 1]])
    np.testing.assert_array_equal(maps["projection"], [[1, 0], [0, 0]])
    np.testing.assert_allclose(maps["rotation"], np.array([[1, -1], [1, 1]]) / np.sqrt(2), rtol=2 * EPS)


def test_gallery_determinants_and_ranks():
    maps = gallery().values()
    determinants = [determinant_2x2(A) for A in maps]
    np.testing.assert_allclose(determinants, [1, 6, 1, -1, 1, 0, 0], rtol=0, atol=4 * EPS)
    assert [int(np.linalg.matrix_rank(A)) for A in maps] == [2, 2, 2, 2, 2, 1, 0]


def test_gallery_gives_fresh_matrices():
    gallery()["identity"][:] = 7
    np.testing.assert_array_equal(gallery()["identity"], np.eye(2))


def _kept(A):
    values, directions = eigen_directions(A)
    assert directions.shape == (2, values.size)
    A = np.asarray(A, dtype=float)
    tolerance = 8 * EPS * 2 * np.abs(A).max()
    if values.size == 1:  # a double eigenvalue moves with the square root of the rounding errors
        tolerance = np.sqrt(EPS) * 2 * np.abs(A).max()
    np.testing.assert_allclose(A @ directions, values * directions, rtol=0, atol=tolerance)
    np.testing.assert_allclose(np.linalg.norm(directions, axis=0), 1, rtol=4 * EPS)
    assert all(x > 0 or (x == 0 and y > 0) for x, y in directions.T)
    return values


def test_eigen_directions_keeps_them(rng):
    for A in rng.normal(size=(500, 2, 2)):
        _kept(A)


def test_eigen_directions_agrees_with_numpy(rng):
    for A in rng.normal(size=(500, 2, 2)):
        theirs = np.linalg.eigvals(A)
        ours = eigen_directions(A)[0]
        assert ours.size == (0 if theirs.imag.any() else 2)
        if ours.size:  # eigenvalues at a distance d move by up to |A|^2 / d times the relative error
            gap = ours[0] - ours[1]
            norm = np.linalg.norm(A)
            tolerance = 16 * EPS * norm * max(1, norm / gap)
            np.testing.assert_allclose(ours, np.sort(theirs.real)[::-1], rtol=0, atol=tolerance)


def test_eigen_directions_shear_keeps_one():
    values, directions = eigen_directions(shear(0.5))
    np.testing.assert_array_equal(values, [1])
    np.testing.assert_array_equal(directions, [[1], [0]])


def test_eigen_directions_have_no_negative_zeros():
    assert not np.signbit(eigen_directions([[-1, -1], [0, -1]])[1]).any()


def test_eigen_directions_rotation_keeps_none():
    values, directions = eigen_directions(rotation(np.pi / 4))
    assert values.shape == (0,)
    assert directions.shape == (2, 0)


@pytest.mark.parametrize("factor", [0.0, 1.0, -3.0])
def test_eigen_directions_multiple_of_the_identity_keeps_all(factor):
    values, directions = eigen_directions(factor * np.eye(2))
    np.testing.assert_array_equal(values, [factor, factor])
    np.testing.assert_array_equal(directions, np.eye(2))


def test_eigen_directions_discriminant_zero_to_rounding_counts_as_zero():
    values, directions = eigen_directions([[0.3, 0.9], [-0.1, -0.3]])  # 0.3 * 0.3 - 0.9 * 0.1 is -1.4e-17 in floats
    np.testing.assert_array_equal(values, [0])
    np.testing.assert_allclose(directions, np.array([[3], [-1]]) / np.sqrt(10), rtol=4 * EPS)


def test_eigen_directions_turned_shear_has_the_eigenvalue_of_the_shear(rng):
    for angle in rng.uniform(0, np.pi, 50):
        R = rotation(angle)
        A = R @ shear(0.5) @ R.T
        values = _kept(A)
        np.testing.assert_allclose(values, 1, rtol=0, atol=np.sqrt(16 * EPS))


@pytest.mark.parametrize("A", [[[1e-200, 0], [0, 1]], [[0, 1e-160], [1e-160, 0]], [[1e200, 1e200], [0, 2e200]]])
def test_eigen_directions_extreme_entries(A):
    assert _kept(A).size == 2


def test_eigen_directions_of_a_turn_between_extremes_are_none():
    assert eigen_directions([[0, -1e200], [1e-200, 0]])[0].size == 0


@pytest.mark.parametrize(
    ("A", "values", "directions"),
    [
        ([[0, 1e200], [1e-200, 0]], [1, -1], [[1, 1], [1e-200, -1e-200]]),
        ([[1e-10, 1e300], [0, 0]], [1e-10, 0], [[1, 1], [0, -1e-310]]),
        ([[1e308, 1e-308], [0, -1e308]], [1e308, -1e308], [[1, 0], [0, 1]]),
        ([[1e200, 1e-200], [1e-200, 1e200]], [1e200, 1e200], [[0.5**0.5, 0.5**0.5], [0.5**0.5, -(0.5**0.5)]]),
    ],
)
def test_eigen_directions_between_extremes(A, values, directions):
    found = eigen_directions(A)
    np.testing.assert_allclose(found[0], values, rtol=4 * EPS)
    np.testing.assert_allclose(found[1], directions, rtol=8 * EPS, atol=1e-315)


@pytest.mark.parametrize("find", [eigen_directions, singular_axes])
def test_eigen_directions_and_singular_axes_refuse_values_that_overflow(find):
    with pytest.raises(OverflowError, match=r"the (eigen|singular )values overflow float64 at index 0"):
        find(1.7e308 * np.ones((2, 2)))


def test_singular_axes_extreme_entries():
    for factor in (1e-200, 1e200):
        values, axes = singular_axes(factor * np.array([[1.0, 2.0], [2.0, 4.0]]))
        np.testing.assert_allclose(values, [5 * factor, 0], rtol=4 * EPS, atol=8 * EPS * factor)
        np.testing.assert_allclose(axes[:, 0], np.array([1, 2]) / np.sqrt(5), rtol=4 * EPS)


def test_singular_axes_agrees_with_numpy(rng):
    for A in rng.normal(size=(500, 2, 2)):
        values = np.linalg.svd(A, compute_uv=False)
        np.testing.assert_allclose(singular_axes(A)[0], values, rtol=0, atol=8 * EPS * values[0])


def test_singular_axes_stay_perpendicular(rng):
    for A in rng.normal(size=(500, 2, 2)):
        values, axes = singular_axes(A)
        np.testing.assert_allclose(axes.T @ axes, np.eye(2), rtol=0, atol=4 * EPS)
        images = A @ axes
        assert abs(images[:, 0] @ images[:, 1]) <= 16 * EPS * values[0] ** 2
        np.testing.assert_allclose(np.linalg.norm(images, axis=0), values, rtol=0, atol=16 * EPS * values[0])


@pytest.mark.parametrize("A", [rotation(0.3), reflection([1, 2]), 5 * rotation(1), np.zeros((2, 2))])
def test_singular_axes_even_maps_have_no_axes_of_their_own(A):
    values, axes = singular_axes(A)
    np.testing.assert_array_equal(axes, np.eye(2))
    np.testing.assert_allclose(values, np.linalg.norm(A[:, 0]), rtol=8 * EPS)


def test_singular_axes_singular_map_has_a_zero():
    values, axes = singular_axes([[1, 2], [2, 4]])
    np.testing.assert_array_equal(values, [5, 0])
    np.testing.assert_allclose(axes[:, 0], np.array([1, 2]) / np.sqrt(5), rtol=4 * EPS)


@pytest.mark.parametrize("find", [eigen_directions, singular_axes])
def test_eigen_directions_and_singular_axes_refuse_other_matrices(find):
    with pytest.raises(ValueError, match=r"A must be 2 by 2, got shape \(3, 3\)"):
        find(np.eye(3))
    with pytest.raises(ValueError, match="A must be finite"):
        find([[np.inf, 0], [0, 1]])
    with pytest.raises(TypeError, match="A must be real"):
        find([[1j, 0], [0, 1]])


@pytest.mark.parametrize("find", [eigen_directions, singular_axes])
def test_eigen_directions_and_singular_axes_leave_their_input_alone(find):
    A = np.array([[1.0, 2.0], [3.0, 4.0]])
    find(A)
    np.testing.assert_array_equal(A, [[1, 2], [3, 4]])


def test_plot_gallery_names_all_seven():
    picture = plot_gallery(gallery())
    assert isinstance(picture, Picture)
    titles = [ax.get_title().split(",")[0] for ax in picture.figure.axes]
    assert titles == [*gallery(), ""]
    assert "zero map, determinant 0: a point" in picture.alt
    assert "projection, determinant 0: a segment" in picture.alt


def test_plot_map_says_what_is_kept():
    assert "stretched by 2 and 1" in plot_map([[1.5, 1], [0.25, 1.5]]).alt
    assert "Dashed" not in plot_map(rotation(1)).alt


def test_plot_collapse_draws_the_kernel_lines_on_one_point_each():
    picture = plot_collapse([[1, 2], [2, 4]], [2, -1])
    before, after = picture.figure.axes
    lines = [np.array(line.get_data()) for line in before.lines if line.get_marker() in "so^"]
    points = [np.ravel(line.get_data()) for line in after.lines if line.get_marker() in "so^"]
    for line, point in zip(lines, points, strict=True):
        images = np.array([[1, 2], [2, 4]]) @ line
        np.testing.assert_allclose(images, np.outer(point, np.ones(5)), rtol=0, atol=64 * EPS)
    assert "one point" in picture.alt


def test_plot_units_counts_the_active_samples(rng):
    z = np.array([-3.0, -2.0, 1.0])
    assert "1 samples lie right of it" in plot_units(np.ones((3, 2)), z).alt


@pytest.mark.parametrize("e", [1e-8, 1e-12, 3e-16, 1e-17, 1e-20, 1e-170, 1e-300])
def test_eigen_directions_of_a_symmetric_matrix_are_perpendicular_however_near_its_values(e):
    _, directions = eigen_directions([[1, e], [e, 1]])
    np.testing.assert_allclose(directions.T @ directions, np.eye(2), rtol=0, atol=4 * EPS)
