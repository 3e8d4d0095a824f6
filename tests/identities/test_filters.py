"""The labeled equations of the chapter `filters`, tried on random filters, singular and badly scaled ones too."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from linalg_book.filters import apply_matrix, compose, homogeneous

EPS = np.finfo(float).eps
SETTINGS = settings(deadline=None, max_examples=50, derandomize=True)
ENTRIES = st.floats(-1e3, 1e3, allow_subnormal=False) | st.integers(-3, 3).map(float)
PIXELS = arrays(float, st.tuples(st.integers(1, 6), st.just(3)), elements=st.floats(0, 255, allow_subnormal=False))


@st.composite
def affine_maps(draw):
    """A filter [A | t]: any, of rank one, badly scaled, or zero; with a shift or without."""
    M = draw(arrays(float, (3, 4), elements=ENTRIES))
    kind = draw(st.sampled_from(["any", "rank one", "scaled", "zero", "linear"]))
    if kind == "rank one":
        M[:, :3] = np.outer(M[:, 0], M[0, :3]) / 1e3
    elif kind == "scaled":
        M[:, :3] *= 10.0 ** np.array([-8, -4, 0])
    elif kind == "linear":
        return M[:, :3]
    return 0 * M if kind == "zero" else M


def size(M, bound):
    """A bound on the values that a filter makes from values up to ``bound``."""
    M = homogeneous(M)[:3]
    return np.abs(M[:, :3]).sum() * bound + np.abs(M[:, 3]).max()


@SETTINGS
@given(affine_maps(), PIXELS)
def test_eq_filters_homogeneous(M, pixels):
    appended = np.column_stack([pixels, np.ones(len(pixels))])
    wanted = np.column_stack([apply_matrix(pixels, M), np.ones(len(pixels))])
    np.testing.assert_allclose(appended @ homogeneous(M).T, wanted, rtol=0, atol=8 * EPS * size(M, 255))


@SETTINGS
@given(affine_maps(), affine_maps(), PIXELS)
def test_eq_filters_chain(first, second, pixels):
    one_by_one = apply_matrix(apply_matrix(pixels, first), second)
    (A1, t1), (A2, t2) = ((H[:3, :3], H[:3, 3]) for H in map(homogeneous, (first, second)))
    tolerance = 32 * EPS * size(second, size(first, 255))
    np.testing.assert_allclose(pixels @ (A2 @ A1).T + (A2 @ t1 + t2), one_by_one, rtol=0, atol=tolerance)
    np.testing.assert_allclose(apply_matrix(pixels, compose(first, second)), one_by_one, rtol=0, atol=tolerance)
