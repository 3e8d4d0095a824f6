"""Moved brackets within their bound, matrices with product zero, and the ranks that a product can have."""

import re
import tracemalloc
from fractions import Fraction

import numpy as np
import pytest

from linalg_book.algebra import association_bound, rank_bounds, zero_divisor
from linalg_book.plotting import Picture
from linalg_book.plotting.algebra import plot_association, plot_singular_values, plot_zero_product

EPS = np.finfo(float).eps
LinAlgError = np.linalg.LinAlgError
P, Q = np.array([[1, 1], [1, 1]]), np.array([[1, -1], [-1, 1]])


def exact(M):
    return np.vectorize(Fraction, otypes=[object])(M)


def test_association_bound_is_the_formula_in_exact_numbers():
    A, B, C = np.array([[1, -2, 3]]), np.array([[1, 0], [-4, 1], [2, 2]]), np.array([[-1], [5]])
    u = Fraction(1, 2**53)
    gamma = 5 * u / (1 - 5 * u)
    expected = 2 * gamma * int((abs(A) @ abs(B) @ abs(C))[0, 0])
    np.testing.assert_allclose(association_bound(A, B, C), [[float(expected)]], rtol=8 * EPS)
    np.testing.assert_array_equal(association_bound([[3]], [[-1]], [[2]], eps=0.5), [[12]])  # 2 * 0.5 / 0.5 * 6


@pytest.mark.parametrize("shape", [(1, 1, 1, 1), (3, 5, 2, 4), (1, 40, 40, 1), (6, 1, 30, 2)])
def test_association_bound_holds_for_each_bracketing_against_exact_numbers(shape, rng):
    m, k, n, p = shape
    A, B, C = rng.standard_normal((m, k)), rng.standard_normal((k, n)), rng.standard_normal((n, p))
    truth, half = exact(A) @ exact(B) @ exact(C), association_bound(A, B, C) / 2
    for computed in ((A @ B) @ C, A @ (B @ C)):
        assert (abs(exact(computed) - truth).astype(float) <= half).all()


def test_association_bound_covers_the_example_where_no_digit_is_left():
    A, B, C = np.array([[1, 1]]), np.array([[1e16, 1], [-1e16, 0]]), np.array([[1], [1]])
    left, right = (A @ B) @ C, A @ (B @ C)
    assert (left, right) == (1, 0)
    assert 1 <= association_bound(A, B, C)[0, 0] < 20


def test_association_bound_for_another_arithmetic(rng):
    A, B, C = rng.standard_normal((3, 9, 9)).astype(np.float32)
    eps = np.finfo(np.float32).eps
    bound = association_bound(A, B, C, eps=eps)
    assert (abs((A @ B) @ C - A @ (B @ C)) <= bound).all()
    np.testing.assert_allclose(bound, 2 * 9 * eps * (abs(A).astype(float) @ abs(B) @ abs(C)), rtol=10 * eps)


def test_association_bound_scales_with_each_factor(rng):
    A, B, C = rng.standard_normal((3, 4, 4))
    np.testing.assert_array_equal(association_bound(-4 * A, 2 * B, C / 2), 4 * association_bound(A, B, C))


def test_association_bound_fits_where_a_product_on_the_way_does_not():
    expected = association_bound([[1.0]], [[1.0]], [[1.0]]) * 1e300
    np.testing.assert_allclose(association_bound([[1e300]], [[1e300]], [[1e-300]]), expected, rtol=8 * EPS)
    with pytest.raises(OverflowError, match=r"the bounds overflow float64 at index \(0, 0\)"):
        association_bound([[1e300]], [[1e300]], [[1.0]])


def test_association_bound_of_empty_factors_is_zero():
    bound = association_bound(np.ones((2, 0)), np.ones((0, 3)), np.ones((3, 4)))
    np.testing.assert_array_equal(bound, np.zeros((2, 4)))


