"""Create or update ``.venv`` from ``requirements.lock``.  Run by make with whatever ``python3`` the machine has.

Quick when nothing changed (a digest is kept in ``.venv``), loud while it works, one clear line when it cannot.
"""

import hashlib
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / ".linalg_book"
OLDEST = (3, 11)


def stop(message):
    sys.exit(f"error: {message}")


def digest():
    """What the environment is made from: the pinned packages, this project's own data, and the place it belongs to."""
    import tomllib  # here, so that a python without it is told its age first

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
    parts = [(ROOT / "requirements.lock").read_text(encoding="utf8"), project, str(ROOT), sys.version_info[:2]]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def main():
    if sys.version_info < OLDEST:
        have = ".".join(map(str, sys.version_info[:3]))
        wanted = ".".join(map(str, OLDEST))
        stop(f"Python {wanted} or newer is needed, this is {have} ({sys.executable}); try make PYTHON=python3.13")
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == digest():
        return
    try:
        import ensurepip  # noqa: F401  (Debian and Ubuntu ship python3 without it)
        import venv
    except ImportError:
        stop("this python3 has no venv module; on Debian or Ubuntu install it with: apt install python3-venv")
    print("Setting up .venv from requirements.lock; the first time takes a few minutes.", flush=True)
    STAMP.unlink(missing_ok=True)
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--no-input", "--no-warn-script-location"]
    try:
        subprocess.run([*pip, "-r", ROOT / "requirements.lock"], check=True)
        subprocess.run([*pip, "--quiet", "--no-deps", "--no-build-isolation", "--editable", ROOT], check=True)
    except subprocess.CalledProcessError:
        stop("the packages of requirements.lock could not be installed (pip says why); is there a network?")
    STAMP.write_text(digest())


if __name__ == "__main__":
    main()
