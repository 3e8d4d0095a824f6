"""Tables and a picture of :ref:`ch-models`: what the registry of models holds, and what its caches weigh."""

import numpy as np

from linalg_book.models import MODELS, active_parameters, agreement, kv_bytes_per_token, parameters
from linalg_book.plotting.picture import COLORS, Picture, label_powers, new_axes
from linalg_book.plotting.table import Table, table_of_places

__all__ = ["plot_caches", "table_of_counts", "table_of_model_sources", "table_of_sizes"]


def table_of_sizes() -> Table:
    """Tabulate the sizes of each model of the registry.

    Returns
    -------
    Table
        One row a model: blocks, width, heads of queries and of keys, their width, inner width (of an expert where there
        are experts), experts of which a token uses so many, and the vocabulary.
    """
    rows = []
    for entry in MODELS.values():
        heads = [str(entry.kv_heads), str(entry.head_width)] if entry.latent is None else ["latent", "-"]
        experts = f"{entry.experts_per_token} of {entry.experts}" if entry.experts else "-"
        experts += f" + {entry.shared_experts}" * bool(entry.shared_experts)
        inner = str(entry.expert_inner or entry.inner)
        first = [entry.name, str(entry.layers), str(entry.width), str(entry.heads)]
        rows.append([*first, *heads, inner, experts, str(entry.vocabulary)])
    header = ["model", "L", "d", "h", "h_kv", "d_h", "inner", "experts", "vocabulary"]
    return Table(header, rows, "Published sizes of the models")


def table_of_counts() -> Table:
    """Tabulate the learned numbers of each model, beside what its makers print.

    Returns
    -------
    Table
        One row a model: the count, what is printed and how the two agree, and the same of the numbers that one token
        uses.
    """
    rows = []
    for entry in MODELS.values():
        row, print_ = [entry.name], _published(entry)
        for count, printed in ((parameters(entry), print_.total), (active_parameters(entry), print_.active)):
            row += [f"{count:,}", printed or "-", agreement(count, printed) if printed else "-"]
        rows.append(row)
    header = ["model", "counted", "printed", "agree", "for a token", "printed ", "agree "]
    return Table(header, rows, "Learned numbers, counted from the sizes and as printed")


def table_of_model_sources() -> Table:
    """Tabulate where the sizes and the printed counts were read.

    Returns
    -------
    Table
        One row a place.
    """
    used: dict = {}
    for entry in MODELS.values():
        for source in dict.fromkeys((*entry.sources, _published(entry).source)):
            used.setdefault(source, []).append(entry.name)
    return table_of_places(used, "Where the sizes were read, in 2026")


def plot_caches(names, *, ax=None) -> Picture:
    """Draw what one token leaves in the cache, in sixteen bits, beside what it would leave with a key for each head.

    Parameters
    ----------
    names : sequence of str
        Models of the registry.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        Two bars a model, logarithmic.
    """
    ax = new_axes(ax, figsize=(4.8, 3.6))
    place = np.arange(len(names))[::-1]
    told = []
    for row, name in zip(place, names, strict=True):
        entry = MODELS[name]
        kept = kv_bytes_per_token(entry) / 1024
        every = 2 * entry.layers * entry.heads * _own_width(entry) * 2 / 1024
        ax.barh(row, every, height=0.7, facecolor="none", edgecolor=COLORS["quiet"], linestyle="--")
        ax.barh(row, kept, height=0.7, facecolor=(COLORS["first"], 0.3), edgecolor=COLORS["first"])
        ax.annotate(f"{every / kept:.0f} times" if every > kept else "1", (every, row), (4, 0), va="center",
                    textcoords="offset points")  # fmt: skip
        told.append(f"{name} {kept:.0f} instead of {every:.0f}")
    ax.set(xscale="log", xlabel="KiB a token", xlim=(20, 4e4))
    label_powers(ax.xaxis)
    ax.set_yticks(place, names)
    return Picture(ax.figure, f"Cache of one token in KiB: {'; '.join(told)}.")


def _own_width(entry):
    """Return the width that a key and a value of one head would have if each head kept its own."""
    return entry.head_width if entry.latent is None else entry.latent.value


def _published(entry):
    """Return what the makers of a model of the registry print."""
    return entry.published
