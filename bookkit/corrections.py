"""Where a source errs: boxes of class ``correction`` in the chapters, and the tables that collect them.

    :::{admonition} Source A says otherwise
    :class: correction
    :name: cor-grades-class

    Carol's grade is 92.2.

    It is 92.7: the cell before multiplies her marks by the weights.
    :::

The first paragraph is the claim, with its condition; the rest says what holds.  A box stands where its matter is
taught, beside the cell that proves it.
"""

import re
from dataclasses import dataclass

from bookkit import BOOK, order
from bookkit.page import read

TITLE = re.compile(r"Source ([AB]) says otherwise")


@dataclass(frozen=True)
class Correction:
    """One of them; the source is None where the box does not name one, the texts are Markdown."""

    stem: str
    line: int
    source: str | None
    label: str
    claim: str
    right: str


def of_page(page):
    """The corrections of a page."""
    for box in page.directives:
        if box.name == "admonition" and "correction" in box.options.get("class", "").split():
            title = TITLE.fullmatch(box.argument)
            claim, _, right = (part.strip() for part in box.body.strip().partition("\n\n"))
            yield Correction(page.stem, box.line, title and title[1], box.options.get("name", ""), claim, right)


def table(source, book=BOOK):
    """The corrections of one source in reading order, as a table in Markdown."""
    boxes = [box for stem in order.stems(book) for box in of_page(read(book / f"{stem}.md")) if box.source == source]
    rows = [_row(box.claim, box.right, f"{{ref}}`{box.stem} <{box.label}>`") for box in boxes]
    head = ":::{list-table}\n:header-rows: 1\n:widths: 35 50 15\n:class: corrections\n\n"
    return head + _row("it says", "what holds", "shown in") + "".join(rows) + ":::\n"


def _row(*cells):
    marks = ["* - ", *["  - "] * (len(cells) - 1)]
    return "".join(mark + cell.replace("\n", "\n    ") + "\n" for mark, cell in zip(marks, cells, strict=True))


def problems(page):
    """The boxes that lack a source, a name or one of their two parts."""
    for box in of_page(page):
        if not box.source:
            yield page.problem(box.line, "a correction is titled 'Source A says otherwise', or B")
        if not box.label:
            yield page.problem(box.line, f"a correction needs ':name: cor-{page.stem}-…'")
        if not (box.claim and box.right):
            yield page.problem(box.line, "a correction needs a paragraph with the claim and one with what holds")
