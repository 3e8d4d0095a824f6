"""Pictures of area: the parallelogram cut out of its box, and the letter F with and without a mirror."""

import numpy as np

from linalg_book.area import LETTER_F, UNIT_SQUARE, determinant_2x2
from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["plot_cutting", "plot_mirror"]

QUIET, BLUE, ORANGE, GREEN = (COLORS[name] for name in ("quiet", "first", "second", "third"))


def _closed(points):
    return np.column_stack([points, points[:, :1]])


def _plane(ax, low, high, *, bottom=None, top=None):
    """Set a window of equal scales with the two axes through the origin and no box."""
    bottom, top = low if bottom is None else bottom, high if top is None else top
    ax.set(xlim=(low, high), ylim=(bottom, top), aspect="equal")
    ax.axhline(0, color=QUIET, lw=0.7, zorder=0)
    ax.axvline(0, color=QUIET, lw=0.7, zorder=0)
    ax.axis("off")


def _arrow(ax, tip, color, label=None, shift=(0.06, 0.06)):
    style = {"arrowstyle": "-|>", "color": color, "lw": 1.8, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", tip, (0, 0), arrowprops=style)
    if label:
        ax.text(tip[0] + shift[0], tip[1] + shift[1], label, color="black")


def _shapes(ax, A, *, letter=True):
    """Draw the unit square and the letter where they were (grey, dashed) and where A puts them."""
    ax.plot(*_closed(UNIT_SQUARE), color=QUIET, lw=1, ls="--")
    square = A @ UNIT_SQUARE
    ax.fill(*square, color=BLUE, alpha=0.2, lw=0)
    ax.plot(*_closed(square), color=BLUE, lw=1.8)
    if letter:
        ax.fill(*(A @ LETTER_F), color="black", lw=0)
        ax.plot(*_closed(A @ LETTER_F), color="black", lw=0.8)
    if not square.any():
        ax.plot(0, 0, "o", color=BLUE, ms=7)


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
    ax.plot(*_closed(A @ UNIT_SQUARE), color=BLUE)
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
        _plane(ax, -1.75, 1.75, bottom=-0.3)
        _shapes(ax, A)
        for column, label in zip(A.T, "₁₂", strict=True):
            _arrow(ax, column, ORANGE)
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
