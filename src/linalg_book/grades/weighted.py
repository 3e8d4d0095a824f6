"""Grades as arrays: a weighted sum of one row of marks, and of a whole class; see :ref:`ch-grades`."""


import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import finite
from linalg_book._validate import as_array, as_matrix, as_vector


@finite
def weighted_sum(weights: ArrayLike, marks: ArrayLike) -> float:
    """Add up ``weights[i] * marks[i]``, which is the dot product ``weights @ marks``.

    Parameters
    ----------
    weights : (n,) array_like of float
        One weight a mark, of any sign and any sum.
    marks : (n,) array_like of float
        The marks.

    Returns
    -------
    float
        The weighted sum; 0.0 if there is nothing to add.

    Raises
    ------
    ValueError
        If the two are not vectors of the same length, or an entry is NaN or infinite.
    TypeError
        If an entry is no real number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    See Also
    --------
    class_grades : The same for each row of a matrix.

    Examples
    --------
    >>> weighted_sum([2, 1, 3], [10, 20, 30])
    130.0
    >>> float(np.array([2, 1, 3]) @ np.array([10, 20, 30]))
    130.0
    """
    w, x = as_vector(weights, "weights"), as_vector(marks, "marks")
    if w.shape != x.shape:
        got = f"{w.size} and {x.size}"
        raise ValueError(f"weights and marks must have the same length, got {got}")
    total = 0.0
    for weight, mark in zip(w, x, strict=True):
        total += weight * mark
    return float(total)


@finite
def class_grades(marks: ArrayLike, weights: ArrayLike) -> NDArray:
    """Grade a class: ``marks @ weights``, one weighted mean for each row of ``marks``.

    Parameters
    ----------
    marks : (n, k) array_like of float
        One row a student, one column a component.
    weights : (k,) or (k, s) array_like of float
        One weight a component, or s such columns; not negative, and each column sums to 1 in float64 (weights kept in
        float32 often miss it by too much).

    Returns
    -------
    (n,) or (n, s) ndarray of float
        One grade a student, for each column of weights.

    Raises
    ------
    ValueError
        If the shapes do not fit, a weight is negative, weights do not sum to 1, or an entry is NaN or infinite.
    TypeError
        If an entry is no real number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    See Also
    --------
    exact_grades : The same in exact arithmetic.

    Notes
    -----
    ``n * k * s`` multiplications and about as many additions.  The sum of weights may miss 1 by ``k * eps``: typing the
    weights and adding them up rounds by less than that.

    Examples
    --------
    >>> class_grades([[80, 90], [60, 100]], [0.5, 0.5])
    array([85., 80.])
    >>> class_grades([[80, 90], [60, 100]], [[0.5, 1], [0.5, 0]])
    array([[85., 80.],
           [80., 60.]])
    """
    M, W = as_matrix(marks, "marks"), as_array(weights, "weights")
    if W.ndim not in (1, 2) or W.shape[0] != M.shape[1]:
        raise ValueError(f"weights must have {M.shape[1]} rows, got shape {W.shape}")
    if (W < 0).any():
        raise ValueError(f"weights must not be negative, got {W.min():g}")
    sums = np.atleast_1d(W.sum(axis=0))
    wrong = sums[abs(sums - 1) > W.shape[0] * np.finfo(float).eps]
    if wrong.size:
        raise ValueError(f"weights must sum to 1, got a sum of {wrong[0]}")
    return M @ W
