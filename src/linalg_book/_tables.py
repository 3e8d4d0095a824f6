"""Tables as spreadsheets save them: rows and headings are found, numbers are read, and nothing is guessed.

A table is read a row at a time, as often as it is asked for, so that a long one takes no more memory than its file.
"""

import argparse
import codecs
import csv
import io
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from reprlib import repr as short

from linalg_book._progress import Progress

MOST = 10  # so many faults are named; a longer list helps nobody
MARKS = {"point": ".", "comma": ","}
SEPARATOR = re.compile(r'"?sep=(.)"?[\r\n]', re.IGNORECASE)  # a first line that tells Excel the delimiter
#: What nobody sees: soft hyphens, spaces of no width, marks of direction and of the order of bytes.  Joiners stay:
#: emoji and some scripts need them.
INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF])


def _form(decimal: str, thousands: str) -> re.Pattern[str]:
    """Return the form of a number; thousands are marked in all places or in none, and never after a leading 0."""
    digits = rf"(?:[1-9][0-9]{{0,2}}(?:[{thousands}][0-9]{{3}})+|[0-9]+|(?=[{decimal}][0-9]))"
    return re.compile(rf"[+-]?{digits}(?:[{decimal}][0-9]*)?(?:[eE][+-]?[0-9]{{1,3}})?")


FORMS = {".": _form(".", ","), ",": _form(",", ".")}


def plain(cell: str, mark: str) -> str | None:
    """Return the number of a cell as Python writes it, or None if there is none with this decimal mark."""
    cell = cell.replace("\N{MINUS SIGN}", "-")
    if not FORMS[mark].fullmatch(cell):
        return None
    return cell.replace(",", "") if mark == "." else cell.replace(".", "").replace(",", ".")


def decimal_mark(name: str) -> str:
    """Read the value of ``--decimal``: the name of a mark, or the mark itself."""
    if (mark := MARKS.get(name, name)) not in FORMS:
        raise argparse.ArgumentTypeError(f"must be {' or '.join(MARKS)}, got {name!r}")
    return mark


def readings(cell: str) -> str:
    """Return what a number like 1.250 can mean."""
    values = {name: plain(cell, mark) for name, mark in MARKS.items()}
    return " or ".join(f"{float(value):.15g} (--decimal {name})" for name, value in values.items() if value)


def tidy(text: str) -> str:
    """Return a cell or a heading without invisible signs, and with single spaces, none of them outside."""
    return " ".join((text if text.isascii() else text.translate(INVISIBLE)).split())


def column_key(heading: str) -> str:
    """Return what two spellings of a heading or a name have in common: no spaces around it, no case, one accent."""
    return unicodedata.normalize("NFC", tidy(heading)).casefold()


def got(cell: str) -> str:
    """Return how a message names what stands in a cell."""
    return short(cell) if cell else "an empty cell"


class Faults:
    """Collect what is wrong in a file: the first faults in words, each with its line, and how many there are."""

    def __init__(self, path: str | os.PathLike):
        self.path, self.count = path, 0
        self.first: list[tuple[int, str]] = []

    def add(self, fault: str, line: int = 0) -> None:
        self.count += 1
        if len(self.first) < MOST:
            self.first.append((line, fault))

    def take(self, others: "Faults") -> None:
        """Take what was collected elsewhere, too."""
        self.count += others.count
        self.first = sorted([*self.first, *others.first], key=lambda fault: fault[0])[:MOST]

    def refuse(self) -> None:
        """Raise ``ValueError`` with a line for each of the first faults, if there are any."""
        more = [f"{self.path}: {self.count - MOST} more like these"] if self.count > MOST else []
        if self.first:
            raise ValueError("\n".join([*(fault for _, fault in self.first), *more]))


