"""The commutator and the transpose."""

import numpy as np
import pytest

from linalg_book.order import commutator, transpose
from linalg_book.plotting import Picture
from linalg_book.plotting.order import plot_orders, plot_transpose

EPS = np.finfo(float).eps
TURN = np.array([[0, -1], [1, 0]])
STRETCH = np.array([[2, 0], [0, 1]])
SHAPES = [(1, 1), (2, 5), (5, 2), (1, 4), (4, 1), (0, 3), (3, 0), (0, 0)]


def test_commutator_example_of_the_chapter():
    np.testing.assert_array_equal(commutator(STRETCH, TURN), [[0, -1], [-1, 0]])


def test_commutator_changes_sign_with_the_order(rng):
    A, B = rng.integers(-9, 10, size=(2, 4, 4))
    np.testing.assert_array_equal(commutator(A, B), -commutator(B, A))


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_commutator_is_zero_with_multiples_of_the_identity(rng, n):
    np.testing.assert_array_equal(commutator(3 * np.eye(n), rng.standard_normal((n, n))), np.zeros((n, n)))


def test_commutator_is_zero_for_diagonal_matrices(rng):
    first, second = rng.standard_normal((2, 4))
    np.testing.assert_array_equal(commutator(np.diag(first), np.diag(second)), np.zeros((4, 4)))


def test_commutator_is_zero_for_powers_of_a_matrix(rng):
    A = rng.integers(-9, 10, size=(3, 3))
    np.testing.assert_array_equal(commutator(A, A @ A @ A), np.zeros((3, 3)))


def test_commutator_of_rotations_of_the_plane_is_zero_up_to_rounding():
    A, B = (np.array([[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]]) for t in (0.3, 1.9))
    assert abs(commutator(A, B)).max() <= 4 * EPS


def test_commutator_has_trace_zero(rng):
    A, B = rng.integers(-9, 10, size=(2, 5, 5))
    assert np.trace(commutator(A, B)) == 0


def test_commutator_keeps_complex_numbers():
    np.testing.assert_array_equal(commutator([[0, 1], [1, 0]], [[1j, 0], [0, -1j]]), [[0, -2j], [2j, 0]])


def test_commutator_refuses_matrices_that_are_not_square():
    with pytest.raises(ValueError, match=r"A must be square, got shape \(2, 3\)"):
        commutator(np.ones((2, 3)), np.ones((3, 2)))
    with pytest.raises(ValueError, match=r"B must be square, got shape \(2, 3\)"):
        commutator(np.eye(2), np.ones((2, 3)))


def test_commutator_refuses_two_sizes():
    with pytest.raises(ValueError, match=r"A and B must have one size, got shapes \(2, 2\) and \(3, 3\)"):
        commutator(np.eye(2), np.eye(3))


@pytest.mark.parametrize("factor", [1, 1j])
def test_commutator_refuses_products_that_overflow(factor):
    with pytest.raises(OverflowError, match="the products of A and B overflow float64"):
        commutator([[0, 1e200], [0, 0]], [[0, 0], [factor * 1e200, 0]])


@pytest.mark.parametrize("factor", [1, 1j])
def test_commutator_of_huge_matrices_that_commute_is_zero(factor):
    np.testing.assert_array_equal(commutator(factor * np.diag([1e200, 1]), np.diag([1e200, 1])), np.zeros((2, 2)))


def test_transpose_example_of_the_chapter():
    np.testing.assert_array_equal(transpose([[1, 2, 3], [4, 5, 6]]), [[1, 4], [2, 5], [3, 6]])


@pytest.mark.parametrize("shape", SHAPES)
def test_transpose_agrees_with_numpy(rng, shape):
    A = rng.standard_normal(shape)
    np.testing.assert_array_equal(transpose(A), A.T)


def test_transpose_is_a_copy():
    A = np.ones((2, 2))
    T = transpose(A)
    T[0, 1] = 7
    np.testing.assert_array_equal(A, np.ones((2, 2)))


def test_transpose_does_not_conjugate():
    np.testing.assert_array_equal(transpose([[1j, 2]]), [[1j], [2]])


@pytest.mark.parametrize(
    "function", [transpose, lambda A: commutator(A, np.eye(2)), lambda A: commutator(np.eye(2), A)]
)
def test_nan_is_refused(function):
    with pytest.raises(ValueError, match="must be finite, got 1 entries that are NaN or inf"):
        function([[1, np.nan], [0, 1]])


def test_transpose_refuses_a_vector():
    with pytest.raises(ValueError, match=r"A must be a matrix \(2 axes\), got shape \(3,\)"):
        transpose([1, 2, 3])


def test_integers_become_floats():
    assert transpose(TURN).dtype == commutator(TURN, STRETCH).dtype == np.float64


def test_the_input_is_untouched():
    A, B = TURN.astype(float), STRETCH.astype(float)
    commutator(A, B)
    np.testing.assert_array_equal(A, TURN)
    np.testing.assert_array_equal(B, STRETCH)


def test_plot_orders_gives_each_path_a_row():
    square = np.array([[0, 1, 1, 0], [0, 0, 1, 1]])
    paths = {"start": square, "wide": STRETCH @ square}, {"start": square, "turned": TURN @ square}
    picture = plot_orders(*paths)
    assert isinstance(picture, Picture)
    assert picture.alt == (
        "Top row: start (1 wide, 1 high), wide (2 wide, 1 high). "
        "Second row: start (1 wide, 1 high), turned (1 wide, 1 high)."
    )


def test_plot_orders_says_rounded_sizes():
    half = np.sqrt(0.5) * np.array([[0, 1, 0, -1], [0, 1, 2, 1]])
    assert plot_orders({"turned": half}).alt == "Top row: turned (1.41 wide, 1.41 high)."


def test_plot_orders_hands_its_data_to_the_script():
    square = [[0, 1, 1, 0], [0, 0, 1, 1]]
    shown = plot_orders({"start": square}, interactive="order", data={"scales": [2, 1]}).svg()
    start = '<div data-figure="order" data-values="{&quot;scales&quot;:[2,1]}" class="interactive"><svg'
    assert shown.startswith(start)
    assert plot_orders({"start": square}).svg().startswith("<svg")


def test_plot_transpose_says_what_became_of_row_1():
    assert "Row 1, marked, (1, 2), becomes column 1" in plot_transpose([[1, 2]], [[1], [2]]).alt
