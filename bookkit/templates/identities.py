"""The labelled equations of chapter ``STEM``."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from linalg_book.STEM import half

SETTINGS = settings(deadline=None, max_examples=50, derandomize=True)
MATRICES = arrays(float, array_shapes(min_dims=2, max_dims=2, max_side=6), elements=st.integers(-100, 100).map(float))


@given(MATRICES)
@SETTINGS
def test_eq_STEM_halves(A):
    np.testing.assert_array_equal(half(A) + half(A), A)
