"""Pictures of :ref:`ch-structure`: patterns of special matrices, their family, and the bowl, the trough, the saddle."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["plot_shapes", "plot_family", "plot_bowls"]

TURN = np.array([[np.cos(0.35), np.sin(0.35)], [-np.sin(0.35), np.cos(0.35)]])  # of the viewer, so that no axis hides
PLACES = {
    "square": (2, 4), "orthogonal": (0, 3), "upper triangular": (1, 3), "lower triangular": (2, 3),
    "symmetric": (3, 3), "skew-symmetric": (4, 3), "diagonal": (1.5, 2), "positive semidefinite": (3, 2),
    "positive definite": (2.6, 1), "zero": (4, 1), "identity": (0.9, 0.6),
}  # fmt: skip
WIDER = {  # a definite matrix is meant to be symmetric too
    "identity": ["orthogonal", "diagonal", "positive definite"],
    "zero": ["diagonal", "positive semidefinite", "skew-symmetric"],
    "positive definite": ["positive semidefinite"],
    "positive semidefinite": ["symmetric"],
    "diagonal": ["upper triangular", "lower triangular", "symmetric"],
    **dict.fromkeys(["orthogonal", "upper triangular", "lower triangular", "symmetric", "skew-symmetric"], ["square"]),
}


def plot_shapes(shapes: Mapping[str, ArrayLike]) -> Picture:
    """Draw where the entries of several matrices are not zero: full squares if positive, hollow ones if negative.

    Parameters
    ----------
    shapes : dict of str to (m, n) array_like of float
        The matrices, each under the title of its panel; a square's area grows with the size of its entry.

    Returns
    -------
    Picture
        Panels, three in a row.
    """
    import matplotlib.pyplot as plt
    from matplotlib.patches import Rectangle

    rows = -(-len(shapes) // 3)
    figure, axes = plt.subplots(rows, 3, figsize=(4.8, 1.72 * rows), squeeze=False)
    said = []
    for ax, (name, M) in zip(axes.flat, shapes.items(), strict=False):
        M = np.asarray(M, dtype=float)
        m, n = M.shape
        half = 0.45 * np.sqrt(np.abs(M) / max(np.abs(M).max(), 1e-300))
        _squares(ax, half * (M > 0), facecolor=COLORS["first"], lw=0)
        _squares(ax, np.maximum(half - 0.03, 0) * (M < 0), facecolor="none", edgecolor=COLORS["second"], lw=1.3)
        ax.add_patch(Rectangle((-0.5, -0.5), n, m, facecolor="none", edgecolor=COLORS["quiet"], lw=0.8))
        ax.set(xlim=(-0.6, n - 0.4), ylim=(m - 0.4, -0.6), aspect="equal", title=name)
        said.append(f"{name} {np.count_nonzero(M)} of {M.size}")
    for ax in axes.flat:
        ax.set_axis_off()
    alt = f"Patterns of {len(shapes)} matrices; entries that are not zero: {', '.join(said)}."
    return Picture(figure, alt)


def _squares(ax, half, **look):
    """Add one patch that holds a square for each positive entry of ``half``, the half of its side."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]])
    squares = [[j, i] + half[i, j] * corners for i, j in np.argwhere(half > 0)]
    if squares:
        codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(squares)
        ax.add_patch(PathPatch(Path(np.concatenate(squares), codes), **look))


def plot_family(*, ax=None) -> Picture:
    """Draw the kinds of square matrices as boxes, with an arrow from each kind to the wider ones that it belongs to.

    Parameters
    ----------
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    Picture
        Boxes and arrows.
    """
    ax = new_axes(ax, figsize=(4.8, 3.9))
    x, y = np.array(list(PLACES.values()), dtype=float).T
    ax.set(xlim=(x.min() - 0.55, x.max() + 0.55), ylim=(y.min() - 0.35, y.max() + 0.35))
    ax.set_axis_off()
    boxes = {}
    for name, place in PLACES.items():
        look = {"boxstyle": "round,pad=0.2", "facecolor": "none", "edgecolor": COLORS["first"]}
        boxes[name] = ax.text(
            *place, name.replace(" ", "\n").replace("skew-", "skew-\n"), ha="center", va="center", bbox=look
        )
    ax.figure.draw_without_rendering()  # boxes get their size
    for name, wider in WIDER.items():
        for other in wider:
            ends = {"patchA": boxes[name].get_bbox_patch(), "patchB": boxes[other].get_bbox_patch()}
            arrow = {"arrowstyle": "-|>", "color": COLORS["quiet"], "shrinkA": 1, "shrinkB": 1, "lw": 1.2, **ends}
            ax.annotate("", PLACES[other], PLACES[name], arrowprops=arrow)
    told = "; ".join(f"{name} is {' and '.join(wider)}" for name, wider in WIDER.items())
    return Picture(ax.figure, f"Kinds of matrices as boxes with arrows to wider kinds: {told}.")


