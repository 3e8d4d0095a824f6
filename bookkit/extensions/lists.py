"""Lists that are made from the book itself: a page gets one where it says ``% list: library``.

``library`` and ``drawings`` list modules in the reading order, ``gallery`` the pictures of each part, ``corrections-A``
and ``-B`` where the sources err.
"""

import ast
import re
from pathlib import Path

from bookkit import corrections, order
from bookkit.gates.modules import library
from bookkit.page import read

LIST = re.compile(r"^% list: ([\w-]+)$", re.MULTILINE)
TOLD = {"formats"}  # what it gives is told where it is taught, in precision


def topics(root):
    """The modules of the chapters in reading order, then the public ones that all chapters share."""
    names, chapters = library(root), order.chapters(root / "book")
    shared = sorted(name for name, m in names.items() if m.shared and not m.part and name[:1] not in {"", "_"})
    for stem in [stem for stem in chapters if stem in names] + [stem for stem in shared if stem not in TOLD]:
        words = f"Chapter {{ref}}`ch-{stem}`." if stem in chapters else "Shared by all chapters."
        yield stem, "" if names_chapter(names[stem], stem) else words, f"linalg_book.{stem}"


def drawings(root):
    """The modules that draw: first what all drawings share, then those of the chapters in reading order."""
    stems = order.stems(root / "book")
    names = {n.partition(".")[2]: module for n, module in library(root).items() if n.startswith("plotting.")}
    for stem in sorted(set(names) - set(stems)) + [stem for stem in stems if stem in names]:
        words = f"Drawings of {{ref}}`ch-{stem}`." if stem in stems else "Shared by all drawings."
        yield stem, "" if names_chapter(names[stem], stem) else words, f"linalg_book.plotting.{stem}"


def names_chapter(module, stem):
    """Whether the module itself says in which chapter it is taught."""
    return f"`ch-{stem}`" in (ast.get_docstring(module.tree) or "")


def sections(entries):
    """The text of a list of modules, a section for each."""
    section = "## {}\n\n{}\n\n```{{eval-rst}}\n.. automodule:: {}\n   :members:\n```\n"
    return "\n".join(section.format(*entry) for entry in entries)


def gallery(root):
    """The text of a gallery, a section for each part."""
    book, section = root / "book", "## {}\n\n```{{gallery}} {}\n```\n"
    stems = [part.stem for part in order.parts(book) if part.stem != "index"]
    return "\n".join(section.format(read(book / f"{stem}.md").headings[0].title, stem) for stem in stems)


KINDS = {
    "library": lambda root: sections(topics(root)),
    "drawings": lambda root: sections(drawings(root)),
    "gallery": gallery,
    "corrections-A": lambda root: corrections.table("A", root / "book"),
    "corrections-B": lambda root: corrections.table("B", root / "book"),
}


def source_read(app, docname, source):
    if texts := {kind: KINDS[kind](Path(app.confdir)) for kind in LIST.findall(source[0]) if kind in KINDS}:
        source[0] = LIST.sub(lambda match: texts.get(match[1], match[0]), source[0])
        lists(app.env)[docname] = texts


def outdated(app, env, added, changed, removed):
    """Pages whose list is no longer what it was when they were read."""
    root = Path(app.confdir)
    now = {kind: KINDS[kind](root) for kinds in lists(env).values() for kind in kinds}
    return [page for page, kinds in lists(env).items() if page in env.found_docs and kinds.items() - now.items()]


def lists(env):
    return env.__dict__.setdefault("book_lists", {})


def setup(app):
    app.connect("source-read", source_read)
    app.connect("env-get-outdated", outdated)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
