"""Color filters as matrices: build them, chain them, apply them to every pixel of a picture.

A filter is an affine map of a color ``p = (red, green, blue)`` with values from 0 to 255, ``p -> A @ p + t``, kept as
the 3 x 4 matrix ``[A | t]``.  Chapter :ref:`ch-filters`; ``python -m linalg_book.filters`` applies filters to a file.
"""

from linalg_book.filters.colors import (
    FILTERS,
    REC_601,
    SEPIA,
    WARM,
    Filter,
    apply_matrix,
    blend,
    brightness,
    compose,
    contrast,
    grayscale,
    homogeneous,
    negative,
    saturation,
    sepia,
    warmth,
)

__all__ = [
    "REC_601", "WARM", "SEPIA", "apply_matrix", "homogeneous", "compose", "blend", "Filter",
    "brightness", "warmth", "grayscale", "sepia", "contrast", "saturation", "negative", "FILTERS",
]  # fmt: skip
