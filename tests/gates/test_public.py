"""What the library shows of itself: what is public, under which names, and what ships."""

import ast
import importlib
import inspect
import pickle
import pydoc
import re
import subprocess
import sys
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import matplotlib.figure
import numpy as np
import pytest
from flit_core import buildapi

import linalg_book
from bookkit import BOOK, ROOT
from bookkit.extensions import lists
from bookkit.gates.modules import library, public_modules
from bookkit.order import stems
from bookkit.page import pages, read
from linalg_book.cost import Counted, Tally
from linalg_book.filters import sepia
from linalg_book.formats import number_format
from linalg_book.gemm import Card, Measurement, Rung
from linalg_book.grades import MarkTable
from linalg_book.hardware import Factor, Figure, device
from linalg_book.models import Latent, Model, Published
from linalg_book.plotting import Picture
from linalg_book.plotting.table import Table
from linalg_book.prediction import fit_linear
from linalg_book.sources import Source
from linalg_book.tex import matrix
from linalg_book.tiling import FastMemory, Traffic
from linalg_book.timing import Timing
from linalg_book.transformer import Block

ROOMS = library(ROOT)
PUBLIC = public_modules(ROOT)
TOPICS = [name for name, module in PUBLIC.items() if module.topic != "plotting"]


def rooms(name):
    """A public module, or the parts of a topic."""
    parts = [m for m in ROOMS.values() if f"linalg_book.{m.name}".startswith(f"{name}.") and not m.program]
    return parts if PUBLIC[name].face else [PUBLIC[name]]


def defined(room):
    """The names that a module defines, in order, and the line of each."""
    for node in room.tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        for target in getattr(node, "targets", [getattr(node, "target", None)]):
            if isinstance(target, ast.Name):
                yield target.id, node.lineno


# ---- what is public


@pytest.mark.parametrize("name", PUBLIC)
def test_all_names_what_a_module_gives_and_nothing_private(name):
    module, listed = importlib.import_module(name), importlib.import_module(name).__all__
    assert len(listed) == len(set(listed))
    assert [n for n in listed if n.startswith("_") or inspect.ismodule(getattr(module, n))] == []
    homes = {n: getattr(getattr(module, n), "__module__", name) for n in listed}
    assert {n: home for n, home in homes.items() if home not in PUBLIC and not home.startswith(f"{name}.")} == {}
    if PUBLIC[name].face:
        imported = [n for node in PUBLIC[name].tree.body if isinstance(node, ast.ImportFrom) for n in node.names]
        there = {alias.asname or alias.name for alias in imported} - {"command_of"}
        assert there | ({"main"} & set(dir(module))) == set(listed)
    else:
        own = (v for n, v in vars(module).items() if n[0] != "_" and (inspect.isfunction(v) or inspect.isclass(v)))
        assert [value.__name__ for value in own if value.__module__ == name and value.__name__ not in listed] == []


@pytest.mark.parametrize("name", TOPICS)
def test_all_is_in_the_order_of_the_code(name):
    listed = importlib.import_module(name).__all__
    for room in rooms(name):
        own = list(dict.fromkeys(n for n, _ in defined(room) if n in listed))
        assert [n for n in listed if n in own] == own


@pytest.mark.parametrize("name", TOPICS)
def test_public_data_is_explained_where_it_is_given(name):
    module, explained = importlib.import_module(name), set()
    for room in rooms(name):
        lines = room.path.read_text(encoding="utf8").splitlines()
        explained |= {n for n, line in defined(room) if lines[line - 2].startswith("#:")}
    assert [n for n in module.__all__ if not callable(getattr(module, n)) and n not in explained] == []


def resolved(dotted):
    """Whether a dotted name is a public module, or something public of one, or of a class of one."""
    module, rest = dotted, []
    while module not in PUBLIC and "." in module:
        module, _, last = module.rpartition(".")
        rest.insert(0, last)
    if not rest or module not in PUBLIC:
        return dotted in {*PUBLIC, "linalg_book"}
    found = importlib.import_module(module)
    return rest[0] in found.__all__ and (len(rest) == 1 or hasattr(getattr(found, rest[0]), rest[1]))


MENTION = re.compile(r"(?:\{py:\w+\}|:\w+:)?`(?:[^`<\n]*<)?[~.]?(linalg_book(?:\.\w+)+)>?`")


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.stem)
def test_pages_name_and_import_what_is_public(path):
    text = path.read_text(encoding="utf8")
    named = {match[1] for match in MENTION.finditer(text)}
    for cell in read(path).cells:
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.ImportFrom) and node.module.partition(".")[0] == "linalg_book":
                named |= {f"{node.module}.{alias.name}" for alias in node.names}
    assert sorted(name for name in named if not resolved(name)) == []


def test_docstrings_name_what_is_public():
    named = {match[1]: m.path.name for m in ROOMS.values() for match in MENTION.finditer(m.path.read_text("utf8"))}
    assert {name: file for name, file in named.items() if not resolved(name)} == {}


def test_every_topic_and_no_part_is_documented_on_the_page_of_the_library():
    shown = re.findall(r"automodule:: (\S+)", lists.KINDS["library"](ROOT) + lists.KINDS["drawings"](ROOT))
    assert sorted(shown) == sorted(set(PUBLIC) - {"linalg_book.formats", "linalg_book.plotting"})


