"""How much of a long work is done, shown on a terminal."""

import contextlib
import sys
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

PATIENCE, PAUSE = 2.0, 0.1  # seconds until something is shown, and between two pictures of it
FULL = 30  # signs of a bar

Step = TypeVar("Step")


class Progress:
    """Show on standard error how much of a work is done, if that is a terminal, after two seconds of work.

    A program counts them from its beginning, ``began``, since it does one work after the other.

    Parameters
    ----------
    what : str
        What is done, in a word or two.
    total : int, optional
        How much there is to do; without it the amount that is done is shown, and no bar.
    unit : str, optional
        What is counted.
    """

    began: float | None = None

    def __init__(self, what: str, total: int = 0, *, unit: str = ""):
        self.what, self.total, self.unit = what, total, unit
        self.drawn, seen = False, sys.stderr is not None and sys.stderr.isatty()
        self.next = (time.monotonic() if self.began is None else self.began) + (PATIENCE if seen else float("inf"))

    def __call__(self, done: int) -> None:
        """Say how much is done."""
        if time.monotonic() < self.next:
            return
        self.next = time.monotonic() + PAUSE
        if self.total:
            share = min(done / self.total, 1)
            self._draw(f"{self.what} {'#' * int(FULL * share):.<{FULL}} {share:.0%}")
        else:
            self._draw(f"{self.what} {done}{self.unit}")

    def _draw(self, line: str) -> None:
        self.drawn = True
        with contextlib.suppress(OSError):  # of a terminal that went away
            print(f"\r{line[:79]:<79}\r", end="", file=sys.stderr, flush=True)

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self.drawn:  # nothing is left of it, also after Ctrl-C
            self._draw("")


@contextlib.contextmanager
def program() -> Iterator[None]:
    """Count the seconds of all works from here on."""
    Progress.began = time.monotonic()
    try:
        yield
    finally:
        Progress.began = None


def tracked(steps: Sequence[Step], what: str) -> Iterator[Step]:
    """Yield steps, and show how many are done."""
    with Progress(what, len(steps)) as progress:
        for done, step in enumerate(steps):
            progress(done)
            yield step
