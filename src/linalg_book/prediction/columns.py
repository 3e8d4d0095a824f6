"""Columns of features: bring them to one scale, and find those that say nothing new; see :ref:`ch-prediction`."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._validate import as_matrix

EPS = np.finfo(float).eps
SMALLEST = 1e-100  # between this and its inverse, numbers can be squared, and products of a few stay finite


def standardize(X: ArrayLike, *, name: str = "X") -> tuple[NDArray, NDArray, NDArray]:
    """Shift and scale each column to mean 0 and standard deviation 1: ``X = centers + Z * scales``.

    Parameters
    ----------
    X : (m, n) array_like of float
        One row an example, m at least 1.
    name : str, optional
        What messages call ``X``.

    Returns
    -------
    Z : (m, n) ndarray of float
        The standardized columns; a constant column becomes zeros.
    centers : (n,) ndarray of float
        The means.
    scales : (n,) ndarray of float
        The standard deviations (division by m), and 1 for a constant column.

    Raises
    ------
    ValueError
        If ``X`` is no matrix with a row, holds NaN, inf or numbers beyond 1e100, or a spread below 1e-100.
    TypeError
        If an entry is no real number.

    See Also
    --------
    fit_linear : Standardizes before it fits.

    Examples
    --------
    >>> Z, centers, scales = standardize([[1, 7], [3, 7]])
    >>> Z, centers, scales
    (array([[-1.,  0.],
           [ 1.,  0.]]), array([2., 7.]), array([1., 1.]))
    """
    X = as_matrix(X, name)
    if not X.shape[0]:
        raise ValueError(f"{name} must have at least one row, got shape {X.shape}")
    constant = (X == X[0]).all(axis=0)
    if abs(X).max(initial=0) > 1 / SMALLEST:
        raise ValueError(f"{name} must hold numbers up to {1 / SMALLEST:g}, got {abs(X).max():g}; change the unit")
    centers = np.where(constant, X[0], X.mean(axis=0))
    scales = np.where(constant, 1.0, np.sqrt(np.mean((X - centers) ** 2, axis=0)))
    if scales.min(initial=1) < SMALLEST:
        found = f"{scales.min():g}; change the unit"
        raise ValueError(f"{name} must have standard deviations from {SMALLEST:g}, got {found}")
    return (X - centers) / scales, centers, scales


def dependent_columns(X: ArrayLike) -> dict[int, tuple[int, ...]]:
    """Name the columns that others and a constant already determine, so that their weights are not determined.

    Parameters
    ----------
    X : (m, n) array_like of float
        One row an example, m at least 1.

    Returns
    -------
    dict of int to tuple of int
        For each superfluous column those that it is a combination of; for a constant column there are none.

    Raises
    ------
    ValueError
        As `standardize`.
    TypeError
        If an entry is no real number.

    See Also
    --------
    fit_linear : Refuses such columns, unless ``ridge`` is positive.

    Notes
    -----
    From left to right, the part of each standardized column that the columns kept so far do not explain, by least
    squares, counts as zero below ``max(m, n) * eps`` times its norm, times the digits lost in subtracting the mean.
    ``O(m n^2)`` operations: the columns kept are made orthonormal one by one, as by Gram and Schmidt, twice.

    Examples
    --------
    >>> dependent_columns([[1, 2, 7, 0], [2, 4, 7, 1], [3, 6, 7, 0]])
    {1: (0,), 2: ()}
    """
    from scipy.linalg import solve_triangular

    X = as_matrix(X, "X")
    Z, _, scales = standardize(X)
    varies = (X != X[0]).any(axis=0)
    lost_digits = (abs(X) / scales).max(axis=0, where=varies, initial=1)
    R = np.asarray(np.linalg.qr(Z, mode="r"))  # small, and its columns depend on each other as those of Z do
    Q, T = np.zeros((len(R), len(R))), np.zeros((len(R), len(R)))  # R[:, kept] == Q[:, :k] @ T[:k, :k]
    found: dict[int, tuple[int, ...]] = {}
    kept: list[int] = []
    for j in range(X.shape[1]):
        k = len(kept)
        inside, rest = _split(Q[:, :k], R[:, j])
        length = np.linalg.norm(rest)
        if length > max(X.shape) * EPS * np.sqrt(len(X)) * lost_digits[[*kept, j]].max():
            Q[:, k], T[:k, k], T[k, k] = rest / length, inside, length
            kept.append(j)
        else:
            share = solve_triangular(T[:k, :k], inside) if k else inside
            found[j] = tuple(i for i, c in zip(kept, share, strict=True) if abs(c) > np.sqrt(EPS))
    return found


def _split(Q, x):
    """Return the coordinates of x in an orthonormal basis, the columns of Q, and what of x lies outside of it."""
    inside = Q.T @ x
    rest = x - Q @ inside
    again = Q.T @ rest  # what rounding left of the basis in it
    return inside + again, rest - Q @ again
