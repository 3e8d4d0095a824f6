"""Products out of a counted fast memory, the formula for their traffic, and caches that are played step by step."""

import html
import itertools
import json
import re
from math import ceil

import numpy as np
import pytest

from linalg_book.plotting import Picture
from linalg_book.plotting.tiling import plot_levels, plot_misses, plot_tiles, plot_traffic
from linalg_book.tiling import (
    FastMemory,
    Traffic,
    addresses,
    best_block,
    least_traffic,
    lru_misses,
    side_for_ridge,
    tile_intensity,
    tiled_product,
    tiled_traffic,
)

EPS = np.finfo(float).eps
SHAPES = [(1, 1, 1), (1, 7, 5), (6, 1, 4), (5, 4, 1), (8, 8, 8), (7, 5, 9), (16, 3, 2)]


def test_traffic_total_adds_both_ways():
    assert Traffic(loads=5, stores=2).total == 7


def test_fast_memory_counts_what_is_loaded_and_not_what_is_held():
    memory = FastMemory()
    memory.hold("C", np.zeros((2, 3)))
    assert (memory.loads, memory.used) == (0, 6)
    memory.load("A", np.zeros((2, 2)))
    assert (memory.loads, memory.stores, memory.used, memory.peak) == (4, 0, 10, 10)


def test_fast_memory_copies():
    slow = np.ones((2, 2))
    memory = FastMemory()
    tile = memory.load("A", slow)
    tile[...] = 5
    np.testing.assert_array_equal(slow, np.ones((2, 2)))
    memory.store("A", slow)
    np.testing.assert_array_equal(slow, 5 * np.ones((2, 2)))


def test_fast_memory_replaces_a_tile_of_the_same_name():
    memory = FastMemory(capacity=6)
    memory.load("A", np.zeros(4))
    memory.load("A", np.zeros(6))
    assert (memory.used, memory.peak, memory.loads) == (6, 6, 10)


def test_fast_memory_peak_remembers_what_was_dropped():
    memory = FastMemory()
    memory.load("A", np.zeros(4))
    memory.drop("A")
    memory.load("B", np.zeros(3))
    assert (memory.used, memory.peak) == (3, 4)


def test_fast_memory_refuses_what_does_not_fit_and_keeps_what_is_there():
    memory = FastMemory(capacity=10)
    memory.load("A", np.zeros((2, 4)))
    with pytest.raises(ValueError, match=r"tile B of 3 does not fit: fast memory holds 10 numbers, and A \(8\) are th"):
        memory.load("B", np.zeros(3))
    assert (memory.used, memory.loads, memory.peak) == (8, 8, 8)
    with pytest.raises(ValueError, match="tile A of 11 does not fit: fast memory holds 10 numbers, and none are there"):
        memory.load("A", np.zeros(11))


def test_fast_memory_stores_only_what_it_holds():
    with pytest.raises(KeyError, match="C"):
        FastMemory().store("C", np.zeros(2))


@pytest.mark.parametrize("capacity", [0, -3])
def test_fast_memory_refuses_a_capacity_below_one(capacity):
    with pytest.raises(ValueError, match=f"capacity must be at least 1, got {capacity}"):
        FastMemory(capacity)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("block", [1, 2, 3, 50, (2, 3, 4), (3, 1, 2)])
def test_tiled_product_is_the_product(rng, shape, block):
    m, n, k = shape
    A, B = rng.standard_normal((m, k)), rng.standard_normal((k, n))
    error = abs(tiled_product(A, B, block=block) - A @ B)
    assert (error <= 2 * k * EPS * (abs(A) @ abs(B))).all()


def test_tiled_product_of_complex_factors(rng):
    A = rng.standard_normal((4, 5)) + 1j * rng.standard_normal((4, 5))
    B = rng.standard_normal((5, 3))
    C = tiled_product(A, B, block=2)
    assert C.dtype == np.complex128
    np.testing.assert_allclose(C, A @ B, rtol=0, atol=20 * EPS * np.linalg.norm(A) * np.linalg.norm(B))


