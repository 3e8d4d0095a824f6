"""Every labelled equation is a definition or has a property test in ``tests/identities``, and the other way round."""

import pytest

from bookkit import BOOK, ROOT
from bookkit.gates import equations
from bookkit.page import pages
from bookkit.problems import assert_none


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.stem)
def test_each_equation_is_a_definition_or_tested(path):
    assert_none(equations.problems(path))


def test_each_identity_names_an_equation_and_can_fail():
    assert_none(equations.identity_problems(ROOT / "tests" / "identities", BOOK))
