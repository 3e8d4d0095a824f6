"""What pytest collects of a page: each cell and each promise is a test, and all share one run of the cells."""

import collections
import os
import re
import shutil
import subprocess
import sys

import pytest

from bookkit import BOOK, ROOT
from bookkit.gates import PAGE_GATES, cell_form
from bookkit.page import pages


def cell(*lines, prints=None):
    """A code cell, and its testoutput if it has one."""
    expected = [] if prints is None else ["```{testoutput}", ":hide:", "", prints, "```"]
    return "\n".join(["```{code-cell}", *lines, "```", *expected, "", ""])


def noting(word):
    """A cell that notes each time it runs."""
    return cell("with open('log', 'a') as file:", f"    print('{word}', file=file)")


PAGES = {
    "once": noting("first") + noting("second") + "$\\begin{pmatrix} 13 & 14 \\end{pmatrix}$\n",
    "fails": cell("a = 1", "b = a / 0") + cell("a + 1", prints="2"),
    "ends": cell("a = 1", "raise SystemExit") + cell("a + 1", prints="2"),
    "mute": cell("1 + 1"),
    "wrong": cell("1 + 1", prints="3"),
    "apart-1": cell("import numpy as np", "", "np.set_printoptions(nanstr='gap')")
    + cell("np.array([np.nan])", prints="array([gap])"),
    "apart-2": cell("import numpy as np", "", "np.array([np.nan])", prints="array([nan])"),
}


def run(root, *arguments):
    """What pytest says of a project."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", root, *arguments]
    bare = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # starts in half a second rather than three
    bare["PYTHONPATH"] = str(ROOT)
    return subprocess.run(command, cwd=root, env=bare, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A folder with a small book."""
    root = tmp_path_factory.mktemp("collected")
    (root / "book").mkdir()
    shutil.copy(BOOK / "conftest.py", root / "book")
    for name, text in PAGES.items():
        (root / "book" / f"{name}.md").write_text(f"# Page\n\n{text}", encoding="utf8")
    return root


@pytest.fixture(scope="module")
def said(book):
    """What pytest says of the book."""
    return run(book, "-rA", "book")


def outcomes(said, name):
    """The outcome of each cell of a page."""
    found = re.findall(rf"^(\w+) book/{name}\.md::line:(\d+)", said, re.MULTILINE)
    return [outcome for _, outcome in sorted((int(line), outcome) for outcome, line in found)]


def test_every_cell_and_every_promise_is_a_test():
    listed = run(ROOT, "--collect-only", str(BOOK))
    collected = collections.defaultdict(list)
    for name, test in re.findall(r"^book/(.*\.md)::(\S+)$", listed, re.MULTILINE):
        collected[name].append(test)
    assert collected.keys() == {path.relative_to(BOOK).as_posix() for path in pages()}
    for name, tests in collected.items():
        cells = [test for test in tests if re.fullmatch(r"line:\d+", test)]
        assert len(cells) == cell_form.fences((BOOK / name).read_text(encoding="utf8"))
        assert tests == [*cells, *PAGE_GATES]


def test_cells_run_once_for_all_tests_of_their_page(book, said):
    assert outcomes(said, "once") == ["PASSED", "PASSED"]
    assert "once.md:13: no cell of this chapter makes the 1 x 2 matrix [[13, 14]]" in said  # a gate that has run them
    assert (book / "book" / "log").read_text(encoding="utf8") == "first\nsecond\n"


def test_a_cell_can_be_tested_alone(book):
    assert "1 passed" in run(book, "book/apart-1.md", "-k", "line:9")


def test_a_cell_that_fails_is_named_with_its_line(said):
    assert outcomes(said, "fails") == ["FAILED", "PASSED"]
    assert "FAILED book/fails.md::line:3 - ZeroDivisionError" in said
    assert "book/fails.md:5: ZeroDivisionError" in said


def test_a_cell_that_ends_the_program_fails_alone(said):
    assert outcomes(said, "ends") == ["FAILED", "PASSED"]


@pytest.mark.parametrize(
    ("name", "words"),
    [("mute", "this cell prints text and has no {testoutput}"), ("wrong", "Expected:\n3\nGot:\n2")],
)
def test_a_cell_that_prints_what_no_testoutput_says_fails(name, words, said):
    assert outcomes(said, name) == ["FAILED"] and words in said


def test_print_options_of_a_page_stay_there(said):
    assert outcomes(said, "apart-1") == ["PASSED"] * 2 and outcomes(said, "apart-2") == ["PASSED"]
