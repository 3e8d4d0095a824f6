"""Pictures of :ref:`ch-arithmetic`: what meets what in a product, and which shapes fit."""


import numpy as np
from numpy.typing import ArrayLike

from linalg_book.plotting.grid import draw_grid, fit_axes, product_values
from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["product_values", "plot_product_entry", "plot_product_shapes"]


def plot_product_entry(
    A: ArrayLike,
    B: ArrayLike,
    C: ArrayLike,
    *,
    row: int = 0,
    column: int = 0,
    interactive: str | None = None,
    ax=None,
) -> Picture:
    """Draw ``C = A @ B`` with B over C and A beside it, so that a row and a column cross in the entry they make.

    Parameters
    ----------
    A : (m, n) array_like of float
        The left factor.
    B : (n, p) array_like of float
        The right factor.
    C : (m, p) array_like of float
        Their product.
    row, column : int, optional
        Which entry of C to follow, counted from 0.
    interactive : str, optional
        The script that brings the picture to life.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    Picture
        The figure and what is to be seen on it.

    Examples
    --------
    >>> plot_product_entry([[1, 2]], [[5], [7]], [[19]])
    <Picture: ... Row 1 of A, (1, 2), and column 1 of B, (5, 7), cross at 1 · 5 + 2 · 7 = 19.>
    """
    A, B, C = (np.asarray(a) for a in (A, B, C))
    (m, n), p = A.shape, B.shape[1]
    ax = new_axes(ax, figsize=(3.2, 3.2))
    gap = 0.7
    rows, columns = np.arange(m)[:, None] == row, np.arange(p)[None, :] == column
    draw_grid(ax, B, n + gap, 0, shade=columns & np.ones((n, 1), bool), color=COLORS["second"], hatch="\\\\")
    draw_grid(ax, A, 0, -n - gap, shade=rows & np.ones((1, n), bool), color=COLORS["first"], hatch="//")
    draw_grid(ax, C, n + gap, -n - gap, shade=rows & columns, color=COLORS["third"])
    x, y = n + gap + column + 0.5, -n - gap - row - 0.5
    arrow = {"arrowstyle": "->", "color": "black", "lw": 1.2}
    ax.annotate("", (x - 0.5 - column, y), (n, y), arrowprops=arrow)
    ax.annotate("", (x, y + row + 0.5), (x, -n), arrowprops=arrow)
    ax.text(n / 2, -n - gap + 0.1, "A", ha="center", va="bottom")
    ax.text(n + gap - 0.15, -n / 2, "B", ha="right", va="center")
    ax.text(n + gap + p / 2, -n - gap - m - 0.1, "AB", ha="center", va="top")
    fit_axes(ax, n + gap + p, n + gap + m + 0.5)
    sums = " + ".join(f"{a:g} · {b:g}" for a, b in zip(A[row], B[:, column], strict=True))
    (left, over) = (", ".join(f"{v:g}" for v in line) for line in (A[row], B[:, column]))
    alt = (
        f"A stands on the left, B on top, and their product in the corner between them. Row {row + 1} of A, ({left}), "
        f"and column {column + 1} of B, ({over}), cross at {sums} = {C[row, column]:g}."
    )
    data = {**product_values(A, B, views=["entry"]), "row": row, "column": column} if interactive else None
    return Picture(ax.figure, alt, interactive=interactive, data=data)


def plot_product_shapes(*pairs: tuple[tuple[int, int], tuple[int, int]], ax=None) -> Picture:
    """Draw pairs of factors as rectangles, true to size: the two sides that must be equally long face each other.

    Parameters
    ----------
    *pairs : tuple of two shapes
        Shape of the left and of the right factor; each pair gets a line.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    Picture
        The figure and what is to be seen on it.

    Examples
    --------
    >>> plot_product_shapes(((2, 3), (3, 1)))
    <Picture: 2 by 3 times 3 by 1: the inner sizes 3 and 3 agree, the product is 2 by 1.>
    """
    from matplotlib.patches import Rectangle

    ax = new_axes(ax, figsize=(4.8, 1.9 * len(pairs)))
    top, width, said = 0.0, 0.0, []
    for (m, n), (rows, p) in pairs:
        fits, height = n == rows, max(m, rows)
        inner = COLORS["third"] if fits else COLORS["wrong"]
        shapes = [(0, m, n, "A"), (n + 1.6, rows, p, "B")] + ([(n + p + 3.6, m, p, "AB")] if fits else [])
        for x, tall, wide, name in shapes:
            ax.add_patch(Rectangle((x, top - tall), wide, tall, facecolor=COLORS["quiet"], alpha=0.18, lw=0))
            ax.add_patch(Rectangle((x, top - tall), wide, tall, fill=False, edgecolor="black", lw=1.2))
            ax.text(x + wide / 2, top - tall / 2, name, ha="center", va="center")
        style = {"color": inner, "lw": 4, "ls": "-" if fits else (0, (1, 0.6)), "solid_capstyle": "butt"}
        ax.plot([0, n], [top + 0.12] * 2, **style)
        ax.plot([n + 1.48] * 2, [top, top - rows], **style)
        ax.text(n / 2, top + 0.3, f"{n} columns", ha="center", va="bottom")
        ax.text(n + 1.3, top - rows / 2, f"{rows} rows", ha="right", va="center", rotation=90)
        x, factors = n + p + 2.6, f"{m} by {n} times {rows} by {p}"
        if fits:
            ax.text(x, top - height / 2, "=", ha="center", va="center", size=14)
            said.append(f"{factors}: the inner sizes {n} and {rows} agree, the product is {m} by {p}.")
            width = max(width, n + 2 * p + 3.6)
        else:
            ax.text(x - 0.4, top - height / 2, f"{n} ≠ {rows}:\nno product", ha="left", va="center")
            said.append(f"{factors}: the inner sizes {n} and {rows} differ, there is no product.")
            width = max(width, x + 2.5)
        top -= height + 1.4
    fit_axes(ax, width, -top - 1.4)
    ax.set_ylim(top + 1.3, 1.0)
    return Picture(ax.figure, " ".join(said))
