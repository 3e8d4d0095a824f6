"""What a fit says: its weights, its predictions, and how sure they are; see :ref:`ch-prediction`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._faces import public
from linalg_book._range import finite, in_range
from linalg_book._records import Record
from linalg_book._validate import as_array, as_matrix, as_number, size


@public
@dataclass(frozen=True, eq=False)
class LinearFit(Record):
    """Hold fitted weights, ``prediction = intercept + x @ weights``, and how sure they are.

    The model file of the predictor is a JSON object with exactly these fields under these names, arrays as lists, and
    besides them ``"format": "linalg_book.prediction"`` and ``"version": 2``.

    Parameters
    ----------
    target : str
        Name of what is predicted.
    features : tuple of str
        Names of the n features, in order, all different.
    weights : (n,) array_like of float
        What one unit of each feature adds to the prediction.
    intercept : float
        The prediction where all features are 0.
    centers, scales : (n,) array_like of float
        Means and standard deviations of the features in the data, the latter positive.
    root : (n, n) array_like of float
        A square root of the covariance of the weights of the standardized features, for noise of variance 1: that is
        ``root @ root.T``.
    residual_sd : float
        Estimated standard deviation of the noise.
    degrees : float
        Degrees of freedom that it was estimated with, positive.
    r_squared : float
        1 less the residual sum of squares over that of the centered target.
    rows : int
        Number of rows fitted, at least 1.
    ridge : float, optional
        Penalty that was used.

    Raises
    ------
    ValueError
        If a length does not fit ``features``, a number is NaN, infinite or has an impossible sign, or a name is twice.
    TypeError
        If a number is none, or ``rows`` no whole one.
    OverflowError
        If a standard error is too large for float64.

    See Also
    --------
    fit_linear : Make one from data.

    Notes
    -----
    A fit keeps copies of the arrays, in float64, which nobody can write to.  Two are equal if all fields are.
    """

    target: str
    features: tuple[str, ...]
    weights: NDArray
    intercept: float
    centers: NDArray
    scales: NDArray
    root: NDArray
    residual_sd: float
    degrees: float
    r_squared: float
    rows: int
    ridge: float = 0.0

    def __post_init__(self):
        object.__setattr__(self, "features", tuple(self.features))
        n = len(self.features)
        if n < 1 or len({*self.features, self.target}) != n + 1:
            raise ValueError(f"features and target must have names that differ, got {self.features}, {self.target!r}")
        for name in ("weights", "centers", "scales", "root"):
            array = as_array(getattr(self, name), name)
            shape = (n, n) if name == "root" else (n,)
            if array.shape != shape:
                raise ValueError(f"{name} must have shape {shape} for {n} features, got {array.shape}")
            self._keep(name, array)
        for name in ("intercept", "residual_sd", "degrees", "r_squared", "ridge"):
            object.__setattr__(self, name, as_number(getattr(self, name), name))
        object.__setattr__(self, "rows", size(self.rows, "rows"))
        if not (self.scales > 0).all() or self.degrees <= 0:
            raise ValueError("scales and degrees must be positive")
        if self.residual_sd < 0 or self.ridge < 0:
            raise ValueError("residual_sd and ridge must not be negative")
        with np.errstate(over="ignore", invalid="ignore"):
            in_range((self.standard_errors, self.intercept_error), "the standard errors")

    @property
    def standard_errors(self) -> NDArray:
        """Standard deviations of the weights over repeated samples, estimated, shape (n,)."""
        return self.residual_sd * np.hypot.reduce(self.root, axis=1) / self.scales

    @property
    def intercept_error(self) -> float:
        """Standard deviation of the intercept, estimated."""
        return float(self.residual_sd * _relative_error(self, np.zeros((1, len(self.features))))[0])


@finite
def weight_interval(fit: LinearFit, *, level: float = 0.95) -> tuple[NDArray, NDArray]:
    """Return ``weights -+ t * standard_errors``, which covers the true weights in a share ``level`` of all samples.

    Parameters
    ----------
    fit : LinearFit
        Fitted weights, n of them, best without ridge.
    level : float, optional
        Share of samples, between 0 and 1.

    Returns
    -------
    low : (n,) ndarray of float
        The lower ends, one a weight.
    high : (n,) ndarray of float
        The upper ends.

    Raises
    ------
    ValueError
        If ``level`` is not between 0 and 1.
    OverflowError
        If an end is too large for float64.

    See Also
    --------
    prediction_interval : The same for a new example.

    Notes
    -----
    Each interval on its own, for a linear truth with independent normal noise of one variance, and without ridge.

    Examples
    --------
    >>> from linalg_book.prediction import fit_linear, make_houses
    >>> fit = fit_linear(*make_houses())
    >>> [end.round(1) for end in weight_interval(fit)]
    [array([...]), array([...])]
    """
    reach = _quantile(fit, level) * fit.standard_errors
    return fit.weights - reach, fit.weights + reach


@finite
def predict(fit: LinearFit, X: ArrayLike) -> NDArray:
    """Predict ``intercept + X @ weights``.

    Parameters
    ----------
    fit : LinearFit
        Fitted weights of n features.
    X : (m, n) array_like of float
        One row an example, columns in the order of ``fit.features``.

    Returns
    -------
    (m,) ndarray of float
        The predictions.

    Raises
    ------
    ValueError
        If ``X`` has not n columns or holds NaN or inf.
    TypeError
        If an entry is no real number.
    OverflowError
        If a prediction is too large for float64.

    See Also
    --------
    prediction_interval : How far off a prediction may be.

    Examples
    --------
    >>> from linalg_book.prediction import fit_linear
    >>> fit = fit_linear([[0], [1], [2]], [1, 3, 5])
    >>> predict(fit, [[10], [20]])
    array([21., 41.])
    """
    X = as_matrix(X, "X")
    if X.shape[1] != len(fit.features):
        raise ValueError(f"X must have {len(fit.features)} columns, got shape {X.shape}")
    return in_range(fit.intercept + X @ fit.weights, "predictions for rows of X")


@finite
def prediction_interval(fit: LinearFit, X: ArrayLike, *, level: float = 0.95) -> tuple[NDArray, NDArray]:
    """Return ends between which a share ``level`` of new targets falls: prediction error and noise together.

    Parameters
    ----------
    fit : LinearFit
        Fitted weights of n features.
    X : (m, n) array_like of float
        One row an example.
    level : float, optional
        Share of new targets, between 0 and 1.

    Returns
    -------
    low : (m,) ndarray of float
        The lower ends, one an example.
    high : (m,) ndarray of float
        The upper ends.

    Raises
    ------
    ValueError
        As `predict`, or if ``level`` is not between 0 and 1.
    TypeError
        If an entry is no real number.
    OverflowError
        If an end is too large for float64.

    See Also
    --------
    weight_interval : The same for the weights.

    Examples
    --------
    >>> from linalg_book.prediction import fit_linear, make_houses
    >>> fit = fit_linear(*make_houses())
    >>> low, high = prediction_interval(fit, [[3, 1800, 15]])
    >>> bool(low[0] < 269_500 < high[0])
    True
    """
    y, X = predict(fit, X), as_matrix(X, "X")
    reach = _quantile(fit, level) * fit.residual_sd * np.hypot(1, _relative_error(fit, X))
    return in_range((y - reach, y + reach), "intervals for rows of X")


def _relative_error(fit: LinearFit, X: NDArray) -> NDArray:
    """Standard deviation of the fitted value at each row of X, for noise of variance 1."""
    Z = (X - fit.centers) / fit.scales
    mean = np.full((len(Z), 1), as_number(fit.rows, "rows") ** -0.5)  # of the rows fitted, whose error comes on top
    return np.hypot.reduce(np.hstack([mean, Z @ fit.root]), axis=1)


def _quantile(fit: LinearFit, level: float) -> float:
    """Quantile of Student's t for an interval that leaves equal shares outside on both sides."""
    from scipy.special import stdtrit

    if not 0 < as_number(level, "level") < 1:
        raise ValueError(f"level must be between 0 and 1, got {level}")
    return float(stdtrit(fit.degrees, (1 + level) / 2))
