"""The device registry refuses figures that cannot be right, and those it has fit together."""

import math
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from linalg_book.hardware import DEVICES, Device, Factor, Figure, device
from linalg_book.plotting.hardware import (
    plot_ridges,
    table_of_devices,
    table_of_figures,
    table_of_parts,
    table_of_peaks,
    table_of_sources,
)
from linalg_book.plotting.table import HOW, Table
from linalg_book.sources import Source

SHEET = Source(
    document="data sheet", place="page 1", dated="2025", address="https://maker.test/sheet", read=date(2026, 1, 2)
)
DENSE = Figure(quantity="peak", value=3e14, source=SHEET, dtype="bf16")
BANDWIDTH = Figure(quantity="bandwidth", value=2e12, source=SHEET)
CORES, CLOCK = Factor(100, "cores", "data sheet"), Factor(3e12, "Hz", "data sheet")

EVERY = [(entry.name, figure) for entry in DEVICES.values() for figure in entry.figures]
ALL_FIGURES = pytest.mark.parametrize(
    ("name", "figure"), EVERY, ids=[f"{name} {figure.label}".replace(" ", "-") for name, figure in EVERY]
)
ALL_DEVICES = pytest.mark.parametrize("entry", DEVICES.values(), ids=lambda entry: entry.name.replace(" ", "-"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"quantity": "speed"}, "quantity must be one of"),
        ({"value": 0.0}, "value must be positive"),
        ({"value": float("nan")}, "value must be positive and finite, got nan"),
        ({"value": float("inf")}, "value must be positive and finite, got inf"),
        ({"source": None}, "a figure must say where it, or one of its factors, was read; got no source"),
        ({"dtype": "float128"}, "dtype of a peak must be one of"),
        ({"dtype": None}, "dtype of a peak must be one of"),
        ({"derived": True}, "a derived figure must have its factors, got none"),
        ({"factors": (CORES,)}, "value must be the product of its factors, 100, got 3e"),
    ],
)
def test_figure_refuses(change, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        replace(DENSE, **change)


@pytest.mark.parametrize("change", [{"dtype": "bf16"}, {"sparse": True}])
def test_figure_refuses_what_belongs_to_a_peak_for_bandwidth(change):
    with pytest.raises(ValueError, match="dtype and sparse belong to a peak, got them for bandwidth"):
        replace(BANDWIDTH, **change)


def test_figure_unit_follows_the_quantity():
    assert (DENSE.unit, BANDWIDTH.unit) == ("FLOP/s", "B/s")


def test_figure_product_and_formula_are_those_of_the_factors():
    figure = replace(DENSE, factors=(CORES, CLOCK), derived=True)
    assert (figure.product, figure.formula) == (3e14, "100 cores x 3 THz")


def test_figure_without_factors_has_no_formula():
    assert (DENSE.product, DENSE.formula) == (1.0, "")


def test_figure_may_differ_from_its_factors_by_rounding_only_if_it_is_published():
    factors = (CORES, replace(CLOCK, value=3.01e12))
    assert replace(DENSE, factors=factors).value == 3e14
    with pytest.raises(ValueError, match="must be the product of its factors"):
        replace(DENSE, factors=factors, derived=True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"value": 0.0}, "value of a factor must be positive and finite, got 0.0"),
        ({"value": math.inf}, "value of a factor must be positive and finite, got inf"),
        ({"what": ""}, "a factor must say what it counts and where it stands"),
        ({"source": " "}, "a factor must say what it counts and where it stands"),
    ],
)
def test_factor_refuses(change, message):
    with pytest.raises(ValueError, match=message):
        replace(CORES, **change)


@pytest.mark.parametrize(
    ("value", "what", "text"),
    [
        (1.83e9, "Hz", "1.83 GHz"),
        (36e15, "FLOP/s", "36 PFLOP/s"),
        (1e12, "FLOP/s", "1 TFLOP/s"),
        (16384, "cores", "16,384 cores"),
        (0.125, "of the board", "0.125 of the board"),
    ],
)
def test_factor_is_written_with_a_prefix(value, what, text):
    assert str(Factor(value, what, "data sheet")) == text


def test_device_accepts_a_sparse_peak_that_is_twice_the_dense_one():
    sparse = replace(DENSE, value=2 * DENSE.value, sparse=True)
    assert Device("D", (DENSE, sparse)).figure("peak", "bf16", sparse=True) is sparse


