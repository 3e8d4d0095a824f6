"""The picture that every ``plot_`` function returns, and the colors that all of them share."""

import base64
import hashlib
import html
import io
import json
import re
from typing import Any

from linalg_book.plotting.data import as_html

__all__ = ["COLORS", "Picture", "label_powers", "new_axes"]

#: Colors by meaning; each has a contrast of 3 or more on white and on the dark page, which suffices for shapes.
#: A page mixes ink into the color of words, which need 4.5: no color has that on white and in the dark.
COLORS = {
    "first": "#2f7fc1",  # blue: the thing talked about
    "second": "#c96a12",  # orange: what it is compared with
    "third": "#2a9461",  # green: a result
    "wrong": "#d1495b",  # red: what fails
    "fourth": "#8a66c4",  # violet
    "quiet": "#7d8590",  # grey: axes, grids, what is merely there
}


class Picture:
    """A figure with the text that stands for it where it cannot be seen.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The figure; it is closed for pyplot, so that no second copy is shown.
    alt : str
        What is to be seen, in a sentence or two.
    interactive : str, optional
        The script of ``_static`` that brings the figure to life where there is a browser.
    data : dict, optional
        What the script needs to know, as JSON can hold it; the attribute ``data-values`` of the figure.

    Raises
    ------
    ValueError
        If ``alt`` is empty, ``data`` has no script that reads it, or ``data`` holds a number that is not finite.
    TypeError
        If ``data`` holds something that JSON cannot.

    Notes
    -----
    In a page it is an inline SVG whose black ink takes the color of the text around it, so that one picture serves a
    light and a dark page; a plot, which has labeled axes, is followed by its numbers in a table that opens and closes
    (:mod:`linalg_book.plotting.data`).  Elsewhere (PDF, EPUB, a plain notebook) it is a PNG.
    """

    def __init__(self, figure, alt: str, *, interactive: str | None = None, data: dict | None = None):
        if not alt or not alt.strip():
            raise ValueError("alt must say what is to be seen, got an empty text")
        if data is not None and not interactive:
            raise ValueError("data is for the script of an interactive figure, and none is named")
        values = None if data is None else json.dumps(data, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
        import matplotlib.pyplot as plt

        plt.close(figure)
        figure.draw_without_rendering()
        figure.set_layout_engine("none")  # the layout found now stays: each rendering is the same
        self.figure = figure
        self.alt = " ".join(alt.split())
        self.interactive = interactive
        self._values = values

    def __repr__(self) -> str:
        return f"<Picture: {self.alt}>"

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {"text/html": self.svg() + as_html(self.figure), "image/png": self.png(), "text/plain": self.alt}

    def png(self) -> str:
        """Return the figure as a PNG on white.

        Returns
        -------
        str
            The file, base64 encoded.
        """
        file = io.BytesIO()
        self.figure.savefig(
            file, format="png", dpi=200, facecolor="white", transparent=False, metadata={"Software": None}
        )
        return base64.b64encode(file.getvalue()).decode()

    def svg(self) -> str:
        """Return the figure as an inline SVG element, in a container for its script where it has one.

        Returns
        -------
        str
            The element; the same bytes for the same figure and description.
        """
        import matplotlib as mpl

        salt = hashlib.sha256(self.alt.encode()).hexdigest()[:8]  # ids of two pictures on one page must differ
        file = io.StringIO()
        with mpl.rc_context({"svg.hashsalt": salt, "svg.fonttype": "none"}):
            self.figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        svg = _inline(file.getvalue(), self.alt)
        if not self.interactive:
            return svg
        values = "" if self._values is None else f' data-values="{html.escape(self._values)}"'
        return f'<div data-figure="{self.interactive}"{values} class="interactive">{svg}</div>'


def _inline(svg: str, alt: str) -> str:
    """Make Matplotlib's SVG file an element of a page."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<defs>\s*</defs>", "", svg)
    used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', svg))
    svg = re.sub(r' id="([^"]*)"', lambda m: m[0] if m[1] in used else "", svg)
    svg = svg.replace("#000000", "currentColor")
    svg = re.sub(r'(<text style="[^"]*fill: )(#\w+)', r"\1color-mix(in srgb, \2 75%, currentColor)", svg)
    svg = re.sub(r" font-family: '(?:DejaVu Sans|Bitstream Vera Sans)',[^;\"]*;", "", svg)  # the page's own font
    width = float(re.findall(r'width="([\d.]+)pt"', svg)[0])
    box = re.findall(r'viewBox="[^"]*"', svg)[0]
    head = (
        f'<svg {box} role="img" aria-label="{html.escape(alt)}" xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" class="picture" style="max-width:{width / 0.75:.0f}px" '
        'fill="currentColor" stroke-linejoin="round" stroke-linecap="butt">'
    )
    return head + re.sub(r"\s*\n\s*", " ", svg[svg.index(">") + 1 :]).replace("> <", "><")


def new_axes(ax=None, **figure) -> Any:
    """Return axes to draw on: those given, or else new ones.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or None
        Axes of the caller's, if there are any.
    **figure
        Passed on to ``plt.subplots`` otherwise, such as ``figsize`` in inches.

    Returns
    -------
    matplotlib.axes.Axes
        The axes.
    """
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    return plt.subplots(**figure)[1]


def label_powers(*axes) -> None:
    """Label logarithmic axes as Python writes numbers, such as 0.1 and 1e-8: raised exponents are too small to read.

    Parameters
    ----------
    *axes : matplotlib.axis.Axis
        The axes, such as ``ax.xaxis``.

    Examples
    --------
    >>> ax = new_axes()
    >>> label_powers(ax.yaxis)
    >>> ax.yaxis.get_major_formatter().format_ticks([1e-8, 0.1, 100, 1e4])
    ['1e-8', '0.1', '100', '1e4']
    """

    def written(value, _):
        return re.sub(r"e\+?(-?)0*", r"e\1", f"{value:g}" if 1e-3 <= value <= 1e3 else f"{value:.0e}")

    for axis in axes:
        axis.set_major_formatter(written)
        axis.set_minor_formatter(lambda *_: "")
