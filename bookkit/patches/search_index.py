"""Let the search index of a site that is built bit by bit keep the entries of the book's index, but not what is gone.

Sphinx loses the one (https://github.com/sphinx-doc/sphinx/issues/12599) and keeps words of pages that are no more.
"""

import io

from sphinx.search import IndexBuilder, js_index

PLACE = "sphinx.search:IndexBuilder.load sphinx.search:IndexBuilder.prune"


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
    return {"parallel_read_safe": True, "parallel_write_safe": True}
