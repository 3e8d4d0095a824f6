"""A picture for each chapter, 48 by 48: what goes in and what comes out, and nothing else."""

import math

from bookkit.drawing import arrow, box, cells, dots, ellipse, line, lines, path, polygon

SIZE = 48


def clock(hours=26, radius=18, tick=3.5):
    """A clock with as many hours as the alphabet has letters, and two hands."""

    def at(hour, distance):
        angle = 2 * math.pi * hour / hours
        return SIZE / 2 + distance * math.sin(angle), SIZE / 2 - distance * math.cos(angle)

    hands = [arrow("b", at(0, 0), at(7, 12)), arrow("o", at(0, 0), at(19, 12))]
    marks = lines("k", *((at(hour, radius), at(hour, radius - tick)) for hour in range(hours)))
    return dots("k", radius, at(0, 0)) + marks + "".join(hands)


def network(*layers):
    """Disks in columns, each joined with all of the next column; a layer is its ink, its column and its heights."""
    places = [[(x, y) for y in heights] for _, x, heights in layers]
    joined = [(p, q) for here, there in zip(places, places[1:], strict=False) for p in here for q in there]
    disks = (dots(ink, 3, *here) for (ink, _, _), here in zip(layers, places, strict=True))
    return lines("k", *joined) + "".join(disks)


def stacked(ink, step, count, x, y, width, height):
    """Boxes under each other."""
    return "".join(box(ink, x, y + step * k, width, height) for k in range(count))


