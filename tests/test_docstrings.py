"""The docstrings of everything public, held to numpydoc's form; their examples are run by ``--doctest-modules``."""

import pytest
from promises import ROOT, assert_none, docstrings

FILES = [path.relative_to(ROOT / "src").with_suffix("") for path in sorted((ROOT / "src").rglob("*.py"))]
NAMES = [".".join(file.parts).removesuffix(".__init__") for file in FILES if not file.name.startswith("_")]


@pytest.mark.parametrize("name", NAMES)
def test_docstrings_are_complete(name):
    assert_none(docstrings.problems(name))
