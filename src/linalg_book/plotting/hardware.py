"""Tables and a picture of :ref:`ch-hardware`: what the registry of devices holds."""

import math

from linalg_book.hardware import DEVICES
from linalg_book.plotting.picture import COLORS, Picture, label_powers, new_axes
from linalg_book.plotting.table import Table, table_of_places

__all__ = [
    "plot_ridges",
    "table_of_devices",
    "table_of_figures",
    "table_of_parts",
    "table_of_peaks",
    "table_of_sources",
]

NEAR = 0.06  # points nearer than this, in powers of ten, share one label
BESIDE = {"RTX 4090": 1, "A100 SXM 80GB": 1, "H200 SXM": 1, "EPYC 9654": 1, "TPU v5e": -1, "MI300X": -1, "H100 SXM": -1}
BESIDE |= {"L40S": -1, "RTX 5090": 1, "Trainium3": 1, "Trainium2": -1, "TPU v6e": -1}
SHIFTED = {"RTX 4090": -5, "TPU v5e": 4}  # how far a name beside its point is moved up
BELOW = {"T4", "V100 SXM2 32GB", "EPYC 7763"}  # where names go in the picture; all others stand above their points


def table_of_devices(kind, dtypes) -> Table:
    """Tabulate the devices of a kind: peak, bandwidth, memory and ridge.

    Parameters
    ----------
    kind : {"gpu", "cpu"}
        Which devices.
    dtypes : sequence of str
        Formats of the peak, in the order of preference: a device shows the first that it has.

    Returns
    -------
    Table
        One row a device; a star marks a derived peak.
    """
    rows = []
    for entry in _of_kind(kind):
        peak = _first(entry, dtypes)
        memory = "-" if entry.memory is None else f"{entry.memory / 1e9:g}"
        ridge = f"{entry.ridge(peak.dtype):.0f}"
        rows.append([entry.name, _tera(peak), f"{entry.bandwidth / 1e9:g}", memory, ridge])
    header = ["device", "TFLOP/s", "GB/s", "GB", "FLOP/B"]
    caption = f"Peak ({' or '.join(d.upper() for d in dtypes)}), bandwidth, memory and ridge; * derived"
    if kind == "cpu":  # their memory is the computer's
        header.pop(3)
        rows = [row[:3] + row[4:] for row in rows]
        caption = caption.replace(", memory", "")
    return Table(header, rows, caption)


def table_of_peaks(kind, dtypes) -> Table:
    """Tabulate the dense peaks of all devices of a kind that have one of these formats.

    Parameters
    ----------
    kind : {"gpu", "cpu"}
        Which devices.
    dtypes : sequence of str
        Formats, one column each.

    Returns
    -------
    Table
        Peaks in TFLOP/s; a star marks a derived one, a dash that the registry has none.
    """
    rows = []
    for entry in _of_kind(kind):
        peaks = {figure.dtype: figure for figure in entry.figures if figure.quantity == "peak" and not figure.sparse}
        if peaks.keys() & set(dtypes):
            rows.append([entry.name, *(_tera(peaks[d]) if d in peaks else "-" for d in dtypes)])
    header = [dtype.upper() for dtype in dtypes]
    caption = f"Dense {kind.upper()} peaks in TFLOP/s, {header[0]} to {header[-1]}; * derived, - none"
    return Table(["device", *header], rows, caption)


def table_of_figures(entry) -> Table:
    """Tabulate all figures of one device, with the units that compute and how derived ones come about.

    Parameters
    ----------
    entry : linalg_book.hardware.Device
        A device.

    Returns
    -------
    Table
        One row a figure.
    """
    rows = []
    for f in entry.figures:
        value = {"peak": f"{f.value / 1e12:,.5g} T{'OP' if f.dtype == 'int8' else 'FLOP'}/s"}.get(
            f.quantity, f"{f.value:,.5g}" if f.quantity == "multiprocessors" else f"{f.value / 1e9:,.5g} G{f.unit}"
        )
        rows.append([f.label, value + "*" * f.derived, f.formula or f.note])
    return Table(["figure", "value", "from"], rows, f"All figures of the {entry.maker} {entry.name}; * derived")


