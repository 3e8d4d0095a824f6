"""The library's modules import earlier chapters only, stay small, load fast and say what is public."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from promises import Problem, pages

LONGEST_MODULE, LONGEST_FUNCTION = 260, 40
SLOWEST = 1.0  # seconds of processor time to import everything once NumPy and SciPy are there
HEAVY = ("matplotlib", "torch")
# any module may import them; they import none of the chapters'
SHARED = {"__init__", "_validate", "hardware", "tex", "timing", "_hardware_types"}


def reading_order(index):
    """The stems in the toctrees of the book's first page, in order."""
    trees = re.findall(r"^(`{3,}|:{3,})\{toctree\}[^\n]*\n(.*?)^\1", index, re.MULTILINE | re.DOTALL)
    lines = [line.strip() for _, body in trees for line in body.splitlines()]
    return [re.sub(r".*<(.*)>", r"\1", line) for line in lines if line and not line.startswith(":")]


def toctree_problems(root):
    """Pages that no toctree of the first page names, and names that stand twice or are no page."""
    order = reading_order((root / "book" / "index.md").read_text(encoding="utf8"))
    texts = {path.relative_to(root / "book").with_suffix("").as_posix(): path for path in pages(root / "book")}
    hidden = {name for name, path in texts.items() if "\norphan: true\n" in path.read_text(encoding="utf8")[:200]}
    bad = []
    for name in texts.keys() - {"index"} - hidden - set(order):
        bad.append(Problem(f"book/{name}.md", 1, "no toctree of index.md names this page"))
    for name in sorted(set(order)):
        if name not in texts:
            bad.append(Problem("book/index.md", 1, f"a toctree names {name}, which is no page"))
        elif order.count(name) > 1:
            bad.append(Problem("book/index.md", 1, f"the toctrees name {name} twice"))
    return bad


def order_problems(root):
    """Imports that run against the reading order of the book."""
    order = reading_order((root / "book" / "index.md").read_text(encoding="utf8"))
    stems = {path.stem for path in (root / "src" / "linalg_book").glob("*.py")} - SHARED
    bad = []
    for path in sorted((root / "src" / "linalg_book").glob("*.py")):
        chapter = _chapter(path.stem, order)
        for name, line in _imports(path):
            if name in SHARED:
                continue
            other = _chapter(name, order)
            if message := _against(path.stem, chapter, name, other, order, stems):
                bad.append(_problem(root, path, line, message))
        if path.stem in stems and chapter not in order:
            bad.append(_problem(root, path, 1, f"no toctree of index.md names its chapter {chapter}"))
    return bad


def _chapter(stem, order):
    """The chapter of a module: its own, or for ``_grades_csv`` the one that its name begins with."""
    if not stem.startswith("_"):
        return stem
    owners = [name for name in order if f"{stem}_".startswith(f"_{name}_")]
    return max(owners, key=len, default=stem)


def _against(stem, chapter, name, other, order, stems):
    if name == "plotting":
        return "the library does not import its pictures"
    if stem in SHARED:
        return f"{stem} is for all chapters and must not import {name}, which belongs to one"
    if name not in stems:
        return f"there is no module {name}"
    if chapter in order and other in order and order.index(other) > order.index(chapter):
        return f"{name} belongs to a later chapter than {chapter}"
    return None


