"""Formulas written from arrays, so that a page displays what its cell computed; first used in :ref:`ch-arithmetic`."""

from fractions import Fraction
from math import isfinite
from numbers import Number, Rational

import numpy as np
from numpy.typing import ArrayLike

from linalg_book._range import finite, in_range
from linalg_book._validate import count, refuse_masked

__all__ = ["Tex", "number", "matrix", "product_steps"]

Entry = int | float | complex | Fraction | np.number
COMPLEX = (complex, np.complexfloating)  # complex64 is no subclass of complex


class Tex(str):
    """LaTeX source that a page or a notebook draws as a displayed formula, and that a terminal prints as it stands."""

    __repr__ = str.__str__

    def _repr_latex_(self) -> str:
        return f"$${self}$$"


def number(value: Entry, *, digits: int = 4) -> str:
    r"""Write one number in LaTeX: whole numbers and fractions exactly, others with at most ``digits`` decimals.

    Parameters
    ----------
    value : int, float, complex or Fraction
        The number.
    digits : int, optional
        Decimals kept; trailing zeros go.  A float too small for them, or of 1e15 and more, gets a power of ten.

    Returns
    -------
    str
        The source.

    Raises
    ------
    TypeError
        If ``value`` is not a number, or ``digits`` no whole one.
    ValueError
        If ``value`` is NaN or infinite, or ``digits`` negative.

    Examples
    --------
    >>> print(number(-3.0), number(88.55), number(Fraction(-1, 3)), number(2e-7), number(1 - 2j))
    -3 88.55 -\tfrac{1}{3} 2 \cdot 10^{-7} 1 - 2i
    """
    digits = count(digits, "digits")
    if not isinstance(value, Number):
        raise TypeError(f"an entry must be a number, got {value!r}")
    if isinstance(value, COMPLEX):
        real, imaginary = (number(part, digits=digits) for part in (value.real, abs(value.imag)))
        return f"{real} {'-' if value.imag < 0 else '+'} {imaginary}i" if value.imag else real
    if not (isinstance(value, Rational) or isfinite(value)):  # a whole number can be too large for a float
        raise ValueError(f"an entry must be finite, got {value}")
    if isinstance(value, Fraction) and value.denominator != 1:
        return ("-" if value < 0 else "") + rf"\tfrac{{{abs(value.numerator)}}}{{{value.denominator}}}"
    if value == int(value) and (abs(value) < 1e15 or not isinstance(value, (float, np.floating))):
        return str(int(value))
    style = "f" if 10.0**-digits <= abs(value) < 1e15 else "e"
    decimals, _, exponent = f"{value:.{digits}{style}}".partition("e")
    decimals = decimals.rstrip("0").rstrip(".") if "." in decimals else decimals
    return decimals + (rf" \cdot 10^{{{int(exponent)}}}" if exponent else "")


def _entries(a: ArrayLike) -> list[list[Entry]]:
    """Return the entries of a matrix, or of a vector as a column, as Python numbers."""
    refuse_masked(a, "a matrix")
    array = a if isinstance(a, np.ndarray) else np.array(a, dtype=object)  # a whole number beside a float stays whole
    if array.ndim not in (1, 2):
        raise ValueError(f"expected a vector or a matrix, got shape {array.shape}")
    rows = (array[:, None] if array.ndim == 1 else array).tolist()
    return [[entry.item() if isinstance(entry, np.generic) else entry for entry in row] for row in rows]


def _pmatrix(rows: list[list[str]]) -> Tex:
    return Tex(r"\begin{pmatrix} " + r" \\ ".join(" & ".join(row) for row in rows) + r" \end{pmatrix}")


def matrix(A: ArrayLike, *, digits: int = 4) -> Tex:
    r"""Write a matrix, or a vector as a column, in parentheses.

    Parameters
    ----------
    A : (m, n) or (n,) array_like of int, float, complex or Fraction
        The entries; `number` writes each, or refuses it.
    digits : int, optional
        As in `number`.

    Returns
    -------
    Tex
        The formula.

    Raises
    ------
    TypeError
        If an entry is not a number, or ``A`` a masked array.
    ValueError
        If ``A`` is no vector and no matrix, or an entry is NaN or infinite.

    Examples
    --------
    >>> matrix([[1, -2], [0.5, 3]])
    \begin{pmatrix} 1 & -2 \\ 0.5 & 3 \end{pmatrix}
    """
    return _pmatrix([[number(x, digits=digits) for x in row] for row in _entries(A)])


@finite
def product_steps(A: ArrayLike, B: ArrayLike, *, name: str = "AB", digits: int = 4) -> Tex:
    r"""Write out the product ``A @ B``: the factors, every entry as a sum of products, as a sum, as a number.

    Parameters
    ----------
    A : (m, n) array_like of int, float, complex or Fraction
        The left factor, m and n at least 1.
    B : (n, p) or (n,) array_like of int, float, complex or Fraction
        The right factor.
    name : str, optional
        What stands on the left of the first equals sign, in LaTeX.
    digits : int, optional
        As in `number`; sums are taken before they are rounded.

    Returns
    -------
    Tex
        The formula, a line a step.

    Raises
    ------
    ValueError
        If the shapes do not fit, there is nothing to add, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number, or a factor a masked array.
    OverflowError
        If a product or a sum is too large for a float.

    Examples
    --------
    >>> product_steps([[1, 2]], [5, -7])
    \begin{aligned} AB &= \begin{pmatrix} 1 & 2 \end{pmatrix} \begin{pmatrix} 5 \\ -7 \end{pmatrix} \\
    &= \begin{pmatrix} 1 \cdot 5 + 2 \cdot (-7) \end{pmatrix} \\
    &= \begin{pmatrix} 5 + (-14) \end{pmatrix} \\
    &= \begin{pmatrix} -9 \end{pmatrix} \end{aligned}
    """
    rows, right, shapes = _entries(A), _entries(B), f"{np.shape(A)} and {np.shape(B)}"
    if not rows or not right or len(rows[0]) != len(right):
        raise ValueError(f"the columns of A must match the rows of B, and be one at least, got shapes {shapes}")

    def write(x):
        source = number(x, digits=digits)
        return f"({source})" if source.startswith("-") or " " in source and isinstance(x, COMPLEX) else source

    def entry(row, column):
        products = [in_range(a * b, "products of entries") for a, b in zip(row, column, strict=True)]
        dots = (rf"{write(a)} \cdot {write(b)}" for a, b in zip(row, column, strict=True))
        sums = (number(products[0], digits=digits), *map(write, products[1:]))
        return " + ".join(dots), " + ".join(sums), number(in_range(sum(products), "sums of products"), digits=digits)

    lines = [f"{name} &= {matrix(A, digits=digits)} {matrix(B, digits=digits)}"]
    entries = [[entry(row, column) for column in zip(*right, strict=True)] for row in rows]
    lines += [f"&= {_pmatrix([[e[step] for e in row] for row in entries])}" for step in range(3)]
    return Tex(r"\begin{aligned} " + " \\\\\n".join(lines) + r" \end{aligned}")
