"""Number figures by outlines of the pages, kept since they were read; the site is the same without.

To number figures, Sphinx loads all pages again and walks them node by node, even if one word has changed
(https://github.com/sphinx-doc/sphinx/issues/11474).  The outlines hold sections, lists of pages, and what can have a
number.
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.environment.collectors.toctree import TocTreeCollector

PLACE = "sphinx.environment.collectors.toctree:TocTreeCollector.assign_figure_numbers"
assign_figure_numbers = TocTreeCollector.assign_figure_numbers


def outline(env, node):
    """Copies of those descendants of a node that matter to the numbers of figures, as the tree that they form."""
    for child in node.children:
        if isinstance(child, (nodes.section, addnodes.toctree)):
            copy = child.copy()
            copy.extend(outline(env, child))
            yield copy
        elif isinstance(child, nodes.Element):
            if any(domain.get_enumerable_node_type(child) for domain in env.domains.sorted()):
                copy = child.deepcopy()
                for picture in list(copy.findall(nodes.raw)):
                    picture.parent.remove(picture)
                yield copy
            else:
                yield from outline(env, child)


def keep(app, doctree):
    page = nodes.Element()
    page.extend(outline(app.env, doctree))
    outlines(app.env)[app.env.docname] = page


def forget(app, env, docname):
    outlines(env).pop(docname, None)


def outlines(env):
    return env.__dict__.setdefault("book_outlines", {})


def number_figures(self, env):
    env.get_doctree = outlines(env).__getitem__
    try:
        return assign_figure_numbers(self, env)
    finally:
        del env.get_doctree


def setup(app):
    TocTreeCollector.assign_figure_numbers = number_figures
    app.connect("doctree-read", keep, priority=900)  # when the other extensions have made of the page what they want
    app.connect("env-purge-doc", forget)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
