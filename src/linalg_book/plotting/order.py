"""Pictures of :ref:`ch-order`: a shape under two maps in either order, and a matrix beside its transpose."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from linalg_book.plotting.grid import draw_grid, fit_axes
from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["plot_orders", "plot_transpose"]


def plot_transpose(A: ArrayLike, transposed: ArrayLike, *, ax=None) -> Picture:
    """Draw a matrix and its transpose, the first row of one marked as the first column of the other.

    Parameters
    ----------
    A : (m, n) array_like of float
        The matrix.
    transposed : (n, m) array_like of float
        Its transpose.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    Picture
        The figure and what is to be seen on it.

    Examples
    --------
    >>> plot_transpose([[1, 2, 3], [4, 5, 6]], [[1, 4], [2, 5], [3, 6]])
    <Picture: ... Row 1, marked, (1, 2, 3), becomes column 1; ...>
    """
    A, T = np.asarray(A), np.asarray(transposed)
    m, n = A.shape
    ax = new_axes(ax, figsize=(4.2, 2.0))
    mark = {"color": COLORS["first"], "hatch": "//"}
    draw_grid(ax, A, 0, 0, shade=(np.arange(m) == 0)[:, None] & np.ones((1, n), bool), **mark)
    draw_grid(ax, T, n + 2, 0, shade=np.ones((n, 1), bool) & (np.arange(m) == 0), **mark)
    for left in (0, n + 2):
        i = np.arange(min(m, n)) + 0.5
        ax.scatter(left + i, -i, s=260, facecolor="none", edgecolor=COLORS["second"], lw=1.8, zorder=5)
    ax.annotate("", (n + 1.7, -m / 2), (n + 0.3, -m / 2), arrowprops={"arrowstyle": "->", "lw": 1.2})
    ax.text(n / 2, -m - 0.15, "A", ha="center", va="top")
    ax.text(n + 2 + m / 2, -n - 0.15, "Aᵀ", ha="center", va="top")
    fit_axes(ax, n + 2 + m, max(m, n) + 0.6)
    alt = (
        f"A matrix of {m} rows and {n} columns beside its transpose of {n} rows and {m} columns. Row 1, marked, "
        f"({', '.join(f'{v:g}' for v in A[0])}), becomes column 1; the circled diagonal stays where it is."
    )
    return Picture(ax.figure, alt)


def plot_orders(*paths: Mapping[str, ArrayLike], interactive: str | None = None, data: dict | None = None) -> Picture:
    """Draw what becomes of a shape, stage by stage, on several paths: one row of panels a path.

    Parameters
    ----------
    *paths : dict of str to (2, k) array_like of float
        The corners of the shape at each stage, under the stage's name, in order.
    interactive : str, optional
        The script of ``_static`` that brings the figure to life.
    data : dict, optional
        What that script needs to know.

    Returns
    -------
    Picture
        The figure and what is to be seen on it.

    Examples
    --------
    >>> square = [[0, 1, 1, 0], [0, 0, 1, 1]]
    >>> plot_orders({"start": square, "after": [[0, 2, 2, 0], [0, 0, 1, 1]]})
    <Picture: Top row: start (1 wide, 1 high), after (2 wide, 1 high).>
    """
    import matplotlib.pyplot as plt

    stages = [[(name, np.asarray(corners, dtype=float)) for name, corners in path.items()] for path in paths]
    every = np.concatenate([corners for path in stages for _, corners in path], axis=1)
    low, high = every.min(axis=1) - 0.8, every.max(axis=1) + 0.8
    columns = max(map(len, stages))
    figure, axes = plt.subplots(len(stages), columns, figsize=(4.8, 1.45 * len(stages)), squeeze=False)
    said = []
    for r, (path, place) in enumerate(zip(stages, ["Top", "Second", "Third"], strict=False)):
        words = []
        for c, (name, corners) in enumerate(path):
            ax, last = axes[r, c], c == len(path) - 1
            color = COLORS["third" if last else "first" if c == 0 else "second"]
            ax.fill(*corners, facecolor=color, alpha=0.35, hatch="//" if last else None, edgecolor=color, lw=1.8)
            ax.axhline(0, color=COLORS["quiet"], lw=0.8, zorder=0)
            ax.axvline(0, color=COLORS["quiet"], lw=0.8, zorder=0)
            ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), xticks=[], yticks=[], aspect="equal", title=name)
            ax.spines[:].set_visible(False)
            wide, tall = np.ptp(corners, axis=1)
            words.append(f"{name} ({wide:.3g} wide, {tall:.3g} high)")
        said.append(f"{place} row: {', '.join(words)}.")
    return Picture(figure, " ".join(said), interactive=interactive, data=data)
