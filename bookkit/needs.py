"""Which chapter needs which, as the line *You need* of each chapter's card says."""

import graphlib
import re

from bookkit import BOOK, order
from bookkit.page import read

LINE = re.compile(r"^- \*\*You need\*\*(.*?)(?=^- |\Z)", re.MULTILINE | re.DOTALL)
CHAPTER = re.compile(r"\{(?:num)?ref\}`(?:[^`<]*<)?ch-([\w-]+)>?`")


def needs(book=BOOK):
    """The chapters that stand, in reading order, each with those that it asks for itself.

    Raises
    ------
    ValueError
        If chapters need each other in a circle.
    """
    there = [stem for stem in order.chapters(book) if (book / f"{stem}.md").is_file()]
    found = {stem: tuple(name for name in there if name in asked(book / f"{stem}.md")) for stem in there}
    try:
        graphlib.TopologicalSorter(found).prepare()
    except graphlib.CycleError as error:
        raise ValueError(f"expected no circle among the needs of chapters, got {' <- '.join(error.args[1])}") from error
    return found


def asked(path):
    """The chapters that the card of a page names as needed."""
    cards = (d.body for d in read(path).directives if d.options.get("class-card") == "chapter-card")
    lines = (match[1] for card in cards for match in LINE.finditer(card))
    return {stem for line in lines for stem in CHAPTER.findall(line) if stem != path.stem}


def before(found, stem):
    """All chapters that come before one, however many steps away, in reading order."""
    reached, waiting = set(), [stem]
    while waiting:
        new = set(found[waiting.pop()]) - reached
        reached |= new
        waiting += new
    return [name for name in found if name in reached]


def reduced(found):
    """The needs less those that others imply."""
    return {
        stem: tuple(name for name in direct if not any(name in before(found, other) for other in direct))
        for stem, direct in found.items()
    }


def depths(found):
    """How many chapters stand one after the other, at the most, before each."""
    known = {}
    for stem in graphlib.TopologicalSorter(found).static_order():
        known[stem] = 1 + max((known[name] for name in found[stem]), default=-1)
    return known
