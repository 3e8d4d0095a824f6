"""Backward errors, systems with a given condition number, and the solver that distrusts."""

import numpy as np
import pytest
import scipy.linalg

from linalg_book.plotting import Picture
from linalg_book.plotting.solving import plot_errors, plot_two_equations
from linalg_book.solving import backward_error, growth_factor, solve_checked, system_with_condition

EPS = np.finfo(float).eps
LinAlgError = np.linalg.LinAlgError
A, B = np.array([[2, 1], [1, 3]]), np.array([5, 7])
NEAR = np.array([[1, 2], [2, 4 + 1e-14]])


def test_backward_error_of_an_exact_solution_is_zero():
    assert backward_error([[2, 1], [1, 3]], [1, 2], [4, 7]) == 0


def test_backward_error_is_the_formula():
    x = np.array([1.0, 3.0])
    expected = 3 / (np.linalg.norm(A, 2) * np.sqrt(10) + np.sqrt(74))
    np.testing.assert_allclose(backward_error(A, x, B), expected, rtol=8 * EPS)


def test_backward_error_does_not_depend_on_the_units(rng):
    M, x, b = rng.standard_normal((4, 4)), rng.standard_normal(4), rng.standard_normal(4)
    np.testing.assert_allclose(backward_error(1024 * M, x, 1024 * b), backward_error(M, x, b), rtol=8 * EPS)


@pytest.mark.parametrize("a", [2.0**-1000, 2.0**-600, 1.0, 2.0**600, 2.0**1000])
@pytest.mark.parametrize("c", [2.0**-1000, 1.0, 2.0**1000])
def test_backward_error_neither_overflows_nor_underflows(rng, a, c):
    M, x, b = rng.standard_normal((4, 4)), rng.standard_normal(4), rng.standard_normal(4)
    if 2.0**-1000 <= a * c <= 2.0**1000:
        assert backward_error(a * M, c * x, a * c * b) == backward_error(M, x, b)
    assert backward_error(a * M, 0 * x, c * b) == 1
    assert backward_error(0 * M, c * x, a * b) == 1
    np.testing.assert_allclose(backward_error(1j * a * M, c * x, 0 * b), backward_error(M, x, 0 * b), rtol=32 * EPS)


def test_backward_error_of_huge_and_tiny_systems():
    np.testing.assert_allclose(backward_error(1e200 * np.eye(2), [1e200, 1], [1, 1]), 1, rtol=4 * EPS)
    np.testing.assert_allclose(backward_error(1e-200 * np.eye(2), [1e-200, 0], [1e-300, 0]), 1, rtol=4 * EPS)
    off = backward_error(np.diag([1, 3e-200]), [1, 1], [1, 0])
    np.testing.assert_allclose(off, 3e-200 / (1 + 2**0.5), rtol=4 * EPS)
    assert backward_error([[5e-324]], [5e-324], [1.7e308]) == 1


def test_backward_error_of_nothing_is_one_at_most(rng):
    for _ in range(100):
        M, x, b = rng.standard_normal((3, 3)), rng.standard_normal(3), rng.standard_normal(3)
        assert 0 <= backward_error(M, x, b) <= 1
    for u, v in rng.standard_normal((200, 2, 3)):
        assert backward_error(np.outer(u, v), v, -np.outer(u, v) @ v) <= 1  # rounding would carry it past
    assert backward_error(A, [0, 0], B) == 1


def test_backward_error_is_zero_where_everything_is():
    assert backward_error(np.zeros((2, 2)), [1, 1], [0, 0]) == 0
    assert backward_error(np.zeros((0, 0)), [], []) == 0


def test_backward_error_of_one_equation():
    assert backward_error([[2]], [3], [6]) == 0
    np.testing.assert_allclose(backward_error([[2]], [4], [6]), 2 / 14, rtol=4 * EPS)


def test_backward_error_complex():
    assert backward_error([[1j]], [1], [1j]) == 0
    np.testing.assert_allclose(backward_error([[1j]], [1], [1]), np.sqrt(2) / 2, rtol=4 * EPS)


def test_backward_error_returns_a_python_float():
    assert type(backward_error(A, [1, 3], B)) is float


@pytest.mark.parametrize("shapes", [((2, 2), 3, 2), ((2, 2), 2, 3), ((3, 3), 2, 2)])
def test_backward_error_refuses_shapes_that_do_not_fit(shapes):
    shape, n, m = shapes
    with pytest.raises(ValueError, match="A, x and b must fit: got shapes"):
        backward_error(np.ones(shape), np.ones(n), np.ones(m))


def test_backward_error_refuses_nan():
    with pytest.raises(ValueError, match="x must be finite"):
        backward_error(A, [1, np.nan], B)


