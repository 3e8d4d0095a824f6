"""The numbers of a plot as a table, for readers who cannot see it or want to know them.

Shared by all pictures: what has labeled axes is a plot, and gets a table from the very arrays that are drawn.
"""

import html

import numpy as np

__all__ = ["as_html", "data_tables"]

ROWS = 40  # of a table, at most


def data_tables(figure) -> list[tuple[list[str], list[list]]]:
    """Return the lines, dots and bars of a figure's plots as tables.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The figure.  Axes without labels hold a drawing, no plot, and give no table; nor does a lone dot.

    Returns
    -------
    list of (list of str, list of list)
        Heads and rows of each table.  Lines and dots over the same places share one, and bars say where they begin
        and end.

    Examples
    --------
    >>> from linalg_book.plotting.picture import new_axes
    >>> ax = new_axes()
    >>> _ = ax.plot([1, 2], [3, 5], label="cost")
    >>> _ = ax.set_xlabel("size")
    >>> data_tables(ax.figure)
    [(['size', 'cost'], [[1.0, 3.0], [2.0, 5.0]])]
    """
    plots = [ax for ax in figure.axes if ax.axison and (ax.get_xlabel() or ax.get_ylabel())]
    tables = [table for ax in plots for table in [*_curves(ax), *_bars(ax)]]
    return [([" ".join(head.split()) for head in heads], rows) for heads, rows in tables if len(rows) > 1]


def _curves(ax):
    """A table for all lines and dots that have the same x."""
    alike: dict[tuple, list] = {}
    for n, (artist, points) in enumerate(_points(ax), 1):
        name = _name(ax, artist) or (ax.get_ylabel() if n == 1 else "") or f"{ax.get_ylabel() or 'line'} {n}"
        alike.setdefault(tuple(points[:, 0]), []).append((name, points[:, 1]))
    for x, columns in alike.items():
        heads = [ax.get_xlabel() or "across", *(name for name, _ in columns)]
        yield heads, np.column_stack([x, *(y for _, y in columns)]).tolist()


def _points(ax):
    """Lines and clouds of dots that are drawn at places of the axes, with these places."""
    for artist in [*ax.get_lines(), *(group for group in ax.collections if type(group).__name__ == "PathCollection")]:
        line = hasattr(artist, "get_xydata")
        inside = artist.get_transform() == ax.transData if line else artist.get_offset_transform() == ax.transData
        points = np.asarray(np.ma.filled(artist.get_xydata() if line else artist.get_offsets(), np.nan), float)
        points = points[np.isfinite(points).all(axis=1)]
        if inside and len(points) and artist.get_visible():
            yield artist, points


def _name(ax, artist):
    """The label of a line, or the words beside it in its color."""
    if artist.get_label() and not artist.get_label().startswith("_"):
        return artist.get_label()
    color = artist.get_color() if hasattr(artist, "get_color") else artist.get_facecolor()[:1]
    same = [words for words in ax.texts if _same_color(words.get_color(), color) and words.get_text().strip()]
    return " ".join(same[0].get_text().split()) if len(same) == 1 else ""


def _same_color(one, other):
    from matplotlib.colors import same_color

    return len(other) and same_color(one, other if isinstance(other, str) else tuple(np.ravel(other)[:3]))


def _bars(ax):
    """Where each bar begins and ends, by the name at its axis."""
    rows = []
    for container in ax.containers:
        for bar in getattr(container, "patches", ()):
            lying = getattr(container, "orientation", "vertical") == "horizontal"
            start, length = (bar.get_x(), bar.get_width()) if lying else (bar.get_y(), bar.get_height())
            middle = bar.get_y() + bar.get_height() / 2 if lying else bar.get_x() + bar.get_width() / 2
            rows.append([_tick(ax.yaxis if lying else ax.xaxis, middle), start, start + length])
    if rows:
        lying = getattr(ax.containers[0], "orientation", "vertical") == "horizontal"
        what = (ax.get_xlabel() if lying else ax.get_ylabel()) or "bar"
        yield ["bar", f"{what}, from", "to"], rows


def _tick(axis, place):
    """What an axis says at a place, or the place."""
    names = [label.get_text() for label in axis.get_ticklabels()]
    near = [name for at, name in zip(axis.get_ticklocs(), names, strict=False) if abs(at - place) < 0.45 and name]
    return near[0] if near else place


def as_html(figure) -> str:
    """Return the tables of a figure as a part of a page that opens and closes, or nothing where it is no plot.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The figure.

    Returns
    -------
    str
        A ``<details>`` element with a table for each plot, of at most 40 rows each; a caption says if there are
        more.
    """
    tables = "".join(_table(heads, rows) for heads, rows in data_tables(figure))
    name = "Read the figure as a table"
    return tables and f'<details class="data no-search"><summary>{name}</summary>{tables}</details>'


def _table(heads, rows):
    kept = [rows[i] for i in np.unique(np.linspace(0, len(rows) - 1, ROWS).round().astype(int))]
    note = f"<caption>{len(kept)} of {len(rows)} rows</caption>" if len(kept) < len(rows) else ""
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row">{_written(row[0])}</th>' + "".join(f"<td>{_written(x)}</td>" for x in row[1:]) + "</tr>"
        for row in kept
    )
    table = f'<table class="table">{note}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="pst-scrollable-table-container">{table}</div>'


def _written(value):
    if isinstance(value, str):
        return html.escape(value)
    return f"{value:,.0f}" if value == int(value) and abs(value) < 1e6 else f"{value:.4g}"
