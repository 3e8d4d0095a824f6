"""Open the pages to readers with a keyboard alone or a screen reader, and to search engines."""

import re
import textwrap

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

# each box that can scroll is a stop of the tab key; the scripts take that back where nothing scrolls
BETTER = {
    "<pre>": '<pre tabindex="0">',
    '<div class="pst-scrollable-table-container">': '<div class="pst-scrollable-table-container" tabindex="0">',
    '<span class="katex-display">': '<span class="katex-display" tabindex="0">',
    ' role="doc-biblioentry"': ' role="listitem"',  # the old role is withdrawn; it stands in a list
}
PARTS_OF_CELLS = re.compile(r'<div class="(cell|cell_input|cell_output) [^"]*"')
NUMBER = r"((?:Solution to )?Exercise [\d.]*\d)"
BOX = r'<(?:div|details) class="(?:[^" ]* )*(?:exercise|solution)[ "]'
BOXES = re.compile(rf"{BOX}[^>]*(?=>.*?{NUMBER})", re.DOTALL)
TABLE = re.compile(r'<table class="(?!corrections)[^"]*\btable\b.*?</table>', re.DOTALL)  # those that are not an index
FIRST = re.compile(r"(<tr[^>]*>\s*)<td([^>]*)>(.*?)</td>", re.DOTALL)
CLOSING = re.compile(r"[).,:;!?\]’”]+")  # signs that may not begin a line


class Kept(SphinxPostTransform):
    """A formula and the sign of punctuation after it stay together: browsers would begin a line with the sign."""

    default_priority = 900
    formats = ("html",)

    def run(self):
        for formula in list(self.document.findall(nodes.math)):
            around, place = formula.parent, formula.parent.index(formula)
            after = around[place + 1] if place + 1 < len(around) else None
            if isinstance(after, nodes.Text) and (sign := CLOSING.match(after)):
                kept = nodes.inline("", "", formula, nodes.Text(sign[0]), classes=["kept"])
                around[place : place + 2] = [kept, nodes.Text(after[sign.end() :])]


def name_cells(body):
    """Name what a cell says to the machine and what the machine answers, with the same number."""
    count = 0

    def named(match):
        nonlocal count
        count += match[1] == "cell"
        words = {"cell_input": "Code", "cell_output": "Output"}.get(match[1])
        return f'{match[0]} role="group" aria-label="{words} {count}"' if words else match[0]

    return PARTS_OF_CELLS.sub(named, body)


def name_rows(body):
    """The first column of a table names its rows; an empty head names nothing."""

    def headed(match):
        head, part, rows = match[0].partition("<tbody>")
        head = re.sub(r"<th( [^>]*)?>(?:<p></p>)?</th>", "<td></td>", head)
        return head + part + FIRST.sub(r'\1<th scope="row"\2>\3</th>', rows)

    return TABLE.sub(headed, body)


def describe(doctree):
    """First paragraph of a page, cut at a word, for search engines and for the cards of shared links."""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section):
            return textwrap.shorten(paragraph.astext(), 160, placeholder=" …")


def page(app, pagename, templatename, context, doctree):
    body = context.get("body") or ""
    for old, new in BETTER.items():
        body = body.replace(old, new)
    body = BOXES.sub(r'\g<0> role="group" aria-label="\1"', body)
    context["body"] = name_rows(name_cells(body))
    context["description"] = doctree and describe(doctree)


def unsearched(app, doctree):
    """Keep what a cell says of this machine and moment out of the search: nobody looks for it, and it varies."""
    for cell in doctree.findall(nodes.container):
        if {"tag_timing", "tag_gpu"} & set(cell["classes"]):
            for output in cell.children:
                if "cell_output" in output["classes"]:
                    output["classes"].append("no-search")


def setup(app):
    app.add_post_transform(Kept)
    app.connect("doctree-read", unsearched)
    app.connect("html-page-context", page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
