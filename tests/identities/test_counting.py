"""The labeled equations of the chapter on counting, against a count of the products one by one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from linalg_book.counting import multiply_adds
from linalg_book.models import Model

several = settings(deadline=None, max_examples=50, derandomize=True)
sizes = st.integers(1, 40)


@several
@given(sizes, sizes, sizes, sizes, sizes)
def test_eq_counting_total(layers, heads, head, vocabulary, t):
    d = heads * head
    products = [(t, d, d)] * 4 + [(t, head, t), (t, t, head)] * heads + [(t, d, 4 * d), (t, 4 * d, d)]
    one_by_one = layers * sum(m * n * p for m, n, p in products) + t * d * vocabulary
    model = Model(layers=layers, width=d, vocabulary=vocabulary, context=t)
    assert sum(multiply_adds(model, t).values()) == one_by_one
    assert one_by_one == layers * (12 * t * d**2 + 2 * t**2 * d) + t * d * vocabulary


@several
@given(sizes, sizes)
def test_eq_counting_crossover(layers, d):
    model = Model(layers=layers, width=d, vocabulary=1, context=6 * d + 1)
    at = multiply_adds(model, 6 * d)
    assert at["attention"] == at["projections"] + at["feed-forward"]
    after = multiply_adds(model, 6 * d + 1)
    assert after["attention"] > after["projections"] + after["feed-forward"]