THUMBNAILS = {
    "grades": cells("nnn BBB nnn nnn", 3, 8) + cells("O O O", 30, 8) + cells("n G n n", 40, 8),
    "arithmetic": cells("nnn BBB nnn", 2, 26, 6) + cells("nOn nOn nOn", 25, 3, 6) + cells("nnn nGn nnn", 25, 26, 6),
    "order": arrow("b", (6, 40), (26, 36)) + arrow("o", (26, 36), (42, 12))
    + arrow("o", (6, 40), (10, 18)) + arrow("b", (10, 18), (30, 8)),
    "undoing": polygon("b", (20, 42), (36, 37), (46, 12), (30, 17)) + box("G", 3, 10, 14)
    + arrow("k", (28, 30), (20, 21)),
    "solving": line("b", (4, 36), (44, 16)) + line("o", (10, 6), (34, 44)) + dots("G", 3.2, (23.4, 26.5)),
    "area": polygon("Gw", (8, 40), (34, 34), (42, 10), (16, 16)) + arrow("b", (8, 40), (34, 34))
    + arrow("o", (8, 40), (16, 16)),
    "transformations": box("k", 10, 20, 18) + polygon("Gw", (10, 38), (28, 38), (40, 14), (22, 14))
    + arrow("b", (10, 38), (28, 38)) + arrow("o", (10, 38), (22, 14)),
    "functions": ellipse("k", (24, 24), (9, 9)) + ellipse("g", (24, 24), (20, 10), -30)
    + arrow("b", (24, 24), (41, 14)) + arrow("o", (24, 24), (19, 15)),
    "filters": cells("nnnnn nooon noGon nooon nnnnn", 4, 4),
    "scores": box("B", 6, 8, 34, 7) + box("B", 6, 20, 22, 7) + box("G", 6, 32, 28, 7) + line("k", (6, 4), (6, 44)),
    "prediction": line("g", (4, 40), (44, 10)) + dots("B", 2.4, (9, 32), (16, 36), (22, 22), (30, 26), (37, 11))
    + lines("o", *(((x, y), (x, 43 - 0.75 * x)) for x, y in ((9, 32), (16, 36), (22, 22), (30, 26)))),
    "layers": network(("B", 8, (12, 24, 36)), ("O", 24, (6, 18, 30, 42)), ("G", 40, (18, 30))),
    "revenue": cells("nnnn " * 4, 4, 4) + cells("B B B B", 38, 4) + cells("OOOO", 4, 38) + cells("G", 38, 38),
    "money": cells("Gnnnn nGnnn nnGnn nnnGn nnnnG", 4, 4),
    "modular": clock(),
    "cipher": cells("B B", 4, 10, 8) + cells("OO OO", 16, 10, 8) + cells("G G", 37, 10, 8)
    + line("k", (6, 36), (42, 36)) + line("k", (6, 42), (32, 42)),
    "codebreaking": cells("Bqqq qqBq qOqq qqqO", 8, 8),
    "attention": path("g3", "M36 38C36 8 12 8 12 38") + path("k", "M36 38C36 26 28 26 28 38")
    + path("k", "M36 38C36 16 20 16 20 38") + dots("K", 2, (4, 40), (20, 40), (28, 40), (44, 40))
    + dots("B", 3, (36, 40)) + dots("O", 3, (12, 40)),
    "transformer": box("B", 12, 30, 24, 9) + box("O", 12, 12, 24, 9)
    + lines("k", ((24, 46), (24, 39)), ((24, 30), (24, 21)), ((24, 12), (24, 3)))
    + line("k", (24, 43), (42, 43), (42, 26), (24, 26)) + line("k", (24, 26), (6, 26), (6, 7), (24, 7))
    + dots("G", 2.6, (24, 26), (24, 7)),
    "counting": box("B", 6, 36, 6) + box("B", 14, 32, 6, 10) + box("O", 22, 26, 6, 16) + box("O", 30, 18, 6, 24)
    + box("G", 38, 6, 6, 36),
    "interviews": polygon("b", (6, 8), (34, 8), (34, 24), (18, 24), (12, 30), (12, 24), (6, 24))
    + polygon("g", (20, 30), (42, 30), (42, 40), (38, 40), (38, 45), (32, 40), (20, 40)),
    "shapes": box("B", 4, 16, 12, 24) + box("O", 20, 16, 22, 12) + box("Gw", 20, 32, 22, 8)
    + line("k", (4, 44), (16, 44)) + line("k", (46, 16), (46, 28)),
    "structure": cells("GOnnn BGOnn nBGOn nnBGO nnnBG", 4, 4),
    "layout": cells("BBB OOO nnn", 4, 2) + cells("BBBOOOnnn", 2, 36, 3.8) + line("g", (2, 44), (45, 44)),
    "matmul": cells("BBB nnn nnn", 2, 24, 6) + cells("nnO nnO nnO", 24, 2, 6) + cells("nnG nnn nnn", 24, 24, 6),
    "algebra": lines("k", ((24, 8), (12, 24)), ((24, 8), (36, 24)), ((12, 24), (5, 40)), ((12, 24), (19, 40)))
    + dots("G", 3.4, (24, 8)) + dots("K", 2.4, (12, 24), (36, 24)) + dots("B", 3.4, (5, 40)) + dots("O", 3.4, (19, 40)),
    "cost": box("k", 8, 18, 22) + line("k", (8, 18), (18, 8), (40, 8), (40, 30), (30, 40))
    + line("k", (30, 18), (40, 8)) + box("B", 8, 34, 6) + box("O", 14, 34, 6) + box("G", 8, 28, 6),
    "strassen": cells("BBBB OOOq", 6, 6, 8.5) + cells("GG GG", 15, 30, 6.5),
    "gemm": line("b", (4, 42), (14, 42), (14, 32), (24, 32), (24, 20), (34, 20), (34, 8), (44, 8))
    + dots("G", 3, (44, 8)),
    "roofline": line("k", (4, 42), (24, 14), (46, 14)) + dots("B", 3, (12, 31)) + dots("G", 3, (38, 14))
    + line("d", (24, 14), (24, 44)),
    "tiling": cells("nnoon bbGGb bbGGb nnoon nnoon", 4, 4),
    "batching": cells("BBB", 4, 4, 5) + cells("BBB " * 5, 4, 14, 5) + cells("OOO " * 3, 26, 14, 5)
    + line("g", (24, 34), (46, 34)),
    "precision": line("k", (4, 28), (44, 28))
    + lines("b", *(((x, 20), (x, 28)) for x in (4, 6, 8, 10, 12, 15, 18, 21, 24, 30, 36, 44)))
    + dots("O", 2.6, (15.6, 36)) + dots("G", 2.6, (15, 16)),
    "flash": cells("qqqqq qqqqq GGOqq qqqqq qqqqq", 4, 5),
}  # fmt: skip
EMPTY = box("d", 6, 6, 36)  # of a chapter that has no picture yet


def thumbnail(stem):
    """The picture of a chapter as SVG; the link that holds it has the words."""
    drawn = THUMBNAILS.get(stem, EMPTY)
    return f'<svg class="mk mk-thumb" viewBox="0 0 {SIZE} {SIZE}" aria-hidden="true">{drawn}</svg>'
