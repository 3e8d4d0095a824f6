"""FlashAttention: the result of attention, tile by tile, without the table of scores; see :ref:`ch-flash`.

A *state* is what is known of a row of scores s and its values v so far: the largest score m, the sum of exp(s - m),
and the sum of exp(s - m) * v.  Sizes: t queries and s keys of width d.
"""

from linalg_book.flash.states import merge, online_softmax, state_of
from linalg_book.flash.tiles import flash_attention, standard_attention
from linalg_book.flash.traffic import attention_traffic, flash_traffic, rows_that_fit

__all__ = [
    "state_of",
    "merge",
    "online_softmax",
    "standard_attention",
    "flash_attention",
    "attention_traffic",
    "flash_traffic",
    "rows_that_fit",
]
