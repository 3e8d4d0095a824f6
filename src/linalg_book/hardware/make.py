"""Figures by the handful: what the entries of the registry of :ref:`ch-hardware` are written with."""

import math

from linalg_book.hardware.figures import Factor, Figure

TENSOR, VECTOR, ACCUMULATE = "tensor cores", "vector units", "tensor cores, FP32 accumulation"
TWO = Factor(2, "FLOP per FMA", "a multiplication and an addition")
HALF = Factor(0.5, "of the sparse figure", "2:4 sparsity counts twice the products that are computed")
EIGHTH = Factor(0.125, "of the board", "it has 8 GPUs")
LANES = Factor(2, "FP32 lanes per FP64 lane", "half the width")


def peaks(source, note=TENSOR, *, sparse=False, factors=(), **tera):
    """Return published peaks by format, given in TFLOP/s (int8: in tera-operations a second)."""
    common = {"quantity": "peak", "source": source, "note": note, "sparse": sparse, "factors": factors}
    return tuple(Figure(dtype=dtype, value=float(f"{value}e12"), **common) for dtype, value in tera.items())


def published(source, note="", **values):
    """Return published figures by quantity: GB/s and GB, MB of L2, multiprocessors, tera-exponentials a second."""
    power = {"bandwidth": 9, "memory": 9, "link": 9, "L2": 6, "multiprocessors": 0, "exponentials": 12}
    return tuple(
        Figure(quantity=quantity, value=float(f"{value}e{power[quantity]}"), source=source, note=note)
        for quantity, value in values.items()
    )


def derived(quantity, *factors, dtype=None, sparse=False, note=""):
    """Return the figure that is the product of its factors."""
    value = float(math.prod(factor.value for factor in factors))
    return Figure(
        quantity=quantity, dtype=dtype, sparse=sparse, value=value, note=note, factors=factors, derived=True
    )  # fmt: skip


def with_dense(*sparse):
    """Return sparse peaks, and with them the dense ones, which are half."""
    halves = (f.factors or (Factor(f.value, "FLOP/s", f.source),) for f in sparse)
    dense = (derived("peak", HALF, *rest, dtype=f.dtype, note=f.note) for f, rest in zip(sparse, halves, strict=True))
    return (*sparse, *dense)


def shares(source, part, note=TENSOR, *, sparse=False, **tera):
    """Return the peaks of one GPU of a board, from the sums of the board in TFLOP/s."""
    return tuple(
        derived("peak", part, Factor(value * 1e12, "FLOP/s", source), dtype=dtype, sparse=sparse, note=note)
        for dtype, value in tera.items()
    )


def cpu_peaks(cores, clock, fma):
    """Return the FP64 and FP32 peaks of a CPU: cores x clock x FMAs a clock x 2."""
    return (
        derived("peak", cores, fma, TWO, clock, dtype="fp64", note=VECTOR),
        derived("peak", cores, fma, LANES, TWO, clock, dtype="fp32", note=VECTOR),
    )


def channels(number, rate):
    """Return the bandwidth of so many memory channels, each of 64 bits."""
    return (derived("bandwidth", number, Factor(8, "B per transfer", "a channel is 64 bits wide"), rate),)
