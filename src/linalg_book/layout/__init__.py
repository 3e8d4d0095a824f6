"""Where the entries of an array lie in memory: strides, offsets, and the cache lines that a loop loads.

Chapter :ref:`ch-layout`.  Indices count from 0, as in code.
"""

from linalg_book.layout.cache import access_trace, lines_touched
from linalg_book.layout.strides import allocated, is_contiguous, offset, strides_of

__all__ = ["strides_of", "offset", "is_contiguous", "access_trace", "lines_touched", "allocated"]
