"""The directive ``{concordance} A``: what a source holds, section by section, and where the book treats it.

``book/data/syllabus.tsv`` lists the items of the two sources.  A page claims the items that it treats by a comment line
just before its text, ``% covers: A-13 A-14``; the link goes to the label that stands nearest before the claim.  The
section that has this label says in its margin which places of the sources it mirrors, with links to the concordance.
"""

import itertools
import re
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from bookkit import order
from bookkit.extensions.freshness import fingerprint
from bookkit.extensions.margins import Note
from bookkit.page import read
from bookkit.syllabus import place, syllabus

GENERAL = re.compile(r"sec-(.*)-(?:summary|exercises|reading|network)")


class Concordance(SphinxDirective):
    """The sections of one source as lists of items, each with links to the sections of the book that treat it."""

    required_arguments = 1

    def run(self):
        self.env.note_dependency(str(Path(self.env.srcdir) / "data" / "syllabus.tsv"))
        items = [item for item in syllabus(self.env.srcdir) if item.source == self.arguments[0]]
        if not items:
            raise self.error(f"the syllabus has no source {self.arguments[0]}")
        places = {}
        for docname in self.order():
            path = Path(self.env.doc2path(docname))
            self.env.note_dependency(str(path))
            for item, label in claims(self.env, path):
                if label not in places.setdefault(item, []):
                    places[item].append(label)
        listing = nodes.definition_list(classes=["concordance"])
        for section, members in itertools.groupby(items, key=lambda item: item.section):
            listing += self.section(section, list(members), places)
        return [listing]

    def order(self):
        """The pages in reading order; then any others."""
        rank = {name: n for n, name in enumerate(order.stems(Path(self.env.srcdir)))}
        return sorted(self.env.found_docs, key=lambda name: (rank.get(name, len(rank)), name))

    def section(self, name, items, places):
        treated = [item for item in items if item.id in places]
        waiting = "; ".join(item.words for item in items if item.id not in places)
        body, last = nodes.bullet_list(), None
        for item in treated:
            gap, entry, number = " " if item.words.endswith("?") else ": ", nodes.list_item(), []
            if (named := place(item.id)) != last:
                last, label = named, target(named)
                entry["ids"] = [label]
                self.env.domains.standard_domain.note_hyperlink_target(label, self.env.docname, label, named)
                number = [nodes.inline("", named, classes=["place"]), nodes.Text(" ")]
            entry += nodes.paragraph("", "", *number, nodes.Text(item.words + gap), *self.links(places[item.id]))
            body += entry
        if waiting:
            note = nodes.emphasis("", "not yet treated: ")
            body += nodes.list_item("", nodes.paragraph("", "", note, nodes.Text(waiting)))
        term = nodes.term("", f"{name} ({len(treated)} of {len(items)})")
        return nodes.definition_list_item("", term, nodes.definition("", body))

    def links(self, labels):
        found = []
        for label in labels:
            found += [nodes.Text(", ")] * bool(found)
            if general := GENERAL.fullmatch(label):  # every chapter has one of this name
                found += [self.link(f"ch-{general[1]}"), nodes.Text(": ")]
            found.append(self.link(label))
        return found

    def link(self, label):
        return link(self.env, label, nodes.inline("", label, classes=["std", "std-ref"]))


def target(named):
    """The label of a place of a source in the concordance."""
    return f"concordance-{named.lower().replace(' ', '-')}"


def mirror(app, doctree):
    """Put into the margin of each section what it mirrors."""
    env = app.env
    path = Path(env.doc2path(env.docname))
    found = {}
    for item, label in claims(env, path) if (path.parent / "concordance.md").exists() else ():
        named = place(item)
        if named not in found.setdefault(label, []):
            found[label].append(named)
    for section in doctree.findall(nodes.section):
        for label in set(section["ids"]) & set(found):
            links = []
            for named in found[label]:
                words = nodes.inline("", named, classes=["std", "std-ref"])
                links += [nodes.Text(", " if links else "mirrors "), link(env, target(named), words, True)]
            words = nodes.paragraph("", "", *links)
            section.insert(1, Note("", words, label="Where this comes from", classes=["mirror", "no-search"]))


def link(env, label, words, explicit=False):
    return addnodes.pending_xref(
        "", words, refdomain="std", reftype="ref", reftarget=label, refexplicit=explicit, refwarn=True,
        refdoc=env.docname,
    )  # fmt: skip


def claims(env, path):
    """What a page claims; one that is as before is not read again."""
    known, key = env.__dict__.setdefault("book_claims", {}), fingerprint([path], path.parent)
    if known.get(path, [None])[0] != key:
        known[path] = key, read(path).claims
    return known[path][1]


def outdated(app, env, added, changed, removed):
    """A page that comes or goes may hold claims; a page that changes is a dependency already."""
    return [page for page in ["concordance"] if page in env.found_docs and (added or removed)]


def setup(app):
    app.connect("env-get-outdated", outdated)
    app.connect("doctree-read", mirror)
    app.add_directive("concordance", Concordance)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
