"""Attention tile by tile against attention in one go, NumPy's and PyTorch's, and the bytes that both move."""

import itertools

import numpy as np
import pytest

from linalg_book.attention import attention, causal_mask, softmax
from linalg_book.flash import (
    attention_traffic,
    flash_attention,
    flash_traffic,
    merge,
    online_softmax,
    rows_that_fit,
    standard_attention,
    state_of,
)
from linalg_book.plotting import Picture
from linalg_book.plotting.flash import plot_lengths, plot_passes
from linalg_book.tiling import FastMemory, Traffic

EPS = np.finfo(float).eps
SHAPES = [(1, 1, 1, 1), (1, 9, 4, 3), (8, 8, 2, 2), (7, 5, 3, 6), (5, 11, 4, 1)]
BLOCKS = [1, 2, 3, 50, (2, 3), (4, 1)]


def close(found, expected, V, n):
    """Weights err by a few eps for each score they are made of, and so do their means of values."""
    np.testing.assert_allclose(found, expected, rtol=0, atol=20 * (n + 4) * EPS * abs(np.asarray(V)).max())


def draw(rng, t, s, d, d_v):
    return rng.standard_normal((t, d)), rng.standard_normal((s, d)), rng.standard_normal((s, d_v))


def test_state_of_is_the_definition(rng):
    S, V = rng.standard_normal((3, 5)), rng.standard_normal((5, 2))
    top, total, weighted = state_of(S, V)
    np.testing.assert_array_equal(top, S.max(axis=1))
    E = np.exp(S - S.max(axis=1)[:, None])
    np.testing.assert_allclose(total, E.sum(axis=1), rtol=10 * EPS)
    np.testing.assert_allclose(weighted, E @ V, rtol=0, atol=20 * EPS * np.linalg.norm(V))


def test_state_of_masked_keys_counts_nothing():
    top, total, weighted = state_of([[0, -np.inf], [-np.inf, -np.inf]], [[3], [5]])
    np.testing.assert_array_equal(top, [0, -np.inf])
    np.testing.assert_array_equal(total, [1, 0])
    np.testing.assert_array_equal(weighted, [[3], [0]])


@pytest.mark.parametrize(
    ("S", "V", "message"),
    [
        ([[1, 2]], [[1]], r"S must have a column for each row of V, and V one at least, got \(1, 2\) and \(1, 1\)"),
        ([1, 2], [[1], [2]], "S must have a column"),
        (np.zeros((2, 0)), np.zeros((0, 3)), "V one at least"),
        ([[np.nan]], [[1]], "S must hold scores that are finite, or minus infinity"),
        ([[np.inf]], [[1]], "S must hold scores that are finite"),
        ([[0]], [[np.nan]], "V must be finite"),
    ],
)
def test_state_of_refuses(S, V, message):
    with pytest.raises(ValueError, match=message):
        state_of(S, V)


@pytest.mark.parametrize("S", [[[1j]], np.array([[1j]]), [["a"]], np.array([[None]])])
def test_state_of_refuses_scores_that_are_no_real_numbers(S):
    with pytest.raises(TypeError, match="S must (be real|hold numbers), got dtype"):
        state_of(S, [[1]])


def test_state_of_refuses_values_that_are_no_real_numbers():
    with pytest.raises(TypeError, match="V must be real"):
        state_of([[0]], [[1j]])


@pytest.mark.parametrize(("rows", "width"), [(1, 2), (3, 2), (2, 1), (2, 3)])
def test_merge_refuses_states_of_other_queries_or_values(rows, width):
    first, second = (state_of(np.zeros((t, 4)), np.ones((4, d))) for t, d in ((2, 2), (rows, width)))
    wanted = rf"the same queries, with values of one width, got shapes .* \(2, 2\) and .* \({rows}, {width}\)"
    with pytest.raises(ValueError, match=wanted):
        merge(first, second)


