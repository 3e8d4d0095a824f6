"""Attention: every token takes a weighted mean of the values of all tokens, five products and a softmax in all.

Chapter :ref:`ch-attention`.  Tokens are rows: ``X`` has shape (t, d), t tokens of width d.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import finite, in_range, multilinear, weighted_mean
from linalg_book._validate import as_array, as_matrix, refuse_masked, size

__all__ = ["softmax", "causal_mask", "scores", "attention", "self_attention"]


def softmax(S: ArrayLike, mask: ArrayLike | None = None) -> NDArray:
    """Turn each row of scores into weights, ``exp(s) / sum(exp(s))``, without overflow.

    Parameters
    ----------
    S : (..., n) array_like of float
        Scores; every row (last axis) is normalized on its own.
    mask : (..., n) array_like of bool, optional
        Where it is False the weight is exactly 0; it broadcasts to the shape of ``S``.

    Returns
    -------
    (..., n) ndarray of float
        Weights that are not negative; each row sums to 1.

    Raises
    ------
    ValueError
        If an entry is NaN or infinite, the rows are empty, or a mask leaves a row with nothing or does not broadcast
        to the shape of ``S``.
    TypeError
        If the scores are not real numbers, or the mask is not boolean.

    Notes
    -----
    The largest score of a row is subtracted first.  That changes nothing, because a common factor cancels, and every
    exponent is then at most 0.  A difference that float64 does not hold is minus infinity, and its weight 0.

    Examples
    --------
    >>> softmax([[0, 0], [1000, 0]])
    array([[0.5, 0.5],
           [1. , 0. ]])
    >>> softmax([5, 7, 9], mask=[True, True, False]).round(4)
    array([0.1192, 0.8808, 0.    ])
    """
    S = as_array(S, "S")
    if S.ndim == 0 or S.shape[-1] == 0:
        raise ValueError(f"S must have rows of at least one score, got shape {S.shape}")
    keep = np.ones(S.shape, bool) if mask is None else _boolean(mask, S.shape)
    if not keep.any(axis=-1).all():
        raise ValueError("mask must leave at least one score in every row, got a row without any")
    top = np.max(S, axis=-1, keepdims=True, where=keep, initial=-np.inf)
    with np.errstate(over="ignore"):  # a difference too large for float64 is -inf, and its weight 0
        weights = np.exp(np.where(keep, S - top, -np.inf))
    return weights / weights.sum(axis=-1, keepdims=True)


def _boolean(mask: ArrayLike, shape: tuple[int, ...]) -> NDArray:
    """Return the mask at the shape of the scores."""
    refuse_masked(mask, "mask")
    mask = np.asarray(mask)
    if mask.dtype != bool:
        raise TypeError(f"mask must be boolean, True where a token may look, got dtype {mask.dtype}")
    try:
        return np.broadcast_to(mask, shape)
    except ValueError:
        raise ValueError(f"mask must broadcast to the shape of S, {shape}, got shape {mask.shape}") from None


def _fit(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Tell whether two shapes broadcast."""
    try:
        np.broadcast_shapes(one, other)
    except ValueError:
        return False
    return True


def causal_mask(t: int) -> NDArray:
    """Make the mask of a text that is written from left to right: token i may look at tokens j <= i.

    Parameters
    ----------
    t : int
        Number of tokens, at least 1.

    Returns
    -------
    (t, t) ndarray of bool
        Lower triangular, the diagonal included.

    Raises
    ------
    ValueError
        If ``t`` is less than 1.
    TypeError
        If ``t`` is no whole number.

    Examples
    --------
    >>> causal_mask(3).astype(int)
    array([[1, 0, 0],
           [1, 1, 0],
           [1, 1, 1]])
    """
    return np.tri(size(t, "t"), dtype=bool)


