"""Run tests and checks: ``test``, ``site-test``, ``lint``, ``check``, ``bench``."""

import subprocess
import sys

from bookkit import ROOT
from bookkit.commands import repro, site
from bookkit.page import pages, read


def run(*arguments):
    """Run a module of Python in the checkout; return the exit status."""
    return subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT).returncode


def test(*arguments):
    """Run every test but those of the browser and of whole builds."""
    return run("pytest", "-q", "-n", "auto", "--dist", "loadfile", "-m", "not site and not build", *arguments)


def site_test(*arguments):
    """Test the built site in a browser, and building itself."""
    return run("pytest", "-q", "-m", "site or build", "tests", *arguments)


def lint():
    """Look for faults in the form of the code."""
    return run("ruff", "check", "--quiet", ".")


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
