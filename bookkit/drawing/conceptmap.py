"""The map of what needs what: chapters in columns, from left to right, and a line for each need that no other implies.

A chapter stands in the column after the last that it needs.  Where a line passes a column on its way it has a place of
its own there.  The order within columns has few crossings, found by sweeps to the mean place of the neighbors; heights
keep the lines as straight as that order lets them, which is a linear program.
"""

import html
import itertools
import textwrap
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from bookkit.drawing import number
from bookkit.needs import before, depths, needs, reduced

COLUMN, ROW, LINE = 97, 34, 15  # distances of the drawing: columns, half a row of chapters, lines of a label
WIDTH = 12  # characters in a line of a label
LABEL, RADIUS, HIT, MARGIN = 24, 6, 12, 50  # a label below its disk, a disk, the ground above it, the sides
SWEEPS = 30
PASSING, MIXED = 8, 2  # how much straighter than others a line is where it passes columns, and at its ends


@dataclass(frozen=True)
class Layout:
    """Where each chapter stands, and the points that each line, from a need to who needs it, goes through."""

    places: dict
    lines: dict
    width: float
    height: float


def layout(found):
    """Lay out the needs of chapters."""
    column = depths(found)
    routes = {(need, stem): route(need, stem, column) for stem, few in reduced(found).items() for need in few}
    levels = [[] for _ in range(max(column.values(), default=-1) + 1)]
    for item in [*found, *(item for way in routes.values() for item in way[1:-1])]:
        levels[level(item, column)].append(item)
    steps = [step for way in routes.values() for step in itertools.pairwise(way)]
    levels = ordered(levels, steps)
    y = heights(levels, steps)
    at = {item: (MARGIN + k * COLUMN, 20 + ROW * y[item]) for k, items in enumerate(levels) for item in items}
    lines = {ends: [at[item] for item in way] for ends, way in routes.items()}
    bottom = max((place[1] for place in at.values()), default=0)
    return Layout({stem: at[stem] for stem in found}, lines, 2 * MARGIN + (len(levels) - 1) * COLUMN, bottom + 2 * ROW)


def route(need, stem, column):
    """A need, a place in each column between, and who needs it."""
    return [need, *((need, stem, k) for k in range(column[need] + 1, column[stem])), stem]


def level(item, column):
    return item[2] if isinstance(item, tuple) else column[item]


def neighbors(steps):
    """What each place is joined with, to the left and to the right."""
    left, right = {}, {}
    for a, b in steps:
        right.setdefault(a, []).append(b)
        left.setdefault(b, []).append(a)
    return left, right


def crossings(levels, steps):
    """How often lines cross between columns."""
    rank = {item: k for items in levels for k, item in enumerate(items)}
    column = {item: n for n, items in enumerate(levels) for item in items}
    return sum(
        (rank[a] - rank[c]) * (rank[b] - rank[d]) < 0
        for (a, b), (c, d) in itertools.combinations(steps, 2)
        if column[a] == column[c]
    )


def ordered(levels, steps):
    """The columns in the best order that the sweeps to and fro meet."""
    best, now, sides = levels, [list(items) for items in levels], neighbors(steps)
    for sweep in range(SWEEPS):
        joined, indices = sides[sweep % 2], range(len(now))
        for k in indices if sweep % 2 == 0 else reversed(indices):
            rank = {item: n / len(items) for items in now for n, item in enumerate(items)}
            mean = {a: np.mean([rank[b] for b in joined.get(a, [a])]) for a in now[k]}
            now[k] = sorted(now[k], key=mean.get)
        if crossings(now, steps) < crossings(best, steps):
            best = [list(items) for items in now]
    return best


