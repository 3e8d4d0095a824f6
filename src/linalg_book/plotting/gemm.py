"""Pictures of :ref:`ch-gemm`: a ladder of ways to multiply, rates against sizes, measured and published rates."""

import textwrap
from collections.abc import Iterable, Sequence

import numpy as np

from linalg_book.gemm import Card, Measurement, Rung
from linalg_book.hardware import Device
from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["plot_ladder", "plot_rates", "plot_cards"]

LOOKS = {  # of the formats: color, marker, line
    "fp64": ("first", "o", "-"),
    "fp32": ("third", "s", "--"),
    "tf32": ("second", "^", "-."),
    "fp16": ("fourth", "D", (0, (5, 1, 1, 1, 1, 1))),
    "bf16": ("wrong", "v", ":"),
}
PREFIXES = ((1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def _flops(rate: float, _=None) -> str:
    """Write a rate with three digits and a prefix."""
    scale, prefix = next(((s, p) for s, p in PREFIXES if rate >= 0.9995 * s), (1.0, ""))
    return f"{rate / scale:.3g} {prefix}FLOP/s"


def plot_ladder(rungs: Sequence[Rung], *, ax=None) -> Picture:
    """Draw the rate of each way to multiply as a bar on a logarithmic axis, with the best rate as a line.

    Parameters
    ----------
    rungs : sequence of Rung
        As `linalg_book.gemm.ladder` gives them.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        One bar a rung, the first on top.
    """
    ax = new_axes(ax, figsize=(4.8, 0.9 + 0.55 * len(rungs)))
    peak, low = rungs[0].peak, 10.0 ** (len(str(int(min(rung.run.rate for rung in rungs)))) - 2)
    for place, rung in enumerate(rungs):
        ax.barh(place, rung.run.rate, height=0.55, facecolor=(COLORS["first"], 0.3), edgecolor=COLORS["first"])
        inside = rung.run.rate > (peak * low) ** 0.5  # where there is more room for the text
        words = f"{_flops(rung.run.rate)} ({rung.fraction:.2g} of the best)" if inside else _flops(rung.run.rate)
        side = {"ha": "right", "x": rung.run.rate / 1.15} if inside else {"ha": "left", "x": rung.run.rate * 1.15}
        ax.text(y=place, s=words.replace(" (1 of the best)", " (the best)"), va="center", **side)
    ax.axvline(peak, color=COLORS["second"], ls="--")
    ax.set_xscale("log")
    ax.set_yticks(range(len(rungs)), [f"{rung.name}\nn = {rung.run.n}" for rung in rungs])
    ax.set(xlim=(low, 2 * peak), ylim=(len(rungs) - 0.5, -0.6), xlabel="FLOP/s; dashed: best rate measured")
    _label_rates(ax.xaxis)
    ax.tick_params(axis="y", length=0)
    told = "; ".join(f"{rung.name} with n = {rung.run.n} at {_flops(rung.run.rate)}" for rung in rungs)
    return Picture(ax.figure, f"Bars on a logarithmic axis: {told}. A dashed line at {_flops(peak)}.")


def plot_rates(runs: Iterable[Measurement], *, ax=None) -> Picture:
    """Draw rate against size, both on logarithmic axes: a line for each device and format.

    Parameters
    ----------
    runs : iterable of Measurement
        What was measured; the size of a product that is not square is the cube root of ``m*n*k``.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        Points at the median rate, bars over the middle half of the samples.
    """
    ax, told = new_axes(ax, figsize=(4.8, 3.2)), []
    groups: dict[tuple[str, str, bool], list[Measurement]] = {}
    for run in sorted(runs, key=lambda run: run.size):
        square = run.m == run.n == run.k
        name = f"{run.dtype}, {run.device}" + ", not square" * (not square)
        groups.setdefault((name, run.dtype, square), []).append(run)
    for (name, dtype, square), members in groups.items():
        color, mark, style = LOOKS[dtype]
        sizes, rates = [run.size for run in members], [run.rate for run in members]
        error = [[abs(rate - end) for rate, end in zip(rates, ends, strict=True)] for ends in _spread(members)]
        look = {"ls": style} if square else {"ls": "none", "markerfacecolor": "none"}
        ax.errorbar(sizes, rates, yerr=error, color=COLORS[color], marker=mark, capsize=3, label=name, **look)
        points = "; ".join(f"{size:g}: {_flops(rate)}" for size, rate in zip(sizes, rates, strict=True))
        told.append(f"{name}: {points}.")
    ax.set_xscale("log", base=2)
    ax.set_yscale("log")
    ax.xaxis.set_major_formatter(lambda size, _: f"{size:g}")
    _label_rates(ax.yaxis)
    ax.set(xlabel="n, or the cube root of m·n·k" if len(groups) > 1 else "n", ylabel="FLOP/s")
    ax.legend(loc="lower right")
    return Picture(ax.figure, "Rates against sizes, on logarithmic axes. " + " ".join(told))


def _spread(runs):
    """Return the rates at the upper and at the lower quartile of the times."""
    quartiles = [np.percentile(run.timing.seconds, [75, 25]) for run in runs]
    return [[run.flops / float(pair[end]) for run, pair in zip(runs, quartiles, strict=True)] for end in (0, 1)]


def _label_rates(axis):
    """Label a logarithmic axis of rates with a prefix, at 1, 2 and 5 where it spans little."""
    from matplotlib.ticker import LogLocator

    low, high = axis.get_view_interval()
    axis.set_major_locator(LogLocator(subs=(1, 2, 5) if high / low < 300 else (1,)))
    axis.set_major_formatter(lambda rate, _: _flops(rate).replace("FLOP/s", "").strip())
    axis.set_minor_formatter(lambda rate, _: "")


def plot_cards(
    cards: Iterable[Card],
    *,
    devices: Iterable[Device],
    dtypes: Sequence[str] = ("fp32", "tf32", "bf16"),
    ax=None,
) -> Picture:
    """Draw published peaks as bars, dense ones, and the best measured rate of each card as a point.

    Parameters
    ----------
    cards : iterable of Card
        Measurement cards; there may be none.
    devices : iterable of Device
        Devices of the registry whose published peaks are to be shown, one at least.
    dtypes : sequence of str
        Formats to show.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        A group of bars for each device and a row of points for each card.
    """
    rows, told = [], []  # name, {format: rate}, published
    for device in devices:
        dense = [f for f in device.figures if f.quantity == "peak" and not f.sparse and f.dtype in dtypes]
        peaks = {dtype: f.value for dtype in dtypes for f in dense if f.dtype == dtype}
        rows += [(device.name, peaks, True)] if peaks else []
    for card in cards:
        best = {dtype: max((r.rate for r in card.runs if r.dtype == dtype), default=0.0) for dtype in dtypes}
        name = textwrap.fill(f"{card.device}, measured", 16)
        rows.append((name, {dtype: rate for dtype, rate in best.items() if rate}, False))
    ax, step = new_axes(ax, figsize=(4.8, 0.9 + 0.75 * len(rows))), 0.8 / len(dtypes)
    for place, (name, rates, published) in enumerate(rows):
        for offset, dtype in enumerate(dtypes):
            if dtype in rates:
                y = place - 0.4 + step * (offset + 0.5)
                _rate_mark(ax, y, rates[dtype], step, dtype, published)
        words = ", ".join(f"{dtype} {_flops(rate)}" for dtype, rate in rates.items())
        told.append(f"{name}: {words}.".replace("\n", " "))
    ax.set_xscale("log")
    ax.set_yticks(range(len(rows)), [name for name, _, _ in rows])
    low = min(rate for _, rates, _ in rows for rate in rates.values())
    high = max(rate for _, rates, _ in rows for rate in rates.values())
    ax.set(xlim=(low / 3, high * 30), ylim=(len(rows) - 0.5, -0.5), xlabel="FLOP/s")
    _label_rates(ax.xaxis)
    ax.tick_params(axis="y", length=0)
    return Picture(ax.figure, "Published dense peaks as bars, measured rates as points. " + " ".join(told))


def _rate_mark(ax, y, rate, height, dtype, published):
    """Draw one rate with its format and value: a bar from the left if published, a point if measured."""
    color, mark, _ = LOOKS[dtype]
    if published:
        face = (COLORS[color], 0.3)
        ax.barh(y, rate, height=0.9 * height, facecolor=face, edgecolor=COLORS[color])
    else:
        ax.plot(rate, y, mark, color=COLORS[color])
    ax.text(rate * 1.3, y, f"{dtype} {_flops(rate)}".replace("FLOP/s", ""), va="center")
