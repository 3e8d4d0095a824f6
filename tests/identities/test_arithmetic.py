"""The labeled equation of the chapter `arithmetic`, tried on matrices of every shape."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from linalg_book.arithmetic import matmul, product_shape

SETTINGS = settings(deadline=None, max_examples=50, derandomize=True)
SIZE = st.integers(0, 6)


@SETTINGS
@given(SIZE, SIZE, SIZE)
def test_eq_arithmetic_shapes(m, n, p):
    A, B = np.ones((m, n)), np.ones((n, p))
    assert (A @ B).shape == matmul(A, B).shape == product_shape(A.shape, B.shape) == (m, p)
    np.testing.assert_array_equal(matmul(A, B), np.full((m, p), n))  # every entry is a sum of n ones
