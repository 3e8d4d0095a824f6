"""The frame of the programs: how arguments are read, what is printed, and how a program ends.

The exit status is 0, or 2 after a fault, which is told on standard error in one line, or in one line each; it is 1 if
whoever read the output went away, and 130 after Ctrl-C.
"""

import argparse
import contextlib
import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import numpy as np

from linalg_book._files import reason
from linalg_book._progress import program

OPTION = re.compile(r"--\w[\w-]*")
NEGATIVE = re.compile(r"-\.?[0-9]")


class Parser(argparse.ArgumentParser):
    """Read arguments; options are written out in full, a value may begin like a negative number, faults take a line."""

    def __init__(self, **settings: Any):
        super().__init__(allow_abbrev=False, **settings)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        return super().parse_known_args(_joined(sys.argv[1:] if args is None else args), namespace)

    def print_help(self, file: Any = None) -> None:
        if file is not None:
            super().print_help(file)
        elif status := show(self.format_help().rstrip(), name=f"{self.prog}: "):
            self.exit(status)

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: error: {message}\n")


def _joined(words: Sequence[str]) -> list[str]:
    """Join options and negative values by "=", or argparse takes "--key -3,3,2,5" for an option without its value."""
    found: list[str] = []
    for place, word in enumerate(words):
        if word == "--":  # from here on nothing is an option
            return [*found, *words[place:]]
        if found and OPTION.fullmatch(found[-1]) and NEGATIVE.match(word):
            found[-1] += f"={word}"
        else:
            found.append(word)
    return found


def listed(text: str) -> list[str]:
    """Return the entries of a list or a matrix: between two stand spaces, commas or semicolons."""
    return [entry for entry in re.split(r"[\s,;]+", text) if entry]


def positive(text: str) -> float:
    """Read a number that is more than 0, and finite."""
    with contextlib.suppress(ValueError):
        if 0 < (value := float(text)) < np.inf:
            return value
    raise argparse.ArgumentTypeError(f"must be a positive number, got {text!r}")


def run(work: Callable[[], str | int], *, name: str = "") -> int:
    """Do the work of a program, show the text that it returns, and return the exit status; lines begin with ``name``.

    Work that shows its own results returns its status.  Whatever the work cannot do it raises.
    """
    try:
        with program(), np.errstate(over="raise", invalid="raise"):  # or NumPy would warn, and go on with inf and NaN
            done = work()
        return done if isinstance(done, int) else show(done, name=name)
    except KeyboardInterrupt:
        tell(f"{name}interrupted")
        return 130
    except (OSError, ValueError, OverflowError, FloatingPointError, MemoryError, ModuleNotFoundError) as error:
        where = f"{error.filename}: " if isinstance(error, OSError) and error.filename is not None else ""
        for line in f"{where}{reason(error)}".splitlines():
            tell(f"{name}error: {line}")
        return 2


def show(text: str, *, name: str = "") -> int:
    """Print a text on standard output, as far as its encoding goes; return the exit status."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        print(text.encode(encoding, "replace").decode(encoding), flush=True)
    except BrokenPipeError:  # whoever read it has seen enough
        return 1
    except OSError as error:
        tell(f"{name}error: standard output: {reason(error)}")
        return 2
    return 0


def tell(line: str) -> None:
    """Print a line on standard error, if there is one."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):  # there is nowhere left to tell it
            print(line, file=sys.stderr, flush=True)


def start(main: Callable[[], int]) -> NoReturn:
    """Run a program as a process of its own, and end it.

    What standard output did not take is thrown away, or Python would try again at the end, and complain.
    """
    for number in range(3):  # a file would take the place of a stream that is closed, and be written into
        with contextlib.suppress(OSError):
            os.fstat(number)
            continue
        os.open(os.devnull, os.O_RDWR)
    try:
        status = main()
    except SystemExit as stop:  # of the parser: help was asked for, or there is a fault
        status = stop.code
    except KeyboardInterrupt:
        tell("interrupted")
        status = 130
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(status)
