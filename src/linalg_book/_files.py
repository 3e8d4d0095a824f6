"""Files of all programs: tables as a spreadsheet saves them are read, and whole files are written."""

import codecs
import contextlib
import csv
import io
import os
import secrets
import shutil
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

MOST = 10  # so many bad cells are named; a longer list helps nobody


def decode(path: str | os.PathLike) -> tuple[str, str]:
    """Return the text of a file and its encoding, UTF-8 with or without a byte-order mark."""
    data = Path(path).read_bytes()
    encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"{path}, line {line}: not UTF-8 text; save the sheet as 'CSV UTF-8'") from None


def rows_of(
    path: str | os.PathLike, text: str, delimiter: str, *, strict: bool = True
) -> Iterator[tuple[int, list[str]]]:
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


def delimiter_of(path: str | os.PathLike, text: str, components: Sequence[str]) -> str:
    """Return the delimiter that finds the most components in the first row, and among equals the most cells."""
    wanted = {column_key(c) for c in components}

    def found(delimiter):
        _, header = next(rows_of(path, text, delimiter, strict=False), (0, []))
        return len(wanted.intersection(map(column_key, header))), len(header)

    return max(",;\t", key=found)


def column_key(heading: str) -> str:
    """Return what two spellings of a heading or a name have in common: no spaces around it, no case, one accent."""
    return unicodedata.normalize("NFC", heading).strip().casefold()


@contextlib.contextmanager
def whole(
    path: str | os.PathLike, *, encoding: str | None = None, never: Iterable[str | os.PathLike] = ()
) -> Iterator[IO]:
    """Open a file, for bytes or for text, that stands under its name once it is complete; else nothing has changed.

    `place_for` says what it is not written over.  An existing file keeps its mode; an error of the system names
    ``path``, and not the file beside it that holds the parts until then.
    """
    target = place_for(path, never=never)
    part = target.with_name(f".{secrets.token_hex(8)}.part")  # short: the name of the file may be as long as names go
    try:
        with open(part, "xb") if encoding is None else open(part, "x", encoding=encoding, newline="") as file:
            if target.exists():
                shutil.copymode(target, part)  # before anything is in it that others may not read
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, target)
    except OSError as error:
        if error.errno is not None and (error.filename is None or os.fspath(error.filename) == str(part)):
            error.filename, error.filename2 = os.fspath(path), None
        raise
    finally:
        part.unlink(missing_ok=True)


def place_for(path: str | os.PathLike, *, never: Iterable[str | os.PathLike] = ()) -> Path:
    """Return where a file is written, behind all links; refuse what it would harm.

    That is a file of ``never``, which is read here; what is no ordinary file; and what nobody may write, not even root.
    """
    path = os.fspath(path)
    target = Path(os.path.realpath(path))
    if not target.parent.is_dir():
        raise FileNotFoundError(2, f"there is no folder {Path(path).parent}", path)
    try:
        there = target.stat()
    except FileNotFoundError:
        return target
    if stat.S_ISDIR(there.st_mode):
        raise ValueError(f"{path}: it is a folder")
    if not stat.S_ISREG(there.st_mode):
        raise ValueError(f"{path}: it is no ordinary file")
    if any(os.path.exists(source) and os.path.samefile(target, source) for source in never):
        raise ValueError(f"{path}: it is read here; give another name, so that the original survives")
    if not (there.st_mode & 0o222 and os.access(target, os.W_OK)):
        raise PermissionError(13, "it is read-only", path)
    return target
