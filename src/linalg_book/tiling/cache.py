"""Caches that choose for themselves what to keep: part of :ref:`ch-tiling`."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._lru import least_recently_used
from linalg_book._validate import as_integers, size


def addresses(
    m: int, n: int, k: int, *, order: str = "ijl", block: int | None = None, pitch: int | None = None
) -> NDArray:
    """List the addresses that ``C[i, j] += A[i, l] * B[l, j]`` touches, in the order of the loops.

    Parameters
    ----------
    m, n, k : int
        A is (m, k), B is (k, n), C is (m, n); each at least 1.
    order : str, default "ijl"
        The loops from the outermost to the innermost, the letters i, j and l in any order.
    block : int, optional
        Run the loops over tiles of this side, and inside a tile again in the same order.
    pitch : int, optional
        Distance of the starts of two rows in memory, the same for all three arrays; by default rows follow each other.

    Returns
    -------
    (3 * m * n * k,) ndarray of int64
        For each multiply-add the addresses of its entries of A, B and C, counted in numbers, not bytes.  The arrays
        are kept row by row, one after the other.

    Raises
    ------
    ValueError
        If a size or the block is less than 1, the order is none of i, j and l, or the pitch is less than a row.
    TypeError
        If a size, the block or the pitch is no whole number.
    OverflowError
        If an address is too large for int64.

    Examples
    --------
    >>> addresses(1, 2, 2).reshape(-1, 3)
    array([[0, 2, 6],
           [1, 4, 6],
           [0, 3, 7],
           [1, 5, 7]])
    """
    sizes = {"i": size(m, "m"), "j": size(n, "n"), "l": size(k, "k")}
    if sorted(order) != ["i", "j", "l"]:
        raise ValueError(f'order must have the letters i, j and l once each, got "{order}"')
    if pitch is not None and (pitch := size(pitch, "pitch")) < max(n, k):
        raise ValueError(f"pitch must be at least {max(n, k)}, the longest row, got {pitch}")
    grid = np.indices([sizes[letter] for letter in order]).reshape(3, -1)
    if block is not None:
        tile = grid // size(block, "block")
        grid = grid[:, np.lexsort((*grid[::-1], *tile[::-1]))]
    i, j, l = (grid[order.index(letter)] for letter in "ijl")  # noqa: E741 (the inner index of the book)
    row_a, row_b = (k, n) if pitch is None else (pitch, pitch)
    A, B, C = 0, m * row_a, m * row_a + k * row_b
    if C + m * row_b >= 2**63:
        raise OverflowError("the addresses overflow int64")
    return np.stack([A + i * row_a + l, B + l * row_b + j, C + i * row_b + j], axis=1).reshape(-1)


def lru_misses(addresses: ArrayLike, *, capacity: int, line: int = 1, ways: int | None = None) -> int:
    """Count the misses of a cache that gives up the line which was not used for the longest time.

    Parameters
    ----------
    addresses : (t,) array_like of int
        What is touched, in order, counted in numbers from 0.
    capacity : int
        How many numbers the cache holds, a multiple of ``line``.
    line : int, default 1
        How many neighboring numbers are fetched together.
    ways : int, optional
        Lines that a set holds; a line may only be in the set ``line number % sets``.  By default there is one set, so
        that a line may be anywhere.

    Returns
    -------
    int
        How many lines were fetched.

    Raises
    ------
    ValueError
        If a size is less than 1, the capacity does not hold whole lines or whole sets, or an address is negative.
    TypeError
        If a size or an address is no whole number.

    Examples
    --------
    >>> lru_misses([0, 1, 2, 3, 0], capacity=4), lru_misses([0, 1, 2, 3, 0], capacity=3)
    (4, 5)
    >>> lru_misses([0, 1, 2, 3, 0], capacity=4, line=2)
    2
    """
    capacity, line = size(capacity, "capacity"), size(line, "line")
    ways = capacity // line if ways is None else size(ways, "ways")
    if not ways or capacity % (line * ways):
        raise ValueError(f"capacity must be whole sets of {ways or 1} lines of {line}, got {capacity}")
    touched = as_integers(addresses, "addresses")
    if touched.ndim != 1 or (touched.size and touched.min() < 0):
        raise ValueError(f"addresses must be a row of numbers from 0, got shape {touched.shape}")
    sets = capacity // (line * ways)
    return sum(least_recently_used((touched // line).tolist(), ways, sets))
