"""The labeled equations of the chapter `shapes`, tried on matrices of every shape and every cut."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from linalg_book.shapes import partition

EPS = np.finfo(float).eps
SETTINGS = settings(deadline=None, max_examples=80, derandomize=True)
SIZE = st.integers(1, 7)


def cuts(size):
    """Increasing cuts of so many rows or columns, none to all of them."""
    return st.sets(st.integers(1, max(size - 1, 1)), max_size=max(size - 1, 0)).map(sorted)


@st.composite
def factors(draw):
    """Two factors of whole numbers, with cuts that agree at the inner size."""
    m, n, p = draw(SIZE), draw(SIZE), draw(SIZE)
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    A, B = rng.integers(-9, 10, (m, n)), rng.integers(-9, 10, (n, p))
    return A, B, draw(cuts(m)), draw(cuts(n)), draw(cuts(p))


@SETTINGS
@given(factors())
def test_eq_shapes_blocks(example):
    A, B, rows, inner, columns = example
    left, right = partition(A, rows, inner), partition(B, inner, columns)
    product = A @ B  # whole numbers: exact in any order
    expected = partition(product, rows, columns)
    for i, line in enumerate(expected):
        for j, block in enumerate(line):
            np.testing.assert_array_equal(sum(left[i][k] @ right[k][j] for k in range(len(inner) + 1)), block)


@SETTINGS
@given(st.integers(1, 30), st.integers(0, 2**32 - 1), st.sampled_from([0.0, 1.0, 100.0]))
def test_eq_shapes_accident(n, seed, shift):
    rng = np.random.default_rng(seed)
    y, t = rng.standard_normal((n, 1)), rng.standard_normal(n) + shift
    loss = ((y - t) ** 2).mean()  # the accident itself: every prediction minus every target
    expected = sum((a - b) ** 2 for a in y[:, 0] for b in t) / n**2
    np.testing.assert_allclose(loss, expected, rtol=4 * n * EPS)
    formula = y.var() + t.var() + (y.mean() - t.mean()) ** 2
    np.testing.assert_allclose(loss, formula, rtol=0, atol=8 * n * EPS * (1 + (y**2).mean() + (t**2).mean()))
