"""Matrices drawn as tables of cells, for all chapters that show a product."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from linalg_book.plotting.picture import COLORS

__all__ = ["draw_grid", "fit_axes", "product_values"]


def draw_grid(ax, entries, left, top, *, shade=None, color=None, hatch=None) -> None:
    """Draw a matrix as a table of unit cells, its upper left corner at ``(left, top)``.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    entries : (m, n) ndarray
        The entries, written in their cells.
    left, top : float
        The corner.
    shade : (m, n) ndarray of bool, optional
        The cells to shade.
    color, hatch : str, optional
        How they are shaded.
    """
    from matplotlib.patches import Rectangle

    m, n = entries.shape
    for i, j in np.ndindex(m, n):
        x, y = left + j, top - i - 1
        if shade is not None and shade[i, j]:
            ax.add_patch(Rectangle((x, y), 1, 1, facecolor=color, alpha=0.3, lw=0))
            ax.add_patch(Rectangle((x, y), 1, 1, fill=False, edgecolor=color, hatch=hatch, alpha=0.35, lw=0))
            ax.add_patch(Rectangle((x, y), 1, 1, fill=False, edgecolor=color, lw=1.8, zorder=3))
        ax.add_patch(Rectangle((x, y), 1, 1, fill=False, edgecolor=COLORS["quiet"], lw=0.8))
        ax.text(x + 0.5, y + 0.5, f"{entries[i, j]:g}", ha="center", va="center", zorder=4)
    ax.add_patch(Rectangle((left, top - m), n, m, fill=False, edgecolor="black", lw=1.2))


def fit_axes(ax, width, height) -> None:
    """Show a box that hangs from (0, 0), cells square, without axes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes to fit.
    width, height : float
        Sides of the box, in cells.
    """
    ax.set(xlim=(-0.1, width + 0.1), ylim=(-height - 0.1, 0.1), aspect="equal")
    ax.axis("off")


def product_values(A: ArrayLike, B: ArrayLike, *, views: Sequence[str], start: str | None = None) -> dict:
    """Return what the script of the interactive product needs to know.

    Parameters
    ----------
    A : (m, n) array_like of float
        The left factor.
    B : (n, p) array_like of float
        The right factor.
    views : sequence of str
        The views to choose from: ``"entry"``, ``"row"``, ``"column"``, ``"outer"`` and ``"block"``.
    start : str, optional
        The view that is shown first; the first of ``views`` by default.

    Returns
    -------
    dict
        ``"A"``, ``"B"``, ``"views"`` and ``"start"``, as JSON can hold them.

    Examples
    --------
    >>> product_values([[1, 2]], [[5], [7]], views=["entry"])
    {'A': [[1, 2]], 'B': [[5], [7]], 'views': ['entry'], 'start': 'entry'}
    """
    return {"A": np.asarray(A).tolist(), "B": np.asarray(B).tolist(), "views": list(views), "start": start or views[0]}
