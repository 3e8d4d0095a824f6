"""The roofline: bytes that a product must move, FLOP per byte, and the time that both limits allow.

Chapter :ref:`ch-roofline`.  FLOP are counted in :mod:`linalg_book.cost`, figures of devices stand in
:mod:`linalg_book.hardware`.
"""

from linalg_book.roofline.convolution import conv_bytes, conv_flops
from linalg_book.roofline.model import ITEMSIZE, attainable, bound, gemm_bytes, gemm_seconds, intensity, ridge
from linalg_book.roofline.triad import triad_bandwidth

__all__ = [
    "ITEMSIZE",
    "gemm_bytes",
    "intensity",
    "ridge",
    "attainable",
    "gemm_seconds",
    "bound",
    "triad_bandwidth",
    "conv_flops",
    "conv_bytes",
]
