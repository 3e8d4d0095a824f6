"""Put the pieces of what a cell printed together as they came, before MyST-NB merges them.

A kernel may send a line in two pieces; MyST-NB ends each piece with a line break, so that now and then a line of a page
is broken in two.  No issue is known to us.
"""

from myst_nb.core import render

PLACE = "myst_nb.core.render:coalesce_streams"
coalesce_streams = render.coalesce_streams


def whole(outputs):
    """Join the pieces of each stream, and let MyST-NB do the rest."""
    joined, streams = [], {}
    for output in outputs:
        name = output.get("name") if output["output_type"] == "stream" else None
        if name in streams:
            streams[name]["text"] += output["text"]
            continue
        output = type(output)(output)  # the notebook keeps its own
        joined.append(output)
        if name:
            streams[name] = output
    return coalesce_streams(joined)


def setup(app):
    render.coalesce_streams = whole
    return {"parallel_read_safe": True, "parallel_write_safe": True}
