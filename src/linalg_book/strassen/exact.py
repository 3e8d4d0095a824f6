"""The error of a computed product, found in whole numbers; part of `linalg_book.strassen`."""

from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from linalg_book._validate import as_matrix
from linalg_book.arithmetic import product_shape

BITS, HALF, LONGEST = 52, 26, 1024


def largest_error(A: ArrayLike, B: ArrayLike, C: ArrayLike) -> float:
    """Return the largest entry of ``abs(C - A @ B)``, rounded once, at the end, but for bits of C below ``2**-104``.

    Parameters
    ----------
    A : (m, k) array_like of float
        The left factor; its entries are multiples of 2**-52 from -1 to 1, as ``rng.uniform(-1, 1)`` draws them.
    B : (k, n) array_like of float
        The right factor, likewise.
    C : (m, n) array_like of float
        What some method computed.

    Returns
    -------
    float
        The error; bits of C below ``2**-104`` are cut off first.

    Raises
    ------
    ValueError
        If the shapes do not fit, k is more than 1024, an entry of A or B is no such multiple, or an entry is NaN,
        infinite, or none that float64 holds exactly.
    TypeError
        If an entry is not a real number.

    Notes
    -----
    Each entry is cut into two whole numbers of 26 bits, whose products sum up in 64 bits without overflow; Python's
    long integers put the parts together.

    Examples
    --------
    >>> largest_error([[0.5, 0.25]], [[1], [1]], [[0.75]])
    0.0
    """
    A, B, C = (as_matrix(X, name, exact=True) for X, name in ((A, "A"), (B, "B"), (C, "C")))
    shape = product_shape(A.shape, B.shape)
    if C.shape != shape:
        raise ValueError(f"C must have the shape {shape} of the product, got {C.shape}")
    if A.shape[1] > LONGEST:
        raise ValueError(f"A must have at most {LONGEST} columns, got {A.shape[1]}")
    (a, x), (b, y) = _halves(A, "A"), _halves(B, "B")
    exact = _long(a @ b, 2 * HALF) + _long(a @ y + x @ b, HALF) + _long(x @ y, 0)
    found = np.vectorize(_scaled, otypes=[object])(C) if C.size else exact
    return max((abs(d) / 2 ** (2 * BITS) for d in (found - exact).ravel()), default=0.0)


def _halves(A, name):
    """Return the high and the low bits of 2**52 A."""
    whole = np.rint(np.clip(A, -1, 1) * 2.0**BITS).astype(np.int64)
    if not np.array_equal(whole / 2.0**BITS, A):
        raise ValueError(f"the entries of {name} must be multiples of 2**-52 from -1 to 1")
    return whole >> HALF, whole & (2**HALF - 1)


def _long(A, shift):
    return A.astype(object) * 2**shift


def _scaled(c):
    """Return 2**104 c, without the bits that are finer than a whole number."""
    return int(Fraction(float(c)) * 2 ** (2 * BITS))
