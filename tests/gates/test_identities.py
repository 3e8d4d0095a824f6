"""Every labelled equation is a definition or has a property test in ``tests/identities``, and the other way round."""

from bookkit import BOOK, ROOT
from bookkit.gates import equations
from bookkit.problems import assert_none


def test_each_identity_names_an_equation_and_can_fail():
    assert_none(equations.identity_problems(ROOT / "tests" / "identities", BOOK))
