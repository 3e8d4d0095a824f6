"""Layers: several predictions at once, and networks of them with a bend between.  Chapter :ref:`ch-layers`."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import finite, in_range
from linalg_book._validate import as_array, as_matrix, as_number, as_vector, positive

__all__ = ["dense", "relu", "forward", "collapse", "product_gradients", "numerical_gradient"]


@finite
def dense(X: ArrayLike, W: ArrayLike, b: ArrayLike | None = None) -> NDArray:
    """Apply one dense layer, ``W @ x + b``, to an example or to every row of a batch, ``X @ W.T + b``.

    Parameters
    ----------
    X : (n,) or (m, n) array_like of float
        One example, or m of them, one a row.
    W : (k, n) array_like of float
        Weights, one row an output.
    b : (k,) array_like of float, optional
        Biases, one an output; by default zeros.

    Returns
    -------
    (k,) or (m, k) ndarray of float
        The k outputs of the example, or of each.

    Raises
    ------
    ValueError
        If the shapes do not fit, or an entry is NaN or infinite.
    TypeError
        If an entry is no real number.
    OverflowError
        If an entry of the result, or a step on the way to it, is too large for float64.

    Notes
    -----
    ``m * k * n`` multiply-adds; ``torch.nn.Linear`` keeps ``W`` in the same shape and computes the same.

    Examples
    --------
    >>> dense([1, 2], [[3, 0], [0, 4], [1, 1]], [10, 20, 30])
    array([13., 28., 33.])
    >>> dense([[1, 2], [0, 1]], [[3, 0], [0, 4], [1, 1]])
    array([[3., 8., 3.],
           [0., 4., 1.]])
    """
    X, W = as_array(X, "X"), as_matrix(W, "W")
    k, n = W.shape
    b = np.zeros(k) if b is None else as_vector(b, "b")
    if X.ndim not in (1, 2) or X.shape[-1] != n:
        got = f"got shape {X.shape}"
        raise ValueError(f"X must have {n} entries a row, as W has, {got}")
    if b.size != k:
        raise ValueError(f"b must have {k} entries, one a row of W, got {b.size}")
    return X @ W.T + b


def relu(z: ArrayLike) -> NDArray:
    """Keep what is positive and replace the rest by 0: ``max(z, 0)``, entry by entry.

    Parameters
    ----------
    z : array_like of float
        Numbers, in any shape.

    Returns
    -------
    ndarray of float
        An array of the same shape; zeros are 0.0, never -0.0.

    Raises
    ------
    ValueError
        If an entry is NaN or infinite.
    TypeError
        If an entry is no real number.

    Examples
    --------
    >>> relu([-2, 0, 3])
    array([0., 0., 3.])
    """
    z = as_array(z, "z")
    return np.where(z > 0, z, 0.0)


def forward(X: ArrayLike, layers: Sequence[tuple[ArrayLike, ArrayLike]]) -> NDArray:
    """Run a network: each layer is ``W @ x + b``, with `relu` after every one but the last.

    Parameters
    ----------
    X : (n,) or (m, n) array_like of float
        One example, or m of them, one a row.
    layers : sequence of pairs of array_like
        Weights and biases of at least one layer, the first layer first.

    Returns
    -------
    (k,) or (m, k) ndarray of float
        What the last layer gives.

    Raises
    ------
    ValueError
        If there is no layer, a layer does not fit the one before it, or an entry is NaN or infinite.
    TypeError
        If an entry is no real number.
    OverflowError
        If an entry of the result, or a step on the way to it, is too large for float64.

    Examples
    --------
    The distance from 0, from two units that each see one side:

    >>> layers = [([[1], [-1]], [0, 0]), ([[1, 1]], [0])]
    >>> forward([[-3], [0], [5]], layers)
    array([[3.],
           [0.],
           [5.]])
    """
    if not layers:
        raise ValueError("layers must hold at least one layer, got none")
    first, *rest = layers
    Y = dense(X, *first)
    for W, b in rest:
        Y = dense(relu(Y), W, b)
    return Y


def collapse(layers: Sequence[tuple[ArrayLike, ArrayLike]]) -> tuple[NDArray, NDArray]:
    """Multiply layers with nothing between them into one: ``W2 @ (W1 @ x + b1) + b2 = (W2 @ W1) @ x + (W2 @ b1 + b2)``.

    Parameters
    ----------
    layers : sequence of pairs of array_like
        Weights and biases of at least one layer, the first layer first.

    Returns
    -------
    W : (k, n) ndarray of float
        Weights of the one layer.
    b : (k,) ndarray of float
        Its biases.

    Raises
    ------
    ValueError
        If there is no layer, a layer does not fit the one before it, or an entry is NaN or infinite.
    TypeError
        If an entry is no real number.
    OverflowError
        If an entry of the result, or a step on the way to it, is too large for float64.

    Examples
    --------
    >>> collapse([([[1], [-1]], [0, 2]), ([[1, 1]], [5])])
    (array([[0.]]), array([7.]))
    """
    if not layers:
        raise ValueError("layers must hold at least one layer, got none")
    W, b = as_matrix(layers[0][0], "W").copy(), as_vector(layers[0][1], "b").copy()
    dense(np.zeros(W.shape[1]), W, b)  # the first pair fits together
    for W2, b2 in layers[1:]:
        W, b = dense(W.T, W2).T, dense(b, W2, b2)
    return W, b


@finite
def product_gradients(X: ArrayLike, W: ArrayLike, dY: ArrayLike) -> tuple[NDArray, NDArray]:
    """Carry a gradient back through ``Y = X @ W``: ``dX = dY @ W.T`` and ``dW = X.T @ dY``.

    Parameters
    ----------
    X : (m, n) array_like of float
        The left factor.
    W : (n, k) array_like of float
        The right factor.
    dY : (m, k) array_like of float
        How fast the loss grows with each entry of ``Y``.

    Returns
    -------
    dX : (m, n) ndarray of float
        How fast it grows with each entry of ``X``.
    dW : (n, k) ndarray of float
        How fast it grows with each entry of ``W``.

    Raises
    ------
    ValueError
        If the shapes do not fit, or an entry is NaN or infinite.
    TypeError
        If an entry is no real number.
    OverflowError
        If an entry of the result, or a step on the way to it, is too large for float64.

    Notes
    -----
    Two products of the size of the forward one: twice its cost.

    Examples
    --------
    >>> product_gradients([[1, 2, 3]], [[4], [5], [6]], [[1]])
    (array([[4., 5., 6.]]), array([[1.],
           [2.],
           [3.]]))
    """
    X, W, dY = as_matrix(X, "X"), as_matrix(W, "W"), as_matrix(dY, "dY")
    if X.shape[1] != W.shape[0]:
        raise ValueError(f"X and W must fit for X @ W, got shapes {X.shape} and {W.shape}")
    if dY.shape != (X.shape[0], W.shape[1]):
        raise ValueError(f"dY must have the shape of X @ W, {(X.shape[0], W.shape[1])}, got {dY.shape}")
    return dY @ W.T, X.T @ dY


def numerical_gradient(f: Callable[[NDArray], float], A: ArrayLike, *, step: float = 6e-6) -> NDArray:
    """Estimate the gradient of ``f`` at ``A`` by central differences, ``(f(A + h) - f(A - h)) / (2 h)`` an entry.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of ``A``, returns a number.
    A : array_like of float
        Where the gradient is wanted, in any shape.
    step : float, optional
        The change h of an entry.

    Returns
    -------
    ndarray of float
        One estimate an entry, in the shape of ``A``.

    Raises
    ------
    ValueError
        If ``step`` is not positive and finite or is lost beside a large entry, or an entry or a value of ``f`` is NaN
        or infinite.
    TypeError
        If an entry or a value of ``f`` is no real number.
    OverflowError
        If a difference or its quotient is too large for float64.

    Notes
    -----
    The error is about ``h^2`` times a third derivative plus ``eps / h`` times ``f``, least near ``h = eps^(1/3)``.

    Examples
    --------
    >>> numerical_gradient(lambda A: float((A**2).sum()), [[1, 2], [3, 4]]).round(6)
    array([[2., 4.],
           [6., 8.]])
    """
    A, step = as_array(A, "A"), positive(step, "step")
    G = np.empty(A.shape)
    for index in np.ndindex(A.shape):
        up, down, x = A.copy(), A.copy(), float(A[index])
        up[index], down[index] = high, low = in_range((x + step, x - step), "entries of A and the step")
        if high == low:
            raise ValueError(f"step {step} is lost beside an entry of size {abs(x):g}")
        rise = as_number(f(up), "a value of f") - as_number(f(down), "a value of f")
        G[index] = in_range(rise, "differences of f") / (high - low)
    return in_range(G, "the gradient")
