"""The library's modules import earlier chapters only, keep to their rooms, stay small and load fast.

A topic is a module, or a folder whose ``__init__`` is its face: it re-exports what its parts define.  Only the
``__main__`` of a topic may parse arguments or draw.
"""

import ast
import functools
import graphlib
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bookkit.order import parts, stems
from bookkit.page import pages, read
from bookkit.problems import Problem

LONGEST_MODULE, LONGEST_FUNCTION = 250, 40  # lines of code: docstrings, comments and empty lines do not count
SLOWEST = 1.0  # seconds of processor time to import everything once NumPy and SciPy are there
HEAVY = ("matplotlib", "torch")
PARSING = re.compile(r"\b(argparse|_program)\b")
ENDING = "if __name__ == '__main__':\n    start(main)"
PAST = {"print", "sys.stdout", "sys.exit", "exit", "ArgumentParser", "argparse.ArgumentParser"}
# with the private ones: for all chapters, importing none of them
SHARED = {"formats", "hardware", "models", "sources", "tex", "timing"}


def toctree_problems(root):
    """Pages that no toctree names, neither the first page's nor a part's, and names that stand twice or are no page."""
    order = [*(part.stem for part in parts(root / "book") if part.stem != "index"), *stems(root / "book")]
    texts = {path.relative_to(root / "book").with_suffix("").as_posix(): path for path in pages(root / "book")}
    hidden = {name for name, path in texts.items() if read(path).front.get("orphan")}
    bad = []
    for name in texts.keys() - {"index"} - hidden - set(order):
        bad.append(Problem(f"book/{name}.md", 1, "no toctree names this page"))
    for name in sorted(set(order)):
        if name not in texts:
            bad.append(Problem("book/index.md", 1, f"a toctree names {name}, which is no page"))
        elif order.count(name) > 1:
            bad.append(Problem("book/index.md", 1, f"the toctrees name {name} twice"))
    return bad


@dataclass(frozen=True)
class Module:
    """A module of the library: ``name`` is "" for the package, "gemm" for a topic, "gemm.check" for a part of it."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def topic(self):
        return self.name.partition(".")[0]

    @property
    def shared(self):
        return is_shared(self.topic)

    @property
    def face(self):
        return self.path.name == "__init__.py" and self.name not in {"", "plotting"}

    @property
    def program(self):
        return self.path.name == "__main__.py"

    @property
    def part(self):
        return "." in self.name and self.topic != "plotting"


def is_shared(topic):
    """Whether a module is ground for all chapters rather than one of them."""
    return topic in SHARED or topic.startswith("_") or not topic


def library(root):
    """The modules of the library by their names."""
    package, found = root / "src" / "linalg_book", {}
    for path in sorted(package.rglob("*.py")):
        name = ".".join(path.relative_to(package).with_suffix("").parts).removesuffix("__init__").rstrip(".")
        found[name] = Module(name, path, _tree(path, path.stat().st_mtime_ns))
    return found


def public_modules(root):
    """The modules that readers import, by their full names: topics, what all chapters share, and pictures."""
    return {f"linalg_book.{m.name}": m for m in library(root).values() if m.name and not (m.part or m.name[0] == "_")}


@functools.cache
def _tree(path, changed):
    return ast.parse(path.read_text(encoding="utf8"))


def order_problems(root):
    """Imports that run against the reading order, reach into another topic's room, or go in a circle."""
    order = stems(root / "book")
    modules, bad, graph = library(root), [], {}
    for module in modules.values():
        graph[module.name] = set()
        for line, target, private in _imports(module, modules):
            if target not in modules:
                bad.append(_problem(root, module.path, line, f"there is no module {target}"))
                continue
            graph[module.name] |= {target} - {module.name, ""}
            if message := _against(module, modules[target], private, order):
                bad.append(_problem(root, module.path, line, message))
        if not module.shared and module.topic not in {"plotting", *order} and not module.part:
            bad.append(_problem(root, module.path, 1, f"no toctree names its chapter {module.topic}"))
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        circle = " imports ".join(reversed(error.args[1]))
        bad.append(Problem("src/linalg_book", 1, f"imports go in a circle: {circle}"))
    return bad


def _against(module, target, private, order):
    """What is wrong with the import of a module in another, if anything."""
    if module.topic == target.topic != "plotting":
        return None
    if private and target.name != module.name:
        return f"{private} is private to {target.name}; make it public, or put it on shared ground"
    if target.part:
        return f"{target.name} is a room of {target.topic}; import what it gives from linalg_book.{target.topic}"
    if target.topic == "plotting" and module.topic != "plotting":
        return None if module.program else "the library does not import its pictures; a program may, in __main__.py"
    if module.shared:
        message = f"{module.topic} is for all chapters and must not import {target.topic}, which belongs to one"
        return None if target.shared else message
    own, other = ((m.name.removeprefix("plotting.") if m.topic == "plotting" else m.topic) for m in (module, target))
    if target.topic == "plotting" and other in order and other != own:
        return f"plotting.{other} draws for another chapter; what two chapters draw stands in a module of its own"
    if own in order and other in order and not target.shared and order.index(other) > order.index(own):
        return f"{other} belongs to a later chapter than {own}"
    return None


