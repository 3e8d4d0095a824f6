"""Do once what Sphinx and its extensions do over and over; the site is the same without.

* To number figures, Sphinx loads all pages again and walks them node by node, even if one word has changed.  Here it
  walks outlines of them, kept since they were read: sections, lists of pages, and what can have a number.
* numpydoc compiles its template anew for each docstring.
* pybtex searches all installed packages for a plugin each time it wants one.
* Python looks for rubbish among the millions of nodes again and again, and once more at the end.  A build leaves little
  and is soon over: without the search it takes 600 MB in all.
"""

import functools
import gc
from pathlib import Path

import pybtex.plugin
from docutils import nodes
from jinja2 import FileSystemLoader
from jinja2.sandbox import SandboxedEnvironment
from numpydoc import docscrape_sphinx
from sphinx import addnodes
from sphinx.environment.collectors.toctree import TocTreeCollector

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
    gc.disable()
    app.connect("build-finished", lambda app, error: gc.freeze(), priority=999)
    TocTreeCollector.assign_figure_numbers = number_figures
    templates = SandboxedEnvironment(loader=FileSystemLoader(Path(docscrape_sphinx.__file__).parent / "templates"))
    docscrape_sphinx.SandboxedEnvironment = lambda loader: templates
    pybtex.plugin._load_entry_point = functools.cache(pybtex.plugin._load_entry_point)
    app.connect("doctree-read", keep, priority=900)  # when the other extensions have made of the page what they want
    app.connect("env-purge-doc", forget)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
