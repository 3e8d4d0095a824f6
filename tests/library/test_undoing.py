"""The 2 by 2 inverse, the blurs with and without one, and the regularized solution."""

from fractions import Fraction

import numpy as np
import pytest
import scipy.linalg
import scipy.ndimage

from linalg_book.plotting import Picture
from linalg_book.plotting.undoing import plot_deblurring, plot_squash
from linalg_book.undoing import blur_matrix, gaussian_kernel, inverse_2x2, tikhonov

EPS = np.finfo(float).eps
LinAlgError = np.linalg.LinAlgError


def exact_inverse(A):
    """The inverse of a 2 by 2 matrix in fractions, and by how many eps the formula may miss it, relatively."""
    (a, b), (c, d) = [[Fraction(x) for x in row] for row in np.asarray(A, dtype=float).tolist()]
    determinant = a * d - b * c
    # two products and a difference, each rounded, then a division: 1.5 eps of both products, and a little
    return np.array([[d, -b], [-c, a]]) / determinant, 4 * (1 + float((abs(a * d) + abs(b * c)) / abs(determinant)))


def test_inverse_2x2_example_of_the_chapter():
    np.testing.assert_allclose(inverse_2x2([[4, 7], [2, 6]]), [[0.6, -0.7], [-0.2, 0.4]], rtol=2 * EPS)


@pytest.mark.parametrize(
    "A",
    [
        [[4, 7], [2, 6]],
        [[0, 1], [1, 0]],  # zero pivot
        [[0, 2], [3, 5]],
        [[1, 2], [2, 4.0000001]],
        [[1, 1], [1, 1 + EPS]],
        [[1e150, 1], [1, 1e-140]],
        [[1e-200, 0], [0, 1e-200]],
        [[1e200, 3e200], [-2e200, 1e200]],
        [[1e-200, 2e-200], [1e200, 1e200]],
        [[0.1, 0.7], [0.3, 2.1]],  # singular on paper, not as stored
        [[1 + EPS, 1], [1, 1 - EPS / 2]],  # with products that round to the same number
        [[1e300, 1e-3], [1e300, 1e-3 * (1 + 4 * EPS)]],
    ],
)
def test_inverse_2x2_agrees_with_exact_arithmetic(A):
    expected, slack = exact_inverse(A)
    found = inverse_2x2(A)
    for x, y in zip(found.ravel().tolist(), expected.ravel(), strict=True):
        assert abs(Fraction(x) - y) <= slack * EPS * abs(y)


def test_inverse_2x2_agrees_with_numpy(rng):
    for A in rng.standard_normal((200, 2, 2)):
        tolerance = 8 * EPS * np.linalg.cond(A) * np.linalg.norm(np.linalg.inv(A))
        np.testing.assert_allclose(inverse_2x2(A), np.linalg.inv(A), rtol=0, atol=tolerance)


def test_inverse_2x2_of_the_identity_has_no_negative_zeros():
    np.testing.assert_array_equal(np.signbit(inverse_2x2(np.eye(2))), False)


def test_inverse_2x2_keeps_zeros_of_a_triangle():
    np.testing.assert_array_equal(inverse_2x2([[2, 1], [0, 4]]), [[0.5, -0.125], [0, 0.25]])


def test_inverse_2x2_complex():
    np.testing.assert_array_equal(inverse_2x2([[1j, 0], [0, 2]]), [[-1j, 0], [0, 0.5]])


@pytest.mark.parametrize(
    "A",
    [[[1, 2], [2, 4]], [[0, 0], [0, 0]], [[0, 1], [0, 5]], [[1, 0], [3, 0]], [[3, 1], [6, 2]], [[1e-200, 0], [1, 0]]],
)
def test_inverse_2x2_refuses_singular_matrices(A):
    with pytest.raises(LinAlgError, match="A has no inverse, its determinant is zero: "):
        inverse_2x2(A)


def test_inverse_2x2_refuses_every_real_matrix_that_is_singular_as_stored(rng):
    for _ in range(200):
        column = rng.integers(-9999, 10000, size=(2, 1)) / 4096
        with pytest.raises(LinAlgError, match="its determinant is zero"):
            inverse_2x2(column @ rng.integers(-9999, 10000, size=(1, 2)))


@pytest.mark.parametrize(
    "A",
    [
        [[1e-310, 0], [0, 1]],
        [[1e-160, 0], [1, 1e-160]],
    ],
)
def test_inverse_2x2_refuses_an_inverse_that_overflows(A):
    with pytest.raises(OverflowError, match=r"entries of the inverse of A overflow float64 at index \("):
        inverse_2x2(A)


