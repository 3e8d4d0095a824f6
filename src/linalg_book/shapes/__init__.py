"""Shapes: blocks of a matrix, and which arrays fit in a product, a sum or a broadcast; taught in :ref:`ch-shapes`."""

from linalg_book.shapes.broadcast import broadcast_shape, explain_broadcast
from linalg_book.shapes.products import contracted_shape, explain_product, partition, stacked_shape

__all__ = [
    "partition", "explain_product", "contracted_shape", "broadcast_shape", "explain_broadcast", "stacked_shape",
]  # fmt: skip
