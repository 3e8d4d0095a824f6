"""Pictures of :ref:`ch-grades`: what a grade is made of, and a row that meets the weights."""

from linalg_book.plotting.picture import COLORS, Picture, new_axes

__all__ = ["plot_contributions", "plot_row_times_vector"]

TINT = 0.22  # a fill so light that the ink on it stays readable on a white and on a dark page


def plot_contributions(parts, grades, students, components, *, ax=None) -> Picture:
    """Draw what each component adds to each student's grade, as stacked bars.

    Parameters
    ----------
    parts : (n, k) array_like of float
        Weight times mark, one row a student, k at most 4.
    grades : (n,) array_like of float
        The sums of the rows.
    students, components : sequence of str
        The n and the k names.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        One bar a student, its parts labeled with their size, the grade at its end.
    """
    ax = new_axes(ax, figsize=(4.8, 0.75 + 0.55 * len(students)))
    colors = [COLORS[name] for name in ("first", "second", "third", "fourth")]
    for i, (row, grade) in enumerate(zip(parts, grades, strict=True)):
        left = 0.0
        for part, name, color in zip(row, components, colors[: len(components)], strict=True):
            ax.barh(i, part, left=left, height=0.62, facecolor=(color, TINT), edgecolor=color, linewidth=1.2)
            ax.text(left + part / 2, i, f"{part:.2f}", ha="center", va="center")
            if i == 0:
                ax.text(left + part / 2, -0.45, name, ha="center", va="bottom", color=color)
            left += part
        ax.text(left + 1, i, f"{grade:.2f}", ha="left", va="center", weight="bold")
    ax.set(yticks=range(len(students)), yticklabels=students, xlim=(0, 112), ylim=(len(students) - 0.55, -0.85))
    ax.set(xticks=range(0, 101, 20), xlabel="points of the grade")
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    bars = []
    for student, row, grade in zip(students, parts, grades, strict=True):
        named = ", ".join(f"{name} {part:.2f}" for name, part in zip(components, row, strict=True))
        bars.append(f"{student}: {named}, sum {grade:.2f}")
    return Picture(ax.figure, f"Stacked bars of weighted marks, one bar a student. {'; '.join(bars)}.")


def plot_row_times_vector(marks, weights, grades, students, components, *, row=0, ax=None) -> Picture:
    """Draw a matrix times a vector, with one row and the entry that it gives marked.

    Parameters
    ----------
    marks : (n, k) array_like of float
        The matrix.
    weights : (k,) array_like of float
        The vector.
    grades : (n,) array_like of float
        Their product.
    students, components : sequence of str
        The names of the rows and of the columns.
    row : int, optional
        The marked row, counted from 0.
    ax : matplotlib.axes.Axes, optional
        Where to draw; new axes by default.

    Returns
    -------
    Picture
        The three arrays as grids of numbers, and the marked dot product written out.
    """
    n, k = len(students), len(components)
    ax = new_axes(ax, figsize=(4.8, 1.1 + 0.36 * max(n, k)))
    wide, right = 0.98, 0.98 * k
    at_weights, at_grades = right + 0.4, right + 1.4
    for i in range(n):
        ax.text(-0.1, i + 0.5, students[i], ha="right", va="center", weight="bold" if i == row else "normal")
        for j in range(k):
            _cell(ax, j * wide, i, wide, f"{marks[i][j]:g}", "first" if i == row else None)
        _cell(ax, at_grades, i, 0.7, f"{grades[i]:.2f}", "third" if i == row else None)
    for j in range(k):
        ax.text((j + 0.5) * wide, -0.15, components[j], ha="center", va="bottom")
        _cell(ax, at_weights, j, 0.6, f"{weights[j]:.2f}", "second")
    ax.text(at_weights + 0.3, -0.15, "weights", ha="center", va="bottom")
    ax.text(at_grades + 0.35, -0.15, "grades", ha="center", va="bottom")
    ax.text(right + 0.2, n / 2, "@", ha="center", va="center", size=12)
    ax.text(at_weights + 0.8, n / 2, "=", ha="center", va="center", size=12)
    terms = " + ".join(f"{mark:g} · {weight:.2f}" for mark, weight in zip(marks[row], weights, strict=True))
    written = f"{terms} = {grades[row]:.2f}"
    ax.text((at_grades + 0.1) / 2, max(n, k) + 0.35, written, ha="center", va="top")
    ax.set(xlim=(-0.65, at_grades + 0.75), ylim=(max(n, k) + 1.1, -0.75))
    ax.axis("off")
    alt = f"A matrix of {n} by {k} marks times a column of {k} weights gives a column of {n} grades."
    return Picture(ax.figure, f"{alt} The row of {students[row]} is marked: {written}.")


def _cell(ax, x, y, width, text, color):
    """Draw a number in a box, tinted and with a heavier edge where a color is given."""
    from matplotlib.patches import Rectangle

    edge, line = (COLORS[color], 1.8) if color else (COLORS["quiet"], 0.6)
    face = (COLORS[color], TINT) if color else "none"
    ax.add_patch(Rectangle((x, y), width, 1, facecolor=face, edgecolor=edge, linewidth=line, zorder=2 if color else 1))
    ax.text(x + width / 2, y + 0.5, text, ha="center", va="center", weight="bold" if color else "normal", zorder=3)
