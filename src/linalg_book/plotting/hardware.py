"""Tables and a picture of :ref:`ch-hardware`: what the registry of devices holds."""

import html
import math
import re

from linalg_book.hardware import DEVICES
from linalg_book.plotting.picture import COLORS, Picture, label_powers, new_axes

__all__ = ["Table", "plot_ridges", "table_of_devices", "table_of_figures", "table_of_peaks", "table_of_sources"]

SECOND_HAND = ", as quoted at "
ADDRESS = re.compile(r"https?://[^\s;]+")
BESIDE = {"RTX 4090": 1, "A100 SXM 80GB": 1, "H200 SXM": 1, "EPYC 9654": 1, "TPU v5e": -1, "MI300X": -1, "L4": -1}
BELOW = {"T4", "V100 SXM2 32GB", "EPYC 7763", "H100 SXM"}  # where names go; all others stand above their points


class Table:
    """A small table: HTML with real header cells on a page, aligned text elsewhere.

    Parameters
    ----------
    header : sequence of str
        Names of the columns.
    rows : sequence of sequence of str
        Cells; the first of a row is its header.  ``[text](address)`` is a link.
    caption : str
        What the table shows, in a phrase.

    Raises
    ------
    ValueError
        If a row has more or fewer cells than the header.

    Examples
    --------
    >>> Table(["device", "GB/s"], [["T4", "320"]], "Bandwidth")
    device  GB/s
    T4       320
    """

    def __init__(self, header, rows, caption):
        for row in rows:
            if len(row) != len(header):
                raise ValueError(f"each row must have {len(header)} cells, got {len(row)}: {row}")
        self.header, self.rows, self.caption = list(header), [list(row) for row in rows], caption

    def __repr__(self) -> str:
        lines = [[re.sub(r"\[(.*?)\]\(.*?\)", r"\1", cell) for cell in row] for row in (self.header, *self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        numeric = [all(re.fullmatch(r"[\d,.]*\*?|-", row[i]) for row in lines[1:]) for i in range(len(widths))]
        return "\n".join(
            "  ".join(c.rjust(w) if right else c.ljust(w) for c, w, right in zip(line, widths, numeric, strict=True))
            .rstrip()
            for line in lines
        )  # fmt: skip

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in self.header)
        body = "".join(
            f'<tr><th scope="row">{_inline(first)}</th>{"".join(f"<td>{_inline(c)}</td>" for c in rest)}</tr>'
            for first, *rest in self.rows
        )
        caption = html.escape(self.caption)
        return (  # the frame scrolls on a phone, also by keyboard; "dataframe" is what the theme calls a cell's table
            f'<div class="pst-scrollable-table-container" role="group" aria-label="{caption}" tabindex="0">'
            f'<table class="table dataframe"><caption>{caption}</caption><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )


def _inline(cell):
    """Return a cell's text as HTML, with its links."""
    return re.sub(r"\[(.*?)\]\((.*?)\)", r'<a href="\2">\1</a>', html.escape(cell))


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
            f.quantity, f"{f.value / 1e9:,.5g} G{f.unit}"
        )
        rows.append([f.label, value + "*" * f.derived, f.formula or f.note])
    return Table(["figure", "value", "from"], rows, f"All figures of the {entry.maker} {entry.name}; * derived")


def table_of_sources() -> Table:
    """Tabulate where the figures of each device were read.

    Returns
    -------
    Table
        One row a device: the documents with their links, and the day.
    """
    rows = []
    for entry in DEVICES.values():
        texts = [s for f in entry.figures for s in (f.source, *(factor.source for factor in f.factors))]
        sources = dict.fromkeys(s for text in texts for s in text.split("; ") if ADDRESS.search(s))
        read = max(figure.read for figure in entry.figures)
        rows.append([f"{entry.maker} {entry.name}", "; ".join(map(_link, sources)), f"{read:%d %b %Y}"])
    return Table(["device", "read in", "on"], rows, "Where the figures were read; quoted by: at second hand")


def _link(source):
    """Return a source as text with its link; a quoted document keeps its name, the quoting page gets the link."""
    document, _, _ = source.partition(SECOND_HAND)
    (address, *_) = ADDRESS.findall(source)
    document = document.replace(address, "").strip(" ,")
    if SECOND_HAND not in source:
        return f"[{document}]({address})"
    host, *path = re.sub(r"https?://(www[.])?", "", address).split("/")
    by = "/".join(path[:2]) if host == "github.com" else host
    return f"{document}, [quoted by {by}]({address})"


def _of_kind(kind):
    return [entry for entry in DEVICES.values() if entry.kind == kind]


def _first(entry, dtypes):
    """Return the dense peak of the first of the formats that a device has."""
    peaks = {figure.dtype: figure for figure in entry.figures if figure.quantity == "peak" and not figure.sparse}
    return next(peaks[dtype] for dtype in dtypes if dtype in peaks)


def _tera(figure):
    return f"{figure.value / 1e12:.5g}" + "*" * figure.derived


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
    low, high, top = 0.09, 20.0, 5000.0
    for ridge in ridges:
        ax.plot([low, high], [low * ridge, high * ridge], color=COLORS["quiet"], linewidth=0.8, linestyle="--")
        beside = low * ridge > 5  # the axis, where nothing else is; other names go to the far end
        x, side = (1.03 * low, "left") if beside else (0.95 * high, "right")
        along = {"rotation": math.degrees(math.atan(ridge)), "transform_rotates_text": True, "rotation_mode": "anchor"}
        ax.text(x, 0.95 * x * ridge, f"{ridge:g} FLOP/B", color=COLORS["quiet"], ha=side, va="top", **along)
    told = []
    for entry in DEVICES.values():
        x, peak = entry.bandwidth / 1e12, _first(entry, dtypes)
        y, cpu = peak.value / 1e12, entry.kind == "cpu"
        ax.plot(x, y, "s" if cpu else "o", color=COLORS["second" if cpu else "first"], markersize=5)
        name, side = entry.name.split(" SXM")[0].replace("Platinum ", ""), BESIDE.get(entry.name, 0)
        up = 0 if side else -5 if entry.name in BELOW else 5
        ha, va = ("center", "left", "right")[side], ("center_baseline", "bottom", "top")[(up > 0) - (up < 0)]
        ax.annotate(name, (x, y), (6 * side, up), textcoords="offset points", ha=ha, va=va)
        told.append(f"{entry.name} {entry.ridge(peak.dtype):.0f}")
    ax.set(xscale="log", yscale="log", xlim=(low, high), ylim=(1, top))
    label_powers(ax.xaxis, ax.yaxis)
    ax.set(xlabel="bandwidth (TB/s)", ylabel="peak (TFLOP/s)")
    return Picture(ax.figure, f"Devices by bandwidth and peak; their ridges in FLOP per byte: {'; '.join(told)}.")
