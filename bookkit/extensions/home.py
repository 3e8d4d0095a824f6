"""The first page: a plane to take hold of, all chapters with a picture each, and the map of what needs what.

Its words stand in ``index.md``, its form in ``book/_templates/home.html``.  All that can be counted or named comes
from the pages: numbers and order from the toctrees, a chapter's line from its title, its needs from its card.  A page
of a part gets the picture of the part above its title and the list of its chapters at its end.
"""

import hashlib
import json
from pathlib import Path

from docutils import nodes
from sphinx import addnodes

from bookkit import order
from bookkit.drawing import lines
from bookkit.drawing.conceptmap import conceptmap
from bookkit.drawing.openers import opener
from bookkit.drawing.thumbnails import thumbnail
from bookkit.minutes import minutes
from bookkit.needs import before, needs

GOAL = "attention"  # the chapter to which the map marks the way
CHOICES = {  # matrices to choose, row by row, each with a remark on what it does to areas
    "Mix": ((1.6, 0.8, 0.5, 1.5), ""),
    "Turn": ((0.8, -0.6, 0.6, 0.8), ": nothing is lost"),
    "Shear": ((1, 1, 0, 1), ": a slanted square"),
    "Mirror": ((-1, 0, 0, 1), ", mirrored"),
    "Stretch": ((2, 0, 0, 0.5), ": wider, and as much lower"),
    "Flatten": ((1.6, -1, 0.8, -0.5), ": nobody can undo this"),
}
WORDS = "No one two three four five six seven eight nine ten eleven twelve".split()
ROMAN = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]


def shown(value):
    """A number as the page writes it, with a true minus."""
    return f"{round(value, 2):g}".replace("-", "\N{MINUS SIGN}")


def choices():
    """The matrices to choose: name, columns in words, and the custom properties that move the plane."""
    found = []
    for name, ((a, b, c, d), remark) in CHOICES.items():
        entries = dict(zip("abcd", (a, b, c, d), strict=True))
        numbers = [f"--{key}:{value}" for key, value in entries.items()]
        texts = [f'--t{key}:"{shown(value)}"' for key, value in entries.items()]
        say = f'--say:"Area times {shown(abs(a * d - b * c))}{remark}"'
        columns = f"columns ({shown(a)}, {shown(c)}) and ({shown(b)}, {shown(d)})"
        found.append({"name": name, "columns": columns, "style": ";".join([*numbers, *texts, say])})
    return found


def grid(ink, reach):
    """The whole-numbered lines of the plane."""
    steps = range(-reach, reach + 1)
    return lines(ink, *(((k, -reach), (k, reach)) for k in steps), *(((-reach, k), (reach, k)) for k in steps))


def count(n):
    """A number of chapters, in words where it is small."""
    return f"{WORDS[n].capitalize() if n < len(WORDS) else n} chapter{'' if n == 1 else 's'}"


def short_titles(env, pages):
    """The short titles that toctrees of some pages give."""
    trees = (tree for page in pages for tree in env.get_doctree(page).findall(addnodes.toctree))
    return {name: title for tree in trees for title, name in tree["entries"] if title}


def term_and_line(env, docname, short):
    """The field's term for a chapter, and what is done with it: "LU" and "Solve many systems for the price of one"."""
    title = env.titles[docname].astext()
    term, _, line = title.partition(": ")
    line = line or (title if short.get(docname, title) != title else "")
    return short.get(docname, term), line[:1].upper() + line[1:]


def chapters(env):
    """What there is to say of each chapter, by its name."""
    asked, found = needs(Path(env.srcdir)), {}
    short = short_titles(env, sources(env))
    for number, stem in enumerate(asked, 1):
        term, line = term_and_line(env, stem, short)
        found[stem] = {"stem": stem, "number": number, "term": term, "line": line, "needs": asked[stem]}
        found[stem]["minutes"] = env.metadata[stem].get("minutes")
    return found


def parts(env, known):
    """The parts that have chapters, in order."""
    found = []
    for part in order.parts(Path(env.srcdir)):
        if own := [known[stem] for stem in part.stems if stem in known]:
            own_page = part.stem in env.found_docs
            found.append(
                {"number": ROMAN[len(found) + 1], "name": part.title, "stem": part.stem, "chapters": own}
                | {"page": own_page, "lead": first_words(env.get_doctree(part.stem)) if own_page else ""}
            )
    return found


def first_words(doctree):
    """The first paragraph of a page."""
    return next((node.astext() for node in doctree.findall(nodes.paragraph)), "")


def appendices(env):
    """The pages that are no chapters, each with its short title."""
    short = short_titles(env, sources(env))
    return [(stem, term_and_line(env, stem, short)[0]) for stem in order.appendices(Path(env.srcdir))[1:]]


def sources(env):
    """The pages whose toctrees list others: the first, and one for each part."""
    names = ["index", *(part.stem for part in order.parts(Path(env.srcdir)))]
    return [name for name in names if name in env.found_docs]


def updated(app, env):
    """The first page and those of the parts are written again when what they say of chapters has changed."""
    known = chapters(env)
    told = json.dumps([known, parts(env, known), appendices(env), [thumbnail(stem) for stem in known]])
    now = hashlib.sha256(told.encode()).hexdigest()
    was, env.book_home = env.__dict__.get("book_home"), now
    return [] if was == now else sources(env)


def ways(doctree):
    """The ways in that the list of the first page gives: address, name, and what to expect."""
    for item in doctree.findall(nodes.list_item):
        for link in item.findall(nodes.reference):
            words = item.astext().removeprefix(link.astext()).strip()
            yield {"link": link["refuri"], "name": link.astext(), "words": words}


def map_of(app, known):
    """The map and what is said of it."""
    found = {stem: known[stem]["needs"] for stem in known}
    links = {stem: app.builder.get_relative_uri("index", stem) for stem in known}
    svg = conceptmap({stem: chapter["term"] for stem, chapter in known.items()}, links, GOAL, found)
    way = before(found, GOAL) if GOAL in found else []
    shown = [known[stem] for stem in [*way, GOAL] if stem in known]
    return {"svg": svg, "goal": known.get(GOAL), "count": count(len(way)), "way": shown}


def page(app, pagename, templatename, context, doctree):
    """Give the first page and those of the parts a template of their own, and what it asks for."""
    env = app.env
    if not doctree or pagename not in sources(env):
        return None
    known = chapters(env)
    here = parts(env, known)
    context |= {"thumbnail": thumbnail, "opener": opener, "chapter_of": known.get, "parts": here}
    if pagename == "index":
        context["home"] = {
            "promise": first_words(doctree),
            "ways": list(ways(doctree)),
            "total": len(known),
            "choices": choices(),
            "paper": grid("paper", 9),
            "warped": grid("warped", 14),
            "map": map_of(app, known),
            "appendices": appendices(env),
        }
        return "home.html"
    context["part"] = next((part for part in here if part["stem"] == pagename), None)
    return "part.html" if context["part"] else None


def timed(app, doctree):
    """Keep how long a page takes with what Sphinx knows of it."""
    app.env.metadata[app.env.docname]["minutes"] = minutes(doctree)


def setup(app):
    app.connect("doctree-read", timed, priority=900)  # when Sphinx has put its own there
    app.connect("env-updated", updated)
    app.connect("html-page-context", page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
