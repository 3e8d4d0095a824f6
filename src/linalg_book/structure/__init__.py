"""Special matrices: a question for each kind, and the list of all that hold; taught in :ref:`ch-structure`.

Patterns of zeros are exact.  What compares computed entries allows for ``n * eps``, relative to the size of A.
"""

from linalg_book.structure.definite import (
    is_positive_definite,
    is_positive_semidefinite,
    special_matrices,
    structure_of,
)
from linalg_book.structure.patterns import (
    is_diagonal,
    is_identity,
    is_lower_triangular,
    is_square,
    is_upper_triangular,
    is_zero,
)
from linalg_book.structure.transposes import (
    is_hermitian,
    is_orthogonal,
    is_skew_symmetric,
    is_symmetric,
    skew_part,
    symmetric_part,
)

__all__ = [
    "is_square",
    "is_zero",
    "is_identity",
    "is_diagonal",
    "is_upper_triangular",
    "is_lower_triangular",
    "is_symmetric",
    "is_hermitian",
    "is_skew_symmetric",
    "symmetric_part",
    "skew_part",
    "is_orthogonal",
    "is_positive_definite",
    "is_positive_semidefinite",
    "structure_of",
    "special_matrices",
]
