"""Open the pages to readers with a keyboard alone or a screen reader, and to search engines."""

import re
import textwrap

from docutils import nodes

# each box that can scroll is a stop of the tab key; the scripts take that back where nothing scrolls
BETTER = {
    "<pre>": '<pre tabindex="0">',
    '<div class="pst-scrollable-table-container">': '<div class="pst-scrollable-table-container" tabindex="0">',
    '<span class="katex-display">': '<span class="katex-display" tabindex="0">',
    ' role="doc-biblioentry"': ' role="listitem"',  # the old role is withdrawn; it stands in a list
}
MODULO = re.compile(r"<mo([^>]*)><mrow>((?:<mi[^>]*>\w</mi>)+)</mrow></mo>")  # a token of MathML holds no elements


def words(markup):
    """The letters of a piece of markup, such as the three of the operator "mod"."""
    return re.sub(r"<[^>]*>", "", markup)


def describe(doctree):
    """First paragraph of a page, cut at a word, for search engines and for the cards of shared links."""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section):
            return textwrap.shorten(paragraph.astext(), 160, placeholder=" …")


def page(app, pagename, templatename, context, doctree):
    body = context.get("body") or ""
    for old, new in BETTER.items():
        body = body.replace(old, new)
    context["body"] = MODULO.sub(lambda match: f"<mo{match[1]}>{words(match[2])}</mo>", body)
    context["description"] = doctree and describe(doctree)


def unsearched(app, doctree):
    """Keep what a cell says of this machine and moment out of the search: nobody looks for it, and it varies."""
    for cell in doctree.findall(nodes.container):
        if {"tag_timing", "tag_gpu"} & set(cell["classes"]):
            for output in cell.children:
                if "cell_output" in output["classes"]:
                    output["classes"].append("no-search")


def setup(app):
    app.connect("doctree-read", unsearched)
    app.connect("html-page-context", page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
