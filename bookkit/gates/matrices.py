"""Every matrix that is written out in numbers is an array of its chapter, to the digits written."""

import re
from decimal import Decimal, InvalidOperation

import numpy as np

from bookkit.evidence import Evidence, perform
from bookkit.latex import GROUP, plain_latex
from bookkit.page import read
from bookkit.written import Claim

MATRIX = re.compile(
    r"\\begin\{(?P<name>[pbvBV]?matrix\*?|smallmatrix|array)\}(?P<body>(?:(?!\\begin\{).)*?)\\end\{(?P=name)\}",
    re.DOTALL,
)
FRACTION = re.compile(r"(-?)\s*(?:X|∘)?\s*\{?([0-9.]+)\}?\s*[{/]\s*([0-9.]+)\s*\}?")


def problems(path):
    """The written matrices of a page that equal no array of its cells."""
    return problems_of(read(path))


def problems_of(page):
    """The same of a page that was read."""
    found = list(written(page))
    if not found:
        return []
    performance = perform(page)
    if performance.problem:
        return [performance.problem]
    return [
        page.problem(line, f"no cell of this chapter makes the {len(rows)} x {len(rows[0])} matrix {_shown(rows)}")
        for line, rows in found
        if not any(_equal(rows, array) for array in performance.arrays)
    ]


def written(page):
    """The line and the rows of each matrix whose entries are all numbers."""
    for block in page.blocks:
        for piece in block.pieces:
            if piece.kind == "math":
                for match in MATRIX.finditer(piece.text):
                    if rows := _rows(match["body"]):
                        yield piece.line + piece.text.count("\n", 0, match.start()), rows


def _rows(body):
    """The entries of a matrix as claims, row by row; None if one of them is no number."""
    body = re.sub(r"\A\s*(?:\[[a-z]\])?\s*\{[^{}]*\}|\\hline", " ", body)  # the columns of an array
    rows = [row.split("&") for row in re.split(r"\\\\(?:\s*\[[^\]]*\])?", body.strip()) if row.strip()]
    entries = [[_entry(entry) for entry in row] for row in rows]
    if not entries or len({len(row) for row in entries}) > 1 or any(entry is None for row in entries for entry in row):
        return None
    return entries


def _entry(latex):
    """The claim of one entry: a number or a fraction of two, with a sign or without."""
    text = plain_latex(latex.strip()).replace(GROUP, "").strip()
    if fraction := FRACTION.fullmatch(text):
        value = Decimal(fraction[2]) / Decimal(fraction[3])
        return Claim(-value if fraction[1] else value, exact=True)
    text = re.sub(r"\s|[{}]", "", text)
    try:
        return Claim(Decimal(text), exact=text.lstrip("+-").isdigit()) if re.fullmatch(r"[-+]?[0-9.]+", text) else None
    except InvalidOperation:
        return None


def _equal(rows, array):
    """Whether an array holds what is written; a vector may be written as a row or as a column."""
    shape = (len(rows), len(rows[0]))
    if array.ndim == 3 and array.shape[1:] == shape:
        return any(_equal(rows, part) for part in array)
    if array.shape != shape and not (1 in shape and array.size == max(shape) and max(array.shape) == array.size):
        return False
    claims = [entry for row in rows for entry in row]
    return all(_holds(claim, float(value)) for claim, value in zip(claims, array.ravel(), strict=True))


def _holds(claim, value):
    if not np.isfinite(value):
        return False
    if not claim.value:
        return abs(value) < 1e-9
    return claim.value * Decimal(value) > 0 and Evidence([Decimal(repr(value))]).proves(claim)


def _shown(rows):
    return "[" + ", ".join("[" + ", ".join(f"{entry.value:.6g}" for entry in row) + "]" for row in rows) + "]"