def test_merge_with_nothing_changes_nothing(rng):
    state = state_of(rng.standard_normal((2, 3)), rng.standard_normal((3, 2)))
    nothing = np.full(2, -np.inf), np.zeros(2), np.zeros((2, 2))
    for joined in (merge(state, nothing), merge(nothing, state)):
        for part, expected in zip(joined, state, strict=True):
            np.testing.assert_array_equal(part, expected)
    for part, expected in zip(merge(nothing, nothing), nothing, strict=True):
        np.testing.assert_array_equal(part, expected)


def test_merge_does_not_overflow():
    states = [state_of([[score]], [[value]]) for score, value in ((1000.0, 1.0), (-1000.0, 5.0), (1000.0, 3.0))]
    top, total, weighted = merge(merge(states[0], states[1]), states[2])
    np.testing.assert_array_equal(weighted / total[:, None], [[2.0]])


def test_merge_leaves_its_states_alone(rng):
    first, second = (state_of(rng.standard_normal((2, 3)), rng.standard_normal((3, 2))) for _ in range(2))
    kept = [part.copy() for part in first + second]
    merge(first, second)
    for part, before in zip(first + second, kept, strict=True):
        np.testing.assert_array_equal(part, before)


@pytest.mark.parametrize("cuts", [[], [1], [3, 4], [1, 2, 3, 4, 5, 6]])
def test_online_softmax_is_the_softmax(rng, cuts):
    row = rng.normal(0, 5, 7)
    blocks = np.split(row, cuts)
    np.testing.assert_allclose(online_softmax(blocks), softmax(row), rtol=40 * EPS)


@pytest.mark.parametrize("scores", [[1e4, -1e4, 1e4], [-1e4, -1e4], [700.0, 710.0, 720.0], [1.7e308, -1.7e308]])
def test_online_softmax_does_not_overflow(scores):
    np.testing.assert_allclose(online_softmax([[s] for s in scores]), softmax(scores), rtol=40 * EPS, atol=1e-300)


def test_online_softmax_skips_empty_blocks():
    np.testing.assert_array_equal(online_softmax([[], [0.0], [], [0.0]]), [0.5, 0.5])


@pytest.mark.parametrize(
    ("blocks", "kind", "message"),
    [
        ([], ValueError, "blocks must hold at least one score, got none"),
        ([[]], ValueError, "blocks must hold at least one score"),
        ([[1], [np.inf]], ValueError, "block 1 must be finite"),
        ([[[1]]], ValueError, "block 0 must be a vector"),
        ([[1j]], TypeError, "block 0 must be real"),
    ],
)
def test_online_softmax_refuses(blocks, kind, message):
    with pytest.raises(kind, match=message):
        online_softmax(blocks)


@pytest.mark.parametrize("shape", SHAPES)
def test_standard_attention_is_attention(rng, shape):
    Q, K, V = draw(rng, *shape)
    close(standard_attention(Q, K, V), attention(Q, K, V), V, len(K))


@pytest.mark.parametrize("shape", [(1, 1, 1), (4, 4, 2), (3, 7, 5)])
def test_standard_attention_moves_what_the_formula_says(rng, shape):
    t, s, d = shape
    memory = FastMemory()
    standard_attention(*draw(rng, t, s, d, d), memory=memory)
    assert memory.traffic == Traffic(loads=t * d + 2 * s * d + 2 * t * s, stores=2 * t * s + t * d)
    assert memory.traffic.total == sum(attention_traffic(t, s, d, itemsize=1).values())
    assert memory.used == 0


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("block", BLOCKS)
def test_flash_attention_is_attention(rng, shape, block):
    Q, K, V = draw(rng, *shape)
    close(flash_attention(Q, K, V, block=block), attention(Q, K, V), V, len(K))


@pytest.mark.parametrize("block", BLOCKS)
def test_flash_attention_with_a_causal_mask(rng, block):
    Q, K, V = draw(rng, 9, 9, 4, 3)
    close(flash_attention(Q, K, V, block=block, causal=True), attention(Q, K, V, causal_mask(9)), V, 9)


@pytest.mark.parametrize("causal", [False, True])
def test_flash_attention_agrees_with_torch(rng, causal, torch):
    Q, K, V = draw(rng, 12, 12, 5, 5)
    tensors = (torch.tensor(X)[None] for X in (Q, K, V))
    expected = torch.nn.functional.scaled_dot_product_attention(*tensors, is_causal=causal)[0].numpy()
    close(flash_attention(Q, K, V, block=(5, 4), causal=causal), expected, V, 12)


