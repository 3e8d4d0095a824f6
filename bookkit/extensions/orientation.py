"""Tell readers where they are: the part, the chapter's number and how long it takes, what it needs, what comes next.

Links to a chapter say its short name, the term that it teaches, as the toctree of its part gives it.
"""

import re
from pathlib import Path

from docutils import nodes

from bookkit import order

WORDS, CODE, FORMULAS = 130, 6, 15  # that a reader takes in a minute; formulas in sentences
HEADING = re.compile("<h1>.*?</h1>", re.DOTALL)
NUMBER = re.compile(r'<span class="section-number">([0-9]+) *</span>')


def minutes(doctree):
    """About how long a page takes, in steps of five minutes; a displayed formula or a figure takes one."""
    return max(5, 5 * round(_minutes(doctree) / 5))


def _minutes(node):
    if isinstance(node, nodes.Text):
        return len(node.split()) / WORDS
    if isinstance(node, nodes.literal_block):
        return len(node.astext().splitlines()) / CODE
    if isinstance(node, nodes.math_block):
        return 1
    if isinstance(node, nodes.math):
        return 1 / FORMULAS
    if "cell_output" in node.get("classes", ()):
        return sum(1 for _ in node.findall(nodes.figure))  # to be looked at; what else a cell prints is seen at once
    return isinstance(node, nodes.figure) + sum(map(_minutes, node.children))


def read(app, doctree):
    app.env.metadata[app.env.docname]["minutes"] = minutes(doctree)


def named(app, env):
    """Let links to pages say their short names."""
    labels = env.domaindata["std"]["labels"]
    for stem, name in order.names(Path(env.srcdir)).items():
        if found := labels.get(f"ch-{stem}"):
            labels[f"ch-{stem}"] = (*found[:2], name)
    return []


def toc(app):
    """The parts of the book as the pages show them: title, address, and the pages with number and short name."""
    env, n = app.env, 0
    for part in order.parts(Path(env.srcdir)):
        pages = []
        for stem, name in part.names.items():
            n += bool(part.number)
            pages.append({"stem": stem, "name": name, "number": n if part.number else None})
        yield {"stem": part.stem, "roman": part.roman, "pages": pages, "title": title(env, part.stem)}


def title(env, stem):
    return env.titles[stem].astext() if stem in env.titles else stem


def page(app, pagename, templatename, context, doctree):
    if not hasattr(app, "book_toc"):
        app.book_toc = list(toc(app))
    context["book_toc"] = app.book_toc
    context["chapters"] = [page for part in app.book_toc if part["roman"] for page in part["pages"]]
    context["short"] = {page["stem"]: page for part in app.book_toc for page in part["pages"]}
    context["own_part"] = next((p for p in app.book_toc if pagename in [page["stem"] for page in p["pages"]]), None)
    context["minutes"] = app.env.metadata.get(pagename, {}).get("minutes")
    around = app.builder.relations.get(pagename) if hasattr(app.builder, "relations") else None
    for key, stem in zip(("prev_title", "next_title"), around[1:] if around else (), strict=False):
        if stem in context["short"]:
            context[key] = shown(**context["short"][stem])
    if own := context["short"].get(pagename):
        context |= {"own": own, "plain_title": title(app.env, pagename)}
        context["body"] = HEADING.sub(lambda match: top(app, context, match[0]), context["body"], count=1)


def shown(stem, name, number):
    """A page as a link names it: its number, if it has one, and its short name."""
    return f'<span class="number">{number}</span> {name}' if number else name


def top(app, context, heading):
    """The top of a page: its title with its place in the book above and below."""
    heading = NUMBER.sub(r'<span class="visually-hidden">Chapter \1. </span>', heading)
    return app.builder.templates.render("page-top.html", {**context, "heading": heading})


def setup(app):
    app.connect("doctree-read", read)
    app.connect("env-get-updated", named, priority=400)  # before it is asked whether pages show something else now
    app.connect("html-page-context", page, priority=400)  # before the theme drops templates that say nothing
    return {"parallel_read_safe": True, "parallel_write_safe": True}
