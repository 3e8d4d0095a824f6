"""Pictures of :ref:`ch-shapes`: how entries are addressed, chains of shapes, and what broadcasting repeats."""

import numpy as np
from numpy.typing import ArrayLike

from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["plot_addresses", "plot_chain", "plot_broadcast"]


def _cell(ax, x, y, text, *, color=None, hatch=None, faint=False):
    """Draw one entry as a unit square whose upper left corner is (x, y)."""
    from matplotlib.patches import Rectangle

    if color is not None:
        alpha = 0.12 if faint else 0.32
        ax.add_patch(Rectangle((x, y - 1), 1, 1, facecolor=color, alpha=alpha, lw=0))
        if hatch:
            ax.add_patch(Rectangle((x, y - 1), 1, 1, fill=False, edgecolor=color, hatch=hatch, alpha=0.45, lw=0))
    line = {"linestyle": (0, (2, 2)), "edgecolor": COLORS["quiet"]} if faint else {"edgecolor": "black"}
    ax.add_patch(Rectangle((x, y - 1), 1, 1, fill=False, lw=0.9, **line))
    ax.text(x + 0.5, y - 0.5, text, ha="center", va="center", zorder=4)


def _signed(value):
    return f"{value:g}".replace("-", "−")


def plot_addresses(A: ArrayLike, *, row: int, column: int, ax=None) -> Picture:
    """Draw a matrix with both ways of counting its rows and columns, and one row and one column marked.

    Parameters
    ----------
    A : (m, n) array_like of float
        The matrix.
    row, column : int
        Which row and column to mark, counted from 0.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    Picture
        The figure and what is to be seen on it.

    Examples
    --------
    >>> plot_addresses([[11, 12], [21, 22]], row=1, column=0)
    <Picture: ... Row 2 (in code 1) is (21, 22), column 1 (in code 0) is (11, 21); they cross in 21.>
    """
    A = np.asarray(A)
    m, n = A.shape
    ax = new_axes(ax, figsize=(4.6, 0.9 + 0.62 * (m + 1)))
    for i, j in np.ndindex(m, n):
        marks = {(True, False): ("first", "//"), (False, True): ("second", "\\\\"), (True, True): ("third", "xx")}
        color, hatch = marks.get((i == row, j == column), ("", None))
        _cell(ax, j, -i, f"{A[i, j]:g}", color=COLORS.get(color), hatch=hatch)
    for i in range(m):
        ax.text(-0.15, -i - 0.5, f"i = {i + 1}, code {i}", ha="right", va="center")
    for j in range(n):
        ax.text(j + 0.5, 0.12, f"j = {j + 1}\ncode {j}", ha="center", va="bottom")
    ax.text(n + 0.15, -row - 0.5, f"row {row + 1}", ha="left", va="center", color=COLORS["first"])
    ax.text(column + 0.5, -m - 0.12, f"column {column + 1}", ha="center", va="top", color=COLORS["second"])
    ax.set(xlim=(-2.6, n + 1.3), ylim=(-m - 0.6, 1.0))
    ax.axis("off")
    (across, down) = (", ".join(f"{v:g}" for v in line) for line in (A[row], A[:, column]))
    alt = (
        f"A matrix of {m} rows and {n} columns; rows are counted by i from 1 to {m}, in code from 0 to {m - 1}, columns"
        f" by j from 1 to {n}, in code from 0 to {n - 1}. Row {row + 1} (in code {row}) is ({across}), column "
        f"{column + 1} (in code {column}) is ({down}); they cross in {A[row, column]:g}."
    )
    return Picture(ax.figure, alt)


