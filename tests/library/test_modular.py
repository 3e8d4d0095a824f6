"""Tests of linalg_book.modular."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from numpy.linalg import LinAlgError

from linalg_book import modular
from linalg_book.modular import adjugate, bezout, determinant_exact, inverse_mod
from linalg_book.plotting.modular import plot_clock, plot_multiples

KEY = np.array([[3, 3], [2, 5]])


def leibniz(A):
    """The determinant by its definition, a sum over all permutations."""
    n, total = len(A), 0
    for p in itertools.permutations(range(n)):
        sign = (-1) ** sum(p[i] > p[j] for i in range(n) for j in range(i + 1, n))
        total += sign * math.prod(int(A[i][p[i]]) for i in range(n))
    return total


@pytest.mark.parametrize(
    "a, b, g", [(9, 26, 1), (26, 9, 1), (0, 0, 0), (0, 7, 7), (7, 0, 7), (13, 26, 13), (2**200, 6**90, 2**90)]
)
def test_bezout_combines_to_the_greatest_common_divisor(a, b, g):
    found, x, y = bezout(a, b)
    assert found == g == a * x + b * y


def test_bezout_takes_numbers_of_a_thousand_digits():
    fibonacci = [1, 1]
    while len(fibonacci) < 5000:  # the slowest case there is
        fibonacci.append(fibonacci[-1] + fibonacci[-2])
    g, x, y = bezout(fibonacci[-1], fibonacci[-2])
    assert g == 1 == fibonacci[-1] * x + fibonacci[-2] * y


def test_bezout_refuses_negative_numbers_and_floats():
    with pytest.raises(ValueError, match="a must not be negative, got -9"):
        bezout(-9, 26)
    with pytest.raises(ValueError, match="b must not be negative, got -26"):
        bezout(9, -26)
    with pytest.raises(TypeError, match="a must be a whole number, got 9.0"):
        bezout(9.0, 26)


@pytest.mark.parametrize("n", range(7))
def test_determinant_exact_is_the_sum_over_permutations(rng, n):
    for high in (2, 26, 10**9):  # with entries 0 and 1, many pivots are zero and many matrices singular
        A = rng.integers(-high, high, size=(n, n))
        assert determinant_exact(A) == leibniz(A)


@pytest.mark.parametrize(
    "A, det", [([[0, 1], [1, 0]], -1), ([[0, 0], [1, 0]], 0), ([[5]], 5), ([[0, 2, 1], [0, 3, 4], [1, 0, 0]], 5)]
)
def test_determinant_exact_swaps_rows_when_a_pivot_is_zero(A, det):
    assert determinant_exact(A) == det


def test_determinant_exact_does_not_overflow():
    big = 2**62
    assert determinant_exact(np.array([[big, 1], [1, big]])) == 2**124 - 1
    assert determinant_exact(np.array([[2**64 - 1]], dtype=np.uint64)) == 2**64 - 1
    assert determinant_exact(np.array([[-128, 127], [127, -128]], dtype=np.int8)) == 128**2 - 127**2
    assert determinant_exact([[2**63, -1], [1, 1]]) == 2**63 + 1


def test_determinant_exact_of_a_large_matrix_matches_fractions(rng):
    A = rng.integers(26, size=(20, 20))
    R, det = [[Fraction(int(x)) for x in row] for row in A], Fraction(1)
    for k in range(20):
        i = next(i for i in range(k, 20) if R[i][k])
        det *= R[i][k] * (-1) ** (i != k)
        R[k], R[i] = R[i], R[k]
        R[k + 1 :] = [[x - row[k] / R[k][k] * y for x, y in zip(row, R[k], strict=True)] for row in R[k + 1 :]]
    assert determinant_exact(A) == det


def test_determinant_exact_returns_a_python_int():
    assert type(determinant_exact(KEY)) is int
    assert type(determinant_exact(np.zeros((0, 0), int))) is int


def test_determinant_exact_leaves_its_input_alone():
    A = np.array([[0, 2], [3, 4]], dtype=object)
    determinant_exact(A)
    np.testing.assert_array_equal(A, [[0, 2], [3, 4]])


def test_determinant_exact_refuses_floats_that_are_whole():
    with pytest.raises(TypeError, match="A must hold whole numbers, got 2.0"):
        determinant_exact([[2.0]])


@pytest.mark.parametrize("A", [[[True]], np.array([[True]]), np.array([[np.True_]], dtype=object)])
def test_determinant_exact_refuses_truth_values(A):
    with pytest.raises(TypeError, match="A must hold whole numbers, got"):
        determinant_exact(A)


@pytest.mark.parametrize("rows", [[[1, 2], [3]], [(1, 2), (3,)]])
def test_determinant_exact_refuses_rows_of_different_lengths(rows):
    with pytest.raises(ValueError, match="A must be a rectangular array of whole numbers, got a row"):
        determinant_exact(rows)


@pytest.mark.parametrize("shape", [(2,), (2, 3), (2, 2, 2)])
def test_determinant_exact_refuses_what_is_not_square(shape):
    with pytest.raises(ValueError, match=r"A must be square, got shape \(2,"):
        determinant_exact(np.ones(shape, dtype=int))


def test_adjugate_swaps_and_changes_signs():
    np.testing.assert_array_equal(adjugate([[1, 2], [3, 4]]), [[4, -2], [-3, 1]])
    np.testing.assert_array_equal(adjugate([[7]]), [[1]])


def test_adjugate_of_a_singular_matrix_sends_it_to_zero():
    A = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    np.testing.assert_array_equal(A @ adjugate(A), np.zeros((3, 3)))
    assert adjugate(A).any()


def test_inverse_mod_of_the_key():
    np.testing.assert_array_equal(inverse_mod(KEY, 26), [[15, 17], [20, 9]])
    assert inverse_mod(KEY, 26).dtype == np.int64


@pytest.mark.parametrize("m", [2, 9, 26, 97, 3329, 2**31, 2**63 - 1])
def test_inverse_mod_times_the_matrix_is_the_identity(rng, m):
    found = 0
    while found < 5:
        A = rng.integers(-(2**62), 2**62, size=(3, 3))
        if math.gcd(determinant_exact(A), m) == 1:
            product = A.astype(object) @ inverse_mod(A, m).astype(object) % m
            np.testing.assert_array_equal(product, np.eye(3))
            found += 1


def test_inverse_mod_says_which_factor_is_shared():
    with pytest.raises(LinAlgError, match=r"A has no inverse modulo 26: det A = 18 modulo 26, and gcd\(18, 26\) = 2"):
        inverse_mod([[2, 4], [6, 8]], 26)


@pytest.mark.parametrize("m", [1, 0, -26, 2**63])
def test_inverse_mod_refuses_a_modulus_out_of_range(m):
    with pytest.raises(ValueError, match=rf"m must lie from 2 to 2\*\*63 - 1, got {m}"):
        inverse_mod(KEY, m)


def test_plot_clock_says_where_the_numbers_end():
    assert "45 goes 1 times around and 19 steps on, to T" in plot_clock([45, 54]).alt


def test_plot_multiples_counts_what_is_reached():
    alt = plot_multiples([9, 4]).alt
    assert "times 9, 26 of the 26 letters" in alt and "times 4, 13 of the 26 letters" in alt


@pytest.mark.parametrize("n", range(6))
def test_adjugate_is_made_of_cofactors(rng, n):
    for A in (rng.integers(-9, 10, (n, n)), rng.integers(0, 2, (n, n)), np.ones((n, n), dtype=int)):
        expected = np.empty((n, n), dtype=object)
        for i, j in np.ndindex(n, n):
            minor = np.delete(np.delete(A, j, axis=0), i, axis=1)
            expected[i, j] = (-1) ** (i + j) * determinant_exact(minor)
        np.testing.assert_array_equal(adjugate(A), expected)


def test_inverse_mod_eliminates_and_takes_one_determinant(rng, monkeypatch):
    calls = []
    monkeypatch.setattr(modular, "determinant_exact", lambda A: calls.append(A.shape) or determinant_exact(A))
    A = 2 * np.triu(rng.integers(0, 13, (15, 15)), 1) + np.eye(15, dtype=int)
    np.testing.assert_array_equal(A @ inverse_mod(A, 26) % 26, np.eye(15))
    assert calls == [(15, 15)]