@pytest.mark.parametrize("condition", [1e4, 1e8, 1e12])
def test_solve_is_backward_stable_and_inv_is_not(rng, condition):
    M, x, b = system_with_condition(30, condition, rng=rng)
    by_solve, by_inverse = (backward_error(M, y, b) for y in (np.linalg.solve(M, b), np.linalg.inv(M) @ b))
    assert by_solve <= 30 * EPS
    assert by_solve < 1e-19 * condition < by_inverse < 1e-17 * condition  # grows with it: the chapter's picture


@pytest.mark.parametrize("n", [2, 5, 30])
@pytest.mark.parametrize("condition", [1.0, 10.0, 1e6])
def test_system_with_condition_has_it(rng, n, condition):
    M, x, b = system_with_condition(n, condition, rng=rng)
    np.testing.assert_allclose(np.linalg.norm(M, 2), 1, rtol=10 * n * EPS)
    np.testing.assert_allclose(np.linalg.cond(M), condition, rtol=10 * n * EPS * condition)


def test_system_with_condition_of_size_one(rng):
    M, x, b = system_with_condition(1, 5.0, rng=rng)
    np.testing.assert_allclose(abs(M), [[1]], rtol=4 * EPS)


def test_system_with_condition_has_its_right_hand_side(rng):
    M, x, b = system_with_condition(7, 1e3, rng=rng)
    np.testing.assert_array_equal(b, M @ x)


def test_system_with_condition_repeats_with_its_generator():
    first, second = (system_with_condition(4, 10, rng=np.random.default_rng(5))[0] for _ in range(2))
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize(
    ("n", "condition", "message"),
    [
        (0, 10, "n must be at least 1, got 0"),
        (3, 0.5, "condition must be at least 1 and finite, got 0.5"),
        (3, np.nan, "condition must be at least 1 and finite, got nan"),
        (3, np.inf, "condition must be at least 1 and finite, got inf"),
    ],
)
def test_system_with_condition_refuses(rng, n, condition, message):
    with pytest.raises(ValueError, match=message):
        system_with_condition(n, condition, rng=rng)


def test_solve_checked_example_of_the_chapter():
    np.testing.assert_allclose(solve_checked(A, B), [1.6, 1.8], rtol=4 * EPS)
    np.testing.assert_array_equal(A @ [1, 3], [5, 10])  # the pair that does not solve it


@pytest.mark.parametrize("n", [1, 2, 5, 40])
def test_solve_checked_agrees_with_numpy(rng, n):
    M, b = rng.standard_normal((n, n)) + n * np.eye(n), rng.standard_normal(n)
    x = np.linalg.solve(M, b)
    tolerance = 4 * n * EPS * np.linalg.cond(M) * np.linalg.norm(x)
    np.testing.assert_allclose(solve_checked(M, b), x, rtol=0, atol=tolerance)


def test_solve_checked_swaps_rows_at_a_zero_pivot():
    np.testing.assert_array_equal(solve_checked([[0, 1], [2, 0]], [3, 4]), [2, 3])


def test_solve_checked_of_no_equations_is_empty():
    assert solve_checked(np.zeros((0, 0)), []).shape == (0,)


def test_solve_checked_does_not_mind_units():
    np.testing.assert_allclose(solve_checked(1e-200 * A, 1e-200 * B), [1.6, 1.8], rtol=8 * EPS)


@pytest.mark.parametrize(
    "M", [NEAR, np.ones((2, 2)), np.zeros((1, 1)), np.diag([1.0, 1e-17]), scipy.linalg.hilbert(14), [[1, 0], [5, 0]]]
)
def test_solve_checked_refuses_matrices_that_look_singular(M):
    message = "A looks singular: reciprocal condition number about .*, below n . eps; no digit of x is safe"
    with pytest.raises(LinAlgError, match=message):
        solve_checked(M, np.ones(len(M)))


@pytest.mark.pinned("SciPy estimates a hair more than where it warns")
def test_numpy_and_scipy_are_silent_near_a_singular_matrix():
    for solve in (np.linalg.solve, scipy.linalg.solve):  # warnings are errors here
        assert abs(solve(NEAR, [1, 2.001])).max() > 1e11


def test_solve_checked_accepts_what_keeps_some_digits(rng):
    M, x, b = system_with_condition(10, 1e12, rng=rng)
    found = solve_checked(M, b)
    assert np.linalg.norm(found - x) <= 100 * EPS * 1e12 * np.linalg.norm(x)


@pytest.mark.parametrize(
    ("M", "b", "message"),
    [
        (np.ones((2, 3)), [1, 2], "A must be square"),
        (A, [1, 2, 3], "b must have 2 entries, as A has rows, got shape"),
        (A, [1, np.inf], "b must be finite"),
        ([[1, np.nan], [0, 1]], [1, 2], "A must be finite"),
    ],
)
def test_solve_checked_refuses(M, b, message):
    with pytest.raises(ValueError, match=message):
        solve_checked(M, b)


