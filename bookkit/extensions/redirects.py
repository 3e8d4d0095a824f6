"""Lead from each address that the book once had to where its text is now: ``book/redirects.txt``, two a line.

Where the old page is gone, a page in its place leads on, with a script or without; where no new anchor is named it
keeps the old.  Where only an anchor is gone from a page that is there, a line at its end has the anchor and says where
the text is.
"""

import html
import re
from pathlib import Path

from sphinx.errors import ExtensionError

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Moved</title><meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="canonical" href="{new}"><link rel="icon" href="data:,">
<script>location.replace("{page}" + ("{hash}" || location.hash))</script>
<meta http-equiv="refresh" content="1; url={new}">
</head><body><main><h1>Moved</h1><p>What stood here is now at <a href="{new}">{new}</a>.</p></main></body></html>
"""
LINE = '<p class="moved" id="{id}">What stood here is now at <a href="{new}">{new}</a>.</p>\n'
ADDRESS = re.compile(r"[\w/-]+\.html(?:#[\w-]+)?")


def redirects(book):
    """The new address of each old one."""
    path, found = Path(book) / "redirects.txt", {}
    lines = path.read_text(encoding="utf8").splitlines() if path.is_file() else []
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        words = line.split()
        if len(words) != 2 or not all(map(ADDRESS.fullmatch, words)) or words[0] in found:
            raise ExtensionError(f"{path.name}:{number}: expected an old address and a new one, once, got {line!r}")
        found[words[0]] = words[1]
    return found


def pages(app):
    """The pages that are gone, each with one that leads on."""
    for old, new in redirects(app.srcdir).items():
        if "#" not in old and (name := old.removesuffix(".html")) not in app.env.found_docs:
            page, _, anchor = new.partition("#")
            text = PAGE.format(new=html.escape(new), page=page, hash=anchor and f"#{anchor}")
            Path(app.outdir, old).write_text(text, encoding="utf8")
            app.__dict__.setdefault("book_written", set()).add(name)


def finish(app, error):
    if not error and app.builder.format == "html":
        pages(app)


def anchors(app, pagename, templatename, context, doctree):
    """The anchors that are gone from a page."""
    for old, new in redirects(app.srcdir).items():
        page, _, anchor = old.partition("#")
        if page == f"{pagename}.html" and anchor:
            context["body"] = context.get("body", "") + LINE.format(id=anchor, new=new)


def setup(app):
    app.connect("build-finished", finish, priority=400)  # after the pages that are gone were cleared away
    app.connect("html-page-context", anchors)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
