"""Draw the picture that a shared link to the book shows.

The unit square and what a matrix makes of it, 1200 by 630 pixels, as the sites that show such cards ask for.
"""

import matplotlib

matplotlib.rcdefaults()  # whatever settings lie around
matplotlib.use("agg")

import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402
from matplotlib.colors import to_rgba  # noqa: E402

from bookkit.drawing.openers import MIX  # noqa: E402

PAPER, INK, RULE, NODE = "#fdfcfa", "#23272c", "#e9e6de", "#7d838b"
BLUE, ORANGE, GREEN, WARP = "#1c5a9c", "#a8540a", "#2a6e3f", "#a9cbb2"  # as in book.css
MATRIX = np.array(MIX)
SQUARE = np.array([[0, 1, 1, 0, 0], [0, 0, 1, 1, 0]])


def draw(path):
    figure = plt.figure(figsize=(12, 6.3), dpi=100, facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.axis("off")
    for step in np.arange(-9, 10):  # the grid of the plane, before and after
        for line in ([[step, step], [-9, 9]], [[-9, 9], [step, step]]):
            axes.plot(*np.array(line), color=NODE if step == 0 else RULE, lw=1.2)
            axes.plot(*(MATRIX @ line), color=WARP, lw=1)
    fade = np.broadcast_to(to_rgba(PAPER), (1, 99, 4)).copy()  # of paper, under the title, until the first axis
    fade[..., 3] = np.linspace(2, 0, 99).clip(max=1)
    axes.imshow(fade, extent=(-4, 0, -1, 3), zorder=3)
    axes.set(xlim=(-3.9, 2.8), ylim=(-0.6, -0.6 + 6.7 * 6.3 / 12), aspect="equal")
    axes.plot(*SQUARE, color=NODE, ls="--", lw=2, zorder=4)
    axes.fill(*(MATRIX @ SQUARE), facecolor=GREEN + "3d", edgecolor=GREEN, lw=2, zorder=4)
    for tip, color in zip(MATRIX.T, (BLUE, ORANGE), strict=True):
        arrow = {"arrowstyle": "-|>,head_width=.5,head_length=.9", "color": color, "lw": 5, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", tip, (0, 0), arrowprops=arrow, zorder=5)
    title, promise = "Matrices for\nMachine Learning", "From a grade sheet to the\nattention of a language model."
    figure.text(0.06, 0.62, title, color=INK, size=42, family="serif", va="center", linespacing=1.2)
    figure.text(0.06, 0.34, promise, color=INK, size=21, family="serif", va="center", linespacing=1.5)
    figure.savefig(path, metadata={"Software": None})  # the same bytes each time
    plt.close(figure)
