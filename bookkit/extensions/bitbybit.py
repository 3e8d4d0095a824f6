"""Make a site that is built bit by bit the same as one that is built at once, where Sphinx forgets something.

* Pages show something of one another: the list of all at their side, titles, numbers of figures and equations, where
  links lead, the works that they cite, the style sheets and scripts, whose addresses hold a digest.  Where any of
  these changes, all are written again (none is run again for it).
* A page that is taken out of the book goes from the site, too, and so does the view of a module that is gone.
* The search index keeps the entries of the book's index (https://github.com/sphinx-doc/sphinx/issues/12599), and no
  words of pages that are gone.
"""

import io
import pprint
from pathlib import Path

from sphinx.search import IndexBuilder, js_index


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
    return pprint.pformat([titles, lists, places, env.toc_fignumbers, env.toc_secnumbers, works, sheets])


def updated(app, env):
    before, env.book_shared = getattr(env, "book_shared", None), shared(app, env)
    return [] if env.book_shared == before else sorted(env.found_docs)


def removed(app, env, added, changed, gone):
    for docname in gone if app.builder.format == "html" else ():
        Path(app.builder.get_output_path(docname)).unlink(missing_ok=True)
    return []


def views(app, error):
    """Remove the views of modules that no page shows any longer."""
    if error or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_modules"
    modules = getattr(app.env, "_viewcode_modules", ())
    shown = {folder.joinpath(*name.split(".")).with_suffix(".html") for name in modules}
    for path in set(folder.rglob("*.html")) - shown - {folder / "index.html"}:
        path.unlink()


def load(index, stream, format):
    text = stream.read()
    load_index(index, io.StringIO(text), format)
    before = js_index.loads(text)
    for entry, places in before["indexentries"].items():
        for number, target, main in places:
            docname = before["docnames"][number]
            index._index_entries.setdefault(docname, []).append((entry, target, "main" if main else ""))


def prune(index, docnames):
    prune_index(index, docnames)
    for docname in index._index_entries.keys() - set(docnames):
        del index._index_entries[docname]
    for words in (index._mapping, index._title_mapping):
        for word in [word for word, pages in words.items() if not pages]:
            del words[word]


load_index, prune_index = IndexBuilder.load, IndexBuilder.prune


def setup(app):
    IndexBuilder.load, IndexBuilder.prune = load, prune
    app.connect("env-get-updated", updated, priority=900)  # when all has its number
    app.connect("env-get-outdated", removed)
    app.connect("build-finished", views)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
