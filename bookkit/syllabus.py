"""What the two sources of the book hold, item by item: ``book/data/syllabus.tsv``."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from bookkit import BOOK


@dataclass(frozen=True)
class Item:
    """One thing that a source holds."""

    source: str
    section: str
    id: str
    runnable: bool
    words: str


def place(item):
    """Where in its source an item stands, as margins and the concordance name it: "A 56" for "A-56.r2"."""
    match = re.match(r"([A-Z])-0*([0-9]+(?:\.[0-9]+)?)", item)
    return f"{match[1]} {match[2]}"


def syllabus(book=BOOK):
    """The items of both sources, in their order."""
    with open(Path(book) / "data" / "syllabus.tsv", encoding="utf8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Item(**{**row, "runnable": row["runnable"] == "yes"}) for row in rows]
