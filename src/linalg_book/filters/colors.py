"""Color filters as 3 x 4 matrices ``[A | t]``: build them, chain them, apply them; see :ref:`ch-filters`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._faces import public
from linalg_book._range import finite, in_range
from linalg_book._records import Record
from linalg_book._validate import as_array, as_matrix, as_number, as_numbers


def _fixed(*columns: ArrayLike) -> NDArray:
    """Put columns side by side in an array that nobody can write to."""
    array = np.column_stack(columns) if len(columns) > 1 else np.array(columns[0], dtype=float)
    array.flags.writeable = False
    return array


#: Weights of red, green and blue in the gray of Rec. 601, for values as they are stored in a file.
REC_601 = _fixed([0.299, 0.587, 0.114])

#: A warm look: red and green up, blue down, and a little green mixed into red.
WARM = _fixed([[1.2, 0.1, 0.0], [0.0, 1.1, 0.0], [0.0, 0.0, 0.9]])

#: The brown of old photographs, as browsers compute it.
SEPIA = _fixed([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]])


NARROW = 2**11  # five roundings of float32, 2**-24 each, of a sum that large stay below a thousandth


def _affine(M: ArrayLike, name: str = "M") -> NDArray:
    """Return a filter as a 3 x 4 matrix; a 3 x 3 one gets a zero shift."""
    M = as_matrix(M, name)
    if M.shape not in ((3, 3), (3, 4)):
        raise ValueError(f"{name} must have shape (3, 3) or (3, 4), got {M.shape}")
    return M if M.shape == (3, 4) else np.column_stack([M, np.zeros(3)])


@finite
def apply_matrix(image: ArrayLike, M: ArrayLike) -> NDArray:
    """Apply ``p -> M[:, :3] @ p + M[:, 3]`` to every pixel.

    Parameters
    ----------
    image : (..., 3) or (..., 4) array_like of uint8 or float
        A picture, a row of pixels or one pixel, values on the scale 0 to 255; a fourth channel is taken for alpha.  Any
        object counts that NumPy reads as an array, such as a picture of Pillow.
    M : (3, 3) or (3, 4) array_like of float
        The filter; without a fourth column nothing is added.

    Returns
    -------
    (..., 3) or (..., 4) ndarray
        Of uint8 for a picture of uint8: rounded, then clipped to 0 to 255, once, at the end.  Otherwise of float64, and
        neither rounded nor clipped, so that nothing is lost.  Alpha is copied.

    Raises
    ------
    ValueError
        If ``image`` has no last axis of length 3 or 4, if ``M`` has another shape, or if either is not finite.
    TypeError
        If ``image`` or ``M`` does not hold real numbers.
    OverflowError
        If a product or a sum is too large for float64.

    Notes
    -----
    A picture of uint8 is worked on in float32, four bytes a value, whose 24 bits are plenty for eight; with a filter
    whose entries are so large that they are not, in float64.  A sum is off by a few roundings of its largest term.

    Examples
    --------
    >>> apply_matrix([100, 150, 200], WARM)
    array([135., 165., 180.])
    >>> apply_matrix(np.array([100, 150, 250], dtype=np.uint8), 1.2 * np.eye(3))
    array([120, 180, 255], dtype=uint8)
    """
    M = _affine(M)
    given = as_numbers(image, "image")
    image = given if given.dtype == np.uint8 else as_array(image, "image")
    if image.ndim == 0 or image.shape[-1] not in (3, 4):
        wanted = "a last axis of length 3 or 4 (alpha)"
        raise ValueError(f"image must have {wanted}, got shape {image.shape}")
    largest = (255 * abs(M[:, :3]).sum(axis=1) + abs(M[:, 3])).max()
    if image.dtype == np.uint8 and largest < NARROW:
        M = M.astype(np.float32)
    mixed = image[..., :3] @ M[:, :3].T
    mixed += M[:, 3]
    if image.dtype == np.uint8:
        in_range(mixed, "sums of products with M")
        np.rint(mixed, out=mixed)
        mixed = np.clip(mixed, 0, 255, out=mixed).astype(np.uint8)
    return np.concatenate([mixed, image[..., 3:]], axis=-1)


def homogeneous(M: ArrayLike) -> NDArray:
    """Extend ``[A | t]`` by a row: ``[[A, t], [0, 1]] @ (p, 1) = (A @ p + t, 1)``.

    Parameters
    ----------
    M : (3, 3) or (3, 4) array_like of float
        The filter.

    Returns
    -------
    (4, 4) ndarray of float64
        The filter with the row (0, 0, 0, 1).

    Raises
    ------
    ValueError
        If ``M`` has another shape or is not finite.
    TypeError
        If ``M`` does not hold real numbers.

    Examples
    --------
    >>> homogeneous(negative()) @ [100, 150, 200, 1]
    array([155., 105.,  55.,   1.])
    """
    return np.vstack([_affine(M), [0.0, 0.0, 0.0, 1.0]])


@finite
def compose(*filters: ArrayLike) -> NDArray:
    """Chain filters into one, ``compose(F, G)(p) = G(F(p))``: the first to act comes first.

    Parameters
    ----------
    *filters : (3, 3) or (3, 4) array_like of float
        The filters in the order in which they act; none at all gives the identity.

    Returns
    -------
    (3, 4) ndarray of float64
        The filter that does the same in one step, as long as nothing is rounded or clipped in between.

    Raises
    ------
    ValueError
        If a filter has another shape or is not finite.
    TypeError
        If a filter does not hold real numbers.
    OverflowError
        If an entry of a product is too large for float64.

    Examples
    --------
    >>> compose(2 * np.eye(3), negative())
    array([[ -2.,   0.,   0., 255.],
           [  0.,  -2.,   0., 255.],
           [  0.,   0.,  -2., 255.]])
    """
    chain = np.eye(4)
    for number, M in enumerate(filters):
        chain = homogeneous(_affine(M, f"filter {number}")) @ chain
    return chain[:3]


@finite
def blend(M: ArrayLike, amount: float) -> NDArray:
    """Move from the identity toward a filter: ``(1 - amount) * I + amount * M``.

    Parameters
    ----------
    M : (3, 3) or (3, 4) array_like of float
        The filter at full strength.
    amount : float
        0 leaves a picture as it is, 1 is the filter; other values go beyond, or the other way.

    Returns
    -------
    (3, 4) ndarray of float64
        The filter of this strength.

    Raises
    ------
    ValueError
        If ``M`` has another shape, or if ``M`` or ``amount`` is not finite.
    TypeError
        If ``M`` or ``amount`` does not hold real numbers.
    OverflowError
        If an entry of the filter is too large for float64.

    Examples
    --------
    >>> blend(np.diag([1.0, 1.0, 0.0]), 0.25)
    array([[1.  , 0.  , 0.  , 0.  ],
           [0.  , 1.  , 0.  , 0.  ],
           [0.  , 0.  , 0.75, 0.  ]])
    """
    t = as_number(amount, "amount")
    return (1 - t) * np.eye(3, 4) + t * _affine(M)


@public
@dataclass(frozen=True, eq=False)
class Filter(Record):
    """Keep a filter at full strength; called with an amount, give the matrix of that strength.

    Parameters
    ----------
    name : str
        The name, as on the command line.
    full : (3, 3) or (3, 4) array_like of float
        The filter for the amount 1; a copy is kept, which nobody can write to.
    usual : float
        The amount that is taken when none is given.
    about : str
        What the filter does, in a few words.

    Raises
    ------
    ValueError
        If ``full`` has another shape, or it or ``usual`` is not finite.
    TypeError
        If ``full`` or ``usual`` does not hold real numbers.

    See Also
    --------
    blend : The same for a matrix of one's own.

    Examples
    --------
    >>> warmth(0.5)
    array([[1.1 , 0.05, 0.  , 0.  ],
           [0.  , 1.05, 0.  , 0.  ],
           [0.  , 0.  , 0.95, 0.  ]])
    """

    name: str
    full: NDArray
    usual: float
    about: str

    def __post_init__(self):
        _affine(self.full, "full")
        self._keep("full", as_matrix(self.full, "full"))
        as_number(self.usual, "usual")

    def __call__(self, amount: float | None = None) -> NDArray:
        """Return ``(1 - amount) * I + amount * full``, shape (3, 4)."""
        return blend(self.full, self.usual if amount is None else amount)


_DOUBLE, _GRAY = _fixed(2 * np.eye(3)), _fixed(np.outer(np.ones(3), REC_601))

brightness = Filter("brightness", _DOUBLE, 0.2, "scale every channel by 1 + amount")
warmth = Filter("warmth", WARM, 1.0, "raise red and green, lower blue; a negative amount cools")
grayscale = Filter("grayscale", _GRAY, 1.0, "move every channel to the weighted mean of the three")
sepia = Filter("sepia", SEPIA, 1.0, "move colors to shades of brown")
contrast = Filter("contrast", _fixed(_DOUBLE, [-128] * 3), 0.5, "scale the distance to 128 by 1 + amount")
saturation = Filter("saturation", _fixed(_DOUBLE - _GRAY), 0.5, "scale the distance to the color's gray by 1 + amount")
negative = Filter("negative", _fixed(-np.eye(3), [255] * 3), 1.0, "move every channel p to 255 - p")

#: The named filters by their names.
#:
#: :meta hide-value:
FILTERS = {f.name: f for f in (brightness, warmth, grayscale, sepia, contrast, saturation, negative)}
