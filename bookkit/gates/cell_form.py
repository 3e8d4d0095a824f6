"""Cells import at the start of the page, show what they compute, and keep away from settings and tricks."""

import ast
import re

from bookkit.cells import only_imports
from bookkit.listings import WIDTH
from bookkit.page import read

FENCE = re.compile(r"^[ \t>]*(?:`{3,}|~{3,}|:{3,})\s*\{code-cell\}", re.MULTILINE)
HEAD = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n  display_name: Python 3\n---\n"
HIDDEN = {"hide-input", "remove-input", "hide-cell", "remove-cell"}
UNRUN = {"skip-execution", "raises-exception"}
FORBIDDEN = {
    r"\bsys\.path\b": "sys.path",
    r"\brcParams\b|\bplt\.rc\(|\bstyle\.use\(": "Matplotlib settings (book/matplotlibrc holds the look)",
    r"\bwarnings\.(?:filterwarnings|simplefilter|catch_warnings)\b|\bfrom warnings import\b": "filters of warnings",
    r"\bpip\b.*\binstall\b": "pip",
    r"^\s*[%!]\s*\w": "magic commands",
    r"(?:^\s*except\b|\bsuppress\().*\b(?:ImportError|ModuleNotFoundError)\b": "imports that are tried",
}


def problems(path):
    """What is wrong with the form of a page's cells."""
    page = read(path)
    bad = []
    for number, cell in enumerate(page.cells):
        bad += _width(page, cell) + _tags(page, cell) + _content(page, cell)
        if not _in_solution(page, cell):
            bad += _imports(page, cell) if number else _opening(page, cell)
    if page.cells and not page.text.replace("draft: true\n", "", 1).startswith(HEAD):
        bad.append(page.problem(1, "a page with cells begins with these lines: " + HEAD.replace("\n", " | ")))
    return bad


def fences(text):
    """How many code cells a page opens, counted with no care for anything else."""
    return len(FENCE.findall(text))


def _width(page, cell):
    bad = []
    for n, text in enumerate(cell.source.splitlines()):
        if len(text) > WIDTH:
            message = f"the line has {len(text)} characters; {WIDTH} is the most"
            bad.append(page.problem(cell.source_line + n, message))
    return bad


def _tags(page, cell):
    figure = (cell.options.get("mystnb") or {}).get("figure")
    unrun = sorted(cell.tags & UNRUN)
    bad = [page.problem(cell.line, f"the tag {tag} keeps the cell from being tested") for tag in unrun]
    if cell.tags & HIDDEN and not figure:
        bad.append(page.problem(cell.line, "only the input of figures may be hidden"))
    return bad


def _content(page, cell):
    bad = []
    for pattern, name in FORBIDDEN.items():
        for match in re.finditer(pattern, cell.source, re.MULTILINE):
            line = cell.source_line + cell.source.count("\n", 0, match.start())
            bad.append(page.problem(line, f"no {name} in cells"))
    return bad


def _opening(page, cell):
    """The first cell is folded away, if it imports."""
    if "import" not in cell.source or only_imports(cell.source):
        return []
    return [page.problem(cell.line, "the first cell imports, says how arrays are printed, and does nothing else")]


def _imports(page, cell):
    found = [node for node in _walk(cell) if isinstance(node, ast.Import | ast.ImportFrom)]
    return [
        page.problem(cell.source_line + node.lineno - 1, "import in the first cell of the page (or inside a solution)")
        for node in found
    ]


def _walk(cell):
    try:
        return list(ast.walk(ast.parse(cell.source)))
    except SyntaxError:
        return []  # the cell's own test says so


def _in_solution(page, cell):
    starts = [d.line for d in page.directives if d.name == "solution-start" and d.line < cell.line]
    ends = [d.line for d in page.directives if d.name == "solution-end" and d.line < cell.line]
    return len(starts) > len(ends)
