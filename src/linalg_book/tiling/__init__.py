"""Tiling: multiply out of a small fast memory, and count what has to be fetched.

Chapter :ref:`ch-tiling`.  Sizes as everywhere: A is (m, k), B is (k, n), C is (m, n); a tile of C is (b_m, b_n), and
b_k is how much of the inner size is fetched at a time.
"""

from linalg_book.tiling.cache import addresses, lru_misses
from linalg_book.tiling.memory import FastMemory, Traffic
from linalg_book.tiling.product import least_traffic, tiled_product, tiled_traffic
from linalg_book.tiling.sides import best_block, side_for_ridge, tile_intensity

__all__ = [
    "Traffic",
    "FastMemory",
    "tiled_product",
    "tiled_traffic",
    "best_block",
    "least_traffic",
    "tile_intensity",
    "side_for_ridge",
    "addresses",
    "lru_misses",
]
