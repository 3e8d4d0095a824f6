"""The docstrings of everything public, held to numpydoc's form; their examples are run by ``--doctest-modules``."""

import pytest
from promises import ROOT, assert_none, docstrings
from promises.modules import library

MODULES = [m for m in library(ROOT).values() if not (m.part or m.topic.startswith("_"))]


@pytest.mark.parametrize("name", [f"linalg_book.{m.name}".rstrip(".") for m in MODULES])
def test_docstrings_are_complete(name):
    assert_none(docstrings.problems(name))
