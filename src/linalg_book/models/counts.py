"""What follows from the sizes of a model: its learned numbers and its cache; part of :ref:`ch-models`."""

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from linalg_book import _validate
from linalg_book._range import finite
from linalg_book._validate import positive
from linalg_book.models.sizes import Model


def parameters(model: Model) -> int:
    """Count the learned numbers of a model.

    Parameters
    ----------
    model : Model
        The sizes.

    Returns
    -------
    int
        Weights, biases, norms, embedding, output and positions.

    Notes
    -----
    The count is a checksum: a wrong size changes it, and makers print it.  It is derived in :ref:`ch-models`.

    Examples
    --------
    >>> parameters(Model(layers=1, width=2, vocabulary=5, context=9))
    106
    """
    d = model.width
    norm = d if model.rms else 2 * d
    tables = model.vocabulary * d * (1 if model.tied else 2) + model.positions * model.context * d
    dense, sparse = _layers(model)
    feed_forward = dense * _feed_forward(model, model.inner) + sparse * _mixture(model, model.experts)
    return tables + model.layers * (_attention(model) + 2 * norm) + feed_forward + norm


def active_parameters(model: Model) -> int:
    """Count the learned numbers that one token meets in arithmetic.

    Parameters
    ----------
    model : Model
        The sizes.

    Returns
    -------
    int
        All of them but the experts that the token is not sent to, and the tables in which rows are only looked up: the
        embedding, unless it also scores the words, and the positions.

    Notes
    -----
    Makers differ: some count the embedding, too.

    Examples
    --------
    >>> from linalg_book.models import model
    >>> round(active_parameters(model("gpt-oss-120b")) / 1e9, 2)
    5.13
    """
    _, sparse = _layers(model)
    idle = sparse * (_mixture(model, model.experts) - _mixture(model, model.experts_per_token))
    looked_up = model.vocabulary * model.width * (not model.tied) + model.positions * model.context * model.width
    return parameters(model) - idle - looked_up


def multiplied_weights(model: Model) -> dict[str, int]:
    """Count the weights that multiply one token, by kind; each takes part in one multiply-add.

    Parameters
    ----------
    model : Model
        The sizes.

    Returns
    -------
    dict of str to int
        ``"projections"`` of the attention, ``"feed-forward"``, with the router and the experts that are used, and
        ``"output"``, the table that scores the words.

    Examples
    --------
    >>> multiplied_weights(Model(layers=1, width=2, vocabulary=5, context=9))
    {'projections': 16, 'feed-forward': 32, 'output': 10}
    """
    dense, sparse = _layers(model)
    part = (2 + model.gated) * model.width
    used = (model.experts_per_token + model.shared_experts) * part * model.expert_inner
    return {
        "projections": model.layers * _attention_weights(model),
        "feed-forward": dense * part * model.inner + sparse * (model.width * model.experts + used),
        "output": model.vocabulary * model.width,
    }


def agreement(count: int, printed: str) -> str:
    """Compare a count with a printed one, such as "8B" or "1.23B", to the digits printed.

    Parameters
    ----------
    count : int
        The count.
    printed : str
        A decimal number with K, M, B or T for a power of a thousand.

    Returns
    -------
    {"rounded", "cut off", "differs"}
        Whether the count rounds to the printed one, whether it gives that if the rest is cut off, or neither.

    Raises
    ------
    ValueError
        If ``printed`` is no such number, or ``count`` is negative.
    TypeError
        If ``count`` is no whole number.

    Examples
    --------
    >>> agreement(8_030_261_248, "8.03B"), agreement(70_553_706_496, "70B"), agreement(7, "8")
    ('rounded', 'cut off', 'differs')
    """
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)([KMBT]?)", printed)
    if not found:
        raise ValueError(f"printed must be a number such as 8B or 1.23B, got {printed!r}")
    wanted, power = Decimal(found[1]), 3 * " KMBT".index(found[2] or " ")
    value = Decimal(_validate.count(count, "count")).scaleb(-power)
    for how, mode in (("rounded", ROUND_HALF_UP), ("cut off", ROUND_DOWN)):
        if value.quantize(wanted, mode) == wanted:
            return how
    return "differs"


@finite
def kv_bytes_per_token(model: Model, bytes_per_number: float = 2) -> float:
    """Count the bytes that one more token adds to the cache of keys and values, as long as no window is full.

    Parameters
    ----------
    model : Model
        The sizes.
    bytes_per_number : float, default 2
        Bytes of one number.

    Returns
    -------
    float
        A key and a value for each head of keys and values in each layer; with latent attention, the short vector and
        the rotated key.

    Raises
    ------
    ValueError
        If ``bytes_per_number`` is not positive and finite.
    OverflowError
        If the bytes are too many for float64.

    Examples
    --------
    >>> from linalg_book.models import model
    >>> kv_bytes_per_token(model("Llama 3 8B")) / 1024
    128.0
    """
    if model.latent is not None:
        numbers = model.latent.key_value + model.latent.rotated
    else:
        numbers = 2 * model.kv_heads * model.head_width
    return model.layers * numbers * positive(bytes_per_number, "bytes_per_number")


def _layers(model):
    """Return how many layers have a dense feed-forward part, and how many have experts."""
    dense = model.dense_layers if model.experts else model.layers
    return dense, model.layers - dense


def _attention_weights(model):
    """Count the weights in the matrices of the attention of one layer."""
    d, h, q = model.width, model.heads, model.query_width
    if (s := model.latent) is not None:
        down = d * (s.query + s.key_value + s.rotated)
        return down + s.query * q + s.key_value * h * (s.plain + s.value) + h * s.value * d
    return d * q + 2 * d * model.kv_heads * model.head_width + q * d


def _attention(model):
    """Count the weights, biases, gains and sinks of the attention of one layer."""
    if model.latent is not None:
        return _attention_weights(model) + model.latent.query + model.latent.key_value  # the last two are gains
    biases = model.biases * (model.query_width + 2 * model.kv_heads * model.head_width + model.width)
    gains = 2 * model.head_width * model.qk_norm
    return _attention_weights(model) + biases + gains + model.heads * model.sinks


def _feed_forward(model, inner):
    """Count the weights and biases of one feed-forward part, or of one expert."""
    wide = 2 if model.gated else 1  # matrices from the width to the inner width; one leads back
    return (wide + 1) * model.width * inner + model.biases * (wide * inner + model.width)


def _mixture(model, experts):
    """Count the router of one layer, so many of its experts, and those that all tokens share."""
    router = model.experts * (model.width + (model.biases or model.router_bias))
    return router + (experts + model.shared_experts) * _feed_forward(model, model.expert_inner)
