"""The transformer block, product by product.  Chapter :ref:`ch-transformer`."""

from linalg_book.transformer.block import Block
from linalg_book.transformer.layers import encoder_block, feed_forward, layer_norm, merge_heads, one_hot, split_heads

__all__ = ["one_hot", "split_heads", "merge_heads", "layer_norm", "feed_forward", "Block", "encoder_block"]
