"""Rounding to narrow formats, held against PyTorch bit by bit, and products in them."""

import math
from fractions import Fraction

import numpy as np
import pytest

from linalg_book.gemm import UNIT_ROUNDOFF
from linalg_book.precision import FORMATS, Format, number_format, product_in, round_to, spacing

NARROW = [name for name in FORMATS if name != "fp64"]
PYTORCH = {"bf16": "bfloat16", "fp16": "float16", "fp32": "float32", "e5m2": "float8_e5m2", "e4m3": "float8_e4m3fn"}


def every_pattern(name, torch):
    """All finite numbers of a format of at most 16 bits, as PyTorch reads its bit patterns."""
    bits = number_format(name).bits
    whole = {8: torch.uint8, 16: torch.int16}[bits]
    patterns = torch.arange(2**bits, dtype=torch.int32).to(whole)
    values = patterns.view(getattr(torch, PYTORCH[name])).double().numpy()
    return values[np.isfinite(values)]


@pytest.mark.parametrize(("name", "dtype"), [("fp64", np.float64), ("fp32", np.float32), ("fp16", np.float16)])
def test_format_properties_agree_with_numpy(name, dtype):
    form, info = number_format(name), np.finfo(dtype)
    assert (form.bits, form.largest, form.smallest) == (info.bits, info.max, info.tiny)
    assert (form.unit_roundoff, form.tiniest) == (info.eps / 2, info.smallest_subnormal)


@pytest.mark.parametrize("name", ["bf16", "e5m2", "e4m3"])
def test_format_properties_agree_with_pytorch(name, torch):
    form, info = number_format(name), torch.finfo(getattr(torch, PYTORCH[name]))
    assert (form.bits, form.largest, form.smallest) == (info.bits, info.max, info.tiny)
    assert form.unit_roundoff == info.eps / 2


def test_formats_agree_with_the_roundoffs_of_the_benchmark():
    assert {name: FORMATS[name].unit_roundoff for name in UNIT_ROUNDOFF} == UNIT_ROUNDOFF


def test_number_format_names_those_there_are():
    with pytest.raises(ValueError, match="format must be one of fp64, fp32, .*, got 'fp12'"):
        number_format("fp12")


@pytest.mark.parametrize("name", ["bf16", "fp16", "e5m2", "e4m3"])
def test_round_to_keeps_every_number_of_the_format(name, torch):
    values = every_pattern(name, torch)
    np.testing.assert_array_equal(round_to(values, name), values)


@pytest.mark.parametrize("name", ["bf16", "fp16", "e5m2", "e4m3"])
def test_spacing_is_the_distance_to_the_next_number(name, torch):
    values = np.unique(np.abs(every_pattern(name, torch)))
    np.testing.assert_array_equal(spacing(values[:-1], name), np.diff(values))


@pytest.mark.parametrize("name", PYTORCH)
def test_round_to_agrees_with_the_conversions_of_pytorch(name, rng, torch):
    sizes = rng.integers(-40, 8, 20_000)  # down to the subnormal numbers of fp16 and past them
    x = rng.standard_normal(20_000) * 2.0**sizes
    x = x if name == "fp32" else x.astype(np.float32)  # float64 to fp32 is a rounding, float32 to fp32 is none
    wanted = torch.from_numpy(x).to(getattr(torch, PYTORCH[name])).double().numpy()
    np.testing.assert_array_equal(round_to(x, name), wanted)


def test_round_to_tf32_rounds_the_bits_of_a_float32(rng):
    x = rng.standard_normal(10_000).astype(np.float32)
    bits = x.view(np.uint32).astype(np.uint64)
    bits += 0xFFF + ((bits >> np.uint64(13)) & np.uint64(1))  # half of the last place kept, ties to even
    wanted = (bits & np.uint64(0xFFFFE000)).astype(np.uint32).view(np.float32)
    np.testing.assert_array_equal(round_to(x, "tf32"), wanted)


@pytest.mark.parametrize("name", ["bf16", "fp16", "e5m2"])
def test_round_to_goes_to_infinity_half_a_gap_after_the_largest(name):
    form = number_format(name)
    half = spacing(form.largest, name) / 2
    inside = np.nextafter(form.largest + half, 0)
    np.testing.assert_array_equal(round_to([inside, -inside], name), [form.largest, -form.largest])
    np.testing.assert_array_equal(round_to([form.largest + half, -form.largest - half], name), [np.inf, -np.inf])


