"""Collect the chapters: of each page the code cells and the promises, a test each: ``pytest book/grades.md``.

All tests of a page share one run of its cells, and those of a file stay in one process: the cells of a page run once.
"""

import os
from importlib import import_module
from pathlib import Path

import pytest
from sybil import Region, Sybil
from sybil.integration.pytest import SybilFile

from bookkit import LOOK
from bookkit.cells import UNCHECKED, agrees, is_picture
from bookkit.evidence import perform
from bookkit.gates import PAGE_GATES
from bookkit.page import pages, read
from bookkit.problems import assert_none

BOOK = Path(__file__).parent
PAGES = set(pages(BOOK))
os.environ.update(LOOK)  # as conf.py does for the build


def evaluate(example):
    """Run a cell; return what is wrong with what it prints, if anything."""
    cell = example.parsed
    got, value = perform(read(example.path)).shown(cell)
    if cell.tags & UNCHECKED:
        return None
    if cell.expected is None:
        return got and f"this cell prints text and has no {{testoutput}} (make accept writes it):\n{got}"
    if is_picture(value) and not got:
        return "this cell draws a picture and prints nothing, but has a {testoutput}"
    return None if agrees(cell.expected, got) else f"Expected:\n{cell.expected}Got:\n{got}"


def parse(document):
    for cell in read(document.path).cells:
        yield Region(cell.start, cell.end, cell, evaluate)


class Chapters(Sybil):
    def identify(self, example):
        return f"line:{example.line}"


class PageFile(SybilFile):
    """A page: its cells in order, then what the gates hold of it."""

    def collect(self):
        yield from super().collect()
        yield from (Promise.from_parent(self, name=gate) for gate in PAGE_GATES)


class Promise(pytest.Item):
    """What a module of ``bookkit.gates`` holds of a page."""

    def runtest(self):
        assert_none(import_module(f"bookkit.gates.{self.name}").problems(self.path))

    def repr_failure(self, excinfo):
        return str(excinfo.value).strip() if excinfo.errisinstance(AssertionError) else super().repr_failure(excinfo)

    def reportinfo(self):
        return self.path, None, f"{self.path.name}: {PAGE_GATES[self.name]}"


CHAPTERS = Chapters(parsers=[parse], path=str(BOOK))


def pytest_collect_file(file_path, parent):
    return PageFile.from_parent(parent, path=file_path, sybils=[CHAPTERS]) if file_path in PAGES else None
