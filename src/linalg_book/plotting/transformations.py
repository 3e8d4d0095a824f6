"""Pictures of maps of the plane: the gallery, one map with all that it keeps, and what a singular map leaves."""

import numpy as np

from linalg_book.area import UNIT_SQUARE, determinant_2x2
from linalg_book.plotting.picture import Picture, new_axes
from linalg_book.plotting.plane import BLUE, GREEN, ORANGE, QUIET, draw_arrow, draw_shapes, set_plane
from linalg_book.transformations import eigen_directions, singular_axes

__all__ = ["plot_collapse", "plot_gallery", "plot_map", "plot_units"]


def plot_gallery(maps) -> Picture:
    """Draw what each map does to the unit square and the letter F, two maps a row.

    Parameters
    ----------
    maps : dict of str to (2, 2) array_like of float
        The maps by the names to write.

    Returns
    -------
    Picture
        The figure.
    """
    import matplotlib.pyplot as plt

    tops = [max(1.2, (A @ UNIT_SQUARE)[1].max() + 0.15) for A in maps.values()]
    heights = [max(tops[i : i + 2]) + 0.2 for i in range(0, len(tops), 2)]
    size = (4.8, sum(0.66 * height + 0.35 for height in heights))
    figure, axes = plt.subplots(len(heights), 2, figsize=size, height_ratios=heights)
    said = []
    for ax in axes.flat[len(maps) :]:
        ax.axis("off")
    for i, (ax, (name, A)) in enumerate(zip(axes.flat, maps.items(), strict=False)):
        set_plane(ax, -1.15, 2.1, bottom=-0.2, top=heights[i // 2] - 0.2)
        draw_shapes(ax, A)
        det, rank = determinant_2x2(A), np.linalg.matrix_rank(A)
        ax.set_title(f"{name}, det {det:.3g}".replace("-", "−"))
        became = {0: "a point", 1: "a segment", 2: f"a parallelogram of area {abs(det):.3g}"}[int(rank)]
        said.append(f"{name}, determinant {det:.3g}: {became}")
    return Picture(
        figure, "The unit square with a letter F, dashed before and after each map. " + "; ".join(said) + "."
    )


def plot_map(A, *, ax=None, interactive=None) -> Picture:
    """Draw the grid, the unit square, the letter F and the unit circle after a map, with the directions it keeps.

    Parameters
    ----------
    A : (2, 2) array_like of float
        The map.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.
    interactive : str, optional
        The script of ``_static`` that brings the figure to life.

    Returns
    -------
    Picture
        The figure.
    """
    A = np.asarray(A, dtype=float)
    ax = new_axes(ax, figsize=(4.4, 4.4))
    set_plane(ax, -3.5, 3.5)
    for k in range(-12, 13):
        for ends in ([[k, k], [-12, 12]], [[-12, 12], [k, k]]):
            ax.plot(*(A @ ends), color=BLUE, lw=0.6, alpha=0.5)
    draw_shapes(ax, A)
    turn = np.linspace(0, 2 * np.pi, 120)
    ax.plot(*(A @ [np.cos(turn), np.sin(turn)]), color=GREEN, lw=1.2)
    values, axes = singular_axes(A)
    for value, image in zip(values, (A @ axes).T, strict=True):
        ax.plot(*np.column_stack([-image, image]), color=GREEN, ls=":", lw=1.8)
        ax.text(*(-1.18 * image), f"σ = {value:.2f}", ha="center", va="center")
    kept, directions = eigen_directions(A)
    for value, v in zip(kept, directions.T, strict=True):
        ax.plot(*np.column_stack([-9 * v, 9 * v]), color=ORANGE, ls="--", lw=1.4)
        ax.text(*(3.2 * v / np.abs(v).max() + (0, -0.3)), f"λ = {value:.3g}", ha="center", va="center")
    for column, name in zip(A.T, ("Ae₁", "Ae₂"), strict=True):
        draw_arrow(ax, column, "black", name, shift=(0.15, 0.1))
        ax.plot(*column, "o", color=ORANGE, ms=8, mec="black")
    alt = (
        f"The plane after the matrix {A.tolist()}: the unit square is a parallelogram of signed area "
        f"{determinant_2x2(A):.3g}, the unit circle an ellipse with half axes {values[0]:.2f} and {values[1]:.2f}. "
        + (f"Dashed: the kept directions, stretched by {' and '.join(f'{v:.3g}' for v in kept)}." if kept.size else "")
    )
    return Picture(ax.figure, alt, interactive=interactive)


def plot_collapse(A, kernel, *, ax=None) -> Picture:
    """Draw points in the plane and where a singular map puts them: all points of a line along the kernel on one.

    Parameters
    ----------
    A : (2, 2) array_like of float
        A matrix of rank 1.
    kernel : (2,) array_like of float
        A vector that A sends to zero.
    ax : sequence of two matplotlib.axes.Axes, optional
        Where to draw before and after; new axes by default.

    Returns
    -------
    Picture
        The figure.
    """
    A, kernel = np.asarray(A, dtype=float), np.asarray(kernel, dtype=float)
    before, after = new_axes(ax, nrows=1, ncols=2, figsize=(4.8, 3.2))
    size = max(abs(A).sum(axis=1).max(), 1.0)
    set_plane(before, -2.4, 2.4)
    set_plane(after, -size * 1.1, size * 1.1)
    across = np.array([-kernel[1], kernel[0]]) / np.hypot(*kernel)
    along = kernel / np.hypot(*kernel)
    marks = zip((-1.1, 0.0, 1.1), (BLUE, ORANGE, GREEN), "so^", strict=True)
    for offset, color, marker in marks:
        line = offset * across[:, None] + np.outer(along, np.linspace(-1.6, 1.6, 5))
        before.plot(*line, color=color, lw=1.2, marker=marker, ms=6)
        after.plot(*(A @ line[:, :1]), color=color, marker=marker, ms=9, ls="none", zorder=3)
    image = A @ [[-1, 1], [-1, 1]] if A.sum(axis=1).any() else A @ [[-1, 1], [0, 0]]
    after.axline((0, 0), image[:, 1], color=QUIET, lw=1.2, zorder=1)
    before.set_title("before: fifteen points")
    after.set_title("after: three points, one line")
    alt = (
        "Left: fifteen points on three parallel lines, five a line, drawn as squares, circles and triangles. Right: "
        "after the map each five have become one point, and the three points lie on a line, the circles at the origin."
    )
    return Picture(before.figure, alt)


def plot_units(outputs, pre_activations) -> Picture:
    """Draw the outputs of two units against each other, and the inner values of a third before its ReLU.

    Parameters
    ----------
    outputs : (n, 2) array_like of float
        What two units give for n samples.
    pre_activations : (n,) array_like of float
        What the third unit computes before the ReLU.

    Returns
    -------
    Picture
        The figure.
    """
    import matplotlib.pyplot as plt

    outputs, z = np.asarray(outputs), np.asarray(pre_activations)
    figure, (top, bottom) = plt.subplots(2, 1, figsize=(4.8, 5.0))
    top.plot(*outputs.T, "o", color=BLUE, ms=3, alpha=0.5)
    top.set(title="rank collapse: two units, one number", aspect="equal")
    top.set(xlabel="output of unit 1", ylabel="output of unit 2")
    bottom.hist(z, bins=30, color=ORANGE)
    bottom.axvline(0, color="black", lw=1.2, ls="--")
    bottom.text(-1, 0.9, "active from here →", transform=bottom.get_xaxis_transform(), ha="right", va="top")
    bottom.set(title="dead unit: never active", xlim=(z.min() - 3, max(4, z.max() + 3)))
    bottom.set(xlabel="w · x + b", ylabel="samples")
    active = int((z > 0).sum())
    alt = (
        f"Top: the outputs of two units for {len(outputs)} samples, all on the diagonal. Bottom: a histogram of "
        f"w · x + b of a third unit, from {z.min():.0f} to {z.max():.0f}; a dashed line at 0, where the unit becomes "
        f"active: {active} samples lie right of it."
    )
    return Picture(figure, alt)
