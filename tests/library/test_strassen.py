"""Strassen's product against exact products, counted operations, and the bound of its error."""

import tracemalloc
from fractions import Fraction

import numpy as np
import pytest

from linalg_book.cost import Counted, Tally, product_flops
from linalg_book.plotting import Picture
from linalg_book.plotting.strassen import plot_errors, plot_savings, plot_seven
from linalg_book.strassen import (
    error_bound,
    exponent,
    largest_error,
    seven_products,
    strassen,
    strassen_flops,
    strassen_levels,
    strassen_multiplications,
    strassen_step,
)

U = np.finfo(float).eps / 2
UNITS = np.eye(4, dtype=int).reshape(4, 2, 2)
SHAPES = [(2, 2, 2), (1, 1, 1), (3, 5, 7), (8, 1, 8), (16, 16, 16), (17, 33, 9), (30, 4, 12), (5, 40, 5)]


def whole(rng, *shape):
    """Whole numbers so small that no product of theirs is rounded."""
    return rng.integers(-9, 10, size=shape).astype(float)


def test_strassen_step_is_right_for_every_pair_of_unit_matrices():
    for E in UNITS:
        for F in UNITS:
            np.testing.assert_array_equal(strassen_step(E, F), E @ F)


def test_seven_products_are_seven_and_strassens():
    a, b = np.array([[1, 2], [3, 4]]), np.array([[5, 6], [7, 8]])
    assert [M.item() for M in seven_products(a, b)] == [65, 35, -2, 8, 24, 22, -30]


def test_strassen_step_multiplies_seven_times_and_adds_eighteen_times():
    tally = Tally()
    X = np.array([[Counted(2, tally)] * 2] * 2)
    product = strassen_step(X, X)
    assert (tally.multiplications, tally.additions) == (7, 18)
    assert [[c.value for c in row] for row in product] == [[8, 8], [8, 8]]


def test_strassen_step_calls_its_multiplication_seven_times_on_halves():
    seen = []

    def multiply(X, Y):
        seen.append((X.shape, Y.shape))
        return X @ Y

    strassen_step(np.ones((4, 6)), np.ones((6, 2)), multiply=multiply)
    assert seen == [((2, 3), (3, 1))] * 7


def test_strassen_step_is_exact_on_whole_numbers_and_fractions():
    big = np.array([[2**60, 1], [1, 1]], dtype=object)
    np.testing.assert_array_equal(strassen_step(big, big), big @ big)
    third = np.array([[Fraction(1, 3)] * 2] * 2)
    assert (strassen_step(third, third) == Fraction(2, 9)).all()
    assert strassen_step(np.eye(2, dtype=int), np.eye(2, dtype=int)).dtype == int


def test_strassen_step_does_not_need_entries_that_commute(rng):
    A, B = rng.integers(-5, 6, size=(2, 6, 6))
    np.testing.assert_array_equal(strassen_step(A, B), A @ B)  # quarters of 3 by 3
    assert not np.array_equal(strassen_step(A, B), B @ A)


@pytest.mark.parametrize(("left", "right"), [((3, 2), (2, 2)), ((2, 2), (2, 3)), ((2, 3), (3, 2)), ((2,), (2, 2))])
def test_seven_products_refuse_odd_sizes(left, right):
    with pytest.raises(ValueError, match="A and B must be matrices of even sizes, got shapes"):
        seven_products(np.ones(left), np.ones(right))


def test_strassen_step_refuses_shapes_that_do_not_fit():
    with pytest.raises(ValueError, match="cannot multiply A"):
        strassen_step(np.ones((2, 4)), np.ones((2, 4)))


@pytest.mark.parametrize("cutoff", [1, 2, 3, 8, 64])
@pytest.mark.parametrize(("m", "k", "n"), SHAPES)
def test_strassen_is_exact_where_nothing_is_rounded(rng, m, k, n, cutoff):
    A, B = whole(rng, m, k), whole(rng, k, n)
    C = strassen(A, B, cutoff=cutoff)
    np.testing.assert_array_equal(C, A @ B)
    assert C.dtype == float and C.base is None


@pytest.mark.parametrize("shape", [(0, 3, 2), (2, 0, 3), (3, 2, 0)])
def test_strassen_of_empty_matrices(shape):
    m, k, n = shape
    np.testing.assert_array_equal(strassen(np.ones((m, k)), np.ones((k, n)), cutoff=1), np.zeros((m, n)))


