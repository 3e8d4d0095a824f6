"""The numbered equations of chapter *batching*, on random sizes."""

from math import ceil

from hypothesis import assume, given
from hypothesis import strategies as st

from linalg_book.batching import smallest_batch
from linalg_book.roofline import intensity

sizes = st.integers(1, 5000)
bytes_ = st.sampled_from([1, 2, 4, 8])


@given(sizes, sizes, bytes_)
def test_eq_batching_gemv(m, k, s):
    value = intensity(m, 1, k, itemsize=s)
    assert abs(value - 2 * m * k / (s * (m * k + k + m))) <= 4 * 2.0**-53 * value
    assert value < 2 / s


@given(sizes, sizes, bytes_, st.floats(0.01, 1000))
def test_eq_batching_smallest(n, k, s, r):
    room = 2 * n * k - r * s * (n + k)
    assume(room > 1e-6 * n * k)
    m = r * s * n * k / room
    exact = 2 * m * n * k / (s * (m * k + k * n + m * n))  # the intensity at this m, whole or not
    assert abs(exact - r) <= 1e-8 * r
    found = smallest_batch(n, k, itemsize=s, peak=r, bandwidth=1)
    assert abs(found - max(1, ceil(m))) <= max(1, 1e-6 * m)
    assert intensity(found, n, k, itemsize=s) >= r * (1 - 1e-6)
