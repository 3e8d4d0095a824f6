"""The labeled equation of the chapter `grades`, tried on random classes of every shape."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from linalg_book.grades import weighted_sum

EPS = np.finfo(float).eps
SETTINGS = settings(deadline=None, max_examples=50, derandomize=True)
SIZE = st.integers(1, 8)


def whole(shape, low, high):
    """Arrays of whole numbers as floats: their sums and products are exact up to 2**53."""
    return arrays(np.int64, shape, elements=st.integers(low, high)).map(lambda a: a.astype(float))


@st.composite
def classes(draw, low=0, high=100):
    """A matrix of marks, and weights that are not negative and sum to 1; wide, tall, repeated rows, zero weights."""
    m, n = draw(SIZE), draw(SIZE)
    marks = draw(whole((m, n), low, high))
    if draw(st.booleans()):
        marks[:] = marks[0]  # rank one
    counts = draw(whole(n, 0, 1000).filter(np.any))
    return marks, counts / counts.sum()


@SETTINGS
@given(classes(low=-(10**6), high=10**6))
def test_eq_grades_between(example):
    marks, weights = example
    for row in marks:
        # the weights miss a sum of 1 by n * eps at most, and the dot product is off by n * eps * max|x|
        slack = 2 * len(row) * EPS * abs(row).max()
        assert row.min() - slack <= weighted_sum(weights, row) <= row.max() + slack