def test_strassen_of_complex_matrices(rng):
    A, B = whole(rng, 5, 5) + 1j * whole(rng, 5, 5), whole(rng, 5, 5) * 1j
    np.testing.assert_array_equal(strassen(A, B, cutoff=2), A @ B)


@pytest.mark.parametrize("shape", [(64, 64, 8), (64, 8, 64), (8, 64, 64)])
def test_strassen_is_the_usual_product_where_one_size_is_no_more_than_the_cutoff(rng, shape):
    m, k, n = shape
    A, B = rng.standard_normal((m, k)), rng.standard_normal((k, n))
    np.testing.assert_array_equal(strassen(A, B, cutoff=8), A @ B)
    assert not np.array_equal(strassen(A, B, cutoff=7), A @ B)


def test_strassen_halves_matrices_of_more_than_512_by_default(rng):
    A, B = rng.standard_normal((2, 513, 513))
    assert not np.array_equal(strassen(A, B), A @ B)
    np.testing.assert_array_equal(strassen(A[:512, :512], B[:512, :512]), A[:512, :512] @ B[:512, :512])


def test_strassen_leaves_its_input_alone(rng):
    A, B = whole(rng, 4, 4), whole(rng, 4, 4)
    before = A.copy(), B.copy()
    strassen(A, B, cutoff=1)
    np.testing.assert_array_equal((A, B), before)


@pytest.mark.parametrize(
    ("A", "B", "cutoff", "message"),
    [
        (np.ones((2, 3)), np.ones((2, 3)), 1, "cannot multiply A"),
        (np.ones((2, 2)), np.ones((2, 2)), 0, "cutoff must be at least 1, got 0"),
        ([[np.nan]], [[1]], 1, "A must be finite"),
        ([[1]], [1], 1, "B must be a matrix"),
    ],
)
def test_strassen_refuses(A, B, cutoff, message):
    with pytest.raises(ValueError, match=message):
        strassen(A, B, cutoff=cutoff)


@pytest.mark.parametrize(("n", "most"), [(512, 3.2), (256, 3.4)])  # NumPy reuses the place of a sum from 256 KiB on
def test_strassen_holds_three_matrices_at_a_time_and_a_quarter_more_where_they_are_small(n, most):
    ones = np.ones((n, n))
    tracemalloc.start()
    strassen(ones, ones, cutoff=64)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert 2.5 < peak / ones.nbytes < most  # and small views of quarters


def test_strassen_holds_filled_copies_of_both_factors_besides():
    ones = np.ones((1018, 1018))
    tracemalloc.start()
    strassen(ones, ones, cutoff=256)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert 4.5 < peak / ones.nbytes < 5.2  # three matrices and two copies, all of size 1020


def test_strassen_levels_round_up():
    assert [strassen_levels(n, 8) for n in (0, 8, 9, 16, 17, 32, 33, 100)] == [0, 0, 1, 1, 2, 2, 3, 4]


def test_filling_up_adds_less_than_two_parts_in_cutoff():
    for n in range(1, 600):
        for cutoff in (1, 7, 16):
            unit = 2 ** strassen_levels(n, cutoff)
            added = -n % unit
            assert added < unit and (unit == 1 or unit < 2 * n / cutoff)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 6, 8])