def table_of_parts() -> Table:
    """Tabulate what the registry knows of a GPU or accelerator besides arithmetic and memory.

    Returns
    -------
    Table
        One row a device that has one of the figures: multiprocessors or compute units, their common cache, all links
        to other devices, both directions together, and exponentials; a star marks a derived figure, a dash that the
        registry has none.
    """
    columns = {"multiprocessors": 1, "L2": 1e6, "link": 1e9, "exponentials": 1e12}
    rows = []
    for entry in DEVICES.values():
        known = {figure.quantity: figure for figure in entry.figures if figure.quantity in columns}
        if known:
            cells = (_scaled(known[name], unit) if name in known else "-" for name, unit in columns.items())
            rows.append([entry.name, *cells])
    header = ["device", "SMs or CUs", "L2, MB", "links, GB/s", "10^12 exp/s"]
    return Table(header, rows, "Multiprocessors, cache, links and exponentials; * derived, - none in the registry")


def table_of_sources() -> Table:
    """Tabulate the documents from which the figures were taken.

    Returns
    -------
    Table
        One row a document and place: with its link, how and when it was read, and the devices it is read for.
    """
    used: dict = {}
    for entry in DEVICES.values():
        for source in dict.fromkeys(source for figure in entry.figures for source in figure.sources):
            used.setdefault(source, []).append(entry.name)
    return table_of_places(used, "Where the figures were read, in 2026")


def _of_kind(kind):
    return [entry for entry in DEVICES.values() if entry.kind == kind]


def _first(entry, dtypes):
    """Return the dense peak of the first of the formats that a device has."""
    peaks = {figure.dtype: figure for figure in entry.figures if figure.quantity == "peak" and not figure.sparse}
    return next(peaks[dtype] for dtype in dtypes if dtype in peaks)


def _tera(figure):
    return _scaled(figure, 1e12)


def _scaled(figure, unit):
    return f"{figure.value / unit:.5g}" + "*" * figure.derived


def plot_ridges(dtypes=("bf16", "fp16", "fp32"), *, ridges=(10, 100, 300), ax=None) -> Picture:
    """Draw each device of the registry as a point, peak over bandwidth, with lines of equal ridge.

    Parameters
    ----------
    dtypes : sequence of str
        Formats of the peak in the order of preference; of each device the first that it has.
    ridges : sequence of float
        Values of the lines, in FLOP per byte.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        Logarithmic axes: on a line from lower left to upper right the ridge is the same.
    """
    ax = new_axes(ax, figsize=(4.8, 4.6))
    low, high, top = 0.13, 20.0, 16000.0
    for ridge in ridges:
        ax.plot([low, high], [low * ridge, high * ridge], color=COLORS["quiet"], linewidth=0.8, linestyle="--")
        beside = high * ridge > top / 10  # begun at the axis, where nothing else is; other names go to the far end
        x, side = (1.03 * low, "left") if beside else (0.95 * high, "right")
        along = {"rotation": math.degrees(math.atan(ridge)), "transform_rotates_text": True, "rotation_mode": "anchor"}
        ax.text(x, 0.95 * x * ridge, f"{ridge:g} FLOP/B", color=COLORS["quiet"], ha=side, va="top", **along)
    told: list[str] = []
    groups: dict[tuple[float, float], list[str]] = {}
    for entry in DEVICES.values():
        peak = _first(entry, dtypes)
        point, cpu = (entry.bandwidth / 1e12, peak.value / 1e12), entry.kind == "cpu"
        ax.plot(*point, "s" if cpu else "o", color=COLORS["second" if cpu else "first"], markersize=5)
        told.append(f"{entry.name} {entry.ridge(peak.dtype):.0f}")
        groups.setdefault(next((other for other in groups if _near(other, point)), point), []).append(entry.name)
    for point, names in groups.items():
        _name(ax, point, names)
    ax.set(xscale="log", yscale="log", xlim=(low, high), ylim=(1, top))
    label_powers(ax.xaxis, ax.yaxis)
    ax.set(xlabel="bandwidth (TB/s)", ylabel="peak (TFLOP/s)")
    return Picture(ax.figure, f"Devices by bandwidth and peak; their ridges in FLOP per byte: {'; '.join(told)}.")


def _near(one, other):
    """Whether two points can hardly be told apart on paper."""
    return max(abs(math.log10(a / b)) for a, b in zip(one, other, strict=True)) < NEAR


def _name(ax, point, names):
    """Write the names of the devices beside, above or below their common point, two in a line."""
    short = [name.split(" SXM")[0].replace("Platinum ", "") for name in names]
    lines = [", ".join(short[i : i + 2]) for i in range(0, len(short), 2)]
    side = BESIDE.get(names[0], 0)
    up = SHIFTED.get(names[0], 0) if side else -5 if names[0] in BELOW else 5
    ha, va = ("center", "left", "right")[side], "center_baseline" if side else "bottom" if up > 0 else "top"
    text = ",\n".join(lines)
    ax.annotate(text, point, (6 * side, up), textcoords="offset points", ha=ha, va=va)
