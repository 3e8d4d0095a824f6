"""Pictures of :ref:`ch-algebra`: moved brackets, a product that is zero, and ranks that break off."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from linalg_book.plotting.picture import COLORS, Picture, label_powers, new_axes

__all__ = ["plot_association", "plot_zero_product", "plot_singular_values"]


def plot_association(sizes: ArrayLike, found: ArrayLike, bounds: ArrayLike, *, ax=None) -> Picture:
    """Draw how far two bracketings are apart, against the size of the matrices, with the bound for it.

    Parameters
    ----------
    sizes : (s,) array_like of int
        Sizes of the matrices, increasing.
    found : (s,) array_like of float
        The largest difference found at each size.
    bounds : (s,) array_like of float
        The bound at each size, in the same unit.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    Picture
        The figure and what is to be seen on it.

    Examples
    --------
    >>> plot_association([2, 4], [1, 2], [8, 16])
    <Picture: Differences and their bound for sizes from 2 to 4, both axes logarithmic. ... by a factor of more than 1.>
    """
    sizes, found, bounds = np.asarray(sizes), np.asarray(found, dtype=float), np.asarray(bounds, dtype=float)
    ax = new_axes(ax, figsize=(4.8, 3.2))
    ax.loglog(sizes, bounds, "--", color=COLORS["wrong"], base=2)
    ax.loglog(sizes, found, "o-", color=COLORS["first"], base=2)
    middle = len(sizes) // 2
    ax.annotate("bound", (sizes[middle], bounds[middle]), xytext=(-6, 8), textcoords="offset points", ha="right")
    ax.annotate("largest found", (sizes[middle], found[middle]), xytext=(0, 9), textcoords="offset points")
    ax.set(xlabel="size n", ylabel="difference / (u · |A||B||C|)")
    ax.set_xticks(sizes, [f"{n:g}" for n in sizes])
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    ax.minorticks_off()
    where = "everywhere" if (found <= bounds).all() else "not everywhere"
    room = 10 ** int(np.log10(max(bounds[-1] / found[-1], 1))) if found[-1] else np.inf
    alt = (
        f"Differences and their bound for sizes from {sizes[0]:g} to {sizes[-1]:g}, both axes logarithmic. "
        f"The largest difference found is under the bound {where}, at the last size by a factor of more than {room:g}."
    )
    return Picture(ax.figure, alt)


def plot_zero_product(A: ArrayLike, B: ArrayLike) -> Picture:
    """Draw what B and then A make of the unit square when ``A @ B`` is zero: a segment, then a point.

    Parameters
    ----------
    A : (2, 2) array_like of float
        The map that acts second; its null space is a line.
    B : (2, 2) array_like of float
        The map that acts first.

    Returns
    -------
    Picture
        The figure and what is to be seen on it.

    Examples
    --------
    >>> plot_zero_product([[1, 1], [1, 1]], [[1, -1], [-1, 1]])
    <Picture: Three panels: the unit square; after B a segment on the line that A sends to zero; after A the origin.>
    """
    import matplotlib.pyplot as plt

    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    square = np.array([[0, 1, 1, 0], [0, 0, 1, 1]])
    stages = {"the square": square, "after B": B @ square, "after A too": A @ B @ square}
    line = np.linalg.svd(A)[2][-1]  # spans the null space
    reach = 1.25 * max(np.abs(stage).max() for stage in stages.values())
    figure, axes = plt.subplots(1, 3, figsize=(4.8, 1.9))
    for ax, (name, corners), color in zip(axes, stages.items(), ("first", "second", "third"), strict=True):
        ax.axhline(0, color=COLORS["quiet"], lw=0.8, zorder=0)
        ax.axvline(0, color=COLORS["quiet"], lw=0.8, zorder=0)
        ax.plot(*np.outer(line, [-3 * reach, 3 * reach]), ls=":", color=COLORS["wrong"], lw=1.4, zorder=1)
        ax.fill(*corners, facecolor=(COLORS[color], 0.3), edgecolor=COLORS[color], lw=3)
        ax.plot(*corners, "o", color=COLORS[color], ms=4)
        ax.set(xlim=(-reach, reach), ylim=(-reach, reach), xticks=[], yticks=[], aspect="equal", title=name)
        ax.spines[:].set_visible(False)
    zero = "the origin" if not (A @ B).any() else "what is left"
    alt = f"Three panels: the unit square; after B a segment on the line that A sends to zero; after A {zero}."
    return Picture(figure, alt)


def plot_singular_values(
    values: Mapping[str, ArrayLike], *, bottleneck: int, floor: float = 1e-17, ax=None
) -> Picture:
    """Draw singular values in falling order, relative to the largest, with the width of a bottleneck.

    Parameters
    ----------
    values : dict of str to (r,) array_like of float
        Singular values, largest first, under the name of the matrix; two or three of them.
    bottleneck : int
        Where the values of a narrow product must break off.
    floor : float, optional
        What is smaller is drawn here.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    Picture
        The figure and what is to be seen on it.

    Examples
    --------
    >>> plot_singular_values({"wide": [2, 1, 1], "narrow": [2, 0, 0]}, bottleneck=1)
    <Picture: Singular values ... wide: 3 of 3 over rounding. narrow: 1 of 3 over rounding.>
    """
    ax = new_axes(ax, figsize=(4.8, 3.2))
    looks = zip(values.items(), ("second", "first", "fourth"), "so^", ("-", "-", "--"), strict=False)
    said = []
    for (name, s), color, mark, style in looks:
        s = np.asarray(s, dtype=float)
        s = np.maximum(s / s.max(), floor)
        ax.semilogy(np.arange(1, len(s) + 1), s, mark, ls=style, color=COLORS[color], ms=4, lw=1, label=name)
        said.append(f"{name}: {(s > len(s) * np.finfo(float).eps).sum()} of {len(s)} over rounding.")
    ax.axvline(bottleneck + 0.5, color=COLORS["quiet"], ls=":")
    ax.set(xlabel="number i", ylabel="σᵢ / σ₁", ylim=(floor / 3, 3e3))
    ax.set_yticks(10.0 ** np.arange(0, -18, -4))
    ax.minorticks_off()
    label_powers(ax.yaxis)
    ax.legend(loc="upper right", ncols=len(said), columnspacing=1.0)
    alt = f"Singular values in falling order, with a dotted line after number {bottleneck}. {' '.join(said)}"
    return Picture(ax.figure, alt)
