"""Draw the picture that a shared link to the book shows.

The unit square and what a matrix makes of it, 1200 by 630 pixels, as the sites that show such cards ask for.
"""

import matplotlib

matplotlib.rcdefaults()  # whatever settings lie around
matplotlib.use("agg")

import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402

PAPER, INK, BLUE, ORANGE = "#fdfcfa", "#23272c", "#2f7fc1", "#c96a12"
MATRIX = np.array([[2, 1], [0.5, 1.5]])
SQUARE = np.array([[0, 1, 1, 0, 0], [0, 0, 1, 1, 0]])


def draw(path):
    figure = plt.figure(figsize=(12, 6.3), dpi=100, facecolor=PAPER)
    title, promise = "Matrices for\nMachine Learning", "An executable textbook: every number\nis computed or cited."
    figure.text(0.06, 0.60, title, color=INK, size=44, weight="bold", va="center", linespacing=1.25)
    figure.text(0.06, 0.33, promise, color=INK, size=21, va="center", linespacing=1.5)
    axes = figure.add_axes((0.60, 0.08, 0.38, 0.84), aspect="equal", xlim=(-0.4, 3.3), ylim=(-0.6, 2.9))
    axes.axis("off")
    steps = np.arange(-6, 7)
    for step in steps:  # the grid of the plane, before and after
        for line in ([[step, step], [-9, 9]], [[-9, 9], [step, step]]):
            axes.plot(*np.array(line), color=BLUE, alpha=0.25, lw=1)
            axes.plot(*(MATRIX @ line), color=ORANGE, alpha=0.25, lw=1)
    axes.fill(*(MATRIX @ SQUARE), color=ORANGE, alpha=0.25)
    axes.fill(*SQUARE, color=BLUE, alpha=0.3)
    for columns, color in ((np.eye(2), BLUE), (MATRIX, ORANGE)):
        arrow = {"arrowstyle": "-|>,head_width=.5,head_length=.9", "color": color, "lw": 3.5}
        for tip in columns.T:
            axes.annotate("", tip, (0, 0), arrowprops=arrow)
    figure.savefig(path, metadata={"Software": None})  # the same bytes each time
    plt.close(figure)
