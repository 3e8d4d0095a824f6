"""Pictures of :ref:`ch-precision`: how coarse each format is, and what that does to a product."""

import numpy as np

from linalg_book.plotting.picture import COLORS, Picture, label_powers, new_axes
from linalg_book.precision import number_format, product_in, round_to, spacing

__all__ = ["plot_grain", "plot_stall"]

DOTTED = (0, (5, 1, 1, 1, 1, 1))
PLACES = {"fp16": (3e-2, "top"), "e4m3": (3, "top"), "e5m2": (3e3, "bottom")}  # names beside the lines, apart
LOOKS = [("first", "-"), ("third", "--"), ("second", "-."), ("fourth", ":"), ("wrong", DOTTED), ("quiet", "-")]


def plot_grain(names, low, high, *, ax=None) -> Picture:
    """Draw the largest relative error of rounding to each format, over the size of the number.

    Parameters
    ----------
    names : sequence of str
        Formats, as in `linalg_book.precision.FORMATS`.
    low, high : float
        The range of sizes.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        One line a format, over logarithmic axes.
    """
    ax = new_axes(ax, figsize=(4.8, 3.8))
    powers = 2.0 ** np.arange(np.floor(np.log2(low)), np.ceil(np.log2(high)) + 1)
    said = []
    for name, (color, style) in zip(names, LOOKS, strict=False):
        form = number_format(name)
        x = powers[(powers >= form.tiniest) & (powers <= form.largest)]
        ends = [form.largest] if powers[-1] > form.largest else []
        x = np.append(x, ends)
        error = spacing(x, name) / x / 2
        error[x >= form.smallest] = form.unit_roundoff
        ax.loglog(x, error, color=COLORS[color], ls=style)
        at, place = PLACES.get(name, (high / 30, "bottom"))
        shift = 1.35 if place == "bottom" else 0.75
        ax.text(at, form.unit_roundoff * shift, name, ha="center", va=place, color=COLORS[color], weight="bold")
        said.append(f"{name} {form.unit_roundoff:.0e}" + (f" up to {form.largest:.3g}" if ends else ""))
    label_powers(ax.xaxis, ax.yaxis)
    ax.set(xlabel="size of the number", ylabel="relative error, at most", ylim=(1e-8, 1.5), xlim=(low, high))
    alt = f"Relative errors of rounding over sizes from {low:.0e} to {high:.0e}. Level at: {'; '.join(said)}. "
    return Picture(ax.figure, alt + "Toward zero the lines of fp16, e5m2 and e4m3 rise to one half.")


def plot_stall(rows, sizes, name, sums, *, ax=None) -> Picture:
    """Draw the relative error of dot products of positive numbers over their length, for several formats of the sum.

    Parameters
    ----------
    rows : (m, k) array_like of float
        Positive numbers; each row is multiplied by a column of ones.
    sizes : sequence of int
        Lengths to try, each at most k.
    name : str
        Format that the numbers are rounded to.
    sums : sequence of str
        Formats in which the sum is kept.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        One line a format of the sum.
    """
    ax = new_axes(ax, figsize=(4.8, 3.4))
    rows = round_to(rows, name)
    said = []
    for kept, (color, style), mark in zip(sums, LOOKS, "os^", strict=False):
        errors = []
        for k in sizes:
            total = product_in(rows[:, :k], np.ones((k, 1)), name, accumulate=kept)[:, 0]
            exact = rows[:, :k].sum(axis=1)
            errors.append(float(np.max(np.abs(total - exact) / exact)))
        shown = np.maximum(errors, 1e-9)
        ax.loglog(sizes, shown, color=COLORS[color], ls=style, marker=mark)
        ax.text(sizes[-1] * 1.3, shown[-1], f"sum in\n{kept}", color=COLORS[color], weight="bold", va="center")
        said.append(f"in {kept} from {errors[0]:.0e} to {errors[-1]:.0e}")
    ax.set_xscale("log", base=2)
    ax.set(xlabel="numbers added", ylabel="relative error of the sum")
    ax.set(xlim=(sizes[0] / 1.2, sizes[-1] * 12), ylim=(3e-10, 3))
    ax.set_xticks(sizes[::2], [str(k) for k in sizes[::2]], rotation=30)
    ax.minorticks_off()
    label_powers(ax.yaxis)
    return Picture(ax.figure, f"Relative error of sums of {sizes[0]} to {sizes[-1]} numbers: {', '.join(said)}.")
