"""A pointer to a chapter that does not stand yet is plain words under ``% later: STEM``; then it becomes a role."""

import re

from bookkit import BOOK
from bookkit.page import pages, read

LATER = re.compile(r"later:\s*(.*)")


def problems(path):
    """The pointers of a page that name no stem, or a chapter that stands by now."""
    page, bad = read(path), []
    for line, comment in page.comments.items():
        if not (later := LATER.match(comment)):
            continue
        stem = later[1].strip()
        there = page.path.with_name(f"{stem}.md")
        if not re.fullmatch("[a-z][a-z0-9]*", stem):
            bad.append(page.problem(line, f"'% later:' must name the stem of a chapter, got {stem or 'nothing'}"))
        elif there.is_file() and not read(there).draft:
            bad.append(page.problem(line, f"{stem} stands now: point to it by {{ref}}`ch-{stem}`, with no comment"))
    return bad


def pointers(stem, book=BOOK):
    """Where pages point to a chapter in plain words: file, line of the comment, and the line after it."""
    for path in pages(book):
        page = read(path)
        for line, comment in page.comments.items():
            if (later := LATER.match(comment)) and later[1].strip() == stem:
                text = next((text for text in page.lines[line:] if not text.startswith("%")), "")
                yield path.relative_to(page.root).as_posix(), line, text