def test_tiled_product_of_a_real_and_a_complex_factor(rng):
    A, B = rng.integers(-9, 10, (3, 4)), rng.integers(-9, 10, (4, 5)) * 1j
    np.testing.assert_array_equal(tiled_product(A, B, block=2), A @ B)
    np.testing.assert_array_equal(tiled_product(B.T, A.T, block=2), B.T @ A.T)


def test_tiled_product_of_whole_numbers_is_exact():
    A, B = np.arange(12).reshape(3, 4), np.arange(20).reshape(4, 5)
    C = tiled_product(A, B, block=2)
    assert C.dtype == np.float64
    np.testing.assert_array_equal(C, A @ B)


@pytest.mark.parametrize("shape", [(0, 3, 2), (3, 0, 2), (3, 2, 0)])
def test_tiled_product_of_empty_factors(shape):
    m, n, k = shape
    memory = FastMemory()
    C = tiled_product(np.ones((m, k)), np.ones((k, n)), block=2, memory=memory)
    np.testing.assert_array_equal(C, np.zeros((m, n)))
    assert memory.traffic == Traffic(0, m * n)


def test_tiled_product_leaves_its_factors_and_the_memory_clean(rng):
    A, B = rng.standard_normal((5, 4)), rng.standard_normal((4, 6))
    a, b, memory = A.copy(), B.copy(), FastMemory()
    tiled_product(A, B, block=3, memory=memory)
    np.testing.assert_array_equal(A, a)
    np.testing.assert_array_equal(B, b)
    assert memory.used == 0


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("block", [1, 2, 3, 50, (2, 3, 4), (3, 1, 2)])
def test_tiled_product_moves_what_the_formula_says(shape, block):
    m, n, k = shape
    memory = FastMemory()
    tiled_product(np.ones((m, k)), np.ones((k, n)), block=block, memory=memory)
    assert memory.traffic == tiled_traffic(m, n, k, block=block)


def test_tiled_product_needs_room_for_three_tiles():
    X = np.ones((8, 8))
    memory = FastMemory(capacity=2 * 3 + 4 * 2 + 4 * 3)
    tiled_product(X, X, block=(2, 3, 4), memory=memory)
    assert memory.peak == memory.capacity
    with pytest.raises(ValueError, match=r"tile B of 12 does not fit: .* and C \(6\), A \(8\) are there"):
        tiled_product(X, X, block=(2, 3, 4), memory=FastMemory(capacity=memory.capacity - 1))


@pytest.mark.parametrize(
    ("block", "kind", "message"),
    [
        (0, ValueError, "block must be at least 1, got 0"),
        ((2, 2, -1), ValueError, "block must be at least 1, got -1"),
        ((2, 2), ValueError, r"block must be one side or three, \(b_m, b_n, b_k\), got \(2, 2\)"),
        (2.5, TypeError, "block must be a whole number, got 2.5"),
    ],
)
def test_tiled_product_refuses_sides(block, kind, message):
    with pytest.raises(kind, match=message):
        tiled_product(np.eye(3), np.eye(3), block=block)


@pytest.mark.parametrize(
    ("A", "B", "kind", "message"),
    [
        (np.ones((2, 3)), np.ones((2, 3)), ValueError, r"\(2, 3\)"),
        (np.ones(3), np.ones((3, 1)), ValueError, "A must be a matrix"),
        ([[np.nan]], [[1]], ValueError, "A must be finite"),
        ([["x"]], [[1]], TypeError, "A must hold numbers"),
    ],
)
def test_tiled_product_refuses_factors(A, B, kind, message):
    with pytest.raises(kind, match=message):
        tiled_product(A, B, block=1)


def test_tiled_traffic_without_tiles_is_two_loads_a_multiply_add():
    assert tiled_traffic(5, 7, 3, block=1) == Traffic(loads=2 * 5 * 7 * 3, stores=35)


def test_tiled_traffic_of_one_tile_is_compulsory():
    assert tiled_traffic(5, 7, 3, block=9) == Traffic(loads=5 * 3 + 3 * 7, stores=35)


