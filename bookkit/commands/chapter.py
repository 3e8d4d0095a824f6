"""Run one chapter's cells, gates and tests, and draw its page: what its author wants to know after an edit."""

import argparse
import shutil
import subprocess
import sys
import time

from bookkit import BOOK, ROOT, browser, legible
from bookkit.commands import site
from bookkit.commands.env import elsewhere
from bookkit.gates import docstrings, labels, modules

LOOKS = {  # name of a picture: width of the window, and the reader's wish
    "light": (1366, "light"),
    "dark": (1366, "dark"),
    "phone": (390, "light"),
}
SHOTS = ROOT / "build" / "shots"


def main(*arguments):
    """Say what is wrong with a chapter; return 1 if something is."""
    parser = argparse.ArgumentParser(prog="python -m bookkit chapter", description=__doc__)
    parser.add_argument("stem", metavar="STEM", help="the name of the chapter")
    parser.error = lambda message: sys.exit(f"error: {message}")
    stem, start = parser.parse_args(arguments).stem, time.perf_counter()
    if not (BOOK / f"{stem}.md").is_file():
        sys.exit(f"error: there is no page book/{stem}.md")
    seed()
    tests = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", *places(stem)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    built = site.html(quiet=True)
    said, _ = tests.communicate()
    problems = [*map(str, found(stem)), *([] if built else shoot(stem))]
    print(said.rstrip(), *problems, sep="\n")
    failed = bool(built or tests.returncode or problems)
    print(f"{stem}: {'something is wrong' if failed else 'all is well'}, in {time.perf_counter() - start:.0f} s")
    return int(failed)


def seed():
    """Take what another checkout knows of the outputs of pages, which are the same for the same cells."""
    other, own = elsewhere(), ROOT / "build"
    for name in ("cells", "web"):
        if other and not (own / name).exists() and (other / "build" / name).is_dir():
            shutil.copytree(other / "build" / name, own / name)


def places(stem):
    """What pytest runs for a chapter: its cells and promises, the examples of its modules, its tests."""
    library = ROOT / "src" / "linalg_book"
    tries = [
        BOOK / f"{stem}.md", library / f"{stem}.py", library / stem, library / "plotting" / f"{stem}.py",
        ROOT / "tests" / "library" / f"test_{stem}.py", ROOT / "tests" / "identities" / f"test_{stem}.py",
    ]  # fmt: skip
    return [str(path) for path in tries if path.exists()]


def found(stem):
    """The problems of a chapter's modules, as the gates find them."""
    own = (f"src/linalg_book/{stem}.py", f"src/linalg_book/{stem}/", f"src/linalg_book/plotting/{stem}.py")
    for gate in (modules.order_problems, modules.room_problems, modules.size_problems, labels.module_problems):
        yield from (problem for problem in gate(ROOT) if problem.file.startswith(own))
    for name in (stem, f"plotting.{stem}"):
        if name in modules.library(ROOT):
            yield from docstrings.problems(f"linalg_book.{name}")


def shoot(stem):
    """Take pictures of the page as a reader sees it; return what is hard to read in its figures."""
    if not browser.program():
        print("no pictures of the page: there is no Chromium here")
        return []
    illegible = []
    SHOTS.mkdir(parents=True, exist_ok=True)
    with browser.chromium() as chromium:
        for name, (width, scheme) in LOOKS.items():
            page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page.goto((site.SITE / f"{stem}.html").as_uri())
            path = SHOTS / f"{stem}-{name}.png"
            page.screenshot(path=path, full_page=True)
            print(f"picture: {path.relative_to(ROOT)}")
            illegible += [f"{name}: {problem}" for problem in legible.problems(page)]
            page.close()
    return illegible
