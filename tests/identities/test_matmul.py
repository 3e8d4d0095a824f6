"""The labeled equations of the chapter `matmul`, tried on factors of every shape, also empty ones.

The entries are whole numbers, so that every sum is exact and both sides agree to the last bit.
"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from linalg_book.arithmetic import matmul
from linalg_book.matmul import outer_terms, product_by_blocks, product_by_columns, product_by_rows

SETTINGS = settings(deadline=None, max_examples=60, derandomize=True)
SIZE = st.integers(0, 6)


@st.composite
def factors(draw):
    """Two factors that meet, real or complex, and the generator they came from."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    m, k, n = draw(SIZE), draw(SIZE), draw(SIZE)
    A, B = rng.integers(-9, 10, (m, k)), rng.integers(-9, 10, (k, n))
    if draw(st.booleans()):
        A, B = A + 1j * rng.integers(-9, 10, (m, k)), B - 1j * rng.integers(-9, 10, (k, n))
    return A, B, rng


@SETTINGS
@given(factors())
def test_eq_matmul_composition(example):
    A, B, rng = example
    C, x = matmul(A, B), rng.integers(-9, 10, B.shape[1])
    np.testing.assert_array_equal(C @ x, A @ (B @ x))
    if C.size:  # and no other matrix does it
        other = C.copy()
        other[-1, -1] += 1
        e = np.eye(B.shape[1])[-1]
        assert (other @ e != A @ (B @ e)).any()


@SETTINGS
@given(factors())
def test_eq_matmul_rows(example):
    A, B, _ = example
    C, found = matmul(A, B), product_by_rows(A, B)
    for i in range(len(A)):
        combination = sum((A[i, ell] * B[ell] for ell in range(len(B))), np.zeros(B.shape[1]))
        np.testing.assert_array_equal(C[i], combination)
        np.testing.assert_array_equal(found[i], combination)


@SETTINGS
@given(factors())
def test_eq_matmul_columns(example):
    A, B, _ = example
    C, found = matmul(A, B), product_by_columns(A, B)
    for j in range(B.shape[1]):
        combination = sum((B[ell, j] * A[:, ell] for ell in range(len(B))), np.zeros(len(A)))
        np.testing.assert_array_equal(C[:, j], combination)
        np.testing.assert_array_equal(found[:, j], combination)


@SETTINGS
@given(factors())
def test_eq_matmul_outer(example):
    A, B, _ = example
    terms = outer_terms(A, B)
    np.testing.assert_array_equal(terms.sum(axis=0), matmul(A, B))
    for term, column, row in zip(terms, A.T, B, strict=True):
        np.testing.assert_array_equal(term, np.outer(column, row))


@SETTINGS
@given(factors(), st.integers(1, 7))
def test_eq_matmul_blocks(example, block):
    A, B, rng = example
    C = matmul(A, B)
    np.testing.assert_array_equal(product_by_blocks(A, B, block=block), C)

    def cuts(size):  # ragged, also of no width
        return [0, *sorted(rng.integers(0, size + 1, 2).tolist()), size]

    rows, inner, columns = cuts(len(A)), cuts(len(B)), cuts(B.shape[1])
    for top, bottom in zip(rows, rows[1:], strict=False):
        for left, right in zip(columns, columns[1:], strict=False):
            parts = [A[top:bottom, a:z] @ B[a:z, left:right] for a, z in zip(inner, inner[1:], strict=False)]
            np.testing.assert_array_equal(sum(parts), C[top:bottom, left:right])
