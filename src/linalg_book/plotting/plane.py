"""The plane with what a matrix does to it, for all chapters that show a map."""

import numpy as np
from numpy.typing import NDArray

from linalg_book.area import LETTER_F, UNIT_SQUARE
from linalg_book.plotting.picture import COLORS

__all__ = ["BLUE", "GREEN", "ORANGE", "QUIET", "closed", "draw_arrow", "draw_shapes", "set_plane"]

QUIET, BLUE, ORANGE, GREEN = (COLORS[name] for name in ("quiet", "first", "second", "third"))


def closed(points) -> NDArray:
    """Append the first point of an outline, so that it closes.

    Parameters
    ----------
    points : (2, n) ndarray
        The corners.

    Returns
    -------
    (2, n + 1) ndarray
        The corners, the first one twice.
    """
    return np.column_stack([points, points[:, :1]])


def set_plane(ax, low, high, *, bottom=None, top=None) -> None:
    """Set a window of equal scales with the two axes through the origin and no box.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes to set.
    low, high : float
        Ends of the horizontal axis.
    bottom, top : float, optional
        Ends of the vertical axis; the same by default.
    """
    bottom, top = low if bottom is None else bottom, high if top is None else top
    ax.set(xlim=(low, high), ylim=(bottom, top), aspect="equal")
    ax.axhline(0, color=QUIET, lw=0.7, zorder=0)
    ax.axvline(0, color=QUIET, lw=0.7, zorder=0)
    ax.axis("off")


def draw_arrow(ax, tip, color, label=None, shift=(0.06, 0.06)) -> None:
    """Draw a vector from the origin.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    tip : (2,) array_like
        The vector.
    color : str
        Its color.
    label : str, optional
        Its name, written beside the tip.
    shift : pair of float, optional
        How far from the tip.
    """
    style = {"arrowstyle": "-|>", "color": color, "lw": 1.8, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", tip, (0, 0), arrowprops=style)
    if label:
        ax.text(tip[0] + shift[0], tip[1] + shift[1], label, color="black")


def draw_shapes(ax, A, *, letter=True) -> None:
    """Draw the unit square and the letter F where they were (grey, dashed) and where A puts them.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    A : (2, 2) ndarray
        The map.
    letter : bool, optional
        Whether to draw the letter.
    """
    ax.plot(*closed(UNIT_SQUARE), color=QUIET, lw=1, ls="--")
    square = A @ UNIT_SQUARE
    ax.fill(*square, color=BLUE, alpha=0.2, lw=0)
    ax.plot(*closed(square), color=BLUE, lw=1.8)
    if letter:
        ax.fill(*(A @ LETTER_F), color="black", lw=0)
        ax.plot(*closed(A @ LETTER_F), color="black", lw=0.8)
    if not square.any():
        ax.plot(0, 0, "o", color=BLUE, ms=7)
