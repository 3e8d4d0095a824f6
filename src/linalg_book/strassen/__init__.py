"""Strassen's product: seven multiplications where eight are usual, what it saves and what it loses.

Chapter :ref:`ch-strassen`.
"""

from linalg_book.strassen.counts import error_bound, exponent, strassen_flops, strassen_levels, strassen_multiplications
from linalg_book.strassen.exact import largest_error
from linalg_book.strassen.product import seven_products, strassen, strassen_step

__all__ = [
    "seven_products",
    "strassen_step",
    "strassen_levels",
    "strassen",
    "strassen_multiplications",
    "strassen_flops",
    "exponent",
    "error_bound",
    "largest_error",
]
