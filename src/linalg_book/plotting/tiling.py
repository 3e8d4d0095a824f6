"""Pictures of :ref:`ch-tiling`: which tiles are in use, where they lie, and what it costs to fetch them."""

from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["plot_tiles", "plot_levels", "plot_traffic", "plot_misses"]

STYLES = [("wrong", "X", "-"), ("second", "s", "--"), ("fourth", "^", ":"), ("third", "o", "-"), ("first", "D", "-.")]


def _box(ax, x, y, width, height, color=None, **look):
    """Add a rectangle whose upper left corner is (x, y), the y axis pointing down."""
    from matplotlib.patches import Rectangle

    if color:
        look = {"facecolor": (COLORS[color], 0.35), "edgecolor": COLORS[color], **look}
    ax.add_patch(Rectangle((x, y), width, height, **{"facecolor": "none", "linewidth": 1.0, **look}))


def plot_tiles(
    m: int, n: int, k: int, *, block: tuple[int, int, int], at: tuple[int, int, int],
    interactive: str | None = None, ax=None,
) -> Picture:  # fmt: skip
    """Draw A, B and C as tables of tiles, with those that are held at one step of the tiled product.

    Parameters
    ----------
    m, n, k : int
        A is (m, k), B is (k, n), C is (m, n).
    block : tuple of int
        Sides (b_m, b_n, b_k) of the tiles.
    at : tuple of int
        Which tile of rows, of columns and of the inner size, from 0.
    interactive : str, optional
        The script that brings the picture to life; it begins with these sizes and tiles.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        B stands over C and A to its left, so that a row of A and a column of B meet in their tile of C.
    """
    (b_m, b_n, b_k), (i, j, l) = block, at  # noqa: E741 (the inner index of the book)
    ax = new_axes(ax, figsize=(4.8, 4.4))
    gap = 0.12 * (n + k)
    x = y = k + gap  # the corner of C
    tables = (0, y, k, m, b_k, b_m), (x, 0, n, k, b_n, b_k), (x, y, n, m, b_n, b_m)
    for left, top, width, height, across, down in tables:
        for column in range(0, width, across):
            for row in range(0, height, down):
                w, h = min(across, width - column), min(down, height - row)
                _box(ax, left + column, top + row, w, h, edgecolor=COLORS["quiet"], linewidth=0.7)
    names = ("A", k, y - 0.3, "bottom"), ("B", x + n, -0.3, "bottom"), ("C", x + n, y - 0.3, "bottom")
    for name, right, line, where in names:
        ax.text(right, line, name, ha="right", va=where, weight="bold")
    _box(ax, 0, y + i * b_m, k, b_m, facecolor="none", edgecolor=COLORS["first"], hatch="//", linewidth=0)
    _box(ax, x + j * b_n, 0, b_n, k, facecolor="none", edgecolor=COLORS["second"], hatch="\\\\", linewidth=0)
    _box(ax, l * b_k, y + i * b_m, b_k, b_m, "first", linewidth=2.2)
    _box(ax, x + j * b_n, l * b_k, b_n, b_k, "second", linewidth=2.2)
    _box(ax, x + j * b_n, y + i * b_m, b_n, b_m, "third", linewidth=2.2)
    ax.text(x + (j + 0.5) * b_n, y + (i + 0.5) * b_m, "stays", ha="center", va="center")
    arrow = {"arrowstyle": "-|>", "linewidth": 1.4, "mutation_scale": 12}
    ax.annotate("", (k + 0.3, y + m + 0.7), (0, y + m + 0.7), arrowprops=arrow | {"color": COLORS["first"]})
    ax.text(0, y + m + 1.1, "passes by", va="top")
    ax.annotate("", (x - 0.7, k + 0.3), (x - 0.7, 0), arrowprops=arrow | {"color": COLORS["second"]})
    ax.text(x - 1.0, 0.5 * k, "passes by", ha="right", va="center")
    ax.set(xlim=(-0.3, x + n + 0.3), ylim=(y + m + 2.4, -1.3), aspect="equal")
    ax.set_axis_off()
    alt = (
        f"A of {m} by {k}, B of {k} by {n} and C of {m} by {n}, cut into tiles of {b_m} by {b_k}, {b_k} by {b_n} and "
        f"{b_m} by {b_n}. Tile {j + 1} in row {i + 1} of C stays. For it pass by the tiles of row {i + 1} of A and of "
        f"column {j + 1} of B; number {l + 1} of both is here now."
    )
    data = {"sizes": (m, n, k), "block": block} if interactive else None
    return Picture(ax.figure, alt, interactive=interactive, data=data)


