"""The labeled equations of the chapter `layout`, tried on arrays, views and loops of every shape."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from linalg_book.layout import lines_touched, offset, strides_of

SETTINGS = settings(deadline=None, max_examples=60, derandomize=True)
SIZE = st.integers(1, 9)


@SETTINGS
@given(SIZE, SIZE)
def test_eq_layout_offset(m, n):
    A = np.arange(m * n).reshape(m, n)  # each entry is its own place in the row-major line
    by_rows, by_columns = A.ravel(order="C"), A.ravel(order="F")
    for i, j in np.ndindex(m, n):
        assert by_rows[i * n + j] == A[i, j]
        assert by_columns[i + j * m] == A[i, j]
        assert offset((i, j), strides_of((m, n), itemsize=1)) == i * n + j
        assert offset((i, j), strides_of((m, n), itemsize=1, order="F")) == i + j * m


@st.composite
def views(draw):
    """A view of an array of one to three axes: cut, reversed, with steps, perhaps with its axes swapped."""
    shape = draw(st.lists(SIZE, min_size=1, max_size=3))
    A = np.empty(shape, dtype=draw(st.sampled_from(["f8", "f4", "i1", "c16"])), order=draw(st.sampled_from("CF")))
    step = st.sampled_from([1, 2, 3, -1, -2])
    A = A[tuple(slice(None, None, draw(step)) for _ in shape)]
    return A.transpose(draw(st.permutations(range(A.ndim))))


@SETTINGS
@given(views())
def test_eq_layout_address(A):
    start = A.ctypes.data
    for index in np.ndindex(A.shape):
        rest = A[tuple(slice(i, None) for i in index)]  # the view that begins at this entry
        assert rest.ctypes.data == start + sum(i * s for i, s in zip(index, A.strides, strict=True))
        assert rest.ctypes.data == start + offset(index, A.strides)


@SETTINGS
@given(st.integers(1, 12), st.integers(1, 5), st.sampled_from([1, 2, 4, 8]), st.integers(1, 12))
def test_eq_layout_loads(m, blocks, e, c):
    n = blocks * e
    how = {"line": 8 * e, "capacity": c}
    assert lines_touched((m, n), **how) == m * n // e
    assert lines_touched((m, n), traversal="columns", **how) == (m * n // e if m <= c else m * n)
    assert lines_touched((n, m), order="F", **how | {"traversal": "columns"}) == m * n // e  # A.T by columns: the same
