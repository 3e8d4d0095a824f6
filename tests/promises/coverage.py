"""Every item of the sources that a page claims exists, is shown by a cell if it can run, and stays claimed.

``tests/data/open_items.txt`` lists what no page claims yet; ``python tools/strike_items.py`` strikes what has been
claimed since, and nothing puts an item back.
"""

import re
import subprocess

from cells import UNCHECKED
from concordance import claims, syllabus

from promises import BOOK, ROOT, Problem, pages
from promises.page import read

CLAIM = re.compile(r"covers:\s*(.*)")
LIST = "tests/data/open_items.txt"
OPEN_ITEMS = ROOT / LIST


def problems(path):
    """The claims of a page on items that do not exist, or that no cell shows although one could."""
    page = read(path)
    items = {item.id: item for item in syllabus(page.path.parent)}
    linked = {item for item, _ in claims(page.text)}
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


def claimed(book=BOOK):
    """The items that the pages of a book claim."""
    comments = [text for path in pages(book) for text in read(path).comments.values()]
    return {item for text in comments if (claim := CLAIM.match(text)) for item in claim[1].split()}


def still_open(book=BOOK):
    """The items that no page claims, in the order of the syllabus."""
    taken = claimed(book)
    return [item.id for item in syllabus(book) if item.id not in taken]


def list_problems(book=BOOK, path=OPEN_ITEMS):
    """Where the list of open items is not what is open."""
    listed, real = path.read_text(encoding="utf8").split(), still_open(book)
    claimed_now = [item for item in listed if item not in set(real)]
    lost = [item for item in real if item not in set(listed)]
    bad = []
    if claimed_now:
        message = f"a page claims {' '.join(claimed_now)} now; run python tools/strike_items.py"
        bad.append(Problem(LIST, listed.index(claimed_now[0]) + 1, message))
    if lost:
        message = f"no page claims {' '.join(lost)} any longer; treat it again, the list never grows"
        bad.append(Problem(LIST, 1, message))
    if not bad and listed != real:
        bad.append(Problem(LIST, 1, "the items must stand once each, in the order of the syllabus"))
    return bad


def growth(root=ROOT):
    """Items that some commit, or the working tree, put back on the list of open items; None outside a repository."""
    log = _git(root, "log", "--format=%x00%h", "--patch", "--unified=0", "--reverse", "--", LIST)
    if log is None:
        return None
    now = "now\n" + (_git(root, "diff", "HEAD", "--unified=0", "--", LIST) or "")
    bad = []
    for change in [*log.split("\0")[1:], now][1:]:  # the first commit makes the list
        added, removed = (set(re.findall(rf"^\{sign}([AB]-\S+)", change, re.MULTILINE)) for sign in "+-")
        for item in sorted(added - removed):
            bad.append(Problem(LIST, 1, f"{item} was put back on the list ({change.split()[0]}); it only shrinks"))
    return bad


def _git(root, *arguments):
    try:
        done = subprocess.run(["git", "-C", root, *arguments], capture_output=True, text=True, timeout=60)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
