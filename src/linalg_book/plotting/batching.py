"""Pictures of :ref:`ch-batching`: what a batch costs, and what a step of writing costs."""

import numpy as np

from linalg_book.plotting.picture import COLORS, Picture, label_powers, new_axes

__all__ = ["plot_batches", "plot_step"]


def plot_batches(batches, seconds, flops, *, ax=None) -> Picture:
    """Draw the time of a batch and its rate over the batch size.

    Parameters
    ----------
    batches : sequence of int
        Batch sizes, from 1 on.
    seconds : sequence of float
        Seconds of each batch.
    flops : int
        Operations for one example.
    ax : sequence of two matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        Two panels with logarithmic axes.
    """
    left, right = new_axes(ax, nrows=1, ncols=2, figsize=(4.8, 3.0))
    batches, seconds = np.asarray(batches), np.asarray(seconds)
    rates = batches * flops / seconds / 1e9
    left.loglog(batches, 1000 * seconds, "o-", color=COLORS["first"], ms=4)
    left.loglog(batches, 1000 * seconds[0] * batches, "--", color=COLORS["quiet"])
    left.set(title="milliseconds")
    right.loglog(batches, rates, "s-", color=COLORS["second"], ms=4)
    right.set(title="GFLOP/s")
    for axes in (left, right):
        axes.set_xscale("log", base=4)
        axes.set_xticks(batches, [str(b) for b in batches])
        axes.set_xlabel("batch size")
        axes.minorticks_off()
        label_powers(axes.yaxis)
    alt = (
        f"Batches of {batches[0]} to {batches[-1]} examples. Left: time, {1000 * seconds[0]:.2g} to "
        f"{1000 * seconds[-1]:.2g} milliseconds, and dashed the time of as many single examples. Right: rate, "
        f"{rates[0]:.2g} to {rates[-1]:.2g} GFLOP/s."
    )
    return Picture(left.figure, alt)


def plot_step(batches, steps, *, ax=None) -> Picture:
    """Draw the parts of a writing step over the number of texts, stacked.

    Parameters
    ----------
    batches : sequence of int
        Numbers of texts.
    steps : sequence of dict of str to float
        Seconds by part, as `linalg_book.batching.decode_step` gives them.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        A bar a batch.
    """
    ax = new_axes(ax, figsize=(4.8, 3.2))
    place = np.arange(len(batches))
    low = np.zeros(len(batches))
    for part, color, hatch in (("weights", "first", None), ("cache", "second", "//")):
        height = 1000 * np.array([step[part] for step in steps])
        look = {"facecolor": (COLORS[color], 0.3), "edgecolor": COLORS[color], "label": part}
        ax.bar(place, height, bottom=low, width=0.7, **look)
        ax.bar(place, height, bottom=low, width=0.7, facecolor="none", edgecolor=COLORS[color], hatch=hatch, lw=0)
        low += height
    ax.set_xticks(place, [str(b) for b in batches])
    ax.set(xlabel="texts", ylabel="milliseconds a step")
    ax.legend(loc="upper left")
    ends = [f"{batches[i]}: {', '.join(f'{part} {1000 * steps[i][part]:.2g}' for part in steps[i])}" for i in (0, -1)]
    return Picture(ax.figure, f"Bars of the milliseconds of a step, by number of texts. {'; '.join(ends)}.")
