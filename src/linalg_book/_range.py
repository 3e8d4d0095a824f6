"""The range of float64, shared by the whole package: what does not fit is an error, and powers of two help to fit."""

import contextlib
import functools
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")

NOTHING = -9999  # the exponent of zero, less than that of any number


def in_range(result: Result, what: str) -> Result:
    """Return what was computed, unless float64 (or the narrower format of the result) is too narrow for it."""
    for part in result if isinstance(result, tuple) else result.values() if isinstance(result, dict) else (result,):
        array = np.asarray(part)
        if array.dtype.kind in "fc" and not (fine := np.isfinite(array)).all():
            first = np.argwhere(~fine)[0].tolist()
            where = f" at index {first[0] if len(first) == 1 else tuple(first)}" if first else ""
            raise OverflowError(f"{what} overflow {np.finfo(array.dtype).dtype}{where}")
    return result


def finite(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Let a function raise OverflowError where float64 is too narrow for it, instead of returning inf or NaN."""

    @functools.wraps(function)
    def checked(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        what = f"the results of {function.__name__}"
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                return in_range(function(*args, **kwargs), what)
        except OverflowError as error:
            if " overflow " in str(error):
                raise
            raise OverflowError(f"{what} overflow float64") from None  # Python has other words for it

    return checked


def near_one(a: NDArray) -> tuple[NDArray, int]:
    """Return ``a / 2**e`` and ``e``, chosen so that the largest entry lies from 1/2 to 1; zeros have e `NOTHING`."""
    parts = (a.real, a.imag) if np.iscomplexobj(a) else (a,)
    largest = max(abs(part).max(initial=0) for part in parts)
    e = int(np.frexp(largest)[1]) if largest else NOTHING
    return times_power(a, -e), e


def times_power(a: NDArray, e: int | NDArray) -> NDArray:
    """Return ``a * 2**e`` for an exponent of any size, rounded once; inf where it overflows."""
    with np.errstate(over="ignore"):
        if not np.iscomplexobj(a):
            return np.asarray(np.ldexp(a, e))
        result = np.empty_like(a)
        result.real, result.imag = np.ldexp(a.real, e), np.ldexp(a.imag, e)
        return result


def weighted_mean(weights: NDArray, values: NDArray) -> NDArray:
    """Return ``weights @ values``, for weights that sum to 1 but for rounding: it stays between the values."""
    if not values.size:
        return weights @ values
    with np.errstate(over="ignore"):  # by an ulp, where values are as large as float64 has them
        return np.clip(weights @ values, values.min(axis=-2, keepdims=True), values.max(axis=-2, keepdims=True))


def nearest_float(x: Fraction) -> float:
    """Return the float nearest to a fraction, inf where it overflows."""
    try:
        return float(x)
    except OverflowError:
        return math.inf if x > 0 else -math.inf


def multilinear(compute: Callable[..., Any], *factors: NDArray, what: str) -> Any:
    """Return ``compute(*factors)``, which is linear in each; where a step overflows, by way of factors near one."""
    with np.errstate(over="ignore", invalid="ignore"):
        with contextlib.suppress(OverflowError):
            return in_range(compute(*factors), what)
        scaled, exponents = zip(*map(near_one, factors), strict=True)
        result, e = compute(*scaled), sum(exponents)
        many = isinstance(result, tuple)
        return in_range(tuple(times_power(r, e) for r in result) if many else times_power(result, e), what)
