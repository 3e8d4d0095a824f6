"""Pictures of :ref:`ch-prediction`: a foot of a perpendicular, prices and their fit, intervals, and two valleys."""

import math

from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["plot_fit", "plot_intervals", "plot_projection", "plot_valleys"]


def plot_projection(x, y, foot, *, ax=None) -> Picture:
    """Draw a vector of targets, the line of all multiples of a feature, and the point of the line that is nearest.

    Parameters
    ----------
    x : (2,) array_like of float
        The feature, one entry an example.
    y : (2,) array_like of float
        The targets.
    foot : (2,) array_like of float
        The multiple of ``x`` that is nearest to ``y``.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        The line, the three arrows, and the right angle at the foot.
    """
    (x1, x2), (y1, y2), (f1, f2) = ([float(v) for v in point] for point in (x, y, foot))
    ax = new_axes(ax, figsize=(4.4, 3.4))
    far = 1.5 * max(1.0, f1 / x1)
    ax.plot([0, far * x1], [0, far * x2], color=COLORS["quiet"], linewidth=1)
    along = {"rotation": math.degrees(math.atan2(x2, x1)), "rotation_mode": "anchor", "ha": "right", "va": "top"}
    under = {"xytext": (2, -4), "textcoords": "offset points", **along}
    ax.annotate("multiples of x", (far * x1, far * x2), color=COLORS["quiet"], **under)
    for name, end, color in (("y", (y1, y2), "second"), ("wx", (f1, f2), "third"), ("x", (x1, x2), "first")):
        arrow = {"arrowstyle": "-|>", "color": COLORS[color], "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0}
        ax.annotate("", end, (0, 0), arrowprops=arrow)
        below = {"xytext": (2, -13)} if name != "y" else {"xytext": (-13, -3)}
        ax.annotate(name, end, textcoords="offset points", color=COLORS[color], weight="bold", **below)
    ax.plot([f1, y1], [f2, y2], color=COLORS["wrong"], linestyle="--")
    ax.text((f1 + y1) / 2 + 0.08, (f2 + y2) / 2, "y − wx", color=COLORS["wrong"])
    size = 0.16 / math.hypot(x1, x2)
    u, v = (-size * x1, -size * x2), (-size * x2, size * x1)  # back along the line, and up from it
    corner = [(f1 + u[0], f2 + u[1]), (f1 + u[0] + v[0], f2 + u[1] + v[1]), (f1 + v[0], f2 + v[1])]
    ax.plot(*zip(*corner, strict=True), color="black", linewidth=0.8)
    ax.set(aspect="equal", xlabel="house 1", ylabel="house 2", xlim=(0, 1.05 * far * x1), ylim=(0, 1.12 * max(y2, f2)))
    return Picture(
        ax.figure,
        f"The arrow y = ({y1:g}, {y2:g}), the line of all multiples of x = ({x1:g}, {x2:g}), and the point wx = "
        f"({f1:g}, {f2:g}) of the line that is nearest to y: the dashed line between them meets it at a right angle.",
    )


def plot_fit(targets, predictions, *, sd, ax=None) -> Picture:
    """Draw predictions against targets, with the diagonal on which both agree.

    Parameters
    ----------
    targets, predictions : (m,) array_like of float
        What was paid and what the fit says, in dollars.
    sd : float
        Half of the band around the diagonal, in dollars.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        One dot a house, the diagonal, and the band.
    """
    ax = new_axes(ax, figsize=(4.4, 3.6))
    pairs = [(t / 1000, p / 1000) for t, p in zip(targets, predictions, strict=True)]
    ends = [min(min(pair) for pair in pairs), max(max(pair) for pair in pairs)]
    lower, upper = ([end + way * sd / 1000 for end in ends] for way in (-1, 1))
    ax.fill_between(ends, lower, upper, color=COLORS["quiet"], alpha=0.22, linewidth=0)
    ax.plot(ends, ends, color="black", linewidth=1)
    ax.plot(*zip(*pairs, strict=True), ".", color=COLORS["first"], markersize=4)
    ax.set(xlabel="price paid, thousands of dollars", ylabel="price fitted, thousands of dollars", aspect="equal")
    inside, over = sum(abs(t - p) <= sd / 1000 for t, p in pairs), sum(p > t for t, p in pairs)
    alt = f"{len(pairs)} dots along the diagonal from {ends[0]:.0f} to {ends[1]:.0f} thousand dollars, {over} over it"
    return Picture(ax.figure, f"{alt}; {inside} lie in the band that reaches {sd / 1000:.0f} thousand to both sides.")


def plot_intervals(low, high, truth, *, label, ax=None) -> Picture:
    """Draw one interval a sample, and the truth that most of them cover.

    Parameters
    ----------
    low, high : (s,) array_like of float
        Ends of the intervals.
    truth : float
        What they are to cover.
    label : str
        What is estimated, with its unit.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        Vertical bars around a horizontal line; those that miss it are marked by a cross.
    """
    ax = new_axes(ax, figsize=(4.8, 3.0))
    ax.axhline(truth, color="black", linewidth=1)
    missed = 0
    for i, (bottom, top) in enumerate(zip(low, high, strict=True), 1):
        hit = bottom <= truth <= top
        missed += not hit
        ax.plot([i, i], [bottom, top], color=COLORS["first" if hit else "wrong"], linewidth=1.6 if hit else 2.6)
        ax.plot(i, (bottom + top) / 2, "." if hit else "X", color=COLORS["first" if hit else "wrong"], markersize=7)
    ax.set(xlabel="sample", ylabel=label, xlim=(0, 1.13 * len(low)))
    ax.text(1.12 * len(low), truth, "truth", ha="right", va="bottom")
    return Picture(
        ax.figure,
        f"{len(low)} intervals for {label}, one a sample, around the true value {truth:g}; {missed} of them miss it.",
    )


def plot_valleys(grams, *, titles, names, axes=None) -> Picture:
    """Draw the lines of equal error around the best weights, one panel a pair of columns.

    Parameters
    ----------
    grams : sequence of (2, 2) array_like of float
        For each panel the matrix ``K`` of the error ``v @ K @ v`` at a distance ``v`` from the best weights.
    titles : sequence of str
        One a panel.
    names : pair of str
        What the two weights belong to.
    axes : sequence of matplotlib.axes.Axes, optional
        Where to draw, one a panel; new axes by default.

    Returns
    -------
    Picture
        Nested curves of equal error, in squares of one scale on both axes.
    """
    import numpy as np

    axes = new_axes(axes, ncols=len(grams), figsize=(4.8, 2.7), sharey=True)
    v, w = np.meshgrid(np.linspace(-1, 1, 201), np.linspace(-1, 1, 201))
    ratios = []
    for ax, K, title in zip(np.atleast_1d(axes), grams, titles, strict=True):
        low, high = np.linalg.eigvalsh(K)
        ratios.append(math.sqrt(high / low))
        error = np.sqrt((K[0][0] * v**2 + 2 * K[0][1] * v * w + K[1][1] * w**2) / high)
        ax.contour(v, w, error, levels=np.arange(0.08, 1.5, 0.15), colors=COLORS["first"], linewidths=1)
        ax.plot(0, 0, "o", color=COLORS["wrong"])
        ax.set(aspect="equal", title=title, xticks=[-1, 0, 1], yticks=[-1, 0, 1], xlabel=f"weight of {names[0]}")
    np.atleast_1d(axes)[0].set_ylabel(f"weight of {names[1]}")
    figure = np.atleast_1d(axes)[0].figure
    shapes = [f"{title}: {ratio:.0f} times as long as wide" for title, ratio in zip(titles, ratios, strict=True)]
    alt = f"Lines of equal error around the best weights of {' and '.join(names)}, a valley"
    return Picture(figure, f"{alt}. {'; '.join(shapes)}.")
