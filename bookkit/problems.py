"""A broken promise, and where it stands."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One broken promise: where it stands, counted from line 1, and what to do about it."""

    file: str
    line: int
    message: str

    def __str__(self):
        return f"{self.file}:{self.line}: {self.message}"


def assert_none(problems):
    """Fail with one clear line for each problem."""
    __tracebackhide__ = True  # the lines say it all
    if problems:
        raise AssertionError("\n".join(["", *map(str, sorted(set(problems)))]))
