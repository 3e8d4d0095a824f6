"""Pictures of :ref:`ch-undoing`: a letter squashed beyond repair, and a blurred signal brought back, or not."""

import numpy as np
from numpy.typing import ArrayLike

from linalg_book.plotting.picture import COLORS, Picture

__all__ = ["plot_squash", "plot_deblurring"]


def plot_squash(before: ArrayLike, after: ArrayLike, points: ArrayLike, images: ArrayLike) -> Picture:
    """Draw a shape, some points, and what a singular matrix makes of them: points that become one bear one mark.

    Parameters
    ----------
    before : (2, k) array_like of float
        Corners of the shape.
    after : (2, k) array_like of float
        The same corners, mapped.
    points : (2, p) array_like of float
        Points to follow.
    images : (2, p) array_like of float
        Where they go.

    Returns
    -------
    Picture
        The figure and what is to be seen on it.

    Examples
    --------
    >>> square, line = [[0, 1, 1, 0], [0, 0, 1, 1]], [[0, 1, 3, 2], [0, 2, 6, 4]]
    >>> plot_squash(square, line, [[2, 0], [0, 1]], [[2, 2], [4, 4]])
    <Picture: ... a line. Points with one mark became one: (2, 0) and (0, 1) at (2, 4).>
    """
    import matplotlib.pyplot as plt

    before, after, points = (np.asarray(a, dtype=float) for a in (before, after, points))
    places, which = np.unique(np.asarray(images, dtype=float), axis=1, return_inverse=True)
    figure, (left, right) = plt.subplots(1, 2, figsize=(4.8, 3.2), gridspec_kw={"width_ratios": [1.3, 1]})
    left.fill(*before, facecolor=COLORS["first"], alpha=0.35, edgecolor=COLORS["first"], lw=1.8)
    right.plot(*after, color=COLORS["wrong"], lw=1.8)
    said = []
    for mark, place, number in zip("os^Dv*", places.T, range(places.shape[1]), strict=False):
        sources = points[:, which.ravel() == number]
        left.plot(*sources, mark, color="black", ms=7, ls="")
        right.plot(*place, mark, color="black", ms=7)
        said.append(f"{' and '.join(f'({x:g}, {y:g})' for x, y in sources.T)} at ({place[0]:g}, {place[1]:g})")
    for ax, name in ((left, "before"), (right, "after")):
        ax.set(xlabel="x₁", ylabel="x₂", aspect="equal", title=name)
        ax.margins(0.12)
    alt = "Left, a shape that covers an area; right, what became of it: a line. Points with one mark became one: "
    return Picture(figure, alt + "; ".join(said) + ".")


def plot_deblurring(truth: ArrayLike, blurred: ArrayLike, inverted: ArrayLike, regularized: ArrayLike) -> Picture:
    """Draw a signal, its blurred and noisy record, and two attempts to undo the blur, in three panels.

    Parameters
    ----------
    truth : (n,) array_like of float
        The signal; it is drawn faintly behind everything else.
    blurred : (n,) array_like of float
        The record.
    inverted : (n,) array_like of float
        The record times the inverse of the blur.
    regularized : (n,) array_like of float
        The regularized solution.

    Returns
    -------
    Picture
        The figure and what is to be seen on it.

    Examples
    --------
    >>> plot_deblurring([0, 1, 0], [0.2, 0.5, 0.3], [-70, 90, -60], [0, 0.8, 0.1])
    <Picture: ... The inverse swings between -70 and 90, ...>
    """
    import matplotlib.pyplot as plt

    truth, inverted = np.asarray(truth), np.asarray(inverted)
    figure, axes = plt.subplots(3, 1, figsize=(4.8, 4.8), sharex=True)
    panels = [
        (blurred, "blurred, with a little noise; dashed: the truth", "second"),
        (inverted, "undone by the inverse", "wrong"),
        (regularized, "undone with regularization", "third"),
    ]
    for ax, (signal, name, color) in zip(axes, panels, strict=True):
        ax.plot(truth, color=COLORS["quiet"], drawstyle="steps-mid", lw=1.2, ls="--")
        ax.plot(signal, color=COLORS[color], marker="." if color == "second" else None, ms=3)
        ax.set_title(name)
    axes[-1].set_xlabel("pixel")
    alt = (
        "Three panels over the pixels of a row, the true signal dashed in each. The blurred record is a smooth version "
        f"of it. The inverse swings between {inverted.min():.0f} and {inverted.max():.0f}, beside which the truth is "
        "a flat line. The regularized solution follows the truth, with rounded corners."
    )
    return Picture(figure, alt)