@pytest.mark.parametrize("function", [standard_attention, lambda *a: flash_attention(*a, block=2)])
def test_attention_with_huge_scores(rng, function):
    Q, K, V = draw(rng, 6, 6, 4, 4)
    close(function(1e4 * Q, K, V), attention(1e4 * Q, K, V), V, 1e4 * 6)


def test_flash_attention_of_no_queries_is_empty():
    assert flash_attention(np.zeros((0, 2)), np.ones((3, 2)), np.ones((3, 4)), block=2).shape == (0, 4)


@pytest.mark.parametrize(("shape", "rows"), [((8, 8, 2), 4), ((9, 5, 3), 4), ((3, 7, 4), 50), ((5, 6, 1), 1)])
def test_flash_attention_moves_what_the_formula_says(rng, shape, rows):
    t, s, d = shape
    memory = FastMemory()
    flash_attention(*draw(rng, t, s, d, d), block=(rows, 3), memory=memory)
    assert memory.traffic.total == sum(flash_traffic(t, s, d, rows=rows, itemsize=1).values())
    assert memory.stores == t * d and memory.used == 0


def test_flash_attention_never_holds_more_than_a_tile_of_scores(rng):
    memory = FastMemory()
    flash_attention(*draw(rng, 60, 60, 2, 2), block=3, memory=memory)
    assert memory.peak == 3 * (2 * 2 + 3 + 2) + 2 * 3 * 2 < 60


def test_flash_attention_is_refused_by_a_memory_that_is_too_small(rng):
    Q, K, V = draw(rng, 8, 8, 2, 2)
    room = 3 * (2 * 2 + 4 + 2) + 2 * 4 * 2
    flash_attention(Q, K, V, block=(3, 4), memory=FastMemory(capacity=room))
    with pytest.raises(ValueError, match="does not fit: fast memory holds"):
        flash_attention(Q, K, V, block=(3, 4), memory=FastMemory(capacity=room - 1))


def test_flash_attention_does_not_load_the_future(rng):
    Q, K, V = draw(rng, 8, 8, 2, 2)
    memory = FastMemory()
    flash_attention(Q, K, V, block=2, causal=True, memory=memory)
    assert memory.loads == 8 * 2 + 2 * (2 + 4 + 6 + 8) * 2


def test_flash_attention_leaves_its_input_alone(rng):
    arrays = draw(rng, 5, 5, 3, 3)
    kept = [X.copy() for X in arrays]
    flash_attention(*arrays, block=2, causal=True)
    standard_attention(*arrays)
    for X, before in zip(arrays, kept, strict=True):
        np.testing.assert_array_equal(X, before)


@pytest.mark.parametrize("function", [standard_attention, lambda *a: flash_attention(*a, block=2)])
@pytest.mark.parametrize("shapes", [((2, 3), (2, 4), (2, 4)), ((2, 3), (4, 3), (3, 3)), ((2, 3), (0, 3), (0, 3))])
def test_attention_refuses_shapes_that_do_not_fit(function, shapes):
    with pytest.raises(ValueError, match="Q and K must be of one width, and V as long as K, got"):
        function(*(np.ones(shape) for shape in shapes))


@pytest.mark.parametrize("function", [standard_attention, lambda *a: flash_attention(*a, block=2)])
@pytest.mark.parametrize("signs", [[1, 1], [1, -0.5], [-1, -1]])
def test_attention_refuses_scores_that_overflow(function, signs):
    with pytest.raises(OverflowError, match="products of Q and K overflow"):
        function(np.full((2, 2), 1e200), np.multiply(1e200, [signs, signs]), np.ones((2, 2)))


@pytest.mark.parametrize("function", [standard_attention, lambda *a: flash_attention(*a, block=2)])
@pytest.mark.parametrize("value", [1e308, -np.finfo(float).max, 5e-324, 0.1])
def test_attention_to_equal_values_is_that_value(function, value):
    Q, K, V = np.zeros((3, 1)), np.zeros((7, 1)), np.full((7, 2), value)
    np.testing.assert_array_equal(function(Q, K, V), np.full((3, 2), value))


