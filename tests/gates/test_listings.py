"""Functions as pages list them: the same code as in the file, less the docstring and, unless kept, annotations."""

import ast
import importlib
import inspect

import pytest

from bookkit import ROOT
from bookkit.gates.modules import library, public_modules
from bookkit.listings import code, find


def functions():
    """All functions of the library, and the methods of its classes, by their full names in the files."""
    for module in library(ROOT).values():
        for node in [] if module.program else module.tree.body:
            for method in node.body if isinstance(node, ast.ClassDef) else [node]:
                if isinstance(method, ast.FunctionDef):
                    outer = f"{node.name}." * isinstance(node, ast.ClassDef)
                    yield f"linalg_book.{module.name}.{outer}{method.name}", method


def stripped(node, annotations):
    """The tree of a definition as text, less its docstring and, unless they are kept, annotations of its signature."""
    node = ast.parse(ast.unparse(node)).body[0]
    if ast.get_docstring(node) is not None:
        del node.body[0]
    if not annotations:
        node.returns = None
        for argument in ast.walk(node.args):
            if isinstance(argument, ast.arg):
                argument.annotation = None
    return ast.dump(node)


@pytest.mark.parametrize("annotations", [False, True], ids=["bare", "annotated"])
def test_a_listing_is_the_code_of_the_file_less_docstring_and_annotations(annotations):
    written = dict(functions())
    listed = {name: ast.parse(code(find(name, ROOT), annotations)).body for name in written}
    assert len(listed) > 500
    assert [n for n, body in listed.items() if list(map(ast.dump, body)) != [stripped(written[n], annotations)]] == []


def test_a_public_name_leads_to_the_function_that_python_imports():
    found = {}
    for module in map(importlib.import_module, public_modules(ROOT)):
        for name in set(module.__all__) - {"main"}:
            if inspect.isfunction(made := inspect.unwrap(getattr(module, name))):
                found[f"{module.__name__}.{name}"] = made.__code__.co_filename, made.__code__.co_firstlineno
    assert len(found) > 200
    for name, place in found.items():
        listed = find(name, ROOT)
        first = min(node.lineno for node in [listed.node, *listed.node.decorator_list])
        assert (f"{listed.module}.{listed.name}", str(listed.files[-1]), first) == (name, *place)


MODULE = '''
from typing import overload


class Scale:
    @property
    def heavy(self) -> bool:
        # what weighs more than a stone
        return self.grams > 6350  # noqa: PLR2004


@finite
def weigh(basket: list[int], *more: float, unit: str = "g", limit: float | None = 1e-3, **rest) -> float:
    """Weigh.

    Twice.
    """
    # both pans

    def pan(x: int) -> int:
        """One pan."""
        return x

    return pan(2)  # kilograms
'''


@pytest.fixture
def root(tmp_path):
    package = tmp_path / "src" / "linalg_book"
    (package / "shop").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "shop" / "scales.py").write_text(MODULE, encoding="utf8")
    face = "from linalg_book.shop.scales import Scale, weigh\n"
    (package / "shop" / "__init__.py").write_text(face, encoding="utf8")
    return tmp_path


def test_a_listing_keeps_decorators_comments_and_defaults_as_written(root):
    assert code(find("linalg_book.shop.weigh", root)) == (
        '@finite\ndef weigh(basket, *more, unit="g", limit=1e-3, **rest):\n    # both pans\n\n'
        '    def pan(x: int) -> int:\n        """One pan."""\n        return x\n\n    return pan(2)  # kilograms\n'
    )


def test_a_listing_of_a_method_begins_at_the_margin_and_has_no_remarks_for_tools(root):
    listed = "@property\ndef heavy(self):\n    # what weighs more than a stone\n    return self.grams > 6350\n"
    assert code(find("linalg_book.shop.Scale.heavy", root)) == listed


def test_a_long_signature_is_broken(root):
    path = root / "src" / "linalg_book" / "shop" / "scales.py"
    path.write_text(f"def weigh({', '.join(f'basket_{n}: int' for n in range(10))}):\n    return 1\n", encoding="utf8")
    inner = ", ".join(f"basket_{n}" for n in range(10))
    assert code(find("linalg_book.shop.scales.weigh", root)) == f"def weigh(\n    {inner}\n):\n    return 1\n"


def test_a_name_leads_through_the_face_of_its_topic_to_its_part(root):
    found = find("linalg_book.shop.weigh", root)
    assert (found.module, found.name, found.private) == ("linalg_book.shop", "weigh", False)
    assert [path.name for path in found.files] == ["__init__.py", "scales.py"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("linalg_book.shop.wiegh", "there is no function wiegh in linalg_book.shop"),
        ("linalg_book.shop.Scale", "there is no function Scale in"),
        ("linalg_book.shop.Scale.light", "there is no function Scale.light in"),
        ("linalg_book.baskets.weigh", "of a module that exists; got linalg_book.baskets.weigh"),
        ("numpy.shop.weigh", "a listing wants linalg_book.module.function"),
        ("linalg_book", "a listing wants linalg_book.module.function"),
    ],
)
def test_a_name_that_leads_nowhere_is_told(root, name, said):
    with pytest.raises(LookupError, match=said):
        find(name, root)
