"""A digit that changes anywhere on a page is seen: a seeded sample of places, each with one digit changed.

Not seen is what becomes another number of the cells beside it and stands in no equation, list, table row or statement.
"""

import random
import re

from bookkit import written
from bookkit.gates import arithmetic, holds, matrices, numbers, runs
from bookkit.page import pages, parse, read

SHARE, CAUGHT = 0.27, 0.99  # of some 1,100 places about 300 are tried


def places():
    """The numbers that pages write, each with its page and the kind of its place."""
    for path in pages():
        page = read(path)
        for block in page.blocks:
            for number in written.numbers(block.pieces):
                if page.cells and number.text in page.lines[number.line - 1]:
                    yield page, number, kind(page, block, number)


def kind(page, block, number):
    """What a number stands in: an exercise, a size, code, or what the block is."""
    if any(label.startswith("ex-") and first <= number.line <= last for label, first, last in page.gates):
        return "exercise"
    around = rf"(?:×|\\times|\bby)\s*\{{?{number.text}\b|\b{number.text}\}}?\s*(?:×|\\times|by\b)"
    return "size" if re.search(around, page.lines[number.line - 1]) else block.place


def changed(page, number, chance):
    """The page with one digit of a number changed to another."""
    lines = page.text.split("\n")
    line = lines[number.line - 1]
    text = re.escape(number.text)
    found = [match.start() for match in re.finditer(rf"(?<![\w.^_{{]){text}(?!\w|[.,][0-9])", line)]
    start = chance.choice(found or [match.start() for match in re.finditer(text, line)])
    at = start + chance.choice([n for n, char in enumerate(number.text) if char.isdigit()])
    other = chance.choice([d for d in "0123456789" if d != line[at] and not (at == start and d == "0")])
    lines[number.line - 1] = line[:at] + other + line[at + 1 :]
    return parse("\n".join(lines), page.path)


def is_seen(page):
    return any(gate.problems_of(page) for gate in (numbers, runs, matrices, arithmetic, holds))


def sample(seed):
    """Some places, each as a text and as the page with one of its digits changed; each page has a chance of its own."""
    chances = {}
    for page, number, kind in places():
        chance = chances.setdefault(page.stem, random.Random(f"{seed} {page.stem}"))
        if chance.random() < SHARE:
            yield f"{page.stem}.md:{number.line}: {number.text} ({kind})", changed(page, number, chance)


def test_a_changed_digit_is_seen_nearly_everywhere(seed=2026):
    found = list(places())
    assert {"exercise", "size", "prose", "formula", "table", "caption"} <= {kind for _, _, kind in found}
    assert not any(is_seen(page) for page in {page for page, _, _ in found})  # else every change would be "seen"
    tried = [(place, is_seen(page)) for place, page in sample(seed)]
    print("not seen:", *(place for place, seen in tried if not seen), sep="\n")
    assert sum(seen for _, seen in tried) / len(tried) >= CAUGHT
