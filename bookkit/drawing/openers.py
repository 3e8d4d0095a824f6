"""The picture of each part, on graph paper: the unit square, and what becomes of it."""

from bookkit.drawing import PREFIX, head, line, lines, path, polygon, rectangle

UNIT, REACH, RISE = 80, 1200, 320  # of the drawing: an edge of the unit square, how far the paper goes
VIEW = "-240 -190 480 240"
MIX = ((1.6, 0.8), (0.5, 1.5))
SHEAR, GROW, TURN = ((1, 0.5), (0, 1)), ((1.25, 0), (0, 1.25)), ((0.8, -0.6), (0.6, 0.8))


def paper():
    """Graph paper with its two axes."""
    rules = [((x, -RISE), (x, RISE)) for x in range(-REACH, REACH + 1, UNIT // 2)]
    rules += [((-REACH, y), (REACH, y)) for y in range(-RISE, RISE + 1, UNIT // 2)]
    return lines("paper", *rules) + lines("axes", ((-REACH, 0), (REACH, 0)), ((0, -RISE), (0, RISE)))


def columns(matrix):
    """Where the two columns of a matrix end in the drawing, whose y goes down."""
    return [(UNIT * x, -UNIT * y) for x, y in zip(*matrix, strict=True)]


def image(matrix, ink="area"):
    """What a matrix makes of the unit square."""
    (a, c), (b, d) = columns(matrix)
    return polygon(ink, (0, 0), (a, c), (a + b, c + d), (b, d))


def arrows(matrix):
    """The columns of a matrix, the first blue and the second orange."""
    drawn = ""
    for ink, fill, tip in zip(("col1", "col2"), "BO", columns(matrix), strict=True):
        point, base = head(fill, (0, 0), tip, 14, 5.5)
        drawn += line(ink, (0, 0), base) + point
    return drawn


def product(a, b):
    """The product of two matrices of order 2."""
    return tuple(tuple(row[0] * x + row[1] * y for x, y in zip(*b, strict=True)) for row in a)


def mapped():
    """One map."""
    return image(MIX) + arrows(MIX)


def composed():
    """Three maps, one after another; what stands between is pale."""
    first = SHEAR
    second = product(GROW, first)
    third = product(TURN, second)
    return image(first, "pale") + image(second, "paler") + image(third) + arrows(third)


def tiled(step=20, gap=2, across=8, up=6, held=(2, 3)):
    """An image in tiles, of which a few are held close."""
    places = [(i, j) for i in range(across) for j in range(up)]
    cut = {True: "", False: ""}
    for i, j in places:
        cut[i in held and j in held] += rectangle(i * step, -(j + 1) * step, step - gap, step - gap)
    matrix = ((across * step / UNIT, 0), (0, up * step / UNIT))
    return image(matrix) + path("tile", cut[False]) + path("G", cut[True]) + arrows(matrix)


OPENERS = {"atwork": mapped, "operations": composed, "machine": tiled}  # by the page of the part


def opener(stem):
    """The picture of a part as SVG, or nothing but paper."""
    unit = image(((1, 0), (0, 1)), "unit")
    drawn = OPENERS.get(stem, str)()
    return f'<svg class="mk {PREFIX}opener" viewBox="{VIEW}" aria-hidden="true">{paper()}{unit}{drawn}</svg>'
