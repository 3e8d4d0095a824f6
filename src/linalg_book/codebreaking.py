"""Breaking a linear cipher: how many keys there are, and which one fits a text.  Chapter :ref:`ch-codebreaking`."""

import math

import numpy as np
from numpy.linalg import LinAlgError
from numpy.typing import NDArray

from linalg_book._validate import size
from linalg_book.cipher import is_key, to_numbers
from linalg_book.modular import bezout

__all__ = ["count_keys", "recover_key"]


def count_keys(n: int) -> int:
    """Count the keys of block size n: ``|GL(n, 2)| * |GL(n, 13)|``.

    Parameters
    ----------
    n : int
        The block size, at least 1.

    Returns
    -------
    int
        How many (n, n) matrices with entries from 0 to 25 have an inverse modulo 26.

    Raises
    ------
    TypeError
        If n is no integer.
    ValueError
        If n is less than 1.

    See Also
    --------
    linalg_book.cipher.is_key : Tells for one matrix.

    Notes
    -----
    Modulo a prime p, row i + 1 may be any of the ``p**n`` rows but the ``p**i`` combinations of the i rows before it.

    Examples
    --------
    >>> count_keys(1), count_keys(2), 26**4
    (12, 157248, 456976)
    """
    n = size(n, "n")
    return math.prod(p**n - p**i for p in (2, 13) for i in range(n))


def recover_key(plain: str, cipher: str, n: int) -> NDArray:
    """Find the key of block size n that turned plain into cipher: solve ``K @ P == C`` modulo 26.

    Parameters
    ----------
    plain, cipher : str
        A text and its ciphertext, of one length, a multiple of n.
    n : int
        The block size, at least 1.

    Returns
    -------
    (n, n) ndarray of int64
        The only key with entries from 0 to 25 that fits.

    Raises
    ------
    TypeError
        If a text is no string or n no integer.
    ValueError
        If the lengths do not fit, a character is no capital letter A to Z, or no key of this block size fits.
    LinAlgError
        If the blocks of plain do not span everything modulo 2 and modulo 13, so that they do not determine a matrix
        (for n = 1 only one key may be left all the same, as 3 is for ``2 * K == 6``).

    See Also
    --------
    linalg_book.modular.inverse_mod : Enough when exactly n blocks are known.

    Notes
    -----
    Elimination on the rows of ``P.T`` next to those of ``C.T``.  26 is not prime and most pivots cannot be divided by,
    so each column is cleared by Euclid's algorithm on whole rows, which leaves the greatest common divisor as pivot.

    Examples
    --------
    >>> from linalg_book.cipher import encrypt
    >>> recover_key("HELP", encrypt("HELP", [[3, 3], [2, 5]]), 2)
    array([[3, 3],
           [2, 5]])
    """
    n, P, C = size(n, "n"), to_numbers(plain), to_numbers(cipher)
    if len(P) != len(C) or len(P) % n:
        raise ValueError(f"plain and cipher must be equally long, in blocks of {n}, got {len(P)} and {len(C)} letters")
    rows = np.hstack([P.reshape(-1, n), C.reshape(-1, n)])  # (blocks, 2n): a block of plain, its block of cipher
    for j in range(n):
        pivot = _clear_below(rows, j)
        factor, inverse, _ = bezout(pivot, 26)
        if factor != 1:
            where = f"pivot {j + 1} is {pivot}, and gcd({pivot}, 26) = {factor}"
            raise LinAlgError(f"plain does not determine a matrix, more text is needed: {where}")
        rows[j] = inverse * rows[j] % 26
        rows[:j] = (rows[:j] - np.outer(rows[:j, j], rows[j])) % 26
    if rows[n:].any() or not is_key(rows[:n, n:]):
        raise ValueError(f"no key of block size {n} turns plain into cipher")
    return rows[:n, n:].T.copy()


def _clear_below(rows: NDArray, j: int) -> int:
    """Clear column j below row j by Euclid's algorithm on rows modulo 26, in place; return the pivot left in row j."""
    while np.any(rows[j:, j]):
        live = j + np.flatnonzero(rows[j:, j])
        smallest = live[rows[live, j].argmin()]
        rows[[j, smallest]] = rows[[smallest, j]]
        if len(live) == 1:
            return int(rows[j, j])
        quotients = rows[j + 1 :, j] // rows[j, j]
        rows[j + 1 :] = (rows[j + 1 :] - np.outer(quotients, rows[j])) % 26
    return 0