# ---- names of classes


CLASSES = sorted({getattr(importlib.import_module(n), x) for n in PUBLIC for x in importlib.import_module(n).__all__
                  if inspect.isclass(getattr(importlib.import_module(n), x))}, key=lambda c: c.__name__)  # fmt: skip


@pytest.fixture(scope="module")
def samples():
    """An object of each public class, by its class."""
    run = Measurement(m=1, n=2, k=3, dtype="fp32", device="cpu", timing=Timing((1.0, 2.0)), error=0.0)
    memory = FastMemory(capacity=8)
    memory.load("A", np.ones((2, 2)))
    source = Source(document="a", place="b", dated="c", address="https://d", read=date(2026, 1, 1))
    factor = Factor(2.0, "units", source)
    eye = np.eye(2)
    found = [
        Card("a.json", "a device", "2026-01-01T00:00:00Z", True, (run,)),
        run,
        run.timing,
        Rung("NumPy A @ B", run, 1e9),
        Tally(1, 2),
        Counted(3, Tally()),
        Model(layers=1, width=2, vocabulary=3, context=4),
        Latent(query=1, key_value=2, plain=3, rotated=4, value=5),
        Published(total="8B", source=source),
        sepia,
        number_format("bf16"),
        MarkTable(("Alice",), ("final",), ((Decimal(1),),), path=Path("marks.csv")),
        factor,
        source,
        Figure(quantity="memory", value=2.0, source=source, factors=(factor,)),
        device("H100 SXM"),
        fit_linear([[0, 1], [1, 0], [2, 2], [3, 1]], [3, 3, 9, 8]),
        Traffic(1, 2),
        memory,
        Block(*[eye] * 4, *[eye[0]] * 4, eye, eye[0], eye, *[eye[0]] * 5, heads=1),
        matrix([[1]]),
        Table(["a", "b"], [["c", "d"]], "a table"),
        Picture(matplotlib.figure.Figure(), "nothing"),
    ]
    return {type(sample): sample for sample in found}


def test_every_class_is_named_after_a_public_module_that_gives_it():
    for cls in CLASSES:
        homes = {name for name in PUBLIC if cls.__name__ in importlib.import_module(name).__all__}
        assert cls.__module__ in homes, f"{cls.__name__} is public in {homes}, and named after {cls.__module__}"
        for name, value in vars(cls).items():
            value = getattr(value, "__func__", value)  # of a class method
            if inspect.isfunction(value) and not name.startswith("__"):
                assert value.__module__ == cls.__module__, f"{cls.__name__}.{name} is named after {value.__module__}"


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_objects_pickle_under_public_names(cls, samples):
    packed = pickle.dumps(samples[cls])
    assert re.search(rf"{re.escape(cls.__module__)}\W+{cls.__name__}".encode(), packed)
    back = pickle.loads(packed)
    assert type(back) is cls and back is not samples[cls]
    slots = cls.__dict__.get("__slots__", ())
    state = [{n: getattr(x, n) for n in slots} | getattr(x, "__dict__", {"": str(x)}) for x in (back, samples[cls])]
    assert cls is Picture or str(state[0]) == str(state[1])


# ---- the package


def run(code):
    """What a new process prints."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_topics_are_attributes_that_are_loaded_when_asked_for():
    code = "import sys, linalg_book; print(sorted(n for n in sys.modules if n.startswith('linalg_book.')), "
    code += "'numpy' in sys.modules, linalg_book.solving.solve_checked([[2]], [4]), linalg_book.plotting.__name__)"
    assert run(code) == "['linalg_book._faces'] False [2.] linalg_book.plotting\n"


def test_the_package_lists_its_topics():
    code = "import linalg_book; print(*[name for name in dir(linalg_book) if not name.startswith('__')])"
    assert run(code).split() == ["_faces", *sorted({module.topic for module in PUBLIC.values()})]


@pytest.mark.parametrize(
    ("name", "hint"), [("solvin", "; did you mean 'solving'?"), ("xyzzy", ""), ("_validat", ""), ("__path_", "")]
)
def test_a_wrong_name_is_an_attribute_error_with_the_nearest(name, hint):
    with pytest.raises(AttributeError) as caught:
        getattr(linalg_book, name)
    assert str(caught.value) == f"module 'linalg_book' has no attribute {name!r}{hint}"
    assert not hasattr(linalg_book, "gemm_flops")


def test_help_shows_chapters_and_no_parts():
    text = pydoc.render_doc(linalg_book, renderer=pydoc.plaintext)
    listed = text.partition("PACKAGE CONTENTS\n")[2].partition("\n\n")[0].replace(" (package)", "").split()
    shown = [name for name in listed if name[0] != "_"]
    assert shown == sorted({module.topic for module in PUBLIC.values()})
    chapters = [stem for stem in stems(BOOK) if stem in ROOMS]
    assert set(chapters) <= set(shown)


def test_what_is_built_holds_data_and_types_and_no_tests(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    with zipfile.ZipFile(tmp_path / buildapi.build_wheel(str(tmp_path))) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    source = ROOT / "src"
    files = {p.relative_to(source).as_posix() for p in source.rglob("*") if p.is_file() and p.suffix != ".pyc"}
    assert names == files and {"linalg_book/py.typed", "linalg_book/gemm/card.schema.json"} <= names
