"""A code cell of a page with the output that it is expected to print: run it, and compare.

``bookkit.page`` finds the cells of a page.
"""

import ast
import contextlib
import doctest
import io
from dataclasses import dataclass, field
from pathlib import Path

from sybil.evaluators.doctest import NUMBER, OutputChecker

UNCHECKED = {"timing", "gpu"}  # tags of cells whose text depends on the machine


@dataclass
class Cell:
    """One code cell: where it stands, what it runs, what it should print (None: it has no testoutput)."""

    start: int  # offset of the opening fence in the page
    cell_end: int  # offset just after the cell's closing fence
    end: int  # offset just after the testoutput, where there is one
    line: int  # line of the opening fence, counted from 1
    source: str
    source_line: int
    expected: str | None = None
    options: dict = field(default_factory=dict)

    @property
    def tags(self):
        return set(self.options.get("tags") or [])

    @property
    def is_figure(self):
        """Whether the cell draws a picture that has a caption."""
        return "figure" in (self.options.get("mystnb") or {})

    @property
    def is_aside(self):
        """Whether a reader passes the cell over: it draws a picture, or is folded away."""
        return self.is_figure or only_imports(self.source)


def only_imports(source):
    """Whether code only imports, and says how arrays are printed."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return False
    return bool(body) and all(
        isinstance(node, ast.Import | ast.ImportFrom) or ast.unparse(node).startswith("np.set_printoptions(")
        for node in body
    )


def run(cell, namespace, path):
    """Run a cell in the chapter's folder; return the text a page would show for it, and the value of its last line."""
    from IPython.lib.pretty import pretty

    tree = ast.parse("\n" * (cell.source_line - 1) + cell.source, filename=str(path))
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not cell.source.rstrip().endswith(";"):
        last = ast.Expression(tree.body.pop().value)
    value, printed = None, io.StringIO()
    with contextlib.chdir(Path(path).parent), contextlib.redirect_stdout(printed):
        exec(compile(tree, str(path), "exec"), namespace)
        if last is not None:
            value = eval(compile(last, str(path), "eval"), namespace)
    text = printed.getvalue()
    if value is not None and not is_picture(value):
        text += pretty(value) + "\n"
    return text, value


def agrees(expected, got):
    """Whether a cell printed what was expected: numbers to the digits written, ``...`` for anything, spaces alike."""
    wanted = "".join(line if line.strip() else "<BLANKLINE>\n" for line in expected.splitlines(keepends=True))
    return OutputChecker().check_output(wanted, got, NUMBER | doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)


def is_picture(value):
    """Whether a value is drawn on the page rather than printed."""
    return hasattr(value, "_repr_mimebundle_")
