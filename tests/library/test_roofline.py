"""Traffic and intensity of products, the two bounds on their time, the measured bandwidth, and convolutions."""

import html
import json
import math
import os
import re
import threading

import numpy as np
import pytest

from linalg_book.hardware import DEVICES, device
from linalg_book.plotting import Picture
from linalg_book.plotting.roofline import plot_roofline, registry_values
from linalg_book.roofline import (
    ITEMSIZE,
    attainable,
    bound,
    conv_bytes,
    conv_flops,
    gemm_bytes,
    gemm_seconds,
    intensity,
    ridge,
    triad,
    triad_bandwidth,
)
from linalg_book.timing import Timing

EPS = np.finfo(float).eps
SHAPES = [(1, 1, 1), (2, 3, 5), (1, 4096, 4096), (4096, 1, 7), (64, 64, 64)]
RATES = {"peak": 300e12, "bandwidth": 2e12}
FP16 = {"itemsize": 2, **RATES}
PRODUCTS = [  # every function of the sizes of a product
    lambda m, n, k: gemm_bytes(m, n, k, itemsize=2),
    lambda m, n, k: intensity(m, n, k, itemsize=2),
    lambda m, n, k: gemm_seconds(m, n, k, **FP16),
    lambda m, n, k: bound(m, n, k, **FP16),
]


def test_itemsize_knows_every_format_of_the_registry():
    peaks = {figure.dtype for entry in DEVICES.values() for figure in entry.figures if figure.quantity == "peak"}
    assert peaks <= ITEMSIZE.keys()


@pytest.mark.parametrize("dtype", ["fp64", "fp32", "fp16"])
def test_itemsize_is_that_of_numpy(dtype):
    assert ITEMSIZE[dtype] == np.dtype(f"float{dtype[2:]}").itemsize


@pytest.mark.parametrize("dtype", ["bf16", "fp8", "int8"])
def test_itemsize_is_that_of_pytorch(dtype, torch):
    theirs = {"bf16": torch.bfloat16, "fp8": torch.float8_e4m3fn, "int8": torch.int8}[dtype]
    assert ITEMSIZE[dtype] == torch.empty(0, dtype=theirs).element_size()


def test_tf32_is_stored_like_fp32():
    assert ITEMSIZE["tf32"] == ITEMSIZE["fp32"]


@pytest.mark.parametrize(("m", "n", "k"), SHAPES)
def test_gemm_bytes_are_those_of_the_three_arrays(m, n, k):
    A, B = np.zeros((m, k)), np.zeros((k, n))
    assert gemm_bytes(m, n, k, itemsize=8) == A.nbytes + B.nbytes + (A @ B).nbytes


def test_gemm_bytes_is_whole_for_a_whole_itemsize():
    assert type(gemm_bytes(np.int64(3), 4, 5, itemsize=2)) is int
    assert gemm_bytes(2, 2, 2, itemsize=0.5) == 6.0  # four-bit numbers


def test_intensity_of_the_examples_of_the_chapter():
    np.testing.assert_allclose(intensity(4096, 4096, 4096, itemsize=2), 4096 / 3, rtol=2 * EPS)
    np.testing.assert_allclose(intensity(2, 2, 2, itemsize=8), 16 / 96, rtol=2 * EPS)
    found = [intensity(rows, 4096, 4096, itemsize=2) for rows in (1, 8, 64, 512)]
    np.testing.assert_allclose(found, [1.0, 8.0, 62, 410], rtol=6e-3)  # as printed, two digits


@pytest.mark.parametrize(("m", "n", "k"), SHAPES)
def test_intensity_does_not_depend_on_the_order_of_the_sizes(m, n, k):
    assert intensity(m, n, k, itemsize=4) == intensity(k, m, n, itemsize=4) == intensity(n, m, k, itemsize=4)


@pytest.mark.parametrize(("m", "n", "k"), SHAPES)
def test_intensity_is_less_than_the_smallest_size_allows(m, n, k):
    assert 0 < intensity(m, n, k, itemsize=2) < 2 * min(m, n, k) / 2


def test_intensity_of_huge_sizes_does_not_overflow():
    np.testing.assert_allclose(intensity(10**9, 10**9, 10**9, itemsize=2), 1e9 / 3, rtol=2 * EPS)
    np.testing.assert_allclose(intensity(*np.int64([10**9] * 3), itemsize=2), 1e9 / 3, rtol=2 * EPS)


def test_ridge_is_where_both_limits_agree():
    assert ridge(**RATES) == 150
    assert 150 * RATES["bandwidth"] == RATES["peak"]


@pytest.mark.parametrize("name", DEVICES)
def test_ridge_is_that_of_the_registry(name):
    entry = device(name)
    for figure in entry.figures:
        if figure.quantity == "peak" and not figure.sparse:
            assert ridge(figure.value, entry.bandwidth) == entry.ridge(figure.dtype)


