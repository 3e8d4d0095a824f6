"""The table of grades that a teacher sees, with the means of the class; see :ref:`ch-grades`."""

from collections.abc import Sequence
from fractions import Fraction
from unicodedata import combining, east_asian_width

from linalg_book._progress import tracked
from linalg_book.grades.exact import MarkTable, exact_mean, round_half_up


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
    means = [round_half_up(exact_mean(column), decimals) for column in columns]
    numbers = [[*row, round_half_up(grade, decimals)] for row, grade in zip(table.marks, grades, strict=True)]
    rows = [[table.heading, *table.components, "grade"]]
    for name, row in zip([*table.names, "class mean"], [*numbers, means], strict=True):
        rows.append([name, *(f"{number:f}" for number in row)])
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for name, *cells in tracked(rows, "laying out"):
        right = [" " * (width - _width(cell)) + cell for cell, width in zip(cells, widths[1:], strict=True)]
        lines.append("  ".join([name + " " * (widths[0] - _width(name)), *right]))
    return "\n".join(lines)


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
