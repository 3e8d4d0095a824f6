"""The GEMM lab: products that are checked first and timed then, from three loops to the library and the GPU.

Chapter :ref:`ch-gemm`.  Times are taken by :mod:`linalg_book.timing`; ``python -m linalg_book.gemm`` is the program.
"""

from linalg_book.gemm.card import Card, load_cards
from linalg_book.gemm.check import UNIT_ROUNDOFF, error_bound, verify
from linalg_book.gemm.measurement import Measurement, measure, supported
from linalg_book.gemm.rungs import Rung, ladder, on_cuda
from linalg_book.gemm.series import measure_peak, sweep, table

__all__ = [
    "UNIT_ROUNDOFF",
    "error_bound",
    "verify",
    "Measurement",
    "supported",
    "measure",
    "sweep",
    "measure_peak",
    "table",
    "Rung",
    "ladder",
    "on_cuda",
    "Card",
    "load_cards",
]
