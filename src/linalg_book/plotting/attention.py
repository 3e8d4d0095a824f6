"""Pictures of :ref:`ch-attention` and :ref:`ch-transformer`: who looks at whom, and what a softmax does."""

import numpy as np
from numpy.typing import ArrayLike

from linalg_book._validate import as_matrix, as_vector
from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["plot_attention", "plot_saturation"]


def plot_attention(weights: ArrayLike, tokens, *, ax=None) -> Picture:
    """Draw attention weights as a table of squares, dark where a row looks.

    Parameters
    ----------
    weights : (t, t) array_like of float
        One row a token, from 0 to 1.
    tokens : sequence of str
        The t tokens, in order.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        Squares whose area is the weight; the largest of each row is written out.
    """
    A = as_matrix(weights, "weights")
    t = len(tokens)
    ax = new_axes(ax, figsize=(4.8, 4.6))
    for i, row in enumerate(A):
        best = int(row.argmax())
        for j, weight in enumerate(row):
            side = np.sqrt(weight)
            box = (j - side / 2, i - side / 2), side, side
            color = COLORS["first"] if j == best and row[best] > 1.5 / t else COLORS["quiet"]
            ax.add_patch(_square(box, color))
        if row[best] > 1.5 / t:
            ax.text(best, i, f"{row[best]:.2f}", ha="center", va="center")
    ax.set(xlim=(-0.55, t - 0.45), ylim=(t - 0.45, -0.55), aspect="equal")
    ax.set_xticks(range(t), tokens, rotation=60, ha="left", rotation_mode="anchor")
    ax.set_yticks(range(t), tokens)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.set_ylabel("this token …")
    ax.set_xlabel("… looks at this one")
    for side in ax.spines.values():
        side.set_visible(False)
    told = "; ".join(
        f"{tokens[i]} looks most at {tokens[int(row.argmax())]} ({row.max():.2f})"
        for i, row in enumerate(A)
        if row.max() > 1.5 / t
    )
    return Picture(ax.figure, f"Table of attention weights for the tokens {' '.join(tokens)}. {told}.")


def _square(box, color):
    from matplotlib.patches import Rectangle

    return Rectangle(*box, facecolor=(color, 0.35), edgecolor=color, linewidth=0.8)


def plot_saturation(widths: ArrayLike, raw: ArrayLike, scaled: ArrayLike, *, ax=None) -> Picture:
    """Draw how the largest attention weight grows with the width, with the root and without it.

    Parameters
    ----------
    widths : (n,) array_like of float
        Widths d_k.
    raw, scaled : (n,) array_like of float
        Mean largest weight of a row, from plain scores and from scores divided by the root of the width.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        Two lines over a logarithmic axis of widths.
    """
    n, y, z = as_vector(widths, "widths"), as_vector(raw, "raw"), as_vector(scaled, "scaled")
    ax = new_axes(ax, figsize=(4.8, 2.8))
    ax.plot(n, y, color=COLORS["wrong"], marker="s")
    ax.plot(n, z, color=COLORS["third"], marker="o")
    ax.text(n[-1], y[-1] - 0.15, "without the root", color=COLORS["wrong"], ha="right", va="top")
    ax.text(n[-1], z[-1] + 0.05, "divided by the root of the width", color=COLORS["third"], ha="right")
    ax.set_xscale("log", base=2)
    ax.set_xticks(n, [f"{v:.0f}" for v in n])
    ax.minorticks_off()
    ax.set(xlabel="width of queries and keys", ylabel="largest weight of a row", ylim=(0, 1.02))
    return Picture(
        ax.figure,
        f"Mean largest attention weight over the width. Without the root it rises from {y[0]:.2f} at width {n[0]:.0f} "
        f"to {y[-1]:.2f} at width {n[-1]:.0f}; with the root it stays between {z.min():.2f} and {z.max():.2f}.",
    )
