"""The four views of a product: each against NumPy, in every shape, with the types and the errors they promise."""

import html
import json
import re
from fractions import Fraction

import numpy as np
import pytest

from linalg_book.functions import matrix_of
from linalg_book.matmul import (
    outer_terms,
    product_by_blocks,
    product_by_columns,
    product_by_outer,
    product_by_rows,
)
from linalg_book.plotting import Picture
from linalg_book.plotting.matmul import (
    plot_block_product,
    plot_column_walk,
    plot_entry_steps,
    plot_four_views,
    plot_outer_sums,
)

EPS = np.finfo(float).eps
A, B = np.array([[3, 1, 0], [1, 2, 2]]), np.array([[1, 0, 2, 1], [0, 2, 1, 1], [1, 1, 2, 0]])
C = np.array([[3, 2, 7, 4], [3, 6, 8, 3]])  # by hand


def blocks(block):
    def view(A, B):
        return product_by_blocks(A, B, block=block)

    view.__name__ = f"blocks_of_{block}"
    return view


VIEWS = [product_by_rows, product_by_columns, product_by_outer, blocks(1), blocks(2), blocks(3), blocks(64)]
SHAPES = [(1, 1, 1), (2, 3, 4), (7, 1, 5), (1, 9, 1), (6, 5, 1), (5, 5, 5), (10, 7, 4)]
views = pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)


def test_product_is_the_matrix_of_the_composed_map():
    np.testing.assert_array_equal(matrix_of(lambda x: A @ (B @ x), 4), product_by_columns(A, B))


@views
def test_views_multiply_whole_numbers_exactly(view):
    np.testing.assert_array_equal(view(A, B), C)


@views
@pytest.mark.parametrize("shape", SHAPES)
def test_views_agree_with_numpy_within_the_bound(view, shape, rng):
    m, k, n = shape
    A, B = rng.standard_normal((m, k)), rng.standard_normal((k, n))
    assert (abs(view(A, B) - A @ B) <= k * EPS * (abs(A) @ abs(B))).all()  # 2 * gamma_k, u = eps / 2


@views
@pytest.mark.parametrize("shape", [(0, 3, 2), (2, 3, 0), (2, 0, 3), (0, 0, 0)])
def test_views_of_empty_factors_are_empty_or_zero(view, shape):
    m, k, n = shape
    product = view(np.ones((m, k)), np.ones((k, n)))
    np.testing.assert_array_equal(product, np.zeros((m, n)))
    assert product.shape == (m, n)


@views
def test_views_multiply_complex_numbers_without_conjugating(view):
    np.testing.assert_array_equal(view([[1j, 2]], [[1j], [1]]), [[1 + 0j]])
    assert view([[1j]], [[2]]).dtype == np.complex128


@views
@pytest.mark.parametrize(
    ("left", "right", "wanted"),
    [("f4", "f4", "f4"), ("f2", "f2", "f2"), ("f4", "f8", "f8"), ("f2", "f4", "f8"), ("i4", "i4", "f8"),
     ("?", "?", "f8"), ("f4", "i4", "f8"), ("c8", "c8", "c16"), ("f4", "c8", "c16"), ("f8", "f8", "f8")],
)  # fmt: skip
def test_views_keep_a_narrow_type_that_both_factors_share(view, left, right, wanted):
    assert view(np.eye(3, dtype=left), np.ones((3, 2), dtype=right)).dtype == np.dtype(wanted)


@views
def test_views_do_their_arithmetic_in_float32(view):
    A, B = np.array([[1, 2**-13]], np.float32), np.array([[1], [2**-13]], np.float32)
    assert view(A, B)[0, 0] == 1  # in float64 it would be 1 + 2**-26
    assert view(A.astype(float), B.astype(float))[0, 0] == 1 + 2.0**-26


@views
def test_views_leave_their_factors_alone(view, rng):
    for dtype in (np.float64, np.float32):
        for order in "CF":
            A, B = (np.array(rng.standard_normal((3, 3)), dtype, order=order) for _ in range(2))
            before = A.copy(), B.copy()
            product = view(A, B)
            product += 1
            np.testing.assert_array_equal((A, B), before)


@views
def test_views_of_a_strided_factor(view, rng):
    M = rng.integers(-9, 10, (6, 8)).astype(np.float32)
    np.testing.assert_array_equal(view(M[::2, ::-2], M.T[:4, 1:4]), M[::2, ::-2] @ M.T[:4, 1:4])


