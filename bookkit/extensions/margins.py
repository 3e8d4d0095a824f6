"""Put the definition of a term of the glossary into the margin, where a page first uses it and has room for notes.

In a narrow window and on paper these notes are left out, since the term itself is a link to its definition.
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from bookkit import order

GLOSSARY = "glossary"


class Note(nodes.General, nodes.Element):
    """A note in the margin, with the words that name it for a screen reader."""


def visit(self, node):
    self.body.append(self.starttag(node, "aside", CLASS="note", role="note", **{"aria-label": node["label"]}))


def depart(self, node):
    self.body.append("</aside>\n")


def definitions(env):
    """The first paragraph of each definition of the glossary, by the id of its term."""
    items = env.get_doctree(GLOSSARY).findall(nodes.definition_list_item) if GLOSSARY in env.found_docs else ()
    return {name: item[-1][0] for item in items for term in item.findall(nodes.term) for name in term["ids"]}


class Definitions(SphinxPostTransform):
    """Insert the notes before references are resolved, so that those in the definitions are, too."""

    default_priority = 9

    def run(self, **kwargs):
        if self.env.docname not in order.chapters(self.env.srcdir):
            return
        if not hasattr(self.app, "book_definitions"):
            self.app.book_definitions = definitions(self.env)
        terms = self.env.domains.standard_domain.objects
        seen = set()  # what has been defined; several terms may share their words
        for link in list(self.document.findall(addnodes.pending_xref)):
            _, place = terms.get(("term", link["reftarget"].lower()), (None, None))
            definition = self.app.book_definitions.get(place) if link["reftype"] == "term" else None
            if definition is not None and definition.astext() not in seen:
                seen.add(definition.astext())
                self.insert(link, definition)

    def insert(self, link, definition):
        block = link
        while block.parent and not isinstance(block.parent, nodes.section):
            block = block.parent
        if isinstance(block, nodes.title) or not isinstance(block, nodes.paragraph):
            return  # a box, a list or an exercise has its own words near
        term = nodes.strong("", link["reftarget"])
        words = nodes.paragraph("", "", term, nodes.Text(" "), *(child.deepcopy() for child in definition))
        for other in words.findall(addnodes.pending_xref):
            other["refdoc"] = self.env.docname  # from here, not from the glossary, lead its links
        note = Note("", words, label=f"Definition: {link['reftarget']}", classes=["definition", "no-search"])
        block.parent.insert(block.parent.index(block), note)


def setup(app):
    app.add_node(Note, html=(visit, depart))
    app.add_post_transform(Definitions)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
