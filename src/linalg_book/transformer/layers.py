"""The products of a transformer block, one function each, and the whole block; see :ref:`ch-transformer`."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import finite, in_range
from linalg_book._validate import as_array, as_integers, as_matrix, as_number, whole
from linalg_book.attention import attention
from linalg_book.transformer.block import Block


def one_hot(ids: ArrayLike, size: int) -> NDArray:
    """Write each token id as a row with a single 1, so that ``one_hot(ids, size) @ E`` looks up rows of ``E``.

    Parameters
    ----------
    ids : (t,) array_like of int
        Ids from 0 to ``size - 1``.
    size : int
        Size of the vocabulary.

    Returns
    -------
    (t, size) ndarray of float
        Row i is zero but for a 1 in column ``ids[i]``.

    Raises
    ------
    ValueError
        If ``ids`` is not a vector, an id is outside the vocabulary, or that is less than 1.
    TypeError
        If the ids or the size are not whole numbers.

    Examples
    --------
    >>> one_hot([2, 0], 3)
    array([[0., 0., 1.],
           [1., 0., 0.]])
    """
    ids, size = as_integers(ids, "ids"), whole(size, "size", least=1)
    if ids.ndim != 1 or ((ids < 0) | (ids >= size)).any():
        raise ValueError(f"ids must be a vector of numbers from 0 to {size - 1}, got {ids.tolist()}")
    rows = np.zeros((len(ids), size))
    rows[np.arange(len(ids)), ids.astype(int)] = 1.0
    return rows


def split_heads(X: ArrayLike, heads: int) -> NDArray:
    """Cut the columns of ``X`` into equal blocks, one a head: shape (t, d) becomes (h, t, d / h).

    Parameters
    ----------
    X : (t, d) array_like of float
        Queries, keys or values of all heads side by side.
    heads : int
        Number h of heads; it divides d.

    Returns
    -------
    (h, t, d / h) ndarray of float
        The blocks, stacked, in new memory.

    Raises
    ------
    ValueError
        If ``heads`` does not divide the number of columns, or an entry is NaN, infinite, or none that float64 holds
        exactly.
    TypeError
        If an entry is no real number, or ``heads`` no whole number.

    Examples
    --------
    >>> split_heads([[1, 2, 3, 4]], 2)
    array([[[1., 2.]],
    <BLANKLINE>
           [[3., 4.]]])
    """
    X = as_matrix(X, "X", exact=True)
    t, d = X.shape
    heads = whole(heads, "heads")
    if heads < 1 or d % heads:
        raise ValueError(f"heads must divide the width {d}, got {heads}")
    return X.reshape(t, heads, d // heads).swapaxes(0, 1).copy()


def merge_heads(H: ArrayLike) -> NDArray:
    """Put the blocks of the heads side by side again, the reverse of `split_heads`.

    Parameters
    ----------
    H : (h, t, k) array_like of float
        One block a head.

    Returns
    -------
    (t, h * k) ndarray of float
        The blocks in one matrix, in new memory.

    Raises
    ------
    ValueError
        If ``H`` has not three axes, or an entry is NaN, infinite, or none that float64 holds exactly.
    TypeError
        If an entry is no real number.

    Examples
    --------
    >>> merge_heads([[[1, 2]], [[3, 4]]])
    array([[1., 2., 3., 4.]])
    """
    H = as_array(H, "H", ndim=3, exact=True)
    h, t, k = H.shape
    return H.swapaxes(0, 1).copy().reshape(t, h * k)


@finite
def layer_norm(X: ArrayLike, gain: ArrayLike, bias: ArrayLike, *, eps: float = 1e-5) -> NDArray:
    """Give every token mean 0 and variance 1, then scale and shift: ``gain * (x - mean) / sqrt(var + eps) + bias``.

    Parameters
    ----------
    X : (..., d) array_like of float
        Tokens, one a row.
    gain, bias : (d,) array_like of float
        Learned scale and shift of each entry.
    eps : float, default 1e-5
        Added to the variance, so that a constant token is not divided by zero; not negative.

    Returns
    -------
    (..., d) ndarray of float
        The tokens, each normalized on its own.

    Raises
    ------
    ValueError
        If ``gain`` or ``bias`` does not have d entries, an entry is NaN or infinite, or ``eps`` is negative or not
        finite, or 0 where all entries of a token are equal.
    TypeError
        If an entry is no real number.
    OverflowError
        If an entry, scaled and shifted, is too large for float64.

    Notes
    -----
    Each token is divided by a power of two meanwhile, so that its variance neither overflows nor underflows.

    Examples
    --------
    >>> layer_norm([[1, 3], [10, 30]], [1, 1], [0, 0], eps=0)
    array([[-1.,  1.],
           [-1.,  1.]])
    """
    X, gain, bias = as_array(X, "X"), as_array(gain, "gain", ndim=1), as_array(bias, "bias", ndim=1)
    if X.ndim == 0 or not X.shape[-1] == gain.size == bias.size:
        raise ValueError(f"gain and bias must fit X of shape {X.shape}, got {gain.size} and {bias.size} entries")
    if (eps := as_number(eps, "eps")) < 0:
        raise ValueError(f"eps must not be negative, got {eps}")
    if not X.size:
        return X.copy()
    constant = (X == X[..., :1]).all(axis=-1, keepdims=True)
    if eps == 0 and constant.any():
        raise ValueError("eps must be positive, as the entries of a token are equal")
    _, e = np.frexp(np.maximum(abs(X).max(axis=-1, keepdims=True), np.sqrt(eps)))
    X = np.where(constant, 0.0, np.ldexp(X, -e))
    centered = X - X.mean(axis=-1, keepdims=True)
    variance = (centered**2).mean(axis=-1, keepdims=True) + np.ldexp(eps, -2 * e)
    return gain * (centered / np.sqrt(np.where(constant, 1.0, variance))) + bias


@finite
def feed_forward(X: ArrayLike, W1: ArrayLike, b1: ArrayLike, W2: ArrayLike, b2: ArrayLike) -> NDArray:
    """Widen every token, bend it, and make it narrow again: ``relu(X @ W1 + b1) @ W2 + b2``.

    Parameters
    ----------
    X : (..., d) array_like of float
        Tokens.
    W1 : (d, k) array_like of float
        First weights, usually k = 4 d.
    b1 : (k,) array_like of float
        First bias.
    W2 : (k, d) array_like of float
        Second weights.
    b2 : (d,) array_like of float
        Second bias.

    Returns
    -------
    (..., d) ndarray of float
        One row a token; no token sees another.

    Raises
    ------
    ValueError
        If the shapes do not fit, or an entry is NaN or infinite.
    TypeError
        If an entry is no real number.
    OverflowError
        If an entry of the result, or a step on the way to it, is too large for float64.

    Examples
    --------
    >>> feed_forward([[2, 3]], [[1, -1], [0, 0]], [0, 0], [[5, 0], [0, 7]], [1, 1])
    array([[11.,  1.]])
    """
    X, W1, W2 = as_array(X, "X"), as_matrix(W1, "W1"), as_matrix(W2, "W2")
    b1, b2 = as_array(b1, "b1", ndim=1), as_array(b2, "b2", ndim=1)
    fits = X.ndim and X.shape[-1] == W1.shape[0] == W2.shape[1] == b2.size and W1.shape[1] == b1.size == W2.shape[0]
    if not fits:
        shapes = ", ".join(str(a.shape) for a in (X, W1, b1, W2, b2))
        raise ValueError(f"X, W1, b1, W2, b2 must fit like (t, d), (d, k), (k,), (k, d), (d,), got {shapes}")
    return _affine(np.maximum(_affine(X, W1, b1), 0), W2, b2)


def _affine(X, W, b):
    """Return ``X @ W + b``."""
    return in_range(X @ W + b, "products with the weights")


@finite
def encoder_block(X: ArrayLike, block: Block, mask: ArrayLike | None = None) -> NDArray:
    """Apply one transformer block: attention, add and normalize, feed-forward, add and normalize.

    Parameters
    ----------
    X : (t, d) array_like of float
        Tokens, one a row.
    block : Block
        The learned numbers.
    mask : (t, t) array_like of bool, optional
        True where a token may look; by default everywhere.

    Returns
    -------
    (t, d) ndarray of float
        Tokens of the same width, ready for the next block.

    Raises
    ------
    ValueError
        If the width of ``X`` is not that of the block, or an entry is NaN or infinite.
    TypeError
        If an entry is no real number.
    OverflowError
        If an entry of the result, or a step on the way to it, is too large for float64.

    Notes
    -----
    This is the order of the first transformer, the default of ``torch.nn.TransformerEncoderLayer``; most models of
    today normalize before each part instead of after it.

    Examples
    --------
    >>> I, o, one = np.eye(2), np.zeros(2), np.ones(2)
    >>> idle = Block(I, I, I, I, o, o, o, o, I, o, 0 * I, o, one, o, one, o, heads=1)
    >>> np.round(encoder_block([[1, 3]], idle), 4)
    array([[-1.,  1.]])
    """
    X = as_matrix(X, "X")
    if X.shape[1] != len(block.W_Q):
        got = f"got shape {X.shape}"
        raise ValueError(f"X must have width {len(block.W_Q)} like the block, {got}")
    Q = split_heads(_affine(X, block.W_Q, block.b_Q), block.heads)  # (h, t, d / h)
    K = split_heads(_affine(X, block.W_K, block.b_K), block.heads)  # (h, t, d / h)
    V = split_heads(_affine(X, block.W_V, block.b_V), block.heads)  # (h, t, d / h)
    heads = merge_heads(attention(Q, K, V, mask))
    mixed = _affine(heads, block.W_O, block.b_O)  # (t, d)
    X = layer_norm(in_range(X + mixed, "sums with X"), block.gain1, block.bias1)
    wider = feed_forward(X, block.W1, block.b1, block.W2, block.b2)
    return layer_norm(in_range(X + wider, "sums with X"), block.gain2, block.bias2)
