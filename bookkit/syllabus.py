"""What the two sources of the book hold, item by item: ``book/data/syllabus.tsv``."""

import csv
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


def syllabus(book=BOOK):
    """The items of both sources, in their order."""
    with open(Path(book) / "data" / "syllabus.tsv", encoding="utf8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Item(**{**row, "runnable": row["runnable"] == "yes"}) for row in rows]
