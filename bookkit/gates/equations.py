"""Every labelled equation is a definition, and says so, or has a property test that is named by its label."""

import ast
import functools
import re
from dataclasses import dataclass
from pathlib import Path

from bookkit.page import read
from bookkit.problems import Problem

DEFINITION = re.compile(r"definition:\s*(\S+)")


def problems(path, folder=None):
    """The labelled equations of a page that are neither marked as definitions nor tested."""
    page = read(path)
    tested = {test.name for test in identities(folder or page.root / "tests" / "identities")}
    bad, defined = [], set()
    for label, line, latex in page.formulas:
        if r"\label{" in latex:
            bad.append(page.problem(line, "label an equation by {math} and :label:, not by \\label"))
        if not label:
            continue
        marks = {match[1] for text in page.comments_before(line).values() if (match := DEFINITION.fullmatch(text))}
        defined |= marks & {label}
        if label not in marks and function_name(label) not in tested:
            wanted = f"write {function_name(label)} in tests/identities, or put '% definition: {label}' before it"
            bad.append(page.problem(line, f"{label} has no test; {wanted}"))
    for line, comment in page.comments.items():
        if (match := DEFINITION.fullmatch(comment)) and match[1] not in defined:
            bad.append(page.problem(line, f"no equation {match[1]} follows this comment"))
    return bad


def identity_problems(folder, book):
    """The tests of a folder of identities that test no labelled equation, or cannot find an error."""
    labels = {label for path in sorted(Path(book).glob("*.md")) for label, _, _ in read(path).formulas if label}
    known = {function_name(label) for label in labels}
    bad = []
    for test in identities(folder):
        if test.name not in known:
            bad.append(test.problem(f"{test.name} names no labelled equation of the book"))
        if not test.given:
            bad.append(test.problem(f"{test.name} must draw its matrices with Hypothesis (@given)"))
        if test.skipped:
            bad.append(test.problem(f"{test.name} is skipped, so its equation is not tested"))
        if not test.asserts:
            bad.append(test.problem(f"{test.name} asserts nothing"))
    names = [test.name for test in identities(folder)]
    return bad + [t.problem(f"{t.name} stands twice") for t in identities(folder) if names.count(t.name) > 1]


def function_name(label):
    return "test_" + label.replace("-", "_")


@dataclass(frozen=True)
class Identity:
    """A test function, as its source shows it."""

    path: Path
    line: int
    name: str
    given: bool
    skipped: bool
    asserts: bool

    def problem(self, message):
        return Problem(f"tests/identities/{self.path.name}", self.line, message)


def identities(folder):
    """The test functions in the modules of a folder, read but not run."""
    files = sorted(Path(folder).glob("*.py"))
    return [test for path in files for test in _tests(path, path.read_text(encoding="utf8"))]


@functools.cache
def _tests(path, text):
    """The test functions of a module; every page asks for them."""
    found = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            marks = [ast.unparse(mark) for mark in node.decorator_list]
            given = any(re.match(r"(?:\w+\.)?given\(", mark) for mark in marks)
            skipped = any("skip" in mark or "xfail" in mark for mark in marks)
            found.append(Identity(path, node.lineno, node.name, given, skipped, _asserts(node)))
    return found


def _asserts(function):
    """Whether a function asserts something, itself or by a call of an ``assert_…`` or ``check_…`` function."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call) and re.search(r"(?:^|[._])(?:assert|check)_", ast.unparse(node.func)):
            return True
    return False
