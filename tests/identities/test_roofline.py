"""The labeled equations of the chapter `roofline`, tried on sizes from 1 to a million and processors of every kind."""

from fractions import Fraction

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from linalg_book.cost import gemm_flops
from linalg_book.roofline import ITEMSIZE, attainable, bound, gemm_bytes, gemm_seconds, intensity, ridge

EPS = np.finfo(float).eps
SETTINGS = settings(deadline=None, max_examples=200, derandomize=True)
SIZE = st.one_of(st.integers(1, 12), st.integers(1, 10**6), st.sampled_from([1, 64, 4096]))
ITEM = st.sampled_from(sorted(set(ITEMSIZE.values())))
PEAK, BANDWIDTH = st.floats(1e9, 1e16), st.floats(1e9, 1e13)


@SETTINGS
@given(SIZE, SIZE, SIZE, ITEM)
def test_eq_roofline_intensity(m, n, k, s):
    Q = sum(s * rows * columns for rows, columns in ((m, k), (k, n), (m, n)))  # one matrix at a time
    assert gemm_bytes(m, n, k, itemsize=s) == Q
    s, Q = Fraction(s), Fraction(Q)  # FP4 takes half a byte
    exact = 2 / s / (Fraction(1, m) + Fraction(1, n) + Fraction(1, k))
    assert exact == 2 * m * n * k / Q
    assert abs(intensity(m, n, k, itemsize=float(s)) / float(exact) - 1) <= 2 * EPS
    assert exact < 2 * min(m, n, k) / s  # the smallest size rules


@SETTINGS
@given(SIZE, SIZE, SIZE, ITEM, PEAK, BANDWIDTH, st.floats(0.5, 2.0))
def test_eq_roofline_roof(m, n, k, s, peak, bandwidth, factor):
    F, Q = gemm_flops(m, n, k), gemm_bytes(m, n, k, itemsize=s)
    least = gemm_seconds(m, n, k, itemsize=s, peak=peak, bandwidth=bandwidth)
    most = attainable(intensity(m, n, k, itemsize=s), peak, bandwidth)
    assert abs(F / least / most - 1) <= 8 * EPS
    T = factor * least  # any time at all: it keeps the one bound if it keeps the other
    assume(abs(factor - 1) > 16 * EPS)
    assert (T >= max(F / peak, Q / bandwidth)) == (F / T <= most)
    memory = bound(m, n, k, itemsize=s, peak=peak, bandwidth=bandwidth) == "memory"
    if abs(F / Q / ridge(peak, bandwidth) - 1) > 8 * EPS:
        assert memory == (Q / bandwidth > F / peak)


@SETTINGS
@given(st.integers(1, 10**5), st.integers(1, 10**5), ITEM, st.integers(1, 2000))
def test_eq_roofline_rows(t, d, s, level):
    exact = 2 / Fraction(s) * Fraction(t * d, d + 2 * t)
    assert abs(intensity(t, d, d, itemsize=s) / float(exact) - 1) <= 2 * EPS
    if d > s * level:
        assert (exact >= level) == (t >= Fraction(s) * level * d / (2 * d - 2 * Fraction(s) * level))
    else:
        assert exact < level  # with no number of rows
