"""Pictures of :ref:`ch-cost`: a product as a box of cubes, the table of a chain, and all its orders."""

from linalg_book.cost import parenthesize
from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["plot_box", "plot_table", "plot_orders"]

DEPTH = (0.5, 0.36)  # where one step into the page is drawn


def plot_box(m: int, n: int, k: int, *, ax=None) -> Picture:
    """Draw the multiplications of a product as cubes: rows down, columns across, inner index into the page.

    Parameters
    ----------
    m : int
        Rows of A and C.
    n : int
        Columns of B and C.
    k : int
        Inner size.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        The box; its front is C, its top is B and its side is A.
    """
    ax = new_axes(ax, figsize=(4.8, 4.0))

    def corner(column, row, depth):
        return column + DEPTH[0] * depth, -row + DEPTH[1] * depth

    faces = {
        f"C = A @ B, {m} by {n}": ("third", lambda s, t: corner(t, s, 0), m, n),
        f"B, {k} by {n}": ("second", lambda s, t: corner(t, 0, s), k, n),
        f"A, {m} by {k}": ("first", lambda s, t: corner(n, s, t), m, k),
    }
    for color, place, rows, columns in faces.values():
        for s in range(rows):
            for t in range(columns):
                square = [place(s, t), place(s, t + 1), place(s + 1, t + 1), place(s + 1, t)]
                ax.fill(*zip(*square, strict=True), facecolor=(COLORS[color], 0.25), edgecolor=COLORS[color], lw=1)
    words = list(faces)
    ax.text(n / 2, -m - 0.15, words[0], ha="center", va="top")
    ax.text(n / 2 + DEPTH[0] * k, DEPTH[1] * k + 0.15, words[1], ha="center", va="bottom")
    ax.text(n + DEPTH[0] * k + 0.15, -m / 2 + DEPTH[1] * k, words[2].replace(", ", "\n"), va="center")
    ax.set_aspect("equal")
    ax.set_axis_off()
    ax.margins(0.12)
    alt = f"A box of {m} by {n} by {k} unit cubes, {m * n * k} in all. Front: {words[0]}; top: {words[1]}; "
    return Picture(ax.figure, alt + f"side: {words[2]}.")


def plot_table(least, tree, *, names="ABCDEFGHIJKLMNOPQRSTUVWXYZ", ax=None) -> Picture:
    """Draw the least costs of all parts of a chain, with the parts that an order computes marked.

    Parameters
    ----------
    least : list of list of int
        The table of `linalg_book.cost.chain_table`.
    tree : pair of trees
        The order whose parts are marked.
    names : sequence of str, optional
        The matrices' names.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        A triangle of numbers; rows say where a part begins, columns where it ends.
    """
    count = len(least)
    ax = new_axes(ax, figsize=(4.8, 0.9 + 0.5 * count))
    used = _parts(tree)
    for i in range(count):
        for j in range(i + 1, count):
            marked = (i, j) in used
            color = COLORS["third" if marked else "quiet"]
            box = ax.fill(
                [j, j + 1, j + 1, j], [i, i, i + 1, i + 1], facecolor=(color, 0.3 if marked else 0.06), edgecolor=color
            )
            box[0].set_linewidth(2.2 if marked else 0.8)
            box[0].set_zorder(2 if marked else 1)
            weight = "bold" if marked else "normal"
            ax.text(j + 0.5, i + 0.5, f"{least[i][j]:,}", ha="center", va="center", weight=weight, zorder=3)
    ax.set_xticks([j + 0.5 for j in range(1, count)], names[1:count])
    ax.set_yticks([i + 0.5 for i in range(count - 1)], names[: count - 1])
    ax.set(xlim=(0.95, count + 0.05), ylim=(count - 0.95, -0.05), xlabel="last matrix", ylabel="first matrix")
    ax.xaxis.set_label_position("top")
    ax.tick_params(length=0, top=False, labeltop=True, bottom=False, labelbottom=False)
    for side in ax.spines.values():
        side.set_visible(False)
    parts = "; ".join(f"{names[i]} to {names[j]}: {least[i][j]:,}" for i, j in sorted(used))
    alt = f"A triangle of least costs for a chain of {count} matrices. Marked for {parenthesize(tree, names)}: {parts}."
    return Picture(ax.figure, alt)


def plot_orders(costs, marked, *, ax=None) -> Picture:
    """Draw the costs of all orders of a chain, cheapest first, with some of them named.

    Parameters
    ----------
    costs : sequence of int
        One cost for each order.
    marked : dict of str to int
        Costs to name.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        One dot for each order.
    """
    ax = new_axes(ax, figsize=(4.8, 3.2))
    ranked = sorted(costs)
    ax.plot(range(1, len(ranked) + 1), ranked, "o", color=COLORS["quiet"], ms=4)
    for (name, cost), color, mark in zip(marked.items(), ("third", "first", "wrong"), "sD^", strict=False):
        at = ranked.index(cost) + 1
        ax.plot(at, cost, mark, color=COLORS[color], ms=9)
        left = at > len(ranked) / 2
        ax.annotate(
            f"{name}: {cost:,}",
            (at, cost),
            xytext=(-7, 5) if left else (10, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="bottom" if left else "center",
        )
    ax.set(xlabel="order, cheapest first", ylabel="multiplications", ylim=(0, 1.1 * ranked[-1]))
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    named = "; ".join(f"{name} {cost:,}" for name, cost in marked.items())
    alt = f"{len(ranked)} dots, the costs of all orders, from {ranked[0]:,} to {ranked[-1]:,}. Named: {named}."
    return Picture(ax.figure, alt)


def _parts(tree):
    """Return the first and the last matrix of each product in a tree."""
    if not isinstance(tree, tuple):
        return set()
    first, last = tree
    inner = _parts(first) | _parts(last)
    while isinstance(first, tuple):
        first = first[0]
    while isinstance(last, tuple):
        last = last[1]
    return inner | {(first, last)}