def test_device_accepts_a_sparse_peak_alone():
    sparse = replace(DENSE, sparse=True)
    assert Device("D", (sparse,)).peak("bf16", sparse=True) == sparse.value


@pytest.mark.parametrize(("dtype", "times"), [("bf16", 1.5), ("bf16", 2.1), ("fp4", 2.1), ("fp4", 0.9)])
def test_device_refuses_a_sparse_peak_that_is_not_twice_the_dense_one(dtype, times):
    dense = replace(DENSE, dtype=dtype)
    with pytest.raises(ValueError, match=f"D: peak {dtype} sparse must be twice the dense one, got {times} times"):
        Device("D", (replace(dense, value=times * dense.value, sparse=True), dense))  # in whatever order


def test_device_accepts_a_sparse_peak_in_fp4_that_is_less_than_twice_the_dense_one():
    dense = replace(DENSE, dtype="fp4")
    assert Device("D", (dense, replace(dense, value=4e14, sparse=True))).peak("fp4") == dense.value


def test_device_refuses_a_figure_given_twice():
    with pytest.raises(ValueError, match="peak bf16 is given twice"):
        Device("D", (DENSE, DENSE))


def test_device_refuses_an_unknown_kind():
    with pytest.raises(ValueError, match="kind must be one of gpu, cpu, got 'abacus'"):
        Device("D", (DENSE,), kind="abacus")


def test_device_figure_says_what_there_is():
    with pytest.raises(KeyError, match="D has no peak fp32; it has: peak bf16, bandwidth"):
        Device("D", (DENSE, BANDWIDTH)).figure("peak", "fp32")


def test_device_figure_of_a_device_without_figures():
    with pytest.raises(KeyError, match="D has no bandwidth ; it has: nothing"):
        Device("D", ()).figure("bandwidth")


@pytest.mark.parametrize("ask", [lambda d: d.peak("fp8"), lambda d: d.ridge("fp8"), lambda d: d.bandwidth])
def test_device_without_the_figure_says_so(ask):
    with pytest.raises(KeyError, match="D has no (peak|bandwidth) .*; it has: peak bf16"):
        ask(Device("D", (DENSE,)))


def test_device_peak_and_ridge_are_dense_unless_asked():
    entry = Device("D", (DENSE, replace(DENSE, value=6e14, sparse=True), BANDWIDTH))
    assert (entry.peak("bf16"), entry.peak("bf16", sparse=True), entry.ridge("bf16")) == (3e14, 6e14, 150.0)


def test_device_memory_is_none_without_one():
    assert Device("D", (DENSE,)).memory is None
    assert Device("D", (replace(BANDWIDTH, quantity="memory", value=8e10),)).memory == 8e10


def test_device_unknown_name_is_named():
    with pytest.raises(KeyError, match="no device 'abacus'"):
        device("abacus")


def test_registry_is_keyed_by_the_devices_own_names():
    assert all(name == entry.name for name, entry in DEVICES.items())


@ALL_DEVICES
def test_each_device_has_a_maker_a_peak_a_bandwidth_and_a_gpu_its_memory(entry):
    assert entry.maker
    assert entry.bandwidth > 1e11
    assert any(figure.quantity == "peak" for figure in entry.figures)
    assert (entry.memory is None) == (entry.kind == "cpu")


@pytest.mark.parametrize("quantity", ["memory", "multiprocessors", "L2", "link", "exponentials"])
def test_device_tells_a_figure_or_none(quantity):
    figure = replace(BANDWIDTH, quantity=quantity, value=8.0)
    assert getattr(Device("D", (DENSE, figure)), quantity.lower()) == 8.0
    assert getattr(Device("D", (DENSE,)), quantity.lower()) is None


def test_device_names_what_comes_near():
    with pytest.raises(KeyError, match="no device 'h100'; did you mean H100 SXM"):
        device("h100")
    with pytest.raises(KeyError, match="no device 'RTX 5080'; did you mean RTX 5090 or RTX 4090"):
        device("RTX 5080")


@ALL_FIGURES
def test_each_figure_was_read_in_the_past(name, figure):
    assert date(2026, 1, 1) <= figure.read <= datetime.now(UTC).date()


@ALL_FIGURES
def test_no_source_names_a_placeholder_for_a_host(name, figure):
    for source in figure.sources:
        assert not re.search(r"https?://([\w.-]+[.])?(example\b|localhost|test[.]|your)", source.address), name