def plot_chain(*shapes: tuple[int, int], interactive: str | None = None, ax=None) -> Picture:
    """Draw factors as dominoes, rows on the left half and columns on the right: where halves agree, they may touch.

    Parameters
    ----------
    *shapes : tuple of two int
        Shapes of the factors, from left to right.
    interactive : str, optional
        The script that brings the picture to life; it begins with these shapes.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    Picture
        The figure and what is to be seen on it.

    Examples
    --------
    >>> plot_chain((2, 3), (3, 4))
    <Picture: Dominoes 2 | 3 and 3 | 4. All inner sizes agree; the outer ones remain, and the product is 2 by 4.>
    """
    from matplotlib.patches import FancyBboxPatch

    ax = new_axes(ax, figsize=(4.8, 1.7))
    broken, x, joints = [], 0.0, []
    for k, (m, n) in enumerate(shapes):
        fits = k == 0 or shapes[k - 1][1] == m
        if k:
            x += 0.1 if fits else 0.9
            joints.append((x - (0.05 if fits else 0.45), fits, shapes[k - 1][1], m))
        box = FancyBboxPatch((x, 0), 2, 1, boxstyle="round,pad=0,rounding_size=0.15", fc="none", ec="black", lw=1.2)
        ax.add_patch(box)
        ax.plot([x + 1, x + 1], [0.12, 0.88], color=COLORS["quiet"], lw=0.9)
        for half, size, outer in ((0.5, m, k == 0), (1.5, n, k == len(shapes) - 1)):
            ax.text(x + half, 0.5, str(size), ha="center", va="center", weight="bold" if outer else "normal")
        x += 2
    for at, fits, left, right in joints:
        color = COLORS["third"] if fits else COLORS["wrong"]
        ax.plot([at, at], [-0.28, 1.28], color=color, lw=2, ls="-" if fits else ":")
        ax.text(at, 1.36, f"{left} = {right}" if fits else f"{left} ≠ {right}", ha="center", va="bottom", color=color)
        if not fits:
            broken.append(f"{left} and {right}")
    names = " and ".join(f"{m} | {n}" for m, n in shapes)
    if broken:
        verdict = f"The inner sizes {', '.join(broken)} differ, so there is no product."
        ax.text(x / 2, -0.42, "no product", ha="center", va="top")
    else:
        m, n = shapes[0][0], shapes[-1][1]
        verdict = f"All inner sizes agree; the outer ones remain, and the product is {m} by {n}."
        ax.text(x / 2, -0.42, f"product: {m} × {n}", ha="center", va="top")
    ax.set(xlim=(-0.2, x + 0.2), ylim=(-1.0, 1.95))
    ax.axis("off")
    data = {"shapes": shapes} if interactive else None
    return Picture(ax.figure, f"Dominoes {names}. {verdict}", interactive=interactive, data=data)


def plot_broadcast(A: ArrayLike, B: ArrayLike, C: ArrayLike, *, sign: str = "+", ax=None) -> Picture:
    """Draw two arrays of one or two axes as broadcasting reads them, repeated entries dashed, and the result.

    Parameters
    ----------
    A, B : (m, n) or (n,) array_like of float
        The arrays.
    C : (m, n) array_like of float
        What comes out.
    sign : str, default "+"
        The operation between them.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    Picture
        The figure and what is to be seen on it.

    Examples
    --------
    >>> plot_broadcast([[1], [2]], [5, 6], [[6, 7], [7, 8]])
    <Picture: ... A of shape (2, 1) is repeated to 2 by 2, B of shape (2,) is repeated to 2 by 2. ...>
    """
    C = np.asarray(C)
    m, n = C.shape
    ax = new_axes(ax, figsize=(4.8, 0.8 + 0.36 * (m + 1)))
    x, said = 0.0, []
    looks = ((A, "A", "first", "//"), (B, "B", "second", "\\\\"), (C, "", "third", None))
    for k, (array, name, color, hatch) in enumerate(looks):
        given = np.asarray(array)
        own = (1,) * (2 - given.ndim) + given.shape
        for i, j in np.ndindex(m, n):
            faint = i >= own[0] or j >= own[1]
            value = np.broadcast_to(given, C.shape)[i, j]
            _cell(ax, x + j, -i, _signed(value), color=COLORS[color], hatch=None if faint else hatch, faint=faint)
        ax.text(x + n / 2, 0.15, str(given.shape), ha="center", va="bottom")
        if name:
            repeated = "is repeated" if own != C.shape else "is already as large as the result"
            said.append(f"{name} of shape {given.shape} {repeated}" + (f" to {m} by {n}" if own != C.shape else ""))
        x += n
        if k < 2:
            ax.text(x + 0.45, -m / 2, sign if k == 0 else "=", ha="center", va="center", size=13)
            x += 0.9
    ax.set(xlim=(-0.1, x + 0.1), ylim=(-m - 0.1, 0.95), aspect="equal")
    ax.axis("off")
    rows = "; ".join(", ".join(map(_signed, row)) for row in C)
    return Picture(ax.figure, f"Two arrays side by side: {', '.join(said)}. The result has the rows {rows}.")
