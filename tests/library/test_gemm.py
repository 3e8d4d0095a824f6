"""Products that are checked first and timed then, the cards that tell of them, and the program."""

import copy
import getpass
import json
import os
import platform
import re
import subprocess
import sys
import types
import weakref
from fractions import Fraction
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from bookkit import BOOK
from linalg_book import gemm
from linalg_book.cost import gemm_flops
from linalg_book.gemm import (
    UNIT_ROUNDOFF,
    Measurement,
    backend,
    error_bound,
    ladder,
    load_cards,
    measure,
    measure_peak,
    on_cuda,
    supported,
    sweep,
    table,
    verify,
)
from linalg_book.gemm import __main__ as cli
from linalg_book.gemm import card as cards
from linalg_book.gemm import rungs as way
from linalg_book.hardware import device
from linalg_book.plotting.gemm import plot_cards, plot_ladder, plot_rates
from linalg_book.timing import Timing

CARDS = BOOK / "data" / "gemm"
FORMATS = list(UNIT_ROUNDOFF)
DATE = "2026-01-02T03:04:05Z"
needs_torch = pytest.mark.usefixtures("torch")


@pytest.fixture
def factors(rng):
    return rng.standard_normal((7, 5)), rng.standard_normal((5, 6))


def measured(n=64, dtype="fp32", where="cpu", seconds=(1e-3, 2e-3, 3e-3), error=0.0, k=None):
    timing = Timing(seconds)
    return Measurement(m=n, n=n, k=k or n, dtype=dtype, device=where, timing=timing, error=error)


# ---- the bound ----


@pytest.mark.parametrize("dtype", ["fp64", "fp32", "fp16", "bf16"])
def test_unit_roundoff_agrees_with_pytorch(dtype, torch):
    assert UNIT_ROUNDOFF[dtype] == torch.finfo(backend.kind(dtype)).eps / 2


def test_unit_roundoff_of_tf32_is_that_of_fp16():
    assert UNIT_ROUNDOFF["tf32"] == UNIT_ROUNDOFF["fp16"]  # both keep 11 significant bits


@pytest.mark.parametrize("k", [0, 1, 2, 1000, 10**6])
@pytest.mark.parametrize(
    ("dtype", "factor", "add", "store"),
    [
        ("fp64", 0, 2**-53, 0),
        ("fp32", 2**-24, 2**-24, 0),
        ("tf32", 2**-10, 2**-23, 0),
        ("fp16", 2**-11, 2**-23, 2**-11),
        ("bf16", 2**-8, 2**-23, 2**-8),
    ],
)
def test_error_bound_is_the_formula(k, dtype, factor, add, store):
    factor, add, store = map(Fraction, (factor, add, store))

    def gamma(w):
        return k * w / (1 - k * w)

    wanted = (1 + factor) ** 2 * (1 + gamma(add)) * (1 + store) - 1 + gamma(Fraction(2**-53))
    assert error_bound(k, dtype) == pytest.approx(float(wanted), rel=8 * 2**-52, abs=0)


@pytest.mark.parametrize(
    ("k", "dtype", "error", "message"),
    [
        (3, "fp8", ValueError, "dtype must be one of fp64, fp32, tf32, fp16, bf16, got 'fp8'"),
        (-1, "fp32", ValueError, "k must not be negative, got -1"),
        (2**23, "bf16", ValueError, "k must be less than 8388608 for a bound in bf16"),
        (2.0, "fp32", TypeError, "k must be a whole number, got 2.0"),
    ],
)
def test_error_bound_refuses_what_has_none(k, dtype, error, message):
    with pytest.raises(error, match=message):
        error_bound(k, dtype)


# ---- the check ----


@pytest.mark.parametrize("shape", [(1, 1, 1), (3, 1, 4), (1, 9, 2), (5, 2, 1), (700, 3, 8)])
def test_verify_passes_whole_numbers_without_error(shape, rng):
    m, n, k = shape
    A, B = rng.integers(-9, 10, (m, k)), rng.integers(-9, 10, (k, n))
    assert verify(A @ B, A, B) == 0.0


@pytest.mark.parametrize("dtype", ["fp64", "fp32", "fp16", "bf16"])
def test_verify_passes_products_of_pytorch_and_measures_their_error(dtype, rng, torch):
    A, B = (torch.tensor(rng.standard_normal((40, 40))) for _ in range(2))
    C = A.to(backend.kind(dtype)) @ B.to(backend.kind(dtype))
    off, size = (C.double() - A @ B).abs(), A.abs() @ B.abs()
    error = verify(C, A, B, dtype)
    assert error == pytest.approx(float((off / size).max()), abs=1e-14)
    assert 0 < error <= error_bound(40, dtype)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda A, B: A.T @ B,
        lambda A, B: A @ B.T,
        lambda A, B: B @ A,
        lambda A, B: A[:, :-1] @ B[:-1],
        lambda A, B: A.astype(np.float32) @ B.astype(np.float32),
        lambda A, B: np.zeros_like(A),
    ],
    ids=["A.T", "B.T", "order", "term left out", "float32", "zero"],
)
def test_verify_catches_wrong_kernels(wrong, rng):
    A, B = rng.standard_normal((2, 9, 9))
    with pytest.raises(ArithmeticError, match="wrong product in fp64"):
        verify(wrong(A, B), A, B)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("kind", ["array", "tensor"])
def test_verify_catches_what_is_no_number(bad, kind, factors, request):
    A, B = factors
    kind = np.asarray if kind == "array" else request.getfixturevalue("torch").as_tensor
    C = A @ B
    C[6, 5] = bad
    with pytest.raises(ArithmeticError, match=rf"entry \[6, 5\] must be .* got {bad:g}"):
        verify(kind(C), kind(A), kind(B))


