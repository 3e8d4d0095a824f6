"""Stamp the draft of a chapter: page, module, drawings, tests, identities, and its line in a toctree.

The draft builds and passes its tests as it is; it is freed from the gates on exercises, figures and coverage until its
front matter no longer says ``draft: true``.
"""

import argparse
import keyword
import re
import sys

from bookkit import BOOK, ROOT, order
from bookkit.gates.modules import library
from bookkit.gates.pointers import pointers
from bookkit.page import pages

TEMPLATES = ROOT / "bookkit" / "templates"
PLACES = {  # template: what it becomes
    "page.md": "book/{}.md",
    "module.py": "src/linalg_book/{}.py",
    "drawing.py": "src/linalg_book/plotting/{}.py",
    "test.py": "tests/library/test_{}.py",
    "identities.py": "tests/identities/test_{}.py",
}


def stop(message):
    sys.exit(f"error: {message}")


def main(*arguments):
    """Write the draft of a chapter, all of it or nothing; say what was written, and which pages wait for it."""
    parser = argparse.ArgumentParser(prog="python -m bookkit new", description=__doc__.splitlines()[0])
    parser.add_argument("stem", metavar="STEM", help="its name in all places: a short word in small letters")
    parser.add_argument("--part", required=True, metavar="N", help="the number of the part that it is to end")
    parser.add_argument("--title", metavar="TERM", help="the term that its title begins with (default: the stem)")
    parser.error = stop
    options = parser.parse_args(arguments)
    stem, part = checked_stem(options.stem), checked_part(options.part)
    texts = {}
    for template, place in PLACES.items():
        text = (TEMPLATES / template).read_text(encoding="utf8")
        text = text.replace("TITLE", options.title or stem.capitalize()).replace("STEM", stem)
        texts[ROOT / place.format(stem)] = sorted_imports(text.replace("BEFORE", before(part)))
    if there := [path for path in texts if path.exists()]:
        stop(f"{there[0].relative_to(ROOT)} is there already; nothing was written")
    for path, text in texts.items():
        path.write_text(text, encoding="utf8")
    add_line(stem, options.title or stem.capitalize(), part)
    print("\n".join(f"wrote {path.relative_to(ROOT)}" for path in texts))
    print(f"added {stem} to part {part.roman} in book/{part.stem}.md")
    for path, line, text in pointers(stem):
        print(f"waits for it: {path}:{line}: {text}")
    return 0


def sorted_imports(text):
    """Put imports from the library in the order of their names, which the stem has a place in."""
    lines = text.splitlines(keepends=True)
    places = [n for n, line in enumerate(lines) if line.startswith("from linalg_book.")]
    for n, line in zip(places, sorted(lines[n] for n in places), strict=True):
        lines[n] = line
    return "".join(lines)


def checked_stem(stem):
    """A stem that can name a page, a module and labels, and names nothing yet."""
    if not re.fullmatch("[a-z][a-z0-9]*", stem) or keyword.iskeyword(stem):
        stop(f"a stem is a word of small letters and digits that Python can import, got {stem!r}")
    known = {path.stem for path in pages(BOOK)} | set(order.stems(BOOK))
    if stem in known or stem in library(ROOT) or f"plotting.{stem}" in library(ROOT):
        stop(f"{stem} is there already")
    return stem


def checked_part(number):
    """The part of a number."""
    parts = {str(part.number): part for part in order.parts(BOOK) if part.number}
    if number not in parts:
        stop(f"there is no part {number}; the parts are " + ", ".join(f"{n} ({p.stem})" for n, p in parts.items()))
    return parts[number]


def before(part):
    """The chapter after which one that ends a part comes."""
    listed = [stem for other in order.parts(BOOK) if 0 < other.number <= part.number for stem in other.stems]
    return listed[-1] if listed else "index"


def add_line(stem, name, part):
    """Add a page to the end of the toctree of a part."""
    path = BOOK / f"{part.stem}.md"
    lines = path.read_text(encoding="utf8").splitlines(keepends=True)
    lines.insert(part.line - 1, f"{name} <{stem}>\n")
    path.write_text("".join(lines), encoding="utf8")
