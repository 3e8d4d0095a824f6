"""Create or update ``.venv`` from ``requirements.lock``, with whatever ``python3`` the machine has.

Quick when nothing changed (a digest is kept in ``.venv``), loud while it works, one clear line when it cannot.  Git
worktrees of one checkout share its environment, as long as they pin the same packages.
"""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import sysconfig

from bookkit import ROOT

VENV = ROOT / ".venv"
BIN = "Scripts" if os.name == "nt" else "bin"
STAMP = ".linalg_book"
LOCK = "requirements.lock"
OLDEST = (3, 11)
CPU_BUILDS = "https://download.pytorch.org/whl/cpu"  # PyTorch's own index of builds without CUDA's gigabytes
PATIENCE = 5  # seconds until that index counts as out of reach


def stop(message):
    sys.exit("error: " + message)


def python(venv=None):
    """The interpreter of an environment."""
    return (venv or VENV) / BIN / ("python.exe" if os.name == "nt" else "python")


def digest():
    """What the environment is made from: the pinned packages."""
    return hashlib.sha256((ROOT / LOCK).read_bytes()).hexdigest()


def is_ours(venv):
    """Whether an environment is there and of the version of Python that asks."""
    config = venv / "pyvenv.cfg"
    found = re.search(r"^version = (\d+)\.(\d+)", config.read_text(encoding="utf8"), re.M) if config.exists() else None
    return python(venv).exists() and found is not None and tuple(map(int, found.groups())) == sys.version_info[:2]


def site_packages(venv):
    """The folder of an environment's packages."""
    return pathlib.Path(sysconfig.get_path("purelib", "venv", {"base": str(venv), "platbase": str(venv)}))


def is_made(venv):
    """Whether an environment has what is pinned, and the kind of PyTorch that was asked for, if one was."""
    stamp = venv / STAMP
    made, kind = (stamp.read_text().split() + ["", ""])[:2] if stamp.exists() else ("", "")
    return is_ours(venv) and made == digest() and os.environ.get("TORCH", kind) == kind


def elsewhere():
    """The checkout that this one is a worktree of, if it is one: what was installed or made there serves here, too."""
    mark = ROOT / ".git"
    found = re.match(r"gitdir: (.*)[/\\]\.git[/\\]worktrees[/\\]", mark.read_text()) if mark.is_file() else None
    return pathlib.Path(found[1]) if found else None


def share():
    """Take the environment of the main checkout for a worktree; tell whether that was possible."""
    other = elsewhere()
    if other is None or VENV.exists() or not is_made(other / ".venv"):
        return False
    try:
        VENV.symlink_to(other / ".venv", target_is_directory=True)
    except OSError:  # a system without links: the worktree gets its own
        return False
    return True


def has_nvidia():
    return pathlib.Path("/dev/nvidia0").exists() or shutil.which("nvidia-smi") is not None


def torch_kind():
    """The kind of PyTorch that this machine wants: cpu or cuda."""
    kind = os.environ.get("TORCH", "cuda" if has_nvidia() else "cpu")
    if kind not in ("cpu", "cuda"):
        stop("TORCH must be cpu or cuda, got '" + kind + "'")
    return kind


def torch_first(kind):
    """The arguments with which pip takes PyTorch's CPU build; none where the usual build is right or all there is."""
    pin = re.search(r"^torch==\S+", (ROOT / LOCK).read_text(encoding="utf8"), re.MULTILINE)
    if kind == "cuda" or not sys.platform.startswith("linux") or not pin:
        return []
    import urllib.error  # here, since they take a while and nearly every call ends before this one
    import urllib.request

    try:
        urllib.request.urlopen(CPU_BUILDS + "/torch/", timeout=PATIENCE).close()
    except (urllib.error.URLError, OSError, ValueError):
        print("PyTorch's index of CPU builds is out of reach; pip takes what it finds, perhaps the large CUDA build.")
        return []
    return ["--index-url", CPU_BUILDS, pin[0]]


def point_here():
    """Let the environment find the library of the checkout that it lies in; a worktree names its own each time."""
    folder = site_packages(VENV)
    path, place = folder / "linalg_book.pth", os.path.relpath(ROOT / "src", folder)  # relative, so of plain letters
    if not VENV.is_symlink() and (not path.exists() or path.read_text() != place):
        path.write_text(place)


def main():
    if sys.version_info < OLDEST:
        have = ".".join(map(str, sys.version_info[:3]))
        wanted = ".".join(map(str, OLDEST))
        stop(f"Python {wanted} or newer is needed, this is {have} ({sys.executable}); try make PYTHON=python3.13")
    if is_made(VENV) or share():
        point_here()
        return
    kind, asked = torch_kind(), os.environ.get("TORCH")
    try:
        import ensurepip  # noqa: F401  (Debian and Ubuntu ship python3 without it)
        import venv
    except ImportError:
        stop("this python3 has no venv module; on Debian or Ubuntu install it with: apt install python3-venv")
    print("Setting up .venv from requirements.lock; the first time takes a few minutes.", flush=True)
    if VENV.is_symlink():
        VENV.unlink()  # what another checkout has is no longer right here
    (VENV / STAMP).unlink(missing_ok=True)
    if not is_ours(VENV):
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    pip = [python(), "-m", "pip", "--disable-pip-version-check"]
    install = [*pip, "install", "--no-input", "--no-warn-script-location"]
    if asked:  # another build of the same version would do for pip
        subprocess.run([*pip, "uninstall", "--quiet", "--yes", "torch"])
    first = torch_first(kind)
    if first and subprocess.run([*install, *first]).returncode:
        print("PyTorch's CPU build could not be installed from there; pip takes what it finds.", flush=True)
    try:
        subprocess.run([*install, "-r", ROOT / LOCK], check=True)
    except subprocess.CalledProcessError:
        stop("the packages of requirements.lock could not be installed (pip says why); is there a network?")
    (VENV / STAMP).write_text(digest() + " " + kind)
    point_here()