@pytest.mark.parametrize(("name", "sizes"), [("m", (0, 1, 1)), ("n", (1, 0, 1)), ("k", (1, 1, 0))])
def test_tiled_traffic_refuses_empty_sizes(name, sizes):
    with pytest.raises(ValueError, match=f"{name} must be at least 1, got 0"):
        tiled_traffic(*sizes, block=1)


@pytest.mark.parametrize("depth", [None, 1, 2, 5])
@pytest.mark.parametrize("capacity", [11, 12, 48, 300, 768, 65536])
def test_best_block_fits_and_a_larger_one_does_not(capacity, depth):
    b, same, d = best_block(capacity, depth=depth)
    more = b + 1 if depth is None else d
    assert same == b and d == (b if depth is None else depth)
    assert b * b + 2 * b * d <= capacity < (b + 1) ** 2 + 2 * (b + 1) * more


def test_best_block_is_the_best_of_all_that_fit():
    side = best_block(80, depth=1)[0]
    fitting = [(p, q) for p, q in itertools.product(range(1, 80), repeat=2) if p * q + p + q <= 80]
    assert min(1 / p + 1 / q for p, q in fitting) == 2 / side  # 80 = 8*8 + 8 + 8: the square is among them


def test_best_block_refuses_what_is_too_small():
    with pytest.raises(ValueError, match="capacity must hold a tile of side 1 of each matrix, got 2 for depth 1"):
        best_block(2)
    with pytest.raises(ValueError, match="capacity must hold a tile of side 1 of each matrix, got 6 for depth 3"):
        best_block(6, depth=3)
    with pytest.raises(ValueError, match="depth must be at least 1, got 0"):
        best_block(6, depth=0)


def test_least_traffic_is_reached_in_its_leading_term():
    n, capacity = 4095, 4095  # b = 63, b*b + 2*b = 4095
    block = best_block(capacity, depth=1)
    assert block == (63, 63, 1)
    ratio = tiled_traffic(n, n, n, block=block).loads / least_traffic(n, n, n, capacity=capacity)
    assert 1 < ratio < 1.05


def test_least_traffic_says_nothing_where_everything_fits():
    assert least_traffic(4, 4, 4, capacity=48) < 0


def test_least_traffic_refuses():
    with pytest.raises(ValueError, match="capacity must be at least 1, got 0"):
        least_traffic(1, 1, 1, capacity=0)


def test_tile_intensity_counts_flop_and_bytes():
    b_m, b_n, b_k, w = 6, 4, 5, 2
    memory = FastMemory()
    tiled_product(np.ones((b_m, b_k)), np.ones((b_k, b_n)), block=(b_m, b_n, b_k), memory=memory)
    assert tile_intensity((b_m, b_n, b_k), itemsize=w) == 2 * b_m * b_n * b_k / (w * memory.loads)


def test_tile_intensity_refuses_a_size_that_is_none():
    with pytest.raises(ValueError, match="itemsize must be positive and finite, got 0"):
        tile_intensity(4, itemsize=0)


@pytest.mark.parametrize(("ridge", "itemsize"), [(295.3, 2), (150, 2), (0.2, 1), (12.5, 8)])
def test_side_for_ridge_is_the_least_that_reaches_it(ridge, itemsize):
    side = side_for_ridge(ridge, itemsize=itemsize)
    assert tile_intensity(side, itemsize=itemsize) >= ridge
    assert side == 1 or tile_intensity(side - 1, itemsize=itemsize) < ridge


def test_side_for_ridge_refuses_a_ridge_of_zero():
    with pytest.raises(ValueError, match="ridge must be positive and finite, got 0"):
        side_for_ridge(0, itemsize=2)


def three_loops(m, n, k, order):
    """The addresses by three plain loops."""
    ranges = {"i": range(m), "j": range(n), "l": range(k)}
    for point in itertools.product(*(ranges[letter] for letter in order)):
        i, j, l = (point[order.index(letter)] for letter in "ijl")  # noqa: E741
        yield from (i * k + l, m * k + l * n + j, m * k + k * n + i * n + j)


