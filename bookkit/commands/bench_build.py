"""Time the build: cold, unchanged, one chapter edited, one module edited, and the cells alone in one process.

What the cells of each page take is told in seconds of the processor, which other work on the machine changes least.
"""

import importlib
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bookkit import LOOK, scratch
from bookkit.cells import run
from bookkit.kernels.zygote import MODULES
from bookkit.page import pages, read

MEDIAN, LONG, LONGEST, TOTAL = 2, 15, 3, 150  # seconds of the processor: the median page, a long one; how many; in all
SHOWN = 8


def cells_alone():
    """Run the cells of all pages in this process, one page after the other.

    Return the seconds that they take with their imports, and by page the seconds of the processor without.
    """
    start, used = time.perf_counter(), {}
    for name in [*MODULES, "torch"]:
        importlib.import_module(name)
    for path in pages():
        before = sum(os.times()[:4])  # of this process and of those that it has started
        namespace = {"__name__": "__main__"}
        for cell in read(path).cells:
            _, value = run(cell, namespace, path)
            if hasattr(value, "_repr_mimebundle_"):
                value._repr_mimebundle_()
        if namespace.keys() > {"__name__"}:
            used[path.stem] = sum(os.times()[:4]) - before
    return time.perf_counter() - start, used


def report(used):
    """What the cells of the pages take, and what they may: a line for all, one for the slowest."""
    median, slowest = statistics.median(used.values()), sorted(used, key=used.get, reverse=True)[:SHOWN]
    yield (
        f"cells of {len(used)} pages, processor: {sum(used.values()):.1f} s in all, {median:.2f} s at the median; "
        f"they may take {TOTAL} s and {MEDIAN} s, and {LONGEST} pages {LONG} s"
    )
    yield "the slowest: " + ", ".join(f"{name} {used[name]:.1f} s" for name in slowest)


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
        cells, used = cells_alone()
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
    print(f"cold / cells alone: {rows[0][1] / cells:.2f}", *report(used), sep="\n")
