"""Checks shared by the whole package: what comes in has the right kind and shape, what goes out is finite."""

import contextlib
import operator
from collections.abc import Iterable
from typing import SupportsIndex, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Result = TypeVar("Result", float, list[float], NDArray)


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


def as_plane(a: ArrayLike, name: str = "A") -> NDArray:
    """Return ``a`` as a matrix, shape (2, 2)."""
    array = as_matrix(a, name)
    if array.shape != (2, 2):
        raise ValueError(f"{name} must be 2 by 2, got shape {array.shape}")
    return array


def in_range(result: Result, what: str, *, error: type[Exception] = ValueError) -> Result:
    """Return what was computed, unless float64 is too narrow for it or for a step on the way."""
    finite = np.isfinite(result)
    if not finite.all():
        first = np.argwhere(~finite)[0].tolist()
        where = f" at index {first[0] if len(first) == 1 else tuple(first)}" if first else ""
        raise error(f"{what} overflow float64{where}")
    return result


def whole(value: SupportsIndex, name: str, *, least: int | None = None) -> int:
    """Return a whole number, at least ``least``, as an int of Python, which never overflows; refuse truth values."""
    number = None
    if not isinstance(value, bool | np.bool_):
        with contextlib.suppress(TypeError):
            number = operator.index(value)
    if number is None:
        raise TypeError(f"{name} must be a whole number, got {value!r}")
    if least is not None and number < least:
        raise ValueError(f"{name} must {f'be at least {least}' if least else 'not be negative'}, got {number}")
    return number


def size(value: SupportsIndex, name: str) -> int:
    """Return a whole number, at least 1."""
    return whole(value, name, least=1)


def count(value: SupportsIndex, name: str) -> int:
    """Return a whole number, at least 0."""
    return whole(value, name, least=0)


def positive(value, name):
    """Return a rate as it came, if it is positive and finite."""
    if not 0 < value < float("inf"):
        raise ValueError(f"{name} must be positive and finite, got {value!r}")
    return value


def as_whole(numbers: Iterable[SupportsIndex], name: str) -> list[int]:
    """Return a list of whole numbers as ints of Python."""
    try:
        return [whole(number, name) for number in numbers]
    except TypeError:
        raise TypeError(f"{name} must hold whole numbers, got {numbers!r}") from None


def as_sizes(shape: Iterable[SupportsIndex], name: str) -> tuple[int, ...]:
    """Return a shape as a tuple of whole numbers, none of them negative."""
    sizes = tuple(as_whole(shape, name))
    if any(size < 0 for size in sizes):
        raise ValueError(f"{name} must be a shape without negative sizes, got {sizes}")
    return sizes


def as_integers(a: ArrayLike, name: str) -> NDArray:
    """Return ``a`` as an array of Python integers, which never overflow; refuse anything else."""
    array = a if isinstance(a, np.ndarray) else np.array(a, dtype=object)  # a list as it is: no way through floats
    if array.dtype.kind in "iu" or not array.size:
        return array.astype(object)
    if array.dtype.kind != "O":
        raise TypeError(f"{name} must hold whole numbers, got dtype {array.dtype}")
    exact = np.empty(array.shape, dtype=object)
    for place, entry in np.ndenumerate(array):
        if isinstance(entry, (list, tuple, np.ndarray)):  # rows of different lengths
            raise ValueError(f"{name} must be a rectangular array of whole numbers, got a row {entry!r}")
        if isinstance(entry, (bool, np.bool_)) or not isinstance(entry, (int, np.integer)):
            raise TypeError(f"{name} must hold whole numbers, got {entry!r}")
        exact[place] = int(entry)
    return exact


def as_integer_square(a: ArrayLike, name: str) -> NDArray:
    """Return ``a`` as a square matrix of Python integers."""
    array = as_integers(a, name)
    if array.ndim != 2 or array.shape[0] != array.shape[1]:
        raise ValueError(f"{name} must be square, got shape {array.shape}")
    return array