def test_solve_checked_refuses_complex_numbers():
    with pytest.raises(TypeError, match="A must be real"):
        solve_checked([[1j]], [1])


def wilkinson(n):
    """The matrix whose entries double with every row that elimination passes."""
    W = np.eye(n) - np.tril(np.ones((n, n)), -1)
    W[:, -1] = 1
    return W


@pytest.mark.parametrize("n", [1, 2, 5, 30])
def test_growth_factor_of_wilkinsons_matrix_doubles_with_every_row(n):
    assert growth_factor(wilkinson(n)) == 2 ** (n - 1)


def test_growth_factor_is_that_of_scipy(rng):
    for M in rng.standard_normal((20, 7, 7)):
        U = scipy.linalg.lu(M)[2]
        np.testing.assert_allclose(growth_factor(M), abs(U).max() / abs(M).max(), rtol=49 * EPS)


def test_growth_factor_does_not_mind_units():
    assert {growth_factor(2.0**e * wilkinson(9)) for e in (-1040, 0, 1023)} == {256}


@pytest.mark.parametrize("M", [np.zeros((0, 0)), np.zeros((3, 3)), [[-7]], np.ones((2, 2)), [[0, 1], [1, 0]]])
def test_growth_factor_is_one_where_nothing_grows(M):
    assert growth_factor(M) == 1.0


def test_growth_factor_refuses_what_overflows():
    with pytest.raises(OverflowError, match="the entries of U overflow float64"):
        growth_factor(wilkinson(1100))


@pytest.mark.parametrize("n", [20, 30, 60])
def test_solve_checked_refuses_what_solves_no_system_nearby(n, rng):
    W = wilkinson(n)
    with pytest.raises(LinAlgError, match=r"x solves no system near this one: backward error about .*, above n \* eps"):
        solve_checked(W, W @ rng.standard_normal(n))


@pytest.mark.parametrize("n", [1, 2, 3, 10])
def test_solve_checked_accepts_every_solution_with_a_small_backward_error(rng, n):
    for _ in range(300):
        M = rng.standard_normal((n, n)) * 10.0 ** rng.uniform(-4, 4, (n, 1))
        b = M @ rng.standard_normal(n)
        assert backward_error(M, solve_checked(M, b), b) <= 2 * n * EPS


def test_solve_checked_of_huge_and_tiny_systems():
    M = np.array([[1, 1], [-1, 1]])
    np.testing.assert_array_equal(solve_checked(2.0**1023 * M, [1, 1]), [0, 2.0**-1023])
    np.testing.assert_array_equal(solve_checked(2.0**1023 * M, [2.0**1023, 2.0**1023]), [0, 1])
    np.testing.assert_array_equal(solve_checked(5e-324 * M, [5e-324, 1e-323]), [-0.5, 1.5])
    np.testing.assert_array_equal(solve_checked(1e300 * np.eye(2), [1e-10, 1e300]), [1e-310, 1])
    with pytest.raises(OverflowError, match="the entries of x overflow float64 at index 0"):
        solve_checked(1e-200 * M, [1e200, 0])


def test_solve_checked_leaves_its_input_alone():
    for order in "CF":
        M, b = np.array(A, dtype=float, order=order), B.astype(float)
        solve_checked(M, b)
        np.testing.assert_array_equal(M, A)
        np.testing.assert_array_equal(b, B)


def test_plot_two_equations_says_on_which_line_the_guess_lies():
    assert plot_two_equations(A, B, [1.6, 1.8], guess=[1, 3]).alt.endswith("(1, 3) lies on the first only.")
    assert plot_two_equations(A, B, [1.6, 1.8], guess=[4, 1]).alt.endswith("(4, 1) lies on the second only.")
    assert plot_two_equations(A, B, [1.6, 1.8], guess=[0, 0]).alt.endswith("(0, 0) lies on neither.")


def test_plot_two_equations_writes_minus_signs():
    picture = plot_two_equations([[1, -1], [-1, 2]], [0, 3], [3, 3], guess=[0, 0])
    assert picture.alt.startswith("The lines x₁ − x₂ = 0 and −x₁ + 2 x₂ = 3 cross at (3, 3).")


def test_plot_errors_says_where_each_line_goes():
    picture = plot_errors([1e2, 1e4], {"inv": [1e-15, 1e-13]}, {"inv": [1e-14, 1e-12]})
    assert isinstance(picture, Picture)
    assert "The backward error of inv from 1e-15 to 1e-13. The forward error of inv from 1e-14 to 1e-12." in picture.alt
