"""Pictures of :ref:`ch-counting`: where the multiply-adds go."""

from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["plot_parts", "plot_shares"]

KINDS = {"feed-forward": "first", "projections": "third", "output": "fourth", "attention": "second"}
HATCHES = {"feed-forward": None, "projections": "//", "output": "..", "attention": "xx"}


def plot_shares(lengths, counts, *, ax=None) -> Picture:
    """Draw the share of each kind of product in all multiply-adds, over the length of the text.

    Parameters
    ----------
    lengths : sequence of int
        Numbers of tokens, increasing.
    counts : sequence of dict of str to int
        For each length, multiply-adds by kind, as `linalg_book.counting.multiply_adds` gives them.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        Stacked areas over a logarithmic axis.
    """
    ax = new_axes(ax, figsize=(4.8, 3.4))
    shares = {kind: [count[kind] / sum(count.values()) for count in counts] for kind in KINDS}
    low = [0.0] * len(lengths)
    for kind, color in KINDS.items():
        high = [a + b for a, b in zip(low, shares[kind], strict=True)]
        ax.fill_between(lengths, low, high, facecolor=(COLORS[color], 0.3), edgecolor=COLORS[color])
        ax.fill_between(lengths, low, high, facecolor="none", edgecolor=COLORS[color], hatch=HATCHES[kind], linewidth=0)
        room = [part * min(i + 1, len(lengths) - i) for i, part in enumerate(shares[kind])]
        at = room.index(max(room))
        middle = (low[at] + high[at]) / 2
        box = {"facecolor": "none", "edgecolor": "none"}
        ax.text(lengths[at], middle, kind, ha="center", va="center", weight="bold", bbox=box)
        low = high
    ax.set_xscale("log", base=2)
    ax.set_xticks(lengths[::2], [f"{v:,}" for v in lengths[::2]], rotation=30)
    ax.minorticks_off()
    ax.set(xlim=(lengths[0], lengths[-1]), ylim=(0, 1), xlabel="tokens", ylabel="share of the multiply-adds")
    ends = "; ".join(f"{kind} {part[0]:.0%} to {part[-1]:.0%}" for kind, part in shares.items())
    return Picture(ax.figure, f"Shares of multiply-adds from {lengths[0]} to {lengths[-1]:,} tokens: {ends}.")


def plot_parts(parts, *, unit, ax=None) -> Picture:
    """Draw a few named amounts as bars with their values.

    Parameters
    ----------
    parts : dict of str to float
        Amounts by name.
    unit : str
        What they count.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        One bar a name.
    """
    ax = new_axes(ax, figsize=(4.8, 0.6 + 0.45 * len(parts)))
    for i, (_name, value) in enumerate(parts.items()):
        ax.barh(i, value, height=0.6, facecolor=(COLORS["first"], 0.3), edgecolor=COLORS["first"])
        ax.text(value + 0.01 * max(parts.values()), i, f"{value:.1f}", va="center")
    ax.set_yticks(range(len(parts)), list(parts))
    ax.set(xlabel=unit, xlim=(0, 1.15 * max(parts.values())), ylim=(len(parts) - 0.5, -0.5))
    ax.tick_params(axis="y", length=0)
    told = "; ".join(f"{name} {value:.1f}" for name, value in parts.items())
    return Picture(ax.figure, f"Bars, in {unit}: {told}.")