@pytest.mark.parametrize("order", ["".join(p) for p in itertools.permutations("ijl")])
@pytest.mark.parametrize("shape", [(1, 1, 1), (2, 3, 4), (3, 1, 5)])
def test_addresses_are_those_of_three_loops(order, shape):
    np.testing.assert_array_equal(addresses(*shape, order=order), list(three_loops(*shape, order)))


@pytest.mark.parametrize("order", ["ijl", "ilj", "lji"])
def test_addresses_in_tiles_are_the_same_ones_tile_by_tile(order):
    plain, tiled = (addresses(5, 4, 6, order=order, block=b).reshape(-1, 3) for b in (None, 2))
    assert sorted(map(tuple, plain)) == sorted(map(tuple, tiled))
    first = tiled[:8]  # a cube of side 2, whole, before anything else
    np.testing.assert_array_equal(np.unique(first[:, 0]), [0, 1, 6, 7])


def test_addresses_in_one_large_tile_are_the_plain_ones():
    np.testing.assert_array_equal(addresses(3, 4, 5, block=9), addresses(3, 4, 5))


def test_addresses_with_a_pitch_stand_further_apart():
    stream = addresses(2, 2, 2, pitch=10).reshape(-1, 3)
    np.testing.assert_array_equal(np.unique(stream[:, 0]), [0, 1, 10, 11])
    np.testing.assert_array_equal(np.unique(stream[:, 1]), [20, 21, 30, 31])
    np.testing.assert_array_equal(np.unique(stream[:, 2]), [40, 41, 50, 51])


@pytest.mark.parametrize("shape", [(2, 4, 3), (2, 3, 4)])  # the longest row is that of B and C, or that of A
def test_addresses_take_the_longest_row_for_a_pitch_and_no_less(shape):
    m, _, k = shape
    A, B, C = addresses(*shape, pitch=4).reshape(-1, 3).T
    assert A.max() < B.min() == 4 * m and B.max() < C.min() == 4 * (m + k)
    with pytest.raises(ValueError, match="pitch must be at least 4, the longest row, got 3"):
        addresses(*shape, pitch=3)


@pytest.mark.parametrize(
    ("options", "kind", "message"),
    [
        ({"order": "ijk"}, ValueError, 'order must have the letters i, j and l once each, got "ijk"'),
        ({"order": "iil"}, ValueError, "order must have the letters"),
        ({"pitch": 3}, ValueError, "pitch must be at least 4, the longest row, got 3"),
        ({"pitch": 4.5}, TypeError, "pitch must be a whole number, got 4.5"),
        ({"pitch": np.nan}, TypeError, "pitch must be a whole number, got nan"),
        ({"block": 0}, ValueError, "block must be at least 1, got 0"),
    ],
)
def test_addresses_refuse(options, kind, message):
    with pytest.raises(kind, match=message):
        addresses(2, 3, 4, **options)


