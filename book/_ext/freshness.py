"""Run a page's cells again when what they depend on has changed.

jupyter-cache looks at a page's cells alone.  Here each page with cells also depends on the modules of ``linalg_book``
that its cells import, directly or through one another, on the data files that any of these name, on those of a folder
``data/…`` that they name, and on the pinned packages.  Sphinx is told of the files, so that it reads the page again; a
digest of them goes into the page's kernelspec, which is part of the cache's key, so that the cells run again.
"""

import ast
import functools
import hashlib
import os
import re
from pathlib import Path

from cells import cells

PLACE = re.compile(r"(?m)^(  display_name: Python 3)$")
PACKAGE = "linalg_book"


@functools.cache
def imported(source, package):
    """Names of the package's modules that a piece of code imports, at its top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = f"{package}.{node.module}".rstrip(".") if node.level else node.module
            base = package if node.level and not node.module else base
            found |= {base} | {f"{base}.{a.name}" for a in node.names}
    return frozenset(name for name in found if name.split(".")[0] == package)


@functools.cache
def module_file(root, name):
    path = root / "src" / Path(*name.split("."))
    return next((p for p in (path.with_suffix(".py"), path / "__init__.py") if p.is_file()), None)


@functools.cache
def parsed(path, changed):
    """The source of a module and what it imports, read once for all pages (and again if it changes in between)."""
    source = path.read_text(encoding="utf8")
    return source, imported(source, PACKAGE)


def dependencies(text, root, data):
    """Files that the cells of a page depend on: modules, the data files that they name, the pinned packages."""
    code = "\n".join(cell.source for cell in cells(text))
    sources, todo, files = [code], set(imported(code, PACKAGE)), set()
    while todo:
        path = module_file(root, todo.pop())
        if path and path not in files:
            files.add(path)
            source, needs = parsed(path, path.stat().st_mtime_ns)
            sources.append(source)
            todo |= needs
    named = [p for p in data.rglob("*") if p.is_file() and any(p.name in s or _folder(p, data) in s for s in sources)]
    return sorted({*files, *named, root / "requirements.lock"})


def _folder(path, data):
    """The folder of a data file as a cell would name it, such as ``data/gemm``; of none, what no cell says."""
    return "\0" if path.parent == data else f"{data.name}/{path.parent.relative_to(data).as_posix()}"


def fingerprint(files, root):
    """Digest of the names and contents of files."""
    total = hashlib.sha256()
    for path in files:
        total.update(os.path.relpath(path, root).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def digest(env, docname):
    """Digest of a page's own text and of all that its cells depend on."""
    root, page = Path(env.srcdir).parent, Path(env.doc2path(docname))
    text = page.read_text(encoding="utf8")
    return fingerprint([page, *dependencies(text, root, Path(env.srcdir) / "data")], root)


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


def outdated(app, env, added, changed, removed):
    """Pages that depend on files of a folder of data to which another has come; one that is gone is seen by Sphinx."""
    data, pages = Path(app.srcdir) / "data", []
    for docname in env.found_docs - added - changed - removed:
        noted = {Path(path) for path in env.dependencies.get(docname, ())}
        folders = {path.parent for path in noted if path.parent != data and data in path.parents}
        if any(path.is_file() and path not in noted for folder in folders for path in folder.iterdir()):
            pages.append(docname)
    return pages


def setup(app):
    app.connect("env-get-outdated", outdated)
    app.connect("source-read", source_read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
