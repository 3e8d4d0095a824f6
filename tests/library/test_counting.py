"""Counts of multiply-adds and of learned numbers, against PyTorch's own layers."""

import numpy as np
import pytest

from linalg_book.counting import Model, multiply_adds, parameters

GPT2 = Model(layers=12, width=768, vocabulary=50257, context=1024)


def test_parameters_of_gpt2_small():
    assert parameters(GPT2) == 124_439_808


def test_parameters_agree_with_torch_layers(torch):
    model = Model(layers=3, width=8, vocabulary=11, context=5, inner=20)
    block = torch.nn.TransformerEncoderLayer(8, 2, dim_feedforward=20)
    in_blocks = 3 * sum(p.numel() for p in block.parameters())
    outside = sum(
        p.numel()
        for m in (torch.nn.Embedding(11, 8), torch.nn.Embedding(5, 8), torch.nn.LayerNorm(8))
        for p in m.parameters()
    )
    assert parameters(model) == in_blocks + outside


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
    model = Model(layers=1, width=d, vocabulary=11, context=t, inner=k)
    assert 2 * sum(multiply_adds(model, t).values()) == counter.get_total_flops()


@pytest.mark.parametrize("t", [0, 1025])
def test_multiply_adds_refuse_a_text_outside_the_context(t):
    with pytest.raises(ValueError, match=f"t must be from 1 to 1024, the context of the model, got {t}"):
        multiply_adds(GPT2, t)


def test_multiply_adds_are_python_integers_and_refuse_half_a_token():
    assert {type(count) for count in multiply_adds(GPT2, np.int32(1000)).values()} == {int}
    with pytest.raises(TypeError, match="t must be a whole number, got 2.5"):
        multiply_adds(GPT2, 2.5)


def test_model_refuses_sizes_below_one():
    with pytest.raises(ValueError, match="width must be at least 1, got 0"):
        Model(layers=1, width=0, vocabulary=1, context=1)
    with pytest.raises(ValueError, match="inner must be at least 1, got 0"):
        Model(layers=1, width=1, vocabulary=1, context=1, inner=0)


@pytest.mark.parametrize("name", ["layers", "width", "vocabulary", "context", "inner"])
@pytest.mark.parametrize("size", [2.0, "2"])
def test_model_refuses_sizes_that_are_no_integers(name, size):
    sizes = dict(layers=1, width=1, vocabulary=1, context=1, inner=1)
    with pytest.raises(TypeError, match=f"{name} must be a whole number, got {size!r}"):
        Model(**sizes | {name: size})


def test_model_keeps_python_integers_which_never_overflow():
    model = Model(layers=np.int32(1), width=np.int32(2**17), vocabulary=1, context=2**17)
    assert multiply_adds(model, 2**17)["attention"] == 2 * 2**51


def test_model_inner_width_is_four_times_the_width_unless_given():
    assert (GPT2.inner, Model(layers=1, width=2, vocabulary=1, context=1, inner=3).inner) == (3072, 3)
