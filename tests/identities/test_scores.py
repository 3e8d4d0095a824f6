"""The labeled equation of the chapter `scores`, tried on random weights and features."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

EPS = np.finfo(float).eps
SETTINGS = settings(deadline=None, max_examples=50, derandomize=True)


@SETTINGS
@given(st.integers(1, 9).flatmap(lambda n: arrays(float, (2, n), elements=st.floats(-1e6, 1e6))), st.floats(-1e6, 1e6))
def test_eq_scores_range(example, t):
    w, x = example
    # each side rounds every one of n products and sums at most n + 1 times
    slack = 2 * (len(w) + 1) * EPS * abs(t) * (abs(w) @ abs(x)) + np.finfo(float).tiny
    assert abs(w @ (t * x) - t * (w @ x)) <= slack
