"""What the search page knows beyond Sphinx's index: the book's order, short names, and the errors of the library.

``book/_static/search.js`` ranks with it.  It stands in the search page itself, which no reader of a chapter loads.
"""

import ast
import json
from pathlib import Path

from bookkit import order
from bookkit.extensions.lists import lists
from bookkit.gates.modules import library

CHAPTER, PAGE, LIST = 3, 2, 1  # what is found first: where a thing is taught, where it stands, where all is listed
LISTING = {"concordance", "status"}  # besides the pages that hold a list of the extension ``lists``


def pages(env):
    """What is known of each page: its title, other names, the part it stands in, its number and its rank."""
    book, parts = Path(env.srcdir), order.parts(Path(env.srcdir))
    chapters, short = set(order.chapters(book)), order.names(book)
    part = {stem: env.titles[part.stem].astext() for part in parts for stem in part.stems if part.stem in env.titles}
    listing = LISTING | lists(env).keys()
    found = {}
    for name in [*(stem for stem in short if stem in env.titles), *sorted(env.titles)]:
        title = env.titles[name].astext()
        rank = CHAPTER if name in chapters else LIST if name in listing else PAGE
        number = env.toc_secnumbers.get(name, {}).get("", ())
        found.setdefault(name, {
            "title": title, "names": [short.get(name, name), title.partition(":")[0], name], "part": part.get(name, ""),
            "number": ".".join(map(str, number)) if rank == CHAPTER else "", "rank": rank,
        })  # fmt: skip
    return found


def template(node):
    """The words of a message as the code writes it, with an ellipsis for what is filled in; None for no string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
    return None


def raised(module):
    """The messages of the errors that a module raises, each with the function or class that does it."""
    for place in module.tree.body:
        for node in ast.walk(place):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
                if text := template(node.exc.args[0]):
                    yield " ".join(text.split()), getattr(place, "name", "")


def messages(env):
    """The messages of the library's errors, each once: text, page, and the address of what raises it.

    A check that all chapters share leads to the list of the library.
    """
    objects, found = env.domaindata["py"]["objects"], {}
    for _, module in sorted(library(Path(env.srcdir).parent).items()):
        if module.topic == "plotting":
            continue
        topic = f"linalg_book.{module.topic}"
        for text, place in raised(module):
            entry = next((e for e in (f"{topic}.{place}", topic) if e in objects), "")
            page = module.topic if module.topic in env.found_docs else "api"
            address = f"{objects[entry].docname}.html#{objects[entry].node_id}" if entry else f"{page}.html"
            found.setdefault(text, [page, address])
    return [[text, *place] for text, place in found.items()]


def page(app, pagename, templatename, context, doctree):
    if pagename == "search":
        known = {"pages": pages(app.env), "errors": messages(app.env)}
        context["search_data"] = json.dumps(known, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def setup(app):
    app.connect("html-page-context", page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
