"""Pictures of area: the parallelogram cut out of its box, and the letter F with and without a mirror."""

import numpy as np

from linalg_book.area import UNIT_SQUARE, determinant_2x2
from linalg_book.plotting.picture import Picture, new_axes
from linalg_book.plotting.plane import BLUE, GREEN, ORANGE, QUIET, closed, draw_arrow, draw_shapes, set_plane

__all__ = ["plot_cutting", "plot_mirror"]

def plot_cutting(A, *, ax=None) -> Picture:
    """Draw the parallelogram of A's columns in its bounding box, with the pieces to cut away labelled.

    Parameters
    ----------
    A : (2, 2) array_like of float
        A matrix without negative entries whose second column lies counterclockwise of the first.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        The figure.
    """
    (a, b), (c, d) = A = np.asarray(A, dtype=float)
    ax = new_axes(ax, figsize=(4.8, 3.5))
    pieces = {
        "bc": ([a, a + b, a + b, a], [0, 0, c, c]),
        "ac/2": ([0, a, a], [0, 0, c]),
        "bd/2": ([a, a + b, a + b], [c, c, c + d]),
    }
    for label, (x, y) in pieces.items():
        x, y = np.array(x), np.array(y)
        for px, py in ((x, y), (a + b - x, c + d - y)):  # each piece comes twice, turned by half a turn
            ax.fill(px, py, facecolor="none", edgecolor=QUIET, lw=1)
            ax.text(px.mean(), py.mean(), label, ha="center", va="center")
    ax.fill(*(A @ UNIT_SQUARE), color=BLUE, alpha=0.2, lw=0)
    ax.plot(*closed(A @ UNIT_SQUARE), color=BLUE)
    ax.text((a + b) / 2, (c + d) / 2, "ad − bc", ha="center", va="center")
    gap = 0.05 * (a + b)
    ax.text(a / 2, -gap, "a", ha="center", va="top")
    ax.text(a + b / 2, -gap, "b", ha="center", va="top")
    ax.text(a + b + gap, c / 2, "c", ha="left", va="center")
    ax.text(a + b + gap, c + d / 2, "d", ha="left", va="center")
    ax.set(xlim=(-2 * gap, a + b + 3 * gap), ylim=(-3 * gap, c + d + gap), aspect="equal")
    ax.axis("off")
    alt = (
        f"A box {a + b:g} wide and {c + d:g} high. The parallelogram with sides ({a:g}, {c:g}) and ({b:g}, {d:g}) lies "
        "in it from corner to corner; around it two rectangles b by c, two triangles of area ac/2 and two of area bd/2."
    )
    return Picture(ax.figure, alt)


def plot_mirror(maps) -> Picture:
    """Draw the letter F under some maps, with an arc from the image of the first basis vector to that of the second.

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

    figure, axes = plt.subplots(1, len(maps), figsize=(4.8, 2.0))
    said = []
    for ax, (name, A) in zip(np.atleast_1d(axes), maps.items(), strict=True):
        A = np.asarray(A, dtype=float)
        set_plane(ax, -1.75, 1.75, bottom=-0.3)
        draw_shapes(ax, A)
        for column, label in zip(A.T, "₁₂", strict=True):
            draw_arrow(ax, column, ORANGE)
            ax.text(*(1.22 * column / np.hypot(*column)), "e" + label, ha="center", va="center")
        start, turn = np.arctan2(A[1, 0], A[0, 0]), np.sign(determinant_2x2(A))
        end = start + turn * np.mod(turn * (np.arctan2(A[1, 1], A[0, 1]) - start), 2 * np.pi)
        arc = np.linspace(start, end - 0.12 * turn, 50)
        ring = 1.6 * np.array([np.cos(arc), np.sin(arc)])
        ax.plot(*ring, color=GREEN)
        tip = 1.6 * np.array([np.cos(end), np.sin(end)])
        arrow = {"arrowstyle": "-|>", "color": GREEN, "shrinkA": 0, "shrinkB": 0}
        ax.annotate("", tip, ring[:, -1], arrowprops=arrow)
        ax.set_title(f"{name}, det {determinant_2x2(A):+.0f}".replace("-", "−"))
        way = "counterclockwise, the F reads as usual" if turn > 0 else "clockwise, the F is mirrored"
        said.append(f"{name}: from e₁ to e₂ it goes {way}")
    return Picture(figure, "The letter F. " + "; ".join(said) + ".")
