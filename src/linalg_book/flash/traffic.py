"""Bytes that attention moves, in closed form; part of :ref:`ch-flash`."""

from math import ceil

from linalg_book._range import finite
from linalg_book._validate import positive, size


@finite
def attention_traffic(t: int, s: int, d: int, *, itemsize: float) -> dict[str, float]:
    """Count the bytes that attention in three passes moves: ``itemsize * (2*t*d + 2*s*d + 4*t*s)`` in all.

    Parameters
    ----------
    t : int
        Number of queries.
    s : int
        Number of keys.
    d : int
        Width of queries, keys and values.
    itemsize : float
        Bytes of one number.

    Returns
    -------
    dict of str to float
        Bytes by array: Q, K and V are loaded once, O is stored once, the scores S and their softmax P are both stored
        and loaded.

    Raises
    ------
    ValueError
        If a size is less than 1, or ``itemsize`` is not positive and finite.
    TypeError
        If a size is no whole number, or another argument no number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    Examples
    --------
    >>> attention_traffic(4, 4, 2, itemsize=1)
    {'Q': 8, 'K': 8, 'V': 8, 'S': 32, 'P': 32, 'O': 8}
    """
    t, s, d, w = size(t, "t"), size(s, "s"), size(d, "d"), positive(itemsize, "itemsize")
    return {"Q": w * t * d, "K": w * s * d, "V": w * s * d, "S": w * 2 * t * s, "P": w * 2 * t * s, "O": w * t * d}


@finite
def flash_traffic(t: int, s: int, d: int, *, rows: int, itemsize: float) -> dict[str, float]:
    """Count the bytes that attention in tiles moves: ``itemsize * (2*t*d + 2*s*d*ceil(t / rows))`` in all.

    Parameters
    ----------
    t : int
        Number of queries.
    s : int
        Number of keys.
    d : int
        Width of queries, keys and values.
    rows : int
        How many queries stay at a time.
    itemsize : float
        Bytes of one number.

    Returns
    -------
    dict of str to float
        Bytes by array; K and V are loaded once for each tile of queries, and there are no scores to move.

    Raises
    ------
    ValueError
        If a size is less than 1, or ``itemsize`` is not positive and finite.
    TypeError
        If a size is no whole number, or another argument no number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    Examples
    --------
    >>> flash_traffic(4, 4, 2, rows=2, itemsize=1)
    {'Q': 8, 'K': 16, 'V': 16, 'O': 8}
    """
    t, s, d, w = size(t, "t"), size(s, "s"), size(d, "d"), positive(itemsize, "itemsize")
    keys = w * s * d * ceil(t / size(rows, "rows"))
    return {"Q": w * t * d, "K": keys, "V": keys, "O": w * t * d}


def rows_that_fit(d: int, *, capacity: int, columns: int) -> int:
    """Find how many queries can stay, ``rows * (2*d + columns + 2) + 2*columns*d <= capacity``.

    Parameters
    ----------
    d : int
        Width of queries, keys and values.
    capacity : int
        How many numbers the fast memory holds.
    columns : int
        How many keys come at a time.

    Returns
    -------
    int
        Rows of a tile: queries, results and two sums a row, and a tile of scores, beside the keys and values.

    Raises
    ------
    ValueError
        If not even one row fits, or a size is less than 1.
    TypeError
        If a size is no whole number.

    Examples
    --------
    >>> rows_that_fit(64, capacity=50_000, columns=64)
    215
    """
    d, capacity, columns = size(d, "d"), size(capacity, "capacity"), size(columns, "columns")
    rows = (capacity - 2 * columns * d) // (2 * d + columns + 2)
    if rows < 1:
        least = 2 * columns * d + 2 * d + columns + 2
        raise ValueError(f"capacity must hold {least} numbers, one row and {columns} keys, got {capacity}")
    return rows
