"""The docstrings of everything public, held to numpydoc's form; their examples are run by ``--doctest-modules``."""

import pytest

from bookkit import ROOT
from bookkit.gates import docstrings
from bookkit.gates.modules import library
from bookkit.problems import assert_none

MODULES = [m for m in library(ROOT).values() if not (m.part or m.topic.startswith("_"))]


@pytest.mark.parametrize("name", [f"linalg_book.{m.name}".rstrip(".") for m in MODULES])
def test_docstrings_are_complete(name):
    assert_none(docstrings.problems(name))
