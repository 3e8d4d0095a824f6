"""Pictures of :ref:`ch-solving`: two equations as two lines, and the errors of two ways to solve."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book.plotting.picture import COLORS, Picture, label_powers, new_axes

__all__ = ["plot_two_equations", "plot_errors"]

Numbers = Sequence[float] | NDArray


def _equation(first: float, second: float, right: float) -> str:
    size = "" if abs(second) == 1 else f"{abs(second):g} "
    lead = {1.0: "", -1.0: "−"}.get(float(first), f"{first:g} ")
    return f"{lead}x₁ {'−' if second < 0 else '+'} {size}x₂ = {right:g}"


def plot_two_equations(A: ArrayLike, b: ArrayLike, solution: ArrayLike, *, guess: ArrayLike, ax=None) -> Picture:
    """Draw two equations in two unknowns as lines, with the point where they cross and a guess that misses.

    Parameters
    ----------
    A : (2, 2) array_like of float
        Coefficients; those of the second unknown are not zero.
    b : (2,) array_like of float
        Right-hand sides.
    solution : (2,) array_like of float
        Where the lines cross.
    guess : (2,) array_like of float
        Another point.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    Picture
        The figure and what is to be seen on it.

    Examples
    --------
    >>> plot_two_equations([[2, 1], [1, 3]], [5, 7], [1.6, 1.8], guess=[1, 3])
    <Picture: The lines 2 x₁ + x₂ = 5 and x₁ + 3 x₂ = 7 cross at (1.6, 1.8). The point (1, 3) lies on the first only.>
    """
    A, b, solution, guess = (np.asarray(a, dtype=float) for a in (A, b, solution, guess))
    ax = new_axes(ax)
    low, high = min(0.0, solution[0], guess[0]), max(solution[0], guess[0]) + 1.6
    x = np.array([low, high])
    words = [_equation(first, second, right) for (first, second), right in zip(A, b, strict=True)]
    for (first, second), right, name, color, style in zip(A, b, words, ("first", "second"), ("-", "--"), strict=True):
        y = (right - first * x) / second
        ax.plot(x, y, style, color=COLORS[color])
        ax.annotate(name, (x[1], y[1]), xytext=(4, 0), textcoords="offset points", va="center")
    ax.plot(*solution, "o", color=COLORS["third"], ms=8)
    ax.annotate(f"({solution[0]:g}, {solution[1]:g})", solution, xytext=(8, 6), textcoords="offset points")
    ax.plot(*guess, "X", color=COLORS["wrong"], ms=8)
    ax.annotate(f"({guess[0]:g}, {guess[1]:g})", guess, xytext=(8, 6), textcoords="offset points")
    ax.set(xlabel="x₁", ylabel="x₂")
    on = np.isclose(A @ guess, b)
    where = {(True, False): "on the first only", (False, True): "on the second only", (True, True): "on both"}
    alt = (
        f"The lines {words[0]} and {words[1]} cross at ({solution[0]:g}, {solution[1]:g}). "
        f"The point ({guess[0]:g}, {guess[1]:g}) lies {where.get(tuple(on.tolist()), 'on neither')}."
    )
    return Picture(ax.figure, alt)


def plot_errors(conditions: Numbers, backward: Mapping[str, Numbers], forward: Mapping[str, Numbers]) -> Picture:
    """Draw backward errors (top) and forward errors (bottom) against the condition number, a line for each method.

    Parameters
    ----------
    conditions : (k,) array_like of float
        Condition numbers.
    backward : dict of str to (k,) array_like of float
        Backward errors under the method's name.
    forward : dict of str to (k,) array_like of float
        Forward errors under the same names.

    Returns
    -------
    Picture
        The figure and what is to be seen on it.

    Examples
    --------
    >>> errors = {"inv": [1e-14, 1e-7], "solve": [1e-16, 1e-16]}
    >>> plot_errors([1e4, 1e12], errors, errors)
    <Picture: ... The backward error of inv from 1e-14 to 1e-07, of solve from 1e-16 to 1e-16. ...>
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, 1, figsize=(4.8, 5.0), sharex=True)
    said = []
    for ax, errors, name in ((axes[0], backward, "backward error"), (axes[1], forward, "forward error")):
        looks = zip(errors.items(), ("wrong", "first", "second"), "Xos", ("-", "--", ":"), strict=False)
        for (method, values), color, mark, style in looks:
            ax.loglog(conditions, values, marker=mark, ls=style, color=COLORS[color], label=method)
        ends = ", of ".join(f"{method} from {values[0]:.0e} to {values[-1]:.0e}" for method, values in errors.items())
        said.append(f"The {name} of {ends}.")
        ax.set_ylabel(name)
        label_powers(ax.xaxis, ax.yaxis)
        ax.legend(loc="upper left")
    axes[1].set_xlabel("condition number")
    alt = f"Two panels, errors against condition numbers from {conditions[0]:.0e} to {conditions[-1]:.0e}. "
    return Picture(figure, alt + " ".join(said))
