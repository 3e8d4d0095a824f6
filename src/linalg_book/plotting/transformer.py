"""Pictures of :ref:`ch-transformer`: a block in boxes, and what becomes of a token in a deep stack."""

from numpy.typing import ArrayLike

from linalg_book._validate import as_vector
from linalg_book.plotting.picture import COLORS, Picture, label_powers, new_axes

__all__ = ["plot_block", "plot_depth"]


def plot_block(steps, *, ax=None) -> Picture:
    """Draw a transformer block as a column of boxes, with the two additions that go around its parts.

    Parameters
    ----------
    steps : dict of str to str
        Shape of the result by name of the step, from the first to the last; names that begin with "add" close a detour.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        Boxes from top to bottom, the shape of the result to the right of each.
    """
    from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

    ax = new_axes(ax, figsize=(4.6, 0.3 + 0.52 * len(steps)))
    start = 0
    for i, (name, shape) in enumerate(steps.items()):
        color = COLORS["third"] if name.startswith("add") else COLORS["first"]
        box = (0, i - 0.3), 4, 0.6
        ax.add_patch(FancyBboxPatch(*box, boxstyle="round,pad=0,rounding_size=0.12", fc=(color, 0.2), ec=color))
        ax.text(2, i, name, ha="center", va="center")
        ax.text(4.25, i, shape, ha="left", va="center")
        if i:
            ax.add_patch(FancyArrowPatch((2, i - 0.7), (2, i - 0.3), arrowstyle="-|>", mutation_scale=9, color="black"))
        if name.startswith("add"):
            ax.plot([0, -0.6, -0.6], [start, start, i - 0.1], color=COLORS["third"], linewidth=1.2)
            arrow = {"arrowstyle": "-|>", "color": COLORS["third"], "shrinkA": 0, "shrinkB": 0, "linewidth": 1.2}
            ax.annotate("", (0, i - 0.1), (-0.62, i - 0.1), arrowprops=arrow)
            start = i + 0.1
    ax.set(xlim=(-1.1, 6.4), ylim=(len(steps) - 0.5, -0.5))
    ax.axis("off")
    told = ", then ".join(f"{name} {shape}" for name, shape in steps.items())
    detour = "From the start of each part a line goes around it to the next addition."
    return Picture(ax.figure, f"A column of boxes: {told}. {detour}")


def plot_depth(grown: ArrayLike, kept: ArrayLike, *, ax=None) -> Picture:
    """Draw the length of a token over the depth of a stack, without norms and with them.

    Parameters
    ----------
    grown, kept : (n,) array_like of float
        Length after 0, 1, ... parts, without and with a norm after each.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        Two lines over a logarithmic axis.
    """
    y, z = as_vector(grown, "grown"), as_vector(kept, "kept")
    ax = new_axes(ax, figsize=(4.8, 2.6))
    ax.semilogy(range(len(y)), y, color=COLORS["wrong"], linestyle="--")
    ax.semilogy(range(len(z)), z, color=COLORS["third"])
    ax.text(len(y) * 0.62, y[int(len(y) * 0.62)] * 1.6, "as they are", color=COLORS["wrong"], ha="right")
    ax.text(len(z) - 1, z[-1] * 1.5, "with a norm after each", color=COLORS["third"], ha="right")
    label_powers(ax.yaxis)
    ax.set(xlabel="parts passed", ylabel="length of the token")
    ends = f"from {y[0]:.0f} to {y[-1]:.0e} without norms, and stays near {z[-1]:.0f} with them"
    return Picture(ax.figure, f"Length of a token after 0 to {len(y) - 1} parts: it grows {ends}.")