def test_ridge_of_the_h100_is_295():
    assert round(ridge(989.4e12, 3.35e12)) == 295


def test_attainable_rises_and_is_flat():
    np.testing.assert_array_equal(attainable([0, 50, 150, 151, 1e9], **RATES), [0, 100e12, 300e12, 300e12, 300e12])


def test_attainable_keeps_the_shape_and_its_input():
    x = np.array([[1.0, 200.0], [3.0, 4.0]])
    assert attainable(x, **RATES).shape == (2, 2)
    np.testing.assert_array_equal(x, [[1, 200], [3, 4]])
    assert attainable([], **RATES).shape == (0,)


def test_attainable_of_one_number_is_a_float():
    assert type(attainable(1, **RATES)) is float
    assert type(attainable(np.float64(1e6), **RATES)) is float


@pytest.mark.parametrize(("m", "n", "k"), SHAPES)
def test_gemm_seconds_is_the_slower_of_two_clocks(m, n, k):
    arithmetic, traffic = 2 * m * n * k / 300e12, 2 * (m * k + k * n + m * n) / 2e12
    assert gemm_seconds(m, n, k, **FP16) == pytest.approx(max(arithmetic, traffic), rel=4 * EPS)
    assert bound(m, n, k, **FP16) == ("memory" if traffic > arithmetic else "compute")


def test_gemm_seconds_of_the_example_of_the_chapter():
    h100 = {"itemsize": 2, "peak": 989.4e12, "bandwidth": 3.35e12}
    one, many = (gemm_seconds(rows, 4096, 4096, **h100) for rows in (1, 4096))
    assert (round(1e6 * one, 1), round(1e6 * many), round(many / one, 1)) == (10.0, 139, 13.9)


def test_bound_at_the_ridge_is_compute():
    at = {"itemsize": 2, "bandwidth": 1e12}
    assert bound(3, 3, 3, peak=1e12, **at) == "compute"  # intensity 1 on a ridge of 1
    assert bound(3, 3, 3, peak=1e12 * (1 + EPS), **at) == "memory"


def test_bound_of_rows_around_those_the_chapter_needs():
    h100 = {"itemsize": 2, "peak": 989.4e12, "bandwidth": 3.35e12}
    assert [bound(rows, 4096, 4096, **h100) for rows in (345, 346)] == ["memory", "compute"]


@pytest.mark.parametrize("function", PRODUCTS)
@pytest.mark.parametrize("at", range(3))
def test_products_refuse_sizes_less_than_one(function, at):
    sizes = [3, 3, 3]
    sizes[at] = 0
    with pytest.raises(ValueError, match=f"{'mnk'[at]} must be at least 1, got 0"):
        function(*sizes)


@pytest.mark.parametrize("function", PRODUCTS)
@pytest.mark.parametrize("value", [2.0, "2", None])
def test_products_refuse_sizes_that_are_no_whole_numbers(function, value):
    with pytest.raises(TypeError, match="must be a whole number|cannot be interpreted as an integer"):
        function(2, value, 2)


@pytest.mark.parametrize("value", [0, -1, math.inf, math.nan])
@pytest.mark.parametrize("name", ["itemsize", "peak", "bandwidth"])
def test_rates_must_be_positive_and_finite(name, value):
    wrong = FP16 | {name: value}
    for function in (gemm_seconds, bound):
        with pytest.raises(ValueError, match=f"{name} must be positive and finite, got"):
            function(2, 2, 2, **wrong)
    rates = {key: value for key, value in wrong.items() if key != "itemsize"}
    if name == "itemsize":
        for function in (gemm_bytes, intensity):
            with pytest.raises(ValueError, match="itemsize must be positive and finite"):
                function(2, 2, 2, itemsize=value)
    else:
        with pytest.raises(ValueError, match=f"{name} must be positive and finite"):
            ridge(**rates)
        with pytest.raises(ValueError, match=f"{name} must be positive and finite"):
            attainable([1.0], **rates)


def test_attainable_refuses_what_is_no_intensity():
    with pytest.raises(ValueError, match="intensity must not be negative, got -1"):
        attainable([1, -1], **RATES)
    with pytest.raises(ValueError, match="intensity must be finite"):
        attainable([1, math.nan], **RATES)
    with pytest.raises(TypeError, match="intensity must be real"):
        attainable(1j, **RATES)


@pytest.mark.parametrize(("write_allocate", "moved"), [(False, 40), (True, 48)])
def test_triad_bandwidth_is_bytes_over_the_best_time(monkeypatch, write_allocate, moved):
    monkeypatch.setattr(triad, "time_call", lambda run, repeats: Timing((0.5, 0.25, 1.0)))
    assert triad_bandwidth(entries=1000, threads=2, write_allocate=write_allocate) == moved * 1000 / 0.25