@pytest.mark.parametrize("cutoff", [1, 2])
def test_counts_are_what_a_run_counts(n, cutoff):
    levels = strassen_levels(n, cutoff)
    size = -(-n // 2**levels) * 2**levels
    tally = Tally()
    X = np.array([[Counted(1, tally)] * size] * size)

    def run(Y, Z, level):
        return strassen_step(Y, Z, multiply=lambda P, Q: run(P, Q, level - 1)) if level else Y @ Z

    run(X, X, levels)
    assert tally.multiplications == strassen_multiplications(n, cutoff=cutoff)
    assert tally.flops == strassen_flops(n, cutoff=cutoff)


def test_one_level_pays_from_sixteen_on():
    for n in range(2, 200, 2):
        assert (strassen_flops(n, cutoff=n // 2) < product_flops(n, n, n)) == (n >= 16)


def test_counts_of_nothing_are_zero():
    assert strassen_multiplications(0) == strassen_flops(0) == 0


@pytest.mark.parametrize(
    ("size", "cutoff", "message"),
    [(-1, 1, "size must not be negative, got -1"), (4, 0, "cutoff must be at least 1, got 0")],
)
def test_strassen_levels_refuse(size, cutoff, message):
    with pytest.raises(ValueError, match=message):
        strassen_levels(size, cutoff)


@pytest.mark.parametrize("count", [strassen_multiplications, strassen_flops])
@pytest.mark.parametrize(
    ("n", "cutoff", "message"),
    [(-1, 1, "n must not be negative, got -1"), (4, 0, "cutoff must be at least 1, got 0")],
)
def test_counts_refuse(count, n, cutoff, message):
    with pytest.raises(ValueError, match=message):
        count(n, cutoff=cutoff)


def test_exponent_of_known_schemes():
    np.testing.assert_allclose(
        [exponent(8, 2), exponent(7, 2), exponent(49, 4)], [3, np.log2(7), np.log2(7)], rtol=1e-15
    )
    assert exponent(1, 2) == 0


@pytest.mark.parametrize(
    ("products", "size", "message"),
    [(0, 2, "products must be at least 1, got 0"), (7, 1, "size must be at least 2, got 1")],
)
def test_exponent_refuses(products, size, message):
    with pytest.raises(ValueError, match=message):
        exponent(products, size)


def test_error_bound_solves_its_recurrence():
    for r in (1, 3, 8):
        assert error_bound(r, 0) == r**2
        for level in range(1, 6):
            h = r * 2 ** (level - 1)
            assert error_bound(2 * h, level) >= 12 * error_bound(h, level - 1) + 46 * h


@pytest.mark.parametrize(("n", "levels", "filled"), [(5, 1, 6), (9, 2, 12), (1, 3, 8), (1018, 2, 1020)])
def test_error_bound_counts_the_filling(n, levels, filled):
    assert error_bound(n, levels) == error_bound(filled, levels)


@pytest.mark.parametrize(
    ("n", "levels", "message"), [(0, 1, "n must be at least 1, got 0"), (4, -1, "levels must not be negative, got -1")]
)
def test_error_bound_refuses(n, levels, message):
    with pytest.raises(ValueError, match=message):
        error_bound(n, levels)


@pytest.mark.parametrize("levels", range(5))
def test_error_is_within_its_bound(rng, levels):
    A, B = rng.uniform(-1, 1, size=(2, 64, 64))
    error = largest_error(A, B, strassen(A, B, cutoff=64 >> levels))
    assert 0 < error <= error_bound(64, levels) * U


def test_error_grows_with_the_levels(rng):
    A, B = rng.uniform(-1, 1, size=(2, 64, 64))
    errors = [largest_error(A, B, strassen(A, B, cutoff=64 >> k)) for k in (0, 3, 6)]
    assert errors[0] < errors[1] < errors[2]


def test_small_rows_lose_their_digits_and_the_usual_product_keeps_them(rng):
    A, B = rng.uniform(-1, 1, size=(2, 32, 32))
    small = A.copy()
    small[16:] *= 2.0**-50
    exact = 2.0**-50 * (A @ B)[16:]
    wrong, usual = (abs(C[16:] - exact).max() / abs(exact).max() for C in (strassen(small, B, cutoff=16), small @ B))
    assert wrong > 1e-3 and usual < 32**2 * U


def test_largest_error_agrees_with_fractions(rng):
    A, B, C = rng.uniform(-1, 1, (3, 4)), rng.uniform(-1, 1, (4, 2)), rng.standard_normal((3, 2))
    exact = [
        [sum(Fraction(a) * Fraction(b) for a, b in zip(row, col, strict=True)) for col in B.T.tolist()]
        for row in A.tolist()
    ]
    expected = max(
        abs(Fraction(c) - e)
        for row, line in zip(C.tolist(), exact, strict=True)
        for c, e in zip(row, line, strict=True)
    )
    np.testing.assert_allclose(largest_error(A, B, C), float(expected), rtol=4 * U)


def test_largest_error_sees_one_unit_in_the_last_place():
    assert largest_error([[1]], [[1]], [[1 + 2 * U]]) == 2 * U
    assert largest_error([[1]], [[-1]], [[-1]]) == 0


def test_largest_error_cuts_off_bits_that_are_too_fine():
    assert largest_error([[1]], [[0]], [[1.5 * 2.0**-104]]) == 2.0**-104
    assert largest_error([[1]], [[0]], [[2.0**-105]]) == largest_error([[1]], [[0]], [[-(2.0**-105)]]) == 0


def test_largest_error_of_nothing_is_zero():
    assert largest_error(np.ones((0, 2)), np.ones((2, 3)), np.ones((0, 3))) == 0
    assert largest_error(np.ones((1, 0)), np.ones((0, 1)), [[0.25]]) == 0.25


def test_largest_error_of_the_largest_numbers_does_not_overflow():
    assert largest_error([[0.5]], [[0.5]], [[1e300]]) == 1e300
    assert largest_error([[0.5]], [[0.5]], [[-np.finfo(float).max]]) == np.finfo(float).max


@pytest.mark.parametrize(
    ("A", "B", "C", "message"),
    [
        ([[1]], [[1]], [[1, 2]], r"C must have the shape \(1, 1\) of the product"),
        ([[1]], [[1, 2]], [[1], [2]], r"C must have the shape \(1, 2\) of the product, got \(2, 1\)"),
        ([[1 + 2 * U]], [[1]], [[1]], "the entries of A must be multiples"),
        ([[2.5]], [[1]], [[1]], "the entries of A must be multiples of 2..-52 from -1 to 1"),
        ([[1]], [[2.0**-60]], [[1]], "the entries of B must be multiples"),
        (np.ones((1, 1025)), np.ones((1025, 1)), [[1]], "A must have at most 1024 columns, got 1025"),
        ([[1, 1]], [[1]], [[1]], "cannot multiply A"),
    ],
)
def test_largest_error_refuses(A, B, C, message):
    with pytest.raises(ValueError, match=message):
        largest_error(A, B, C)


def test_largest_error_of_the_longest_sum_does_not_overflow():
    ones = np.ones((1, 1024))
    assert largest_error(ones, -ones.T, [[-1024]]) == 0
    assert largest_error(-ones, -ones.T, [[1024]]) == 0


@pytest.mark.parametrize("n", [2, 3, 8])
@pytest.mark.parametrize("unit", [1, 1j])
def test_strassen_fits_where_a_sum_of_quarters_does_not(n, unit):
    large = 2.0**1023 * unit * np.eye(n)
    np.testing.assert_array_equal(strassen(large, np.eye(n), cutoff=1), large)
    with pytest.raises(OverflowError, match="entries of the product overflow float64"):
        strassen(1e308 * np.ones((n, n)), np.ones((n, n)), cutoff=1)


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int64, np.uint64])
def test_strassen_step_of_whole_numbers_never_wraps_around(dtype):
    A, B = np.array([[100, 20], [0, 120]], dtype=dtype), np.array([[1, 2], [3, 127]], dtype=dtype)
    np.testing.assert_array_equal(strassen_step(A, B), A.astype(int) @ B.astype(int))
    assert strassen_step(A, B).dtype == np.int64


def test_strassen_step_of_whole_numbers_fits_where_a_sum_of_quarters_does_not():
    A, B = np.array([[2**40, 0], [0, 2**40]]), np.array([[2**22, 2], [3, 4]])
    np.testing.assert_array_equal(strassen_step(A, B), 2**40 * B)
    with pytest.raises(OverflowError, match="products of A and B overflow int64"):
        strassen_step(2 * A, B)
    assert (strassen_step(2 * A.astype(object), B.astype(object)) == 2**41 * B.astype(object)).all()


def test_plot_seven_names_every_sign():
    signs = [[[seven_products(E, F)[p].item() for F in UNITS] for E in UNITS] for p in range(7)]
    picture = plot_seven(signs)
    assert isinstance(picture, Picture)
    assert "M3: +a11b12, −a11b22;" in picture.alt
    assert picture.alt.startswith("7 grids of signs")


def test_plot_savings_says_where_lines_begin_and_end():
    assert plot_savings([2, 4], {"one": [2.0, 1.5]}).alt.endswith("n from 2 to 4: one from 2.00 to 1.50.")


def test_plot_errors_says_how_both_grow():
    alt = plot_errors([0, 1], [1e-16, 2e-16], [1e-14, 3e-14]).alt
    assert alt.endswith("from 1e-16 to 2e-16, its bound from 1e-14 to 3e-14.")