def scores(Q: ArrayLike, K: ArrayLike) -> NDArray:
    """Compare every query with every key, ``Q @ K.T / sqrt(d_k)``.

    Parameters
    ----------
    Q : (..., t, d_k) array_like of float
        Queries, one a row.
    K : (..., s, d_k) array_like of float
        Keys, one a row.

    Returns
    -------
    (..., t, s) ndarray of float
        Entry (i, j) says how well key j answers query i.

    Raises
    ------
    ValueError
        If queries and keys differ in width or their leading axes do not broadcast, or an entry is NaN or infinite.
    TypeError
        If an entry is no real number.
    OverflowError
        If a score is too large for float64.

    Notes
    -----
    ``t * s * d_k`` multiply-adds.  The root keeps the spread of the scores the same for every width d_k.

    Examples
    --------
    >>> scores([[2, 0, 0, 0]], [[3, 0, 0, 0], [0, 5, 0, 0]])
    array([[3., 0.]])
    """
    Q, K = as_array(Q, "Q"), as_array(K, "K")
    if Q.ndim < 2 or K.ndim < 2 or Q.shape[-1] != K.shape[-1] or Q.shape[-1] == 0:
        raise ValueError(f"queries and keys must be rows of one width, got shapes {Q.shape} and {K.shape}")
    if not _fit(Q.shape[:-2], K.shape[:-2]):
        raise ValueError(f"the leading axes of Q and K must broadcast, got shapes {Q.shape} and {K.shape}")
    root = np.sqrt(Q.shape[-1])
    return multilinear(lambda Q, K: Q @ np.swapaxes(K, -1, -2) / root, Q, K, what="the products of Q and K")


def attention(Q: ArrayLike, K: ArrayLike, V: ArrayLike, mask: ArrayLike | None = None) -> NDArray:
    """Give every query a weighted mean of the values, ``softmax(Q @ K.T / sqrt(d_k)) @ V``.

    Parameters
    ----------
    Q : (..., t, d_k) array_like of float
        Queries.
    K : (..., s, d_k) array_like of float
        Keys.
    V : (..., s, d_v) array_like of float
        Values, one for each key.
    mask : (..., t, s) array_like of bool, optional
        True where a query may look at a key; by default everywhere.

    Returns
    -------
    (..., t, d_v) ndarray of float
        Row i is a mean of the rows of ``V``, so each entry lies between the least and the largest of its column.

    Raises
    ------
    ValueError
        If the shapes do not fit or do not broadcast, an entry is NaN or infinite, or a mask leaves a query with no key.
    TypeError
        If an entry is no real number, or the mask is not boolean.
    OverflowError
        If a score is too large for float64.

    Notes
    -----
    ``torch.nn.functional.scaled_dot_product_attention`` computes the same.

    Examples
    --------
    >>> attention([[0, 0]], [[1, 2], [3, 4]], [[10, 0], [20, 6]])
    array([[15.,  3.]])
    """
    S, V = scores(Q, K), as_array(V, "V")
    if V.ndim < 2 or V.shape[-2] != S.shape[-1]:
        raise ValueError(f"V must have one row for each of the {S.shape[-1]} keys, got shape {V.shape}")
    if not _fit(S.shape[:-2], V.shape[:-2]):
        raise ValueError(f"the leading axes of V must broadcast with the scores, got shapes {V.shape} and {S.shape}")
    return weighted_mean(softmax(S, mask), V)


@finite
def self_attention(
    X: ArrayLike, W_Q: ArrayLike, W_K: ArrayLike, W_V: ArrayLike, mask: ArrayLike | None = None
) -> NDArray:
    """Let the tokens of one text attend to each other: queries, keys and values are all made from ``X``.

    Parameters
    ----------
    X : (t, d) array_like of float
        Tokens, one a row.
    W_Q : (d, d_k) array_like of float
        What makes a query from a token.
    W_K : (d, d_k) array_like of float
        What makes a key from a token.
    W_V : (d, d_v) array_like of float
        What makes a value from a token.
    mask : (t, t) array_like of bool, optional
        True where a token may look; by default everywhere.

    Returns
    -------
    (t, d_v) ndarray of float
        One row a token.

    Raises
    ------
    ValueError
        If the shapes do not fit, an entry is NaN or infinite, or a mask leaves a query with no key.
    TypeError
        If an entry is no real number, or the mask is not boolean.
    OverflowError
        If an entry of a projection, or a score, is too large for float64.

    Notes
    -----
    Five products: three projections, the scores, the weighted mean.

    Examples
    --------
    >>> self_attention([[1, 0], [0, 1]], [[0], [0]], [[1], [2]], [[4], [8]])
    array([[6.],
           [6.]])
    """
    X = as_matrix(X, "X")
    Q = X @ _projection(W_Q, X, "W_Q")  # (t, d_k)
    K = X @ _projection(W_K, X, "W_K")  # (t, d_k)
    V = X @ _projection(W_V, X, "W_V")  # (t, d_v)
    return attention(*in_range((Q, K, V), "the projections of X"), mask)


def _projection(W: ArrayLike, X: NDArray, name: str) -> NDArray:
    W = as_matrix(W, name)
    if W.shape[0] != X.shape[1]:
        raise ValueError(f"{name} must have {X.shape[1]} rows, one for each entry of a token, got shape {W.shape}")
    return W
