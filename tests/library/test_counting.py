"""Counts of multiply-adds and of learned numbers, against PyTorch's own layers."""

import numpy as np
import pytest

from linalg_book.counting import multiply_adds
from linalg_book.models import MODELS, Latent, Model, model, multiplied_weights

GPT2 = model("GPT-2 small")


def test_multiply_adds_agree_with_torchs_flop_counter(torch):
    from torch.utils.flop_counter import FlopCounterMode

    d, t, k = 8, 6, 20
    X, W, V = torch.randn(t, d), torch.randn(d, d), torch.randn(d, 11)
    with FlopCounterMode(display=False) as counter:
        for _ in range(4):
            X @ W
        (X @ X.T) @ X
        X @ torch.randn(d, k) @ torch.randn(k, d)
        X @ V
    sizes = Model(layers=1, width=d, vocabulary=11, context=t, inner=k)
    assert 2 * sum(multiply_adds(sizes, t).values()) == counter.get_total_flops()


@pytest.mark.parametrize("t", [0, 1025])
def test_multiply_adds_refuse_a_text_outside_the_context(t):
    with pytest.raises(ValueError, match=f"t must be from 1 to 1024, the context of the model, got {t}"):
        multiply_adds(GPT2, t)


def test_multiply_adds_are_python_integers_and_refuse_half_a_token():
    assert {type(count) for count in multiply_adds(GPT2, np.int32(1000)).values()} == {int}
    with pytest.raises(TypeError, match="t must be a whole number, got 2.5"):
        multiply_adds(GPT2, 2.5)


def test_multiply_adds_of_numpys_integers_never_overflow():
    sizes = Model(layers=np.int32(1), width=np.int32(2**17), vocabulary=1, context=2**17)
    assert multiply_adds(sizes, 2**17)["attention"] == 2 * 2**51


def test_multiply_adds_of_grouped_queries_a_gate_and_experts_one_by_one():
    sizes = {"layers": 1, "width": 6, "vocabulary": 5, "context": 9, "heads": 4, "kv_heads": 2, "head_width": 3}
    sizes |= {"gated": True, "experts": 7, "experts_per_token": 2, "expert_inner": 10, "shared_experts": 1}
    counts, t = multiply_adds(Model(**sizes), 9), 9
    assert counts["projections"] == t * 6 * 12 + 2 * t * 6 * 6 + t * 12 * 6  # queries; keys and values; back
    assert counts["attention"] == 4 * (t * 3 * t + t * t * 3)  # scores and means of four heads
    assert counts["feed-forward"] == t * 6 * 7 + 3 * 3 * t * 6 * 10  # the router; three experts of three matrices
    assert counts["output"] == t * 6 * 5


def test_multiply_adds_of_latent_attention_one_by_one():
    latent = Latent(query=5, key_value=3, plain=4, rotated=2, value=7)
    counts = multiply_adds(Model(layers=1, width=6, vocabulary=1, context=9, heads=8, latent=latent), 9)
    assert counts["projections"] == 9 * (6 * 5 + 5 * 8 * 6 + 6 * (3 + 2) + 3 * 8 * (4 + 7) + 8 * 7 * 6)
    assert counts["attention"] == 8 * 9 * 9 * (6 + 7)


def test_multiply_adds_of_a_windowed_layer_stop_at_the_window():
    sizes = {"layers": 2, "width": 3, "vocabulary": 1, "context": 99}
    full, half = Model(**sizes), Model(**sizes, window=4, windowed_layers=1)
    assert multiply_adds(half, 4) == multiply_adds(full, 4)
    assert multiply_adds(half, 10)["attention"] == 6 * (10 * 10 + 10 * 4)


@pytest.mark.parametrize("entry", MODELS.values(), ids=lambda entry: entry.name)
def test_each_weight_of_a_model_takes_part_in_one_multiply_add_for_a_token(entry):
    one = multiply_adds(entry, 1)
    assert sum(one.values()) - one["attention"] == sum(multiplied_weights(entry).values())
