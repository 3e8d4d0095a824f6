"""Pictures of :ref:`ch-interviews`: gradients that quiet down in a batch, and the natural axes of data."""

import numpy as np
from numpy.typing import ArrayLike

from linalg_book._validate import as_matrix, as_vector
from linalg_book.plotting.picture import COLORS, Picture, label_powers, new_axes

__all__ = ["plot_natural_axes", "plot_noise"]


def plot_noise(sizes: ArrayLike, spread: ArrayLike, *, ax=None) -> Picture:
    """Draw the spread of a batch gradient over the batch size, with the inverse root beside it.

    Parameters
    ----------
    sizes : (n,) array_like of float
        Batch sizes, increasing.
    spread : (n,) array_like of float
        Standard deviation of the gradient at each size.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        Points and a line over logarithmic axes.
    """
    n, s = as_vector(sizes, "sizes"), as_vector(spread, "spread")
    ax = new_axes(ax, figsize=(4.8, 2.8))
    ax.loglog(n, s[0] * np.sqrt(n[0] / n), color=COLORS["quiet"], linestyle="--")
    ax.loglog(n, s, color=COLORS["first"], marker="o", linestyle="")
    ax.text(n[1], s[1] * 1.25, "measured", color=COLORS["first"])
    ax.text(n[-2], s[0] * np.sqrt(n[0] / n[-2]) * 0.55, "one over the root", color=COLORS["quiet"], ha="right")
    ax.set_xticks(n, [f"{v:.0f}" for v in n])
    ax.minorticks_off()
    label_powers(ax.yaxis)
    ax.set(xlabel="examples in the batch", ylabel="spread of the gradient")
    told = f"from {s[0]:.2g} for one example to {s[-1]:.2g} for {n[-1]:.0f}"
    return Picture(
        ax.figure, f"Spread of the batch gradient on logarithmic axes: it falls {told}, along the inverse root."
    )


def plot_natural_axes(points: ArrayLike, axes: ArrayLike, lengths: ArrayLike, *, ax=None) -> Picture:
    """Draw points with two arrows from their mean.

    Parameters
    ----------
    points : (n, 2) array_like of float
        One point a row.
    axes : (2, 2) array_like of float
        Directions of the arrows, one a column.
    lengths : (2,) array_like of float
        Lengths of the arrows.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        The cloud with its arrows, on axes of one scale.
    """
    P, V, s = as_matrix(points, "points"), as_matrix(axes, "axes"), as_vector(lengths, "lengths")
    ax = new_axes(ax, figsize=(4.6, 3.4))
    ax.plot(P[:, 0], P[:, 1], ".", color=COLORS["quiet"], markersize=4)
    center = P.mean(axis=0)
    for v, length, color, name in zip(V.T, s, ("second", "first"), ("first axis", "second axis"), strict=True):
        tip = center + length * v
        ax.annotate("", tip, center, arrowprops={"arrowstyle": "-|>", "color": COLORS[color], "lw": 2.5, "shrinkA": 0})
        near = {"xytext": 9 * v, "textcoords": "offset points", "ha": "left" if v[0] > 0 else "center", "va": "top"}
        ax.annotate(name, tip, color=COLORS[color], weight="bold", **near)
    ax.set(aspect="equal", xlabel="first feature", ylabel="second feature")
    slopes = " and ".join(f"({v[0]:.2f}, {v[1]:.2f})" for v in V.T)
    return Picture(ax.figure, f"A long cloud of {len(P)} points with two arrows from its middle, along {slopes}.")