def _imports(path):
    """The modules of the package that a module imports, at its top or inside a function, with lines."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
            found += [(name[1], node.lineno) for name in names if name[0] == "linalg_book" and len(name) > 1]
        elif isinstance(node, ast.ImportFrom):
            base = (node.module or "").split(".") if node.level else (node.module or "").split(".")[1:]
            if node.level or (node.module or "").split(".")[0] == "linalg_book":
                names = [base[0]] if base and base[0] else [alias.name for alias in node.names]
                found += [(name, node.lineno) for name in names]
    return found


def size_problems(root):
    """Modules and functions that are too long, and public names that ``__all__`` leaves out or makes up."""
    bad = []
    for path in sorted((root / "src" / "linalg_book").rglob("*.py")):
        text = path.read_text(encoding="utf8")
        tree = ast.parse(text)
        lines = len(text.splitlines())
        if lines > LONGEST_MODULE:
            bad.append(_problem(root, path, 1, f"the module has {lines} lines; {LONGEST_MODULE} is the most"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and (length := _length(node)) > LONGEST_FUNCTION:
                message = f"{node.name} has {length} lines without its docstring; {LONGEST_FUNCTION} is the most"
                bad.append(_problem(root, path, node.lineno, message))
        if not path.stem.startswith("_"):
            bad += [_problem(root, path, line, message) for line, message in _public(tree)]
    return bad


def _length(function):
    """The lines of a function without its docstring."""
    whole, first = function.end_lineno - function.lineno + 1, function.body[0]
    return whole - (first.end_lineno - first.lineno + 1) * (ast.get_docstring(function) is not None)


def _public(tree):
    """What is wrong with a module's ``__all__``, as (line, message)."""
    listed = None
    for node in tree.body:
        if isinstance(node, ast.Assign) and [ast.unparse(t) for t in node.targets] == ["__all__"]:
            listed, at = ast.literal_eval(node.value), node.lineno
    if listed is None:
        return [(1, "the module has no __all__")]
    defined = {n.name: n.lineno for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    bound = {name.id for node in tree.body for name in ast.walk(node) if isinstance(name, ast.Name)} | defined.keys()
    bound |= {(a.asname or a.name) for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom) for a in n.names}
    missing = [(line, name) for name, line in defined.items() if name[0] != "_" and name not in listed]
    bad = [(line, f"{name} is public and not in __all__") for line, name in missing]
    return bad + [(at, f"__all__ names {name}, which the module does not have") for name in listed if name not in bound]


PROBE = """
import importlib, json, sys, time
import numpy, scipy.linalg
found = []
for name in sys.argv[1:]:
    start = time.process_time()
    importlib.import_module(name)
    loaded = [heavy for heavy in %r if heavy in sys.modules]
    found.append([name, time.process_time() - start, loaded])
    for heavy in loaded:
        del sys.modules[heavy]
print(json.dumps(found))
""" % (HEAVY,)  # noqa: UP031 (the code has braces)


def import_problems(root):
    """Modules that load Matplotlib or PyTorch when they are imported, or take long; one process tries them all."""
    source = root / "src"
    files = [p.relative_to(source).with_suffix("") for p in sorted((source / "linalg_book").rglob("*.py"))]
    names = [".".join(file.parts).removesuffix(".__init__") for file in files if file.name != "__main__"]
    environment = {**os.environ, "PYTHONPATH": str(source)}
    done = subprocess.run([sys.executable, "-c", PROBE, *names], capture_output=True, text=True, env=environment)
    if done.returncode:
        return [Problem("src/linalg_book", 1, "a module cannot be imported: " + done.stderr.strip().splitlines()[-1])]
    found = json.loads(done.stdout.splitlines()[-1])
    if done.stdout.count("\n") > 1 or done.stderr:
        shown = (done.stderr or done.stdout).strip().splitlines()[0]
        return [Problem("src/linalg_book", 1, f"importing the modules prints something: {shown}")]
    bad = []
    for name, _, loaded in found:
        file = "src/" + name.replace(".", "/") + ".py"
        bad += [Problem(file, 1, f"importing {name} imports {heavy}; do that inside the function") for heavy in loaded]
    seconds, slowest = sum(f[1] for f in found), max(found, key=lambda f: f[1])
    if seconds > SLOWEST:
        message = f"importing all modules takes {seconds:.1f} s, {slowest[0]} {slowest[1]:.1f} s; {SLOWEST} is the most"
        bad.append(Problem("src/linalg_book", 1, message))
    return bad


def _problem(root, path, line, message):
    return Problem(Path(path).relative_to(root).as_posix(), line, message)
