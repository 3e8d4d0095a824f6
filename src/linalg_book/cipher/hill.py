"""Hill's cipher: letters as numbers, blocks of letters times a matrix modulo 26; see :ref:`ch-cipher`."""

import math
from string import ascii_uppercase as ALPHABET

import numpy as np
from numpy.linalg import LinAlgError
from numpy.typing import ArrayLike, NDArray

from linalg_book._validate import as_integer_square, as_integers
from linalg_book.modular import determinant_exact, inverse_mod


def to_numbers(text: str) -> NDArray:
    """Turn letters into numbers: ``A`` is 0, ``B`` is 1, up to ``Z``, which is 25.

    Parameters
    ----------
    text : str
        Any number of capital letters A to Z, nothing else.

    Returns
    -------
    (len(text),) ndarray of int64
        The place of each letter in the alphabet, counted from 0.

    Raises
    ------
    TypeError
        If ``text`` is no string.
    ValueError
        If a character is no capital letter A to Z; the message says which and where.

    See Also
    --------
    to_letters : The way back.

    Examples
    --------
    >>> to_numbers("HI")
    array([7, 8])
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a string, got {type(text).__name__}")
    for place, letter in enumerate(text, start=1):
        if letter not in ALPHABET:
            raise ValueError(f"text must hold the capital letters A to Z only, got {letter!r} at place {place}")
    return np.array([ord(letter) - ord("A") for letter in text], dtype=np.int64)


def to_letters(numbers: ArrayLike) -> str:
    """Turn numbers into letters: 0 is ``A``, up to 25, which is ``Z``.

    Parameters
    ----------
    numbers : (k,) array_like of int
        Numbers from 0 to 25.

    Returns
    -------
    str
        One letter a number.

    Raises
    ------
    TypeError
        If an entry is no integer.
    ValueError
        If ``numbers`` is no vector, or an entry lies outside 0 to 25.

    See Also
    --------
    to_numbers : The way back.

    Examples
    --------
    >>> to_letters([19, 2])
    'TC'
    """
    array = as_integers(numbers, "numbers")
    if array.ndim != 1:
        raise ValueError(f"numbers must be a vector (1 axis), got shape {array.shape}")
    for number in array:
        if not 0 <= number < 26:
            raise ValueError(f"numbers must lie from 0 to 25, got {number}")
    return "".join(ALPHABET[number] for number in array)


def encrypt(text: str, key: ArrayLike, *, pad: str = "X") -> str:
    """Encrypt: cut the text into columns of n letters and multiply, ``C = K @ P % 26``.

    Parameters
    ----------
    text : str
        Capital letters A to Z.
    key : (n, n) array_like of int
        The key, n at least 1; its determinant shares no factor with 26.
    pad : str, optional
        The letter that fills the last block.

    Returns
    -------
    str
        The ciphertext; its length is that of the text, rounded up to a multiple of n.

    Raises
    ------
    TypeError
        If ``text`` is no string or the key holds anything but integers.
    ValueError
        If a character is no capital letter A to Z, ``pad`` is not one such letter, or the key is not square or
        has no rows.
    LinAlgError
        If the key cannot be inverted modulo 26; the message gives the common factor.

    See Also
    --------
    decrypt : The way back.

    Notes
    -----
    ``n**2`` multiplications a block.  The receiver cannot tell padding from text.

    Examples
    --------
    >>> encrypt("HI", [[3, 3], [2, 5]])
    'TC'
    """
    K = _key(key)
    if len(to_numbers(pad)) != 1:
        raise ValueError(f"pad must be one letter, got {pad!r}")
    numbers = to_numbers(text)
    fill = np.repeat(to_numbers(pad), -len(numbers) % len(K))
    return _multiply(K, np.append(numbers, fill))


def decrypt(text: str, key: ArrayLike) -> str:
    """Decrypt: multiply each block by the inverse of the key, ``P = inverse_mod(K, 26) @ C % 26``.

    Parameters
    ----------
    text : str
        Ciphertext: capital letters A to Z, a multiple of n of them.
    key : (n, n) array_like of int
        The key with which the text was encrypted.

    Returns
    -------
    str
        The plaintext, padding included.

    Raises
    ------
    TypeError
        If ``text`` is no string or the key holds anything but integers.
    ValueError
        If a character is no capital letter A to Z, the length does not fit, or the key is not square or
        has no rows.
    LinAlgError
        If the key cannot be inverted modulo 26; the message gives the common factor.

    See Also
    --------
    encrypt : The way there.

    Examples
    --------
    >>> decrypt("TC", [[3, 3], [2, 5]])
    'HI'
    """
    inverse, numbers = inverse_mod(_key(key), 26), to_numbers(text)
    if len(numbers) % len(inverse):
        raise ValueError(f"text must come in blocks of {len(inverse)} letters, got {len(numbers)} letters")
    return _multiply(inverse, numbers)


def _multiply(K: NDArray, numbers: NDArray) -> str:
    """Multiply each block of numbers by K modulo 26; the products stay below 26 * 26 * n."""
    blocks = numbers.reshape(-1, len(K)).T  # (n, number of blocks): one block a column
    return to_letters((K @ blocks % 26).T.ravel())


def _key(key: ArrayLike) -> NDArray:
    """Return a key as int64 entries 0 to 25, or say why it is none."""
    K = as_integer_square(key, "key") % 26
    if not len(K):
        raise ValueError("key must have at least one row, got shape (0, 0)")
    det = determinant_exact(K) % 26
    factor = math.gcd(det, 26)
    if factor != 1:
        raise LinAlgError(f"key cannot be inverted: det K = {det} modulo 26, and gcd({det}, 26) = {factor}")
    return K.astype(np.int64)


def is_key(A: ArrayLike) -> bool:
    """Tell whether A can be a key: whether ``gcd(det(A), 26) == 1``.

    Parameters
    ----------
    A : (n, n) array_like of int
        Whole numbers.

    Returns
    -------
    bool
        Whether A has an inverse modulo 26.

    Raises
    ------
    TypeError
        If an entry is no integer.
    ValueError
        If A is not square, or has no rows.

    See Also
    --------
    linalg_book.modular.inverse_mod : Finds that inverse.

    Examples
    --------
    >>> is_key([[3, 3], [2, 5]]), is_key([[2, 4], [6, 8]])
    (True, False)
    """
    A = as_integer_square(A, "A")
    if not len(A):
        raise ValueError("A must have at least one row, got shape (0, 0)")
    return math.gcd(determinant_exact(A), 26) == 1
