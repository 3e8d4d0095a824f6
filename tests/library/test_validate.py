"""The checks that all chapters share: what comes in, whole numbers, exactness, masked arrays."""

import collections
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from linalg_book._validate import (
    as_array,
    as_exact_matrix,
    as_integers,
    as_number,
    as_sizes,
    as_whole,
    count,
    positive,
    size,
    whole,
)

LONG = np.longdouble
WIDE = pytest.mark.skipif(np.finfo(LONG).nmant <= 52, reason="a long double is no longer than a double here")
HIDDEN = np.ma.masked_equal([1.0, 2.0], 2.0)


@pytest.mark.parametrize("value", [3, np.int8(3), np.uint64(3), np.array(3)])
def test_whole_returns_an_int_of_python(value):
    for check in (whole, size, count):
        found = check(value, "n")
        assert (found, type(found)) == (3, int)


@pytest.mark.parametrize(
    "value",
    [3.0, 2.5, np.float64(3), "3", None, True, np.True_, 3 + 0j, np.array([3, 4]), [3], np.ma.array(3, mask=True)],
)
def test_whole_refuses_what_is_no_whole_number(value):
    for check in (whole, size, count):
        with pytest.raises(TypeError) as caught:
            check(value, "n")
        assert str(caught.value) == f"n must be a whole number, got {value!r}"


def test_whole_says_what_is_too_small():
    assert (whole(-5, "n"), count(0, "n"), size(1, "n"), whole(2, "n", least=2)) == (-5, 0, 1, 2)
    for check, value, message in (
        (count, -1, "n must not be negative, got -1"),
        (size, 0, "n must be at least 1, got 0"),
        (lambda value, name: whole(value, name, least=2), 1, "n must be at least 2, got 1"),
    ):
        with pytest.raises(ValueError, match=message):
            check(value, "n")


def test_lists_of_whole_numbers():
    assert as_whole(iter([np.int8(-3), 4]), "index") == [-3, 4] and as_sizes([np.int8(3), 0], "shape") == (3, 0)
    for bad in ([1, 2.0], 3, [True]):
        with pytest.raises(TypeError, match="shape must hold whole numbers, got"):
            as_sizes(bad, "shape")


@pytest.mark.parametrize("kind", [np.int8, np.uint64, object])
def test_arrays_of_integers_never_overflow_and_are_new(kind):
    given = np.array([[100, 2]], dtype=kind)
    found = as_integers(given, "A")
    assert {type(entry) for entry in found.ravel()} == {int} and found is not given
    assert (found**20)[0, 0] == 100**20


def test_arrays_of_integers_may_be_empty():
    assert [as_integers(empty, "A").shape for empty in ([], [[]], np.zeros((0, 2)))] == [(0,), (1, 0), (0, 2)]


@pytest.mark.parametrize("check", [as_array, as_integers])
@pytest.mark.parametrize(
    "a", [HIDDEN, np.ma.array([1, 2]), [HIDDEN, HIDDEN], [[1, 2], (HIDDEN,)], [1.0, np.ma.masked], np.ma.masked]
)
def test_masked_arrays_are_refused_however_deep(check, a):
    with pytest.raises(TypeError, match="a must not be a masked array: fill it, or leave out what it hides"):
        check(a, "a")


@pytest.mark.parametrize("a", [2**64, [[2**64, 1]], [[2**64, 0.5]], [Fraction], collections.deque([1, 2])])
def test_large_whole_numbers_are_numbers(a):
    if a == [Fraction]:
        with pytest.raises(TypeError, match="a must hold numbers, got dtype object with <class"):
            as_array(a, "a")
    else:
        np.testing.assert_array_equal(as_array(a, "a"), np.array(a, dtype=float))


@pytest.mark.parametrize("entry", [Fraction(1, 2), Decimal(1), None, "1", True])
def test_objects_that_are_no_numbers_are_refused_by_name(entry):
    with pytest.raises(TypeError, match="a must hold numbers, got dtype object with"):
        as_array(np.array([2**64, entry], dtype=object), "a")


def test_complex_objects_are_complex():
    assert as_array([2**64, 1j], "a", allow_complex=True).dtype == np.complex128
    with pytest.raises(TypeError, match="a must be real, got dtype object"):
        as_array([2**64, 1j], "a")


@pytest.mark.parametrize("a", [[10**400, 0], pytest.param([LONG(2) ** 2000, 0], marks=WIDE)])
def test_numbers_that_float64_does_not_hold_are_an_overflow(a):
    with pytest.raises(OverflowError, match="the entries of a overflow float64"):
        as_array(a, "a")


def test_what_is_not_finite_is_counted_or_shown():
    with pytest.raises(ValueError, match="a must be finite, got 2 entries that are NaN or inf"):
        as_array([np.nan, 1, np.inf], "a")
    with pytest.raises(ValueError, match="a must be finite, got nan"):
        as_array(np.nan, "a")
    with pytest.raises(ValueError, match="a must be finite, got 1 entries"):
        as_array([2**64, np.nan], "a")


@pytest.mark.parametrize(
    "a",
    [
        np.array([2**53 + 1, 1]),
        np.array([2**63 + 1], dtype=np.uint64),
        [2**64 + 1],
        pytest.param(np.array([1 + LONG(2) ** -60]), marks=WIDE),
        pytest.param(np.array([1 + 1j * LONG(2) ** -60 + 1j]), marks=WIDE),
    ],
)
def test_exact_refuses_what_float64_would_round(a):
    as_array(a, "a", allow_complex=True)
    with pytest.raises(ValueError, match="a must hold numbers that float64 holds exactly, got"):
        as_array(a, "a", allow_complex=True, exact=True)


@pytest.mark.parametrize("a", [2**60, [2**53, -(2**53)], [0.1, 1j], np.float32([0.1]), [True], LONG([0.5])])
def test_exact_accepts_what_float64_holds(a):
    np.testing.assert_array_equal(as_array(a, "a", allow_complex=True, exact=True), np.asarray(a))


def test_exact_matrices_hold_fractions_where_float64_would_round():
    assert as_exact_matrix([[2**53 + 1, 0]]).tolist() == [[2**53 + 1, 0]]
    assert as_exact_matrix([[2**53, 0.1]]).dtype == np.float64


@pytest.mark.parametrize("value", [True, np.False_, "1", [1], None])
def test_as_number_refuses_what_is_none(value):
    with pytest.raises((TypeError, ValueError), match="x must (be a number|be a single number|hold numbers), got"):
        as_number(value, "x")


def test_positive_keeps_whole_numbers_whole():
    assert [type(positive(x, "x")) for x in (np.int8(3), 10**400, np.float32(0.5))] == [int, int, float]
    for bad in (0, -1, np.nan, np.inf):
        with pytest.raises(ValueError, match="x must be positive and finite, got"):
            positive(bad, "x")
    for bad in (True, "1", 1j, None):
        with pytest.raises(TypeError, match="x must be a number, got"):
            positive(bad, "x")
