"""The picture of :ref:`ch-roofline`: a roof with computations under it, and what its script knows of the devices."""

import math
from collections.abc import Mapping, Sequence

from linalg_book.hardware import DEVICES
from linalg_book.plotting.picture import COLORS, Picture, new_axes
from linalg_book.roofline import ITEMSIZE, attainable, ridge

__all__ = ["registry_values", "plot_roofline"]

LOOKS = (("second", "o"), ("third", "s"), ("fourth", "^"))
PREFIXES = {15: "P", 12: "T", 9: "G", 6: "M", 3: "k", 0: "", -3: "m"}


def _amount(value: float, unit: str) -> str:
    """Write a number with three digits and a prefix, as 989 TFLOP/s."""
    power = next((p for p in PREFIXES if value >= 0.9995 * 10.0**p), -3)
    scaled = value / 10.0**power
    return f"{scaled:.0f} {PREFIXES[power]}{unit}" if scaled >= 99.95 else f"{scaled:.3g} {PREFIXES[power]}{unit}"


def registry_values(*, device: str, dtype: str) -> dict:
    """Return what the script of the interactive roofline needs to know of the devices in the registry.

    Parameters
    ----------
    device : str
        The device that is shown first.
    dtype : str
        The number format that is shown first.

    Returns
    -------
    dict
        ``"start"``, ``"itemsize"`` (bytes by format) and ``"devices"``: for each its name, its bandwidth in B/s and
        its dense peaks in FLOP/s by format.

    Raises
    ------
    KeyError
        If the registry has no such device, or no such peak of it.
    """
    DEVICES[device].peak(dtype)
    devices = [
        {"name": entry.name, "bandwidth": entry.bandwidth, "peaks": _dense_peaks(entry)} for entry in DEVICES.values()
    ]
    return {"start": {"device": device, "dtype": dtype}, "itemsize": ITEMSIZE, "devices": devices}


def _dense_peaks(entry):
    peaks = {f.dtype: f.value for f in entry.figures if f.quantity == "peak" and not f.sparse}
    return {dtype: peaks[dtype] for dtype in ITEMSIZE if dtype in peaks}  # widest first


def plot_roofline(
    peak: float,
    bandwidth: float,
    series: Mapping[str, Sequence[tuple[str, float, float]]],
    *,
    interactive: str | None = None,
    data: dict | None = None,
    ax=None,
) -> Picture:
    """Draw the roof of a processor and computations as points, both axes logarithmic.

    Parameters
    ----------
    peak : float
        Arithmetic peak in FLOP/s.
    bandwidth : float
        Memory bandwidth in B/s.
    series : dict of str to list of tuple
        For each kind of computation its points: a label, which may be empty, FLOP for each byte, and FLOP/s.
    interactive : str, optional
        The script that brings the picture to life.
    data : dict, optional
        What that script needs to know.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        The roof with its ridge, and the points.
    """
    ax = new_axes(ax, figsize=(4.8, 3.9))
    points = [point for group in series.values() for point in group]
    knee = ridge(peak, bandwidth)
    left = min([0.03, *(x for _, x, _ in points)]) / 1.5
    right = 12 * max([knee, *(x for _, x, _ in points)])
    ax.loglog([left, knee, right], attainable([left, knee, right], peak, bandwidth), color=COLORS["first"], lw=2.5)
    floor = min([attainable(left, peak, bandwidth), *(y for _, _, y in points)]) / 3
    ax.plot([knee, knee], [floor, peak], color=COLORS["quiet"], ls="--", lw=1)
    ax.set(xlim=(left, right), ylim=(floor, peak * 4), xlabel="FLOP for each byte", ylabel="FLOP/s")
    near = {"textcoords": "offset points"}
    ax.annotate(f"ridge {knee:.3g}", (knee, peak), xytext=(0, 6), ha="right", **near)
    ax.annotate(_amount(peak, "FLOP/s"), (right, peak), xytext=(-2, 6), ha="right", **near)
    slope = ax.annotate(_amount(bandwidth, "B/s"), (left * 1.3, left * 1.3 * bandwidth), xytext=(-3, 7), **near)
    last = max(x for _, x, _ in points)
    for (name, group), (color, marker) in zip(series.items(), LOOKS, strict=False):
        xs, ys = [x for _, x, _ in group], [y for _, _, y in group]
        ax.plot(xs, ys, marker, color=COLORS[color], ms=7, mec="black", mew=0.6, label=name)
        for label, x, y in group:
            ax.annotate(label, (x, y), xytext=(12 if x == last else 7, -13), **near)  # the last two may be close
    ax.yaxis.set_major_formatter(lambda value, _: _amount(value, "").strip())
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    ax.minorticks_off()
    if len(series) > 1:
        ax.figure.legend(loc="outside upper center", ncols=len(series), columnspacing=1, handletextpad=0.2)
    ax.figure.draw_without_rendering()  # the slope on paper is known only now
    (x0, y0), (x1, y1) = ax.transData.transform([(left, left * bandwidth), (knee, peak)])
    slope.set(rotation=math.degrees(math.atan2(y1 - y0, x1 - x0)), rotation_mode="anchor")
    return Picture(ax.figure, _told(peak, bandwidth, series), interactive=interactive, data=data)


def _told(peak, bandwidth, series):
    """What is to be seen: the roof, and where each point lies."""
    told = "; ".join(
        f"{name}: " + ", ".join(f"{label} {_amount(y, 'FLOP/s')} at {x:.3g}".strip() for label, x, y in group)
        for name, group in series.items()
    )
    return (
        f"A roof that rises with {_amount(bandwidth, 'B/s')} and is flat at {_amount(peak, 'FLOP/s')} from the ridge "
        f"at {ridge(peak, bandwidth):.3g} FLOP for each byte on. {told}."
    )
