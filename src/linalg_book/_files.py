"""Files that the programs share: tables as a spreadsheet saves them."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

MOST = 10  # so many bad cells are named; a longer list helps nobody


def decode(path: str) -> tuple[str, str]:
    """Return the text of a file and its encoding, UTF-8 with or without a byte-order mark."""
    data = Path(path).read_bytes()
    encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"{path}, line {line}: not UTF-8 text; save the sheet as 'CSV UTF-8'") from None


def rows_of(path: str, text: str, delimiter: str, *, strict: bool = True) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty, each with the line on which it starts; spaces in a cell are tidied."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict, skipinitialspace=True)
    line = 1
    try:
        for cells in reader:
            cells = [" ".join(cell.split()) for cell in cells]
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(f"{path}, line {line}: the quotation marks do not match: {error}") from None


def delimiter_of(path: str, text: str, components: Sequence[str]) -> str:
    """Return the delimiter that finds the most components in the first row, and among equals the most cells."""
    wanted = {column_key(c) for c in components}

    def found(delimiter):
        _, header = next(rows_of(path, text, delimiter, strict=False), (0, []))
        return len(wanted.intersection(map(column_key, header))), len(header)

    return max(",;\t", key=found)


def column_key(heading: str) -> str:
    """Return what two spellings of a heading or a name have in common: no spaces around it, no case, one accent."""
    return unicodedata.normalize("NFC", heading).strip().casefold()
