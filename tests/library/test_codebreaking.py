"""Tests of linalg_book.codebreaking."""

import itertools
import math

import numpy as np
import pytest
from numpy.linalg import LinAlgError

from linalg_book.cipher import encrypt, is_key, to_letters, to_numbers
from linalg_book.codebreaking import count_keys, recover_key
from linalg_book.plotting.codebreaking import plot_frequencies, plot_remaining

KEY = np.array([[3, 3], [2, 5]])


def random_key(rng, n):
    """Draw matrices until one is a key."""
    while not is_key(key := rng.integers(26, size=(n, n))):
        pass
    return key


def test_count_keys_matches_enumeration():
    assert count_keys(1) == sum(is_key([[a]]) for a in range(26)) == 12
    a, b, c, d = np.indices((26,) * 4).reshape(4, -1)
    assert count_keys(2) == np.count_nonzero(np.gcd(a * d - b * c, 26) == 1) == 157248


def test_count_keys_stays_exact_for_large_blocks():
    assert count_keys(30) == math.prod((2**30 - 2**i) * (13**30 - 13**i) for i in range(30))


def test_count_keys_refuses_no_block_and_floats():
    with pytest.raises(ValueError, match="n must be at least 1, got 0"):
        count_keys(0)
    with pytest.raises(TypeError, match="n must be a whole number, got 2.0"):
        count_keys(2.0)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 6])
def test_recover_key_finds_the_key(rng, n):
    for _ in range(5):
        key, plain = random_key(rng, n), to_letters(rng.integers(26, size=20 * n))
        found = recover_key(plain, encrypt(plain, key), n)
        np.testing.assert_array_equal(found, key)
        assert found.base is None  # an array of its own, not a view into the work space


def test_recover_key_combines_blocks_of_which_no_two_suffice():
    blocks = to_numbers("NOMEAT").reshape(-1, 2)
    assert not any(is_key(blocks[list(pair)]) for pair in itertools.combinations(range(3), 2))
    np.testing.assert_array_equal(recover_key("NOMEAT", encrypt("NOMEAT", KEY), 2), KEY)


@pytest.mark.parametrize("plain, factor", [("MEET", 2), ("", 26), ("HI", 26), ("AAAAAA", 26), ("NANANA", 13)])
def test_recover_key_says_when_the_text_is_not_enough(plain, factor):
    with pytest.raises(LinAlgError, match=rf"plain does not determine a matrix, more text is needed: .* = {factor}"):
        recover_key(plain, encrypt(plain, KEY), 2)


def test_recover_key_of_one_letter_refuses_two_matrices_even_if_only_one_is_a_key():
    fits = [k for k in range(26) if 2 * k % 26 == 6]
    assert fits == [3, 16] and [is_key([[k]]) for k in fits] == [True, False]
    with pytest.raises(LinAlgError, match="plain does not determine a matrix, more text is needed: pivot 1 is 2, and"):
        recover_key("C", "G", 1)


def test_recover_key_refuses_exactly_when_two_matrices_fit(rng):
    a, b = np.indices((26, 26)).reshape(2, -1)
    for _ in range(200):
        plain = to_letters(rng.choice([0, 2, 4, 13], size=4))
        (p, q), (r, s) = to_numbers(plain).reshape(2, 2)
        unique = np.count_nonzero(((a * p + b * q) % 26 == 0) & ((a * r + b * s) % 26 == 0)) == 1
        try:
            recover_key(plain, encrypt(plain, KEY), 2)
            assert unique
        except LinAlgError:
            assert not unique


@pytest.mark.parametrize("plain, cipher", [("HICDAA", "TCPTAB"), ("HICD", "AAAA")])
def test_recover_key_says_when_no_key_fits(plain, cipher):
    with pytest.raises(ValueError, match="no key of block size 2 turns plain into cipher"):
        recover_key(plain, cipher, 2)


def test_recover_key_refuses_lengths_that_do_not_fit():
    with pytest.raises(ValueError, match="equally long, in blocks of 2, got 4 and 2 letters"):
        recover_key("HELP", "HI", 2)
    with pytest.raises(ValueError, match="equally long, in blocks of 2, got 3 and 3 letters"):
        recover_key("ABC", "ABC", 2)
    with pytest.raises(ValueError, match="n must be at least 1, got 0"):
        recover_key("AB", "AB", 0)


def test_plot_frequencies_names_the_most_frequent_letters():
    counts = np.arange(26)
    assert "most frequent Z 25, Y 24, X 23, rarest 0" in plot_frequencies(counts, counts).alt


def test_plot_remaining_gives_the_counts():
    assert "nothing: 157,248; NO: 312" in plot_remaining([157248, 312], ["nothing", "NO"]).alt
