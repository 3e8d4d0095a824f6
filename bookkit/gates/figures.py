"""Every figure that a cell draws has a name, a caption that stands alone, and a text for who cannot see it."""

from bookkit.evidence import perform
from bookkit.page import read


def problems(path):
    """What the figures of a page lack; the page's cells are run for it, if it has any."""
    page = read(path)
    if not page.cells:
        return []
    performance = perform(page)
    if performance.problem:
        return [performance.problem]
    bad = []
    for cell in page.cells:
        _, value = performance.shown(cell)
        drawn = hasattr(value, "_repr_mimebundle_")
        figure = (cell.options.get("mystnb") or {}).get("figure")
        if not figure:
            if drawn:
                message = "the cell draws a picture; give it mystnb: figure: with a name and a caption"
                bad.append(page.problem(cell.line, message))
            continue
        bad += [page.problem(cell.line, message) for message in _faults(page, cell, figure, value, drawn)]
    return bad


def _faults(page, cell, figure, value, drawn):
    name = str(figure.get("name") or "")
    if not name.startswith(f"fig-{page.stem}-"):
        yield f"the figure's name must begin with fig-{page.stem}-, got {name or 'none'}"
    if not str(figure.get("caption") or "").strip():
        yield "the figure has no caption"
    if not drawn:
        yield "the cell is to draw a figure, and its last line gives none; call a plot_ function"
    elif not str(getattr(value, "alt", "")).strip():
        yield "the picture has no text that says what is to be seen (alt)"
    if not cell.tags & {"hide-input", "remove-input"}:
        yield "tag the cell of a figure hide-input"
    if len(cell.source.strip().split("\n\n")) > 1:
        yield "the cell of a figure is one call"
