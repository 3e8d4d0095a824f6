"""Tests of linalg_book.cipher."""

import itertools
import math
import subprocess
import sys

import numpy as np
import pytest
from numpy.linalg import LinAlgError

from linalg_book.cipher import decrypt, encrypt, is_key, to_letters, to_numbers
from linalg_book.cipher.__main__ import main
from linalg_book.plotting.cipher import plot_blocks

KEY = np.array([[3, 3], [2, 5]])
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def random_key(rng, n):
    """Draw matrices until one is a key."""
    while not is_key(key := rng.integers(26, size=(n, n))):
        pass
    return key


def test_to_numbers_and_to_letters_go_through_the_alphabet():
    np.testing.assert_array_equal(to_numbers(ALPHABET), np.arange(26))
    assert to_letters(range(26)) == ALPHABET


def test_to_numbers_and_to_letters_take_nothing():
    assert to_numbers("").shape == (0,) and to_numbers("").dtype == np.int64
    assert to_letters([]) == to_letters(to_numbers("")) == ""


@pytest.mark.parametrize(
    "text, letter, place", [("Ab", "'b'", 2), ("A B", "' '", 2), ("É", "'É'", 1), ("ABC1", "'1'", 4), ("ß", "'ß'", 1)]
)
def test_to_numbers_names_the_character_it_refuses(text, letter, place):
    with pytest.raises(ValueError, match=f"capital letters A to Z only, got {letter} at place {place}"):
        to_numbers(text)


def test_to_numbers_refuses_bytes():
    with pytest.raises(TypeError, match="text must be a string, got bytes"):
        to_numbers(b"HI")


@pytest.mark.parametrize("number", [-1, 26, 10**30])
def test_to_letters_refuses_numbers_without_a_letter(number):
    with pytest.raises(ValueError, match=f"numbers must lie from 0 to 25, got {number}"):
        to_letters([0, number])


def test_to_letters_refuses_a_matrix_and_floats():
    with pytest.raises(ValueError, match=r"numbers must be a vector \(1 axis\), got shape \(1, 2\)"):
        to_letters([[7, 8]])
    with pytest.raises(TypeError, match="numbers must hold whole numbers, got 7.0"):
        to_letters([7.0])


def test_encrypt_hi_gives_tc():
    assert encrypt("HI", KEY) == "TC"


def test_encrypt_of_unit_blocks_spells_the_columns_of_the_key():
    assert encrypt("BAAB", KEY) == to_letters(KEY.T.ravel())


def test_encrypt_is_a_substitution_of_blocks():
    texts = ["".join(pair) for pair in itertools.product(ALPHABET, repeat=2)]
    assert sorted(encrypt(text, KEY) for text in texts) == texts


@pytest.mark.parametrize("n", [1, 2, 3, 5, 8])
def test_decrypt_undoes_encrypt(rng, n):
    key = random_key(rng, n)
    text = to_letters(rng.integers(26, size=4 * n))
    assert decrypt(encrypt(text, key), key) == text


@pytest.mark.parametrize("length", range(8))
def test_encrypt_fills_the_last_block(rng, length):
    key, text = random_key(rng, 3), ALPHABET[:length]
    filled = decrypt(encrypt(text, key), key)
    assert len(filled) == 3 * math.ceil(length / 3)
    assert filled == text + "X" * (len(filled) - length)
    assert decrypt(encrypt(text, key, pad="Q"), key) == text + "Q" * (len(filled) - length)


def test_encrypt_sees_only_the_key_modulo_26():
    assert encrypt("HELP", KEY - 26) == encrypt("HELP", KEY + 26 * 10**15) == encrypt("HELP", KEY) == "HIAT"


@pytest.mark.parametrize("pad", ["", "XX", "x"])
def test_encrypt_wants_one_capital_letter_to_fill_with(pad):
    with pytest.raises(ValueError, match="pad must be one letter|capital letters A to Z only"):
        encrypt("HI", KEY, pad=pad)


@pytest.mark.parametrize("function", [encrypt, decrypt])
@pytest.mark.parametrize(
    "key, det, factor", [([[2, 4], [6, 8]], 18, 2), ([[13]], 13, 13), ([[1, 1], [1, 1]], 0, 26), ([[0]], 0, 26)]
)
def test_encrypt_and_decrypt_say_why_a_matrix_is_no_key(function, key, det, factor):
    with pytest.raises(LinAlgError, match=rf"det K = {det} modulo 26, and gcd\({det}, 26\) = {factor}"):
        function("HI", key)


