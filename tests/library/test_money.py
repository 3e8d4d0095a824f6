"""Tests of linalg_book.money."""

import re

import numpy as np
import pytest

from linalg_book.money import to_cents
from linalg_book.plotting.money import plot_shares


def test_to_cents_finds_every_price_up_to_a_thousand_dollars():
    cents = np.arange(-100_000, 100_001)
    np.testing.assert_array_equal(to_cents(cents / 100), cents)


def test_to_cents_finds_large_amounts(rng):
    cents = rng.integers(2**49, 2**50, 10_000)
    np.testing.assert_array_equal(to_cents(cents / 100), cents)


def test_to_cents_keeps_the_shape_and_returns_integers():
    assert to_cents([[29.99], [0]]).dtype == np.int64
    assert to_cents([[29.99], [0]]).shape == (2, 1)


@pytest.mark.parametrize("amount", [3998.395, 0.001, 29.990000000000002, 0.1 + 0.2])
def test_to_cents_refuses_parts_of_a_cent(amount):
    with pytest.raises(ValueError, match=f"amounts must be whole cents, got {amount!r}"):
        to_cents([1, amount])
    with pytest.raises(ValueError, match=f"amounts must be whole cents, got {amount!r}"):
        to_cents([[1, amount], [0.005, 2]])  # the first of two


@pytest.mark.parametrize("amount", [2**50 / 100, 1e308, -1e300])
def test_to_cents_refuses_amounts_whose_cents_are_not_certain(amount):
    with pytest.raises(ValueError, match=rf"amounts must be below 2\*\*50 cents, got {re.escape(f'{abs(amount):g}')}"):
        to_cents([1, amount])


def test_to_cents_refuses_nan_text_and_complex():
    with pytest.raises(ValueError, match="amounts must be finite, got 1 entries"):
        to_cents([1, np.nan])
    with pytest.raises(TypeError, match="amounts must hold numbers, got dtype"):
        to_cents(["1.00"])
    with pytest.raises(TypeError, match="amounts must be real, got dtype complex128"):
        to_cents(1j)


def test_to_cents_leaves_its_input_alone():
    amounts = np.array([29.99, 49.99])
    amounts.flags.writeable = False
    to_cents(amounts)
    np.testing.assert_array_equal(amounts, [29.99, 49.99])


def test_plot_shares_describes_the_marks():
    picture = plot_shares([[1, 2], [3, 4]], rows=["a", "b"], columns=["x", "y"], marks=[9, 5], marked="told")
    assert "a: x 1, y 2, together 3; told 9" in picture.alt
