"""Pictures of tables of revenue: entries and their sums, and which entries a product combines."""

import numpy as np

from linalg_book.plotting.picture import COLORS, Picture

__all__ = ["plot_partners", "plot_table"]


def plot_table(table, by_row, by_column, *, rows, columns, unit="$") -> Picture:
    """Draw a table with shaded entries, the sums of its rows to the right and of its columns on top, as bars.

    Parameters
    ----------
    table : (m, n) array_like of float
        The entries, not negative.
    by_row, by_column : (m,) and (n,) array_like of float
        The sums, as the chapter computes them.
    rows, columns : sequence of str
        Names.
    unit : str, optional
        Written before each number of the description.

    Returns
    -------
    Picture
        The figure.
    """
    import matplotlib.pyplot as plt
    from matplotlib.patches import Rectangle

    T = np.asarray(table, dtype=float)
    figure, axes = plt.subplots(
        2, 2, figsize=(4.8, 3.6), sharex="col", sharey="row", width_ratios=[3, 1.2], height_ratios=[1, 2]
    )
    (top, corner), (body, right) = axes
    corner.axis("off")
    places = np.arange(T.shape[1])
    top.bar(places, by_column, width=0.8, color=COLORS["second"])
    top.bar_label(top.containers[0], labels=[f"{value:,.0f}" for value in by_column], padding=1)
    top.set_ylim(0, 1.3 * max(by_column))
    right.barh(np.arange(T.shape[0]), by_row, height=0.8, color=COLORS["third"], hatch="//", edgecolor="white")
    right.bar_label(right.containers[0], labels=[f"{value:,.0f}" for value in by_row], padding=2)
    right.set_xlim(0, 1.75 * max(by_row))
    for (i, j), value in np.ndenumerate(T):
        shade = 0.08 + 0.52 * value / T.max()
        body.add_patch(Rectangle((j - 0.48, i - 0.47), 0.96, 0.94, color=COLORS["first"], alpha=shade, lw=0))
        body.text(j, i, f"{value:,.0f}", ha="center", va="center")
    body.set(xlim=(-0.5, T.shape[1] - 0.5), ylim=(T.shape[0] - 0.5, -0.5))
    body.set_xticks(places, [name.replace(" ", "\n") for name in columns])
    body.set_yticks(np.arange(T.shape[0]), rows)
    for ax in (top, right, body):
        ax.spines[:].set_visible(False)
        ax.tick_params(length=0)
    top.set_yticks([])
    right.set_xticks([])
    top.tick_params(labelbottom=False)
    right.tick_params(labelleft=False)
    sums = ", ".join(f"{name} {unit}{value:,.0f}" for name, value in zip(rows, by_row, strict=True))
    heads = ", ".join(f"{name} {unit}{value:,.0f}" for name, value in zip(columns, by_column, strict=True))
    i, j = np.unravel_index(T.argmax(), T.shape)
    alt = (
        f"A table of {T.shape[0]} rows and {T.shape[1]} columns, darker where the entry is larger; the largest is "
        f"{unit}{T[i, j]:,.0f} for {rows[i]}, {columns[j]}. Bars to the right give the row sums: {sums}. "
        f"Bars on top give the column sums: {heads}."
    )
    return Picture(figure, alt)


def plot_partners(shape=(3, 4), inner=3, *, at=(1, 2)) -> Picture:
    """Draw which entries meet in one entry of a Hadamard product, and which in one entry of a matrix product.

    Parameters
    ----------
    shape : tuple of int, optional
        Shape (m, n) of both results.
    inner : int, optional
        Number of columns of the first factor of the matrix product.
    at : tuple of int, optional
        The entry shown, row and column counted from 0.

    Returns
    -------
    Picture
        The figure.
    """
    import matplotlib.pyplot as plt
    from matplotlib.patches import Rectangle

    (m, n), (i, j) = shape, at
    figure, (above, below) = plt.subplots(2, 1, figsize=(4.8, 3.4))

    def grid(ax, x, size, marked, name):
        height = max(m, inner)
        y0 = (height - size[0]) / 2
        for r, c in np.ndindex(size):
            face, hatch = (COLORS["first"], "//") if marked(r, c) else ("none", None)
            ax.add_patch(Rectangle((x + c, y0 + r), 1, 1, ec=COLORS["quiet"], lw=1, fc=face, hatch=hatch))
        ax.text(x + size[1] / 2, -0.35, name, ha="center", va="bottom")
        return x + size[1]

    def row(ax, factors, sign):
        x = 0.0
        for k, (size, marked, name) in enumerate(factors):
            x = grid(ax, x, size, marked, name)
            if k < 2:
                ax.text(x + 0.75, max(m, inner) / 2, (sign, "=")[k], ha="center", va="center", fontsize=14)
                x += 1.5
        ax.set(xlim=(-0.1, max(3 * n, inner + 2 * n) + 3.1), ylim=(max(m, inner) + 0.1, -1.4), aspect="equal")
        ax.axis("off")

    def one(r, c):
        return (r, c) == (i, j)

    row(above, [((m, n), one, "A"), ((m, n), one, "B"), ((m, n), one, "A ⊙ B")], "⊙")
    row(below, [
        ((m, inner), lambda r, c: r == i, "A"), ((inner, n), lambda r, c: c == j, "B"), ((m, n), one, "A B"),
    ], "·")  # fmt: skip
    alt = (
        f"Two rows of three grids. First row, the Hadamard product: the marked entry of the result, row {i + 1}, "
        f"column {j + 1}, uses one entry of A and one of B, both at the same place. Second row, the matrix product: "
        f"the marked entry uses the whole row {i + 1} of A and the whole column {j + 1} of B."
    )
    return Picture(figure, alt)