@views
@pytest.mark.parametrize(
    ("left", "right", "message"),
    [
        (np.ones((2, 3)), np.ones((2, 3)), "cannot multiply A (2, 3) by B (2, 3): 3 columns meet 2 rows"),
        (np.ones(3), np.ones((3, 1)), "A must be a matrix (2 axes), got shape (3,)"),
        (np.ones((1, 2)), np.ones((2, 1, 1)), "B must be a matrix (2 axes), got shape (2, 1, 1)"),
        ([[np.nan]], [[1]], "A must be finite"),
        ([[1]], np.array([[np.inf]], np.float32), "B must be finite"),
        ([[1], [2, 3]], [[1]], "A must be a rectangular array of numbers"),
    ],
)
def test_views_refuse_what_does_not_fit(view, left, right, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        view(left, right)


@views
def test_views_refuse_what_is_no_number(view):
    with pytest.raises(TypeError, match="B must hold numbers, got dtype object"):
        view([[1]], [[Fraction(1, 2)]])


def test_product_by_rows_gives_a_row_from_the_weights_of_that_row_alone():
    changed = np.vstack([A[:1], [[100, 100, 100]]])
    np.testing.assert_array_equal(product_by_rows(changed, B)[0], C[0])


def test_product_by_columns_stays_in_the_column_space(rng):
    a = np.array([[1], [2], [-4]])
    product = product_by_columns(a, rng.integers(-9, 10, (1, 20)))
    np.testing.assert_array_equal(product[1:], product[:1] * [[2], [-4]])


def test_outer_terms_are_the_outer_products():
    np.testing.assert_array_equal(outer_terms(A, B), [np.outer(A[:, ell], B[ell]) for ell in range(3)])


def test_outer_terms_have_rank_one_at_most(rng):
    terms = outer_terms(rng.integers(-9, 10, (5, 8)), np.vstack([rng.integers(1, 10, (7, 6)), np.zeros((1, 6))]))
    minors = terms[:, :-1, :-1] * terms[:, 1:, 1:] - terms[:, :-1, 1:] * terms[:, 1:, :-1]
    assert not minors.any() and terms[:7].any() and not terms[7].any()


def test_outer_terms_of_an_empty_inner_size_are_none():
    assert outer_terms(np.ones((2, 0)), np.ones((0, 3))).shape == (0, 2, 3)


def test_outer_terms_share_no_memory_with_the_factors():
    A, B = np.ones((2, 1)), np.ones((1, 2))
    outer_terms(A, B)[:] = 7
    assert A.max() == B.max() == 1


def test_outer_terms_refuse_factors_that_do_not_meet():
    with pytest.raises(ValueError, match="3 columns meet 2 rows"):
        outer_terms(A, A)


def test_product_by_blocks_takes_any_side_up_to_the_whole(rng):
    A, B = rng.integers(-9, 10, (7, 5)), rng.integers(-9, 10, (5, 6))
    for block in range(1, 9):
        np.testing.assert_array_equal(product_by_blocks(A, B, block=block), A @ B)


def test_product_by_blocks_of_one_tile_is_the_product_itself(rng):
    A, B = rng.standard_normal((6, 6)), rng.standard_normal((6, 6))
    np.testing.assert_array_equal(product_by_blocks(A, B, block=6), A @ B)


def test_product_by_blocks_of_side_one_adds_in_the_order_of_the_loops():
    A, B = np.array([[1e16, 1, -1e16]]), np.ones((3, 1))
    assert product_by_blocks(A, B, block=1)[0, 0] == (1e16 + 1) - 1e16


def test_product_by_blocks_takes_a_numpy_integer():
    np.testing.assert_array_equal(product_by_blocks(A, B, block=np.int64(2)), C)


@pytest.mark.parametrize("block", [0, -2])
def test_product_by_blocks_refuses_tiles_of_no_size(block):
    with pytest.raises(ValueError, match=f"block must be at least 1, got {block}"):
        product_by_blocks(A, B, block=block)


@pytest.mark.parametrize("block", [2.0, "2", None])
def test_product_by_blocks_refuses_sides_that_are_no_whole_number(block):
    with pytest.raises(TypeError, match="block must be a whole number, got"):
        product_by_blocks(A, B, block=block)


def test_plot_entry_steps_tells_the_running_sum():
    alt = plot_entry_steps(A, B, row=0, column=2).alt
    assert "Row 1 of A, (3, 1, 0), over column 3 of B, (2, 1, 2): the products (6, 1, 0) add up to 6, 7, 7" in alt


def test_plot_column_walk_ends_at_the_column():
    picture = plot_column_walk(A, B[:, 2], names=["omelet", "pancake", "latte"])
    assert picture.alt.endswith("2 times latte (0, 2), ending at (7, 8).")


def test_plot_column_walk_takes_fractions_and_steps_back():
    picture = plot_column_walk([[1, 0], [0, 2]], [-0.5, 0], names=["a", "b"])
    assert picture.alt == "A walk from the origin: -0.5 times a (1, 0), 0 times b (0, 2), ending at (-0.5, 0)."


def test_plot_outer_sums_ends_with_the_product():
    assert plot_outer_sums(outer_terms(A, B)).alt.endswith("rows (3, 2, 7, 4) and (3, 6, 8, 3), the product.")


def test_plot_block_product_tells_the_cuts():
    picture = plot_block_product(A, B, C, rows=1, inner=2, columns=3)
    assert "A, 2 by 3, is cut after row 1 and column 2; B, 3 by 4, after row 2 and column 3" in picture.alt


def test_plot_four_views_draws_four():
    picture = plot_four_views(A, B, C)
    assert isinstance(picture, Picture)
    words = [text.get_text() for text in picture.figure.axes[0].texts if not text.get_text().isdigit()]
    assert words == ["a row", "a column", "an outer product", "a block"]


def test_plot_four_views_tells_its_script_the_factors_and_the_views():
    shown = plot_four_views(A, B, C, interactive="product").svg()
    found = re.match(r'<div data-figure="product" data-values="([^"]*)" class="interactive"><svg', shown)
    views = ["entry", "row", "column", "outer", "block"]
    assert json.loads(html.unescape(found[1])) == {"A": A.tolist(), "B": B.tolist(), "views": views, "start": "row"}
    assert plot_four_views(A, B, C).svg().startswith("<svg")
