"""Exact grades: marks and weights as a teacher types them, computed with fractions; see :ref:`ch-grades`."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import MAX_PREC, Context, Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from linalg_book._faces import public
from linalg_book._range import finite
from linalg_book._tables import tidy
from linalg_book._validate import count, refuse_masked

ROUNDED = Fraction(1, 1000)  # weights typed to a tenth of a percent, three times 33.3, miss 100 by no more
NUMBER = re.compile(r"[+-]?(?=\.?[0-9])[0-9]{0,20}(\.[0-9]{0,20})?")  # no exponent: nobody marks with 9e1


def exact_grades(marks: Iterable[Sequence], weights: Iterable) -> tuple[Fraction, ...]:
    """Grade a class as `class_grades` does, ``marks @ weights``, in exact arithmetic.

    Parameters
    ----------
    marks : iterable of n sequences of k Decimal, Fraction, int or str
        One row a student; a float counts as the binary fraction that it is.
    weights : iterable of k Fraction, Decimal, int or str
        One weight a component; they sum to 1 exactly.

    Returns
    -------
    tuple of Fraction
        The n grades.

    Raises
    ------
    ValueError
        If a row and the weights differ in length, a weight is negative, weights do not sum to 1, or a number is NaN.
    OverflowError
        If a number is infinite.
    TypeError
        If a mark or a weight is no number, or one of the two is a masked array.

    See Also
    --------
    round_half_up : Round a grade for printing.

    Examples
    --------
    >>> exact_grades([[92, 88, 85]], ["0.40", "0.25", "0.35"])
    (Fraction(1771, 20),)
    """
    refuse_masked(marks, "marks")
    refuse_masked(weights, "weights")
    w = [Fraction(weight) for weight in weights]
    if sum(w) != 1 or min(w) < 0:
        raise ValueError(f"weights must sum to 1 and not be negative, got {', '.join(map(str, w))}")
    unit = math.lcm(*(weight.denominator for weight in w))
    shares = [int(weight * unit) for weight in w]
    grades = []
    for number, row in enumerate(marks):
        if len(row) != len(w):
            raise ValueError(f"each row of marks must have {len(w)} entries, got {len(row)} in row {number}")
        grades.append(_sum_of(row, shares) / unit)
    return tuple(grades)


def exact_mean(numbers: Sequence[Fraction | Decimal | int]) -> Fraction:
    """Return the mean of numbers, of which there is at least one."""
    return _sum_of(numbers, [1] * len(numbers)) / len(numbers)


def _sum_of(numbers, shares):
    """Sum numbers times whole shares over one common denominator: a sum of fractions would divide after each step."""
    ratios = [(x if isinstance(x, Decimal) else Fraction(x)).as_integer_ratio() for x in numbers]
    common = math.lcm(*(bottom for _, bottom in ratios))
    return Fraction(sum(w * top * (common // bottom) for w, (top, bottom) in zip(shares, ratios, strict=True)), common)


def round_half_up(value: Fraction | Decimal | int, decimals: int = 2) -> Decimal:
    """Round to ``decimals`` places, a tie away from zero, as a rule on paper says: 88.55 becomes 88.6.

    Parameters
    ----------
    value : Fraction, Decimal or int
        What to round.
    decimals : int, optional
        Number of decimal places, 0 or more.

    Returns
    -------
    Decimal
        The rounded number, with exactly so many places.

    Raises
    ------
    ValueError
        If ``decimals`` is negative.
    TypeError
        If ``decimals`` is no whole number.

    See Also
    --------
    exact_grades : Grades before rounding.

    Examples
    --------
    >>> round_half_up(Fraction(1771, 20), 1), round_half_up(Fraction(1771, 20), 2)
    (Decimal('88.6'), Decimal('88.55'))
    """
    decimals = count(decimals, "decimals")
    top, bottom = value.as_integer_ratio()
    units = (2 * abs(top) * 10**decimals + bottom) // (2 * bottom)
    return Decimal(units if value >= 0 else -units).scaleb(-decimals, Context(prec=MAX_PREC))


def parse_weights(text: str) -> dict[str, Fraction]:
    """Read weights written ``homework=40,midterm=25,final=35``, in percent or as fractions of 1.

    Parameters
    ----------
    text : str
        A component, an equals sign and a decimal number not below 0; commas between, or semicolons, with which a number
        may have a decimal comma.

    Returns
    -------
    dict of str to Fraction
        The weights in the order written, divided by their sum, so that they sum to 1 exactly.

    Raises
    ------
    ValueError
        If a part is not of that form, a component comes twice, or the sum is neither 1 nor 100 to one part in 1000.

    See Also
    --------
    exact_grades : Use them.

    Examples
    --------
    >>> parse_weights("homework=40, midterm=25, final=35")
    {'homework': Fraction(2, 5), 'midterm': Fraction(1, 4), 'final': Fraction(7, 20)}
    """
    weights: dict[str, Fraction] = {}
    sign = ";" if ";" in text else ","
    start, *rest = text.split(sign)
    parts = [start]
    for piece in rest:  # what has no equals sign is the beginning of a heading that holds the sign
        if "=" in parts[-1] or not parts[-1].strip():
            parts.append(piece)
        else:
            parts[-1] += sign + piece
    for part in parts:
        name, _, number = (piece.strip() for piece in part.rpartition("="))
        number = number.removesuffix("%").rstrip()
        weight = to_decimal(number.replace(",", ".") if sign == ";" else number)
        if not name or weight is None:
            raise ValueError(f"weights: expected NAME=NUMBER, got '{part.strip()}'")
        if weight < 0:
            raise ValueError(f"weights: must not be negative, got {part.strip()}")
        if (name := tidy(name)) in weights:
            raise ValueError(f"weights: {name} is given twice")
        weights[name] = Fraction(weight)
    total = sum(weights.values(), Fraction())
    if not any(abs(total - whole) <= ROUNDED * whole for whole in (1, 100)):
        raise ValueError(f"weights: must sum to 1 or 100, got a sum of {float(total):g}")
    return {name: weight / total for name, weight in weights.items()}


def to_decimal(text: str) -> Decimal | None:
    """Return the decimal number that was typed, or None if it is none."""
    text = text.replace("\N{MINUS SIGN}", "-")
    return Decimal(text) if NUMBER.fullmatch(text) else None


@public
@dataclass(frozen=True)
class MarkTable:
    """Hold the marks of a class as they were typed: one row a student, one column a component.

    Parameters
    ----------
    names : tuple of str
        The n students.
    components : tuple of str
        What was marked, k headings.
    marks : tuple of tuple of Decimal
        The n rows of k marks, exactly as typed.
    heading : str
        Heading of the column of names.
    ignored : tuple of str
        Headings of the columns that were not asked for.
    delimiter, decimal, encoding : str
        How the file was written; `write_grades` writes the same way.
    path : Path, optional
        The file that the table was read from.
    others : tuple of str
        Rows of the file that are no students, and their lines.

    See Also
    --------
    read_marks : Make one from a file.

    Examples
    --------
    >>> from decimal import Decimal
    >>> table = MarkTable(("Alice",), ("homework", "final"), ((Decimal("92"), Decimal("85.5")),))
    >>> table.array()
    array([[92. , 85.5]])
    """

    names: tuple[str, ...]
    components: tuple[str, ...]
    marks: tuple[tuple[Decimal, ...], ...]
    heading: str = "name"
    ignored: tuple[str, ...] = ()
    delimiter: str = ","
    decimal: str = "."
    encoding: str = "utf-8"
    path: Path | None = None
    others: tuple[str, ...] = ()

    def __post_init__(self):
        for name in ("names", "components", "ignored", "others"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        object.__setattr__(self, "marks", tuple(map(tuple, self.marks)))

    @finite
    def array(self) -> NDArray:
        """Return the marks as an array, each rounded to the nearest float.

        Returns
        -------
        (n, k) ndarray of float
            The marks.

        Raises
        ------
        OverflowError
            If a mark is too large for a float.

        Examples
        --------
        >>> from decimal import Decimal
        >>> MarkTable(("Bob",), ("final",), ((Decimal("90"),),)).array()
        array([[90.]])
        """
        return np.array(self.marks, dtype=np.float64).reshape(len(self.names), len(self.components))
