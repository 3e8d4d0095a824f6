"""Grades: a weighted sum is a dot product, and a class is a matrix times a vector.  Chapter :ref:`ch-grades`.

`weighted_sum` and `class_grades` compute with arrays.  The rest is the grade calculator, which computes the same with
exact fractions, so that rounding follows the rule on paper::

    python -m linalg_book.grades marks.csv --weights homework=40,midterm=25,final=35
"""

import argparse
import sys
from collections.abc import Sequence
from fractions import Fraction
from statistics import mean
from unicodedata import combining, east_asian_width

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._grades_csv import read_marks, write_grades
from linalg_book._grades_exact import MarkTable, exact_grades, parse_weights, round_half_up, to_decimal
from linalg_book._validate import as_array, as_matrix, as_vector

__all__ = [
    "weighted_sum", "class_grades", "exact_grades", "round_half_up",
    "MarkTable", "read_marks", "parse_weights", "format_grades", "write_grades", "main",
]  # fmt: skip


def weighted_sum(weights: ArrayLike, marks: ArrayLike) -> float:
    """Add up ``weights[i] * marks[i]``, which is the dot product ``weights @ marks``.

    Parameters
    ----------
    weights : (n,) array_like of float
        One weight a mark, of any sign and any sum.
    marks : (n,) array_like of float
        The marks.

    Returns
    -------
    float
        The weighted sum; 0.0 if there is nothing to add.

    Raises
    ------
    ValueError
        If the two are not vectors of the same length, or an entry is NaN or infinite.
    TypeError
        If an entry is no real number.

    See Also
    --------
    class_grades : The same for each row of a matrix.

    Examples
    --------
    >>> weighted_sum([2, 1, 3], [10, 20, 30])
    130.0
    >>> float(np.array([2, 1, 3]) @ np.array([10, 20, 30]))
    130.0
    """
    w, x = as_vector(weights, "weights"), as_vector(marks, "marks")
    if w.shape != x.shape:
        raise ValueError(f"weights and marks must have the same length, got {w.size} and {x.size}")
    total = 0.0
    for weight, mark in zip(w, x, strict=True):
        total += weight * mark
    return float(total)


def class_grades(marks: ArrayLike, weights: ArrayLike) -> NDArray:
    """Grade a class: ``marks @ weights``, one weighted mean for each row of ``marks``.

    Parameters
    ----------
    marks : (n, k) array_like of float
        One row a student, one column a component.
    weights : (k,) or (k, s) array_like of float
        One weight a component, or s such columns; not negative, and each column sums to 1 in float64 (weights kept in
        float32 often miss it by too much).

    Returns
    -------
    (n,) or (n, s) ndarray of float
        One grade a student, for each column of weights.

    Raises
    ------
    ValueError
        If the shapes do not fit, a weight is negative, weights do not sum to 1, or an entry is NaN or infinite.
    TypeError
        If an entry is no real number.

    See Also
    --------
    exact_grades : The same in exact arithmetic.

    Notes
    -----
    ``n * k * s`` multiplications and about as many additions.  The sum of weights may miss 1 by ``k * eps``: typing the
    weights and adding them up rounds by less than that.

    Examples
    --------
    >>> class_grades([[80, 90], [60, 100]], [0.5, 0.5])
    array([85., 80.])
    >>> class_grades([[80, 90], [60, 100]], [[0.5, 1], [0.5, 0]])
    array([[85., 80.],
           [80., 60.]])
    """
    M, W = as_matrix(marks, "marks"), as_array(weights, "weights")
    if W.ndim not in (1, 2) or W.shape[0] != M.shape[1]:
        raise ValueError(f"weights must have {M.shape[1]} rows, got shape {W.shape}")
    if (W < 0).any():
        raise ValueError(f"weights must not be negative, got {W.min():g}")
    sums = np.atleast_1d(W.sum(axis=0))
    wrong = sums[abs(sums - 1) > W.shape[0] * np.finfo(float).eps]
    if wrong.size:
        raise ValueError(f"weights must sum to 1, got a sum of {wrong[0]}")
    return M @ W


