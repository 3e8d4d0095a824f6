"""Write what the cells print into their ``{testoutput}`` blocks, for review with ``git diff``.

A block that already agrees (with its ellipses and its number of digits) stays as it is, and so does the rest of the
file, byte for byte.  A chapter whose cell fails is left alone, and named.
"""

import os
import sys
import traceback
import warnings
from pathlib import Path

from bookkit import BOOK, LOOK
from bookkit.cells import UNCHECKED, agrees
from bookkit.evidence import perform
from bookkit.page import parse


def block(text):
    return "```{testoutput}\n:hide:\n\n" + text.rstrip("\n") + "\n```\n"


def accept(path):
    """Return how many blocks of a chapter were written."""
    text = path.read_bytes().decode("utf8")
    parts, done, written, page = [], 0, 0, parse(text, path)
    for cell in page.cells:
        got, _ = perform(page).shown(cell)
        if cell.tags & UNCHECKED or not (got or cell.expected) or (cell.expected and agrees(cell.expected, got)):
            continue
        parts += [text[done : cell.cell_end], block(got) if got else ""]
        done = cell.end
        written += 1
    if written:
        path.write_bytes("".join([*parts, text[done:]]).encode("utf8"))
    return written


def main(*names):
    """Accept the pages with these names, all of them if there is none; return the exit status."""
    os.environ.update(LOOK)
    warnings.simplefilter("error")
    failed = 0
    for path in [Path(n).resolve() for n in names] or sorted(BOOK.glob("*.md")):
        try:
            written = accept(path)
        except Exception:
            frame = traceback.extract_tb(sys.exc_info()[2])[-1]
            error = traceback.format_exception_only(*sys.exc_info()[:2])[-1].strip()
            here = next((f for f in traceback.extract_tb(sys.exc_info()[2]) if f.filename == str(path)), frame)
            print(f"{path}:{here.lineno}: {error}; chapter left as it was", file=sys.stderr)
            failed = 1
        else:
            if written:
                print(f"{path.name}: {written} testoutput blocks written")
    return failed