def test_verify_looks_at_every_block_of_rows_and_says_what_is_wrong(rng):
    A, B = rng.integers(1, 5, (1300, 3)), rng.integers(1, 5, (3, 2))
    C = A @ B
    C[1299, 1] += 1
    wanted = rf"entry \[1299, 1\] must be {C[1299, 1] - 1} within .*e-1\d, got {C[1299, 1]}$"
    with pytest.raises(ArithmeticError, match=wanted):
        verify(C, A, B)


def test_verify_returns_the_largest_error_of_all_blocks_of_rows():
    A, B = np.ones((1300, 1)), np.ones((1, 1))
    C = A @ B
    C[[3, 600, 1299], 0] += np.array([2, 3, 1]) * 2.0**-10
    assert verify(C, A, B, "bf16") == 3 * 2.0**-10


def test_verify_catches_an_overflow_of_fp16(torch):
    A = torch.full((2, 2), 300.0)
    with pytest.raises(ArithmeticError, match="must be 180000 within .* got inf"):
        verify(A.half() @ A.half(), A, A, "fp16")


@pytest.mark.parametrize("C", [1.0, np.inf, np.nan])
def test_verify_says_that_float64_cannot_hold_the_product(C):
    A, B = np.ones((600, 2)), np.ones((2, 1))
    A[599], B[0] = 1e200, 1e200
    with pytest.raises(OverflowError, match=r"abs\(A\) @ abs\(B\) overflows float64 at entry \[599, 0\]"):
        verify(np.vstack([A[:599] @ B, [[C]]]), A, B)


def test_verify_of_an_overflow_that_cancels_is_refused_too():
    with pytest.raises(OverflowError, match=r"at entry \[0, 0\]"):
        verify([[0.0]], [[1e200, 1e200]], [[1e200], [-1e200]])


@pytest.mark.parametrize("dtype", ["fp16", "bf16", "fp32", "fp64"])
@pytest.mark.parametrize("power", [0, -7, -14, -24, -60, -70, -140, -500, -1060])
def test_verify_accepts_right_products_however_small_their_numbers(rng, torch, dtype, power):
    kind = getattr(torch, {"fp64": "float64", "fp32": "float32", "fp16": "float16", "bf16": "bfloat16"}[dtype])
    for A, B in zip(rng.standard_normal((20, 6, 4)) * 2.0**power, rng.standard_normal((20, 4, 5)), strict=True):
        verify(torch.tensor(A).to(kind) @ torch.tensor(B).to(kind), A, B, dtype)
        verify(torch.tensor(B.T).to(kind) @ torch.tensor(A.T).to(kind), B.T, A.T, dtype)


def test_verify_accepts_weights_in_fp16(torch):
    for seed in range(100):
        rng = np.random.default_rng(seed)
        A, B = 0.01 * rng.standard_normal((6, 4)), 0.01 * rng.standard_normal((4, 5))
        verify(torch.tensor(A).half() @ torch.tensor(B).half(), A, B, "fp16")
        with pytest.raises(ArithmeticError, match="wrong product in fp16"):
            verify(torch.tensor(A).half() @ torch.tensor(B).half() + 1e-5, A, B, "fp16")


def test_verify_allows_the_bound_and_no_more():
    A, B = np.ones((1, 4)), np.ones((4, 1))
    edge = 4 * error_bound(4, "bf16")
    assert verify([[4 + 0.999 * edge]], A, B, "bf16") == pytest.approx(0.999 * edge / 4)
    with pytest.raises(ArithmeticError):
        verify([[4 + 1.001 * edge]], A, B, "bf16")


@pytest.mark.parametrize(("m", "n", "k"), [(0, 3, 2), (3, 0, 2), (2, 3, 0)])
def test_verify_of_empty_products(m, n, k):
    assert verify(np.zeros((m, n)), np.ones((m, k)), np.ones((k, n))) == 0.0


def test_verify_of_an_empty_sum_wants_zero():
    with pytest.raises(ArithmeticError, match="must be 0 within"):
        verify(np.ones((2, 3)), np.ones((2, 0)), np.ones((0, 3)))


@pytest.mark.parametrize(
    ("C", "A", "B", "error", "message"),
    [
        (np.ones((2, 2)), np.ones((2, 3)), np.ones((2, 3)), ValueError, r"C must have the shape of A @ B, .*\(2, 3\)"),
        (np.ones((2, 3)), np.ones((2, 2)), np.ones((2, 2)), ValueError, "C must have the shape of A @ B"),
        (np.ones((2, 2)), np.full((2, 2), np.nan), np.ones((2, 2)), ValueError, "A must be finite"),
        (np.ones(2), np.ones((2, 2)), np.ones((2, 2)), ValueError, "C must be a matrix"),
        (np.ones((2, 2)), 1j * np.ones((2, 2)), np.ones((2, 2)), TypeError, "A must be real"),
        (1j * np.ones((2, 2)), np.ones((2, 2)), np.ones((2, 2)), TypeError, "C must be real"),
        ([["a"]], [[1]], [[1]], TypeError, "C must hold numbers"),
    ],
)  # fmt: skip
def test_verify_names_the_fault(C, A, B, error, message):
    with pytest.raises(error, match=message):
        verify(C, A, B)


def test_verify_names_the_fault_of_a_tensor(torch):
    A = np.ones((2, 2))
    with pytest.raises(ValueError, match="B must be finite"):
        verify(A, A, torch.full((2, 2), torch.inf))
    with pytest.raises(TypeError, match="A must be real"):
        verify(A, 1j * torch.ones(2, 2), A)


