"""Pictures of the chapter on functions: a matrix as a machine with wires, and a map in stages."""

import numpy as np

from linalg_book.area import LETTER_F, UNIT_SQUARE
from linalg_book.plotting.picture import COLORS, Picture, new_axes
from linalg_book.plotting.plane import BLUE, GREEN, ORANGE, QUIET, closed, draw_arrow, set_plane

__all__ = ["plot_machine", "plot_stages"]


def plot_machine(A, x, y, inputs, outputs, *, ax=None) -> Picture:
    """Draw a matrix as a machine: a wire for each entry, from its column's input to its row's output.

    Parameters
    ----------
    A : (m, n) ndarray of float
        The matrix, written on the wires.
    x, y : (n,) and (m,) ndarray of float
        What goes in, and what comes out.
    inputs, outputs : list of str
        What the numbers mean.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    Picture
        The machine.
    """
    ax = new_axes(ax, figsize=(4.8, 2.5))
    m, n = A.shape
    left, right = -np.arange(n, dtype=float), -np.arange(m) * (n - 1) / max(m - 1, 1) * 0.8 - 0.1 * (n - 1)
    colors = [COLORS["first"], COLORS["second"], COLORS["third"], COLORS["fourth"]]
    for i, bottom in enumerate(right):
        for j, top in enumerate(left):
            style = {"color": colors[i % 4], "ls": ["-", "--"][i % 2], "lw": 1.4}
            ax.annotate("", (2.75, bottom), (0.62, top), arrowprops={"arrowstyle": "-|>", **style})
            place = [0.17, 0.62][i % 2]  # where along its wire the entry stands
            ax.text(
                0.62 + 2.13 * place, top + (bottom - top) * place + 0.06, f"{A[i, j]:g}".replace("-", "−"),
                color=colors[i % 4], ha="center", va="bottom", fontweight="bold",
            )  # fmt: skip
    ends = [(0.55, "right", *end) for end in zip(inputs, x, left, strict=True)]
    ends += [(2.85, "left", *end) for end in zip(outputs, y, right, strict=True)]
    for place, side, name, value, at in ends:
        ax.text(place, at, name, ha=side, va="bottom")
        ax.text(place, at, f"{value:g}", ha=side, va="top")
    ax.set(xlim=(-0.35, 3.8), ylim=(-n + 0.5, 0.5))
    ax.set_axis_off()
    rows = "; ".join(
        f"{name} {value:g} is " + " plus ".join(f"{a:g} times {w}" for a, w in zip(row, inputs, strict=True))
        for name, value, row in zip(outputs, y, A, strict=True)
    )
    return Picture(ax.figure, f"A machine with {n} inputs on the left and {m} outputs on the right, all wired. {rows}.")


def plot_stages(stages, directions, *, ax=None, interactive=None, maps=None) -> Picture:
    """Draw what each of several 2 x 2 matrices makes of the unit circle, the unit square with an F, and two directions.

    Parameters
    ----------
    stages : dict of str to (2, 2) ndarray of float
        The matrices, each the product of the steps so far, by what is written over the panel.
    directions : (2, 2) ndarray of float
        Two vectors that go in, as columns.
    ax : array of matplotlib.axes.Axes, optional
        As many axes as there are stages.
    interactive : str, optional
        The script of ``_static`` that brings the figure to life.
    maps : dict of str to (2, 2) array_like of float, optional
        The matrices that the script offers, by name; it begins with the first.

    Returns
    -------
    Picture
        The panels.
    """
    import matplotlib.pyplot as plt

    if ax is None:
        ax = plt.subplots(2, -(-len(stages) // 2), figsize=(4.8, 3.5), sharex=True, sharey=True)[1]
    axes = np.ravel(ax)
    angle = np.linspace(0, 2 * np.pi, 181)
    circle = np.array([np.cos(angle), np.sin(angle)])
    wide, high = 0.55 + np.max([np.abs(A @ np.hstack([circle, UNIT_SQUARE])).max(1) for A in stages.values()], axis=0)
    for panel, (name, A) in zip(axes, stages.items(), strict=True):
        set_plane(panel, -wide, wide, bottom=-high, top=high)
        for shape, alpha in ((circle, 0.12), (UNIT_SQUARE, 0.3)):
            panel.plot(*closed(shape), color=QUIET, lw=1, ls="--")
            panel.fill(*(A @ shape), facecolor=GREEN, alpha=alpha)
            panel.plot(*closed(A @ shape), color=GREEN, lw=1.4)
        panel.fill(*(A @ LETTER_F), color="black", lw=0)
        for tip, text, color in zip((A @ directions).T, "12", (BLUE, ORANGE), strict=True):
            draw_arrow(panel, tip, color)
            panel.text(*(tip + 0.33 * tip / (np.hypot(*tip) or 1)), text, ha="center", va="center")
        panel.set_title(name)
    tips = {name: (A @ directions).T.ravel() for name, A in stages.items()}
    ends = "; ".join(
        "{}: arrow 1 ends at ({:.2f}, {:.2f}), arrow 2 at ({:.2f}, {:.2f})".format(name, *tip)
        for name, tip in tips.items()
    )
    alt = f"A unit square with the letter F, and two perpendicular arrows, in a unit circle. {ends}."
    given = {name: np.asarray(A).tolist() for name, A in (maps or {}).items()}
    data = {"maps": given, "shape": LETTER_F.T.tolist()} if interactive else None
    return Picture(axes[0].figure, alt, interactive=interactive, data=data)
