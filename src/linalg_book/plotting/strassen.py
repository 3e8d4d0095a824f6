"""Pictures of :ref:`ch-strassen`: the seven products, the operations saved, and the error."""

import numpy as np

from linalg_book.plotting.picture import COLORS, Picture, label_powers, new_axes

__all__ = ["plot_seven", "plot_savings", "plot_errors"]

ENTRIES = ("11", "12", "21", "22")


def plot_seven(signs) -> Picture:
    """Draw which products of entries each of several products of sums contains, and with which sign.

    Parameters
    ----------
    signs : (r, 4, 4) array_like of int
        For each product the coefficients of the entries of A (rows) times the entries of B (columns).

    Returns
    -------
    Picture
        One grid of signs for each product.
    """
    import matplotlib.pyplot as plt

    signs = np.asarray(signs)
    figure, axes = plt.subplots(2, -(-len(signs) // 2), figsize=(4.8, 3.1))
    for index, ax in enumerate(axes.ravel()):
        if index >= len(signs):
            ax.set_axis_off()
            continue
        for i, j in np.argwhere(signs[index] != 0).tolist():
            plus = signs[index, i, j] > 0
            color = COLORS["first" if plus else "second"]
            ax.fill([j, j + 1, j + 1, j], [i, i, i + 1, i + 1], facecolor=(color, 0.3), edgecolor=color)
            ax.text(j + 0.5, i + 0.52, "+" if plus else "−", ha="center", va="center", weight="bold")
        ax.set_title(f"M{index + 1}")
        ax.set(xlim=(0, 4), ylim=(4, 0), aspect="equal")
        ax.set_xticks(np.arange(5), [])
        ax.set_yticks(np.arange(5), [])
        ax.grid(color=COLORS["quiet"], lw=0.4)
        ax.set_axisbelow(True)
        ax.tick_params(length=0)
        if index % axes.shape[1] == 0:
            for i, name in enumerate(ENTRIES):
                ax.text(-0.2, i + 0.5, f"a{name}", ha="right", va="center")
        if index >= axes.shape[1]:
            for j, name in enumerate(ENTRIES):
                ax.text(j + 0.5, 4.2, f"b{name}", ha="center", va="top", rotation=90)
    terms = "; ".join(
        f"M{index + 1}: "
        + ", ".join(f"{'+' if s[i, j] > 0 else '−'}a{ENTRIES[i]}b{ENTRIES[j]}" for i, j in np.argwhere(s != 0).tolist())
        for index, s in enumerate(signs)
    )
    return Picture(figure, f"{len(signs)} grids of signs, entries of A down and of B across. {terms}.")


def plot_savings(sizes, ratios, *, ax=None) -> Picture:
    """Draw operations relative to the usual product over the size, a line for each way to halve.

    Parameters
    ----------
    sizes : sequence of int
        Sizes n.
    ratios : dict of str to sequence of float
        Operations divided by those of the usual product.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        Lines over a logarithmic axis; below the line at 1 the method saves operations.
    """
    ax = new_axes(ax, figsize=(4.8, 3.3))
    ax.axhline(1, color=COLORS["quiet"], lw=1)
    looks = zip(ratios.items(), ("first", "third", "wrong"), "osX", ("-", "--", ":"), strict=False)
    for (name, values), color, mark, style in looks:
        ax.plot(sizes, values, marker=mark, ls=style, color=COLORS[color], label=name)
    ax.set_xscale("log", base=2)
    ax.set_xticks(sizes[::2], [f"{n:,}" for n in sizes[::2]])
    ax.minorticks_off()
    ax.set(xlabel="size n", ylabel="operations / usual ones", ylim=(0, None))
    ax.legend(loc="upper right")
    ends = "; ".join(f"{name} from {values[0]:.2f} to {values[-1]:.2f}" for name, values in ratios.items())
    return Picture(ax.figure, f"Operations relative to the usual product, n from {sizes[0]} to {sizes[-1]:,}: {ends}.")


def plot_errors(levels, measured, bounds, *, ax=None) -> Picture:
    """Draw the largest error and its bound over the number of halvings.

    Parameters
    ----------
    levels : sequence of int
        Halvings; 0 is the usual product.
    measured : sequence of float
        The largest errors found.
    bounds : sequence of float
        Their bounds, in the same unit.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        Two lines over a logarithmic axis.
    """
    ax = new_axes(ax, figsize=(4.8, 3.0))
    ax.semilogy(levels, bounds, "s--", color=COLORS["second"], label="bound")
    ax.semilogy(levels, measured, "o-", color=COLORS["first"], label="measured")
    ax.set_xticks(levels)
    label_powers(ax.yaxis)
    ax.set(xlabel="levels of halving", ylabel="largest error")
    ax.legend(loc="upper left")
    alt = (
        f"From {levels[0]} to {levels[-1]} levels the measured error grows "
        f"from {measured[0]:.0e} to {measured[-1]:.0e}, its bound from {bounds[0]:.0e} to {bounds[-1]:.0e}."
    )
    return Picture(ax.figure, alt)