@dataclass(frozen=True)
class Sheet:
    """Hold a table: the bytes of its file, how they are written, and the headings with the line they stand on."""

    path: Path
    data: bytes
    encoding: str
    delimiter: str
    header: list[str]
    header_line: int

    def place(self, name: str) -> int:
        """Return the place of a column: of the heading spelled like this, or else of the one that differs in case."""
        where = f"{self.path}, line {self.header_line}"
        for spelling in (tidy, column_key):
            found = [j for j, heading in enumerate(self.header) if spelling(heading) == spelling(name)]
            if len(found) == 1:
                return found[0]
            if found:
                raise ValueError(f"{where}: column '{name}' occurs {len(found)} times")
        raise ValueError(f"{where}: no column '{name}'; the columns are {', '.join(filter(None, self.header))}")

    def places(self, names: str) -> list[int]:
        """Return the places of columns whose headings, which may hold commas, are given with commas between them."""
        keys, pieces, found = {*map(column_key, self.header)}, names.split(","), []
        while pieces:
            ends = [end for end in range(len(pieces), 1, -1) if column_key(",".join(pieces[:end])) in keys]
            end = max(ends, default=1)
            found.append(self.place(tidy(",".join(pieces[:end]))))
            pieces = pieces[end:]
        return found

    def rows(self, needed: Iterable[int], faults: Faults) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows that are not empty, a cell for each heading, and the line on which each starts.

        Spreadsheets leave out empty cells at the end of a row: they may be missing if none of them is ``needed``.
        """
        least, width = max(needed, default=0) + 1, len(self.header)
        with Progress(f"reading {self.path.name}", self.data.count(b"\n") + 1) as progress:
            for line, cells in _rows(self.path, self.data, self.delimiter):
                progress(line)
                if line <= self.header_line:
                    continue
                if least <= len(cells) < width or (len(cells) > width and not any(cells[width:])):
                    cells = [*cells, *[""] * (width - len(cells))][:width]
                if len(cells) == width:
                    yield line, cells
                else:
                    where = f"{self.path}, line {line}"
                    faults.add(f"{where}: expected {width} cells as in the headings, got {len(cells)}", line)

    def decimal_marks(self, places: Sequence[int], given: str | None = None) -> dict[int, str]:
        """Return the decimal mark of each column: the one given, or else what its cells or other columns show.

        A cell like 1.250 shows nothing, since it may be a thousand and more or one and a quarter.  Where nothing else
        decides it is refused; but in a file with commas between the cells a point is a decimal point.
        """
        if given is not None:
            return dict.fromkeys(places, given)
        marks, faults, shown = {}, Faults(self.path), self._shown(places)
        sure = {kind for found in shown.values() for kind in found if kind in FORMS}
        usual = sure.pop() if len(sure) == 1 else None
        for j, found in shown.items():
            column = f"{self.path}, column {self.header[j]}"
            if "." in found and "," in found:
                (one, here), (other, there) = found[","], found["."]
                faults.add(f"{column}: a decimal comma in {one}, line {here}, a decimal point in {other}, line {there}")
            mark = next((kind for kind in found if kind in FORMS), usual)
            if mark is None and (doubts := {*found} - ({"?."} if self.delimiter == "," else set())):
                cell, line = found[min(doubts)]
                faults.add(f"{column}, line {line}: {cell} can be {readings(cell)}")
            marks[j] = mark or ("." if found else self.usual_mark)
        faults.refuse()
        return marks

    def _shown(self, places: Sequence[int]) -> dict[int, dict[str, tuple[str, int]]]:
        """Return the first cell of each column, and its line, that shows a mark, or leaves it open ("?." or "?,")."""
        shown: dict[int, dict[str, tuple[str, int]]] = {j: {} for j in places}
        for line, cells in self.rows(places, Faults(self.path)):
            for j in places:
                cell = cells[j]
                sign = "," if "," in cell else "." if "." in cell else ""
                if not sign or (sign in shown[j] and cell.count(".") + cell.count(",") == 1):  # nothing new
                    continue
                fits = [mark for mark in FORMS if plain(cell, mark)]
                if fits:
                    shown[j].setdefault(fits[0] if len(fits) == 1 else f"?{sign}", (cell, line))
        return shown

    def mark_of(self, marks: Mapping[int, str]) -> str:
        """Return the decimal mark with which to write to a file like this one, whose columns have these marks."""
        mark, *more = {*marks.values()}
        return self.usual_mark if more else mark

    @property
    def usual_mark(self) -> str:
        """The decimal mark of spreadsheets that write files like this one."""
        return "," if self.delimiter == ";" else "."


def read_sheet(path: str | os.PathLike, wanted: Iterable[str]) -> Sheet:
    """Read comma-, semicolon- or tab-separated values; ``wanted`` are headings that tell which of the three it is."""
    path = Path(path)
    data = path.read_bytes()
    encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    while data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
    at = data.find(b"\0")  # of UTF-16, which else would pass for UTF-8 if all its letters are plain
    try:
        start = data.decode("utf-8")[:20].translate(INVISIBLE)
    except UnicodeDecodeError as error:
        at = error.start if at < 0 else min(at, error.start)
    if at >= 0:
        line = data.count(b"\n", 0, at) + 1
        raise ValueError(f"{path}, line {line}: not UTF-8 text; save the sheet as 'CSV UTF-8'")
    said = SEPARATOR.match(start)
    keys = {column_key(name) for name in wanted}
    headers: dict[str, tuple[int, list[str]]] = {}
    for delimiter in said[1] if said else ",;\t":
        rows = _rows(path, data, delimiter, strict=False)
        headers[delimiter] = next((row for row in rows if not (said and row[0] == 1)), (0, []))
    delimiter = max(headers, key=lambda d: (len(keys & {*map(column_key, headers[d][1])}), len(headers[d][1])))
    line, header = headers[delimiter]
    if not header:
        raise ValueError(f"{path}: the file is empty")
    return Sheet(path, data, encoding, delimiter, header, line)


def _rows(path: Path, data: bytes, delimiter: str, *, strict: bool = True) -> Iterator:
    """Yield the rows that are not empty, each with the line on which it starts."""
    text = io.TextIOWrapper(io.BytesIO(data), "utf-8", newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=strict, skipinitialspace=True)
    line = 1
    try:
        for cells in reader:
            cells = [tidy(cell) for cell in cells]
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(f"{path}, line {line}: the quotation marks do not match: {error}") from None