def test_inverse_2x2_refuses_every_complex_matrix_that_is_singular_as_stored(rng):
    for _ in range(200):
        parts = rng.integers(-9999, 10000, size=(2, 2, 2)) / 4096
        column, row = parts[0] + 1j * parts[1]
        with pytest.raises(LinAlgError, match="its determinant is zero"):
            inverse_2x2(np.outer(column, row))


@pytest.mark.parametrize(
    ("A", "message"), [(np.eye(3), "2 by 2, got shape"), (np.ones((2, 3)), "square"), ([1], "matrix")]
)
def test_inverse_2x2_refuses_other_shapes(A, message):
    with pytest.raises(ValueError, match=f"A must be .*{message}"):
        inverse_2x2(A)


def test_inverse_2x2_refuses_nan_and_words():
    with pytest.raises(ValueError, match="A must be finite"):
        inverse_2x2([[1, np.nan], [0, 1]])
    with pytest.raises(TypeError, match="A must hold numbers"):
        inverse_2x2([["a", "b"], ["c", "d"]])


def test_inverse_2x2_leaves_its_input_alone():
    A = np.array([[4.0, 7.0], [2.0, 6.0]])
    inverse_2x2(A)
    np.testing.assert_array_equal(A, [[4, 7], [2, 6]])


def test_blur_matrix_is_circulant(rng):
    kernel = rng.standard_normal(5)
    column = np.concatenate([kernel[2::-1], np.zeros(4), kernel[:2:-1]])
    np.testing.assert_array_equal(blur_matrix(9, kernel), scipy.linalg.circulant(column))


def test_blur_matrix_agrees_with_scipy(rng):
    x, kernel = rng.standard_normal(12), rng.standard_normal(5)
    expected = scipy.ndimage.correlate1d(x, kernel, mode="wrap")
    np.testing.assert_allclose(blur_matrix(12, kernel) @ x, expected, rtol=0, atol=10 * EPS * np.abs(kernel).sum() * 4)


def test_blur_matrix_adds_up_what_goes_around():
    np.testing.assert_array_equal(blur_matrix(2, [1, 2, 4]), [[2, 5], [5, 2]])
    np.testing.assert_array_equal(blur_matrix(1, [1, 2, 4]), [[7]])


@pytest.mark.parametrize(("n", "rank"), [(3, 1), (8, 8), (9, 7), (10, 10), (12, 10)])
def test_box_blur_loses_two_dimensions_when_three_divides_n(n, rank):
    assert np.linalg.matrix_rank(blur_matrix(n, np.full(3, 1 / 3))) == rank


@pytest.mark.parametrize("n", range(3, 13))
def test_binomial_blur_loses_one_dimension_when_n_is_even(n):
    assert np.linalg.matrix_rank(blur_matrix(n, [0.25, 0.5, 0.25])) == n - (n % 2 == 0)


def test_gaussian_blur_of_the_chapter_is_invertible_and_ill_conditioned():
    assert f"{np.linalg.cond(blur_matrix(64, gaussian_kernel(2))):.1e}" == "3.9e+05"


@pytest.mark.parametrize(("n", "kernel", "message"), [(0, [1], "n must be at least 1"), (3, [1, 1], "odd number of")])
def test_blur_matrix_refuses(n, kernel, message):
    with pytest.raises(ValueError, match=message):
        blur_matrix(n, kernel)


def test_blur_matrix_refuses_an_empty_kernel():
    with pytest.raises(ValueError, match="odd number of weights, one of them in the middle, got 0"):
        blur_matrix(3, [])


@pytest.mark.parametrize("sigma", [0.1, 0.5, 0.9, 1, 2, 3.3])
def test_gaussian_kernel_agrees_with_scipy(sigma):
    impulse = np.zeros(101)
    impulse[50] = 1
    kernel = gaussian_kernel(sigma)
    radius = len(kernel) // 2
    expected = scipy.ndimage.gaussian_filter1d(impulse, sigma)
    np.testing.assert_allclose(kernel, expected[50 - radius : 51 + radius], rtol=0, atol=4 * EPS)
    assert expected[: 50 - radius].max() == 0


def test_gaussian_kernel_is_symmetric_and_sums_to_one():
    kernel = gaussian_kernel(2)
    np.testing.assert_array_equal(kernel, kernel[::-1])
    assert abs(kernel.sum() - 1) <= len(kernel) * EPS


@pytest.mark.parametrize("sigma", [0, -1])
def test_gaussian_kernel_refuses_a_sigma_that_is_not_positive(sigma):
    with pytest.raises(ValueError, match="sigma must be positive, got"):
        gaussian_kernel(sigma)