@pytest.mark.parametrize("eps", [0, -1e-16, 0.4, 1])
def test_association_bound_refuses_an_arithmetic_without_a_bound(eps):
    with pytest.raises(ValueError, match=re.escape("eps must be positive and less than 2 / (k + n), with k + n = 5")):
        association_bound(np.ones((1, 2)), np.ones((2, 3)), np.ones((3, 1)), eps=eps)


def test_association_bound_refuses_factors_that_do_not_meet():
    with pytest.raises(ValueError, match="3 columns meet 2 rows"):
        association_bound(np.ones((2, 3)), np.ones((2, 3)), np.ones((3, 1)))
    with pytest.raises(ValueError, match="3 columns meet 1 rows"):
        association_bound(np.ones((2, 2)), np.ones((2, 3)), np.ones((1, 1)))


def test_association_bound_refuses_nan_and_complex():
    with pytest.raises(ValueError, match="C must be finite"):
        association_bound([[1]], [[1]], [[np.nan]])
    with pytest.raises(TypeError, match="B must be real"):
        association_bound([[1]], [[1j]], [[1]])


def test_zero_divisor_of_the_example():
    np.testing.assert_allclose(zero_divisor(P), Q / 2, rtol=0, atol=4 * EPS)


@pytest.mark.parametrize("shape", [(1, 1, 0), (1, 4, 1), (3, 5, 3), (5, 5, 2), (8, 4, 3), (4, 6, 0)])
def test_zero_divisor_is_the_projector_onto_the_null_space(shape, rng):
    m, n, r = shape
    A = rng.standard_normal((m, r)) @ rng.standard_normal((r, n))
    B, tolerance = zero_divisor(A), 20 * max(m, n) * EPS
    assert np.linalg.norm(A @ B) <= tolerance * max(np.linalg.norm(A), 1)
    np.testing.assert_allclose(B @ B, B, rtol=0, atol=tolerance)
    np.testing.assert_allclose(B, B.T, rtol=0, atol=tolerance)
    np.testing.assert_allclose(np.trace(B), n - r, rtol=tolerance)


def test_zero_divisor_holds_every_other_one():
    M = np.array([[3, -3], [0, 0]]).T  # P @ M == 0
    assert not (P @ M).any()
    np.testing.assert_allclose(zero_divisor(P) @ M, M, rtol=0, atol=16 * EPS)


def test_zero_divisor_of_zero_is_the_identity():
    np.testing.assert_array_equal(abs(zero_divisor(np.zeros((2, 3)))), np.eye(3))


def test_zero_divisor_of_no_equations_is_the_identity():
    np.testing.assert_array_equal(zero_divisor(np.zeros((0, 3))), np.eye(3))


def test_zero_divisor_conjugates_where_it_should():
    A = np.array([[1, 1j]])
    B = zero_divisor(A)
    np.testing.assert_allclose(A @ B, [[0, 0]], rtol=0, atol=8 * EPS)
    np.testing.assert_allclose(B, np.array([[1, -1j], [1j, 1]]) / 2, rtol=0, atol=8 * EPS)


def test_zero_divisor_does_not_mind_units(rng):
    A = rng.standard_normal((3, 4))
    np.testing.assert_allclose(zero_divisor(1e-200 * A), zero_divisor(A), rtol=0, atol=100 * EPS)


@pytest.mark.parametrize("size", [1.7e308, 5e-324])
def test_zero_divisor_and_ranks_of_the_largest_and_the_smallest_entries(size):
    A = size * np.ones((2, 2))
    np.testing.assert_allclose(zero_divisor(A), [[0.5, -0.5], [-0.5, 0.5]], rtol=8 * EPS)
    assert rank_bounds(A, A) == (0, 1) and rank_bounds(size * np.eye(3), A[:1].repeat(3, axis=0)) == (1, 1)


def test_zero_divisor_takes_rounding_for_zero_and_nothing_larger():
    assert zero_divisor([[1, 0], [0, 1e-16]]).shape == (2, 2)
    with pytest.raises(LinAlgError):
        zero_divisor([[1, 0], [0, 1e-15]])
    np.testing.assert_array_equal(zero_divisor(np.diag([1, 1, 1, 3 * EPS])), np.diag([0, 0, 0, 1]))
    with pytest.raises(LinAlgError):
        zero_divisor(np.diag([1, 1, 1, 5 * EPS]))


