"""Pictures of arithmetic modulo 26: the clock of letters, and what a multiplication does to them."""

from string import ascii_uppercase as ALPHABET

import numpy as np

from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["plot_clock", "plot_multiples"]


def plot_clock(numbers, *, ax=None) -> Picture:
    """Draw the 26 letters as a clock and wind each number around it from A, one spiral a number.

    Parameters
    ----------
    numbers : sequence of int
        Up to three whole numbers, not negative.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        The figure.
    """
    ax = new_axes(ax, figsize=(4.4, 4.4))
    angle = np.pi / 2 - 2 * np.pi * np.arange(26) / 26
    ax.plot(1.12 * np.cos(np.linspace(0, 7, 200)), 1.12 * np.sin(np.linspace(0, 7, 200)), color=COLORS["quiet"], lw=0.8)
    tick = np.array([1.09, 1.15])
    for letter, number, a in zip(ALPHABET, range(26), angle, strict=True):
        ax.text(1.27 * np.cos(a), 1.27 * np.sin(a), letter, ha="center", va="center", fontweight="bold")
        ax.text(1.47 * np.cos(a), 1.47 * np.sin(a), str(number), ha="center", va="center", color=COLORS["quiet"])
        ax.plot(tick * np.cos(a), tick * np.sin(a), color=COLORS["quiet"], lw=0.8)
    for k, number in enumerate(numbers):
        color = COLORS[("first", "second", "third")[k]]
        steps = np.linspace(0, number, 40 * max(1, number))
        a = np.pi / 2 - 2 * np.pi * steps / 26
        r = (0.42 + 0.3 * k) + 0.1 * steps / 26
        x, y = r * np.cos(a), r * np.sin(a)
        ax.plot(x, y, color=color, ls=("-", "--", ":")[k])
        ax.plot(x[0], y[0], "o", color=color, ms=4)
        end = angle[number % 26]
        ax.annotate("", (1.1 * np.cos(end), 1.1 * np.sin(end)), (x[-1], y[-1]),
                    arrowprops={"arrowstyle": "-|>", "color": color, "lw": 1.8, "shrinkA": 0, "shrinkB": 0})
        ax.text(0, 0.1 - 0.22 * k, f"{number} → {number % 26} = {ALPHABET[number % 26]}", ha="center", va="center",
                color="black")
    ax.set(xlim=(-1.6, 1.6), ylim=(-1.6, 1.6), aspect="equal")
    ax.axis("off")
    ends = "; ".join(f"{n} goes {n // 26} times around and {n % 26} steps on, to {ALPHABET[n % 26]}" for n in numbers)
    return Picture(ax.figure, f"The letters A to Z, numbered 0 to 25, on a clock. Spirals start at A: {ends}.")


def plot_multiples(factors) -> Picture:
    """Draw where multiplication modulo 26 sends each letter, one panel a factor.

    Parameters
    ----------
    factors : sequence of int
        The factors.

    Returns
    -------
    Picture
        The figure.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(len(factors), 1, figsize=(4.8, 1.7 * len(factors)), squeeze=False)
    parts = []
    for ax, factor, color in zip(axes[:, 0], factors, ("first", "second", "third"), strict=False):
        images = factor * np.arange(26) % 26
        hit = np.isin(np.arange(26), images)
        for x, y in enumerate(images):
            ax.plot([x, y], [1, 0], color=COLORS[color], lw=1)
        ax.plot(np.arange(26), np.ones(26), "o", color=COLORS[color], ms=4)
        ax.plot(np.flatnonzero(hit), np.zeros(hit.sum()), "o", color=COLORS[color], ms=4)
        ax.plot(np.flatnonzero(~hit), np.zeros((~hit).sum()), "x", color=COLORS["wrong"], ms=5)
        for x in range(26):
            ax.text(x, 1.13, ALPHABET[x], ha="center", va="bottom")
            ax.text(x, -0.13, ALPHABET[x], ha="center", va="top")
        ax.set(xlim=(-3, 26), ylim=(-0.45, 1.45))
        ax.text(-2.9, 0.5, f"× {factor}", ha="left", va="center")
        ax.axis("off")
        parts.append(f"times {factor}, {hit.sum()} of the 26 letters of the lower row are reached")
    alt = "Letters A to Z in two rows, each letter of the upper row joined to its multiple in the lower row: "
    return Picture(figure, alt + "; ".join(parts) + ".")
