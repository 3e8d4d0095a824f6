"""Pictures of :ref:`ch-layout`: a matrix over its line of memory, and which entries a loop visits when."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["plot_storage", "plot_access"]

LOOKS = (("first", "//"), ("second", "\\\\"), ("third", ".."), ("fourth", "xx"))


def _box(ax, x, y, text, look):
    from matplotlib.patches import Rectangle

    color, hatch = look
    ax.add_patch(Rectangle((x, y), 1, 1, facecolor=COLORS[color], alpha=0.28, lw=0))
    ax.add_patch(Rectangle((x, y), 1, 1, fill=False, edgecolor=COLORS[color], hatch=hatch, alpha=0.4, lw=0))
    ax.add_patch(Rectangle((x, y), 1, 1, fill=False, edgecolor="black", lw=0.9))
    ax.text(x + 0.5, y + 0.5, text, ha="center", va="center", zorder=4)


def plot_storage(A: ArrayLike, *, ax=None) -> Picture:
    """Draw a small matrix, and its entries as they lie in memory in row-major and in column-major order.

    Parameters
    ----------
    A : (m, n) array_like
        The entries; they are written as they are.  Each row has its look, for the first four rows.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    Picture
        The figure and what is to be seen on it.

    Examples
    --------
    >>> plot_storage([["a", "b"], ["c", "d"]])
    <Picture: ... in row-major memory lies a b c d, in column-major memory lies a c b d.>
    """
    A = np.asarray(A)
    m, n = A.shape
    ax = new_axes(ax, figsize=(4.8, 1.4 + 0.4 * m))
    for i, j in np.ndindex(m, n):
        _box(ax, j, m / 2 - i - 1, str(A[i, j]), LOOKS[i % len(LOOKS)])
    ax.text(n / 2, m / 2 + 0.15, "idea", ha="center", va="bottom")
    places, left = np.arange(m * n).reshape(m, n), n + 1.2
    said = []
    for y, name, turn in ((0.5, "row-major", False), (-2.1, "column-major", True)):
        for k, place in enumerate((places.T if turn else places).flat):
            i, j = divmod(int(place), n)
            _box(ax, left + k, y, str(A[i, j]), LOOKS[i % len(LOOKS)])
            ax.text(left + k + 0.5, y - 0.12, str(k), ha="center", va="top")
        ax.text(left, y + 1.12, f"memory, {name}", ha="left", va="bottom")
        said.append(f"in {name} memory lies {' '.join(str(v) for v in (A.T if turn else A).flat)}")
    ax.set(xlim=(-0.2, left + m * n + 0.2), ylim=(min(-2.9, -m / 2 - 0.2), max(2.5, m / 2 + 0.9)), aspect="equal")
    ax.axis("off")
    rows = "; ".join(" ".join(str(v) for v in row) for row in A)
    return Picture(ax.figure, f"A matrix with the rows {rows}: {', '.join(said)}.")


def plot_access(traces: Mapping[str, tuple[ArrayLike, ArrayLike]], *, entries: int) -> Picture:
    """Draw where in memory a loop is at each step, and at which steps it loads a cache line.

    Parameters
    ----------
    traces : dict of str to tuple of two (k,) array_like
        Offsets in entries and whether a line was loaded, as `linalg_book.layout.access_trace` gives them, by name.
    entries : int
        Entries a line; the lines are drawn as bands.

    Returns
    -------
    Picture
        One panel a trace: steps to the right, memory upwards, loads as filled squares.

    Examples
    --------
    >>> plot_access({"along rows": ([0, 1, 2, 3], [True, False, True, False])}, entries=2)
    <Picture: ... along rows: 2 loads in 4 steps...>
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(len(traces), 1, figsize=(4.8, 0.6 + 1.9 * len(traces)), sharex=True, squeeze=False)
    said = []
    for ax, (name, (offsets, loaded)) in zip(axes[:, 0], traces.items(), strict=True):
        where, loads = np.asarray(offsets), np.asarray(loaded, dtype=bool)
        steps = np.arange(where.size)
        for low in range(0, int(where.max()) + 1, 2 * entries):
            ax.axhspan(low - 0.5, low + entries - 0.5, color=COLORS["quiet"], alpha=0.15, lw=0)
        ax.plot(steps, where, color=COLORS["first"], lw=0.8)
        ax.plot(steps[~loads], where[~loads], "o", color=COLORS["first"], ms=3.5)
        ax.plot(steps[loads], where[loads], "s", color=COLORS["wrong"], ms=5.5)
        ax.set_title(f"{name}: {loads.sum()} loads in {loads.size} steps", loc="left")
        ax.set_ylabel("place in memory")
        jumps = np.abs(np.diff(where)).max() if where.size > 1 else 0
        said.append(f"{name}: {loads.sum()} loads in {loads.size} steps, the longest jump is {jumps} entries")
    axes[-1, 0].set_xlabel("step of the loop")
    alt = f"Place in memory over the steps of a loop, cache lines of {entries} entries as bands, loads as squares. "
    return Picture(figure, alt + "; ".join(said) + ".")
