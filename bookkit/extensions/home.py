"""The first page: a plane to take hold of, all chapters with a picture each, and the map of what needs what.

Its words stand in ``index.md``, its form in ``book/_templates/home.html``.  All that can be counted or named comes
from the pages: numbers and order from the toctrees, a chapter's line from its title, its needs from its card.  A page
of a part gets the picture of the part above its title and the list of its chapters at its end.
"""

import hashlib
import json
from pathlib import Path

from docutils import nodes

from bookkit import order
from bookkit.drawing import lines
from bookkit.drawing.conceptmap import conceptmap
from bookkit.drawing.openers import opener
from bookkit.drawing.thumbnails import thumbnail
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


def chapters(env):
    """What there is to say of each chapter, by its name.

    A title such as "LU: solve many systems for the price of one" is the field's term and what is done with it.
    """
    book, found = Path(env.srcdir), {}
    asked, names = needs(book), order.names(book)
    for number, stem in enumerate(asked, 1):
        line = env.titles[stem].astext().rpartition(": ")[2]
        found[stem] = {"stem": stem, "number": number, "term": names[stem], "line": line[:1].upper() + line[1:]}
        found[stem] |= {"needs": asked[stem], "minutes": env.metadata[stem].get("minutes")}
    return found


def parts(env, known):
    """The parts that have chapters, in order."""
    for part in order.parts(Path(env.srcdir)):
        own = [known[stem] for stem in part.stems if stem in known]
        if own and part.stem in env.found_docs:
            name, lead = env.titles[part.stem].astext(), first_words(env.get_doctree(part.stem))
            yield {"stem": part.stem, "number": part.roman, "name": name, "lead": lead, "chapters": own}


def appendices(env):
    """The pages that are no chapters, each with its short name."""
    rest = (part for part in order.parts(Path(env.srcdir)) if not part.number)
    return [(stem, name) for part in rest for stem, name in part.names.items()]


def first_words(doctree):
    """The first sentence of a page, which has a source line to itself."""
    return next((node.astext().split("\n")[0] for node in doctree.findall(nodes.paragraph)), "")


def sources(env):
    """The first page and those of the parts."""
    names = dict.fromkeys(["index", *(part.stem for part in order.parts(Path(env.srcdir)))])
    return [name for name in names if name in env.found_docs]


def updated(app, env):
    """The first page and those of the parts are written again when what they say of chapters has changed."""
    known = chapters(env)
    told = json.dumps([known, list(parts(env, known)), appendices(env), [thumbnail(stem) for stem in known]])
    was, env.book_home = env.__dict__.get("book_home"), hashlib.sha256(told.encode()).hexdigest()
    return [] if was == env.book_home else sources(env)


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
    here = list(parts(env, known))
    context |= {"thumbnail": thumbnail, "opener": opener, "chapter_of": known.get, "home_parts": here}
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


def setup(app):
    app.connect("env-updated", updated)
    app.connect("html-page-context", page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
