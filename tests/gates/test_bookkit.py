"""What builds the book stands on its own: it imports nothing from the tests, and nothing of it goes in a circle."""

import ast
import graphlib

from bookkit import BOOK, ROOT

FILES = [*sorted((ROOT / "bookkit").rglob("*.py")), *sorted((ROOT / "src").rglob("*.py")), ROOT / "conf.py"]
FILES = [path for path in [*FILES, BOOK / "conftest.py"] if "templates" not in path.parts]


def imported(path):
    """The dotted names that a file imports, at its top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{'.' * node.level}{node.module or ''}", *(f"{node.module}.{a.name}" for a in node.names)}
    return found


def test_nothing_imports_from_the_tests():
    tests = {"tests", *(path.stem for path in (ROOT / "tests").glob("*.py"))}
    found = {(path.name, name) for path in FILES for name in imported(path) if name.split(".")[0] in tests}
    assert found == set()


def test_bookkit_imports_in_no_circle():
    names = {}
    for path in FILES:
        if ROOT / "bookkit" in path.parents:
            names[".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")] = path
    graph = {name: {n for n in imported(path) if n in names} - {name, "bookkit"} for name, path in names.items()}
    graphlib.TopologicalSorter(graph).prepare()  # CycleError names the circle
    assert len(graph) > 30


def test_bookkit_reads_markdown_in_one_place():
    """Other modules ask ``bookkit.page``."""
    parsers = {"markdown_it", "myst_parser"}
    users = {path.name for path in FILES for name in imported(path) if name.split(".")[0] in parsers}
    assert users == {"page.py"}
