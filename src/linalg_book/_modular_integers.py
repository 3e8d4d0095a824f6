"""Checks of whole numbers for `linalg_book.modular`: what came in holds integers, or the error says why not."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def as_integers(a: ArrayLike, name: str) -> NDArray:
    """Return ``a`` as an array of Python integers, which never overflow; refuse anything else."""
    array = a if isinstance(a, np.ndarray) else np.array(a, dtype=object)  # a list as it is: no way through floats
    if array.dtype.kind not in "iuO":
        raise TypeError(f"{name} must hold integers, got dtype {array.dtype}")
    exact = np.empty(array.shape, dtype=object)
    for place, entry in np.ndenumerate(array):
        if isinstance(entry, (list, tuple, np.ndarray)):  # rows of different lengths
            raise ValueError(f"{name} must be a rectangular array of integers, got a row {entry!r}")
        if isinstance(entry, (bool, np.bool_)) or not isinstance(entry, (int, np.integer)):
            raise TypeError(f"{name} must hold integers, got {entry!r}")
        exact[place] = int(entry)
    return exact


def as_integer_square(a: ArrayLike, name: str) -> NDArray:
    """Return ``a`` as a square matrix of Python integers."""
    array = as_integers(a, name)
    if array.ndim != 2 or array.shape[0] != array.shape[1]:
        raise ValueError(f"{name} must be square, got shape {array.shape}")
    return array
