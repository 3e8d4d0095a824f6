"""Counting: how many multiply-adds a language model makes.

Chapter :ref:`ch-counting`; how many numbers it has learned is counted in :mod:`linalg_book.models`.
"""

from linalg_book._validate import whole
from linalg_book.models import Model, multiplied_weights

__all__ = ["multiply_adds"]


def multiply_adds(model: Model, t: int) -> dict[str, int]:
    """Count the multiply-adds of one forward pass over t tokens, by kind of product.

    Parameters
    ----------
    model : Model
        The sizes, see :mod:`linalg_book.models`.
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
    The scores are counted in full, although a causal mask throws nearly half of them away; in a windowed layer, those
    of the window.  The embedding is a lookup and counts nothing; neither do softmax, norms, gates and additions.

    Examples
    --------
    >>> from linalg_book.models import Model
    >>> multiply_adds(Model(layers=1, width=2, vocabulary=5, context=9), 3)
    {'projections': 48, 'attention': 36, 'feed-forward': 96, 'output': 30}
    """
    t = whole(t, "t")
    if not 1 <= t <= model.context:
        most = f"{model.context}, the context of the model"
        raise ValueError(f"t must be from 1 to {most}, got {t}")
    weights = multiplied_weights(model)
    windowed, window = model.windowed_layers, min(t, model.window)
    pairs = (model.layers - windowed) * t * t + windowed * t * window
    return {
        "projections": t * weights["projections"],
        "attention": pairs * (model.query_width + model.value_width),
        "feed-forward": t * weights["feed-forward"],
        "output": t * weights["output"],
    }