def plot_levels(levels, *, ax=None) -> Picture:
    """Draw the memories of a processor from the far and large one to the near and small one, with what they hold.

    Parameters
    ----------
    levels : sequence of tuple of str
        For each memory its name, what lies there, and what is done between it and the next.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        One bar a memory, shorter as it gets nearer.
    """
    ax = new_axes(ax, figsize=(4.8, 0.3 + 0.98 * len(levels)))
    for row, (name, holds, step) in enumerate(levels):
        width = 9.6 - 1.1 * row
        _box(ax, 5 - width / 2, row, width, 0.56, "first" if row < len(levels) - 1 else "third")
        ax.text(5, row + 0.17, name, ha="center", va="center", weight="bold")
        ax.text(5, row + 0.40, holds, ha="center", va="center")
        if step:
            arrow = {"arrowstyle": "-|>", "color": COLORS["quiet"], "linewidth": 1.4, "mutation_scale": 12}
            ax.annotate("", (3.1, row + 1.0), (3.1, row + 0.57), arrowprops=arrow)
            ax.text(3.5, row + 0.78, step, va="center")
    ax.set(xlim=(0, 10), ylim=(len(levels) - 0.35, -0.1))
    ax.set_axis_off()
    told = "; ".join(f"{name}: {holds}{', then ' + step if step else ''}" for name, holds, step in levels)
    return Picture(ax.figure, f"Memories from far to near. {told}.")


def plot_traffic(sides, counted, bound, *, ax=None) -> Picture:
    """Draw the traffic of the tiled product over the side of its tiles, and the bound of the same fast memory.

    Parameters
    ----------
    sides : sequence of int
        Sides of the tiles, increasing.
    counted : sequence of int
        Numbers moved, as counted.
    bound : sequence of float
        The least that a fast memory of the same size allows; values that are not positive are left out.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        Two lines over logarithmic axes.
    """
    ax = new_axes(ax, figsize=(4.8, 3.4))
    ax.loglog(sides, counted, "o-", color=COLORS["first"], label="in tiles")
    says = [(side, least) for side, least in zip(sides, bound, strict=True) if least > 0]
    ax.loglog(*zip(*says, strict=True), "s--", color=COLORS["second"], label="no order does better")
    ax.set_xticks(sides, [f"{side}" for side in sides])
    ax.minorticks_off()
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.set(xlabel="side of a tile", ylabel="numbers moved")
    ax.legend()
    alt = (
        f"Numbers moved over the side of a tile from {sides[0]} to {sides[-1]}: in tiles {counted[0]:,} down to "
        f"{counted[-1]:,}; the bound from {says[0][1]:,.0f} at side {says[0][0]} to {says[-1][1]:,.0f} at side "
        f"{says[-1][0]}."
    )
    return Picture(ax.figure, alt)


def plot_misses(sizes, misses, *, full=None, ax=None) -> Picture:
    """Draw misses for each multiply-add over the size of the matrices, a line for each order of the loops.

    Parameters
    ----------
    sizes : sequence of int
        Sizes of square matrices, increasing.
    misses : dict of str to sequence of float
        Misses for each multiply-add, by the name of the order; at most five.
    full : int, optional
        Size at which one column no longer fits in the cache, marked by a line.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        Lines over a logarithmic vertical axis.
    """
    ax = new_axes(ax, figsize=(4.8, 3.6))
    for (name, values), (color, mark, style) in zip(misses.items(), STYLES, strict=False):
        ax.semilogy(sizes, values, marker=mark, ls=style, color=COLORS[color], label=name)
    if full is not None:
        ax.axvline(full, color=COLORS["quiet"], linewidth=1.0, linestyle=(0, (4, 3)))
    ax.set_xticks(sizes)
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    low, high = (pick(v for values in misses.values() for v in values) for pick in (min, max))
    ax.set(xlabel="rows and columns", ylabel="misses a multiply-add", ylim=(low / 1.6, high * 5))
    ax.legend(ncols=2, loc="upper left")
    told = "; ".join(f"{name} from {v[0]:.3g} to {v[-1]:.3g}" for name, v in misses.items())
    mark = f" A line marks size {full}." if full is not None else ""
    return Picture(ax.figure, f"Misses for each multiply-add at sizes {sizes[0]} to {sizes[-1]}: {told}.{mark}")
