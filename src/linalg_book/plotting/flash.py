"""Pictures of :ref:`ch-flash`: what moves between the memories, and how much of it."""

from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["plot_passes", "plot_lengths"]

STYLES = [("wrong", "X", "-"), ("first", "o", "--"), ("third", "s", ":")]


def _amount(value):
    """Write bytes with a prefix."""
    for scale, name in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if value >= scale:
            return f"{value / scale:.3g} {name}"
    return f"{value:.3g} B"


def plot_passes(methods) -> Picture:
    """Draw what each pass of a method takes from the slow memory and puts back, arrows as wide as it is much.

    Parameters
    ----------
    methods : dict of str to sequence of tuple
        For each method its passes: a name, a dict of bytes loaded and a dict of bytes stored, by array.

    Returns
    -------
    Picture
        One panel a method; the slow memory is the bar on top, the fast one the bar at the bottom.
    """
    import matplotlib.pyplot as plt
    from matplotlib.patches import Rectangle

    most = max(v for passes in methods.values() for _, load, store in passes for v in (load | store).values())
    figure, axes = plt.subplots(len(methods), 1, figsize=(4.8, 2.3 * len(methods)), squeeze=False)
    for ax, (method, passes) in zip(axes[:, 0], methods.items(), strict=True):
        ax.set_title(method, loc="left")
        for y, name, color in ((2.0, "slow memory (HBM)", "quiet"), (0.0, "fast memory (SRAM)", "third")):
            ax.add_patch(Rectangle((0, y), 12, 0.5, facecolor=(COLORS[color], 0.3), edgecolor=COLORS[color]))
            ax.text(6, y + 0.24, name, ha="center", va="center")
        step = 12 / len(passes)
        for number, (name, load, store) in enumerate(passes):
            moves = [(key, v, "first", False) for key, v in load.items()]
            moves += [(key, v, "wrong", True) for key, v in store.items()]
            for place, (key, value, color, up) in enumerate(moves):
                x = step * number + step * (place + 0.6) / (len(moves) + 0.2)
                ends = ((x, 1.98), (x, 0.52)) if up else ((x, 0.52), (x, 1.98))
                arrow = {"arrowstyle": "-|>", "color": COLORS[color], "mutation_scale": 11, "shrinkA": 0, "shrinkB": 0}
                ax.annotate("", *ends, arrowprops=arrow | {"linewidth": 1 + 7 * value / most})
                ax.text(x + 0.25 + 0.1 * value / most, 1.25, key, va="center", weight="bold")
            ax.text(step * (number + 0.5), -0.25, name, ha="center", va="center")
        ax.set(xlim=(-0.1, 12.1), ylim=(-0.5, 2.6))
        ax.set_axis_off()
    told = []
    for method, passes in methods.items():
        parts = []
        for name, load, store in passes:
            lists = [(verb, ", ".join(f"{k} ({_amount(v)})" for k, v in some.items()))
                     for verb, some in (("loads", load), ("stores", store)) if some]  # fmt: skip
            parts.append(f"{name} {' and '.join(f'{verb} {arrays}' for verb, arrays in lists)}")
        told.append(f"{method}: {'; '.join(parts)}.")
    return Picture(figure, " ".join(told))


def plot_lengths(lengths, amounts, *, ax=None) -> Picture:
    """Draw the bytes that are moved over the length of the text, a line for each method.

    Parameters
    ----------
    lengths : sequence of int
        Numbers of tokens, increasing.
    amounts : dict of str to sequence of float
        Bytes by method; at most three.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        Lines over logarithmic axes.
    """
    ax = new_axes(ax, figsize=(4.8, 3.5))
    for (name, values), (color, mark, style) in zip(amounts.items(), STYLES, strict=False):
        ax.loglog(lengths, values, marker=mark, ls=style, color=COLORS[color], label=name)
    ax.set_xticks(lengths[::2], [f"{n:,}" for n in lengths[::2]])
    ax.minorticks_off()
    ax.yaxis.set_major_formatter(lambda value, _: _amount(value))
    ax.set(xlabel="tokens", ylabel="moved for one head")
    ax.legend(loc="upper left")
    told = "; ".join(f"{name} {_amount(v[0])} to {_amount(v[-1])}" for name, v in amounts.items())
    return Picture(ax.figure, f"Bytes moved from {lengths[0]} to {lengths[-1]:,} tokens: {told}.")
