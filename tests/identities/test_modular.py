"""The labelled equations of chapter ``modular``; all of them hold exactly."""

import itertools
import math

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from linalg_book.modular import adjugate, bezout, determinant_exact, inverse_mod

SETTINGS = settings(deadline=None, max_examples=50, derandomize=True)
WHOLE = st.integers(-(10**12), 10**12)


@st.composite
def squares(draw, elements=WHOLE, largest=5):
    """A square matrix of Python integers, from 1 x 1 up, sometimes of low rank or with many zeros."""
    n = draw(st.integers(1, largest))
    entries = draw(st.sampled_from([elements, st.integers(-1, 1)]))
    A = np.array(draw(st.lists(entries, min_size=n * n, max_size=n * n)), dtype=object).reshape(n, n)
    if draw(st.booleans()):
        A[-1] = A[0] * draw(st.integers(-2, 2))
    return A


def leibniz(A):
    """The determinant by its definition; the entries may be arrays."""
    n, total = len(A), 0
    for p in itertools.permutations(range(n)):
        sign = (-1) ** sum(p[i] > p[j] for i in range(n) for j in range(i, n))
        total = total + sign * math.prod(A[i, p[i]] for i in range(n))
    return total


@given(WHOLE, WHOLE, st.integers(2, 10**6))
@SETTINGS
def test_eq_modular_reduce(a, b, m):
    assert ((a % m) + (b % m) - (a + b)) % m == 0
    assert ((a % m) * (b % m) - a * b) % m == 0
    assert 0 <= a % m < m


@given(st.integers(0, 10**30), st.integers(0, 10**30))
@SETTINGS
def test_eq_modular_bezout(a, b):
    g, x, y = bezout(a, b)
    assert g == math.gcd(a, b) == a * x + b * y


@given(squares())
@SETTINGS
def test_eq_modular_adjugate(A):
    expected = leibniz(A) * np.eye(len(A), dtype=int).astype(object)
    np.testing.assert_array_equal(A @ adjugate(A), expected)
    np.testing.assert_array_equal(adjugate(A) @ A, expected)


@given(squares(), st.integers(2, 10**6))
@SETTINGS
def test_eq_modular_inverse(A, m):
    assume(math.gcd(leibniz(A), m) == 1)
    inverse = pow(leibniz(A), -1, m) * adjugate(A) % m
    np.testing.assert_array_equal(inverse_mod(A, m), inverse)
    np.testing.assert_array_equal(A @ inverse % m, np.eye(len(A)))
    np.testing.assert_array_equal(inverse @ A % m, np.eye(len(A)))


@given(squares())
@SETTINGS
def test_eq_modular_bareiss(A):
    det = leibniz(A)
    assert determinant_exact(A) == det
    A, sign, previous = A.copy(), 1, 1
    for k in range(len(A) - 1):  # the recurrence as it is printed: its divisions leave nothing over
        pivots = [i for i in range(k, len(A)) if A[i, k] != 0]
        if not pivots:
            assert det == 0
            return
        if pivots[0] != k:
            A[[k, pivots[0]]], sign = A[[pivots[0], k]], -sign
        for i in range(k + 1, len(A)):
            for j in range(k + 1, len(A)):
                entry, rest = divmod(A[k, k] * A[i, j] - A[i, k] * A[k, j], previous)
                assert rest == 0
                A[i, j] = entry
        previous = A[k, k]
    assert sign * A[-1, -1] == det
