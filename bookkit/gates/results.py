"""A result has a name: what a cell shows is one value, an array, a line with words, but no tuple of unlike things.

``unlike.txt`` lists how many such tuples the chapters of the first edition still show; it can only shrink.
"""

import ast
import re
from pathlib import Path

from bookkit import ROOT, history
from bookkit.page import pages, read
from bookkit.problems import Problem

LIST = Path(__file__).with_name("unlike.txt")
NUMBERS = re.compile(r"(?:np|torch)\.(?:float|int|uint|complex)\w*")


def problems(path):
    """The tuples of unlike things that a page shows, if they are more than its share of the list."""
    page = read(path)
    lines = list(unlike(page))
    if len(lines) <= allowed().get(page.stem, 0):
        return []
    message = "the cell shows a tuple of unlike things; give each result a name: a cell, a line or a table of its own"
    return [page.problem(line, message) for line in lines]


def unlike(page):
    """The lines of the cells that show a tuple whose entries are of more than one kind."""
    for cell in page.cells:
        try:
            shown = ast.parse((cell.expected or "").strip(), mode="eval").body
        except SyntaxError:
            continue  # a table, a sentence
        if isinstance(shown, ast.Tuple) and len({kind(entry) for entry in shown.elts}) > 1:
            yield cell.line


def kind(entry):
    """What an entry of a tuple is: a number, a truth value, a text, an array, …"""
    if isinstance(entry, ast.UnaryOp | ast.BinOp):  # -1, 1 + 2j
        return "number"
    if isinstance(entry, ast.Constant):
        return "number" if type(entry.value) in {int, float, complex} else type(entry.value).__name__
    if isinstance(entry, ast.Call):
        called = ast.unparse(entry.func)
        return "number" if NUMBERS.fullmatch(called) else called
    return type(entry).__name__


def allowed():
    """How many such tuples each page may show."""
    return {stem: int(count) for stem, count in map(str.split, LIST.read_text(encoding="utf8").splitlines())}


def list_problems(root=ROOT):
    """Where the list says more than there is, or more than it once said."""
    name, bad = LIST.relative_to(ROOT).as_posix(), []
    real = {path.stem: len(list(unlike(read(path)))) for path in pages(root / "book")}
    log = history.patches("--", name, root=root) or ""
    for line, (stem, count) in enumerate(allowed().items(), 1):
        if count > real.get(stem, 0):
            bad.append(Problem(name, line, f"{stem} shows {real.get(stem, 0)} such tuples by now, not {count}"))
        least = min(map(int, re.findall(rf"^\+{stem} (\d+)$", log, re.MULTILINE)), default=count)
        if count > least:
            bad.append(Problem(name, line, f"{stem} was down to {least} once; the list only shrinks"))
    return bad
