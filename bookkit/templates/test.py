"""Tests of linalg_book.STEM."""

import numpy as np
import pytest

from linalg_book.plotting.STEM import plot_half
from linalg_book.STEM import half


def test_half_is_half(rng):
    A = rng.standard_normal((3, 2))
    np.testing.assert_array_equal(half(A), A / 2)


def test_half_refuses_a_vector():
    with pytest.raises(ValueError, match=r"A must be a matrix \(2 axes\), got shape \(2,\)"):
        half([1, 2])


def test_half_leaves_its_argument_alone():
    A = np.ones((2, 2))
    half(A)[:] = 0
    np.testing.assert_array_equal(A, np.ones((2, 2)))


def test_plot_half_says_the_entries():
    assert "[4.0, -2.0]" in plot_half([[4, -2]]).alt
