"""A scratch copy of the project to build in, for the tools and tests that edit or compare builds."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from bookkit import ROOT
from bookkit.commands.site import SPHINX, environment

LEAVE = shutil.ignore_patterns(".git", ".venv", "build", "node_modules", "__pycache__", ".hypothesis", "*.egg-info")


PACKAGES = Path("book", "_web", "node_modules")  # too many to copy, and only read


def copy(target):
    """Copy the project, less what is made or installed, into a new folder."""
    shutil.copytree(ROOT, target, ignore=LEAVE)
    shutil.copytree(ROOT / "build" / "web", target / "build" / "web")
    os.symlink(ROOT / PACKAGES, target / PACKAGES, target_is_directory=True)
    return target


def python(project, *arguments, **settings):
    """Run this Python on a copy, with the copy's own package; return the finished process."""
    own = {"PYTHONPATH": os.pathsep.join([str(project), str(project / "src")])}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        capture_output=True,
        text=True,
        env=os.environ | environment() | own | settings,
    )


def build(project, *options, **settings):
    """Build the HTML of a copy, warnings as errors; return exit status and what Sphinx printed."""
    done = python(project, "-m", "sphinx", *SPHINX, "-b", "html", *options, "book", "build/html", **settings)
    return done.returncode, re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)


def pages_run(log):
    """Names of the pages whose cells a build ran, sorted."""
    return sorted(set(re.findall(r"([\w-]+)\.md: Executed notebook in", log)))
