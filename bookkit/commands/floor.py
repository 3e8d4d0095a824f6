"""Run the library's tests with the oldest packages that it declares, and with the newest there are: ``floor``.

Each row of the table has an environment of its own in ``build/floor``, without PyTorch: what the library needs, and the
test tools of ``requirements.lock``.  It is kept until what is in it should change; the newest are asked for each week.
"""

import datetime
import glob
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from bookkit import LOOK, ROOT
from bookkit.commands import env

FOLDER = ROOT / "build" / "floor"
TESTS = ["tests/library", "tests/identities", "src/linalg_book"]
TOOLS = ["pytest", "pytest-xdist", "hypothesis", "tqdm", "threadpoolctl", "jsonschema"]  # all that these tests import
BESIDE_OLDEST = ["pyparsing<3.3"]  # from there on it warns of names that Matplotlib 3.8 calls
SHARE = 0.9  # of all tests, which must pass in a row; what is skipped needs PyTorch
NEWEST_MINOR = 40  # of Python 3, to look for
PROBE = "import sys, venv, ensurepip; v = sys.version_info; print(v[0], v[1]) if v.releaselevel == 'final' else exit(1)"
VERSIONS = (
    "import platform, sys; from importlib.metadata import version; "
    "print(platform.python_version(), *map(version, sys.argv[1:]))"
)


@dataclass(frozen=True)
class Row:
    """A Python, what is installed for it, and a word that makes the environment anew when it changes."""

    name: str
    python: tuple[int, int]
    requirements: list[str]
    since: str = ""

    @property
    def venv(self):
        return FOLDER / self.name

    @property
    def digest(self):
        return hashlib.sha256(repr((self.python, self.requirements, self.since)).encode()).hexdigest()


def declared():
    """What ``pyproject.toml`` declares: the oldest Python, and the library's packages with their oldest versions."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
    python = re.fullmatch(r">=3\.(\d+)", project["requires-python"])
    packages = dict(re.fullmatch(r"([\w-]+)>=([\d.]+)", line).groups() for line in project["dependencies"])
    return (3, int(python[1])), packages


def tools():
    """The test tools, as the lock pins them."""
    lock = (ROOT / env.LOCK).read_text(encoding="utf8").splitlines()
    return [line for line in lock if line.partition("==")[0] in TOOLS]


def rows(newest):
    """The table; ``newest`` is the newest Python of this machine."""
    oldest, packages = declared()
    floor = [f"{name}=={version}" for name, version in packages.items()]
    week = "{} week {}".format(*datetime.date.today().isocalendar())
    return [
        Row("oldest", oldest, [*floor, *BESIDE_OLDEST, *tools()]),
        Row("newest", oldest, [*packages, *tools()], week),
        Row("newest-python", newest, [*packages, *tools()], week),
    ]


def dotted(version):
    return ".".join(map(str, version))


def interpreter(version):
    """A released Python of this version that can make environments; None where there is none."""
    name, kept = f"python{dotted(version)}", Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    pyenv = glob.glob(str(kept / f"{dotted(version)}.*" / "bin" / name))
    for found in filter(None, [sys.executable, shutil.which(name), *pyenv]):
        done = subprocess.run([found, "-c", PROBE], capture_output=True, text=True)
        if done.stdout.split() == [str(part) for part in version]:
            return found
    return None


def newest_python(oldest):
    """The version of the newest Python of this machine, or the oldest that the library runs on."""
    newer = ((3, minor) for minor in range(NEWEST_MINOR, oldest[1], -1))
    return next(filter(interpreter, newer), oldest)


def prepare(row):
    """Make the environment of a row, unless it is there already; tell whether it is there."""
    stamp, python = row.venv / env.STAMP, env.python(row.venv)
    if stamp.exists() and stamp.read_text() == row.digest and python.exists():
        return True
    stamp.unlink(missing_ok=True)
    install = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-input"]
    for command in (
        [interpreter(row.python), "-m", "venv", "--clear", row.venv],
        [*install, "--only-binary=:all:", *row.requirements],
    ):
        if subprocess.run(command).returncode:
            return False
    stamp.write_text(row.digest)
    return True


def versions(row):
    """Python and the library's packages, as they are in the environment of a row."""
    names = list(declared()[1])
    done = subprocess.run([env.python(row.venv), "-c", VERSIONS, *names], capture_output=True, text=True, check=True)
    return ", ".join(map(" ".join, zip(["Python", *names], done.stdout.split(), strict=True)))


def count():
    """The number of tests there are, where everything is installed."""
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", *TESTS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    found = re.search(r"^(\d+) tests collected", done.stdout, re.MULTILINE)
    if done.returncode or not found:
        sys.exit(f"error: the tests cannot be counted: {(done.stdout + done.stderr).strip()[-500:]}")
    return int(found[1])


def test(row, total):
    """Run the tests in the environment of a row; return what is to be said of them, and whether all is well."""
    log, report = row.venv.with_suffix(".log"), row.venv.with_suffix(".xml")
    report.unlink(missing_ok=True)
    command = [env.python(row.venv), "-m", "pytest", "-q", "-n", "auto", "--dist", "loadfile", "-m", "not pinned"]
    command += ["-rfEs", "--tb=short", f"--junitxml={report}", *TESTS]
    begun = time.perf_counter()
    with log.open("wb") as out:
        settings = {"cwd": ROOT, "env": {**os.environ, **LOOK}, "stdout": out, "stderr": subprocess.STDOUT}
        done = subprocess.run(command, **settings)
    seconds = time.perf_counter() - begun
    if not report.exists():
        return f"the tests did not run; {log} says why", False
    suite = ET.parse(report).getroot().find("testsuite")
    ran, failures, errors, skipped = (int(suite.get(key)) for key in ("tests", "failures", "errors", "skipped"))
    failed = failures + errors
    passed = ran - failed - skipped
    words = f"{passed} passed, {failed} failed, {skipped} skipped, of {total}, in {seconds:.0f} s"
    if done.returncode:
        return f"{words}; {log} says why", False
    if passed < SHARE * total:
        return f"{words}: {SHARE:.0%} of them must pass; {log} says why not", False
    return words, True


def main(*names):
    """Print a line for each row, or for those named; the exit status is 1 if one of them fails, or none is left."""
    oldest, _ = declared()
    newest = newest_python(oldest)
    table = {row.name: row for row in rows(newest)}
    if unknown := set(names) - set(table):
        sys.exit(f"error: there is no row {', '.join(sorted(unknown))}; there are {', '.join(table)}")
    total, passed = count(), []
    for name in names or table:
        row = table[name]
        if name == "newest-python" and newest == oldest:
            print(f"{name}: left out, there is no Python newer than {dotted(oldest)} here", flush=True)
        elif not interpreter(row.python):
            print(f"{name}: left out, there is no Python {dotted(row.python)} here", flush=True)
        elif not prepare(row):
            print(f"{name}: FAILED, its packages could not be installed; is there a network?", flush=True)
            passed.append(False)
        else:
            words, well = test(row, total)
            print(f"{name}: {versions(row)}: {'' if well else 'FAILED, '}{words}", flush=True)
            passed.append(well)
    return int(not passed or not all(passed))