def format_grades(table: MarkTable, grades: Sequence[Fraction], *, decimals: int = 2) -> str:
    """Lay out names, marks, grades and the class mean in aligned columns.

    Parameters
    ----------
    table : MarkTable
        The n students and their marks, n at least 1.
    grades : sequence of Fraction
        The n grades, not rounded.
    decimals : int, optional
        Decimal places of the grades and means; the mean is that of the grades before rounding.

    Returns
    -------
    str
        The n + 2 lines.

    Raises
    ------
    ValueError
        If there is not one grade for each student, or ``decimals`` is negative.

    See Also
    --------
    write_grades : Write them to a file.

    Examples
    --------
    >>> from decimal import Decimal
    >>> table = MarkTable(("Alice", "Bob"), ("final",), ((Decimal(85),), (Decimal(90),)))
    >>> print(format_grades(table, [Fraction(85), Fraction(90)], decimals=1))
    name        final  grade
    Alice          85   85.0
    Bob            90   90.0
    class mean   87.5   87.5
    """
    columns = [*zip(*table.marks, strict=True), grades]
    means = [round_half_up(mean(map(Fraction, column)), decimals) for column in columns]
    numbers = [[*row, round_half_up(grade, decimals)] for row, grade in zip(table.marks, grades, strict=True)]
    rows = [[table.heading, *table.components, "grade"]]
    for name, row in zip([*table.names, "class mean"], [*numbers, means], strict=True):
        rows.append([name, *(f"{number:f}" for number in row)])
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    gaps = [[" " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)] for row in rows]
    lines = []
    for (name, *cells), (after, *before) in zip(rows, gaps, strict=True):
        lines.append("  ".join([name + after, *map("".join, zip(before, cells, strict=True))]))
    return "\n".join(lines)


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def main(argv: Sequence[str] | None = None) -> int:
    """Grade the class in a file: the command ``python -m linalg_book.grades``.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments of the command, by default those it was started with: the file of marks, and the options

        ``--weights homework=40,midterm=25,final=35``
            the columns that count, and how much: percent, or fractions of 1 (required);
        ``--name COLUMN``
            the column of names, if it is not the first;
        ``--scale LOW:HIGH``
            the lowest and highest mark possible, by default 0:100;
        ``--decimals D``
            decimal places of the grades, 0 to 6, by default 2; a tie is rounded away from zero;
        ``--out FILE``
            also write names, marks and grades to this file, whole or not at all.

    Returns
    -------
    int
        The exit status: 0, or 2 after a fault, which is named on stderr, one line each.

    Raises
    ------
    SystemExit
        If an option is unknown, misses its value or is missing, or if help was asked for.

    See Also
    --------
    read_marks : What a file of marks may look like.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "marks.csv")
    ...     _ = file.write_text("name,midterm,final\\nAlice,88,85\\n")
    ...     status = main([str(file), "--weights", "midterm=40,final=60"])
    name        midterm  final  grade
    Alice            88     85  86.20
    class mean    88.00  85.00  86.20
    """
    parser = argparse.ArgumentParser(
        prog="python -m linalg_book.grades",
        description="Grade a class: read marks from a CSV file, print names, marks, grades and the class mean.",
    )
    parser.add_argument("file", help="comma-, semicolon- or tab-separated values in UTF-8, headings in the first row")
    parser.add_argument("--weights", required=True, metavar="NAME=W,...", help="columns that count, and how much: "
                        "percent or fractions, not negative; divided by their sum, which may be off by 1 in 1000")
    parser.add_argument("--name", metavar="COLUMN", help="the column of names (default: the first)")
    parser.add_argument("--scale", default="0:100", metavar="LOW:HIGH", help="marks possible (default: %(default)s)")
    parser.add_argument("--decimals", type=int, default=2, choices=range(7), metavar="0..6",
                        help="decimal places of a grade, ties rounded away from zero (default: %(default)s)")
    parser.add_argument("--out", metavar="FILE", help="also write the grades to this file, whole or not at all")
    options = parser.parse_args(argv)
    try:
        low, _, high = options.scale.partition(":")
        scale = to_decimal(low), to_decimal(high)
        if None in scale:
            raise ValueError(f"scale: expected LOW:HIGH, got '{options.scale}'")
        weights = parse_weights(options.weights)
        table = read_marks(options.file, weights, name=options.name, scale=scale)
        grades = exact_grades(table.marks, weights.values())
        if options.out is not None:
            write_grades(options.out, table, [round_half_up(grade, options.decimals) for grade in grades])
    except OSError as error:
        print(f"error: {error.filename or options.out}: {error.strerror}", file=sys.stderr)
        return 2
    except ValueError as error:
        print(*(f"error: {line}" for line in str(error).splitlines()), sep="\n", file=sys.stderr)
        return 2
    if table.ignored:
        print(f"note: columns not counted: {', '.join(table.ignored)}", file=sys.stderr)
    print(format_grades(table, grades, decimals=options.decimals))
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # a name that the terminal cannot show is no reason to stop
    sys.exit(main())
