"""What a paragraph says of its cells, as code: ``% holds: stock[0, 3] == 25`` before it.

A number that stands in the cells near it may still be the wrong one of them; such a comment binds it to what it means.
It is evaluated among the chapter's variables, after the cell before the paragraph or after the next.  The numbers that
it compares with must be written in the paragraph, as often as all statements before it compare with them.
"""

import ast
import collections

from bookkit import written
from bookkit.evidence import HOLDS, constant, perform
from bookkit.page import read
from bookkit.written import SMALL


def problems(path):
    """The statements that are not true, and those whose numbers their paragraph does not write."""
    return problems_of(read(path))


def problems_of(page):
    """The same of a page that was read."""
    found = list(statements(page))
    used = {line for line, _, _ in found}
    bad = [
        page.problem(line, "this statement stands before no paragraph, table or formula")
        for line, text in page.comments.items()
        if HOLDS.match(text) and line not in used
    ]
    if found and perform(page).problem:
        return [*bad, perform(page).problem]
    asked = collections.defaultdict(collections.Counter)  # of all statements before a paragraph
    for line, statement, blocks in found:
        outcome = perform(page).held[line]
        if outcome is not True:
            bad.append(page.problem(line, f"{statement} does not hold: {outcome}"))
        said = [number for block in blocks for number in written.numbers(block.pieces)]
        counts = asked[blocks[0].start]
        counts.update(values := compared(statement))
        for value in dict.fromkeys(values):
            if value not in SMALL and sum(_says(number, value) for number in said) < counts[value]:
                bad.append(page.problem(line, f"the text does not say {value} as often as the statements before it"))
    return bad


def statements(page):
    """The statements of a page: line, code, and the blocks (all cells of a table) that they speak of."""
    for line, comment in page.comments.items():
        if match := HOLDS.match(comment):
            after = next((n for n in range(line + 1, len(page.lines) + 1) if n not in page.comments), 0)
            if blocks := [block for block in page.blocks if after in {block.start, block.line}]:
                yield line, match[1], blocks


def compared(statement):
    """The numbers that a statement compares something with; places and other arguments do not count."""
    try:
        tree = ast.parse(statement, mode="eval")
    except SyntaxError:
        return []
    comparisons = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]
    sides = [side for node in comparisons for side in [node.left, *node.comparators]]
    entries = [item for side in sides for item in getattr(side, "elts", [side])]
    return [value for item in entries if (value := constant(item)) is not None]


def proved(page, block):
    """The numbers of the statements that speak of a block and hold."""
    for line, statement, blocks in statements(page):
        if block in blocks and not perform(page).problem and perform(page).held[line] is True:
            yield from compared(statement)


def _says(number, value):
    return any(len(reading) == 1 and reading[0].value == value for reading in number.readings)
