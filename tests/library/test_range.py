"""The range of float64: what does not fit is an error, and powers of two help to fit."""

import math
from fractions import Fraction

import numpy as np
import pytest

from linalg_book._range import finite, in_range, multilinear, near_one, nearest_float, times_power, weighted_mean

TOP = np.finfo(float).max


@pytest.mark.parametrize(
    ("result", "where"),
    [
        (np.inf, "float64"),
        ([0.0, np.nan], "float64 at index 1"),
        (np.array([[0, 1], [np.inf, -np.inf]]), r"float64 at index \(1, 0\)"),
        (np.array(complex(0, np.inf)), "float64"),
        (np.float16([np.inf]), "float16 at index 0"),
        ((1.0, np.ones(2), [np.inf]), "float64 at index 0"),
        ({"a": 1, "b": math.nan}, "float64"),
    ],
)
def test_in_range_refuses_with_the_first_place(result, where):
    with pytest.raises(OverflowError, match=f"^products overflow {where}$"):
        in_range(result, "products")


@pytest.mark.parametrize("result", [np.ones((2, 0)), 1e308, (1, "text"), {"a": 10**400}, None, np.array([10**400, 1])])
def test_in_range_returns_what_it_was_given(result):
    assert in_range(result, "products") is result


def test_finite_lets_a_function_raise_where_it_would_warn():
    @finite
    def square(x):
        """Square."""
        return np.square(x)

    assert square(2.0) == 4 and (square.__name__, square.__doc__) == ("square", "Square.")
    with pytest.raises(OverflowError, match="^the results of square overflow float64 at index 1$"):
        square(np.array([1, 1e200]))


@pytest.mark.parametrize("compute", [lambda: math.ceil(math.inf), lambda: float(10**400), lambda: 2.0**2000])
def test_finite_says_what_python_says_in_many_ways_in_one(compute):
    with pytest.raises(OverflowError, match="^the results of <lambda> overflow float64$"):
        finite(compute)()


def test_finite_keeps_a_message_that_says_more():
    with pytest.raises(OverflowError, match="^the steps overflow float64$"):
        finite(lambda: in_range(math.inf, "the steps"))()


@pytest.mark.parametrize("a", [[1.0, -3.0], [5e-324, 0], [TOP, 1], [[0, 1e-200 + 1e-210j]], [1e300j]])
def test_near_one_is_exact_and_near_one(a):
    near, e = near_one(np.array(a))
    assert 0.5 <= max(abs(near.real).max(), abs(near.imag).max()) < 1
    np.testing.assert_array_equal(times_power(near, e), a)


def test_near_one_of_zeros_and_of_nothing():
    for a in (np.zeros(2), np.zeros((0, 3))):
        near, e = near_one(a)
        np.testing.assert_array_equal(times_power(near, 3 * e), a)
        assert e < -2200


def test_times_power_overflows_to_infinity_and_underflows_gradually():
    np.testing.assert_array_equal(times_power(np.array([1.0, -1]), 1024), [np.inf, -np.inf])
    np.testing.assert_array_equal(times_power(np.array([1.0, 1j]), -1074), [5e-324, 5e-324j])


def test_multilinear_fits_where_a_step_overflows():
    assert multilinear(lambda a, b: a @ b, np.array([1e200, 1e200]), np.array([1e200, -1e200]), what="x") == 0
    first, second = multilinear(lambda a: (a.sum(), 2 * a[:1]), np.array([1e308, 1e308, -1e308]) / 2, what="sums")
    assert first == 5e307 and second == [1e308]
    with pytest.raises(OverflowError, match="^sums overflow float64$"):
        multilinear(np.sum, np.array([1e308, 1e308]), what="sums")


def test_multilinear_leaves_alone_what_fits():
    a = np.array([1e300, 1e-300])
    np.testing.assert_array_equal(multilinear(lambda a: 1.0 * a, a, what="x"), a)  # near one the second would vanish


@pytest.mark.parametrize("value", [0.1, TOP, -TOP, 5e-324])
def test_weighted_mean_of_equal_values_is_that_value(value):
    weights = np.full((2, 7), 1 / 7)
    np.testing.assert_array_equal(weighted_mean(weights, np.full((7, 3), value)), np.full((2, 3), value))
    assert weighted_mean(weights, np.ones((7, 0))).shape == (2, 0)


def test_nearest_float():
    assert nearest_float(Fraction(1, 3)) == 1 / 3 and nearest_float(Fraction(10) ** 400) == math.inf
    assert nearest_float(Fraction(-(10**400))) == -math.inf
