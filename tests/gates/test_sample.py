"""A digit that changes anywhere on a page is seen: a seeded sample of places, each with one digit changed.

Not seen is what stands in the same section with another meaning, and what becomes a whole number up to 12.
"""

import random
import re

from bookkit import written
from bookkit.gates import arithmetic, holds, matrices, numbers, runs
from bookkit.page import pages, parse, read

PLACES, SHARE = 100, 0.9
CAUGHT = SHARE * PLACES - 2 * (PLACES * SHARE * (1 - SHARE)) ** 0.5  # two standard deviations of such a sample


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
    found = [match.start() for match in re.finditer(rf"(?<![\w.^_{{]){text}(?![\w.])", line)]
    start = chance.choice(found or [match.start() for match in re.finditer(text, line)])
    at = start + chance.choice([n for n, char in enumerate(number.text) if char.isdigit()])
    other = chance.choice([d for d in "0123456789" if d != line[at] and not (at == start and d == "0")])
    lines[number.line - 1] = line[:at] + other + line[at + 1 :]
    return parse("\n".join(lines), page.path)


def is_seen(page):
    return any(gate.problems_of(page) for gate in (numbers, runs, matrices, arithmetic, holds))


def test_a_changed_digit_is_seen_nearly_everywhere():
    chance = random.Random(2026)
    found = list(places())
    assert {"exercise", "size", "prose", "formula", "table", "caption"} <= {kind for _, _, kind in found}
    assert not any(map(numbers.problems_of, {page for page, _, _ in found}))  # else every change would be "seen"
    missed = [
        f"{page.stem}.md:{number.line}: {number.text} ({kind})"
        for page, number, kind in chance.sample(found, PLACES)
        if not is_seen(changed(page, number, chance))
    ]
    print("not seen:", *missed, sep="\n")
    assert PLACES - len(missed) >= CAUGHT
