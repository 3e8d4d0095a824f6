"""``python -m bookkit COMMAND``: build and prove the book.

Works with any Python of 3.11 or newer, and without make: it sets up ``.venv`` first and goes on with what is there.
"""

import importlib
import os
import subprocess
import sys

from bookkit import ROOT
from bookkit.commands import env

COMMANDS = {  # name: (module of bookkit.commands, its function, what it takes, what it does)
    "html": ("site", "html", "", "build the book into build/html"),
    "test": ("tests", "test", "", "run every test but those of the browser and of whole builds"),
    "live": ("site", "live", "", "rebuild and reload the browser on every save"),
    "new": ("new", "main", "STEM --part N", "stamp the draft of a chapter at the end of a part"),
    "chapter": ("chapter", "main", "STEM", "run one chapter's cells, gates and tests, and draw its page"),
    "drafts": ("tests", "drafts", "", "list the chapters that are drafts still, and fail if there is one"),
    "accept": ("accept", "main", "[PAGE.md ...]", "write what the cells print into their testoutput blocks"),
    "check": ("tests", "check", "", "lint, tests, strict build, and a second build that must be the same"),
    "lint": ("tests", "lint", "[--fix]", "look for faults in the form of the code, or mend them"),
    "site-test": ("tests", "site_test", "", "test the built site in Chromium, and building itself (html first)"),
    "repro": ("repro", "main", "", "build twice from nothing, in both ways, and compare every byte"),
    "floor": ("floor", "main", "[ROW ...]", "test the library with the oldest and the newest packages it runs on"),
    "linkcheck": ("site", "linkcheck", "", "ask every outside link whether it still answers"),
    "bench": ("tests", "bench", "[--json FILE ...]", "check and time products of matrices on this machine"),
    "bench-build": ("bench_build", "main", "", "time a cold build, an unchanged one, one page and one module edited"),
    "lock": ("lock", "main", "", "write requirements.lock again from what is installed"),
    "clean": ("site", "clean", "", "remove what the build made; .venv stays"),
    "env": ("env", "main", "", "set up .venv, as every other command does first"),
    "help": (None, None, "", "show this list"),
}


def listing():
    """The commands, a line each."""
    width = max(len(f"{name} {takes}") for name, (_, _, takes, _) in COMMANDS.items())
    return "\n".join(f"  {f'{name} {takes}':{width}}  {words}" for name, (_, _, takes, words) in COMMANDS.items())


def main(arguments):
    """Do what the first argument says, with the others; return the exit status."""
    command, *others = arguments or ["help"]
    if command in ("help", "-h", "--help"):
        print("usage: python -m bookkit COMMAND, or make COMMAND\n\n" + listing())
        return 0
    if command not in COMMANDS:
        sys.exit(f"error: there is no command {command!r}; python -m bookkit help lists them")
    env.main()
    if os.path.realpath(sys.prefix) != os.path.realpath(env.VENV):
        return again(arguments)
    from bookkit.commands.site import environment  # here, where the packages of .venv are to be had

    os.environ.update(environment())
    module, function, _, _ = COMMANDS[command]
    return getattr(importlib.import_module(f"bookkit.commands.{module}"), function)(*others)


def again(arguments):
    """Run the same command with the Python of ``.venv``."""
    command = [str(env.python()), "-m", "bookkit", *arguments]
    if os.name != "nt":
        os.chdir(ROOT)
        os.execv(command[0], command)
    return subprocess.run(command, cwd=ROOT).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("stopped")
    except BrokenPipeError:  # whoever read the output has seen enough
        sys.stdout = open(os.devnull, "w")
