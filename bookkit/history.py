"""What the commits of the project added: lists that only grow or only shrink are held against it."""

import subprocess

from bookkit import ROOT


def patches(*arguments, root=ROOT):
    """The changed lines of all commits, as ``git log`` gives them for some arguments; None outside a repository."""
    command = ["git", "-C", root, "log", "--format=", "--patch", "--unified=0", *arguments]
    try:
        log = subprocess.run(command, capture_output=True, text=True, encoding="utf8", timeout=60)
    except OSError:  # there is no git
        return None
    return None if log.returncode else log.stdout
