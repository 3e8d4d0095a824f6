"""A term of the glossary is linked, or set in italics and explained, where the reading order first uses it.

``unlinked.txt`` lists the terms of which this does not hold: words that first stand in an everyday meaning, and
places of the first edition.  A term that keeps the rule leaves the list.
"""

import re
from pathlib import Path

from bookkit import BOOK, ROOT, history, order
from bookkit.page import read
from bookkit.problems import Problem

LIST = Path(__file__).with_name("unlinked.txt")
ROLE = re.compile(r"\{term\}`([^`<>]+?)(?:\s*<([^`<>]+)>)?`")  # what it shows, and the term where that is another
READ = {"prose", "table", "caption"}  # what is read in order; a title may name what its section explains


def terms(book=BOOK):
    """The terms of the glossary."""
    bodies = [directive.body for directive in read(book / "glossary.md").directives if directive.name == "glossary"]
    lines = [line for body in bodies for line in body.split("\n") if line.strip() and line[0] not in " :"]
    return [line.strip() for line in lines]


def first_use(term, book=BOOK):
    """Page, line and whether it is a link: where the chapters first use a term; None if they never do."""
    word = re.compile(rf"(?<![\w-]){re.escape(term)}(?:s|es)?(?![\w-])", re.IGNORECASE)
    for stem in order.chapters(book):
        page = read(book / f"{stem}.md")
        italic = re.compile(rf"\*{re.escape(term)}s?\*", re.IGNORECASE)
        lines = enumerate(page.lines, 1)
        links = [n for n, line in lines if term.lower() in map(str.lower, _linked(line)) or italic.search(line)]
        uses = [line for line in _uses(page, word) if line not in links]
        if links or uses:
            linked = bool(links) and (not uses or links[0] < uses[0])
            return page, min(links[:1] + uses[:1]), linked
    return None


def _linked(line):
    """The terms that a line links to, and the words that it links."""
    return {word for match in ROLE.findall(line) for word in match}


def _uses(page, word):
    """The lines on which a page uses a word in its text; what a chapter promises on its card is no use yet."""
    cards = [(d.line, d.last) for d in page.directives if d.name == "card"]
    for block in page.blocks:
        for piece in block.pieces if block.place in READ else ():
            for match in word.finditer(piece.text) if piece.kind == "text" else ():
                line = piece.line + piece.text.count("\n", 0, match.start())
                if not any(first <= line <= last for first, last in cards):
                    yield line


def problems(book=BOOK):
    """The terms that are used before they are linked, but for those on the list, and what should not be on it."""
    listed, bad = set(LIST.read_text(encoding="utf8").splitlines()), []
    found = {term: first_use(term, book) for term in terms(book)}
    for term, use in found.items():
        if use and not use[2] and term not in listed:
            bad.append(use[0].problem(use[1], f"'{term}' is used here first and not explained: write {{term}}`{term}`"))
    for line, term in enumerate(sorted(listed), 1):
        if term not in found or not found[term] or found[term][2]:
            bad.append(Problem(LIST.relative_to(ROOT).as_posix(), line, f"'{term}' need not be on this list"))
    return bad


def list_problems(root=ROOT):
    """The terms on the list that were not on it from its beginning."""
    name = LIST.relative_to(ROOT).as_posix()
    log = history.patches("--diff-filter=A", "--", name, root=root)  # the commit that made it
    first = re.findall(r"^\+(?!\+)(.*)", log or "", re.MULTILINE)
    listed = enumerate(LIST.read_text(encoding="utf8").splitlines(), 1)
    joined = [(line, term) for line, term in listed if log and term not in first]
    return [Problem(name, line, f"'{term}' joined the list; it only shrinks") for line, term in joined]
