"""One drawing language for the small pictures of the book: blue and orange go in, green comes out.

Each function gives a piece of SVG, y down.  Its class says how it is painted, in home.css:
``k b o g`` are strokes (gray, blue, orange, green), ``g3`` a heavy green one, ``d`` a dashed gray one; ``K B O G`` are
fills, ``Bw Ow Gw`` the same washed out; ``n`` is an entry that waits, ``q`` one that is not there.
"""

import math

STROKES, FILLS = ("k", "b", "o", "g", "g3", "d"), ("K", "B", "O", "G", "Bw", "Ow", "Gw", "n", "q")
PREFIX = "mk-"  # Bootstrap has classes of its own, of one letter too
HEAD, HALF = 5, 2.4  # an arrowhead's length and half of its width


def number(value):
    """A coordinate as SVG has it, to a tenth."""
    return f"{round(value, 1):g}"


def path(ink, commands):
    """A path of the commands M, L, H, V, C and Z."""
    return f'<path class="{PREFIX}{ink}" d="{commands}"/>'


def track(points):
    """The commands of straight lines from point to point."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def line(ink, *points):
    """Straight lines from point to point."""
    return path(ink, track(points))


def lines(ink, *pairs):
    """Lines that do not hang together, each from one point to another."""
    return path(ink, "".join(map(track, pairs)))


def polygon(ink, *points):
    """A closed figure."""
    return path(ink, track(points) + "Z")


def rectangle(x, y, width, height):
    """The commands of an upright rectangle."""
    return f"M{number(x)} {number(y)}h{number(width)}v{number(height)}h{number(-width)}z"  # alike ones pack well


def box(ink, x, y, width, height=None):
    """An upright rectangle, or a square."""
    return path(ink, rectangle(x, y, width, height or width))


def cells(rows, x, y, size=7, gap=1):
    """The entries of a matrix: a word for each row, a letter for each entry.

    ``n q B O G`` are the fills of these names, ``b o g`` those that are washed out; a point leaves the place empty.
    """
    step, found = size + gap, {}
    for i, row in enumerate(rows.split()):
        for j, letter in enumerate(row):
            ink = {"b": "Bw", "o": "Ow", "g": "Gw"}.get(letter, letter)
            found.setdefault(ink, []).append(rectangle(x + j * step, y + i * step, size, size))
    return "".join(path(ink, "".join(places)) for ink, places in found.items() if ink != ".")


def head(ink, start, end, length=HEAD, half=HALF):
    """The head of an arrow; and where its shaft ends."""
    (x, y), (u, v) = end, direction(start, end)
    base = x - length * u, y - length * v
    sides = [(base[0] - s * half * v, base[1] + s * half * u) for s in (1, -1)]
    return polygon(ink, end, *sides), base


def direction(start, end):
    """The unit vector from one point to another."""
    size = math.dist(start, end)
    return (end[0] - start[0]) / size, (end[1] - start[1]) / size


def arrow(ink, start, end):
    """An arrow in one of the strokes ``k b o g``."""
    tip, base = head(ink.upper(), start, end)
    return line(ink, start, base) + tip


def dots(ink, radius, *centers):
    """Disks."""
    return "".join(
        f'<circle class="{PREFIX}{ink}" cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>' for x, y in centers
    )


def ellipse(ink, center, radii, turn=0):
    """An ellipse, turned by some degrees, clockwise."""
    (x, y), (p, q) = (map(number, pair) for pair in (center, radii))
    turned = f' transform="rotate({turn} {x} {y})"' if turn else ""
    return f'<ellipse class="{PREFIX}{ink}" cx="{x}" cy="{y}" rx="{p}" ry="{q}"{turned}/>'
