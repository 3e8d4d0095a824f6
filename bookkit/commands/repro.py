"""Build the book twice from nothing, in two folders, and compare every byte; exit status 1 where they differ.

The second time without all that only saves time (``BOOK_PLAIN``), so that both ways of building give the same book.
Left out: the outputs of cells tagged ``timing`` or ``gpu``, and the page ``status``, which tells when, where and how
fast a build was made.  No file may name the building machine's folders or user.
"""

import getpass
import re
import sys
import tempfile
from pathlib import Path

from bs4 import BeautifulSoup

from bookkit import ROOT, scratch

VARIES, MEASURED = {"status.html"}, "_static/gallery/measured/"  # pictures of what was timed
TAGS = re.compile(rb'class="cell [^"]*\btag_(?:timing|gpu)\b')
OUTPUTS = ":is(.cell.tag_timing, .cell.tag_gpu) > .cell_output"


def comparable(path):
    """The contents of a file, less the outputs of cells that tell of the machine."""
    data = path.read_bytes()
    if path.suffix != ".html" or not TAGS.search(data):
        return data
    page = BeautifulSoup(data, "html.parser")
    for output in page.select(OUTPUTS):
        output.clear()
    return page.encode()


def differences(one, two):
    """Say where two built sites differ, a line each."""
    names = [{p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()} for site in (one, two)]
    for name in sorted(names[0] ^ names[1]):
        yield f"{name}: made by one build only"
    for name in sorted(name for name in names[0] & names[1] - VARIES if not name.startswith(MEASURED)):
        a, b = comparable(one / name), comparable(two / name)
        if a != b:
            at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
            yield f"{name}: differs at byte {at}: {a[at - 40 : at + 40]!r} against {b[at - 40 : at + 40]!r}"


def leaks(site, words):
    """Say which files name the building machine, a line each."""
    for path in sorted(p for p in site.rglob("*") if p.is_file()):
        data = path.read_bytes()
        for word in words:
            if word.encode() in data:
                yield f"{path.relative_to(site)}: contains {word!r}, which belongs to the building machine"


def main():
    with tempfile.TemporaryDirectory() as folder:
        projects = [scratch.copy(Path(folder) / name) for name in ("first", "second-and-longer")]
        for seed, (project, plain) in enumerate(zip(projects, ("", "1"), strict=True)):
            status, log = scratch.build(project, PYTHONHASHSEED=str(seed), BOOK_PLAIN=plain)
            if status:
                sys.exit(f"error: build {seed + 1} of 2 failed:\n{log}")
        one, two = (project / "build" / "html" for project in projects)
        home = str(Path.home())
        words = {str(ROOT), folder, *([home] if len(home) > 5 else [])}
        user = getpass.getuser()
        found = [*differences(one, two), *leaks(one, words | ({f"/{user}/"} if user != "root" else {"/root/"}))]
        for line in found:
            print(line)
        print(f"{sum(1 for _ in one.rglob('*'))} files of two builds compared, {len(found)} findings")
    return bool(found)