@pytest.mark.parametrize("A", [np.eye(3), [[2]], [[1, 0], [1, 1], [0, 2]], np.zeros((3, 0)), np.zeros((0, 0))])
def test_zero_divisor_refuses_full_column_rank(A):
    n = np.shape(A)[1]
    with pytest.raises(LinAlgError, match=f"A has full column rank, {n}, so A @ B == 0 only for B == 0"):
        zero_divisor(A)


def test_zero_divisor_of_a_tall_matrix_makes_no_square_one_of_its_height(rng):
    A = rng.standard_normal((1000, 2)) @ [[1, 0, 1], [0, 1, 1]]
    tracemalloc.start()
    B = zero_divisor(A)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * A.nbytes  # an m by m factor takes 333 times as much as A
    np.testing.assert_allclose(B, np.outer([1, 1, -1], [1, 1, -1]) / 3, rtol=0, atol=1000 * EPS)


def test_zero_divisor_refuses_what_is_no_matrix():
    with pytest.raises(ValueError, match="A must be a matrix"):
        zero_divisor([1, 2])
    with pytest.raises(ValueError, match="A must be finite"):
        zero_divisor([[np.inf, 1]])


def test_zero_divisor_leaves_its_input_alone():
    A = P.astype(float)
    zero_divisor(A)[:] = 9
    np.testing.assert_array_equal(A, P)


def test_rank_bounds_of_the_examples():
    assert rank_bounds(P, Q) == (0, 1)
    assert rank_bounds(np.eye(3), np.ones((3, 5))) == (1, 1)
    assert rank_bounds(np.eye(3)[:, :2], np.eye(3)[:2]) == (2, 2)


@pytest.mark.parametrize(("left", "right", "k"), [(2, 3, 4), (4, 4, 4), (1, 1, 5), (0, 2, 2), (3, 3, 5)])
def test_rank_bounds_are_both_reached(left, right, k):
    A = np.diag([1] * left + [0] * (k - left))
    best = np.diag([1] * right + [0] * (k - right))
    low, high = rank_bounds(A, best)
    assert np.linalg.matrix_rank(A @ best) == high
    assert np.linalg.matrix_rank(A @ best[::-1]) == low


def test_rank_bounds_are_plain_integers():
    assert [type(value) for value in rank_bounds(P, Q)] == [int, int]


def test_rank_bounds_of_empty_factors():
    assert rank_bounds(np.ones((2, 0)), np.ones((0, 3))) == (0, 0)
    assert rank_bounds(np.ones((0, 2)), np.ones((2, 3))) == (0, 0)


def test_rank_bounds_take_complex_factors():
    assert rank_bounds([[1, 1j], [1j, -1]], np.eye(2)) == (1, 1)


def test_rank_bounds_refuse_factors_that_do_not_meet():
    with pytest.raises(ValueError, match="2 columns meet 3 rows"):
        rank_bounds(P, np.eye(3))


def test_plot_association_tells_how_much_room_is_left():
    alt = plot_association([2, 4, 8], [1, 1, 1], [8, 64, 512]).alt
    assert "sizes from 2 to 8" in alt
    assert "under the bound everywhere, at the last size by a factor of more than 100" in alt


def test_plot_association_tells_of_a_bound_that_fails():
    assert "not everywhere" in plot_association([2, 4], [9, 1], [8, 16]).alt


def test_plot_zero_product_tells_where_the_square_ends():
    assert plot_zero_product(P, Q).alt.endswith("after A the origin.")
    assert plot_zero_product(P, np.eye(2)).alt.endswith("after A what is left.")


def test_plot_singular_values_counts_what_is_over_rounding():
    picture = plot_singular_values({"wide": [2, 1, 1], "narrow": [2, 1e-16, 0]}, bottleneck=1)
    assert isinstance(picture, Picture)
    assert picture.alt.endswith("wide: 3 of 3 over rounding. narrow: 1 of 3 over rounding.")
