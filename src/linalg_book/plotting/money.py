"""Pictures of amounts of money that add up to a total."""

import numpy as np

from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["plot_shares"]

FILLS = [("first", ""), ("second", "//"), ("third", ".."), ("fourth", "xx"), ("quiet", "\\\\"), ("wrong", "++")]


def plot_shares(table, *, rows, columns, marks=None, marked="as printed", ax=None) -> Picture:
    """Draw each row of a table as one bar cut into its entries, and mark on each a number to compare its length with.

    Parameters
    ----------
    table : (m, n) array_like of float
        The entries, not negative; at most six columns.
    rows, columns : sequence of str
        Names.
    marks : (m,) array_like of float, optional
        A number for each row, drawn as a line across its bar.
    marked : str, optional
        What the line says.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        The figure.
    """
    T = np.asarray(table, dtype=float)
    ax = new_axes(ax, figsize=(4.8, 3.2))
    ends = T.cumsum(axis=1)
    for j, name in enumerate(columns):
        color, hatch = FILLS[j]
        ax.barh(np.arange(len(T)), T[:, j], left=ends[:, j] - T[:, j], height=0.62, color=COLORS[color], hatch=hatch,
                edgecolor="white", lw=0.5, label=name)
    if marks is not None:
        for i, mark in enumerate(marks):
            ax.plot([mark, mark], [i - 0.44, i + 0.44], color="black", lw=2.4, label=marked if i == 0 else None)
            ax.plot(mark, i - 0.44, "v", color="black", ms=6)
    ax.set_yticks(np.arange(len(T)), rows)
    ax.set(xlabel="revenue in dollars", ylim=(len(T) - 0.5, -0.6))
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    ax.figure.legend(loc="outside upper center", ncols=3, handlelength=1.6, columnspacing=1.2)
    parts = []
    for i, row in enumerate(rows):
        text = f"{row}: " + ", ".join(f"{name} {value:,.0f}" for name, value in zip(columns, T[i], strict=True))
        text += f", together {ends[i, -1]:,.0f}"
        if marks is not None:
            text += f"; {marked} {marks[i]:,.0f}"
        parts.append(text)
    return Picture(ax.figure, "One bar a row, cut into its entries. " + ". ".join(parts) + ".")
