"""Pictures of :ref:`ch-layers`: what a bend makes of straight pieces, and the shapes in a network of two layers."""

from typing import Any

from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["plot_bend", "plot_shapes"]


def plot_bend(x, units, bent, straight, *, labels, ax=None) -> Picture:
    """Draw what hidden units add, their sum, and the sum without the bend.

    Parameters
    ----------
    x : (m,) array_like of float
        Inputs, in rising order.
    units : (m, k) array_like of float
        What each unit adds to the output.
    bent : (m,) array_like of float
        The output.
    straight : (m,) array_like of float
        The output of the same layers with nothing between them.
    labels : pair of str
        What the input and the output are.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        Thin broken lines with one corner each, a thick line with all their corners, and a straight one.
    """
    ax = new_axes(ax, figsize=(4.8, 3.2))
    columns = list(zip(*units, strict=True))
    for j, column in enumerate(columns):
        ax.plot(x, column, color=COLORS["quiet"], linewidth=1.1, linestyle=["--", ":", "-."][j % 3])
    ax.plot(x, straight, color=COLORS["wrong"], linewidth=1.4)
    ax.plot(x, bent, color=COLORS["first"], linewidth=2.4)
    place = {"textcoords": "offset points", "va": "center", "ha": "left"}
    ax.annotate("with ReLU", (x[-1], bent[-1]), (4, 0), color=COLORS["first"], **place)
    ax.annotate("without", (x[-1], straight[-1]), (4, 0), color=COLORS["wrong"], **place)
    for j, column in enumerate(columns, 1):
        at = max(range(len(x)), key=column.__getitem__)  # where the unit is loudest, at one of its ends
        ax.annotate(f"unit {j}", (x[at], column[at]), (4, -8) if at else (4, -36), color=COLORS["quiet"], **place)
    ax.set(xlabel=labels[0], ylabel=labels[1])
    ax.margins(x=0)
    named = f"{labels[1]} against {labels[0]}, from {x[0]:g} to {x[-1]:g}"
    return Picture(
        ax.figure,
        f"{named}. {len(columns)} thin lines, one a hidden unit, zero on one side of a corner; the output, straight "
        f"pieces from {bent[0]:g} over {min(bent):g} to {bent[-1]:g}; and without ReLU a straight line from "
        f"{straight[0]:g} to {straight[-1]:g}.",
    )


def plot_shapes(n, k, r, *, ax=None) -> Picture:
    """Draw the shapes in ``W2 @ relu(W1 @ x + b1) + b2`` as grids of cells, in the order of the formula.

    Parameters
    ----------
    n, k, r : int
        Numbers of features, hidden units and outputs, each small.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        A grid for each matrix and vector, with its name and shape.
    """
    from matplotlib.patches import Rectangle

    middle, left = max(n, k, r) / 2, 0.0
    blocks: list[Any] = [
        ("W₂", r, k, "second"), "relu (", ("W₁", k, n, "second"), ("x", n, 1, "first"), "+",
        ("b₁", k, 1, "fourth"), ")", "+", ("b₂", r, 1, "fourth"), "=", ("y", r, 1, "third"),
    ]  # fmt: skip
    widths = [0.5 * len(b) + 0.4 if isinstance(b, str) else max(b[2], 2.6) + 0.5 for b in blocks]
    ax = new_axes(ax, figsize=(4.8, 4.8 * (max(n, k, r) + 3) / sum(widths)))
    for block, width in zip(blocks, widths, strict=True):
        center, left = left + width / 2, left + width
        if isinstance(block, str):
            ax.text(center, middle, block, ha="center", va="center")
            continue
        name, rows, columns, color = block
        for i in range(rows):
            for j in range(columns):
                corner = center - columns / 2 + j, middle - rows / 2 + i
                ax.add_patch(Rectangle(corner, 1, 1, facecolor=(COLORS[color], 0.22), edgecolor=COLORS[color]))
        ax.text(center, middle - rows / 2 - 0.15, name, ha="center", va="bottom", weight="bold")
        ax.text(center, middle + rows / 2 + 0.15, f"{rows} × {columns}", ha="center", va="top")
    ax.set(xlim=(-0.2, left), ylim=(max(n, k, r) + 1.5, -1.5), aspect="equal")
    ax.axis("off")
    named = ", ".join(f"{b[0]} of {b[1]} × {b[2]}" for b in blocks if not isinstance(b, str))
    return Picture(ax.figure, f"The formula y = W₂ relu(W₁ x + b₁) + b₂ drawn as grids of cells: {named}.")
