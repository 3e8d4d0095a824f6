"""The device registry refuses figures that cannot be right, and finds those it has."""

from dataclasses import replace
from datetime import date

import pytest

from linalg_book.hardware import DEVICES, Device, Figure, device

DENSE = Figure(quantity="peak", value=3e14, source="data sheet, page 1", read=date(2026, 1, 2), dtype="bf16")
BANDWIDTH = Figure(quantity="bandwidth", value=2e12, source="data sheet, page 1", read=date(2026, 1, 2))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"quantity": "speed"}, "quantity must be one of"),
        ({"value": 0.0}, "value must be positive"),
        ({"value": float("nan")}, "value must be positive and finite, got nan"),
        ({"value": float("inf")}, "value must be positive and finite, got inf"),
        ({"source": " "}, "source must say where"),
        ({"dtype": "float128"}, "dtype of a peak must be one of"),
        ({"dtype": None}, "dtype of a peak must be one of"),
    ],
)
def test_figure_refuses(change, message):
    with pytest.raises(ValueError, match=message):
        replace(DENSE, **change)


def test_figure_refuses_a_dtype_for_bandwidth():
    with pytest.raises(ValueError, match="belong to a peak, got them for bandwidth"):
        replace(BANDWIDTH, dtype="bf16")


def test_figure_unit_follows_the_quantity():
    assert (DENSE.unit, BANDWIDTH.unit) == ("FLOP/s", "B/s")


def test_device_accepts_a_sparse_peak_that_is_twice_the_dense_one():
    sparse = replace(DENSE, value=2 * DENSE.value, sparse=True)
    assert Device("D", (DENSE, sparse)).figure("peak", "bf16", sparse=True) is sparse


def test_device_refuses_a_sparse_peak_that_is_not_twice_the_dense_one():
    with pytest.raises(ValueError, match="must be twice the dense one, got 1.5 times"):
        Device("D", (DENSE, replace(DENSE, value=4.5e14, sparse=True)))


def test_device_refuses_a_figure_given_twice():
    with pytest.raises(ValueError, match="peak bf16 is given twice"):
        Device("D", (DENSE, DENSE))


def test_device_figure_says_what_there_is():
    with pytest.raises(KeyError, match="D has no peak fp32; it has: peak bf16, bandwidth"):
        Device("D", (DENSE, BANDWIDTH)).figure("peak", "fp32")


def test_device_unknown_name_is_named():
    with pytest.raises(KeyError, match="no device 'abacus'"):
        device("abacus")


def test_registry_is_keyed_by_the_devices_own_names():
    assert all(name == entry.name for name, entry in DEVICES.items())
