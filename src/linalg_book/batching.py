"""Batches: when vectors side by side keep a machine busy, and what writing a text costs step by step.

Chapter :ref:`ch-batching`.  The limits are those of :mod:`linalg_book.roofline`, the sizes of a model those of
:mod:`linalg_book.models`.
"""

from math import ceil

from linalg_book._range import finite
from linalg_book._validate import positive, size, whole
from linalg_book.counting import multiply_adds
from linalg_book.models import Model, kv_bytes_per_token, parameters
from linalg_book.roofline import gemm_seconds, ridge

__all__ = ["smallest_batch", "kv_cache_bytes", "decode_step", "prefill_seconds"]


@finite
def smallest_batch(n: int, k: int, *, itemsize: float, peak: float, bandwidth: float) -> int:
    """Return the least ``m`` for which an (m, k) batch times a (k, n) matrix waits for arithmetic, not for memory.

    Parameters
    ----------
    n, k : int
        Outputs and inputs of the layer, at least 1.
    itemsize : float
        Bytes of one number.
    peak : float
        Arithmetic peak in FLOP/s.
    bandwidth : float
        Memory bandwidth in B/s.

    Returns
    -------
    int
        The batch size at which the intensity reaches the ridge ``r = peak / bandwidth``.

    Raises
    ------
    ValueError
        If a size is less than 1, another argument is not positive and finite, or no batch is large enough, since the
        layer is too narrow: ``2*n*k <= r * itemsize * (n + k)``.
    TypeError
        If a size is no whole number, or another argument no number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    Notes
    -----
    Solve ``2*m*n*k = r * itemsize * (m*k + k*n + m*n)`` for m.  For a wide layer it is ``r * itemsize / 2``.

    Examples
    --------
    >>> smallest_batch(4096, 4096, itemsize=2, peak=300e12, bandwidth=2e12)
    162
    """
    n, k = size(n, "n"), size(k, "k")
    need = ridge(peak, bandwidth) * positive(itemsize, "itemsize")
    room = 2 * n * k - need * (n + k)
    if room <= 0:
        raise ValueError(
            f"a layer of {k} inputs and {n} outputs never reaches {need / itemsize:.3g} FLOP/B, "
            f"its batches stay under {2 * n * k / (itemsize * (n + k)):.3g} FLOP/B"
        )
    return max(1, ceil(need * n * k / room * (1 - 1e-12)))  # an exact tie is enough


@finite
def kv_cache_bytes(model: Model, t: int, *, itemsize: float) -> float:
    """Count ``2 * layers * kv_heads * head_width * t * itemsize``, the keys and values that a text leaves behind.

    Parameters
    ----------
    model : Model
        Sizes of a model, see :mod:`linalg_book.models`.
    t : int
        Number of tokens, from 0 to ``model.context``.
    itemsize : float
        Bytes of one number.

    Returns
    -------
    float
        Bytes of the cache of one text.

    Raises
    ------
    ValueError
        If ``t`` is outside the context, or ``itemsize`` is not positive and finite.
    TypeError
        If ``t`` is no whole number, or another argument no number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    Notes
    -----
    With latent attention a layer keeps one short vector and one rotated key a token; a windowed layer keeps no more
    tokens than its window.

    Examples
    --------
    >>> from linalg_book.models import Model
    >>> kv_cache_bytes(Model(layers=2, width=8, vocabulary=5, context=9), 3, itemsize=2)
    192.0
    """
    t, one = _length(t, 0, model), kv_bytes_per_token(model, positive(itemsize, "itemsize")) / model.layers
    tokens = (model.layers - model.windowed_layers) * t + model.windowed_layers * min(t, model.window)
    return one * tokens


def _plain(model):
    """Refuse a model of which every weight is not read in every step, or whose cache is not keys and values."""
    for what, has in (("experts", model.experts), ("latent attention", model.latent), ("a window", model.window)):
        if has:
            raise ValueError(f"the model must have no {what.removeprefix('a ')}; these steps are not predicted here")


def _length(t, least, model):
    """Return the length of a text as an int of Python, from some least one to the context of a model."""
    number = whole(t, "t")
    if not least <= number <= model.context:
        raise ValueError(f"t must be from {least} to {model.context}, the context of the model, got {number}")
    return number