def test_gaussian_kernel_refuses_nan_and_lists():
    with pytest.raises(ValueError, match="sigma must be finite"):
        gaussian_kernel(np.nan)
    with pytest.raises(ValueError, match="sigma must be a single number"):
        gaussian_kernel([1, 2])


@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (6, 2), (2, 6), (3, 0), (0, 3)])
@pytest.mark.parametrize("strength", [1e-3, 1.0, 100.0])
def test_tikhonov_solves_its_normal_equations(rng, shape, strength):
    A, b = rng.standard_normal(shape), rng.standard_normal(shape[0])
    x = tikhonov(A, b, strength=strength)
    stacked = np.linalg.norm(A) + np.sqrt(strength * shape[1])  # no less than the norm of A over sqrt(strength) * I
    size = stacked * (stacked * np.linalg.norm(x) + np.linalg.norm(b))
    residual = A.T @ (A @ x - b) + strength * x
    assert np.linalg.norm(residual) <= 10 * sum(shape) * EPS * size
    assert x.shape == (shape[1],)


def test_tikhonov_with_little_strength_is_the_shortest_least_squares_solution():
    x = tikhonov([[1, 2], [2, 4]], [5, 10], strength=1e-12)
    np.testing.assert_allclose(x, [1, 2], rtol=1e-9)  # the bias is 1e-12 / sigma**2, the rounding less


def test_tikhonov_never_forms_the_square():
    # kappa(A) is 4e7: the normal equations, with its square, lose all digits; the bias strength / sigma**2 is 4e-10
    A = np.array([[1, 1], [1, 1 + 1e-7]])
    np.testing.assert_allclose(tikhonov(A, A @ [1, 2], strength=1e-24), [1, 2], rtol=10 * EPS * np.linalg.cond(A))


@pytest.mark.parametrize(
    ("A", "b", "strength", "message"),
    [
        (np.eye(2, 3), [1, 2, 3], 1, "b must have one entry for each of the 2 rows of A"),
        (np.eye(2), [1, 2], 0, "strength must be positive, got 0"),
        (np.eye(2), [1, 2], -1, "strength must be positive, got -1"),
        (np.eye(2), [1, np.nan], 1, "b must be finite"),
        ([1, 2], [1, 2], 1, "A must be a matrix"),
    ],
)
def test_tikhonov_refuses(A, b, strength, message):
    with pytest.raises(ValueError, match=message):
        tikhonov(A, b, strength=strength)


def test_tikhonov_refuses_complex_numbers():
    with pytest.raises(TypeError, match="A must be real"):
        tikhonov([[1j]], [1], strength=1)


def test_tikhonov_leaves_its_input_alone():
    A, b = np.array([[1.0, 2.0]]), np.array([3.0])
    tikhonov(A, b, strength=1)
    np.testing.assert_array_equal(A, [[1, 2]])
    np.testing.assert_array_equal(b, [3])


@pytest.mark.parametrize("strength", [1e-300, 1e-8, 1.0, 1e8, 1e300])
@pytest.mark.parametrize("sizes", [(1e-17, 1.0), (1e-200, 1e200), (1e200, 1.0), (5e-324, 1e300), (1.0, 1e-200)])
def test_tikhonov_of_one_number_is_the_formula_at_any_strength(sizes, strength):
    s, b, r = (Fraction(x) for x in (*sizes, strength))
    expected = s * b / (s**2 + r)
    if expected >= Fraction(2) ** 1024:
        with pytest.raises(OverflowError, match="the entries of x overflow float64"):
            tikhonov([[float(s)]], [float(b)], strength=strength)
    else:
        found = tikhonov([[float(s)]], [float(b)], strength=strength)
        np.testing.assert_allclose(found, [float(expected)], rtol=4 * EPS, atol=5e-324)


def test_tikhonov_keeps_small_entries_beside_large_ones():
    x = tikhonov(np.eye(2), [1e280, 1e-300], strength=1e-20)
    np.testing.assert_allclose(x, [1e280, 1e-300], rtol=4 * EPS)


def test_plot_squash_names_the_points_that_became_one():
    S = np.array([[1, 2], [2, 4]])
    square, points = np.array([[0, 1, 1, 0], [0, 0, 1, 1]]), np.array([[2, 0, 1], [0, 1, 0]])
    picture = plot_squash(square, S @ square, points, S @ points)
    assert isinstance(picture, Picture)
    assert picture.alt.endswith("Points with one mark became one: (1, 0) at (1, 2); (2, 0) and (0, 1) at (2, 4).")


def test_plot_deblurring_says_how_far_the_inverse_swings():
    assert "swings between -70 and 90" in plot_deblurring([0, 1, 0], [0.2, 0.5, 0.3], [-70, 90, -60], [0, 0.8, 0.1]).alt
