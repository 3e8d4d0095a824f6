"""Checks shared by the whole package: what comes in has the right kind and shape, what goes out is finite."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def as_array(a: ArrayLike, name: str, *, ndim: int | None = None, allow_complex: bool = False) -> NDArray:
    """Return ``a`` as an array of float64, or of complex128 where that is allowed; refuse what is not a finite number.

    The result may share memory with ``a``; callers do not write to it.
    """
    try:
        array = np.asarray(a)
    except ValueError as error:  # rows of different lengths
        raise ValueError(f"{name} must be a rectangular array of numbers: {error}") from None
    if array.dtype.kind not in "biufc":
        raise TypeError(f"{name} must hold numbers, got dtype {array.dtype}")
    if array.dtype.kind == "c":
        if not allow_complex:
            raise TypeError(f"{name} must be real, got dtype {array.dtype}")
        array = array.astype(np.complex128, copy=False)
    else:
        array = array.astype(np.float64, copy=False)
    if ndim is not None and array.ndim != ndim:
        kind = {1: "a vector (1 axis)", 2: "a matrix (2 axes)"}.get(ndim, f"an array with {ndim} axes")
        raise ValueError(f"{name} must be {kind}, got shape {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(
            f"{name} must be finite, got {np.count_nonzero(~np.isfinite(array))} entries that are NaN or inf"
        )
    return array


def as_matrix(a: ArrayLike, name: str = "A", *, allow_complex: bool = False) -> NDArray:
    """Return ``a`` as a matrix, shape (m, n)."""
    return as_array(a, name, ndim=2, allow_complex=allow_complex)


def as_vector(a: ArrayLike, name: str = "x", *, allow_complex: bool = False) -> NDArray:
    """Return ``a`` as a vector, shape (n,)."""
    return as_array(a, name, ndim=1, allow_complex=allow_complex)


def as_square(a: ArrayLike, name: str = "A", *, allow_complex: bool = False) -> NDArray:
    """Return ``a`` as a square matrix, shape (n, n)."""
    array = as_matrix(a, name, allow_complex=allow_complex)
    if array.shape[0] != array.shape[1]:
        raise ValueError(f"{name} must be square, got shape {array.shape}")
    return array


def in_range(result, products: str):
    """Return what was computed from some products, unless they were too large for float64."""
    if not np.isfinite(result).all():
        raise ValueError(f"{products} overflow float64")
    return result