@finite
def decode_step(
    model: Model, batch: int, t: int, *, itemsize: float, peak: float, bandwidth: float
) -> dict[str, float]:
    """Predict the seconds of one step that writes the next token of ``batch`` texts, each of t tokens so far.

    Parameters
    ----------
    model : Model
        Sizes of a model without experts, latent attention and windows.
    batch : int
        Number of texts, at least 1.
    t : int
        Tokens of each, from 0 to ``model.context``.
    itemsize : float
        Bytes of one number.
    peak : float
        Arithmetic peak in FLOP/s.
    bandwidth : float
        Memory bandwidth in B/s.

    Returns
    -------
    dict of str to float
        ``"weights"``, the products with weights, shared by the batch; ``"cache"``, the products with each text's own
        keys and values.  Their sum is the step.

    Raises
    ------
    ValueError
        If ``batch`` is less than 1, ``t`` outside the context, another argument not positive and finite, or the model
        has experts, latent attention or a window.
    TypeError
        If ``batch`` or ``t`` is no whole number, or another argument no number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    Notes
    -----
    Each part takes the longer of its two times, arithmetic and traffic; activations are left out, so small are they
    beside the weights.  Every weight takes part in one multiply-add for each text (the few weights of the positions and
    norms in less), but those of an embedding in which rows are only looked up.  Every number of the cache takes part in
    one for each head of queries that shares it.

    References
    ----------
    Pope et al. (2023) model inference in this way.  See :ref:`ch-batching`.

    Examples
    --------
    >>> from linalg_book.models import Model
    >>> model = Model(layers=1, width=8, vocabulary=5, context=9)
    >>> decode_step(model, 1, 4, itemsize=2, peak=1e3, bandwidth=1e2)
    {'weights': 20.0, 'cache': 1.28}
    """
    batch, itemsize = size(batch, "batch"), positive(itemsize, "itemsize")
    peak, bandwidth = positive(peak, "peak"), positive(bandwidth, "bandwidth")
    _plain(model)
    weights = parameters(model) - model.vocabulary * model.width * (not model.tied)
    cache = kv_cache_bytes(model, t, itemsize=1)
    return {
        "weights": max(weights * itemsize / bandwidth, 2 * batch * weights / peak),
        "cache": batch * max(cache * itemsize / bandwidth, 2 * cache * model.grouping / peak),
    }


@finite
def prefill_seconds(model: Model, t: int, *, itemsize: float, peak: float, bandwidth: float) -> float:
    """Predict the seconds of reading a text of t tokens at once: every product with weights has t rows.

    Parameters
    ----------
    model : Model
        Sizes of a model without experts, latent attention and windows.
    t : int
        Number of tokens, from 1 to ``model.context``.
    itemsize : float
        Bytes of one number.
    peak : float
        Arithmetic peak in FLOP/s.
    bandwidth : float
        Memory bandwidth in B/s.

    Returns
    -------
    float
        Seconds of all products, each the longer of its two times.

    Raises
    ------
    ValueError
        If ``t`` is outside the context, another argument not positive and finite, or the model has experts, latent
        attention or a window.
    TypeError
        If ``t`` is no whole number, or another argument no number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    Notes
    -----
    The attention is taken at peak, which is optimistic: on an H100 the second version of FlashAttention reaches 35
    percent of it, the third 75; see :ref:`ch-flash`.

    Examples
    --------
    >>> from linalg_book.models import Model
    >>> model = Model(layers=1, width=8, vocabulary=5, context=9)
    >>> prefill_seconds(model, 4, itemsize=2, peak=1e3, bandwidth=1e6)
    6.976
    """
    d, inner, t, peak = model.width, model.inner, _length(t, 1, model), positive(peak, "peak")
    limits = {"itemsize": itemsize, "peak": peak, "bandwidth": positive(bandwidth, "bandwidth")}
    _plain(model)
    attention = 2 * multiply_adds(model, t)["attention"] / peak
    queries, keys = model.query_width, model.kv_heads * model.head_width
    block = gemm_seconds(t, queries, d, **limits) + 2 * gemm_seconds(t, keys, d, **limits)
    block += gemm_seconds(t, d, queries, **limits)
    block += (1 + model.gated) * gemm_seconds(t, inner, d, **limits) + gemm_seconds(t, d, inner, **limits)
    return model.layers * block + attention + gemm_seconds(t, model.vocabulary, d, **limits)
