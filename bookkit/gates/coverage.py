"""Every item of the sources that a page claims exists, is shown by a cell if it can run, and stays claimed."""

import re

from bookkit import ROOT, history
from bookkit.cells import UNCHECKED
from bookkit.page import CLAIM, pages, read
from bookkit.problems import Problem
from bookkit.syllabus import syllabus


def problems(path):
    """The claims of a page on items that do not exist, or that no cell shows although one could."""
    page = read(path)
    if page.draft:
        return []
    items = {item.id: item for item in syllabus(page.path.parent)}
    linked = {item for item, _ in page.claims}
    bad = []
    for line, comment in page.comments.items():
        if not (claim := CLAIM.match(comment)):
            continue
        ids = claim[1].split()
        if not ids:
            bad.append(page.problem(line, "'% covers:' must name an item"))
        bad += [page.problem(line, f"{i} is no item of the syllabus") for i in ids if i not in items]
        runnable = [i for i in ids if i in items and items[i].runnable]
        if runnable and not _shown(page, line):
            wanted = "a cell with a testoutput must stand between this claim and the next heading of its level"
            bad.append(page.problem(line, f"{' '.join(runnable)} can be run: {wanted}"))
        if unlinked := [i for i in ids if i in items and i not in linked]:
            wanted = "put the claim in the page's own text, at the start of a line, after a label (sec-…)= or (ch-…)="
            bad.append(page.problem(line, f"the concordance cannot link {' '.join(unlinked)}: {wanted}"))
    return bad


def _shown(page, line):
    """Whether a cell that is run and checked stands between a line and the end of its section."""
    _, last = page.section(line)
    return any(line < cell.line <= last and _checked(cell) for cell in page.cells)


def _checked(cell):
    figure = bool((cell.options.get("mystnb") or {}).get("figure"))
    return "skip-execution" not in cell.tags and (cell.expected is not None or figure or bool(cell.tags & UNCHECKED))


def lost(root=ROOT):
    """Items that some commit claimed and no page claims any longer; None outside a repository."""
    log = history.patches("-G^% covers:", "--", "book", root=root)
    if log is None:
        return None
    ever = {item for claim in re.findall(r"^\+% covers:(.*)$", log, re.MULTILINE) for item in claim.split()}
    now = {item for path in pages(root / "book") for item, _ in read(path).claims}
    known = [item.id for item in syllabus(root / "book")]
    message = "no page claims {} any longer, which one did; treat it again"
    return [Problem("book", 1, message.format(item)) for item in known if item in ever - now]