def heights(levels, steps):
    """Half rows for all places: in their order, a chapter above its label, and lines as straight as can be."""
    items = [item for column in levels for item in column]
    index, n, m = {item: k for k, item in enumerate(items)}, len(items), len(steps)
    rows, limits = [], []  # of the program in the heights, and for each step in how far it rises or falls

    def limit(entries, most):
        row = np.zeros(n + m)
        for k, value in entries:
            row[k] += value
        rows.append(row)
        limits.append(most)

    for column in levels:
        for a, b in itertools.pairwise(column):
            limit([(index[a], 1), (index[b], -1)], -1 if isinstance(a, tuple) else -2)
    for k, (a, b) in enumerate(steps):
        for sign in (1, -1):
            limit([(index[a], sign), (index[b], -sign), (n + k, -1)], 0)
    weight = [(1, MIXED, PASSING)[isinstance(a, tuple) + isinstance(b, tuple)] for a, b in steps]
    cost = np.concatenate([np.full(n, 1e-3), weight])  # a little for height, so that nothing floats
    solved = linprog(cost, A_ub=np.array(rows), b_ub=limits, method="highs") if rows else None
    return {item: float(solved.x[k]) if rows else 0.0 for k, item in enumerate(items)}


def curve(points):
    """A smooth line from left to right through points, level at each."""
    drawn = "M" + " ".join(map(number, points[0]))
    for (x, y), (p, q) in itertools.pairwise(points):
        middle = number((x + p) / 2)
        drawn += f"C{middle} {number(y)} {middle} {number(q)} {number(p)} {number(q)}"
    return drawn


def label(term, x, y):
    """A term under its place, in as many lines as it takes; and how high they are."""
    lines = textwrap.wrap(term, WIDTH, break_on_hyphens=False, break_long_words=False)
    heights = (number(y + LABEL + k * LINE) for k in range(len(lines)))
    drawn = (f'<text x="{number(x)}" y="{q}">{html.escape(t)}</text>' for q, t in zip(heights, lines, strict=True))
    return " ".join(drawn), LABEL + LINE * len(lines)


def node(stem, term, link, place, marks):
    """A chapter: a link of a disk, its term, and ground to point at."""
    (x, y), (hot, goal) = place, marks
    text, height = label(term, x, y)
    left, top = number(x - COLUMN / 2 + 1), number(y - HIT)
    ground = f'<rect class="home-hit" x="{left}" y="{top}" width="{COLUMN - 2}" height="{number(height)}"/>'
    disk = f'<circle cx="{number(x)}" cy="{number(y)}" r="{RADIUS + 3 * goal}"/>'
    marked = ' class="home-hot"' if hot else ""
    named = f'href="{html.escape(link)}" aria-label="{html.escape(term)}" data-stem="{stem}"'
    return f"<a {named}{marked}>{ground}{disk}{text}</a>"


def edge(ends, points, hot):
    """A line from a need to who needs it."""
    kind = "home-hot" if hot else "home-edge"
    return f'<path class="{kind}" data-from="{ends[0]}" data-to="{ends[1]}" d="{curve(points)}"/>'


def conceptmap(terms, links, goal, found=None):
    """The map as SVG, the way to a goal marked.

    Parameters
    ----------
    terms, links : dict
        The short title and the address of each chapter.
    goal : str
        The chapter to which the way is marked.
    found : dict, optional
        The chapters and their needs; those of the book, if not given.
    """
    found = needs() if found is None else found
    laid, way = layout(found), {goal, *before(found, goal)} if goal in found else set()
    edges = sorted((ends[1] in way, ends) for ends in laid.lines)  # those that are marked come last, so on top
    drawn = "".join(edge(ends, laid.lines[ends], hot) for hot, ends in edges)
    for stem, place in laid.places.items():
        drawn += node(stem, terms[stem], links[stem], place, (stem in way, stem == goal))
    size = f"0 0 {number(laid.width)} {number(laid.height)}"
    words = "Map: which chapter needs which"
    return f'<svg class="home-map" viewBox="{size}" role="group" aria-label="{words}">{drawn}</svg>'
