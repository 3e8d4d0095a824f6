"""Maps of the plane: seven to know by sight, the directions that a map keeps, the axes that stay perpendicular.

Chapter: :ref:`ch-transformations`.
"""

from linalg_book.transformations.directions import eigen_directions, singular_axes
from linalg_book.transformations.maps import gallery, projection, reflection, rotation, shear

__all__ = ["rotation", "reflection", "shear", "projection", "gallery", "eigen_directions", "singular_axes"]