def _imports(module, modules):
    """What a module imports from the library, at its top or inside a function: line, module, private name or ""."""
    package = module.name if module.path.name == "__init__.py" else module.name.rpartition(".")[0]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "linalg_book":
                    yield node.lineno, alias.name.partition(".")[2], ""
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1] if package else []
                base = ".".join(filter(None, ["linalg_book", *above, base]))
            if base.split(".")[0] == "linalg_book":
                base = base.partition(".")[2]
                for name in (alias.name for alias in node.names):
                    inner = f"{base}.{name}".lstrip(".")
                    private = name if name[0] == "_" and not name.startswith("__") else ""
                    known = inner in modules or not (base or name.startswith("__"))
                    yield node.lineno, inner if known else base, "" if known else private


def room_problems(root):
    """Faces of topics that do more than re-export, parts that do what only a program may, programs without frame."""
    bad = []
    for module in library(root).values():
        if module.face:
            lines = [node.lineno for node in module.tree.body if not _re_exports(node, module.topic)]
            message = f"the face of {module.topic} re-exports what its parts define, and does nothing else"
            bad += [_problem(root, module.path, line, message) for line in lines]
            for part in module.path.parent.glob("*.py"):
                if part.stem in _bound(module.tree):
                    message = f"{part.stem} is also something that {module.topic} gives; rename the part"
                    bad.append(_problem(root, part, 1, message))
        if not (module.program or module.shared):
            for node in ast.walk(module.tree):
                if isinstance(node, ast.Import | ast.ImportFrom) and PARSING.search(ast.unparse(node)):
                    bad.append(_problem(root, module.path, node.lineno, "arguments are parsed in __main__.py only"))
        if module.program:
            bad += [_problem(root, module.path, line, message) for line, message in _past_the_frame(module.tree)]
    return bad


def _past_the_frame(tree):
    """Where a program reads arguments, prints or ends in another way than all programs do."""
    if ast.unparse(tree.body[-1]) != ENDING:
        yield tree.body[-1].lineno, "a program ends in start(main) of linalg_book._program"
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and (used := ast.unparse(node)) in PAST:
            yield node.lineno, f"{used} goes past linalg_book._program, which does it for all programs"


def _bound(tree):
    """The names that the imports at the top of a module bind."""
    return {a.asname or a.name for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom) for a in n.names}


def _re_exports(node, topic):
    """Whether a statement is a docstring, an import from a part of the topic, or says what is public."""
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").startswith(f"linalg_book.{topic}.") or node.module == "linalg_book._faces"
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) in {"__all__", "(__getattr__, __dir__)"}
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def size_problems(root):
    """Modules and functions that are too long, and public names that ``__all__`` leaves out or makes up."""
    bad = []
    for module in library(root).values():
        path, lines = module.path, module.path.read_text(encoding="utf8").splitlines()
        if (length := len(_code(module.tree, lines))) > LONGEST_MODULE:
            bad.append(_problem(root, path, 1, f"the module has {length} lines of code; {LONGEST_MODULE} is the most"))
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef) and (length := len(_code(node, lines))) > LONGEST_FUNCTION:
                message = f"{node.name} has {length} lines of code; {LONGEST_FUNCTION} is the most"
                bad.append(_problem(root, path, node.lineno, message))
        if not (module.part or path.stem.startswith("_")) or module.face:
            bad += [_problem(root, path, line, message) for line, message in _public(module.tree)]
    return bad


def _code(tree, lines):
    """The lines of a module or a function that are code."""
    documented = (n for n in ast.walk(tree) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef))
    texts = [node.body[0] for node in documented if ast.get_docstring(node) is not None]
    told = {line for text in texts for line in range(text.lineno, text.end_lineno + 1)}
    first, last = getattr(tree, "lineno", 1), getattr(tree, "end_lineno", len(lines))
    own = (lines[line - 1].strip() for line in range(first, last + 1) if line not in told)
    return [text for text in own if text and text[0] != "#"]


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
    bound |= _bound(tree)
    lazily = {"main"} if "__getattr__" in bound else set()  # a program, which is loaded when it is asked for
    missing = [(line, name) for name, line in defined.items() if name[0] != "_" and name not in listed]
    bad = [(line, f"{name} is public and not in __all__") for line, name in missing]
    made_up = [name for name in listed if name not in bound | lazily]
    return bad + [(at, f"__all__ names {name}, which the module does not have") for name in made_up]


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
    source, modules = root / "src", library(root)
    names = [f"linalg_book.{module.name}".rstrip(".") for module in modules.values() if not module.program]
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
        file = modules[name.partition(".")[2]].path.relative_to(root).as_posix()
        bad += [Problem(file, 1, f"importing {name} imports {heavy}; do that inside the function") for heavy in loaded]
    seconds, slowest = sum(f[1] for f in found), max(found, key=lambda f: f[1])
    if seconds > SLOWEST:
        message = f"importing all modules takes {seconds:.1f} s, {slowest[0]} {slowest[1]:.1f} s; {SLOWEST} is the most"
        bad.append(Problem("src/linalg_book", 1, message))
    return bad


def _problem(root, path, line, message):
    return Problem(Path(path).relative_to(root).as_posix(), line, message)
