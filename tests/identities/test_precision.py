"""The numbered equations of chapter *precision*, on random numbers and matrices."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from linalg_book.precision import FORMATS, number_format, product_in, round_to

NARROW = sorted(set(FORMATS) - {"fp64"})
formats = st.sampled_from(NARROW)
sizes = st.integers(1, 40)


@given(formats, st.integers(0, 2**32 - 1))
def test_eq_precision_rounding(name, seed):
    form, rng = number_format(name), np.random.default_rng(seed)
    low, high = np.log2(form.smallest), np.log2(form.largest) - 1
    x = rng.choice([-1, 1], 50) * 2.0 ** rng.uniform(low, high, 50)
    assert np.all(np.abs(round_to(x, name) - x) <= form.unit_roundoff * np.abs(x))


@given(formats, st.sampled_from(["fp32", "bf16", "fp16"]), sizes, sizes, sizes, st.integers(0, 2**32 - 1))
def test_eq_precision_bound(name, sums, m, k, n, seed):
    rng = np.random.default_rng(seed)
    A, B = (rng.choice([-1, 1], s) * rng.uniform(0.5, 2, s) for s in ((m, k), (k, n)))  # no overflow, no underflow
    u, v = number_format(name).unit_roundoff, number_format(sums).unit_roundoff
    gamma = k * v / (1 - k * v)
    slack = 1 + 1e-6  # float64 adds before the narrow format rounds
    wide = max(2.0**-50, 0.0) * k  # the reference is a sum in float64
    bound = ((1 + u) ** 2 * (1 + gamma) - 1) * slack + wide
    if name == "fp32" and sums != "fp32":
        bound += v  # a product of two float32 does not fit the narrow sum: the first addition rounds it too
    error = np.abs(product_in(A, B, name, accumulate=sums) - A @ B)
    assert np.all(error <= bound * (np.abs(A) @ np.abs(B)))


@given(formats)
def test_eq_precision_stall(name):
    top = 2.0 ** (number_format(name).fraction + 1)
    assert round_to(top + 1, name) == top
    assert round_to(top - 1, name) == top - 1
