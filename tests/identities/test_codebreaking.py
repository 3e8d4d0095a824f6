"""The labelled equations of chapter ``codebreaking``; all of them hold exactly."""

import itertools
import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from linalg_book.cipher import to_letters
from linalg_book.codebreaking import count_keys, recover_key
from linalg_book.modular import inverse_mod

SETTINGS = settings(deadline=None, max_examples=50, derandomize=True)


@st.composite
def pairs_of_keys(draw):
    """Two keys of one size, each a lower times an upper triangle with units on the diagonal, rows shuffled."""
    n, keys = draw(st.integers(1, 4)), []
    for _ in range(2):
        entries = np.array(draw(st.lists(st.integers(0, 25), min_size=n * n, max_size=n * n))).reshape(n, n)
        units = draw(st.lists(st.sampled_from([1, 3, 5, 7, 9, 11, 15, 17, 19, 21, 23, 25]), min_size=n, max_size=n))
        lower, upper = np.tril(entries, -1) + np.eye(n, dtype=int), np.triu(entries, 1) + np.diag(units)
        keys.append((lower @ upper % 26)[draw(st.permutations(range(n)))])
    return keys


def leibniz(A):
    """The determinant by its definition; the entries may be arrays."""
    n, total = len(A), 0
    for p in itertools.permutations(range(n)):
        sign = (-1) ** sum(p[i] > p[j] for i in range(n) for j in range(i, n))
        total = total + sign * math.prod(A[i, p[i]] for i in range(n))
    return total


@given(st.sampled_from([(1, 2), (2, 2), (3, 2), (1, 13), (2, 13)]), st.integers(1, 5))
@SETTINGS
def test_eq_codebreaking_count(case, n):
    size, p = case
    grid = np.indices((p,) * size**2).reshape(size, size, -1)  # every matrix modulo p
    assert np.count_nonzero(leibniz(grid) % p) == math.prod(p**size - p**i for i in range(size))
    assert count_keys(n) == math.prod((2**n - 2**i) * (13**n - 13**i) for i in range(n))


@given(pairs_of_keys())
@SETTINGS
def test_eq_codebreaking_attack(pair):
    K, P = pair
    C = K @ P % 26
    np.testing.assert_array_equal(C @ inverse_mod(P, 26) % 26, K)
    np.testing.assert_array_equal(recover_key(to_letters(P.T.ravel()), to_letters(C.T.ravel()), len(K)), K)
