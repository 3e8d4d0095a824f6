"""Definitions of the library as pages show them: found by public names, without docstrings and annotations."""

import ast
import copy
import re
from dataclasses import dataclass
from textwrap import dedent

from bookkit.gates.modules import library

PACKAGE = "linalg_book"
WIDTH = 88  # characters that a phone turned on its side still shows
FOR_TOOLS = re.compile(r"[ \t]+# (?:noqa|type: ignore)\b.*$", re.MULTILINE)  # comments that no reader needs


@dataclass(frozen=True)
class Definition:
    """A function or method: its name in the module that readers import, its node, and the files that lead to it."""

    module: str
    name: str
    node: ast.FunctionDef
    files: tuple

    @property
    def private(self):
        """Whether the reference of the library leaves it out."""
        return any(part[0] == "_" for part in self.name.split("."))


def find(name, root):
    """The definition that a full name leads to, by way of the face of its topic; LookupError if there is none."""
    modules, (package, _, inner) = library(root), name.partition(".")
    parts = inner.split(".")
    tries = (".".join(parts[:n]) for n in range(len(parts) - 1, 0, -1))
    place = next((place for place in tries if place in modules), "")
    if package != PACKAGE or not place:
        raise LookupError(f"a listing wants {PACKAGE}.module.function, of a module that exists; got {name}")
    names, files = parts[place.count(".") + 1 :], []
    shown = modules[place].topic if modules[place].part else place
    while place and place in modules:
        files.append(modules[place].path)
        if node := _defined(modules[place].tree, names):
            return Definition(f"{PACKAGE}.{shown}", ".".join(names), node, tuple(files))
        place = _origin(modules[place].tree, names[0])
    raise LookupError(f"there is no function {'.'.join(names)} in {PACKAGE}.{shown}")


def _defined(tree, names):
    """The function of a name in a module, or the method of two names."""
    node = tree
    for name in names:
        found = [n for n in node.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and n.name == name]
        if not found:
            return None
        node = found[-1]
    return node if isinstance(node, ast.FunctionDef) else None


def _origin(tree, name):
    """The module of the library from which a face imports a name; an empty text if it does not."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{PACKAGE}."):
            if name in {alias.name for alias in node.names}:
                return node.module.partition(".")[2]
    return ""


def code(found, annotations=False):
    """The text of a definition: what stands before it, its signature, its body with the comments."""
    source, node = found.files[-1].read_text(encoding="utf8"), found.node
    lines, documented = source.splitlines(), ast.get_docstring(node) is not None
    last = node.body[0].end_lineno if documented else _first(node.body[0]) - 1
    while not documented and lines[last - 1].strip()[:1] in {"", "#"}:  # the body begins with its comments
        last -= 1
    body = dedent("\n".join(lines[last : node.end_lineno])).splitlines()
    if annotations:
        end = node.body[0].lineno - 1 if documented else last
        signature = dedent("\n".join(lines[node.lineno - 1 : end])).splitlines()
    else:
        signature = _bare(node, source)
    above = dedent("\n".join(lines[_first(node) - 1 : node.lineno - 1])).splitlines()
    text = "\n".join([*above, *signature, *(line and f"    {line}" for line in body)])
    return FOR_TOOLS.sub("", text) + "\n"


def _first(node):
    """The first line of a statement, with its decorators."""
    return min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])


def _bare(node, source):
    """The lines of a signature without annotations, its defaults as they are written."""
    given = copy.deepcopy(node.args)
    given.defaults = [_verbatim(default, source) for default in given.defaults]
    given.kw_defaults = [default and _verbatim(default, source) for default in given.kw_defaults]
    for argument in ast.walk(given):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    inner = ast.unparse(given)
    whole = f"def {node.name}({inner}):"
    return [whole] if len(whole) <= WIDTH else [f"def {node.name}(", f"    {inner}", "):"]


def _verbatim(node, source):
    return ast.Name(ast.get_source_segment(source, node))


def wide(text):
    """The lines of a listing that are too long, each with its number."""
    return [(number, line) for number, line in enumerate(text.splitlines(), 1) if len(line) > WIDTH]
