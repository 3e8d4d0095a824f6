"""Pictures of :ref:`ch-scores`: a price and its parts, two rules held against what was paid."""

from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["plot_parts", "plot_rules"]


def plot_parts(parts, *, names, ax=None) -> Picture:
    """Draw how weighted features, of both signs, add up to a price.

    Parameters
    ----------
    parts : (n,) array_like of float
        Weight times feature, in dollars.
    names : sequence of str
        What each part comes from.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        One bar a part, each beginning where the one before ended, and a bar for the sum.
    """
    ax = new_axes(ax, figsize=(4.8, 0.9 + 0.42 * len(parts)))
    start = 0.0
    for i, part in enumerate(float(part) / 1000 for part in parts):
        color = COLORS["first" if part >= 0 else "wrong"]
        ax.barh(i, part, left=start, height=0.6, facecolor=(color, 0.22), edgecolor=color)
        if part < 0:  # a hatch of its own: on a tinted face it would be as pale as the face
            ax.barh(i, part, left=start, height=0.6, facecolor="none", edgecolor=color, hatch="//")
        ax.text(max(start, start + part) + 6, i, f"{part:+.0f}".replace("-", "−"), va="center")
        start += part
        ax.plot([start, start], [i + 0.3, i + 0.7], color=COLORS["quiet"], linewidth=0.8)
    ax.barh(len(parts), start, height=0.6, facecolor=(COLORS["third"], 0.22), edgecolor=COLORS["third"])
    ax.text(start + 6, len(parts), f"{start:.0f}", va="center", weight="bold")
    ax.set(yticks=range(len(parts) + 1), yticklabels=[*names, "price"], ylim=(len(parts) + 0.5, -0.5))
    ax.set(xlabel="thousands of dollars", xlim=(0, 1.18 * max(start, *ax.get_xlim())))
    listed = ", ".join(f"{name} {part:+,.0f}" for name, part in zip(names, parts, strict=True))
    return Picture(ax.figure, f"Bars that start where the one before ends: {listed}; together {1000 * start:,.0f}.")


def plot_rules(paid, rules, *, ax=None) -> Picture:
    """Draw the prices of some rules beside what was paid, one row a house.

    Parameters
    ----------
    paid : (s,) array_like of float
        Prices paid for the first s houses, in dollars.
    rules : dict of str to (m,) array_like of float
        For each of at most three rules its prices of all m houses.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        A ring for each price paid, and a marker of its own for each rule.
    """
    m = len(next(iter(rules.values())))
    ax = new_axes(ax, figsize=(4.8, 1.2 + 0.38 * m))
    ring = {"markersize": 11, "markerfacecolor": "none", "color": "black"}
    ax.plot([p / 1000 for p in paid], range(len(paid)), "o", label="paid", **ring)
    for (name, prices), color, marker in zip(rules.items(), ("second", "first", "third"), "sX^", strict=False):
        ax.plot([p / 1000 for p in prices], range(m), marker, color=COLORS[color], label=name, markersize=6)
    ax.set(yticks=range(m), yticklabels=[f"house {i + 1}" for i in range(m)], ylim=(m - 0.5, -0.5))
    ax.set(xlabel="thousands of dollars")
    ax.grid(axis="y", linewidth=0.5, color=COLORS["quiet"], alpha=0.5)
    ax.figure.legend(loc="outside upper center", ncols=3)
    lines = [f"paid {', '.join(f'{p:,.0f}' for p in paid)}"]
    lines += [f"{name} {', '.join(f'{p:,.0f}' for p in prices)}" for name, prices in rules.items()]
    return Picture(ax.figure, f"Prices of {m} houses in dollars. {'; '.join(lines)}.")
