"""The directives of the page *status*: what was run and proved in this build, where, and with which versions.

This page alone tells of the machine and the moment; everything else a build makes is the same each time.
"""

import importlib.metadata
import platform
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from bookkit import order
from bookkit.extensions.freshness import digests, fingerprint
from bookkit.gates.numbers import count_proved
from bookkit.page import read

PAGE = "status"
STACK = ["numpy", "scipy", "matplotlib", "torch", "sphinx", "myst-nb", "sphinx-book-theme", "pytest", "hypothesis"]


class Link(NamedTuple):
    """A page as a table names it."""

    docname: str
    title: str


class StatusNode(nodes.General, nodes.Element):
    """Stands for a table until everything has been read."""


class Status(SphinxDirective):
    """``{status} chapters`` or ``{status} machine``."""

    required_arguments = 1

    def run(self):
        if self.arguments[0] not in TABLES:
            raise self.error(f"status takes one of {', '.join(TABLES)}, got {self.arguments[0]}")
        return [StatusNode(kind=self.arguments[0])]


def processor():
    info = Path("/proc/cpuinfo")
    found = re.search(r"^model name\s*:\s*(.*)$", info.read_text(), re.MULTILINE) if info.exists() else None
    return found[1] if found else platform.processor() or platform.machine()


def machine(env):
    import numpy as np  # here, since only a build that writes the page asks

    library = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    rows = [(name, importlib.metadata.version(name)) for name in STACK]
    return ["Part", "What"], [
        ("Built", datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")),
        ("Processor", processor()),
        ("Python", platform.python_version()),
        ("BLAS of NumPy", f"{library['name']} {library['version']}"),
        *rows,
    ]


def chapters(env):
    found = NbMetadataCollector.get_doc_data(env)
    listed = order.stems(Path(env.srcdir))
    known = env.__dict__.setdefault("book_counts", {})  # kept with the other things that Sphinx knows of the pages
    rows = []
    for docname in [*listed, *sorted(set(found) - set(listed))]:
        run = found.get(docname, {}).get("exec_data")
        if not run:
            continue
        digest = digests(env)[docname]
        time = f"{run['runtime']:.1f} s" if run["succeeded"] else "failed"
        link = Link(docname, env.titles[docname].astext())
        rows.append((link, *counts(Path(env.doc2path(docname)), digest, known), time, digest))
    return ["Page", "Cells run", "Outputs checked", "Numbers proved", "Run time", "Digest"], rows


def counts(path, digest, known):
    """How many cells a page has, how many outputs of them are checked, and how many numbers are proved.

    Counted again if the page, what it depends on or a fact has changed.
    """
    facts = path.with_name("facts.toml")
    key = digest, fingerprint([facts] if facts.exists() else [], path.parent)
    if known.get(path.stem, [None])[0] != key:
        cells = read(path).cells
        known[path.stem] = key, len(cells), sum(cell.expected is not None for cell in cells), count_proved(path)
    return known[path.stem][1:]


TABLES = {"chapters": lambda env: env.book_status, "machine": machine}


def shown(entry):
    """What stands in a cell of a table."""
    if not isinstance(entry, Link):
        return nodes.Text(str(entry))
    target = {"refdomain": "std", "reftype": "doc", "reftarget": f"/{entry.docname}", "refdoc": PAGE}
    return addnodes.pending_xref("", nodes.inline("", entry.title), refexplicit=True, refwarn=True, **target)


def table(head, rows):
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in head), cols=len(head))
    body = nodes.tbody()
    for row in rows:
        body += nodes.row("", *(nodes.entry("", nodes.paragraph("", "", shown(entry))) for entry in row))
    heads = nodes.row("", *(nodes.entry("", nodes.paragraph(text=name)) for name in head))
    group += [nodes.thead("", heads), body]
    return nodes.table("", group, classes=["colwidths-auto"])


class Fill(SphinxPostTransform):
    default_priority = 8

    def run(self, **kwargs):
        for node in list(self.document.findall(StatusNode)):
            node.replace_self(table(*TABLES[node["kind"]](self.env)))


def updated(app, env):
    if PAGE not in env.found_docs or not NbMetadataCollector.new_exec_data(env):
        return []
    env.book_status = chapters(env)
    return [PAGE]


def setup(app):
    app.add_node(StatusNode)
    app.add_directive("status", Status)
    app.add_post_transform(Fill)
    app.connect("env-updated", updated)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
