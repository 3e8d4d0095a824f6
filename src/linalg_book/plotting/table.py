"""Small tables that pages show: of figures, and of the places where they were read."""

import html
import re
from collections.abc import Mapping, Sequence

from linalg_book.sources import Source

__all__ = ["HOW", "Table", "table_of_places"]

#: How a place was read, in the words of a table.
HOW = {"maker": "read", "stored": "read in a copy", "quoted": "quoted, not read", "other": "not the maker's"}


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


def table_of_places(used: Mapping[Source, Sequence[str]], caption: str) -> Table:
    """Tabulate the places where numbers were read.

    Parameters
    ----------
    used : dict of Source to list of str
        For each place the names of what was read there.
    caption : str
        What the table shows, in a phrase.

    Returns
    -------
    Table
        One row a place: the document with its link, the place in it, its date, the day and the way it was read, and
        what for; places whose maker's text was seen come first.
    """
    order, rows = list(HOW), []
    for source, names in sorted(used.items(), key=lambda item: (order.index(item[0].how), item[0].document)):
        how = HOW[source.how] + (f" ({source.by})" if source.how == "quoted" else "")
        document = f"[{source.document}]({source.address})"
        place, day = f"{source.place}, {source.dated}", f"{source.read:%d %b}"
        rows.append([document, place, f"{how}, {day}", ", ".join(names)])
    return Table(["document", "place and date", "how and when", "for"], rows, caption)
