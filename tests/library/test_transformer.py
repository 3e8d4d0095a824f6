"""The transformer block agrees with PyTorch's, step by step and as a whole."""

import numpy as np
import pytest

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


def test_one_hot_of_an_empty_list_is_empty():
    assert one_hot([], 5).shape == (0, 5)


def test_one_hot_needs_no_square_of_the_vocabulary():
    row = one_hot([7], 2_000_000)  # a square one would take 32 terabytes
    assert row.shape == (1, 2_000_000) and np.flatnonzero(row).tolist() == [7]


@pytest.mark.parametrize(
    ("ids", "error", "message"),
    [
        ([4], ValueError, r"numbers from 0 to 3, got \[4\]"),
        ([-1], ValueError, r"numbers from 0 to 3, got \[-1\]"),
        ([[1]], ValueError, "must be a vector"),
        ([1.0], TypeError, "ids must hold whole numbers, got 1.0"),
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


def test_layer_norm_agrees_with_torch(rng, torch):
    X, gain, bias = 100 * rng.standard_normal((4, 7)), *rng.standard_normal((2, 7))
    theirs = torch.nn.functional.layer_norm(
        *(torch.tensor(a) for a in (X,)), (7,), torch.tensor(gain), torch.tensor(bias)
    )
    atol = 64 * EPS * np.abs(gain).max() * 7
    np.testing.assert_allclose(layer_norm(X, gain, bias), theirs.numpy(), rtol=0, atol=atol)


@pytest.mark.parametrize("shape", [(2, 0), (0, 3)])
def test_layer_norm_of_nothing_is_nothing(shape):
    assert layer_norm(np.ones(shape), np.ones(shape[1]), np.zeros(shape[1])).shape == shape


def test_layer_norm_of_a_constant_token_is_the_bias():
    np.testing.assert_array_equal(layer_norm([[3, 3]], [5, 5], [1, 2]), [[1, 2]])


def test_layer_norm_refuses_a_gain_that_does_not_fit():
    with pytest.raises(ValueError, match=r"must fit X of shape \(2, 3\), got 2 and 3 entries"):
        layer_norm(np.ones((2, 3)), [1, 1], [0, 0, 0])


@pytest.mark.parametrize("X", [[[1, 2], [3, 3]], [[0.1, 0.1, 0.1]], [[1e300, 1e300]]], ids=str)
def test_layer_norm_refuses_a_constant_token_without_eps(X):
    width = len(X[0])
    with pytest.raises(ValueError, match="eps must be positive, as the entries of a token are equal"):
        layer_norm(X, np.ones(width), np.zeros(width), eps=0)


@pytest.mark.parametrize("eps", [-1, np.inf, np.nan])
def test_layer_norm_refuses_an_eps(eps):
    with pytest.raises(ValueError, match=f"eps must (be finite|not be negative), got {eps}"):
        layer_norm([[1, 3]], [1, 1], [0, 0], eps=eps)


@pytest.mark.parametrize("size", [5e-324, 1.7e-162, 1.0, 1e200, 1.7e308])
def test_layer_norm_without_eps_does_not_mind_units(size):
    ones, zeros = np.ones(3), np.zeros(3)
    expected = layer_norm([[1, 1, 0]], ones, zeros, eps=0)
    np.testing.assert_allclose(layer_norm([[size, size, 0]], ones, zeros, eps=0), expected, rtol=8 * EPS)


@pytest.mark.parametrize("size", [5e-324, 1e-162, 1.0, 1e300])
@pytest.mark.parametrize("eps", [1e-300, 1e-5, 1e300])
def test_layer_norm_neither_overflows_nor_underflows(size, eps):
    expected = size / np.hypot(size, np.sqrt(eps))
    found = layer_norm([[size, -size]], [1, 1], [0, 0], eps=eps)
    np.testing.assert_allclose(found, [[expected, -expected]], rtol=8 * EPS, atol=1e-323)


def block(**changes):
    """A small block, of width 4 and inner width 6."""
    d, k = np.zeros(4), np.zeros(6)
    parts = dict.fromkeys(("W_Q", "W_K", "W_V", "W_O"), np.eye(4)) | dict.fromkeys(("b_Q", "b_K", "b_V", "b_O"), d)
    parts |= {"W1": np.ones((4, 6)), "b1": k, "W2": np.ones((6, 4)), "b2": d, "gain1": d, "bias1": d, "gain2": d}
    return Block(**parts | {"bias2": d, "heads": 2} | changes)


def test_blocks_are_equal_if_all_their_numbers_are():
    assert block() == block() and hash(block()) == hash(block()) and block() != "block"
    assert block() != block(heads=1) and block() != block(b2=[0, 0, 0, 1])


def test_a_block_keeps_copies_that_nobody_can_write_to():
    W = np.eye(4)
    kept = block(W_Q=W)
    W[0, 0] = 7
    assert kept == block()
    with pytest.raises(ValueError, match="read-only"):
        kept.W_Q[0, 0] = 7


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"W_O": np.eye(3)}, r"W_O must have shape \(4, 4\) beside W_Q and b1, got \(3, 3\)"),
        ({"b1": np.zeros(5)}, r"W1 must have shape \(4, 5\) beside W_Q and b1, got \(4, 6\)"),
        ({"b1": np.zeros((6, 1))}, r"got "),
        ({"W_Q": 1.0}, r"W_Q must have shape"),
        ({"gain2": [1, 2, 3, np.nan]}, "gain2 must be finite"),
        ({"heads": 3}, "heads must divide the width 4, got 3"),
        ({"heads": 0}, "heads must be at least 1, got 0"),
    ],
)
def test_block_refuses_what_does_not_fit(changes, message):
    with pytest.raises(ValueError, match=message):
        block(**changes)


