"""The promises that the book makes on every page, each as a function from a page to the list of its problems.

``tests/test_book.py`` holds the book to them; ``tests/test_book_faults.py`` plants a fault for each and sees it caught.
"""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"
FOLDERS = {"_ext", "_static", "_templates", "_web", "data"}  # of a book, that hold no pages


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


def pages(book=BOOK):
    """The pages of a book, in the order of their names."""
    return sorted(path for path in Path(book).rglob("*.md") if not FOLDERS & set(path.relative_to(book).parts))
