"""Pictures of :ref:`ch-STEM`."""

import numpy as np
from numpy.typing import ArrayLike

from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["plot_half"]


def plot_half(A: ArrayLike, *, ax=None) -> Picture:
    """Draw the entries of a matrix as bars, and half of each beside it.

    Parameters
    ----------
    A : (m, n) array_like of float
        The matrix.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        The figure.
    """
    entries = np.asarray(A, dtype=float).ravel()
    places = np.arange(entries.size)
    ax = new_axes(ax)
    ax.bar(places - 0.2, entries, 0.4, color=COLORS["first"], label="A")
    ax.bar(places + 0.2, entries / 2, 0.4, color=COLORS["second"], hatch="//", label="half of A")
    ax.axhline(0, color=COLORS["quiet"], lw=0.8)
    ax.set(xlabel="entry", xticks=places)
    ax.legend()
    return Picture(ax.figure, f"Bars of the entries {entries.tolist()}, and bars half as high beside them.")
