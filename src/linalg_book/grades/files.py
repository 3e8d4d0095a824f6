"""Files of marks: read the table that a spreadsheet saved, write the grades to another; see :ref:`ch-grades`."""

import csv
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from linalg_book._files import whole
from linalg_book._progress import tracked
from linalg_book._tables import FORMS, Faults, Sheet, column_key, got, plain, read_sheet
from linalg_book.grades.exact import MarkTable, to_decimal

#: Rows that gradebooks (Canvas for one) write among the students.
NO_STUDENTS = {"points possible", "max points", "student, test", "test student", "class mean", "class average"}
NO_MARKS = {"", "manual posting"}


def read_marks(
    path: str | os.PathLike,
    components: Iterable[str],
    *,
    name: str | None = None,
    scale: tuple[Decimal | float, Decimal | float] = (0, 100),
    decimal: str | None = None,
    skip: Collection[str] = (),
) -> MarkTable:
    """Read the columns that hold ``components`` from a file of comma-, semicolon- or tab-separated values.

    Parameters
    ----------
    path : path_like
        The file, in UTF-8.  Its first row holds the headings.
    components : iterable of str
        Headings of the k columns of marks, in the order wanted.  Spaces around words do not matter, nor does case,
        unless two headings differ in nothing else.
    name : str, optional
        Heading of the column of names; by default the first column.
    scale : pair of numbers, optional
        Lowest and highest mark that is possible.
    decimal : {".", ","}, optional
        The decimal mark; by default it is told from the marks.
    skip : collection of str, optional
        Names of rows that are to be left out.

    Returns
    -------
    MarkTable
        The n students in the order of the file, their marks in the order of ``components``.

    Raises
    ------
    ValueError
        If the file is empty, not UTF-8 or has no student; if a column is missing or occurs twice, or a row of ``skip``
        is missing; if ``scale`` is not increasing; if the decimal mark cannot be told; if a row has too few or too many
        cells, no name or a name that came before, or a mark that is no number on the scale.  All faults of the rows are
        named, a line each, up to ten.
    OSError
        If the file cannot be read.

    See Also
    --------
    write_grades : Write the result.

    Notes
    -----
    The delimiter is the one that splits the headings into those asked for, unless the first line says ``sep=;``.  A
    mark like 1.250 may be a thousand and more or one and a quarter: other marks must decide, or ``decimal``; but where
    commas stand between the cells a point is a decimal point.  Empty rows are skipped, and so are rows of a gradebook
    that are no students, such as "Points Possible" and "Test Student", which the table then names.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "marks.csv")
    ...     _ = file.write_text("Student;Homework;Final\\nAlice;92;85,5\\n")
    ...     table = read_marks(file, ["final", "homework"])
    >>> table.names, table.marks
    (('Alice',), ((Decimal('85.5'), Decimal('92')),))
    """
    components = list(components)
    if not scale[0] < scale[1]:
        raise ValueError(f"scale must go from a low to a high mark, got {scale[0]}:{scale[1]}")
    if decimal is not None and decimal not in FORMS:
        raise ValueError(f"decimal must be '.' or ',', got {decimal!r}")
    sheet = read_sheet(path, components)
    places = _columns(sheet, name, components)
    signs = sheet.decimal_marks(places[1:], decimal)
    roll = _Roll(sheet, places, signs, scale, {column_key(row) for row in skip})
    faults = Faults(sheet.path)
    for line, cells in sheet.rows(places, faults):
        for fault in roll.add(line, cells):
            faults.add(fault, line)
    for row in roll.skip - roll.skipped:
        faults.add(f"{sheet.path}: there is no row '{row}' to leave out")
    faults.refuse()
    if not roll.marks:
        raise ValueError(f"{sheet.path}: no students, only a row of headings")
    heading, *headings = (sheet.header[j] for j in places)
    ignored = tuple(text for j, text in enumerate(sheet.header) if text and j not in places)
    students = tuple(student for _, student in roll.names.values())
    form = sheet.delimiter, sheet.mark_of(signs), sheet.encoding, sheet.path, tuple(roll.others)
    return MarkTable(students, tuple(headings), tuple(roll.marks), heading, ignored, *form)


@dataclass
class _Roll:
    """Take the rows of a file: the students with their marks, and what is no student."""

    sheet: Sheet
    places: Sequence[int]
    signs: dict[int, str]
    scale: tuple
    skip: set[str]
    names: dict[str | int, tuple[int, str]] = field(default_factory=dict)
    marks: list[tuple] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    skipped: set[str] = field(default_factory=set)

    def add(self, line: int, cells: Sequence[str]) -> Iterator[str]:
        """Take a row; yield what is wrong with it."""
        student, *typed = (cells[j] for j in self.places)
        called = {column_key(cells[0]), key := column_key(student)}
        self.skipped |= called & self.skip
        if called & (NO_STUDENTS | self.skip) or (not student and {*map(column_key, typed)} <= NO_MARKS):
            self.others.append(f"{student or cells[0] or 'no name'} (line {line})")
            return
        where = f"{self.sheet.path}, line {line}"
        first, _ = self.names.setdefault(key or line, (line, student))
        if first != line:
            yield f"{where}: {student} is on line {first} too; names must differ"
        if not student:
            yield f"{where}, column {self.sheet.header[self.places[0]]}: expected a name, got an empty cell"
        row = []
        for j, cell in zip(self.places[1:], typed, strict=True):
            row.append(mark := to_decimal(plain(cell, self.signs[j]) or ""))
            if mark is None or not self.scale[0] <= mark <= self.scale[1]:
                at = f"{where} ({student or 'no name'}), column {self.sheet.header[j]}"
                yield f"{at}: expected {self.scale[0]} to {self.scale[1]}, got {got(cell)}"
        self.marks.append(tuple(row))


def _columns(sheet: Sheet, name: str | None, components: Sequence[str]) -> list[int]:
    """Return where in the header the column of names and those of the components stand."""
    places = [0 if name is None else sheet.place(name), *map(sheet.place, components)]
    where = f"{sheet.path}, line {sheet.header_line}"
    if places[0] in places[1:]:
        raise ValueError(f"{where}: column '{sheet.header[places[0]]}' cannot hold both names and marks")
    if twice := [j for j in places if places.count(j) > 1]:
        raise ValueError(f"{where}: column '{sheet.header[twice[0]]}' is asked for twice")
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
    >>> import pathlib, tempfile
    >>> table = MarkTable(("Alice",), ("final",), ((Decimal("85"),),))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_grades(pathlib.Path(folder, "grades.csv"), table, [Decimal("85.00")])
    ...     print(pathlib.Path(folder, "grades.csv").read_text())
    name,final,grade
    Alice,85,85.00
    """
    if len(grades) != len(table.names):
        raise ValueError(f"grades must have one entry a student, got {len(grades)} for {len(table.names)} students")
    with whole(path, encoding=table.encoding, never=[table.path] if table.path else []) as file:
        writer = csv.writer(file, delimiter=table.delimiter, lineterminator="\n")
        writer.writerow([table.heading, *table.components, "grade"])
        for name, marks, grade in zip(table.names, table.marks, tracked(grades, "writing"), strict=True):
            writer.writerow([name, *(f"{number:f}".replace(".", table.decimal) for number in (*marks, grade))])
