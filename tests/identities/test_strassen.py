"""The labeled equations of the chapter `strassen`, in exact arithmetic where they are exact."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from linalg_book.cost import Counted, Tally, product_flops
from linalg_book.strassen import error_bound, largest_error, seven_products, strassen, strassen_flops, strassen_step

several = settings(deadline=None, max_examples=50, derandomize=True)
half = st.integers(1, 6)
seeds = st.integers(0, 2**32 - 1)


@several
@given(half, half, half, seeds)
def test_eq_strassen_seven(m, k, n, seed):
    rng = np.random.default_rng(seed)
    A, B = rng.integers(-(10**6), 10**6, (2 * m, 2 * k)), rng.integers(-(10**6), 10**6, (2 * k, 2 * n))
    m1, m2, m3, m4, m5, m6, m7 = seven_products(A, B)
    assembled = np.block([[m1 + m4 - m5 + m7, m3 + m5], [m2 + m4, m1 - m2 + m3 + m6]])
    np.testing.assert_array_equal(assembled, A @ B)
    np.testing.assert_array_equal(strassen_step(A, B), A @ B)


@several
@given(st.integers(1, 3), st.integers(0, 2))
def test_eq_strassen_flops(r, levels):
    n, tally = r * 2**levels, Tally()
    X = np.array([[Counted(1, tally)] * n] * n)

    def run(Y, Z, level):
        return strassen_step(Y, Z, multiply=lambda P, Q: run(P, Q, level - 1)) if level else Y @ Z

    run(X, X, levels)
    assert tally.flops == 7**levels * (2 * r**3 + 5 * r**2) - 6 * n**2
    if 2 * r > r + 1 or levels == 0:  # the cutoff r stops at r only if no smaller halving is skipped
        assert tally.flops == strassen_flops(n, cutoff=r)


@several
@given(st.integers(1, 10**6))
def test_eq_strassen_breakeven(h):
    one_level = 7 * product_flops(h, h, h) + 18 * h**2
    usual = product_flops(2 * h, 2 * h, 2 * h)
    assert (one_level, usual) == (14 * h**3 + 11 * h**2, 16 * h**3 - 4 * h**2)
    assert (one_level < usual) == (h > 7.5) == (2 * h >= 16)


@several
@given(st.integers(1, 4), st.integers(0, 4), seeds, st.sampled_from([1.0, 2.0**-20]))
def test_eq_strassen_bound(r, levels, seed, scale):
    rng, n = np.random.default_rng(seed), r * 2**levels
    A, B = rng.uniform(-1, 1, size=(2, n, n))
    A[: n // 2] = np.rint(A[: n // 2] * scale * 2**52) / 2**52  # rows of very different size
    cutoff = r if levels else n
    error = largest_error(A, B, strassen(A, B, cutoff=cutoff))
    bound = (12**levels * (r**2 + 5 * r) - 5 * n) * np.finfo(float).eps / 2
    assert error_bound(n, levels) * np.finfo(float).eps / 2 == bound
    higher = 1 + 1e3 * n * np.finfo(float).eps  # for the terms with u**2
    assert error <= bound * abs(A).max() * abs(B).max() * higher