def slow_lru(stream, lines, line):
    """Stack distances, by a list: a line is a hit if fewer than so many others were touched since."""
    stack, misses = [], 0
    for tag in (int(a) // line for a in stream):
        misses += tag not in stack[-lines:]
        if tag in stack:
            stack.remove(tag)
        stack.append(tag)
    return misses


@pytest.mark.parametrize("line", [1, 2, 4])
@pytest.mark.parametrize("lines", [1, 2, 5, 16])
def test_lru_misses_agree_with_stack_distances(rng, line, lines):
    stream = rng.integers(0, 40, 400)
    assert lru_misses(stream, capacity=line * lines, line=line) == slow_lru(stream, lines, line)


def test_lru_misses_of_a_cache_that_holds_all_are_the_first_touches(rng):
    stream = rng.integers(0, 40, 300)
    assert lru_misses(stream, capacity=40) == len(set(stream.tolist()))


def test_lru_misses_with_one_way_are_a_direct_mapped_cache():
    assert lru_misses([0, 4, 0, 4], capacity=4, ways=1) == 4
    assert lru_misses([0, 5, 0, 5], capacity=4, ways=1) == 2


def test_lru_misses_with_all_ways_are_one_set(rng):
    stream = rng.integers(0, 64, 300)
    assert lru_misses(stream, capacity=32, line=4, ways=8) == lru_misses(stream, capacity=32, line=4)


def test_lru_misses_of_nothing_are_none():
    assert lru_misses([], capacity=4) == 0


def test_lru_misses_fall_off_a_cliff_where_a_column_no_longer_fits():
    fits, fails = (lru_misses(addresses(n, n, n), capacity=256, line=8) / n**3 for n in (24, 28))
    assert fits < 0.25 and fails > 1
    rows, tiles = (lru_misses(addresses(32, 32, 32, order=o, block=b), capacity=256, line=8) / 32**3
                   for o, b in (("ilj", None), ("ijl", 8)))  # fmt: skip
    assert rows < 0.25 and tiles < 0.05


def test_a_power_of_two_pitch_fills_one_set():
    apart, together = (
        lru_misses(addresses(32, 32, 32, block=8, pitch=p), capacity=256, line=8, ways=4) for p in (72, 64)
    )
    assert together > 20 * apart


@pytest.mark.parametrize(
    ("stream", "options", "kind", "message"),
    [
        ([0], {"capacity": 0}, ValueError, "capacity must be at least 1, got 0"),
        ([0], {"capacity": 10, "line": 4}, ValueError, "capacity must be whole sets of 2 lines of 4, got 10"),
        ([0], {"capacity": 2, "line": 4}, ValueError, "capacity must be whole sets of 1 lines of 4, got 2"),
        ([0], {"capacity": 16, "line": 4, "ways": 3}, ValueError, "capacity must be whole sets of 3 lines of 4, got"),
        ([-1], {"capacity": 4}, ValueError, "addresses must be a row of numbers from 0"),
        ([[1]], {"capacity": 4}, ValueError, r"got shape \(1, 1\)"),
        ([0.5], {"capacity": 4}, TypeError, "addresses must hold whole numbers, got 0.5"),
    ],
)
def test_lru_misses_refuse(stream, options, kind, message):
    with pytest.raises(kind, match=message):
        lru_misses(stream, **options)


def test_plot_tiles_names_the_tiles_in_use():
    picture = plot_tiles(9, 12, 8, block=(3, 4, 2), at=(1, 1, 2))
    assert isinstance(picture, Picture)
    assert "Tile 2 in row 2 of C stays" in picture.alt
    assert "number 3 of both is here now" in picture.alt


def test_plot_tiles_gives_its_script_the_sizes():
    moment = {"block": (2, 2, 2), "at": (0, 1, 0)}
    start = plot_tiles(5, 6, 7, **moment, interactive="tiles").svg().partition("<svg")[0]
    assert start.startswith('<div data-figure="tiles" data-values="') and start.endswith(' class="interactive">')
    values = json.loads(html.unescape(re.search(r'data-values="([^"]*)"', start)[1]))
    assert values == {"sizes": [5, 6, 7], "block": [2, 2, 2]}
    assert plot_tiles(5, 6, 7, **moment).svg().startswith("<svg")


def test_plot_tiles_draws_ragged_edges():
    axes = plot_tiles(5, 5, 5, block=(2, 2, 2), at=(2, 2, 2)).figure.axes[0]
    cells = ceil(5 / 2) ** 2
    assert len(axes.patches) >= 3 * cells


def test_plot_levels_tells_them_from_far_to_near():
    picture = plot_levels([("far", "all", "load"), ("near", "a tile", "")])
    assert picture.alt == "Memories from far to near. far: all, then load; near: a tile."


def test_plot_traffic_leaves_out_bounds_that_say_nothing():
    picture = plot_traffic([1, 2, 4], [100, 60, 40], [50.0, 20.0, -5.0])
    assert picture.alt.endswith("in tiles 100 down to 40; the bound from 50 at side 1 to 20 at side 2.")


def test_plot_misses_marks_the_size_where_the_cache_is_full():
    picture = plot_misses([8, 16], {"rows": [0.1, 0.2], "columns": [0.1, 1.0]}, full=12)
    assert "rows from 0.1 to 0.2; columns from 0.1 to 1. A line marks size 12." in picture.alt
