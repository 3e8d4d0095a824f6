"""Make a site that is built bit by bit the same as one that is built at once, where Sphinx forgets something.

* Pages show something of one another: the list of all at their side, titles, numbers of figures and equations, where
  links lead, the works that they cite, the style sheets and scripts, whose addresses hold a digest.  Where any of
  these changes, all are written again (none is run again for it).
* A page that is taken out of the book goes from the site, too, and so does the view of a module that is gone.  The
  view of a module links to the pages that show it, and is made again when these change.
"""

import pprint
from pathlib import Path

from bookkit.extensions.margins import definitions


def shared(app, env):
    """All that a page can show of others: titles, lists of pages, what links lead to, numbers and works."""
    titles = {docname: title.astext() for docname, title in env.titles.items()}
    lists = {docname: env.tocs[docname].pformat() for docname in env.toctree_includes}
    domains = {"std": ["labels", "objects"], "py": ["objects"], "math": ["objects"]}
    places = [env.domaindata[domain][kind] for domain, kinds in domains.items() for kind in kinds]
    works = [Path(app.confdir, name).read_text(encoding="utf8") for name in getattr(app.config, "bibtex_bibfiles", ())]
    named = [*app.config.html_css_files, *app.config.html_js_files]
    files = [Path(app.confdir, folder, name) for folder in app.config.html_static_path for name, _ in named]
    sheets = [path.read_text(encoding="utf8") for path in files if path.is_file()]
    words = {name: node.pformat() for name, node in definitions(env).items()}  # which stand in margins
    return pprint.pformat([titles, words, lists, places, env.toc_fignumbers, env.toc_secnumbers, works, sheets])


def updated(app, env):
    before, env.book_shared = getattr(env, "book_shared", None), shared(app, env)
    return [] if env.book_shared == before else sorted(env.found_docs)


def views(app, env):
    """Let the view of a module be made again when pages show more of it or less; Sphinx asks the module's age alone."""
    if app.builder.format != "html":
        return
    before = env.__dict__.setdefault("book_views", {})
    for module, entry in getattr(env, "_viewcode_modules", {}).items():
        shown = entry and sorted(entry[2].items())
        if before.get(module) != shown:
            before[module] = shown
            view(app, module).unlink(missing_ok=True)


def view(app, module):
    return Path(app.outdir, "_modules", *module.split(".")).with_suffix(".html")


def note(app, pagename, templatename, context, doctree):
    app.__dict__.setdefault("book_written", set()).add(pagename)


def clear(app, error):
    """Remove the pages and the views of modules that are no longer made, also when all is read anew."""
    written = getattr(app, "book_written", set())
    if error or app.builder.format != "html" or "search" not in written:  # written whenever anything is
        return
    names = written | app.env.found_docs
    made = {Path(app.builder.get_output_path(name)) for name in names}
    made |= {view(app, module) for module in getattr(app.env, "_viewcode_modules", ())}
    root = Path(app.outdir)
    for path in set(root.rglob("*.html")) - made:
        if path.relative_to(root).parts[0] != "_static":
            path.unlink()


def setup(app):
    app.connect("env-get-updated", updated, priority=900)  # when all has its number
    app.connect("env-updated", views)  # before what is known of the pages is kept for the next build
    app.connect("html-page-context", note)
    app.connect("build-finished", clear, priority=300)  # before what is there is asked which styles it needs
    return {"parallel_read_safe": True, "parallel_write_safe": True}
