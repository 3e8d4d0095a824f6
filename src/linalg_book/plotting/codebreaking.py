"""Pictures of what a spy counts: letters, and the keys that still fit."""

from string import ascii_uppercase as ALPHABET

import numpy as np

from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["plot_frequencies", "plot_remaining"]


def plot_frequencies(plain, cipher) -> Picture:
    """Draw how often each letter comes in a text and in its ciphertext, one panel each.

    Parameters
    ----------
    plain, cipher : (26,) array_like of int
        Counts of A to Z.

    Returns
    -------
    Picture
        The figure.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, 1, figsize=(4.8, 3.8), sharex=True, sharey=True)
    for ax, counts, name, color, hatch in zip(
        axes, (plain, cipher), ("plaintext", "ciphertext"), ("first", "second"), ("", "//"), strict=True
    ):
        ax.bar(range(26), counts, color=COLORS[color], hatch=hatch, edgecolor="white", lw=0.5)
        ax.axhline(np.mean(counts), color="black", lw=0.8, ls=":")
        ax.set_ylabel("count")
        ax.set_title(name, loc="left")
        ax.tick_params(axis="x", length=0)
    axes[1].set_xticks(range(26), list(ALPHABET))
    axes[1].set_xlim(-0.7, 25.7)

    def top(counts):
        order = np.argsort(counts)[::-1]
        return ", ".join(f"{ALPHABET[i]} {counts[i]}" for i in order[:3]) + f", rarest {min(counts)}"

    alt = (
        f"Two bar charts of letter counts. Plaintext, uneven: most frequent {top(np.asarray(plain))}. "
        f"Ciphertext, much flatter: most frequent {top(np.asarray(cipher))}. A dotted line marks the mean."
    )
    return Picture(figure, alt)


def plot_remaining(counts, labels, *, ax=None) -> Picture:
    """Draw how many keys are left after each thing that becomes known, on a logarithmic scale.

    Parameters
    ----------
    counts : (k,) array_like of int
        Numbers of keys, at least 1.
    labels : sequence of str
        What is known.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        The figure.
    """
    ax = new_axes(ax, figsize=(4.8, 2.4))
    places = np.arange(len(counts))
    ax.hlines(places, 0.7, counts, color=COLORS["quiet"], lw=1)
    ax.plot(counts, places, "o", color=COLORS["first"], ms=8)
    for place, count in zip(places, counts, strict=True):
        ax.annotate(f"{count:,}", (count, place), (8, 0), textcoords="offset points", va="center")
    ax.set_yticks(places, labels)
    ax.set(xscale="log", xlim=(0.7, 20 * max(counts)), ylim=(len(counts) - 0.5, -0.5), xlabel="keys that fit")
    ax.set_xticks(100.0 ** np.arange(np.log10(max(counts)) // 2 + 2))
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.minorticks_off()
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    steps = "; ".join(f"{label}: {count:,}" for label, count in zip(labels, counts, strict=True))
    return Picture(ax.figure, f"Dots on a logarithmic scale, one a line, moving left: keys that fit. {steps}.")
