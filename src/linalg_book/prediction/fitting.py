"""Houses with known weights, and the fit by least squares that finds them again; see :ref:`ch-prediction`."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import in_range
from linalg_book._validate import as_matrix, as_number, as_vector, count
from linalg_book.prediction.columns import EPS, dependent_columns, standardize
from linalg_book.prediction.model import LinearFit

#: What `make_houses` builds prices from: a start, dollars a bedroom, a square foot and a year of age.
HOUSE_TRUTH = {"intercept": 40_000.0, "bedrooms": 15_000.0, "area": 110.0, "age": -900.0, "noise": 20_000.0}


def make_houses(m: int = 200, *, seed: int = 0) -> tuple[NDArray, NDArray]:
    """Invent houses whose true weights are known: ``price = 40000 + X @ (15000, 110, -900) + noise``.

    Parameters
    ----------
    m : int, optional
        Number of houses.
    seed : int, optional
        Seed of the random numbers; the file ``houses.csv`` of the book is seed 0.

    Returns
    -------
    X : (m, 3) ndarray of float
        Bedrooms (1 to 5), area in square feet (more with each bedroom, rounded to 10), age in years (0 to 60).
    y : (m,) ndarray of float
        Prices in dollars, rounded to 100; the noise is normal with a standard deviation of 20,000.

    Raises
    ------
    ValueError
        If ``m`` or ``seed`` is negative.
    TypeError
        If ``m`` or ``seed`` is no whole number.

    See Also
    --------
    HOUSE_TRUTH : The true weights.

    Examples
    --------
    >>> X, y = make_houses(2)
    >>> X[0], float(y[0])
    (array([...]), ...)
    """
    m, rng = count(m, "m"), np.random.default_rng(count(seed, "seed"))
    bedrooms = rng.integers(1, 6, m)
    area = 10 * np.round(50 + 35 * bedrooms + rng.normal(0, 22, m))
    X = np.column_stack([bedrooms, np.maximum(area, 200), rng.integers(0, 61, m)])
    intercept, *weights, noise = HOUSE_TRUTH.values()
    return X, 100 * np.round((intercept + X @ weights + rng.normal(0, noise, m)) / 100)


def fit_linear(
    X: ArrayLike, y: ArrayLike, *, ridge: float = 0.0, features: Sequence[str] | None = None, target: str = "y"
) -> LinearFit:
    """Fit ``intercept + X @ weights`` to ``y`` by least squares: ``X.T @ (y - prediction) = 0`` without ridge.

    Parameters
    ----------
    X : (m, n) array_like of float
        One row an example, one column a feature; m is at least n + 2 and n at least 1.
    y : (m,) array_like of float
        What is to be predicted.
    ridge : float, optional
        With the standardized columns ``Z`` and the standardized ``t`` of ``y``, the weights ``v`` that make
        ``norm(t - Z @ v)**2 + ridge * norm(v)**2`` least are found; 0 is least squares.
    features : sequence of str, optional
        Names of the columns, by default x1, x2, ...
    target : str, optional
        Name of ``y``.

    Returns
    -------
    LinearFit
        The weights, and how sure they are.

    Raises
    ------
    ValueError
        If the shapes do not fit, there are too few rows, ``y`` is constant, ``ridge`` is negative or not finite, or a
        number is NaN or infinite, or too large or too small for `standardize`.
    TypeError
        If an entry is no real number.
    LinAlgError
        If ``ridge`` is 0 and a column is constant or a combination of others, or the condition number of the
        standardized columns is ``1 / eps`` or more: then the weights are not determined.
    OverflowError
        If a weight, the intercept or an error of theirs is too large for float64.

    See Also
    --------
    dependent_columns : Name such columns.

    Notes
    -----
    The weights are ``G @ y`` for a matrix ``G`` made of ``X`` alone, so noise of variance s^2 gives them the covariance
    ``s^2 G @ G.T``; without ridge that is ``s^2 inv(Xc.T @ Xc)``, ``Xc`` being ``X`` less its column means.  Neither is
    formed: from ``Z = U @ diag(s) @ V.T`` follow the weights and ``root = V @ diag(s / (s^2 + ridge))``, with which
    ``root @ root.T`` is the covariance of the standardized weights, and errors are norms of products with ``root``.  So
    they lose digits like the condition number of ``Z``, not like its square.  With ridge the weights are drawn toward
    0, and the standard errors do not count that; singular values below ``max(m, n) * eps`` times the largest are then
    treated as zero, for weights and errors alike.  ``O(m n^2)`` operations.

    Examples
    --------
    >>> fit = fit_linear([[0, 1], [1, 0], [2, 2], [3, 1]], [3, 3, 9, 9])
    >>> fit.weights.round(6), round(fit.intercept, 6)
    (array([2., 2.]), 1.0)
    """
    X, y = as_matrix(X, "X"), as_vector(y, "y")
    m, n = X.shape
    if y.size != m:
        raise ValueError(f"y must have one entry a row of X, got {y.size} for {m} rows")
    if n < 1 or m < n + 2:
        raise ValueError(f"X must have a column, and at least two rows more than columns, got shape {X.shape}")
    if (ridge := as_number(ridge, "ridge")) < 0:
        raise ValueError(f"ridge must not be negative, got {ridge:g}")
    if not ridge and (found := dependent_columns(X)):
        raise np.linalg.LinAlgError(f"columns {sorted(found)} of X are constant or combinations of others")
    Z, centers, scales = standardize(X)
    T, mean, sd = standardize(y[:, None], name="y")
    if not T.any():
        raise ValueError("y must vary, got the same number in every row")
    U, s, Vt = np.linalg.svd(Z, full_matrices=False)
    if not ridge and s[-1] <= EPS * s[0]:
        raise np.linalg.LinAlgError("a combination of all columns of X vanishes, as far as float64 can tell")
    kept = s > (m * EPS * s[0] if ridge else 0)
    size = np.hypot(s, np.sqrt(ridge))  # s / size**2 is s / (s**2 + ridge)
    root = Vt.T * np.divide(s, size, out=np.zeros(n), where=kept) / np.where(kept, size, 1.0)
    v = root @ (U.T @ T[:, 0])  # weights of the standardized columns
    rss = float(((T[:, 0] - Z @ v) ** 2).sum())
    degrees = m - 1 - (float(((s[kept] / size[kept]) ** 2).sum()) if ridge else n)
    with np.errstate(over="ignore", invalid="ignore"):
        weights = in_range(v * sd / scales, "the weights")
        intercept = in_range(float(mean[0] - centers @ weights), "the products of weights and centers")
    names = tuple(f"x{j + 1}" for j in range(n)) if features is None else tuple(features)
    return LinearFit(
        target, names, weights, intercept, centers, scales,
        root, float(sd[0] * np.sqrt(rss / degrees)), degrees, 1 - rss / m, m, ridge,
    )  # fmt: skip