def test_no_figure_rests_on_an_encyclopedia():
    for entry in DEVICES.values():
        for source in (source for figure in entry.figures for source in figure.sources):
            assert not re.search(r"(?i)wiki|grokipedia", f"{source.address} {source.by}"), entry.name


def test_a_derived_peak_has_the_day_on_which_the_last_factor_was_read():
    days = {f.label: f.read for f in device("EPYC 9654").figures}
    assert days == {"peak fp64": date(2026, 11, 26), "peak fp32": date(2026, 11, 26), "bandwidth": date(2026, 11, 25)}


@ALL_FIGURES
def test_each_factor_says_where_it_stands(name, figure):
    for factor in figure.factors:
        known = isinstance(factor.source, Source) or re.match(r"(a |it |half |2:4 )", factor.source)
        assert known, (name, factor)


def test_a_figure_lists_the_sources_of_its_factors_once():
    other = replace(SHEET, document="another", read=date(2026, 2, 3))
    factors = (Factor(3e14, "FLOP/s", other), Factor(1, "GPU", other), Factor(1, "half", "it is one"))
    figure = Figure(quantity="peak", value=3e14, source=SHEET, dtype="bf16", factors=factors)
    assert (figure.sources, figure.read) == ((SHEET, other), date(2026, 2, 3))


@ALL_DEVICES
def test_sparse_is_twice_dense(entry):
    for figure in entry.figures:
        if figure.sparse:
            blackwell_ultra = entry.name == "B300" and figure.dtype == "fp4"
            assert figure.value / entry.peak(figure.dtype) == pytest.approx(4 / 3 if blackwell_ultra else 2, rel=3e-3)


@ALL_DEVICES
def test_ridge_is_peak_over_bandwidth(entry):
    for figure in entry.figures:
        if figure.quantity == "peak" and not figure.sparse:
            assert entry.ridge(figure.dtype) * entry.bandwidth == pytest.approx(figure.value, rel=1e-15)


BITS = {"fp64": 64, "fp32": 32, "tf32": 19, "fp16": 16, "bf16": 16, "fp8": 8, "fp4": 4}


@ALL_DEVICES
@pytest.mark.parametrize("sparse", [False, True])
def test_fewer_bits_of_a_floating_point_number_are_never_slower(entry, sparse):
    peaks = [f for f in entry.figures if f.quantity == "peak" and f.sparse is sparse and f.dtype in BITS]
    for one in peaks:
        for other in peaks:
            if BITS[one.dtype] < BITS[other.dtype]:
                assert one.value >= other.value, (one.label, other.label)


def test_int8_is_slower_than_sixteen_bits_on_blackwell_ultra_alone():
    both = [entry for entry in DEVICES.values() if {"int8", "bf16"} <= {figure.dtype for figure in entry.figures}]
    assert [entry.name for entry in both if entry.peak("int8") < entry.peak("bf16")] == ["B300", "GB300"]


def test_the_two_bandwidths_of_the_blackwell_are_those_of_two_products():
    assert {name: device(name).bandwidth / 1e12 for name in ("B200", "B300")} == {"B200": 7.7, "B300": 7.7}
    assert {name: device(name).bandwidth / 1e12 for name in ("GB200", "GB300")} == {"GB200": 8.0, "GB300": 8.0}


@pytest.mark.parametrize(
    ("name", "quantity", "dtype", "value"),
    [
        ("EPYC 7763", "peak", "fp64", 64 * 16 * 2.45e9),
        ("EPYC 7763", "peak", "fp32", 64 * 32 * 2.45e9),
        ("EPYC 9654", "peak", "fp64", 96 * 16 * 2.4e9),
        ("EPYC 9654", "bandwidth", None, 460.8e9),
        ("Xeon Platinum 8480+", "peak", "fp64", 56 * 32 * 2.0e9),
        ("Xeon Platinum 8480+", "bandwidth", None, 307.2e9),
        ("H200 SXM", "peak", "bf16", 1979e12 / 2),
        ("B200", "peak", "fp16", 2.25e15),
        ("B200", "peak", "fp64", 37e12),
        ("GB200", "peak", "fp32", 80e12),
        ("H100 SXM", "exponentials", None, 132 * 16 * 1.83e9),
    ],
)
def test_derived_figures_recomputed_by_hand(name, quantity, dtype, value):
    figure = device(name).figure(quantity, dtype)
    assert figure.derived
    assert figure.value == pytest.approx(value, rel=4e-4)