def test_triad_takes_as_many_samples_as_asked(monkeypatch):
    asked = []
    monkeypatch.setattr(triad, "time_call", lambda run, repeats: asked.append(repeats) or Timing((1.0,)))
    triad_bandwidth(entries=10, threads=1, repeats=3)
    assert asked == [3]


@pytest.mark.parametrize(("entries", "threads"), [(1, 1), (10, 3), (2, 5), (1000, 2)])
def test_triad_computes_the_triad_on_all_entries(monkeypatch, entries, threads):
    arrays, workers = [], set()

    def zeros(n):
        arrays.append(real(n))
        return arrays[-1]

    def once(run, repeats):
        run()
        return Timing((1.0,))

    real, multiply = np.zeros, np.multiply

    def counted(*args, **out):
        workers.add(threading.get_ident())
        return multiply(*args, **out)

    monkeypatch.setattr(triad, "time_call", once)
    values = iter([1.0, 2.0])  # of b and c
    monkeypatch.setattr(np, "zeros", zeros)
    monkeypatch.setattr(np, "ones", lambda n: np.full(n, next(values)))
    monkeypatch.setattr(np, "multiply", counted)
    triad_bandwidth(entries=entries, threads=threads)
    np.testing.assert_array_equal(arrays[0], np.full(entries, 7.0))  # 1 + 3 * 2
    assert threading.get_ident() not in workers


def test_triad_uses_every_core_of_the_process_by_default(monkeypatch):
    asked = []
    pool = triad.ThreadPoolExecutor
    monkeypatch.setattr(triad, "ThreadPoolExecutor", lambda threads: asked.append(threads) or pool(threads))
    triad_bandwidth(entries=10_000, repeats=1)
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert asked == [there]


@pytest.mark.parametrize("name", ["entries", "threads", "repeats"])
def test_triad_refuses_counts(name):
    with pytest.raises(ValueError, match=f"{name} must be at least 1, got -1"):
        triad_bandwidth(**{"entries": 10, name: -1})
    with pytest.raises(TypeError, match=f"{name} must be a whole number, got 1.5"):
        triad_bandwidth(**{"entries": 10, name: 1.5})


def test_triad_refuses_no_threads():
    with pytest.raises(ValueError, match="threads must be at least 1, got 0"):
        triad_bandwidth(entries=10, threads=0)


CONVOLUTIONS = [(5, 7, 4, 6, 3, 1), (5, 7, 4, 6, 3, 2), (6, 6, 8, 8, 3, 8), (4, 4, 8, 2, 1, 1), (1, 1, 1, 1, 1, 1)]


