"""Pictures of blocks of letters, before and after a key."""

from string import ascii_uppercase as ALPHABET

import numpy as np

from linalg_book.plotting.picture import COLORS, Picture

__all__ = ["plot_blocks"]


def plot_blocks(before, after) -> Picture:
    """Draw pairs of letters as points of a 26 x 26 board, before and after a key.

    Parameters
    ----------
    before, after : (2, k) array_like of int
        One pair a column, first letter down, second letter across; numbers 0 to 25.

    Returns
    -------
    Picture
        The figure.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(4.8, 2.8), sharey=True)
    looks = ("before", "first", "s"), ("after", "second", "D")
    for ax, points, (name, color, marker) in zip(axes, (before, after), looks, strict=True):
        row, column = np.asarray(points)
        ax.plot(column, row, marker, color=COLORS[color], ms=3.4)
        ax.plot(0, 0, "o", mfc="none", mec="black", ms=9)
        ax.set(xlim=(-1, 26), ylim=(26, -1), aspect="equal", title=name, xlabel="second letter")
        ax.set_xticks([0, 7, 13, 19, 25], [ALPHABET[t] for t in (0, 7, 13, 19, 25)])
        ax.spines[:].set_visible(True)
        ax.spines[:].set_color(COLORS["quiet"])
    axes[0].set_yticks([0, 7, 13, 19, 25], [ALPHABET[t] for t in (0, 7, 13, 19, 25)])
    axes[0].set_ylabel("first letter")
    k, step = np.shape(before)[1], int(np.gcd.reduce(np.ravel(after), initial=26))
    where = "spread over the whole board" if step == 1 else f"only where row and column are multiples of {step}"
    alt = (
        f"Two boards of 26 by 26 pairs of letters. Before: {k} pairs in one compact shape at the corner AA. After: the "
        f"points to which the key sends them, {where}. The corner AA, circled, is marked on both."
    )
    return Picture(figure, alt)
