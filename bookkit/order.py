"""The reading order: the parts of the book and their pages, as the toctrees of its first page give them."""

import re
from dataclasses import dataclass

from bookkit import BOOK
from bookkit.page import read

PAGES = {"Matrices at work": "atwork", "Matrix operations": "operations", "On the machine": "machine"}
LAST = "Appendices"  # the part whose pages are no chapters


@dataclass(frozen=True)
class Part:
    """A toctree of the first page: its caption, and the names of its pages in order."""

    caption: str
    stems: tuple
    line: int  # of its closing fence

    @property
    def number(self):
        """Its number, where the caption gives one: 2 for "Part II · Matrix operations"."""
        match = re.match(r"Part ([IVX]+)\b", self.caption)
        return roman(match[1]) if match else None

    @property
    def title(self):
        """What it is called, without its number."""
        return self.caption.rpartition(" · ")[2]

    @property
    def stem(self):
        """The name of its page."""
        return PAGES.get(self.title, "")


def roman(text):
    """The value of a Roman numeral."""
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def parts(book=BOOK):
    """The parts of a book, in order."""
    found = []
    for directive in read(book / "index.md").directives:
        if directive.name == "toctree":
            lines = [line.strip() for line in directive.body.splitlines() if line.strip()]
            stems = tuple(re.sub(r".*<(.*)>", r"\1", line) for line in lines)  # "Title <stem>" names a stem, too
            found.append(Part(directive.options.get("caption", ""), stems, directive.last))
    return found


def stems(book=BOOK):
    """The names of all pages in reading order, the first page left out."""
    return [stem for part in parts(book) for stem in part.stems]


def chapters(book=BOOK):
    """The names of the chapters in reading order."""
    return [stem for part in parts(book) if part.caption != LAST for stem in part.stems]


def appendices(book=BOOK):
    """The names of the pages that are no chapters, the first page included."""
    return ["index", *(stem for part in parts(book) if part.caption == LAST for stem in part.stems)]


def interactive(book=BOOK):
    """The chapters with an interactive figure, in reading order, each with the script that brings it to life."""
    there = [stem for stem in chapters(book) if (book / f"{stem}.md").is_file()]  # a test tells of the others
    scripts = {stem: read(book / f"{stem}.md").interactive for stem in there}
    return {stem: script for stem, script in scripts.items() if script}