@pytest.mark.parametrize(("t", "s"), [(2, 3), (3, 2)])
def test_flash_attention_refuses_a_causal_mask_that_is_not_square(t, s):
    with pytest.raises(ValueError, match=f"causal attention needs as many keys as queries, got {s} and {t}"):
        flash_attention(np.ones((t, 2)), np.ones((s, 2)), np.ones((s, 2)), block=2, causal=True)


def test_flash_attention_refuses_tiles_of_no_size():
    X = np.ones((2, 2))
    with pytest.raises(ValueError, match="block must be at least 1, got 0"):
        flash_attention(X, X, X, block=0)
    with pytest.raises(TypeError, match="block must be a whole number, got 1.5"):
        flash_attention(X, X, X, block=(1.5, 2))


def test_traffic_scales_with_the_bytes_of_a_number():
    for function, options in ((attention_traffic, {}), (flash_traffic, {"rows": 2})):
        one, two = (function(5, 7, 3, itemsize=w, **options) for w in (1, 2))
        assert two == {name: 2 * value for name, value in one.items()}


def test_traffic_crosses_at_half_the_width():
    for rows, wins in ((16, False), (33, True), (64, True)):
        n = 2**16
        old, new = attention_traffic(n, n, 64, itemsize=2), flash_traffic(n, n, 64, rows=rows, itemsize=2)
        assert (sum(new.values()) < sum(old.values())) is wins


@pytest.mark.parametrize(
    ("arguments", "message"),
    [((0, 1, 1), "t must be at least 1"), ((1, 0, 1), "s must be at least 1"), ((1, 1, 0), "d must be at least 1")],
)
def test_traffic_refuses_empty_sizes(arguments, message):
    with pytest.raises(ValueError, match=message):
        attention_traffic(*arguments, itemsize=2)
    with pytest.raises(ValueError, match=message):
        flash_traffic(*arguments, rows=1, itemsize=2)


def test_traffic_refuses_a_number_of_no_bytes():
    with pytest.raises(ValueError, match="itemsize must be positive and finite, got 0"):
        attention_traffic(1, 1, 1, itemsize=0)


@pytest.mark.parametrize(("d", "columns", "capacity"), list(itertools.product([2, 5], [1, 4], [60, 61, 200])))
def test_rows_that_fit_are_the_most(rng, d, columns, capacity):
    rows = rows_that_fit(d, capacity=capacity, columns=columns)
    Q, K, V = draw(rng, 80, 80, d, d)
    flash_attention(Q, K, V, block=(rows, columns), memory=FastMemory(capacity=capacity))
    with pytest.raises(ValueError, match="does not fit"):
        flash_attention(Q, K, V, block=(rows + 1, columns), memory=FastMemory(capacity=capacity))


def test_rows_that_fit_refuses_what_is_too_small():
    assert rows_that_fit(2, capacity=4 + 4 + 1 + 2, columns=1) == 1
    with pytest.raises(ValueError, match="capacity must hold 11 numbers, one row and 1 keys, got 10"):
        rows_that_fit(2, capacity=10, columns=1)


def test_plot_passes_says_what_each_pass_moves():
    passes = {"one": [("all", {"Q": 2e3}, {"O": 5e6})], "two": [("a", {"S": 3}, {}), ("b", {}, {"P": 1e9})]}
    picture = plot_passes(passes)
    assert isinstance(picture, Picture)
    assert "one: all loads Q (2 kB) and stores O (5 MB)." in picture.alt
    assert "two: a loads S (3 B); b stores P (1 GB)." in picture.alt


def test_plot_lengths_says_where_the_lines_go():
    picture = plot_lengths([64, 128], {"passes": [1e3, 4e3], "tiles": [1e3, 2e6]})
    assert picture.alt == "Bytes moved from 64 to 128 tokens: passes 1 kB to 4 kB; tiles 1 kB to 2 MB."
