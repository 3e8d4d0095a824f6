"""Pictures of :ref:`ch-matmul`: how one entry forms, and the product by rows, columns, outer products and blocks."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from linalg_book.plotting.grid import draw_grid, fit_axes, product_values
from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["plot_entry_steps", "plot_column_walk", "plot_outer_sums", "plot_block_product", "plot_four_views"]

GAP = 0.7
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")  # Matplotlib's indices are too small on a phone
LINES = dict(zip("ABC", [{"color": COLORS["first"], "hatch": "//"}, {"color": COLORS["second"], "hatch": "\\\\"},
                         {"color": COLORS["third"]}], strict=True))  # fmt: skip


def _listed(values) -> str:
    return "(" + ", ".join(f"{v:g}" for v in values) + ")"


def plot_entry_steps(A: ArrayLike, B: ArrayLike, *, row: int = 0, column: int = 0, ax=None) -> Picture:
    """Draw how one entry forms: a row of A over a column of B, their products, and the running sum that ends in it.

    Parameters
    ----------
    A : (m, k) array_like of float
        The left factor.
    B : (k, n) array_like of float
        The right factor.
    row, column : int, optional
        Which entry of the product to follow, counted from 0.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    Picture
        The figure and what is to be seen on it.

    Examples
    --------
    >>> plot_entry_steps([[3, 1]], [[2], [5]])
    <Picture: Row 1 of A, (3, 1), over column 1 of B, (2, 5): the products (6, 5) add up to 6, 11, ...>
    """
    left, right = np.asarray(A)[row], np.asarray(B)[:, column]
    products, k = left * right, len(left)
    sums = np.cumsum(products)
    ax = new_axes(ax, figsize=(4.2, 2.9))
    every, last = np.ones((1, k), bool), (np.arange(k) == k - 1)[None, :]
    x = 3.4
    lines = [(f"row {row + 1} of A", left, every, LINES["A"]), (f"column {column + 1} of B", right, every, LINES["B"]),
             ("products", products, None, {}), ("running sum", sums, last, LINES["C"])]  # fmt: skip
    for n, (name, values, shade, look) in enumerate(lines):
        top = -1.45 * n
        draw_grid(ax, values[None, :], x, top, shade=shade, **look)
        ax.text(x - 0.3, top - 0.5, name, ha="right", va="center")
        for j in range(k):
            if sign := {1: "×", 2: "="}.get(n):
                ax.text(x + j + 0.5, top + 0.22, sign, ha="center", va="center")
    ax.text(x + k + 0.2, -1.45 * 3 - 0.5, f"= c{row + 1}{column + 1}".translate(LOWERED), ha="left", va="center")
    fit_axes(ax, x + k + 1.2, 1.45 * 3 + 1)
    alt = (
        f"Row {row + 1} of A, {_listed(left)}, over column {column + 1} of B, {_listed(right)}: the products "
        f"{_listed(products)} add up to {', '.join(f'{v:g}' for v in sums)}, and the last sum is the entry."
    )
    return Picture(ax.figure, alt)


def plot_column_walk(
    A: ArrayLike, weights: ArrayLike, *, names: Sequence[str], on: tuple[str, str] = ("x₁", "x₂"), ax=None
) -> Picture:
    """Draw ``A @ weights`` as a walk in the plane along the columns of A, each as often as its weight says.

    Parameters
    ----------
    A : (2, k) array_like of float
        The matrix whose columns are combined.
    weights : (k,) array_like of float
        How much of each column.
    names : list of str
        What each column stands for.
    on : tuple of two str, optional
        Names of the two coordinates.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    Picture
        The figure and what is to be seen on it.

    Examples
    --------
    >>> plot_column_walk([[3, 1], [1, 2]], [2, 1], names=["omelet", "pancake"])
    <Picture: A walk from the origin: 2 times omelet (3, 1), 1 times pancake (1, 2), ending at (7, 4).>
    """
    A, weights = np.asarray(A, dtype=float), np.asarray(weights, dtype=float)
    ax = new_axes(ax, figsize=(4.8, 3.6))
    at, colors, said = np.zeros(2), ["first", "second", "fourth", "quiet"], []
    for column, weight, name, color in zip(A.T, weights, names, colors, strict=False):
        said.append(f"{weight:g} times {name} {_listed(column)}")
        start = at
        for part in np.repeat(1.0, int(weight)) if weight == int(weight) > 0 else [weight] * bool(weight):
            end = at + part * column
            ax.annotate("", end, at, arrowprops={"arrowstyle": "-|>", "color": COLORS[color], "lw": 2, "shrinkA": 0,
                                                 "shrinkB": 0, "mutation_scale": 13})  # fmt: skip
            at = end
        if weight:
            middle = (start + at) / 2
            ax.annotate(f"{weight:g} × {name}", middle, xytext=(8, -10), textcoords="offset points", va="center")
    ax.plot(*at, "o", color=COLORS["third"], ms=8)
    ax.annotate(_listed(at), at, xytext=(-8, 6), textcoords="offset points", ha="right", weight="bold")
    ax.plot([0, at[0]], [0, at[1]], ls=":", color=COLORS["third"])
    ax.set(xlabel=on[0], ylabel=on[1], xlim=(min(0, at[0]) - 0.5, max(0, at[0]) + 2.5), aspect="equal")
    ax.set_ylim(min(0, at[1]) - 0.5, max(0, at[1]) + 1)
    ax.grid(color=COLORS["quiet"], alpha=0.3, lw=0.6)
    return Picture(ax.figure, f"A walk from the origin: {', '.join(said)}, ending at {_listed(at)}.")


def plot_outer_sums(terms: ArrayLike) -> Picture:
    """Draw the rank-one terms of a product (top) and what they have added up to so far (bottom).

    Parameters
    ----------
    terms : (k, m, n) array_like of float
        The terms, as `linalg_book.matmul.outer_terms` gives them.

    Returns
    -------
    Picture
        The figure and what is to be seen on it.

    Examples
    --------
    >>> plot_outer_sums([[[1, 0]], [[2, 2]]])
    <Picture: Top: 2 terms of shape 1 by 2. Bottom: their running sum, which begins with the rows (1, 0) and ends ...>
    """
    terms = np.asarray(terms)
    sums, (k, m, n) = np.cumsum(terms, axis=0), terms.shape
    width, height = k * (n + GAP) - GAP, 2 * (m + 1)
    ax = new_axes(figsize=(4.8, 4.7 * height / width))
    for i in range(k):
        x, name = i * (n + GAP), "the first" if i == 0 else "sum so far" if i < k - 1 else "all: AB"
        draw_grid(ax, terms[i], x, -1, shade=terms[i] != 0, **LINES["A"])
        draw_grid(ax, sums[i], x, -m - 2, shade=sums[i] != 0, **LINES["C"])
        ax.text(x + n / 2, -0.85, f"term {i + 1}", ha="center", va="bottom")
        ax.text(x + n / 2, -m - 1.85, name, ha="center", va="bottom")
    fit_axes(ax, width, height)
    first, last = (" and ".join(map(_listed, one)) for one in (sums[0], sums[-1]))
    alt = (
        f"Top: {k} terms of shape {m} by {n}. Bottom: their running sum, which begins with the rows {first} and ends "
        f"with the rows {last}, the product."
    )
    return Picture(ax.figure, alt)


def _draw_corner(ax, A, B, C, shades, x=0.0, y=0.0):
    """Draw A on the left, B on top and C in the corner, each with a mask of its shaded cells; return their corners."""
    step = A.shape[1] + GAP
    places = {"A": (A, x, y - step), "B": (B, x + step, y), "C": (C, x + step, y - step)}
    for name, (entries, left, top) in places.items():
        draw_grid(ax, entries, left, top, shade=np.broadcast_to(shades[name], entries.shape), **LINES[name])
    return {name: (left, top) for name, (_, left, top) in places.items()}


def plot_block_product(
    A: ArrayLike, B: ArrayLike, C: ArrayLike, *, rows: int, inner: int, columns: int, ax=None
) -> Picture:
    """Draw a product cut into blocks, with the blocks that meet in its upper left one.

    Parameters
    ----------
    A : (m, k) array_like of float
        The left factor.
    B : (k, n) array_like of float
        The right factor.
    C : (m, n) array_like of float
        Their product.
    rows, inner, columns : int
        After which row of A, which inner index and which column of B to cut.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    Picture
        The figure and what is to be seen on it.

    Examples
    --------
    >>> plot_block_product([[3, 1]], [[1, 0], [0, 2]], [[3, 2]], rows=1, inner=1, columns=1)
    <Picture: ... The upper left block of the product, 1 by 1, is made of ...>
    """
    A, B, C = (np.asarray(a) for a in (A, B, C))
    (m, k), n = A.shape, B.shape[1]
    ax = new_axes(ax, figsize=(4.2, 3.4))
    upper, leftmost = (np.arange(m) < rows)[:, None], (np.arange(n) < columns)[None, :]
    corners = _draw_corner(ax, A, B, C, {"A": upper, "B": leftmost, "C": upper & leftmost})
    for name, (high, wide) in {"A": (rows, inner), "B": (inner, columns), "C": (rows, columns)}.items():
        (x, y), (tall, broad) = corners[name], {"A": (m, k), "B": (k, n), "C": (m, n)}[name]
        ax.plot([x - 0.12, x + broad + 0.12], [y - high] * 2, color="black", lw=2.6)
        ax.plot([x + wide] * 2, [y + 0.12, y - tall - 0.12], color="black", lw=2.6)
    ax.text(k / 2, -k - GAP - m - 0.2, "A", ha="center", va="top")
    ax.text(k + GAP - 0.2, -k / 2, "B", ha="right", va="center")
    ax.text(k + GAP + n / 2, -k - GAP - m - 0.2, "AB", ha="center", va="top")
    fit_axes(ax, k + GAP + n, k + GAP + m + 0.7)
    alt = (
        f"A, {m} by {k}, is cut after row {rows} and column {inner}; B, {k} by {n}, after row {inner} and column "
        f"{columns}. The upper left block of the product, {rows} by {columns}, is made of the upper two blocks of A "
        f"and the left two blocks of B, all shaded."
    )
    return Picture(ax.figure, alt)


def plot_four_views(A: ArrayLike, B: ArrayLike, C: ArrayLike, *, interactive: str | None = None) -> Picture:
    """Draw one product four times, with what a single step of each view reads and what it writes.

    Parameters
    ----------
    A : (m, k) array_like of float
        The left factor.
    B : (k, n) array_like of float
        The right factor.
    C : (m, n) array_like of float
        Their product.
    interactive : str, optional
        The script that brings the picture to life.

    Returns
    -------
    Picture
        The figure and what is to be seen on it.
    """
    A, B, C = (np.asarray(a) for a in (A, B, C))
    (m, k), n = A.shape, B.shape[1]
    wide, high = k + GAP + n + 1.4, k + GAP + m + 1.5
    i, ell, j = (np.arange(size) == 0 for size in (m, k, n))
    two, pair = np.arange(k) < 2, np.arange(n) < 2
    views = {
        "a row": {"A": i[:, None], "B": True, "C": i[:, None]},
        "a column": {"A": True, "B": j[None, :], "C": j[None, :]},
        "an outer product": {"A": ell[None, :], "B": ell[:, None], "C": True},
        "a block": {"A": two[None, :], "B": two[:, None] & pair, "C": pair[None, :]},
    }
    ax = new_axes(figsize=(4.8, 4.8 * high / wide))
    for number, (name, shades) in enumerate(views.items()):
        x, y = number % 2 * wide, -(number // 2) * high - 0.9
        _draw_corner(ax, A, B, C, shades, x, y)
        ax.text(x + k + GAP + n / 2, y + 0.15, name, ha="center", va="bottom")
    fit_axes(ax, 2 * wide - 1.4, 2 * high - 0.6)
    alt = (
        "Four drawings of one product, A on the left, B on top, AB in the corner, one step shaded in each. "
        "A row: one row of A and all of B make one row of AB. A column: all of A and one column of B make one column. "
        "An outer product: one column of A and one row of B add to all of AB. "
        "A block: a tile of A and a tile of B add to a tile of AB."
    )
    choice = ["entry", "row", "column", "outer", "block"]
    data = product_values(A, B, views=choice, start="row") if interactive else None
    return Picture(ax.figure, alt, interactive=interactive, data=data)
