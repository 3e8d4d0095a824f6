"""Show the definition of a function from its file: ``{listing} linalg_book.solving.solve_checked``.

Over the code stand its name, a link to what the reference says of it, and a link to its place in the file; the code has
neither docstring nor, unless ``:annotations:`` asks for them, annotations.  A private function, of which the reference
does not speak, is named without a link, and its place in the file leads back to the page that shows it.
"""

from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.ext.viewcode import OUTPUT_DIRNAME, is_supported_builder
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from bookkit.listings import code, find


class place_in_file(nodes.Element):
    """The link to a definition in its file, which only some builders show."""


class Listing(SphinxDirective):
    required_arguments = 1
    option_spec = {"annotations": directives.flag}

    def run(self):
        try:
            found = find(self.arguments[0], Path(self.env.app.confdir))
        except LookupError as error:
            raise self.error(str(error)) from None
        for path in found.files:
            self.env.note_dependency(path)
        name = f"{found.module}.{found.name}"
        text = code(found, "annotations" in self.options)
        block = nodes.literal_block(text, text, language="python")
        listing = nodes.container("", self._head(found, name), block, classes=["listing"])
        if found.private:
            listing["ids"] = [name]
            listings(self.env).setdefault(self.env.docname, []).append((found.module, found.name))
        self.set_source_info(listing)
        self.set_source_info(block)
        return [listing]

    def _head(self, found, name):
        shown = nodes.literal(name, name, classes=["py"])
        if not found.private:
            target = {"refdomain": "py", "reftype": "func", "reftarget": name, "refexplicit": True, "refwarn": True}
            shown = addnodes.pending_xref(name, shown, refdoc=self.env.docname, **target)
            self.set_source_info(shown)
        source = place_in_file(module=found.module, name=found.name)
        return nodes.paragraph("", "", shown, source, classes=["listing-head"])


def listings(env):
    """By page, the private functions that it shows, each as module and name."""
    return env.__dict__.setdefault("book_listings", {})


def purge(app, env, docname):
    listings(env).pop(docname, None)


def mark(app, env):
    """Give the private functions that pages show a place of their own in the views of the modules."""
    for docname, names in listings(env).items():
        for module, name in names:
            entry = getattr(env, "_viewcode_modules", {}).get(module)
            if entry and name in entry[1]:
                entry[2].setdefault(name, docname)


def resolve(app, doctree, docname):
    views = getattr(app.env, "_viewcode_modules", {})
    shown = is_supported_builder(type(app.builder), app.config.viewcode_enable_epub)
    for node in list(doctree.findall(place_in_file)):
        entry = views.get(node["module"])
        if shown and entry and node["name"] in entry[2]:
            view = f"{OUTPUT_DIRNAME}/{node['module'].replace('.', '/')}"
            link = make_refnode(app.builder, docname, view, node["name"], nodes.inline("", "source"))
            node.replace_self([nodes.Text(" · "), link])
        else:
            node.parent.remove(node)


def setup(app):
    app.add_directive("listing", Listing)
    app.connect("env-purge-doc", purge)
    app.connect("env-updated", mark, priority=400)  # before bitbybit asks which views have to be made again
    app.connect("doctree-resolved", resolve)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