@pytest.mark.parametrize("function", [encrypt, decrypt])
@pytest.mark.parametrize(
    "key, error, message",
    [
        ([[1, 2, 3], [4, 5, 6]], ValueError, r"key must be square, got shape \(2, 3\)"),
        ([1, 2, 3], ValueError, r"key must be square, got shape \(3,\)"),
        (np.zeros((0, 0), int), ValueError, "key must have at least one row"),
        ([[3, 3], [2]], ValueError, "key must be a rectangular array of whole numbers"),
        ([[3.0, 3], [2, 5]], TypeError, "key must hold whole numbers, got 3.0"),
        (KEY.astype(float), TypeError, "key must hold whole numbers, got dtype float64"),
        (KEY == 3, TypeError, "key must hold whole numbers, got dtype bool"),
        ([[True]], TypeError, "key must hold whole numbers, got True"),
        ("ABCD", TypeError, "key must hold whole numbers, got 'ABCD'"),
    ],
)
def test_encrypt_and_decrypt_refuse_what_is_no_square_of_integers(function, key, error, message):
    with pytest.raises(error, match=message):
        function("HI", key)


def test_decrypt_wants_whole_blocks():
    with pytest.raises(ValueError, match="text must come in blocks of 2 letters, got 3 letters"):
        decrypt("TCX", KEY)


def test_encrypt_leaves_the_key_alone():
    key = KEY - 26
    key.flags.writeable = False
    decrypt(encrypt("HELP", key), key)
    np.testing.assert_array_equal(key, KEY - 26)


def test_is_key_agrees_with_a_search_for_the_inverse_of_the_determinant():
    for entries in itertools.product([0, 1, 2, 13, 25], repeat=4):
        a, b, c, d = entries
        expected = any((a * d - b * c) * x % 26 == 1 for x in range(26))
        assert is_key([[a, b], [c, d]]) is expected


def test_is_key_refuses_a_matrix_without_rows():
    with pytest.raises(ValueError, match=r"A must have at least one row, got shape \(0, 0\)"):
        is_key(np.zeros((0, 0), dtype=int))


@pytest.mark.parametrize(
    "A, error, message",
    [
        ([[1, 2]], ValueError, r"A must be square, got shape \(1, 2\)"),
        ([[1.0]], TypeError, "A must hold whole numbers, got 1.0"),
    ],
)
def test_is_key_refuses_what_is_no_square_of_integers(A, error, message):
    with pytest.raises(error, match=message):
        is_key(A)


def test_command_line_encrypts_and_decrypts(capsys):
    assert main(["encrypt", "HELP", "--key", "3,3,2,5"]) == 0
    assert main(["decrypt", "HIAT", "--key", "-23,3,2,5"]) == 0
    assert main(["decrypt", "HIAT", "--key", "-23 3; 2 5"]) == 0
    assert capsys.readouterr() == ("HIAT\nHELP\nHELP\n", "")


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["encrypt", "help", "--key", "3,3,2,5"], "got 'h' at place 1"),
        (["decrypt", "HIA", "--key", "3,3,2,5"], "blocks of 2 letters, got 3 letters"),
        (["encrypt", "HI", "--key", "2,4,6,8"], "gcd(18, 26) = 2"),
        (["encrypt", "HI", "--key", "3,3,2"], "key must have 1, 4, 9, … entries, row after row, got 3"),
        (["encrypt", "HI", "--key", "3,x"], "whole numbers separated by commas, got '3,x'"),
        (["encrypt", "HI", "--key", ""], "whole numbers separated by commas, got ''"),
    ],
)
def test_command_line_names_a_fault_in_one_line(capsys, arguments, message):
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("error: ") and message in err and err.count("\n") == 1


def test_module_runs_as_a_command():
    command = [sys.executable, "-m", "linalg_book.cipher", "encrypt", "HI", "--key", "3,3,2,5"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "TC\n", "")


def test_plot_blocks_counts_the_pairs():
    assert "Before: 3 pairs" in plot_blocks(np.zeros((2, 3), int), np.zeros((2, 3), int)).alt


@pytest.mark.parametrize(
    "key, where",
    [
        (KEY, "spread over the whole board"),
        ([[2, 4], [6, 8]], "only where row and column are multiples of 2."),
        ([[3, 9], [6, 0]], "spread over the whole board"),
        ([[13, 0], [0, 13]], "only where row and column are multiples of 13."),
    ],
)
def test_plot_blocks_says_which_places_are_reached(key, where):
    square = np.indices((6, 6)).reshape(2, -1)
    assert where in plot_blocks(square, key @ square % 26).alt
