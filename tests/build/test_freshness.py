"""What a page depends on, asked of the extension itself; tests/test_build.py sees it at work."""

from pathlib import Path
from types import SimpleNamespace

from bookkit.extensions import freshness
import pytest

PAGE = '```{code-cell}\nload("data/cards")\n```\n'


@pytest.fixture
def book(tmp_path):
    (tmp_path / "data" / "cards").mkdir(parents=True)
    (tmp_path / "data" / "other").mkdir()
    for name in ("cards/one.json", "other/two.json", "three.json"):
        (tmp_path / "data" / name).write_text("{}")
    return tmp_path


def names(text, book):
    return {path.name for path in freshness.dependencies(text, book, book / "data")}


def test_dependencies_hold_the_files_of_a_folder_that_a_cell_names(book):
    assert names(PAGE, book) == {"one.json", "requirements.lock"}


def test_dependencies_hold_no_folder_that_no_cell_names(book):
    assert names(PAGE.replace("data/cards", "data"), book) == {"requirements.lock"}


def outdated(book, noted):
    env = SimpleNamespace(found_docs={"page", "plain"}, dependencies={"page": {Path(path) for path in noted}})
    return freshness.outdated(SimpleNamespace(srcdir=book), env, set(), set(), set())


def test_outdated_names_a_page_when_a_file_comes_to_its_folder(book):
    noted = [book / "data" / "cards" / "one.json"]
    assert outdated(book, noted) == []
    (book / "data" / "cards" / "new.json").write_text("{}")
    assert outdated(book, noted) == ["page"]


def test_outdated_leaves_pages_alone_that_use_one_file(book):
    assert outdated(book, [book / "data" / "three.json"]) == []


MODULES = {
    "__init__.py": "",
    "alone.py": "x = 1\n",
    "later.py": "import importlib\n\ndef f():\n    return importlib.import_module('linalg_book.alone')\n",
    "lab/__init__.py": "from .card import Card\n",
    "lab/__main__.py": "from . import tools\n\ndef main():\n    pass\n",
    "lab/card.py": "from ..alone import x\n\nSCHEMA = 'card.schema.json'\nclass Card:\n    pass\n",
    "lab/card.schema.json": "{}",
    "lab/tools.py": "",
    "plotting/__init__.py": "from linalg_book.plotting.picture import Picture\n",
    "plotting/picture.py": "def draw():\n    import matplotlib\n",
    "plotting/lab.py": "from linalg_book.lab import Card\n",
    "py.typed": "",
}
LAB = {"__init__.py", "lab/__init__.py", "lab/card.py", "lab/card.schema.json", "alone.py"}
DRAWING = {"plotting/__init__.py", "plotting/picture.py", "matplotlibrc"}


@pytest.fixture
def library(tmp_path):
    """A library with a topic in a folder, a module, a program and a drawing."""
    for name, text in MODULES.items():
        path = tmp_path / "src" / "linalg_book" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf8")
    (tmp_path / "book" / "data").mkdir(parents=True)
    (tmp_path / "book" / "matplotlibrc").touch()
    return tmp_path


def used(library, *lines):
    """What a page with these lines in a cell depends on, but for the pinned packages."""
    text = "\n".join(["```{code-cell}", *lines, "```", ""])
    found = freshness.dependencies(text, library, library / "book" / "data")
    package = library / "src" / "linalg_book"
    names = {p.relative_to(package).as_posix() if package in p.parents else p.name for p in found}
    return names - {"requirements.lock"}


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("from linalg_book.lab import Card", LAB),
        ("import linalg_book.lab as lab", LAB),
        ("import linalg_book\nlinalg_book.lab.Card()", LAB),
        ("import linalg_book as book\nbook.lab.Card()", LAB),
        ("from linalg_book import lab", LAB),
        ("from linalg_book import alone", {"__init__.py", "alone.py"}),
        ("from linalg_book.later import f", {"__init__.py", "later.py", "alone.py"}),
        ("from linalg_book.lab import main", LAB | {"lab/__main__.py", "lab/tools.py"}),
        ("run(['python', '-m', 'linalg_book.lab'])", LAB | {"lab/__main__.py", "lab/tools.py"}),
        ("from linalg_book.plotting.lab import draw", LAB | DRAWING | {"plotting/lab.py"}),
        ("import matplotlib.pyplot", {"matplotlibrc"}),
        ("x = 1  # linalg_book.lab", set()),
    ],
)
def test_dependencies_hold_what_a_cell_loads_and_no_more(library, line, wanted):
    assert used(library, *line.split("\n")) == wanted
