"""Open the pages to readers with a keyboard alone or a screen reader, and to search engines."""

import re
import textwrap

from docutils import nodes

# each box that can scroll is a stop of the tab key; the scripts take that back where nothing scrolls
BETTER = {
    "<pre>": '<pre tabindex="0">',
    '<div class="pst-scrollable-table-container">': '<div class="pst-scrollable-table-container" tabindex="0">',
    '<span class="katex-display">': '<span class="katex-display" tabindex="0">',
    '<summary aria-label="Toggle hidden content">': "<summary>",  # the words that are shown say what it does
    ' role="doc-biblioentry"': ' role="listitem"',  # the old role is withdrawn; it stands in a list
    '<section id="exercise-content">': "<section>",  # else each exercise of a page has this id, and so each solution
    '<section id="solution-content">': "<section>",
}
REPAIRS = [  # markup that is not valid
    (re.compile(r'<p (class="(?:collapsed|expanded) admonition-title")>([^<]*)</p>'), r"<span \1>\2</span>"),
]


def describe(doctree):
    """First paragraph of a page, cut at a word, for search engines and for the cards of shared links."""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section):
            return textwrap.shorten(paragraph.astext(), 160, placeholder=" …")


def page(app, pagename, templatename, context, doctree):
    body = context.get("body") or ""
    for old, new in BETTER.items():
        body = body.replace(old, new)
    for pattern, repair in REPAIRS:
        body = pattern.sub(repair, body)
    context["body"] = body
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