@pytest.mark.parametrize(
    ("name", "dtype", "product"),
    [
        ("V100 SXM2 32GB", "fp16", 640 * 64 * 2 * 1.53e9),
        ("A100 SXM 80GB", "fp16", 432 * 256 * 2 * 1.41e9),
        ("H100 SXM", "fp16", 528 * 512 * 2 * 1.83e9),
        ("H100 SXM", "fp32", 132 * 128 * 2 * 1.98e9),
    ],
)
def test_published_peaks_are_units_times_clock(name, dtype, product):
    figure = device(name).figure("peak", dtype)
    assert not figure.derived
    assert figure.product == pytest.approx(product, rel=1e-15)
    assert figure.value == pytest.approx(product, rel=3e-3)


def test_h200_and_h100_compute_alike():
    for dtype in ("tf32", "fp16", "bf16", "fp8", "int8"):
        assert device("H200 SXM").peak(dtype) == pytest.approx(device("H100 SXM").peak(dtype), rel=1e-3)


def test_quoted_utilization_was_divided_by_the_dense_peak():
    h100, rate = device("H100 SXM"), 740e12  # FlashAttention-3, which calls it 75 %
    assert round(rate / h100.peak("fp16"), 2) == 0.75
    assert round(rate / h100.peak("fp16", sparse=True), 2) == 0.37


def test_table_refuses_a_row_that_does_not_fit():
    with pytest.raises(ValueError, match="each row must have 2 cells, got 1"):
        Table(["device", "GB/s"], [["T4"]], "Bandwidth")


def test_table_html_has_headers_a_caption_and_links():
    page = Table(["a", "b"], [["<x>", "see [here](https://e.org/?a=1&b=2)"]], "Two & one")._repr_html_()
    assert '<th scope="col">a</th>' in page
    assert '<th scope="row">&lt;x&gt;</th>' in page
    assert '<a href="https://e.org/?a=1&amp;b=2">here</a>' in page
    assert "<caption>Two &amp; one</caption>" in page


@pytest.mark.parametrize("kind", ["gpu", "cpu"])
def test_table_of_devices_names_each_device_of_its_kind(kind):
    table = table_of_devices(kind, ["bf16", "fp16", "fp64"])
    assert [row[0] for row in table.rows] == [entry.name for entry in DEVICES.values() if entry.kind == kind]
    assert ("GB" in table.header) == (kind == "gpu")


def test_tables_mark_derived_figures():
    rows = {row[0]: row for row in table_of_peaks("gpu", ["fp16", "fp8"]).rows}
    assert rows["H100 SXM"][1:] == ["989.4", "1978.9"]
    assert rows["H200 SXM"][1:] == ["989.5*", "1979*"]
    assert rows["T4"][1:] == ["65", "-"]


def test_table_of_figures_shows_each_figure_of_the_device():
    entry = device("EPYC 9654")
    table = table_of_figures(entry)
    assert [row[0] for row in table.rows] == [figure.label for figure in entry.figures]
    assert table.rows[-1][1:] == ["460.8 GB/s*", "12 channels x 8 B per transfer x 4.8 GT/s"]


def test_table_of_sources_has_each_place_once_with_its_link_and_how_it_was_read():
    rows = {tuple(row[:3]) for row in table_of_sources().rows}
    places = {s for entry in DEVICES.values() for figure in entry.figures for s in figure.sources}
    assert len(rows) == len(table_of_sources().rows) == len(places)
    for source in places:
        how = HOW[source.how] + (f" ({source.by})" if source.how == "quoted" else "")
        where = f"[{source.document}]({source.address})", f"{source.place}, {source.dated}"
        assert (*where, f"{how}, {source.read:%d %b}") in rows


def test_table_of_parts_shows_what_there_is_and_dashes():
    rows = {row[0]: row[1:] for row in table_of_parts().rows}
    assert rows["H100 SXM"] == ["132", "50", "900", "3.865*"]
    assert rows["H200 SXM"] == ["-", "-", "900", "-"]
    assert "EPYC 7763" not in rows


def test_plot_ridges_tells_each_ridge():
    picture = plot_ridges(ridges=(50,))
    for name in DEVICES:
        assert name in picture.alt
    assert "H100 SXM 295" in picture.alt
