"""The program ``python -m linalg_book.grades``: grade the class in a file; see :ref:`ch-grades`."""

import argparse
from collections.abc import Sequence

from linalg_book._program import Parser, run, start, tell
from linalg_book._progress import tracked
from linalg_book._tables import decimal_mark
from linalg_book.grades.exact import exact_grades, parse_weights, round_half_up, to_decimal
from linalg_book.grades.files import read_marks, write_grades
from linalg_book.grades.report import format_grades


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
        ``--decimal point`` or ``--decimal comma``
            how decimals are marked in the file, if its marks do not show it;
        ``--skip NAME``
            leave out the row of this name, which is no student; may be given several times;
        ``--out FILE``
            also write names, marks and grades to this file, whole or not at all.

    Returns
    -------
    int
        The exit status: 0, 2 after a fault, which is named on stderr, one line each, 1 if the reader of the output
        went away, or 130 after Ctrl-C.

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
    parser = Parser(
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
    parser.add_argument("--decimal", type=decimal_mark, metavar="MARK", help="how decimals are marked in the file: "
                        "point or comma (default: as the marks show)")
    parser.add_argument("--skip", action="append", default=[], metavar="NAME", help="leave out this row, which is no "
                        "student; done unasked for Points Possible, Test Student and the like")
    parser.add_argument("--out", metavar="FILE", help="also write the grades to this file, whole or not at all")
    options = parser.parse_args(argv)
    return run(lambda: grade(options))


def grade(options: argparse.Namespace) -> str:
    """Grade the class as the options say, and lay the grades out."""
    low, _, high = options.scale.partition(":")
    lowest, highest = to_decimal(low), to_decimal(high)
    if lowest is None or highest is None:
        raise ValueError(f"scale: expected LOW:HIGH, got '{options.scale}'")
    weights = parse_weights(options.weights)
    table = read_marks(
        options.file, weights, name=options.name, scale=(lowest, highest), decimal=options.decimal, skip=options.skip
    )
    grades = exact_grades(tracked(table.marks, "grading"), weights.values())
    if options.out is not None:
        write_grades(options.out, table, [round_half_up(grade, options.decimals) for grade in grades])
    if table.others:
        tell(f"note: rows left out, since they are no students: {'; '.join(table.others)}")
    if table.ignored:
        tell(f"note: columns not counted: {', '.join(table.ignored)}")
    return format_grades(table, grades, decimals=options.decimals)


if __name__ == "__main__":
    start(main)
