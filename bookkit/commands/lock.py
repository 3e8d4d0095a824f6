"""Write ``requirements.lock`` from what is installed in ``.venv``, local builds under their public version."""

import re
import subprocess
import sys

from bookkit import ROOT

LOCK = ROOT / "requirements.lock"
HEAD = "# Every package the book is built and tested with, pinned.  Written by 'make lock'; do not edit.\n"


def main():
    freeze = [sys.executable, "-m", "pip", "--disable-pip-version-check", "freeze", "--all"]
    lines = subprocess.run(freeze, check=True, capture_output=True, text=True).stdout.splitlines()
    kept = [re.sub(r"\+\w+$", "", line) for line in lines if "==" in line and not line.startswith("pip==")]
    LOCK.write_text(HEAD + "\n".join(sorted(kept, key=str.lower)) + "\n", encoding="utf8")
    print(f"{len(kept)} packages pinned in {LOCK.name}")