def test_round_to_takes_the_largest_float64_without_a_warning():
    top = np.finfo(float).max  # rounded to few bits it is 2**1024, which float64 does not hold
    assert round_to(-top, "bf16") == -np.inf
    assert round_to(top, "bf16", saturate=True) == number_format("bf16").largest
    with pytest.raises(OverflowError, match="e4m3 holds numbers up to 448, got 1.79769e"):
        round_to(top, "e4m3")


def test_round_to_saturates_on_request():
    np.testing.assert_array_equal(round_to([500.0, -1e6, 2.0], "e4m3", saturate=True), [448.0, -448.0, 2.0])


def test_round_to_refuses_what_e4m3_cannot_hold():
    with pytest.raises(OverflowError, match="e4m3 holds numbers up to 448, got 900"):
        round_to([1.0, -900.0], "e4m3")


def test_round_to_keeps_the_sign_of_zero():
    assert math.copysign(1, round_to(-1e-30, "fp16")) == -1


@pytest.mark.parametrize("name", FORMATS)
def test_round_to_leaves_its_input_alone(name):
    x = np.array([0.1, 100.3])
    result = round_to(x, name)
    assert not np.shares_memory(result, x)
    np.testing.assert_array_equal(x, [0.1, 100.3])


def test_round_to_takes_empty_arrays_and_single_numbers():
    assert round_to(np.zeros((0, 3)), "bf16").shape == (0, 3)
    assert round_to(1.0, "bf16").shape == ()


def test_round_to_refuses_nan_and_text():
    with pytest.raises(ValueError, match="x must be finite"):
        round_to([1.0, np.nan], "bf16")
    with pytest.raises(TypeError, match="x must hold numbers"):
        round_to(["a"], "bf16")


@pytest.mark.parametrize("name", NARROW)
def test_product_in_is_exact_for_small_whole_numbers(name):
    A, B = np.array([[1, 2], [3, 1]]), np.array([[2, 0], [1, 1]])
    np.testing.assert_array_equal(product_in(A, B, name), A @ B)


@pytest.mark.parametrize("name", NARROW)
def test_product_in_rounds_both_factors_first(name):
    fine = [[1 + number_format(name).unit_roundoff / 2]]  # rounds to 1
    assert product_in(fine, [[1.0]], name, accumulate="fp64")[0, 0] == 1
    assert product_in([[1.0]], fine, name, accumulate="fp64")[0, 0] == 1


def test_product_in_fp32_agrees_with_sums_of_float32(rng):
    A, B = rng.standard_normal((2, 7, 7)).astype(np.float32)
    total = np.zeros((7, 7), dtype=np.float32)
    for p in range(7):  # products of float32 are exact in float64, so both round once a step
        total = np.float32(total + np.outer(A[:, p].astype(float), B[p]))
    np.testing.assert_array_equal(product_in(A, B, "fp32"), total)


@pytest.mark.parametrize("name", ["bf16", "fp16"])
def test_product_in_counts_ones_until_the_gap_is_two(name):
    stall = 2 ** (number_format(name).fraction + 1)
    ones = np.ones((1, stall + 50))
    assert product_in(ones, ones.T, name, accumulate=name)[0, 0] == stall
    assert product_in(ones, ones.T, name)[0, 0] == stall + 50


@pytest.mark.parametrize(
    ("name", "accumulate"), [("fp32", "fp32"), ("tf32", "bf16"), ("fp64", "fp32"), ("fp64", "fp64")]
)
def test_product_in_rounds_each_sum_once(name, accumulate, rng):
    for _ in range(200):
        a, b = (rng.choice([-1, 1], 2) * (1 + rng.choice([0, 2.0**-12, 2.0**-23, 2.0**-52], 2)) for _ in range(2))
        a[0] *= 2.0 ** -rng.integers(0, 60)
        a, b = (round_to(x, name) for x in (a, b))
        total = Fraction(0)
        for x, y in zip(a.tolist(), b.tolist(), strict=True):
            total = Fraction(nearest(total + Fraction(x) * Fraction(y), accumulate))
        assert product_in([a], b[:, None], name, accumulate=accumulate)[0, 0] == total


