"""Cost of products: arithmetic counted by formula and by running it, and the order of a chain; see :ref:`ch-cost`."""

from linalg_book.cost.chain import chain_cost, chain_order, chain_product, chain_table
from linalg_book.cost.tally import Counted, Tally, count_product, gemm_flops, product_flops
from linalg_book.cost.trees import chain_trees, left_first, parenthesize, right_first

__all__ = [
    "Tally",
    "Counted",
    "count_product",
    "product_flops",
    "gemm_flops",
    "chain_cost",
    "left_first",
    "right_first",
    "chain_trees",
    "parenthesize",
    "chain_table",
    "chain_order",
    "chain_product",
]
