"""Strides and offsets against NumPy's own, and cache lines against a slow cache."""

import itertools
import tracemalloc

import numpy as np
import pytest
import scipy.linalg.blas

from linalg_book.layout import access_trace, allocated, is_contiguous, lines_touched, offset, strides_of
from linalg_book.plotting.layout import plot_access, plot_storage

SHAPES = [(), (5,), (1,), (0,), (2, 3), (1, 4), (4, 1), (0, 3), (3, 0), (2, 3, 4), (2, 1, 3), (2, 0, 3), (1, 1, 1)]


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if 0 not in shape])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", ["f8", "f4", "i1", "c16"])
def test_strides_of_are_those_of_a_new_array(shape, order, dtype):
    A = np.empty(shape, dtype=dtype, order=order)
    assert strides_of(shape, order=order, itemsize=A.itemsize) == A.strides


def test_strides_of_no_entries_count_a_size_of_zero_as_one():
    assert strides_of((2, 0, 3)) == (24, 24, 8)
    assert strides_of((2, 0, 3), order="F") == (8, 16, 16)


@pytest.mark.parametrize("order", ["C", "F"])
def test_strides_of_a_block_have_the_leading_dimension_of_the_whole(order):
    M = np.empty((7, 9), order=order)
    block = M[2:4, 3:6]
    assert strides_of(block.shape, order=order, leading=9 if order == "C" else 7) == block.strides
    assert strides_of(M.shape, order=order, leading=9 if order == "C" else 7) == M.strides


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"shape": (2, -1)}, r"shape must be a shape without negative sizes, got \(2, -1\)"),
        ({"shape": (2, 3), "order": "K"}, 'order must be "C" or "F", got \'K\''),
        ({"shape": (2, 3), "itemsize": 0}, "itemsize must be at least 1, got 0"),
        ({"shape": (2, 3), "leading": 2}, "leading must be at least 3, got 2"),
        ({"shape": (2, 3), "leading": 1, "order": "F"}, "leading must be at least 2, got 1"),
        ({"shape": (2, 3, 4), "leading": 9}, "leading needs the shape of a matrix"),
    ],
)
def test_strides_of_refuses(arguments, message):
    with pytest.raises(ValueError, match=message):
        strides_of(**arguments)


def test_strides_of_refuses_fractions():
    with pytest.raises(TypeError, match="shape must hold whole numbers"):
        strides_of((2.5,))


def test_offset_of_the_letters():
    by_rows, by_columns = strides_of((2, 3), itemsize=1), strides_of((2, 3), itemsize=1, order="F")
    for (i, j), letter in zip(itertools.product(range(2), range(3)), "abcdef", strict=True):
        assert "abcdef"[offset((i, j), by_rows)] == letter
        assert "adbecf"[offset((i, j), by_columns)] == letter


def test_offset_with_negative_strides_and_with_none():
    assert offset((1, 2), (-24, 8)) == -8
    assert offset((3, 1), (0, 8)) == 8
    assert offset((), ()) == 0


def test_offset_refuses():
    with pytest.raises(ValueError, match=r"index must have 2 entries, one a stride, got \(1,\)"):
        offset((1,), (24, 8))
    with pytest.raises(ValueError, match="index must count from 0, got"):
        offset((0, -1), (24, 8))
    with pytest.raises(TypeError, match="index must hold whole numbers"):
        offset((0.0, 1), (24, 8))


@pytest.mark.parametrize("shape", SHAPES)
def test_is_contiguous_is_the_flag_of_numpy(shape):
    for A in (np.empty(shape), np.empty(shape, order="F"), np.empty((*shape, 2))[..., 0], np.empty(shape).T):
        for view in (A, A[..., ::-1] if A.ndim else A, A[:1] if A.ndim else A, A[1:, ...] if A.ndim else A):
            assert is_contiguous(view.shape, view.strides) == view.flags.c_contiguous, (view.shape, view.strides)
            assert is_contiguous(view.shape, view.strides, order="F") == view.flags.f_contiguous


def test_is_contiguous_counts_bytes():
    assert is_contiguous((2, 3), (12, 4), itemsize=4)
    assert not is_contiguous((2, 3), (12, 4), itemsize=8)


def test_is_contiguous_refuses():
    with pytest.raises(ValueError, match="strides must have 2 entries, one an axis"):
        is_contiguous((2, 3), (8,))
    with pytest.raises(ValueError, match="order must be"):
        is_contiguous((2, 3), (24, 8), order="A")
    with pytest.raises(TypeError, match="strides must hold whole numbers"):
        is_contiguous((2, 3), (24.0, 8))


def slow_loads(offsets, entries, capacity):
    """The loads of a cache that is a list, the line used last at its end."""
    kept, loads = [], []
    for line in (int(place) // entries for place in offsets):
        loads.append(line not in kept)
        kept = ([old for old in kept if old != line] + [line])[-capacity:]
    return loads


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("traversal", ["rows", "columns"])
@pytest.mark.parametrize(("shape", "capacity"), [((5, 7), 3), ((7, 5), 7), ((1, 9), 1), ((9, 1), 1), ((4, 6), 100)])
def test_access_trace_agrees_with_a_slow_cache(shape, capacity, order, traversal):
    offsets, loaded = access_trace(shape, order=order, traversal=traversal, line=24, capacity=capacity)
    places = np.arange(shape[0] * shape[1]).reshape(shape, order=order)
    np.testing.assert_array_equal(offsets, places.ravel(order="C" if traversal == "rows" else "F"))
    np.testing.assert_array_equal(loaded, slow_loads(offsets, 3, capacity))


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0)])
def test_access_trace_of_nothing_is_empty(shape):
    offsets, loaded = access_trace(shape)
    assert offsets.shape == loaded.shape == (0,)