def test_verify_leaves_its_input_alone(factors):
    A, B = factors
    C = A @ B
    before = [X.copy() for X in (A, B, C)]
    verify(C, A, B)
    for old, new in zip(before, (A, B, C), strict=True):
        np.testing.assert_array_equal(new, old)


# ---- measurements ----


def test_measurement_rate_is_operations_over_the_median():
    run = measured(n=10, k=30, seconds=(1e-6, 4e-6, 2e-6))
    assert run.flops == 2 * 10 * 10 * 30
    assert run.rate == pytest.approx(6000 / 2e-6)
    assert run.size == pytest.approx(3000 ** (1 / 3), abs=1e-6)


@needs_torch
@pytest.mark.parametrize("dtype", ["fp64", "fp32", "fp16", "bf16"])
@pytest.mark.parametrize("shape", [(1, 1, 1), (33, 1, 17), (5, 40, 9)])
def test_measure_gives_times_and_an_error_within_the_bound(dtype, shape):
    run = measure(*shape, dtype=dtype, repeats=4)
    assert (run.m, run.n, run.k, run.dtype, run.device) == (*shape, dtype, "cpu")
    assert len(run.timing.seconds) == 4
    assert run.error <= error_bound(shape[2], dtype)


def test_measure_draws_other_factors_for_another_seed(monkeypatch, torch):
    seen, multiply = [], torch.mm
    monkeypatch.setattr(torch, "mm", lambda a, b, out: seen.append((a.clone(), b.clone())) or multiply(a, b, out=out))
    for seed in (0, 0, 1):
        measure(6, 6, 6, dtype="fp64", seed=seed, repeats=1)
    first, again, other = seen[0], seen[len(seen) // 3], seen[-1]
    assert torch.equal(first[0], again[0])
    assert not torch.equal(first[0], other[0])
    assert not torch.equal(first[0], first[1])
    size = torch.cat([first[0], first[1]]).abs()
    assert 0.5 <= size.min() < size.max() <= 1.5
    assert (first[0] < 0).any() and (first[0] > 0).any()


def test_measure_does_not_time_a_wrong_product(monkeypatch, torch):
    monkeypatch.setattr(torch, "mm", lambda a, b, out: out.copy_(a @ b.T))
    monkeypatch.setattr("linalg_book.gemm.measurement.time_call", lambda *_, **__: pytest.fail("timed"))
    with pytest.raises(ArithmeticError, match="wrong product in fp32"):
        measure(16, 16, 16)


@needs_torch
@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"m": 0}, ValueError, "m must be at least 1, got 0"),
        ({"n": -2}, ValueError, "n must be at least 1, got -2"),
        ({"k": 2.0}, TypeError, "k must be a whole number, got 2.0"),
        ({"dtype": "tf32"}, ValueError, "'tf32' is not supported on this cpu device; it has fp64, fp32, fp16, bf16"),
        ({"dtype": "int8"}, ValueError, "'int8' is not supported"),
        ({"device": "tpu"}, ValueError, 'device must be "cpu" or "cuda", got \'tpu\''),
        ({"repeats": 0}, ValueError, "repeats must be at least 1"),
    ],
)
def test_measure_names_the_fault(arguments, error, message):
    with pytest.raises(error, match=message):
        measure(**{"m": 2, "n": 2, "k": 2} | arguments)


