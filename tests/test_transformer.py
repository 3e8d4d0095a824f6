"""The transformer block agrees with PyTorch's, step by step and as a whole."""

import numpy as np
import pytest
import torch

from linalg_book.attention import causal_mask
from linalg_book.transformer import (
    Block,
    encoder_block,
    feed_forward,
    layer_norm,
    merge_heads,
    one_hot,
    split_heads,
)

EPS = np.finfo(float).eps


def test_one_hot_selects_rows(rng):
    E = rng.standard_normal((6, 3))
    np.testing.assert_array_equal(one_hot([5, 0, 5], 6) @ E, E[[5, 0, 5]])


def test_one_hot_of_nothing_is_empty():
    assert one_hot(np.array([], int), 4).shape == (0, 4)


@pytest.mark.parametrize(
    ("ids", "error", "message"),
    [
        ([4], ValueError, r"numbers from 0 to 3, got \[4\]"),
        ([-1], ValueError, r"numbers from 0 to 3, got \[-1\]"),
        ([[1]], ValueError, "must be a vector"),
        ([1.0], TypeError, "whole numbers, got dtype float64"),
    ],
)
def test_one_hot_refuses(ids, error, message):
    with pytest.raises(error, match=message):
        one_hot(ids, 4)


@pytest.mark.parametrize(("t", "heads", "k"), [(1, 1, 1), (3, 4, 2), (5, 1, 6), (2, 6, 1)])
def test_split_heads_is_undone_by_merge_heads(rng, t, heads, k):
    X = rng.standard_normal((t, heads * k))
    H = split_heads(X, heads)
    assert H.shape == (heads, t, k)
    np.testing.assert_array_equal(merge_heads(H), X)
    np.testing.assert_array_equal(H[-1], X[:, -k:])


@pytest.mark.parametrize("heads", [0, 4])
def test_split_heads_refuses_what_does_not_divide(heads):
    with pytest.raises(ValueError, match=f"heads must divide the width 6, got {heads}"):
        split_heads(np.ones((2, 6)), heads)


def test_layer_norm_agrees_with_torch(rng):
    X, gain, bias = 100 * rng.standard_normal((4, 7)), *rng.standard_normal((2, 7))
    theirs = torch.nn.functional.layer_norm(
        *(torch.tensor(a) for a in (X,)), (7,), torch.tensor(gain), torch.tensor(bias)
    )
    np.testing.assert_allclose(layer_norm(X, gain, bias), theirs.numpy(), atol=64 * EPS * np.abs(gain).max() * 7)


def test_layer_norm_of_a_constant_token_is_the_bias():
    np.testing.assert_array_equal(layer_norm([[3, 3]], [5, 5], [1, 2]), [[1, 2]])


def test_layer_norm_refuses_a_gain_that_does_not_fit():
    with pytest.raises(ValueError, match=r"must fit X of shape \(2, 3\), got 2 and 3 entries"):
        layer_norm(np.ones((2, 3)), [1, 1], [0, 0, 0])


def test_feed_forward_bends_between_the_products():
    np.testing.assert_array_equal(feed_forward([[-1.0]], [[2.0]], [1.0], [[3.0]], [4.0]), [[4.0]])


def test_feed_forward_refuses_shapes_that_do_not_fit():
    with pytest.raises(ValueError, match=r"must fit like \(t, d\), \(d, k\).*got \(1, 2\), \(3, 4\)"):
        feed_forward(np.ones((1, 2)), np.ones((3, 4)), np.ones(4), np.ones((4, 2)), np.ones(2))


@pytest.fixture(params=[(8, 2, 16), (6, 1, 5), (12, 4, 48)], ids=str)
def layer(request):
    width, heads, inner = request.param
    torch.manual_seed(0)
    return torch.nn.TransformerEncoderLayer(width, heads, dim_feedforward=inner, batch_first=True).double().eval()


@pytest.mark.parametrize("causal", [False, True])
def test_encoder_block_agrees_with_torch(rng, layer, causal):
    X = rng.standard_normal((7, layer.linear1.in_features))
    mask = causal_mask(7) if causal else None
    hidden = None if mask is None else torch.tensor(~mask)  # torch marks what is hidden
    theirs = layer(torch.tensor(X)[None], src_mask=hidden)[0].detach().numpy()
    np.testing.assert_allclose(encoder_block(X, Block.from_torch(layer), mask), theirs, atol=1000 * EPS)


def test_encoder_block_refuses_another_width(layer):
    with pytest.raises(ValueError, match="X must have width"):
        encoder_block(np.ones((2, 3)), Block.from_torch(layer))
