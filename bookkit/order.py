"""The reading order: the parts of the book, which the toctree of its first page lists, and the chapters of each."""

import re
from dataclasses import dataclass

from bookkit import BOOK
from bookkit.page import read

LAST = "appendices"  # the part whose pages are no chapters
ROMAN = "I II III IV V VI VII VIII IX X".split()
ENTRY = re.compile(r"(?:(.*\S)\s+)?<(.*)>|(.*)")  # "Term <stem>", or a stem alone


@dataclass(frozen=True)
class Part:
    """The page of a part, and what its toctree lists; what the first page lists itself is a part without a page."""

    stem: str
    number: int  # of those with chapters, from 1; 0 for the others
    names: dict  # by stem, in order: the short names of the pages, which are the terms that they teach
    line: int  # of the closing fence of its toctree

    @property
    def stems(self):
        return tuple(self.names)

    @property
    def roman(self):
        return ROMAN[self.number - 1] if self.number else ""


def _toctrees(book, stem):
    path = book / f"{stem}.md"
    return [d for d in read(path).directives if d.name == "toctree"] if path.is_file() else []


def _entries(directive):
    """The short names of the pages that a toctree lists, by stem."""
    matches = [ENTRY.fullmatch(line.strip()) for line in directive.body.splitlines() if line.strip()]
    return {match[2] or match[3]: match[1] or (match[2] or match[3]).capitalize() for match in matches}


def parts(book=BOOK):
    """The parts of a book, in order."""
    found, number = [], 0
    for directive in _toctrees(book, "index"):
        for stem, name in _entries(directive).items():
            if own := _toctrees(book, stem):
                number += stem != LAST
                found.append(Part(stem, number * (stem != LAST), _entries(own[-1]), own[-1].last))
            elif found and found[-1].stem == "index":
                found[-1].names[stem] = name
            else:
                found.append(Part("index", 0, {stem: name}, directive.last))
    return found


def stems(book=BOOK):
    """The names of all pages in reading order, the first page and the pages of parts left out."""
    return [stem for part in parts(book) for stem in part.stems]


def chapters(book=BOOK):
    """The names of the chapters in reading order."""
    return [stem for part in parts(book) if part.stem != LAST for stem in part.stems]


def appendices(book=BOOK):
    """The names of the pages that are no chapters, the first page and the pages of parts included."""
    found = parts(book)
    pages = [part.stem for part in found if part.stem != "index"]
    return ["index", *pages, *(stem for part in found if part.stem == LAST for stem in part.stems)]


def names(book=BOOK):
    """The short names of all pages, by stem, in reading order."""
    return {stem: name for part in parts(book) for stem, name in part.names.items()}


def interactive(book=BOOK):
    """The chapters with an interactive figure, in reading order, each with the script that brings it to life."""
    there = [stem for stem in chapters(book) if (book / f"{stem}.md").is_file()]  # a test tells of the others
    scripts = {stem: read(book / f"{stem}.md").interactive for stem in there}
    return {stem: script for stem, script in scripts.items() if script}