def test_measure_says_that_there_is_no_cuda_device(monkeypatch, torch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(RuntimeError, match="no CUDA device"):
        measure(2, 2, 2, device="cuda")


@pytest.mark.parametrize("capability", [(7, 5), (8, 0), (9, 0)])
def test_supported_formats_follow_the_capability_of_the_device(capability, monkeypatch, torch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda: capability)
    assert set(supported("cuda")) == {"fp64", "fp32", "fp16"} | ({"tf32", "bf16"} if capability >= (8, 0) else set())
    if capability < (8, 0):
        with pytest.raises(ValueError, match="'bf16' is not supported on this cuda device"):
            measure(2, 2, 2, dtype="bf16", device="cuda")


@pytest.mark.parametrize(
    "full",
    [
        lambda torch: torch.OutOfMemoryError("CUDA out of memory"),
        lambda torch: torch.cuda.OutOfMemoryError("CUDA out of memory"),
        lambda _: MemoryError(),
        lambda _: RuntimeError("DefaultCPUAllocator: can't allocate memory"),
        lambda _: RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED"),
    ],
)
def test_measure_says_that_memory_ran_out_and_frees_it(full, monkeypatch, torch):
    held, full = [], full(torch)

    def fail(a, b, out):
        held.extend(map(weakref.ref, (a, b, out)))
        raise full

    released = []
    monkeypatch.setattr(torch, "mm", fail)
    monkeypatch.setattr("linalg_book.gemm.measurement.release", released.append)
    with pytest.raises(MemoryError, match="out of memory on the cpu device: 3 x 5 times 5 x 4 in fp32") as caught:
        measure(3, 4, 5)
    assert released == ["cpu"]
    full.__traceback__ = None  # the test itself holds the error
    assert (caught.value.__context__, caught.value.__cause__) == (None, None)
    assert [ref() for ref in held] == [None] * 3


def test_measure_lets_other_errors_pass(monkeypatch, torch):
    def fail(a, b, out):
        raise RuntimeError("device-side assert triggered")

    monkeypatch.setattr(torch, "mm", fail)
    with pytest.raises(RuntimeError, match="device-side assert"):
        measure(3, 4, 5)


def test_release_empties_the_cache_of_cuda_only(monkeypatch, torch):
    emptied = []
    monkeypatch.setattr(torch.cuda, "empty_cache", lambda: emptied.append(1))
    backend.release("cpu")
    assert emptied == []
    backend.release("cuda")
    assert emptied == [1]


def switches(torch):
    matmul = torch.backends.cuda.matmul
    return (
        matmul.fp32_precision,
        torch.backends.mkldnn.matmul.fp32_precision,
        matmul.allow_fp16_reduced_precision_reduction,
        matmul.allow_bf16_reduced_precision_reduction,
        matmul.allow_fp16_accumulation,
    )


@pytest.mark.parametrize("before", ["none", "ieee", "tf32"])
@pytest.mark.parametrize(("dtype", "wanted"), [("fp32", "ieee"), ("tf32", "tf32"), ("bf16", "ieee")])
def test_arithmetic_sets_the_switches_and_puts_them_back(before, dtype, wanted, torch):
    matmul = torch.backends.cuda.matmul
    usual = matmul.fp32_precision
    try:
        matmul.fp32_precision = before
        outside = switches(torch)
        with pytest.raises(KeyError), backend.arithmetic(dtype):
            assert switches(torch) == (wanted, "ieee", False, False, False)
            raise KeyError
        assert switches(torch) == outside
    finally:
        matmul.fp32_precision = usual


def test_arithmetic_keeps_the_switch_for_split_sums(torch):
    matmul = torch.backends.cuda.matmul
    usual = backend._state(matmul, "allow_bf16_reduced_precision_reduction")
    try:
        matmul.allow_bf16_reduced_precision_reduction = (False, False)
        with backend.arithmetic("bf16"):
            pass
        assert backend._state(matmul, "allow_bf16_reduced_precision_reduction") == (False, False)
    finally:
        matmul.allow_bf16_reduced_precision_reduction = usual


def test_arithmetic_uses_the_older_switch_where_there_is_no_newer(monkeypatch, torch):
    old = types.SimpleNamespace(allow_tf32=False, allow_fp16_reduced_precision_reduction=True)
    monkeypatch.setattr(torch.backends.cuda, "matmul", old)
    with backend.arithmetic("tf32"):
        assert (old.allow_tf32, old.allow_fp16_reduced_precision_reduction) == (True, False)
    assert vars(old) == {"allow_tf32": False, "allow_fp16_reduced_precision_reduction": True}


def test_measure_computes_fp32_in_full_whatever_the_switch_said(monkeypatch, torch):
    seen, multiply, matmul = [], torch.mm, torch.backends.cuda.matmul
    monkeypatch.setattr(torch, "mm", lambda a, b, out: seen.append(switches(torch)) or multiply(a, b, out=out))
    usual = matmul.fp32_precision
    try:
        matmul.fp32_precision = "tf32"
        measure(4, 4, 4, repeats=1)
        assert set(seen) == {("ieee", "ieee", False, False, False)}
        assert matmul.fp32_precision == "tf32"
    finally:
        matmul.fp32_precision = usual


@pytest.mark.parametrize("dtype", FORMATS)
@pytest.mark.parametrize("shape", [(512, 512, 512), (512, 1, 512), (1, 1, 1), (64, 64, 4096)])
def test_measure_on_a_real_cuda_device(dtype, shape, torch):
    if not torch.cuda.is_available():
        pytest.skip("no CUDA device")
    if dtype not in supported("cuda"):
        pytest.skip(f"no {dtype} on this device")
    run = measure(*shape, dtype=dtype, device="cuda", repeats=3)
    assert 0 <= run.error <= error_bound(shape[2], dtype)


# ---- series ----


@needs_torch
def test_sweep_goes_through_all_shapes_of_each_format():
    runs = [(run.m, run.n, run.k, run.dtype) for run in sweep([3, (1, 2, 4)], dtypes=["fp64", "fp32"], repeats=1)]
    assert runs == [(3, 3, 3, "fp64"), (1, 2, 4, "fp64"), (3, 3, 3, "fp32"), (1, 2, 4, "fp32")]


@pytest.mark.parametrize(("recent", "wanted"), [(True, ["fp32", "tf32", "bf16"]), (False, ["fp32"])])
def test_sweep_takes_the_usual_formats_of_a_cuda_device(recent, wanted, monkeypatch, torch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda: (9, 0) if recent else (7, 0))
    monkeypatch.setattr("linalg_book.gemm.series.measure", lambda *shape, dtype, device, repeats: dtype)
    assert list(sweep([8], device="cuda")) == wanted


@needs_torch
def test_sweep_refuses_a_shape_of_two_numbers():
    with pytest.raises(ValueError, match=r"one number or three, m, n and k, got \(2, 3\)"):
        list(sweep([(2, 3)]))


@needs_torch
def test_measure_peak_is_the_best_of_the_rates(monkeypatch):
    times = {4: 3e-6, 8: 2e-6, 16: 1e-3}

    def fake(m, n, k, *, dtype, device, repeats):
        return measured(m, dtype=dtype, seconds=(times[m],))

    monkeypatch.setattr("linalg_book.gemm.series.measure", fake)
    assert measure_peak(sizes=times) == pytest.approx(2 * 8**3 / 2e-6)


def test_measure_peak_refuses_no_sizes():
    with pytest.raises(ValueError, match="at least one size, got none"):
        measure_peak(sizes=[])


def test_table_has_a_line_for_each_run():
    lines = table([measured(), measured(dtype="bf16", seconds=(2.0,)), measured(seconds=(3e-6,))]).splitlines()
    assert lines[0].split() == ["m", "n", "k", "dtype", "median", "IQR", "GFLOP/s", "error", "bound"]
    assert [re.search(r"[\d.]+ (?:us|ms|s)\b", line)[0] for line in lines[1:]] == ["2.0 ms", "2.0 s", "3.0 us"]
    assert len({len(line) for line in lines}) == 1


def test_table_shows_the_bound_of_the_inner_size():
    bound = table([measured(16, k=2000)]).splitlines()[1].split()[-1]
    assert bound == f"{error_bound(2000, 'fp32'):.0e}" != f"{error_bound(16, 'fp32'):.0e}"


@needs_torch
def test_ladder_measures_each_rung_in_fp64_beside_the_best():
    rungs = ladder(sizes=dict.fromkeys(way.RUNGS, 12), repeats=2)
    assert [rung.name for rung in rungs] == list(way.RUNGS)
    assert {(rung.run.n, rung.run.dtype, rung.run.device) for rung in rungs} == {(12, "fp64", "cpu")}
    assert all(0 < rung.fraction <= 1 for rung in rungs)
    assert all(rung.run.error <= error_bound(12) for rung in rungs)


@needs_torch
@pytest.mark.parametrize("best", [1.0, 1e30])
def test_ladder_takes_the_best_of_the_machine_or_of_its_rungs_as_the_peak(best, monkeypatch):
    monkeypatch.setattr(way, "measure_peak", lambda **_: best)
    rungs = ladder(sizes=dict.fromkeys(way.RUNGS, 4), repeats=1)
    assert {rung.peak for rung in rungs} == {max(best, *(rung.run.rate for rung in rungs))}


def test_ladder_refuses_a_wrong_rung_before_it_is_timed(monkeypatch):
    monkeypatch.setitem(way.RUNGS, "row by row", (lambda A, B: A @ B.T, 8))
    timed = []
    monkeypatch.setattr(way, "time_call", lambda run, **_: timed.append(run) or Timing((1.0,)))
    with pytest.raises(ArithmeticError, match="wrong product"):
        ladder(sizes={"three loops": 4})
    assert len(timed) == 1  # the rung before it


@pytest.mark.parametrize(
    ("sizes", "message"), [({"four loops": 3}, "must name rungs .* got four loops"), ({"row by row": 0}, "at least 1")]
)
def test_ladder_names_the_fault(sizes, message):
    with pytest.raises(ValueError, match=message):
        ladder(sizes={"three loops": 2} | sizes)


@pytest.mark.parametrize("name", ["row by row", "PyTorch A @ B"])
def test_ladder_refuses_a_size_that_is_no_whole_number(name):
    with pytest.raises(TypeError, match="must be a whole number, got 2.5"):
        ladder(sizes={"three loops": 2, "row by row": 2, "tiles of 64": 2, "NumPy A @ B": 2} | {name: 2.5})


def test_on_cuda_reports_only_where_there_is_a_device(monkeypatch, torch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert on_cuda(lambda: pytest.fail("run")) == "skipped: no CUDA device"
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert on_cuda(lambda: "done") == "done"


# ---- cards ----


@pytest.fixture
def card(torch):
    runs = [measured(32, error=1e-9), measured(64, dtype="bf16", error=1e-3), measured(16)]
    return cards.make_card(runs, command="python -m linalg_book.gemm", complete=True, date=DATE)


def required(schema, path=()):
    """Every required field of the schema, as the path to it."""
    for name in schema.get("required", ()):
        yield (*path, name)
    for name, part in schema.get("properties", {}).items():
        yield from required(part, (*path, name))
    if "items" in schema:
        yield from required(schema["items"], (*path, 0))


def test_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(cards.schema())


@needs_torch
def test_a_card_has_the_bound_of_the_inner_size():
    runs = [measured(16, k=2000)]
    (entry,) = cards.make_card(runs, command="test", complete=True, date=DATE)["measurements"]
    assert (entry["n"], entry["k"], entry["bound"]) == (16, 2000, error_bound(2000, "fp32"))


@pytest.mark.parametrize("path", list(required(cards.schema())), ids=lambda path: "/".join(map(str, path)))
def test_a_card_without_a_required_field_is_refused_by_its_name(path, card):
    cards.check_card(card, "a.json")
    if path[0] == "blas" and not card["blas"]:
        card["blas"] = [{"name": "blas", "version": None, "threads": 1}]
    *way, name = path
    place = card
    for step in way:
        place = place[step]
    del place[name]
    where = "/".join(map(str, way)) or "the card"
    with pytest.raises(ValueError, match=rf"^a\.json: {where}: '{name}' is a required property"):
        cards.check_card(card, "a.json")


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("format",), "linalg_book.gemm 2", "format: 'linalg_book.gemm 1' was expected"),
        (("date",), "yesterday", "date: 'yesterday' does not match"),
        (("complete",), "yes", "complete: 'yes' is not of type 'boolean'"),
        (("device", "kind"), "tpu", "device/kind: 'tpu' is not one of"),
        (("threads",), 0, "threads: 0 is less than the minimum of 1"),
        (("surprise",), 1, "the card: .*'surprise' was unexpected"),
        (("measurements",), [], "measurements: .* should be non-empty"),
        (("measurements", 1, "m"), 0, "measurements/1/m: 0 is less than the minimum"),
        (("measurements", 0, "dtype"), "fp8", "measurements/0/dtype: 'fp8' is not one of"),
        (("measurements", 0, "seconds"), [1.0, -1.0], "measurements/0/seconds/1: -1.0 is less than or equal"),
        (("measurements", 0, "median_s"), 1.0, "measurements/0/median_s: must be 0.002, as the others say, got 1.0"),
        (("measurements", 1, "iqr_s"), 0.5, "measurements/1/iqr_s: must be 0.001, .* got 0.5"),
        (("measurements", 1, "rate"), 5e9, "measurements/1/rate: must be 262144000, .* got 5000000000.0"),
        (("measurements", 0, "bound"), 1.0, "measurements/0/bound: must be .* got 1.0"),
        (("measurements", 0, "median_s"), 0.002 * (1 + 1e-6), "measurements/0/median_s: must be .* got 0.002000002"),
        (("measurements", 0, "error"), 0.5, "measurements/0/error: must be at most the bound .* got 5.0e-01"),
    ],
)  # fmt: skip
def test_a_wrong_card_is_refused_with_file_and_field(path, value, message, card):
    place = card
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(ValueError, match=rf"^a\.json: {message}"):
        cards.check_card(card, "a.json")


