"""Time the build: cold, unchanged, one chapter edited, one module edited, and the cells alone in one process."""

import os
import sys
import tempfile
import time
from pathlib import Path

from bookkit import LOOK, scratch
from bookkit.cells import run
from bookkit.page import pages, read


def cells_alone():
    """Run the cells of all pages in this process, one page after the other; return the seconds that they take."""
    start = time.perf_counter()
    for path in pages():
        namespace = {"__name__": "__main__"}
        for cell in read(path).cells:
            _, value = run(cell, namespace, path)
            if hasattr(value, "_repr_mimebundle_"):
                value._repr_mimebundle_()
    return time.perf_counter() - start


def timed(project):
    start = time.perf_counter()
    status, log = scratch.build(project)
    if status:
        sys.exit(f"error: the build failed:\n{log}")
    return time.perf_counter() - start, scratch.pages_run(log)


def main():
    os.environ.update(LOOK)
    with tempfile.TemporaryDirectory() as folder:
        project = scratch.copy(Path(folder) / "book")
        cells = cells_alone()
        rows = [("cold", *timed(project)), ("unchanged", *timed(project))]
        page = project / "book" / "grades.md"
        page.write_text(
            page.read_text(encoding="utf8").replace("```{code-cell}\n", "```{code-cell}\n# edited\n", 1),
            encoding="utf8",
        )
        rows.append(("one chapter edited (grades)", *timed(project)))
        module = project / "src" / "linalg_book" / "arithmetic.py"
        module.write_text(module.read_text(encoding="utf8") + "\n# edited\n", encoding="utf8")
        rows.append(("one module edited (arithmetic)", *timed(project)))
    print(f"{'cells alone, one process':32} {cells:6.1f} s")
    for name, seconds, ran in rows:
        print(f"{name:32} {seconds:6.1f} s  {len(ran)} pages run{': ' + ', '.join(ran) if 0 < len(ran) < 6 else ''}")
    print(f"cold / cells alone: {rows[0][1] / cells:.2f}")
