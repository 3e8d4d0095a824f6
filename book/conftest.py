"""Collect the code cells of the chapters as tests, one a cell: ``pytest book/grades.md``."""

import os
from pathlib import Path

import numpy as np
from sybil import Region, Sybil
from sybil.example import SybilFailure

from bookkit import LOOK
from bookkit.cells import UNCHECKED, agrees, is_picture, run
from bookkit.page import parse as parse_page

BOOK = Path(__file__).parent
os.environ.update(LOOK)  # as conf.py does for the build


def evaluate(example):
    cell = example.parsed
    got, value = run(cell, example.namespace, example.path)
    if cell.tags & UNCHECKED:
        return
    if cell.expected is None:
        if got:
            raise SybilFailure(
                example, f"this cell prints text and has no {{testoutput}} (make accept writes it):\n{got}"
            )
        return
    if is_picture(value) and not got:
        raise SybilFailure(example, "this cell draws a picture and prints nothing, but has a {testoutput}")
    if not agrees(cell.expected, got):
        raise SybilFailure(example, "Expected:\n" + cell.expected + "Got:\n" + got)


def parse(document):
    for cell in parse_page(document.text).cells:
        yield Region(cell.start, cell.end, cell, evaluate)


class Chapters(Sybil):
    def identify(self, example):
        return f"line:{example.line}"


def plain_printing(namespace):
    """Forget the print options of the chapter before, as a kernel of its own would."""
    np.set_printoptions(**PLAIN)


PLAIN = np.get_printoptions()
pytest_collect_file = Chapters(
    parsers=[parse], patterns=["*.md"], path=str(BOOK), setup=plain_printing, teardown=plain_printing
).pytest()