def test_cards_come_back_as_they_were_written(card, tmp_path):
    for name in ("b.json", "a.json"):
        cards.write_card(card, tmp_path / name)
    (tmp_path / "README.md").write_text("not a card")
    found = load_cards(tmp_path)
    assert [c.file for c in found] == ["a.json", "b.json"]
    assert found[0].runs == (measured(32, error=1e-9), measured(64, dtype="bf16", error=1e-3), measured(16))
    assert (found[0].device, found[0].date, found[0].complete) == (card["device"]["name"], DATE, True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["README.md", "a.json", "b.json"]


def test_write_card_leaves_an_old_card_alone_when_it_fails(card, tmp_path, monkeypatch):
    path = tmp_path / "a.json"
    path.write_text("old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        cards.write_card(card, path)
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]
    assert path.read_text() == "old"


@pytest.mark.parametrize("text", ["{", "", "NaN", '{"a": 1e999}', "\udcff"])
def test_load_cards_names_a_file_that_is_no_json(text, tmp_path):
    (tmp_path / "bad.json").write_bytes(text.encode("utf8", "surrogateescape"))
    with pytest.raises(ValueError, match=r"^bad\.json: not a JSON file"):
        load_cards(tmp_path)


def test_load_cards_names_a_card_that_is_no_object(tmp_path):
    (tmp_path / "bad.json").write_text("[]")
    with pytest.raises(ValueError, match=r"^bad\.json: the card: \[\] is not of type 'object'"):
        load_cards(tmp_path)


def test_a_card_holds_no_name_of_user_host_or_folder(card):
    text = json.dumps(card)
    names = {str(Path.home()), str(Path.cwd()), platform.node()} | ({getpass.getuser()} - {"root"})
    assert [name for name in names if len(name) > 3 and name in text] == []


def test_the_cards_of_the_book_are_right():
    assert all(card.runs for card in load_cards(CARDS))


def test_the_readme_of_the_cards_explains_every_field():
    text = (CARDS / "README.md").read_text(encoding="utf8")
    schema = cards.schema()
    fields = [*schema["required"], *schema["properties"]["measurements"]["items"]["required"]]
    assert [field for field in fields if f"`{field}`" not in text] == []


def test_the_driver_is_asked_through_nvidia_smi(monkeypatch):
    monkeypatch.setattr(cards.shutil, "which", lambda name: "/usr/bin/nvidia-smi")
    answer = types.SimpleNamespace(stdout="580.65.06, 1980\n")
    monkeypatch.setattr(cards.subprocess, "run", lambda *_, **__: answer)
    assert cards._ask_driver(0) == ("580.65.06", 1980.0)
    answer.stdout = "580.65.06, [N/A]\n"
    assert cards._ask_driver(0) == (None, None)
    monkeypatch.setattr(cards.shutil, "which", lambda name: None)
    assert cards._ask_driver(0) == (None, None)


# ---- the program ----


def run_cli(capsys, *arguments):
    """Status, standard output and the lines on standard error of the program."""
    try:
        status = cli.main([str(argument) for argument in arguments])
    except SystemExit as stop:
        status = stop.code
    out, err = capsys.readouterr()
    return status, out, err.splitlines()


def interrupted(monkeypatch, after, error):
    """Let the program's measurements fail after some of them; the first one is the probe."""
    calls = []

    def fake(*shape, dtype, device, repeats):
        calls.append(shape)
        if len(calls) > after + 1:
            raise error
        return measured(shape[0], dtype=dtype, seconds=(1e-6,) * repeats)

    monkeypatch.setattr(cli, "measure", fake)


@needs_torch
def test_program_prints_a_table_and_writes_card_and_picture(capsys, tmp_path):
    json_, png = tmp_path / "card.json", tmp_path / "rates.png"
    options = ["--sizes", "8,3x1x5", "--dtype", "fp32,bf16", "--repeats", 2, "--json", json_, "--plot", png]
    status, out, err = run_cli(capsys, *options)
    assert (status, err) == (0, [])  # quiet: standard error is no terminal here
    assert len(out.splitlines()) == 1 + 4
    (card,) = load_cards(tmp_path)
    assert [(run.m, run.n, run.k, run.dtype) for run in card.runs] == [
        (8, 8, 8, "fp32"), (3, 1, 5, "fp32"), (8, 8, 8, "bf16"), (3, 1, 5, "bf16"),
    ]  # fmt: skip
    assert card.complete
    command = json.loads(json_.read_text())["command"]
    assert command == "python -m linalg_book.gemm --device cpu --sizes 8,3x1x5 --dtype fp32,bf16 --repeats 2 --limit 60"
    assert png.read_bytes().startswith(b"\x89PNG")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["card.json", "rates.png"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--device", "tpu"], "invalid choice: 'tpu'"),
        (["--device", "cuda"], "no CUDA device"),
        (["--sizes", "12,x"], "a size must be N or MxNxK, whole numbers from 1, got 'x'"),
        (["--sizes", "0"], "got '0'"),
        (["--sizes", "3x4"], "got '3x4'"),
        (["--sizes", "4", "8", "x"], "got 'x'"),
        (["--sizes", "9" * 9999], "whole numbers from 1, got '999"),
        (["--repeats", "9" * 9999], "must be a whole number from 1, got '999"),
        (["--dtype", "float8"], "a format must be one of fp64, fp32, tf32, fp16, bf16, got 'float8'"),
        (["--sizes", ""], "got ''"),
        (["--dtype", "fp8"], "a format must be one of fp64, fp32, tf32, fp16, bf16, got 'fp8'"),
        (["--dtype", "tf32"], "tf32 is not supported on this cpu device; it has fp64, fp32, fp16, bf16"),
        (["--repeats", "0"], "must be a whole number from 1, got '0'"),
        (["--limit", "-1"], "must be a positive number, got '-1'"),
        (["--plot", "x.gif"], "the name must end in .png, .svg, .pdf"),
        (["--json", "no/such/card.json"], "there is no folder no/such"),
        (["--json", "."], "it is a folder"),
        (["--json", "card.json", "--plot", "no/rates.png"], "there is no folder no"),
        (["more"], "unrecognized arguments: more"),
    ],
)
def test_program_names_a_fault_in_one_line_and_writes_nothing(arguments, message, capsys, tmp_path, monkeypatch, torch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(cli, "measure", lambda *_, **__: pytest.fail("measured"))
    status, out, err = run_cli(capsys, *arguments)
    assert (status, out, len(err)) == (2, "", 1)
    assert err[0].startswith("linalg_book.gemm: error: ") and message in err[0]
    assert list(tmp_path.iterdir()) == []


@needs_torch
@pytest.mark.parametrize("name", ["torch", "tqdm", "threadpoolctl", "jsonschema"])
def test_program_names_the_extra_of_a_missing_package(name, capsys, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, name, None)
    status, out, err = run_cli(capsys, "--sizes", 4, "--json", tmp_path / "card.json")
    assert (status, out, len(err)) == (2, "", 1)
    assert f"needs {name}; install it with: python -m pip install 'linalg_book[bench]'" in err[0]
    assert list(tmp_path.iterdir()) == []


@needs_torch
@pytest.mark.parametrize(
    ("error", "wanted", "message"),
    [
        (KeyboardInterrupt(), 130, "interrupted; measured before: 2"),
        (
            MemoryError("out of memory on the cpu device"),
            1,
            "error: out of memory on the cpu device; measured before: 2",
        ),
        (ArithmeticError("wrong product"), 1, "error: wrong product; measured before: 2"),
        (RuntimeError("device-side assert\nmore"), 1, "error: device-side assert; measured before: 2"),
    ],
)
def test_program_keeps_what_it_measured_before_it_was_stopped(error, wanted, message, capsys, tmp_path, monkeypatch):
    interrupted(monkeypatch, 2, error)
    status, out, err = run_cli(capsys, "--sizes", "4,8,16,32", "--json", tmp_path / "card.json")
    assert (status, err) == (wanted, [f"linalg_book.gemm: {message}"])
    assert len(out.splitlines()) == 1 + 2
    (card,) = load_cards(tmp_path)
    assert ([run.n for run in card.runs], card.complete) == ([4, 8], False)


@needs_torch
@pytest.mark.parametrize("error", [KeyboardInterrupt(), MemoryError("out of memory")])
def test_program_writes_no_card_when_nothing_was_measured(error, capsys, tmp_path, monkeypatch):
    interrupted(monkeypatch, 0, error)
    status, out, err = run_cli(capsys, "--sizes", "4", "--json", tmp_path / "card.json", "--plot", tmp_path / "p.png")
    assert status in (1, 130) and out == "" and len(err) == 1
    assert list(tmp_path.iterdir()) == []


@needs_torch
def test_program_leaves_out_what_would_take_too_long(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(
        cli,
        "measure",
        lambda *shape, dtype, device, repeats: measured(
            shape[0],
            dtype=dtype,
            seconds=(gemm_flops(*shape) / 1e9,),  # a machine of 1 GFLOP/s
        ),
    )
    options = ["--sizes", "256,2048", "--repeats", 2, "--limit", 5, "--json", tmp_path / "card.json"]
    status, out, err = run_cli(capsys, *options)
    assert status == 0
    assert err == ["linalg_book.gemm: left out 2048x2048x2048 fp32: about 172 s, over the --limit of 5 s"]
    (card,) = load_cards(tmp_path)
    assert ([run.n for run in card.runs], card.complete) == ([256], False)


@needs_torch
@pytest.mark.parametrize("sizes", ["8,1x1x8388608", "1x1x8388608,8"])
def test_program_leaves_out_what_has_no_bound(sizes, capsys, tmp_path):
    options = ["--sizes", sizes, "--dtype", "bf16", "--repeats", 1, "--json", tmp_path / "card.json"]
    status, out, err = run_cli(capsys, *options)
    told = "left out 1x1x8388608 bf16: k must be less than 8388608 for a bound in bf16, got 8388608"
    assert (status, len(out.splitlines()), err) == (0, 2, [f"linalg_book.gemm: {told}"])
    (card,) = load_cards(tmp_path)
    assert ([run.n for run in card.runs], card.complete) == ([8], False)


@needs_torch
@pytest.mark.parametrize("size", ["99999999999999999999x1x1", "3037000500x3037000500x1", "1x9223372036854775807x1"])
def test_program_tells_in_one_line_that_no_memory_holds_a_product(size, capsys):
    status, out, err = run_cli(capsys, "--sizes", size, "--limit", "1e300", "--repeats", 1)
    assert (status, out, len(err)) == (1, "", 1)
    assert err[0].startswith("linalg_book.gemm: error: out of memory on the cpu device: ")


@needs_torch
@pytest.mark.parametrize(
    ("options", "runs"),
    [
        (["--sizes", "4", "8"], [(4, 4, 4, "fp32"), (8, 8, 8, "fp32")]),
        (["--sizes", "4,8", "3x1x5"], [(4, 4, 4, "fp32"), (8, 8, 8, "fp32"), (3, 1, 5, "fp32")]),
        (["--sizes", "3×1×5", "3*1*5", "3X1X5"], [(3, 1, 5, "fp32")] * 3),
        (["--sizes", "4,", "8 3x1x5"], [(4, 4, 4, "fp32"), (8, 8, 8, "fp32"), (3, 1, 5, "fp32")]),
        (["--sizes", "4", "--dtype", "float32", "bfloat16"], [(4, 4, 4, "fp32"), (4, 4, 4, "bf16")]),
        (["--sizes", "4", "--dtype", "torch.float64,half", "FP16"], [(4, 4, 4, "fp64"), *[(4, 4, 4, "fp16")] * 2]),
        (["--dtype", "double", "single", "--sizes", "4"], [(4, 4, 4, "fp64"), (4, 4, 4, "fp32")]),
    ],
)
def test_program_takes_sizes_and_formats_as_people_type_them(options, runs, capsys, tmp_path):
    assert run_cli(capsys, *options, "--repeats", 1, "--json", tmp_path / "card.json")[0] == 0
    (card,) = load_cards(tmp_path)
    assert [(run.m, run.n, run.k, run.dtype) for run in card.runs] == runs
    again = json.loads((tmp_path / "card.json").read_text())["command"].split()[3:]
    assert run_cli(capsys, *again)[0] == 0


@pytest.mark.parametrize("name", [*cli.SYNONYMS, "np.float32", "TF32"])
def test_every_name_of_a_format_is_one_of_those_that_are_measured(name):
    assert cli.dtype(name) in gemm.UNIT_ROUNDOFF


@needs_torch
def test_program_tells_in_one_line_that_a_file_cannot_be_written(capsys, tmp_path, monkeypatch):
    interrupted(monkeypatch, 1, AssertionError)

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    path = tmp_path / "card.json"
    status, out, err = run_cli(capsys, "--sizes", 4, "--json", path)
    assert (status, err) == (2, [f"linalg_book.gemm: error: cannot write {path}: No space left on device"])
    assert len(out.splitlines()) == 2  # the table is not lost
    assert list(tmp_path.iterdir()) == []


@needs_torch
def test_program_writes_the_card_also_if_nobody_reads_the_table(capsys, tmp_path, monkeypatch):
    interrupted(monkeypatch, 1, AssertionError)
    monkeypatch.setattr(cli, "show", lambda text, name: 1)
    assert run_cli(capsys, "--sizes", 4, "--json", tmp_path / "card.json") == (1, "", [])
    assert len(load_cards(tmp_path)) == 1


def test_program_runs_as_a_module():
    done = subprocess.run([sys.executable, "-m", "linalg_book.gemm", "--help"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "--device" in done.stdout


# ---- pictures ----


def test_plot_ladder_names_every_rung_and_the_best():
    rungs = [gemm.Rung("loops", measured(8, "fp64", seconds=(1e-3,)), 2e9), gemm.Rung("best", measured(100), 2e9)]
    picture = plot_ladder(rungs)
    assert (
        "loops with n = 8 at 1.02 MFLOP/s; best with n = 100 at 1 GFLOP/s. A dashed line at 2 GFLOP/s." in picture.alt
    )
    assert picture.figure.axes[0].get_xscale() == "log"


def test_plot_rates_tells_formats_apart_without_color():
    runs = [measured(8), measured(64), measured(64, dtype="bf16"), measured(8, k=80)]
    picture = plot_rates(iter(runs))
    assert "fp32, cpu: 8: 512 kFLOP/s; 64: 262 MFLOP/s." in picture.alt
    assert "fp32, cpu, not square:" in picture.alt
    lines = [container.lines[0] for container in picture.figure.axes[0].containers]
    assert len({(line.get_marker(), line.get_linestyle(), line.get_markerfacecolor()) for line in lines}) == 3


def test_plot_cards_draws_published_peaks_without_any_card():
    picture = plot_cards([], devices=[device("A100 SXM 80GB")])
    assert "A100 SXM 80GB: fp32 19.5 TFLOP/s, tf32 156 TFLOP/s, bf16 312 TFLOP/s." in picture.alt
    assert "measured:" not in picture.alt


def test_plot_cards_draws_the_best_rate_of_a_card(card, tmp_path):
    other = copy.deepcopy(card)
    other["device"] |= {"name": "A GPU of a very long name", "kind": "cuda"}
    cards.write_card(other, tmp_path / "gpu.json")
    picture = plot_cards(load_cards(tmp_path), devices=[device("H100 SXM")])
    assert "A GPU of a very long name, measured: fp32 32.8 MFLOP/s, bf16 262 MFLOP/s." in picture.alt
    assert len(picture.figure.axes[0].lines) == 2