def nearest(x, name):
    """Round a fraction to a format, ties to even, in whole numbers."""
    if not x or name == "fp64":
        return float(x)  # which Python rounds so
    gap = Fraction(spacing(float(x), name).item())
    return float(round(x / gap) * gap)


@pytest.mark.parametrize("name", NARROW)
def test_round_to_rounds_whole_numbers_once(name):
    form = number_format(name)
    tie = 2**60 + 2 ** (59 - form.fraction)  # half way between two numbers of the format, if it reaches so far
    if form.largest > 2**61:
        assert round_to(np.int64(tie), name) == 2**60
        assert round_to(np.int64(tie + 1), name) == 2**60 + 2 ** (60 - form.fraction)
        assert round_to([[-tie - 1, tie - 1]], name).tolist() == [[-(2**60) - 2 ** (60 - form.fraction), 2**60]]
        assert spacing(2**60 - 1, name) == 2.0 ** (59 - form.fraction)
    assert round_to(2**61 + 1, "fp64") == 2**61


@pytest.mark.skipif(np.finfo(np.longdouble).nmant <= 52, reason="a long double is no longer than a double here")
def test_round_to_rounds_long_doubles_once():
    one, tiny = np.longdouble(1), np.longdouble(2) ** -60
    np.testing.assert_array_equal(
        round_to([one + 2.0**-24, one + 2.0**-24 + tiny, one + 2.0**-24 - tiny], "fp32"), [1, 1 + 2.0**-23, 1]
    )


def test_product_in_overflows_like_the_format():
    big = [[300.0]]
    assert product_in(big, big, "fp16", accumulate="fp16")[0, 0] == np.inf
    assert product_in(big, big, "fp16")[0, 0] == 90000
    assert product_in([[1e200]], [[-1e200]], "fp64", accumulate="fp64")[0, 0] == -np.inf
    assert np.isnan(product_in([[1e5, 1e5]], [[1.0], [-1.0]], "fp16")[0, 0])  # inf - inf, as hardware has it
    assert np.isnan(product_in([[1e5]], [[0.0]], "fp16")[0, 0])  # inf times 0


def test_product_in_refuses_sums_that_e4m3_cannot_hold():
    with pytest.raises(OverflowError, match="e4m3 holds numbers up to 448, got 768"):
        product_in([[400.0, 400.0]], [[1.0], [1.0]], "e4m3", accumulate="e4m3")


@pytest.mark.parametrize(("m", "k", "n"), [(0, 2, 3), (2, 0, 3), (1, 1, 1), (1, 9, 2), (8, 2, 5)])
def test_product_in_takes_every_shape(m, k, n, rng):
    A, B = rng.integers(-3, 4, (m, k)), rng.integers(-3, 4, (k, n))
    np.testing.assert_array_equal(product_in(A, B, "bf16"), A @ B)


def test_product_in_refuses_shapes_that_do_not_fit():
    with pytest.raises(ValueError, match=r"A and B must share the inner size, got shapes \(2, 3\) and \(2, 3\)"):
        product_in(np.ones((2, 3)), np.ones((2, 3)), "bf16")
    with pytest.raises(ValueError, match=r"A and B must share the inner size, got shapes \(2, 1\) and \(2, 1\)"):
        product_in(np.ones((2, 1)), np.ones((2, 1)), "bf16")


@pytest.mark.parametrize("arguments", [("fp1",), ("bf16", "fp1")])
def test_product_in_refuses_unknown_formats(arguments):
    name, *sums = arguments
    with pytest.raises(ValueError, match="format must be one of"):
        product_in([[1.0]], [[1.0]], name, **({"accumulate": sums[0]} if sums else {}))
    with pytest.raises(ValueError, match="format must be one of"):
        product_in(np.ones((1, 0)), np.ones((0, 1)), *arguments[:1], accumulate=arguments[-1])  # no sum to round


def test_e4m3_without_infinity_uses_its_last_exponent():
    assert Format("x", 4, 3).largest == 240.0
    assert Format("x", 4, 3, infinite=False).largest == 448.0


def test_round_to_and_spacing_give_an_array_for_a_single_number():
    assert isinstance(round_to(500.0, "e4m3", saturate=True), np.ndarray)
    assert isinstance(round_to(0.1, "bf16"), np.ndarray) and isinstance(spacing(1.0, "bf16"), np.ndarray)
