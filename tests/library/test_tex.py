"""Formulas written from arrays (no chapter of its own: first used in ``arithmetic``)."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from linalg_book.tex import Tex, matrix, number, product_steps


def test_tex_prints_its_source_with_single_backslashes():
    assert repr(Tex(r"A^\top")) == r"A^\top"


def test_tex_is_drawn_as_a_displayed_formula():
    assert Tex(r"A^\top")._repr_latex_() == r"$$A^\top$$"


@pytest.mark.parametrize(
    "value, source",
    [
        (0, "0"),
        (7, "7"),
        (-3.0, "-3"),
        (-0.0, "0"),
        (np.int64(12), "12"),
        (np.float64(2.0), "2"),
        (123456789.0, "123456789"),
        (10**18, "1000000000000000000"),
        (10**400 + 1, "1" + 399 * "0" + "1"),
        (Fraction(1, 10**400), rf"\tfrac{{1}}{{1{400 * '0'}}}"),
        (88.55, "88.55"),
        (0.1 + 0.2, "0.3"),
        (-0.7, "-0.7"),
        (1 / 3, "0.3333"),
        (np.float32(0.5), "0.5"),
        (Fraction(1, 3), r"\tfrac{1}{3}"),
        (Fraction(-2, 6), r"-\tfrac{1}{3}"),
        (Fraction(6, 2), "3"),
        (2e-7, r"2 \cdot 10^{-7}"),
        (-1.5e-9, r"-1.5 \cdot 10^{-9}"),
        (1e20, r"1 \cdot 10^{20}"),
        (1e15, r"1 \cdot 10^{15}"),
        (1e15 - 1, "999999999999999"),
        (10.00001, "10"),
        (Decimal("2.50"), "2.5"),
        (5e-324, r"4.9407 \cdot 10^{-324}"),
        (1 - 2j, "1 - 2i"),
        (-0.5 + 0j, "-0.5"),
        (np.complex64(1 - 2j), "1 - 2i"),
        (np.complex64(0.5), "0.5"),
        (np.float32(1e20), r"1 \cdot 10^{20}"),
    ],
)
def test_number_writes(value, source):
    assert number(value) == source


@pytest.mark.parametrize("digits, source", [(0, "10"), (1, "10.4"), (2, "10.38"), (5, "10.375")])
def test_number_keeps_at_most_the_digits_asked_for(digits, source):
    assert number(10.375, digits=digits) == source


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, complex(0, np.inf)])
def test_number_refuses_what_is_not_finite(value):
    with pytest.raises(ValueError, match="an entry must be finite, got"):
        number(value)


def test_number_refuses_what_is_not_a_number():
    with pytest.raises(TypeError, match="an entry must be a number, got 'x'"):
        number("x")


def test_matrix_writes_rows_and_columns():
    assert matrix(np.array([[1, 2, 3], [4, 5, 6]])) == r"\begin{pmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{pmatrix}"


@pytest.mark.parametrize("A", [[[2**53 + 1, 0.5]], [[2**64 + 1, 0.5]], [(np.int64(2**53 + 1), 0.5)]])
def test_matrix_writes_whole_numbers_exactly_beside_others(A):
    assert matrix(A) == rf"\begin{{pmatrix}} {A[0][0]} & 0.5 \end{{pmatrix}}"


@pytest.mark.parametrize("kind", [list, np.array])
def test_product_steps_are_exact_for_whole_numbers(kind):
    result = lines(product_steps(kind([[2**62, 1]]), kind([2**62, -1])))[-1]
    assert result == rf"&= \begin{{pmatrix}} {2**124 - 1} \end{{pmatrix}}"


def test_product_steps_refuse_products_that_overflow():
    with pytest.raises(OverflowError, match="products of entries overflow float64"):
        product_steps([[1e200]], [[1e200]])


def test_matrix_writes_a_vector_as_a_column():
    assert matrix([1, -2]) == r"\begin{pmatrix} 1 \\ -2 \end{pmatrix}"


def test_matrix_writes_one_entry():
    assert matrix([[Fraction(1, 2)]]) == r"\begin{pmatrix} \tfrac{1}{2} \end{pmatrix}"


def test_matrix_passes_digits_on():
    assert matrix([[1 / 3]], digits=2) == r"\begin{pmatrix} 0.33 \end{pmatrix}"


def test_product_steps_pass_digits_on_everywhere():
    text = product_steps([[1 / 3]], [[1 / 3]], digits=2)
    assert text.count("0.33") == 4 and "0.11" in text and "0.333" not in text and "0.111" not in text


def test_matrix_writes_an_empty_matrix():
    assert matrix(np.zeros((0, 2))) == r"\begin{pmatrix}  \end{pmatrix}"


@pytest.mark.parametrize("shape", [(), (2, 2, 2)])
def test_matrix_refuses_other_shapes(shape):
    with pytest.raises(ValueError, match="expected a vector or a matrix, got shape"):
        matrix(np.zeros(shape))


def lines(formula):
    return formula.removeprefix(r"\begin{aligned} ").removesuffix(r" \end{aligned}").split(" \\\\\n")


def test_product_steps_shows_every_step():
    factors, products, sums, result = lines(product_steps([[1, 2], [3, 4]], [[5, 6], [7, 8]]))
    assert factors == r"AB &= \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} \begin{pmatrix} 5 & 6 \\ 7 & 8 \end{pmatrix}"
    first_row, second_row = products.split(r" \\ ")
    assert first_row == r"&= \begin{pmatrix} 1 \cdot 5 + 2 \cdot 7 & 1 \cdot 6 + 2 \cdot 8"
    assert second_row == r"3 \cdot 5 + 4 \cdot 7 & 3 \cdot 6 + 4 \cdot 8 \end{pmatrix}"
    assert sums == r"&= \begin{pmatrix} 5 + 14 & 6 + 16 \\ 15 + 28 & 18 + 32 \end{pmatrix}"
    assert result == r"&= \begin{pmatrix} 19 & 22 \\ 43 & 50 \end{pmatrix}"


def test_product_steps_puts_negative_numbers_in_parentheses():
    _, products, sums, result = lines(product_steps([[-1, 2]], [[3], [-4]]))
    assert products == r"&= \begin{pmatrix} (-1) \cdot 3 + 2 \cdot (-4) \end{pmatrix}"
    assert sums == r"&= \begin{pmatrix} -3 + (-8) \end{pmatrix}"
    assert result == r"&= \begin{pmatrix} -11 \end{pmatrix}"


def test_product_steps_puts_complex_numbers_in_parentheses():
    _, products, _, result = lines(product_steps([[1j, 2]], [[1 + 1j], [3]]))
    assert products == r"&= \begin{pmatrix} (0 + 1i) \cdot (1 + 1i) + 2 \cdot 3 \end{pmatrix}"
    assert result == r"&= \begin{pmatrix} 5 + 1i \end{pmatrix}"


def test_product_steps_adds_fractions_exactly():
    half, third = Fraction(1, 2), Fraction(1, 3)
    _, products, sums, result = lines(product_steps([[half, -third]], [half, 1]))
    assert products == r"&= \begin{pmatrix} \tfrac{1}{2} \cdot \tfrac{1}{2} + (-\tfrac{1}{3}) \cdot 1 \end{pmatrix}"
    assert sums == r"&= \begin{pmatrix} \tfrac{1}{4} + (-\tfrac{1}{3}) \end{pmatrix}"
    assert result == r"&= \begin{pmatrix} -\tfrac{1}{12} \end{pmatrix}"


def test_product_steps_rounds_only_what_it_writes():
    *_, result = lines(product_steps([[1 / 3, 1 / 3, 1 / 3]], [1, 1, 1], digits=1))
    assert result == r"&= \begin{pmatrix} 1 \end{pmatrix}"  # and not 0.3 + 0.3 + 0.3


def test_product_steps_agrees_with_numpy(rng):
    A, B = rng.integers(-9, 10, size=(2, 4)), rng.integers(-9, 10, size=(4, 3))
    *_, result = lines(product_steps(A, B))
    assert result == f"&= {matrix(A @ B)}"


def test_product_steps_leaves_its_input_alone():
    A, B = np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]])
    before = A.copy(), B.copy()
    product_steps(A, B)
    np.testing.assert_array_equal(A, before[0])
    np.testing.assert_array_equal(B, before[1])


@pytest.mark.parametrize("left, right", [((2, 3), (2, 3)), ((0, 2), (2, 1)), ((2, 0), (0, 1))])
def test_product_steps_refuses_factors_that_do_not_meet(left, right):
    with pytest.raises(ValueError, match="the columns of A must match the rows of B, and be one at least"):
        product_steps(np.zeros(left), np.zeros(right))
