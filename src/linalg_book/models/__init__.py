"""The registry of language models: the published sizes of each once, with the file and the day they were read.

What is counted from the sizes (learned numbers, those that one token uses, bytes of the cache) is counted here, for all
chapters; :ref:`ch-models` shows the table and derives the formulas.
"""

from linalg_book.models.counts import (
    active_parameters,
    agreement,
    kv_bytes_per_token,
    multiplied_weights,
    parameters,
)
from linalg_book.models.registry import MODELS, model
from linalg_book.models.sizes import Latent, Model, Published

__all__ = [
    "MODELS",
    "model",
    "Latent",
    "Published",
    "Model",
    "parameters",
    "active_parameters",
    "multiplied_weights",
    "agreement",
    "kv_bytes_per_token",
]
