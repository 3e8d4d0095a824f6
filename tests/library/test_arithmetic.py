"""Sum and product, entry by entry, held against NumPy, with what they refuse and how they say it."""

import html
import json
import re

import numpy as np
import pytest

from linalg_book.arithmetic import add, matmul, product_shape
from linalg_book.plotting import Picture
from linalg_book.plotting.arithmetic import plot_product_entry, plot_product_shapes, product_values

EPS = np.finfo(float).eps
A = np.array([[1, 2], [3, 4]])
B = np.array([[5, 6], [7, 8]])


def test_add_example_of_the_chapter():
    np.testing.assert_array_equal(add(A, B), [[6, 8], [10, 12]])


@pytest.mark.parametrize("shape", [(1, 1), (2, 5), (5, 2), (0, 3), (3, 0), (0, 0)])
def test_add_agrees_with_numpy(rng, shape):
    X, Y = rng.standard_normal((2, *shape))
    np.testing.assert_array_equal(add(X, Y), X + Y)


def test_add_makes_integers_floats():
    assert add(A, B).dtype == np.float64


def test_add_keeps_complex_numbers():
    np.testing.assert_array_equal(add([[1j]], [[2]]), [[2 + 1j]])
    np.testing.assert_array_equal(add([[2]], [[1j]]), [[2 + 1j]])


@pytest.mark.parametrize("shape", [(1, 2), (2, 1), (1, 1), (3, 2), (2, 3)])
def test_add_refuses_what_numpy_would_stretch(shape):
    with pytest.raises(ValueError, match=r"A \+ B needs two matrices of one shape, got \(2, 2\) and \("):
        add(A, np.ones(shape))


def test_add_refuses_a_row_and_a_column_of_as_many_entries():
    with pytest.raises(ValueError, match=r"A \+ B needs two matrices of one shape, got \(1, 4\) and \(4, 1\)"):
        add(np.ones((1, 4)), np.ones((4, 1)))


def test_add_refuses_a_vector():
    with pytest.raises(ValueError, match=r"B must be a matrix \(2 axes\), got shape \(2,\)"):
        add(A, [1, 2])


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("function", [add, matmul])
def test_nan_and_inf_are_refused(function, value):
    with pytest.raises(ValueError, match="A must be finite"):
        function([[1, value], [0, 1]], B)
    with pytest.raises(ValueError, match="B must be finite"):
        function(A, [[1, value], [0, 1]])


@pytest.mark.parametrize("function", [add, matmul])
def test_words_are_refused(function):
    with pytest.raises(TypeError, match="A must hold numbers"):
        function([["a"]], [[1]])


@pytest.mark.parametrize("function", [add, matmul])
def test_the_input_is_untouched_and_the_result_new(function):
    X, Y = A.astype(float), B.astype(float)
    Z = function(X, Y)
    np.testing.assert_array_equal(X, A)
    np.testing.assert_array_equal(Y, B)
    assert not np.shares_memory(Z, X) and not np.shares_memory(Z, Y)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [((2, 3), (3, 1), (2, 1)), ((1, 1), (1, 1), (1, 1)), ((0, 3), (3, 2), (0, 2)), ((2, 0), (0, 4), (2, 4))],
)
def test_product_shape_takes_the_outer_sizes(left, right, expected):
    assert product_shape(left, right) == expected


@pytest.mark.parametrize(
    ("left", "right", "hint"),
    [
        ((2, 3), (2, 3), "A.T @ B or A @ B.T would fit"),
        ((2, 3), (2, 4), "A.T @ B would fit"),
        ((2, 3), (4, 3), "A @ B.T would fit"),
        ((2, 3), (4, 2), "B @ A would fit"),
        ((2, 3), (4, 5), "no transposed factor would fit"),
        ((2, 1), (2, 2), "A.T @ B or B @ A would fit"),
    ],
)
def test_product_shape_says_what_would_fit(left, right, hint):
    with pytest.raises(ValueError) as refusal:
        product_shape(left, right)
    message = f"cannot multiply A {left} by B {right}: {left[1]} columns meet {right[0]} rows; {hint}"
    assert str(refusal.value) == message


@pytest.mark.parametrize(("left", "right", "name"), [((2,), (2, 3), "left"), ((2, 3), (3, 1, 1), "right")])
def test_product_shape_refuses_other_than_two_sizes(left, right, name):
    with pytest.raises(ValueError, match=f"{name} must be the shape of a matrix, two sizes, got"):
        product_shape(left, right)


