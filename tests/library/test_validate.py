"""The checks that all chapters share: whole numbers, and results that float64 is too narrow for."""

import numpy as np
import pytest
from numpy.linalg import LinAlgError

from linalg_book._validate import as_integers, as_sizes, as_whole, count, in_range, size, whole


@pytest.mark.parametrize("value", [3, np.int8(3), np.uint64(3), np.array(3)])
def test_whole_returns_an_int_of_python(value):
    for check in (whole, size, count):
        found = check(value, "n")
        assert (found, type(found)) == (3, int)


@pytest.mark.parametrize("value", [3.0, np.float64(3), "3", None, True, np.True_, 3 + 0j, np.array([3, 4]), [3]])
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


@pytest.mark.parametrize(
    ("result", "where"),
    [
        (np.inf, ""),
        ([0.0, np.nan], " at index 1"),
        (np.array([[0, 1], [np.inf, -np.inf]]), r" at index \(1, 0\)"),
        (np.array(complex(0, np.inf)), ""),
    ],
)
def test_in_range_refuses_with_the_first_place(result, where):
    for error in (ValueError, LinAlgError):
        with pytest.raises(error, match=f"^products overflow float64{where}$"):
            in_range(result, "products", error=error)


def test_in_range_returns_what_it_was_given():
    result = np.ones((2, 0))
    assert in_range(result, "products") is result and in_range(1e308, "products") == 1e308
