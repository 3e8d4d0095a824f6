"""Numbers that stand together on a page stand together in its cells: a pair, a list of three, a row or a column.

A number alone may be right by chance; the entries of a vector, in their order, hardly are.  They must be neighbors in a
list, an output, a row or a column of an array, or the shape of one; those of a sentence ("22, 43 and 50") and of a
product (10 by 1000) may have others between them.  So may those of a piece of code, which a statement of a cell may
hold, too.
"""

import functools
import itertools
import re
from decimal import Decimal

from bookkit import written
from bookkit.evidence import Evidence, literals, perform, sequences
from bookkit.gates import arithmetic
from bookkit.gates.numbers import REFERENCE, cells_of_labels
from bookkit.latex import GROUP
from bookkit.page import read
from bookkit.written import SMALL, Claim

GAP = rf"[\s{written.OPEN}{written.CLOSE}]"
NUMBER = rf"-?[0-9]+(?:[,{GROUP}][0-9]{{3}}(?![0-9]))*(?:\.[0-9]+)?"
TUPLE = re.compile(rf"(?<![\w)\]])[\[(]\s*({NUMBER}(?:\s*,\s*{NUMBER})+|{NUMBER}(?:\s+{NUMBER})+)\s*[\])]")
START, END = r"(?<![\w.^_,-])", rf"(?!{GAP}*\^|[\w.]*\w)"
LIST = re.compile(rf"{START}{NUMBER}(?:{GAP}*,{GAP}+{NUMBER})+{GAP}*,?{GAP}+(?:and|or){GAP}+{NUMBER}{END}")
PRODUCT = re.compile(rf"{START}{NUMBER}(?:{GAP}*(?:[×·]|\bby\b){GAP}*{NUMBER})+{END}")
ALONE = re.compile(rf"\$?({NUMBER})\s*%?(?:\s*\(({NUMBER})\))?")  # what fills a cell of a table: 50, 40 %, 50 (0.8)
HIDDEN, MARKS = str.maketrans("", "", written.OPEN + written.CLOSE), str.maketrans("", "", f",{GROUP}")


def problems(path):
    """The pairs, lists and rows of a page that its cells do not hold as they stand."""
    return problems_of(read(path))


def problems_of(page):
    """The same of a page that was read."""
    found = [*_listed(page), *_coded(page), *_tabled(page)]
    if not found:
        return []
    performance = perform(page)
    if performance.problem:
        return [performance.problem]
    rows = _rows_of(performance)
    return [
        page.problem(line, f"no cell near holds {shown} in this order")
        for line, shown, choices, loose in found
        if not any(_holds(claims, row, loose) for row in [*_near(page, line), *rows] for claims in choices)
    ]


def _near(page, line):
    """The rows of numbers in the cells of a line's section, and in those that the line refers to."""
    cells = list(page.cells_near(line))
    for label in REFERENCE.findall(page.lines[line - 1]):
        cells += cells_of_labels(page.path.parent).get(label, ())
    return sequences(cells)


def _rows_of(performance):
    """The rows and columns of the arrays that the cells made, and their shapes."""
    rows = []
    for array in performance.arrays:
        rows.append(array.shape)
        if array.ndim:
            table = array.reshape(-1, array.shape[-1])
            rows += [*table.tolist(), *table.T.tolist()] if array.ndim > 1 else table.tolist()
    return rows


def _listed(page):
    """The tuples and lists of sentences: line, as written, readings, and whether others may stand between."""
    computed = {line for line, *_ in arithmetic.steps(page)}  # an equation holds its numbers by itself
    for block in page.blocks:
        for text, line_at in _texts(block):
            for pattern, loose in ((TUPLE, False), (LIST, True), (PRODUCT, True)):
                for match in pattern.finditer(text):
                    claims, line = _claims(match[0]), line_at(match.start())
                    if loose and (line in computed or all(claim.value in SMALL for claim in claims)):
                        continue
                    yield line, " ".join(match[0].split()), [claims], loose


def _coded(page):
    """The numbers of a piece of code in a sentence, unless a statement of a cell has them in this order."""
    for piece in (piece for block in page.blocks for piece in block.pieces if piece.kind == "code"):
        claims = [number.readings[0][0] for number in written.numbers([piece])]
        if len(claims) > 1 and not any(_holds(claims, row, True) for row in literals(page.cells_near(piece.line))):
            yield piece.line, f"`{piece.text}`", [claims], True


def _texts(block):
    """The text of a block and its pieces of code, each with what tells the line of an offset."""
    text, starts = written.joined(block.pieces)
    if not any(piece.kind == "cite" for piece in block.pieces) or not written.CITED_PLACE.search(text):
        yield text, lambda at: max(line + text.count("\n", start, at) for start, line in starts if start <= at)
    for piece in block.pieces:
        if piece.kind == "code":
            yield piece.text, lambda at, piece=piece: piece.line + piece.text.count("\n", 0, at)


def _tabled(page):
    """The numbers in tables that stand over or under another: each with its row and its column as readings."""
    for table in page.tables:
        cells = [[ALONE.fullmatch(_shown(cell)) for cell in row] for row in table]
        for slot in (1, 2):  # of a cell such as 50 (0.8) the second number goes with the other second ones
            grid = [[cell[slot] and _claims(cell[slot])[0] if cell else None for cell in row] for row in cells]
            for i, j in itertools.product(range(len(grid)), range(len(grid[0]))):
                down = _stretch([row[j] for row in grid], i)
                works = any(piece.kind == "cite" for cell in table[i] for piece in cell.pieces)
                if grid[i][j] and grid[i][j].value not in SMALL and len(down) > 1 and not works:
                    readings = [run for run in (down, _stretch(grid[i], j)) if len(run) > 1]
                    parts = [[Claim(claim.value.scaleb(-2)) for claim in run] for run in readings]  # of 40 %
                    yield table[i][j].row, f"{grid[i][j].value} with its row or column", readings + parts, False


def _shown(cell):
    return written.joined(cell.pieces)[0].translate(HIDDEN).strip(" \\")


def _stretch(claims, at):
    """The unbroken run of claims that holds one of them."""
    runs = itertools.groupby(range(len(claims)), lambda n: claims[n] is not None)
    return next([claims[n] for n in run] for run in (list(run) for _, run in runs) if at in run)


def _claims(text):
    """What numbers in a row claim."""
    numbers = (number.translate(MARKS) for number in re.findall(NUMBER, text))
    return [Claim(Decimal(number), exact="." not in number) for number in numbers]


@functools.cache
def _proof(value):
    return Evidence([Decimal(repr(float(value)))])


def _is(claim, value):
    """Whether a value is the claimed one; zero is exact."""
    if value is None or not claim.value:
        return value is not None and abs(value) < 1e-9
    return (value > 0) == (claim.value > 0) and _proof(value).proves(claim)


def _holds(claims, row, loose):
    """Whether a row of numbers holds the claimed ones in their order, one beside the other unless ``loose``."""
    if loose:
        rest = iter(row)
        return all(any(_is(claim, value) for value in rest) for claim in claims)
    starts = range(len(row) - len(claims) + 1)
    return any(all(map(_is, claims, row[start : start + len(claims)])) for start in starts)