def plot_bowls(forms: Mapping[str, ArrayLike]) -> Picture:
    """Draw the surfaces of ``x @ S @ x`` over the unit disk, each with its contour lines underneath.

    Parameters
    ----------
    forms : dict of str to (2, 2) array_like of float
        The matrices, each under the title of its panel.

    Returns
    -------
    Picture
        A row of surfaces, the path of lowest values marked, and a row of contours, dashed where negative.
    """
    import matplotlib.pyplot as plt

    forms = {name: np.asarray(S, dtype=float) for name, S in forms.items()}
    figure, axes = plt.subplots(2, len(forms), figsize=(4.8, 3.5), height_ratios=[1.1, 1], squeeze=False)
    angle = np.linspace(0, 2 * np.pi, 49)
    circle = np.array([np.cos(angle), np.sin(angle)])
    top = max(np.abs(_form(S, circle)).max() for S in forms.values())
    said = []
    for (upper, lower), (name, S) in zip(axes.T, forms.items(), strict=True):
        low, high = _form(S, circle).min(), _form(S, circle).max()
        descent = circle[:, _form(S, circle).argmin()]
        _surface(upper, S, circle, descent, top)
        upper.set(title=name, xlim=(-1.1, 1.1), ylim=(-0.75, 1.5), aspect="equal")
        grid = np.linspace(-1, 1, 25)
        values = _form(S, np.array(np.meshgrid(grid, grid)))
        levels = np.array([-2, -1.5, -1, -0.5, 0.25, 0.5, 1, 1.5, 2, 2.5]) * top / 3
        signs = {"linestyles": ["--" if level < 0 else "-" for level in levels]}
        lower.contour(grid, grid, values, levels, colors=COLORS["first"], linewidths=1.1, **signs)
        lower.plot(*np.outer(descent, [-1, 1]), color=COLORS["wrong"], lw=1.8)
        lower.set(aspect="equal", xticks=[-1, 0, 1], yticks=[-1, 0, 1], xlabel="x₁")
        said.append(f"{name}: from {low + 0.0:.2g} to {high:.2g} on the unit circle".replace("-", "−"))
    axes[1, 0].set_ylabel("x₂")
    for ax in axes[0]:
        ax.set_axis_off()
    alt = f"Surfaces of a quadratic form with their contours. {'; '.join(said)}. The lowest path is marked."
    return Picture(figure, alt)


def _form(S, x):
    """The values of the quadratic form at points, the first axis of ``x`` holding their two coordinates."""
    return S[0, 0] * x[0] ** 2 + (S[0, 1] + S[1, 0]) * x[0] * x[1] + S[1, 1] * x[1] ** 2


def _surface(ax, S, circle, descent, top):
    """Draw rings and spokes of a surface over the unit disk, seen from the front and a little from the top."""

    def seen(points, height):
        across, away = TURN @ points
        return across, 0.4 * away + 1.1 * height / top

    ax.plot(*seen(circle, np.zeros(circle.shape[1])), color=COLORS["quiet"], lw=0.9, ls=":")
    steps = np.linspace(0, 1, 9)
    for radius in (0.25, 0.5, 0.75, 1):
        ax.plot(*seen(radius * circle, _form(S, radius * circle)), color=COLORS["first"], lw=1.0)
    for spoke in circle[:, :-1:4].T:
        ray = np.outer(spoke, steps)
        ax.plot(*seen(ray, _form(S, ray)), color=COLORS["first"], lw=0.7)
    path = np.outer(descent, np.linspace(-1, 1, 17))
    ax.plot(*seen(path, _form(S, path)), color=COLORS["wrong"], lw=2.4)