def test_access_trace_loads_eight_numbers_a_line_by_default():
    np.testing.assert_array_equal(np.flatnonzero(access_trace((3, 7))[1]), [0, 8, 16])


def test_access_trace_is_the_same_for_the_transpose_in_the_other_order():
    for one, other in zip(
        access_trace((6, 10), order="C", traversal="columns", capacity=4),
        access_trace((10, 6), order="F", traversal="rows", capacity=4),
        strict=True,
    ):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"shape": (2, 3, 4)}, "shape must be the shape of a matrix"),
        ({"shape": (2, -3)}, "shape must be a shape without negative sizes"),
        ({"shape": (2, 3), "order": "c"}, "order must be"),
        ({"shape": (2, 3), "traversal": "diagonal"}, 'traversal must be "rows" or "columns"'),
        ({"shape": (2, 3), "line": 12}, "line must be a multiple of itemsize, got 12 and 8"),
        ({"shape": (2, 3), "capacity": 0}, "capacity must be at least 1"),
    ],
)
def test_access_trace_refuses(arguments, message):
    with pytest.raises(ValueError, match=message):
        access_trace(**arguments)


def test_lines_touched_of_the_chapter():
    assert [lines_touched((m, 64)) for m in (512, 513)] == [4096, 4104]
    assert [lines_touched((m, 64), traversal="columns") for m in (512, 513)] == [4096, 32832]


def test_lines_touched_hands_its_arguments_on():
    how = {"order": "F", "traversal": "rows", "line": 16, "itemsize": 4, "capacity": 2}
    assert lines_touched((6, 5), **how) == access_trace((6, 5), **how)[1].sum() == 30
    assert lines_touched((6, 5), order="F", traversal="columns", line=16, itemsize=4) == 8  # 30 entries, 4 a line
    with pytest.raises(TypeError, match="capacity must be a whole number"):
        lines_touched((6, 5), capacity=1.5)


def test_allocated_counts_copies():
    A = np.ones((200, 300))
    assert allocated(lambda: A.T) < 1000
    assert A.nbytes <= allocated(lambda: A.T.copy()) < A.nbytes + 1000
    assert 2 * A.nbytes <= allocated(lambda: (A.copy(), A.copy())) < 2 * A.nbytes + 1000


def test_allocated_stops_tracing_even_after_an_error():
    calls = []

    def fail_the_second_time():
        calls.append(1)
        if len(calls) == 2:
            raise KeyError("wanted")

    with pytest.raises(KeyError, match="wanted"):
        allocated(fail_the_second_time)
    assert not tracemalloc.is_tracing()


def test_allocated_refuses_to_disturb_another_measurement():
    tracemalloc.start()
    try:
        with pytest.raises(RuntimeError, match="already tracing"):
            allocated(lambda: None)
    finally:
        tracemalloc.stop()


def test_products_with_a_transposed_view_copy_nothing(rng):
    Q, K, S = rng.standard_normal((3, 200, 200))
    assert allocated(lambda: np.matmul(Q, K.T, out=S)) < 2000
    assert allocated(lambda: scipy.linalg.blas.dgemm(1.0, K.T, Q.T, trans_a=True)) < S.nbytes + 2000
    assert allocated(lambda: scipy.linalg.blas.dgemm(1.0, Q, K, trans_b=True)) >= 3 * S.nbytes
    eps = np.finfo(float).eps
    tolerance = 200 * eps * (np.abs(Q) @ np.abs(K).T)
    assert (np.abs(scipy.linalg.blas.dgemm(1.0, K.T, Q.T, trans_a=True).T - S) <= tolerance).all()


def test_pytorch_swaps_strides_and_shares_memory(torch):
    t = torch.arange(6.0).reshape(2, 3)
    assert t.stride() == strides_of((2, 3), itemsize=1)
    assert t.T.stride() == strides_of((3, 2), itemsize=1, order="F")
    assert t.T.data_ptr() == t.data_ptr()
    assert t.T.contiguous().data_ptr() != t.data_ptr()


def test_plot_storage_reads_both_lines():
    alt = plot_storage([list("abc"), list("def")]).alt
    assert alt.startswith("A matrix with the rows a b c; d e f: ")
    assert alt.endswith("in row-major memory lies a b c d e f, in column-major memory lies a d b e c f.")


def test_plot_access_counts_loads_and_jumps():
    traces = {way: access_trace((4, 4), traversal=way, line=16, capacity=2) for way in ("rows", "columns")}
    alt = plot_access(traces, entries=2).alt
    assert "rows: 8 loads in 16 steps, the longest jump is 1 entries" in alt
    assert "columns: 16 loads in 16 steps, the longest jump is 11 entries" in alt