def test_layer_norm_of_a_huge_constant_token_is_the_bias():
    np.testing.assert_array_equal(layer_norm(np.full((1, 3), 1e300 / 3), np.ones(3), [1, 2, 3]), [[1, 2, 3]])


def test_layer_norm_divides_before_it_scales():
    np.testing.assert_allclose(layer_norm([[1e150, -1e150]], [1e200, 1e200], [0, 0]), [[1e200, -1e200]], rtol=4 * EPS)


def test_feed_forward_bends_between_the_products():
    np.testing.assert_array_equal(feed_forward([[-1.0]], [[2.0]], [1.0], [[3.0]], [4.0]), [[4.0]])


def test_feed_forward_refuses_shapes_that_do_not_fit():
    with pytest.raises(ValueError, match=r"must fit like \(t, d\), \(d, k\).*got \(1, 2\), \(3, 4\)"):
        feed_forward(np.ones((1, 2)), np.ones((3, 4)), np.ones(4), np.ones((4, 2)), np.ones(2))


def test_feed_forward_refuses_to_leave_another_width():
    with pytest.raises(ValueError, match=r"must fit like .*got \(1, 2\), \(2, 3\), \(3,\), \(3, 5\), \(5,\)"):
        feed_forward(np.ones((1, 2)), np.ones((2, 3)), np.ones(3), np.ones((3, 5)), np.ones(5))


def test_feed_forward_refuses_a_number():
    with pytest.raises(ValueError, match=r"must fit like .*got \(\), \(2, 3\)"):
        feed_forward(1.0, np.ones((2, 3)), np.ones(3), np.ones((3, 2)), np.ones(2))


@pytest.fixture(params=[(8, 2, 16), (6, 1, 5), (12, 4, 48)], ids=str)
def layer(request, torch):
    width, heads, inner = request.param
    torch.manual_seed(0)
    layer = torch.nn.TransformerEncoderLayer(width, heads, dim_feedforward=inner, batch_first=True).double().eval()
    for numbers in layer.parameters():  # by default most biases are 0 and the gains 1: a mix-up would not show
        torch.nn.init.normal_(numbers)
    return layer


@pytest.mark.parametrize("causal", [False, True])
def test_encoder_block_agrees_with_torch(rng, layer, causal, torch):
    X = rng.standard_normal((7, layer.linear1.in_features))
    mask = causal_mask(7) if causal else None
    hidden = None if mask is None else torch.tensor(~mask)  # torch marks what is hidden
    theirs = layer(torch.tensor(X)[None], src_mask=hidden)[0].detach().numpy()
    np.testing.assert_allclose(encoder_block(X, Block.from_torch(layer), mask), theirs, rtol=0, atol=1000 * EPS)


def test_encoder_block_refuses_another_width(layer):
    with pytest.raises(ValueError, match="X must have width"):
        encoder_block(np.ones((2, 3)), Block.from_torch(layer))


@pytest.mark.parametrize("activation", ["name", "function", "module"])
def test_block_from_torch_accepts_relu_by_any_name(activation, torch):
    relu = {"name": "relu", "function": torch.relu, "module": torch.nn.ReLU()}[activation]
    layer = torch.nn.TransformerEncoderLayer(4, 2, 8, activation=relu)
    assert Block.from_torch(layer).heads == 2


@pytest.mark.parametrize(
    "options",
    [
        {"activation": "gelu"},
        {"activation": "GELU"},
        {"activation": "ReLU6"},
        {"norm_first": True},
        {"layer_norm_eps": 1e-6},
        {"bias": False},
    ],
    ids=str,
)
def test_block_from_torch_refuses_what_it_cannot_hold(options, torch):
    if hasattr(torch.nn, options.get("activation", "")):
        options = {"activation": getattr(torch.nn, options["activation"])()}
    layer = torch.nn.TransformerEncoderLayer(4, 2, 8, **options)
    with pytest.raises(ValueError, match="layer must use ReLU, biases, norm_first=False and layer_norm_eps=1e-5"):
        Block.from_torch(layer)


def test_block_from_torch_keeps_its_numbers_when_the_layer_learns(layer, torch):
    block = Block.from_torch(layer)
    before = block.W1.copy()
    torch.nn.init.zeros_(layer.linear1.weight)
    np.testing.assert_array_equal(block.W1, before)


@pytest.mark.parametrize("norm", ["norm1", "norm2"])
def test_block_from_torch_looks_at_both_norms(norm, torch):
    layer = torch.nn.TransformerEncoderLayer(4, 2, 8)
    getattr(layer, norm).eps = 1e-3
    with pytest.raises(ValueError, match="layer_norm_eps=1e-5"):
        Block.from_torch(layer)
