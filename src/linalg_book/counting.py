"""Counting: how many multiply-adds a language model makes, and how many numbers it has learned.

Chapter :ref:`ch-counting`.
"""

from dataclasses import dataclass

from linalg_book._validate import size, whole

__all__ = ["Model", "multiply_adds", "parameters"]


@dataclass(frozen=True, kw_only=True)
class Model:
    """Sizes of a language model of the GPT-2 kind.

    Parameters
    ----------
    layers : int
        Number of blocks.
    width : int
        Entries of a token, d.
    vocabulary : int
        Number of different tokens.
    context : int
        Longest text, in tokens.
    inner : int, optional
        Inner width of the feed-forward part; 4 d by default.

    Raises
    ------
    TypeError
        If a size is no integer.
    ValueError
        If a size is less than 1.
    """

    layers: int
    width: int
    vocabulary: int
    context: int
    inner: int = None  # type: ignore[assignment]  # until __post_init__ fills it in

    def __post_init__(self):
        for name in ("layers", "width", "vocabulary", "context"):
            object.__setattr__(self, name, size(getattr(self, name), name))
        object.__setattr__(self, "inner", 4 * self.width if self.inner is None else size(self.inner, "inner"))


def multiply_adds(model: Model, t: int) -> dict[str, int]:
    """Count the multiply-adds of one forward pass over t tokens, by kind of product.

    Parameters
    ----------
    model : Model
        The sizes.
    t : int
        Number of tokens, from 1 to ``model.context``.

    Returns
    -------
    dict of str to int
        ``"projections"`` (Q, K, V and back), ``"attention"`` (scores and weighted means), ``"feed-forward"`` and
        ``"output"`` (to the vocabulary).

    Raises
    ------
    TypeError
        If ``t`` is no integer.
    ValueError
        If ``t`` is outside the context.

    Notes
    -----
    The scores are counted in full, although a causal mask throws nearly half of them away.  The embedding is a lookup
    and counts nothing; neither do softmax, norms and additions.

    Examples
    --------
    >>> multiply_adds(Model(layers=1, width=2, vocabulary=5, context=9), 3)
    {'projections': 48, 'attention': 36, 'feed-forward': 96, 'output': 30}
    """
    t = whole(t, "t")
    if not 1 <= t <= model.context:
        raise ValueError(f"t must be from 1 to {model.context}, the context of the model, got {t}")
    d = model.width
    return {
        "projections": model.layers * t * 4 * d * d,
        "attention": model.layers * 2 * t * t * d,
        "feed-forward": model.layers * t * 2 * d * model.inner,
        "output": t * d * model.vocabulary,
    }


def parameters(model: Model) -> int:
    """Count the learned numbers of a model of the GPT-2 kind, whose output shares the matrix of the embedding.

    Parameters
    ----------
    model : Model
        The sizes.

    Returns
    -------
    int
        Weights, biases, norms, embedding and positions.

    Examples
    --------
    >>> parameters(Model(layers=1, width=2, vocabulary=5, context=9))
    106
    """
    d, k = model.width, model.inner
    block = 4 * (d * d + d) + (d * k + k) + (k * d + d) + 4 * d
    return model.vocabulary * d + model.context * d + model.layers * block + 2 * d
