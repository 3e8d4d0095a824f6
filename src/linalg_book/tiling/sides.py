"""Sides of tiles: what fits, and how much work a loaded byte gives; part of :ref:`ch-tiling`."""

from math import ceil, isqrt

from linalg_book._range import finite
from linalg_book._validate import positive, size

Block = int | tuple[int, int, int]


def sides(block: Block) -> tuple[int, int, int]:
    """Return the sides (b_m, b_n, b_k) of the tiles, each at least 1."""
    three = block if isinstance(block, tuple) else (block,) * 3
    if len(three) != 3:
        raise ValueError(f"block must be one side or three, (b_m, b_n, b_k), got {block}")
    b_m, b_n, b_k = (size(side, "block") for side in three)
    return b_m, b_n, b_k


def best_block(capacity: int, *, depth: int | None = None) -> tuple[int, int, int]:
    """Find the largest square tile of C that fits, ``b*b + 2*b*depth <= capacity``.

    Parameters
    ----------
    capacity : int
        How many numbers the fast memory holds, at least 3.
    depth : int, optional
        Side b_k of the tiles of A and B; by default b, so that three square tiles share the memory.

    Returns
    -------
    tuple of int
        The sides ``(b, b, depth)``.

    Raises
    ------
    ValueError
        If not even a tile of side 1 fits, or the depth is less than 1.
    TypeError
        If one of them is not a whole number.

    Notes
    -----
    Only b counts for the traffic, so the best depth is 1: a column of A and a row of B, and nearly all of the memory
    for C.  Then b is about the root of the capacity, and with three square tiles the root of a third of it.

    Examples
    --------
    >>> best_block(48), best_block(48, depth=1)
    ((4, 4, 4), (6, 6, 1))
    """
    capacity = size(capacity, "capacity")
    d = None if depth is None else size(depth, "depth")
    side = isqrt(capacity // 3) if d is None else isqrt(capacity + d * d) - d
    if side < 1:
        raise ValueError(f"capacity must hold a tile of side 1 of each matrix, got {capacity} for depth {d or 1}")
    return side, side, side if d is None else d


@finite
def tile_intensity(block: Block, *, itemsize: float) -> float:
    """Return ``2*b_m*b_n / (itemsize * (b_m + b_n))``, the FLOP for each byte that is loaded.

    Parameters
    ----------
    block : int or tuple of int
        Sides ``(b_m, b_n, b_k)`` of the tiles, or one number for all three.
    itemsize : float
        Bytes of one number of A and B.

    Returns
    -------
    float
        The intensity in FLOP/B; ``b / itemsize`` for a square tile of C.

    Raises
    ------
    ValueError
        If a side is less than 1, or ``itemsize`` is not positive and finite.
    TypeError
        If a side is not a whole number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    Notes
    -----
    The one store of C at the end is left out: ``k * (1/b_m + 1/b_n)`` numbers are loaded for each one stored.

    Examples
    --------
    >>> tile_intensity(64, itemsize=4), tile_intensity((128, 256, 64), itemsize=2)
    (16.0, 85.333...)
    """
    b_m, b_n, _ = sides(block)
    return 2 * b_m * b_n / (positive(itemsize, "itemsize") * (b_m + b_n))


@finite
def side_for_ridge(ridge: float, *, itemsize: float) -> int:
    """Return the least side ``b >= ridge * itemsize`` of a square tile whose intensity reaches a ridge point.

    Parameters
    ----------
    ridge : float
        FLOP/B at which a processor is busy on both sides; see `linalg_book.roofline.ridge`.
    itemsize : float
        Bytes of one number of A and B.

    Returns
    -------
    int
        The side.

    Raises
    ------
    ValueError
        If one of them is not positive and finite.
    TypeError
        If one of them is no number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    Examples
    --------
    >>> side_for_ridge(150, itemsize=2)
    300
    """
    return ceil(positive(ridge, "ridge") * positive(itemsize, "itemsize"))
