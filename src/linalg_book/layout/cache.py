"""A loop over a matrix, step by step, and the cache lines that it loads."""


import numpy as np
from numpy.typing import NDArray

from linalg_book._lru import least_recently_used
from linalg_book._validate import as_sizes, size


def access_trace(
    shape: tuple[int, int],
    *,
    order: str = "C",
    traversal: str = "rows",
    line: int = 64,
    itemsize: int = 8,
    capacity: int = 512,
) -> tuple[NDArray, NDArray]:
    """Follow a loop over all entries of a matrix: where each lies, and whether its cache line had to be loaded.

    Parameters
    ----------
    shape : tuple of two int
        Rows and columns.
    order : {"C", "F"}
        How the matrix is stored.
    traversal : {"rows", "columns"}
        Row after row, or column after column.
    line : int, default 64
        Bytes that are loaded at once.  The matrix begins at the start of a line.
    itemsize : int, default 8
        Bytes an entry.
    capacity : int, default 512
        Lines that the cache keeps, those used last: 512 lines of 64 bytes are 32 KiB.

    Returns
    -------
    offsets : (m * n,) ndarray of int
        Offset of the entry of each step, in entries.
    loaded : (m * n,) ndarray of bool
        True where the line was not in the cache.

    Raises
    ------
    ValueError
        If an argument is out of its range, or an entry does not divide a line.
    TypeError
        If a number is not whole.

    Notes
    -----
    A model: one cache, fully associative, that forgets the line that was used longest ago.  Real ones have several
    levels, fetch ahead, and let lines compete for a few places each, so that strides of a power of two do worse.

    Examples
    --------
    >>> offsets, loaded = access_trace((2, 3), traversal="columns", line=16)
    >>> offsets, loaded
    (array([0, 3, 1, 4, 2, 5]), array([ True,  True, False,  True, False, False]))
    """
    sizes = as_sizes(shape, "shape")
    if len(sizes) != 2:
        raise ValueError(f"shape must be the shape of a matrix, got {sizes}")
    m, n = sizes
    if traversal not in ("rows", "columns"):
        raise ValueError(f'traversal must be "rows" or "columns", got {traversal!r}')
    if size(line, "line") % size(itemsize, "itemsize"):
        raise ValueError(f"line must be a multiple of itemsize, got {line} and {itemsize}")
    size(capacity, "capacity")
    down, across = (n, 1) if as_order(order) == "C" else (1, m)
    table = down * np.arange(m)[:, None] + across * np.arange(n)
    offsets = (table if traversal == "rows" else table.T).ravel()
    lines = (offsets // (line // itemsize)).tolist()
    return offsets, np.fromiter(least_recently_used(lines, capacity), dtype=bool, count=len(lines))


def lines_touched(
    shape: tuple[int, int],
    *,
    order: str = "C",
    traversal: str = "rows",
    line: int = 64,
    itemsize: int = 8,
    capacity: int = 512,
) -> int:
    """Count the cache lines that a loop over a matrix loads: ``access_trace(shape, ...)[1].sum()``.

    Parameters
    ----------
    shape : tuple of two int
        Rows and columns.
    order : {"C", "F"}
        How the matrix is stored.
    traversal : {"rows", "columns"}
        Row after row, or column after column.
    line : int, default 64
        Bytes a line.
    itemsize : int, default 8
        Bytes an entry.
    capacity : int, default 512
        Lines that the cache keeps.

    Returns
    -------
    int
        Loads; a line that is loaded again counts again.

    Raises
    ------
    ValueError
        As `access_trace` does.
    TypeError
        If a number is not whole.

    Examples
    --------
    >>> lines_touched((1024, 64)), lines_touched((1024, 64), traversal="columns")
    (8192, 65536)
    """
    _, loads = access_trace(
        shape, order=order, traversal=traversal, line=line, itemsize=itemsize, capacity=capacity
    )
    return int(loads.sum())


def as_order(order):
    """Return a name of an order, checked."""
    if order not in ("C", "F"):
        raise ValueError(f'order must be "C" or "F", got {order!r}')
    return order