@pytest.mark.parametrize(("height", "width", "c_in", "c_out", "kernel", "groups"), CONVOLUTIONS)
def test_conv_counts_are_those_of_pytorch(height, width, c_in, c_out, kernel, groups, torch):
    from torch.utils.flop_counter import FlopCounterMode

    x, w = torch.ones(1, c_in, height, width), torch.ones(c_out, c_in // groups, kernel, kernel)
    with FlopCounterMode(display=False) as counter:
        y = torch.nn.functional.conv2d(x, w, padding=kernel // 2, groups=groups)
    shape = {"kernel": kernel, "groups": groups}
    assert conv_flops(height, width, c_in, c_out, **shape) == counter.get_total_flops()
    moved = sum(t.nelement() * t.element_size() for t in (x, w, y))
    assert conv_bytes(height, width, c_in, c_out, **shape, itemsize=4) == moved


def test_separable_convolution_saves_flops_as_its_formula_says():
    c, shape = 128, (56, 56, 128, 128)
    split = conv_flops(*shape, kernel=3, groups=c) + conv_flops(*shape, kernel=1)
    assert split * 9 * c == conv_flops(*shape, kernel=3) * (9 + c)


def test_depthwise_convolution_has_an_intensity_of_nine_halves_at_most():
    for c in (1, 16, 512):
        shape = {"kernel": 3, "groups": c}
        value = conv_flops(64, 64, c, c, **shape) / conv_bytes(64, 64, c, c, **shape, itemsize=2)
        assert 4.4 < value < 4.5


def test_conv_bytes_is_whole_for_a_whole_itemsize():
    assert type(conv_bytes(4, 4, 8, 8, kernel=3, itemsize=2)) is int


@pytest.mark.parametrize("function", [conv_flops, lambda *a, **k: conv_bytes(*a, **k, itemsize=2)])
def test_conv_refuses(function):
    with pytest.raises(ValueError, match="groups must divide the channels, got 3 groups of 6 and 8 channels"):
        function(4, 4, 6, 8, kernel=3, groups=3)
    with pytest.raises(ValueError, match="groups must divide the channels, got 3 groups of 8 and 6 channels"):
        function(4, 4, 8, 6, kernel=3, groups=3)
    for at, name in enumerate(["height", "width", "c_in", "c_out"]):
        sizes = [4, 4, 4, 4]
        sizes[at] = 0
        with pytest.raises(ValueError, match=f"{name} must be at least 1, got 0"):
            function(*sizes, kernel=3)
    with pytest.raises(ValueError, match="kernel must be at least 1"):
        function(4, 4, 4, 4, kernel=0)
    with pytest.raises(TypeError, match="kernel must be a whole number, got 3.0"):
        function(4, 4, 4, 4, kernel=3.0)


def test_conv_bytes_refuses_an_itemsize():
    with pytest.raises(ValueError, match="itemsize must be positive and finite, got 0"):
        conv_bytes(4, 4, 4, 4, kernel=3, itemsize=0)


def test_registry_values_hold_every_dense_peak_and_nothing_sparse():
    values = registry_values(device="H100 SXM", dtype="fp16")
    assert [entry["name"] for entry in values["devices"]] == list(DEVICES)
    for entry in values["devices"]:
        theirs = device(entry["name"])
        dense = {f.dtype for f in theirs.figures if f.quantity == "peak" and not f.sparse}
        assert entry["bandwidth"] == theirs.bandwidth
        assert entry["peaks"] == {dtype: theirs.peak(dtype) for dtype in dense}
    assert values["start"] == {"device": "H100 SXM", "dtype": "fp16"}


@pytest.mark.parametrize(("name", "dtype"), [("abacus", "fp16"), ("A100 SXM 80GB", "fp8")])
def test_registry_values_refuse_what_is_not_there(name, dtype):
    with pytest.raises(KeyError, match="abacus|has no peak fp8"):
        registry_values(device=name, dtype=dtype)


SERIES = {"rows": [("one", 1.0, 2e12), ("many", 1000.0, 250e12)]}


def test_plot_roofline_says_the_roof_and_the_points():
    alt = plot_roofline(300e12, 2e12, SERIES).alt
    assert "rises with 2 TB/s and is flat at 300 TFLOP/s from the ridge at 150 FLOP for each byte on." in alt
    assert "rows: one 2 TFLOP/s at 1, many 250 TFLOP/s at 1e+03." in alt


def test_plot_roofline_draws_the_roof_and_the_points():
    ax = plot_roofline(300e12, 2e12, SERIES).figure.axes[0]
    roof, _, points = ax.lines
    np.testing.assert_allclose(roof.get_ydata(), attainable(roof.get_xdata(), **RATES), rtol=2 * EPS)
    assert roof.get_xdata()[1] == 150
    np.testing.assert_array_equal(points.get_xydata(), [(1, 2e12), (1000, 250e12)])
    assert ax.get_legend() is None and not ax.figure.legends


def test_plot_roofline_names_several_series():
    figure = plot_roofline(1e9, 1e9, SERIES | {"squares": [("", 10.0, 1e3)]}).figure
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["rows", "squares"]
    left, right = figure.axes[0].get_xlim()
    low, high = figure.axes[0].get_ylim()
    assert left < 1 < 1000 < right and low < 1e3 < 2e12 > high  # what no processor can do falls outside


def test_picture_carries_data_as_an_escaped_attribute():
    data = {"name": "a \"b\" <c> & 'd'", "value": 3.35e12}
    shown = plot_roofline(300e12, 2e12, SERIES, interactive="roofline", data=data).svg()
    start = shown[: shown.index("<svg")]
    assert start.startswith('<div data-figure="roofline" data-values="') and start.endswith(' class="interactive">')
    raw = re.search(r'data-values="([^"]*)"', start)[1]
    assert "<" not in raw and "'" not in raw
    assert json.loads(html.unescape(raw)) == data


def test_picture_without_data_has_no_attribute():
    assert "data-values" not in plot_roofline(300e12, 2e12, SERIES, interactive="roofline").svg()
    assert plot_roofline(300e12, 2e12, SERIES).svg().startswith("<svg")


def test_picture_refuses_data_that_no_script_reads():
    with pytest.raises(ValueError, match="data is for the script of an interactive figure, and none is named"):
        plot_roofline(300e12, 2e12, SERIES, data={})


def test_picture_refuses_data_that_json_cannot_hold():
    with pytest.raises(ValueError, match="JSON compliant"):
        plot_roofline(300e12, 2e12, SERIES, interactive="roofline", data={"x": math.inf})
    with pytest.raises(TypeError, match="not JSON serializable"):
        plot_roofline(300e12, 2e12, SERIES, interactive="roofline", data={"x": np.zeros(1)})
    assert isinstance(plot_roofline(300e12, 2e12, SERIES), Picture)
