"""Files of marks: read the table that a spreadsheet saved, write the grades to another; see :ref:`ch-grades`."""

import csv
import os
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from reprlib import repr as short

from linalg_book._files import MOST, column_key, decode, delimiter_of, rows_of, whole
from linalg_book.grades.exact import MarkTable, to_decimal


def read_marks(
    path: str | os.PathLike,
    components: Iterable[str],
    *,
    name: str | None = None,
    scale: tuple[Decimal | float, Decimal | float] = (0, 100),
) -> MarkTable:
    """Read the columns that hold ``components`` from a file of comma-, semicolon- or tab-separated values.

    Parameters
    ----------
    path : path_like
        The file, in UTF-8.  Its first row holds the headings.
    components : iterable of str
        Headings of the k columns of marks, in the order wanted; case and outer spaces do not matter.
    name : str, optional
        Heading of the column of names; by default the first column.
    scale : pair of numbers, optional
        Lowest and highest mark that is possible.

    Returns
    -------
    MarkTable
        The n students in the order of the file, their marks in the order of ``components``.

    Raises
    ------
    ValueError
        If the file is empty, not UTF-8 or has no student; if a column is missing or occurs twice; if ``scale`` is not
        increasing; if a row has too few or too many cells, no name or a name that came before, or a mark that is no
        number on the scale.  All faults of the rows are named, a line each, up to ten.
    OSError
        If the file cannot be read.

    See Also
    --------
    write_grades : Write the result.

    Notes
    -----
    The delimiter is the one that splits the first row into the headings asked for.  In files separated by semicolons or
    tabs a mark may have a decimal comma.  Empty rows are skipped.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "marks.csv")
    ...     _ = file.write_text("Student;Homework;Final\\nAlice;92;85,5\\n")
    ...     table = read_marks(file, ["final", "homework"])
    >>> table.names, table.marks
    (('Alice',), ((Decimal('85.5'), Decimal('92')),))
    """
    path, components = os.fspath(path), list(components)
    if not scale[0] < scale[1]:
        raise ValueError(f"scale must go from a low to a high mark, got {scale[0]}:{scale[1]}")
    text, encoding = decode(path)
    delimiter = delimiter_of(path, text, components)
    records = rows_of(path, text, delimiter)
    line, header = next(records, (0, []))
    if not header:
        raise ValueError(f"{path}: the file is empty")
    places = _columns(f"{path}, line {line}", header, name, components)
    students, marks, decimal = _rows(path, records, header, places, delimiter != ",", scale)
    headings = [header[j] for j in places]
    ignored = tuple(heading for j, heading in enumerate(header) if heading and j not in places)
    form = delimiter, decimal, encoding, Path(path)
    return MarkTable(students, tuple(headings[1:]), marks, headings[0], ignored, *form)


def _rows(path, records, header, places, comma, scale):
    """Return names, marks and the sign of decimals of all rows, or name what is wrong in them."""
    headings = [header[j] for j in places]
    names: dict[str | int, tuple[int, str]] = {}
    marks, decimal, problems = [], ".", []
    for line, cells in records:
        where = f"{path}, line {line}"
        if len(cells) != len(header):
            problems.append(f"{where}: expected {len(header)} cells as in the first row, got {len(cells)}")
            continue
        student, *typed = (cells[j] for j in places)
        first, _ = names.setdefault(column_key(student) or line, (line, student))
        if first != line:
            problems.append(f"{where}: {student} is on line {first} too; names must differ")
        if comma and any("," in cell for cell in typed):
            decimal, typed = ",", [cell.replace(",", ".") for cell in typed]
        marks.append(tuple(map(to_decimal, typed)))
        problems += _faults(where, headings, student, typed, marks[-1], scale)
    if len(problems) > MOST:
        problems[MOST:] = [f"{path}: {len(problems) - MOST} more like these"]
    if problems or not marks:
        raise ValueError("\n".join(problems) or f"{path}: no students, only a row of headings")
    return tuple(student for _, student in names.values()), tuple(marks), decimal


def _faults(where, headings, student, typed, row, scale):
    """Say what is wrong with the name and the marks of a row, a line a cell."""
    if not student:
        yield f"{where}, column {headings[0]}: expected a name, got an empty cell"
    for heading, cell, mark in zip(headings[1:], typed, row, strict=True):
        if mark is None or not scale[0] <= mark <= scale[1]:
            got = short(cell) if cell else "an empty cell"
            student = student or "no name"
            yield f"{where} ({student}), column {heading}: expected {scale[0]} to {scale[1]}, got {got}"


def _columns(where: str, header: list[str], name: str | None, components: Sequence[str]) -> list[int]:
    """Return where in the header the column of names and those of the components stand."""
    keys = [column_key(heading) for heading in header]
    wanted = [*components] if name is None else [name, *components]
    for text in wanted:
        if column_key(text) not in keys:
            raise ValueError(f"{where}: no column '{text}'; the columns are {', '.join(header)}")
        if keys.count(column_key(text)) > 1:
            raise ValueError(f"{where}: column '{text}' occurs twice")
    places = [keys.index(column_key(text)) for text in wanted]
    places = places if name is not None else [0, *places]
    if places[0] in places[1:]:
        raise ValueError(f"{where}: column '{header[places[0]]}' cannot hold both names and marks")
    return places


def write_grades(path: str | os.PathLike, table: MarkTable, grades: Sequence) -> None:
    """Write names, marks and ``grades`` to a file, the way the marks were written; all of it or nothing.

    Parameters
    ----------
    path : path_like
        The new file.  An existing one is replaced, in one step, when the new one is complete; it keeps its mode.
    table : MarkTable
        The n students and their marks.
    grades : sequence of Decimal
        The n grades, already rounded.

    Raises
    ------
    ValueError
        If ``path`` is the file that the marks were read from, or exists and is no ordinary file; if there is not one
        grade for each student.
    OSError
        If the folder does not exist, or the file is read-only or cannot be written.

    See Also
    --------
    read_marks : Read the marks.

    Examples
    --------
    >>> import tempfile
    >>> table = MarkTable(("Alice",), ("final",), ((Decimal("85"),),))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_grades(Path(folder, "grades.csv"), table, [Decimal("85.00")])
    ...     print(Path(folder, "grades.csv").read_text())
    name,final,grade
    Alice,85,85.00
    """
    if len(grades) != len(table.names):
        raise ValueError(f"grades must have one entry a student, got {len(grades)} for {len(table.names)} students")
    with whole(path, encoding=table.encoding, never=[table.path] if table.path else []) as file:
        writer = csv.writer(file, delimiter=table.delimiter, lineterminator="\n")
        writer.writerow([table.heading, *table.components, "grade"])
        for name, marks, grade in zip(table.names, table.marks, grades, strict=True):
            writer.writerow([name, *(f"{number:f}".replace(".", table.decimal) for number in (*marks, grade))])
