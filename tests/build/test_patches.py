"""Each change to another project still finds what it replaces, and that is still what the other project calls."""

import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from bookkit import ROOT
from bookkit.extensions import MENDING, SAVING
from bookkit.patches import whole_lines

FILES = [*SAVING, "bookkit.kernels.ahead", *MENDING]
PLACES = {name: getattr(importlib.import_module(name), "PLACE", "").split() for name in FILES}
STATE = """
import importlib, sys
def look(place):
    module, _, path = place.partition(":")
    value = importlib.import_module(module)
    for name in path.split("."):
        value = getattr(value, name)
    return value
class App:
    def connect(self, *_, **__): pass
before = look(sys.argv[2])
importlib.import_module(sys.argv[1]).setup(App())
print(look(sys.argv[2]) is not before and look(sys.argv[2]) != before)
"""


def look(place):
    """The folder of the package that a place is in, and the name that is called there."""
    module, _, path = place.partition(":")
    value = importlib.import_module(module)
    for name in path.split(".")[:-1]:
        value = getattr(value, name)
    assert hasattr(value, path.split(".")[-1]), f"{place} is gone"
    file = Path(inspect.getfile(importlib.import_module(module)))
    depth = module.count(".") + (file.name == "__init__.py")
    return file.parents[max(depth - 1, 0)], path.split(".")[-1]


def test_every_file_of_patches_is_loaded():
    found = {f"bookkit.patches.{path.stem}" for path in (ROOT / "bookkit" / "patches").glob("[a-z]*.py")}
    assert found == {name for name in FILES if ".patches." in name}


@pytest.mark.parametrize(("name", "place"), [(name, place) for name, places in PLACES.items() for place in places])
def test_what_is_replaced_is_there_and_in_use(name, place):
    package, attribute = look(place)
    texts = (path.read_text(encoding="utf8") for path in package.rglob("*.py"))
    used = any(re.search(rf"(?<!def )(?<!class )\b{attribute}\(", text) for text in texts)
    assert used, f"nothing in {package.name} calls {attribute} any longer"


@pytest.mark.parametrize(("name", "place"), [(name, place) for name, places in PLACES.items() for place in places])
def test_patch_replaces_it(name, place):
    done = subprocess.run(
        [sys.executable, "-c", STATE, name, place], cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert done.stdout.strip().endswith("True"), done.stdout + done.stderr


def test_a_line_that_comes_in_pieces_stays_a_line():
    def stream(text, name="stdout"):
        return nbformat.v4.new_output("stream", text=text, name=name)

    pieces = [stream("[1. 2.]"), stream("oh\n", "stderr"), stream(" C\n3"), stream(".5\n\n")]
    merged = [(output.name, output.text) for output in whole_lines.whole(pieces)]
    assert merged == [("stdout", "[1. 2.] C\n3.5\n"), ("stderr", "oh\n")]
    assert [piece.text for piece in pieces] == ["[1. 2.]", "oh\n", " C\n3", ".5\n\n"]
    assert whole_lines.coalesce_streams(pieces)[0].text != "[1. 2.] C\n3.5\n"  # else the patch can go


@pytest.mark.parametrize("name", FILES)
def test_patch_says_why_and_names_an_issue_or_that_none_is_known(name):
    text = inspect.getdoc(importlib.import_module(name))
    assert name == "bookkit.patches.no_rubbish" or name == "bookkit.kernels.warm" or re.search(
        r"https://github\.com/\S+/issues/[0-9]+|[Nn]o issue (?:of \w+ )?is known", text
    )  # fmt: skip