def test_matmul_example_of_the_chapter():
    np.testing.assert_array_equal(matmul(A, B), [[19, 22], [43, 50]])
    np.testing.assert_array_equal(matmul(B, A), [[23, 34], [31, 46]])
    np.testing.assert_array_equal(matmul([[1, 2, 3], [4, 5, 6]], [[1], [2], [3]]), [[14], [32]])


@pytest.mark.parametrize("m, n, p", [(1, 1, 1), (1, 5, 1), (5, 1, 5), (2, 7, 3), (7, 2, 3), (4, 4, 4)])
def test_matmul_agrees_with_numpy(rng, m, n, p):
    X, Y = rng.standard_normal((m, n)), rng.standard_normal((n, p))
    # both sums of n products are off by n * eps / 2 of the sum of the absolute values at most, to first order
    assert (abs(matmul(X, Y) - X @ Y) <= 2 * n * EPS * (abs(X) @ abs(Y))).all()


@pytest.mark.parametrize("m, n, p", [(0, 3, 2), (2, 3, 0), (2, 0, 3), (0, 0, 0)])
def test_matmul_of_empty_matrices_is_all_zeros(m, n, p):
    np.testing.assert_array_equal(matmul(np.ones((m, n)), np.ones((n, p))), np.zeros((m, p)))


def test_matmul_of_whole_numbers_is_exact(rng):
    X, Y = rng.integers(-1000, 1000, size=(6, 4)), rng.integers(-1000, 1000, size=(4, 5))
    np.testing.assert_array_equal(matmul(X, Y), X @ Y)


def test_matmul_makes_integers_floats():
    assert matmul(A, B).dtype == np.float64


def test_matmul_does_not_conjugate():
    np.testing.assert_array_equal(matmul([[1j, 2]], [[1j], [3]]), [[5 + 0j]])
    np.testing.assert_array_equal(matmul([[1, 2]], [[1j], [3]]), [[6 + 1j]])
    np.testing.assert_array_equal(matmul([[1j, 2]], [[1], [3]]), [[6 + 1j]])


def test_matmul_keeps_structural_zeros(rng):
    upper = np.triu(rng.standard_normal((5, 5)))
    np.testing.assert_array_equal(np.tril(matmul(upper, upper), -1), np.zeros((5, 5)))


def test_matmul_refuses_sizes_that_differ():
    with pytest.raises(ValueError, match="3 columns meet 2 rows; A.T @ B or A @ B.T would fit"):
        matmul(np.ones((2, 3)), np.ones((2, 3)))


@pytest.mark.parametrize("x", [3, [1, 2], np.ones((2, 2, 2))])
def test_matmul_refuses_what_is_no_matrix(x):
    with pytest.raises(ValueError, match=r"A must be a matrix \(2 axes\), got shape"):
        matmul(x, B)


def test_plot_product_entry_follows_the_entry_asked_for():
    picture = plot_product_entry(A, B, A @ B, row=1, column=1)
    assert isinstance(picture, Picture)
    assert picture.alt.endswith("Row 2 of A, (3, 4), and column 2 of B, (6, 8), cross at 3 · 6 + 4 · 8 = 50.")


def test_plot_product_entry_tells_its_script_the_factors_and_the_entry():
    shown = plot_product_entry(A, B, A @ B, row=1, interactive="product").svg()
    found = re.match(r'<div data-figure="product" data-values="([^"]*)" class="interactive"><svg', shown)
    values = {"A": A.tolist(), "B": B.tolist(), "views": ["entry"], "start": "entry", "row": 1, "column": 0}
    assert json.loads(html.unescape(found[1])) == values
    assert plot_product_entry(A, B, A @ B).svg().startswith("<svg")


def test_product_values_starts_with_the_first_view_unless_told_otherwise():
    assert product_values(A, B, views=("row", "outer"))["start"] == "row"
    assert product_values(A, B, views=("row", "outer"), start="outer")["start"] == "outer"
    json.dumps(product_values(A / 2, B, views=("row",)))


def test_plot_product_shapes_says_which_pair_fits():
    picture = plot_product_shapes(((2, 3), (3, 1)), ((2, 3), (4, 3)))
    assert "the inner sizes 3 and 3 agree, the product is 2 by 1." in picture.alt
    assert "the inner sizes 3 and 4 differ, there is no product." in picture.alt
