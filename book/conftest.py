"""Collect the code cells of the chapters as tests, one a cell: ``pytest book/grades.md``."""

import os
import sys
from pathlib import Path

import numpy as np
from sybil import Region, Sybil
from sybil.example import SybilFailure

BOOK = Path(__file__).parent
sys.path.insert(0, str(BOOK / "_ext"))
os.environ["MATPLOTLIBRC"] = str(BOOK / "matplotlibrc")  # as conf.py does for the build
os.environ["MPLBACKEND"] = "agg"

from cells import UNCHECKED, agrees, cells, is_picture, run  # noqa: E402


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
    for cell in cells(document.text):
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
