"""Checks shared by the whole package: what comes in has the right kind and shape; `_range` holds what goes out."""

import contextlib
import operator
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, SupportsIndex, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import in_range

Rate = TypeVar("Rate", int, float)

AXES = {0: "a single number", 1: "a vector (1 axis)", 2: "a matrix (2 axes)"}


def as_array(
    a: ArrayLike, name: str, *, ndim: int | None = None, allow_complex: bool = False, exact: bool = False
) -> NDArray:
    """Return ``a`` as an array of float64, or of complex128 where that is allowed; refuse what is not a finite number.

    With ``exact`` also numbers are refused that float64 would round.  The result may share memory with ``a``; callers
    do not write to it.
    """
    given = as_numbers(a, name)
    objects = given.dtype.kind == "O"
    kind = np.complex128 if given.dtype.kind == "c" or objects and any(map(np.iscomplexobj, given.flat)) else np.float64
    if kind is np.complex128 and not allow_complex:
        raise TypeError(f"{name} must be real, got dtype {given.dtype}")
    if ndim is not None and given.ndim != ndim:
        raise ValueError(f"{name} must be {AXES.get(ndim, f'an array with {ndim} axes')}, got shape {given.shape}")
    try:
        with np.errstate(over="ignore"):  # an extended format can hold what is too large for float64
            array = given.astype(kind, copy=False)
    except OverflowError:  # so can an int of Python
        raise OverflowError(f"the entries of {name} overflow float64") from None
    if not np.isfinite(array).all():
        if bad := np.count_nonzero(~np.isfinite(array if objects else given)):
            got = f"{bad} entries that are NaN or inf" if given.ndim else given
            raise ValueError(f"{name} must be finite, got {got}")
        in_range(array, f"the entries of {name}")
    if exact and (wrong := given[rounded(given, array)]).size:
        raise ValueError(f"{name} must hold numbers that float64 holds exactly, got {wrong[0]}")
    return array


def as_numbers(a: ArrayLike, name: str) -> NDArray:
    """Return ``a`` as an array of numbers in the format that they came in."""
    refuse_masked(a, name)
    try:
        array = np.asarray(a)
    except ValueError as error:  # rows of different lengths
        raise ValueError(f"{name} must be a rectangular array of numbers: {error}") from None
    if array.dtype.kind == "O":  # NumPy gives up on an int that is too large for its own
        strange = [x for x in array.flat if type(x) is bool or not isinstance(x, int | float | complex | np.number)]
        if strange:
            raise TypeError(f"{name} must hold numbers, got dtype object with {strange[0]!r}")
    elif array.dtype.kind not in "biufc":
        raise TypeError(f"{name} must hold numbers, got dtype {array.dtype}")
    return array


def refuse_masked(a: Any, name: str) -> None:
    """Refuse a masked array, by itself or in lists: what it hides would be taken for numbers."""
    if isinstance(a, np.ma.MaskedArray):
        raise TypeError(f"{name} must not be a masked array: fill it, or leave out what it hides")
    if isinstance(a, list | tuple) and any(issubclass(kind, list | tuple | np.ndarray) for kind in set(map(type, a))):
        for part in a:
            refuse_masked(part, name)


def rounded(given: NDArray, array: NDArray) -> NDArray:
    """Tell which numbers are not the same in float64."""
    if given.dtype.kind in "fc":
        return np.asarray(array.astype(given.dtype) != given)
    changed = np.asarray(abs(array) >= 2**53)  # whole numbers; Python compares an int and a float exactly
    pairs = zip(given[changed].tolist(), array[changed].tolist(), strict=True)
    changed[changed] = [x != y for x, y in pairs]
    return changed

def as_matrix(a: ArrayLike, name: str = "A", *, allow_complex: bool = False, exact: bool = False) -> NDArray:
    """Return ``a`` as a matrix, shape (m, n)."""
    return as_array(a, name, ndim=2, allow_complex=allow_complex, exact=exact)


def as_exact_matrix(a: ArrayLike, name: str = "A") -> NDArray:
    """Return ``a`` as a matrix for a question that is exact: with entries of Fraction where float64 would round."""
    array, given = as_matrix(a, name, allow_complex=True), np.asarray(a)
    if not rounded(given, array).any():
        return array
    if array.dtype.kind == "c":
        return as_matrix(a, name, allow_complex=True, exact=True)  # refuses
    fractions = np.empty(given.shape, dtype=object)
    for place, x in np.ndenumerate(given):
        fractions[place] = Fraction(int(x)) if isinstance(x, int | np.integer) else Fraction(*x.as_integer_ratio())
    return fractions


def as_vector(a: ArrayLike, name: str = "x", *, allow_complex: bool = False) -> NDArray:
    """Return ``a`` as a vector, shape (n,)."""
    return as_array(a, name, ndim=1, allow_complex=allow_complex)


def as_square(a: ArrayLike, name: str = "A", *, allow_complex: bool = False, exact: bool = False) -> NDArray:
    """Return ``a`` as a square matrix, shape (n, n)."""
    array = as_matrix(a, name, allow_complex=allow_complex, exact=exact)
    if array.shape[0] != array.shape[1]:
        raise ValueError(f"{name} must be square, got shape {array.shape}")
    return array


def as_plane(a: ArrayLike, name: str = "A", *, exact: bool = False) -> NDArray:
    """Return ``a`` as a matrix, shape (2, 2)."""
    array = as_matrix(a, name, exact=exact)
    if array.shape != (2, 2):
        raise ValueError(f"{name} must be 2 by 2, got shape {array.shape}")
    return array


def as_number(value: Any, name: str) -> float:
    """Return one real number as a float; refuse truth values."""
    if isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be a number, got {value!r}")
    return float(as_array(value, name, ndim=0))


def positive(value: Rate, name: str) -> Rate:
    """Return a number that is positive and finite; a whole one as an int of Python, which never overflows."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.integer | np.floating):
        raise TypeError(f"{name} must be a number, got {value!r}")
    if not 0 < value < float("inf"):
        raise ValueError(f"{name} must be positive and finite, got {value!r}")
    return int(value) if isinstance(value, int | np.integer) else float(value)


def whole(value: SupportsIndex, name: str, *, least: int | None = None) -> int:
    """Return a whole number, at least ``least``, as an int of Python, which never overflows; refuse truth values."""
    number = None
    if not isinstance(value, bool | np.bool_ | np.ma.MaskedArray):
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
    refuse_masked(a, name)
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
