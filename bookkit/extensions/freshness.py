"""Run a page's cells again when what they depend on has changed.

jupyter-cache looks at a page's cells alone.  Here each page with cells also depends on the modules of ``linalg_book``
that its cells load, directly or through one another, with the packages that these lie in; on the data files that any of
these name, on those of a folder ``data/…`` that they name, and on files that lie beside a module and that it names; on
the look of the figures, where it draws; and on the pinned packages.  Sphinx is told of the files, so that it reads the
page again; a digest of them goes into the page's kernelspec, which is part of the cache's key, so that the cells run
again.
"""

import ast
import functools
import hashlib
import os
import re
from pathlib import Path

from bookkit import ROOT
from bookkit.page import parse

PLACE = re.compile(r"(?m)^(  display_name: Python 3)$")
PACKAGE = "linalg_book"
NAME = re.compile(rf"{PACKAGE}(?:\.\w+)*")
COMMAND = re.compile(rf"-m[\s\"',]+({NAME.pattern})")  # a cell that runs a program of the library
DRAWING = re.compile(r"^\s*(?:import|from) matplotlib\b", re.MULTILINE)


@functools.cache
def imported(source, package):
    """Dotted names of the library that code may load: imported at its top or inside a function, reached as an attribute
    of what was imported, or written in a string.  Relative names start from the package that the code lies in."""
    tree, found, known = ast.parse(source), set(), {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
            first = [(a.name.partition(".")[0], a) for a in node.names]
            known |= {a.asname or top: a.name if a.asname else top for top, a in first}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = package.split(".")
                base = ".".join([*parts[: len(parts) - node.level + 1], *base.split(".")]).rstrip(".")
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
            known |= {a.asname or a.name: f"{base}.{a.name}" for a in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (dotted := _dotted(node, known)):
            found.add(dotted)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value):
            found.add(node.value)
    return frozenset(name for name in found if name.split(".")[0] == PACKAGE)


def _dotted(node, known):
    """The name ``a.b.c`` that a chain of attributes spells, if its first part was imported."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    first = known.get(node.id) if isinstance(node, ast.Name) else None
    return first and ".".join([first, *reversed(parts)])


def module_files(source, name):
    """The files that are run when a dotted name is loaded: its packages from the outermost, and the module itself.

    A topic's ``main`` stands in its ``__main__.py``, which the topic loads only when it is asked for.
    """
    parts, found = name.split("."), []
    for n in range(1, len(parts) + 1):
        path = source.joinpath(*parts[:n])
        command = path.with_name("__main__.py")
        tries = [path / "__init__.py", path.with_suffix(".py"), *[command] * (parts[n - 1] == "main")]
        file = next((p for p in tries if p.is_file()), None)
        if file is None:
            break  # what follows is something in a module
        found.append(file)
    return found


@functools.cache
def parsed(path, package, changed):
    """The source of a module and what it imports, read once for all pages (and again if it changes in between)."""
    source = path.read_text(encoding="utf8")
    return source, imported(source, package)


def dependencies(text, root, data):
    """Files that the cells of a page depend on: modules, the data files that they name, the pinned packages."""
    code, place = "\n".join(cell.source for cell in parse(text).cells), root / "src"
    todo = set(imported(code, PACKAGE)) | {f"{match[1]}.main" for match in COMMAND.finditer(code)}
    sources, seen, files, beside = [code], set(), set(), set()
    while todo:
        seen.add(name := todo.pop())
        for path in module_files(place, name):
            if path not in files:
                files.add(path)
                package = ".".join(path.parent.relative_to(place).parts)
                source, needs = parsed(path, package, path.stat().st_mtime_ns)
                sources.append(source)
                beside |= {p for p in path.parent.iterdir() if p.suffix not in {"", ".py", ".pyc"} and p.name in source}
                todo |= needs - seen
    if any(DRAWING.search(source) for source in sources):
        beside.add(root / "book" / "matplotlibrc")
    named = [p for p in data.rglob("*") if p.is_file() and any(p.name in s or _folder(p, data) in s for s in sources)]
    return sorted({*files, *named, *(p for p in beside if p.is_file()), root / "requirements.lock"})


def _folder(path, data):
    """The folder of a data file as a cell would name it, such as ``data/gemm``; of none, what no cell says."""
    return "\0" if path.parent == data else f"{data.name}/{path.parent.relative_to(data).as_posix()}"


def fingerprint(files, root):
    """Digest of the names and contents of files."""
    total = hashlib.sha256()
    for path in files:
        total.update(os.path.relpath(path, root).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def digests(env):
    """By page with cells, a digest of its own text and of all that they depend on, as it was when the page was read."""
    return env.__dict__.setdefault("book_digests", {})


def stamped(app, text):
    """Return the text of a page with a digest in its kernelspec, and the files that its cells depend on."""
    root = Path(app.confdir)
    try:
        files = dependencies(text, root, Path(app.srcdir) / "data")
    except SyntaxError:
        return text, []  # the cell will fail when it runs, with its own message
    return PLACE.sub(rf"\1 {fingerprint(files, root)}", text, count=1), files  # line numbers stay


def source_read(app, docname, source):
    if "{code-cell}" not in source[0]:
        return
    source[0], files = stamped(app, source[0])
    for path in files:
        app.env.note_dependency(path)
    page = Path(app.env.doc2path(docname))
    digests(app.env)[docname] = fingerprint([page, *files], Path(app.confdir))


def outdated(app, env, added, changed, removed):
    """Pages that depend on files of a folder of data to which another has come; one that is gone is seen by Sphinx."""
    data, pages = Path(app.srcdir) / "data", []
    for docname in env.found_docs - added - changed - removed:
        noted = {Path(path) for path in env.dependencies.get(docname, ())}
        folders = {path.parent for path in noted if path.parent != data and data in path.parents}
        if any(path.is_file() and path not in noted for folder in folders for path in folder.iterdir()):
            pages.append(docname)
    return pages


def own_code():
    """A number that changes with the code that makes pages of their sources: then all are read and written again."""
    folder = ROOT / "bookkit"
    files = [path for path in folder.rglob("*.py") if path.parent.name != "commands"]
    return int(fingerprint(sorted(files), folder), 16)


def setup(app):
    app.connect("env-get-outdated", outdated)
    app.connect("source-read", source_read)
    return {"env_version": own_code(), "parallel_read_safe": True, "parallel_write_safe": True}
