"""Counts of operations against NumPy's own loops, orders of a chain against all orders and against einsum_path."""

import inspect
import operator
import sys
from fractions import Fraction

import numpy as np
import pytest

from linalg_book.arithmetic import matmul
from linalg_book.cost import (
    Counted,
    Tally,
    chain_cost,
    chain_order,
    chain_product,
    chain_table,
    chain_trees,
    count_product,
    gemm_flops,
    left_first,
    parenthesize,
    product_flops,
    right_first,
)
from linalg_book.plotting import Picture
from linalg_book.plotting.cost import plot_box, plot_orders, plot_table

EPS = np.finfo(float).eps
CLRS = [30, 35, 15, 5, 10, 20, 25]
SHAPES = [(4, 3, 5), (1, 1, 1), (1, 4, 6), (5, 1, 2), (3, 2, 1), (0, 2, 3), (2, 0, 3), (2, 3, 0)]


def counted(values, tally):
    """An array of numbers that count."""
    return np.array([[Counted(v, tally) for v in row] for row in values], dtype=object).reshape(np.shape(values))


def by_recursion(dims):
    """The least cost, by trying every last product."""
    if len(dims) == 2:
        return 0
    ends = dims[0] * dims[-1]
    return min(by_recursion(dims[: s + 1]) + by_recursion(dims[s:]) + ends * dims[s] for s in range(1, len(dims) - 1))


def test_counted_counts_additions_subtractions_and_multiplications():
    tally = Tally()
    x = Counted(3, tally)
    results = [x + x, x + 2, 2 + x, x - 1, 1 - x, x * x, 4 * x]
    assert [r.value for r in results] == [6, 5, 5, 2, -2, 9, 12]
    assert (tally.additions, tally.multiplications, tally.flops) == (5, 2, 7)


def test_counted_keeps_exact_and_complex_numbers():
    tally = Tally()
    assert (Counted(Fraction(1, 3), tally) * 3).value == 1
    assert (Counted(1j, tally) * Counted(1j, tally)).value == -1


def test_counted_refuses_two_tallies():
    with pytest.raises(TypeError, match="both numbers must count in one tally, got two tallies"):
        Counted(1, Tally()) + Counted(1, Tally())


def test_counted_does_not_count_what_fails():
    tally = Tally()
    with pytest.raises(TypeError, match="unsupported operand"):
        Counted(1, tally) + None
    assert tally.flops == 0


@pytest.mark.parametrize("values", [[1, 2, 4], [[0.5], [2.0]], [], 3.0])
def test_counted_times_an_array_is_taken_entry_by_entry(values):
    tally, plain = Tally(), np.array(values)
    x, counting = Counted(3, tally), np.vectorize(lambda v: Counted(v, tally), otypes=[object])(plain)
    for array in (plain, counting):
        for operation in (operator.mul, operator.add, operator.sub):
            for result, expected in (
                (operation(x, array), operation(3, plain)),
                (operation(array, x), operation(plain, 3)),
            ):
                assert isinstance(result, Counted if plain.ndim == 0 else np.ndarray)
                assert [entry.value for entry in np.ravel(result)] == expected.ravel().tolist()
                assert np.shape(result) == plain.shape
    assert tally == Tally(multiplications=4 * plain.size, additions=8 * plain.size)


@pytest.mark.parametrize("other", ["ab", [1, 2], None])
@pytest.mark.parametrize("operation", [operator.mul, operator.add, operator.sub])
def test_counted_refuses_what_is_no_number(operation, other):
    tally = Tally()
    for pair in ((Counted(3, tally), other), (other, Counted(3, tally))):
        with pytest.raises(TypeError, match="unsupported operand|can't multiply sequence|can only concatenate"):
            operation(*pair)
    assert tally.flops == 0


def test_counted_takes_numbers_of_numpy():
    tally = Tally()
    for number in (np.float64(2), np.float32(2), np.int8(2), np.complex128(2), True):
        assert (Counted(3, tally) * number).value == (number * Counted(3, tally)).value == 3 * number
    assert tally.multiplications == 10


def test_tally_of_nothing_is_zero():
    assert (Tally().multiplications, Tally().additions, Tally().flops) == (0, 0, 0)


@pytest.mark.parametrize(("m", "n", "k"), SHAPES)
def test_product_flops_is_what_a_run_counts(m, n, k):
    tally = count_product(np.ones((m, k)), np.ones((k, n)))
    assert tally.flops == product_flops(m, n, k)
    assert tally.multiplications == m * n * k


@pytest.mark.parametrize(("m", "n", "k"), [s for s in SHAPES if all(s)])
def test_count_product_agrees_with_numpys_own_product_of_objects(m, n, k):
    tally = Tally()
    counted(np.ones((m, k)), tally) @ counted(np.ones((k, n)), tally)
    assert count_product(np.ones((m, k)), np.ones((k, n))) == tally


@pytest.mark.parametrize(("m", "n", "k"), SHAPES)
def test_gemm_flops_is_what_a_run_counts(m, n, k):
    assert count_product(np.ones((m, k)), np.ones((k, n)), C=np.ones((m, n))).flops == gemm_flops(m, n, k)


def test_count_product_counts_zeros_and_complex_numbers_like_others():
    assert count_product(np.zeros((2, 2)), [[1j, 0], [0, 2]]) == Tally(8, 4)


@pytest.mark.parametrize(
    ("A", "B", "C", "message"),
    [
        (np.ones((2, 3)), np.ones((2, 3)), None, "cannot multiply A"),
        (np.ones((2, 3)), np.ones((3, 2)), np.ones((2, 3)), r"C must have the shape \(2, 2\) of the product, got"),
        ([[np.nan]], [[1]], None, "A must be finite"),
        ([1, 2], [[1]], None, "A must be a matrix"),
    ],
)
def test_count_product_refuses(A, B, C, message):
    with pytest.raises(ValueError, match=message):
        count_product(A, B, C=C)


def test_count_product_leaves_its_input_alone():
    A, B, C = np.ones((2, 3)), np.ones((3, 2)), np.ones((2, 2))
    count_product(A, B, C=C)
    assert A.sum() + B.sum() + C.sum() == 16


def test_flops_do_not_overflow():
    n = np.int32(100_000)
    assert product_flops(n, n, n) == 2 * 10**15 - 10**10
    assert gemm_flops(n, n, n) == 2 * 10**15


@pytest.mark.parametrize("function", [product_flops, gemm_flops])
def test_flops_refuse_what_is_no_size(function):
    with pytest.raises(ValueError, match="n must not be negative, got -1"):
        function(1, -1, 1)
    for wrong in (2.0, True, "3"):
        with pytest.raises(TypeError, match="k must be a whole number, got"):
            function(1, 1, wrong)


def test_chain_cost_of_one_matrix_is_zero():
    assert chain_cost([3, 4], 0) == 0


def test_chain_cost_by_hand():
    assert chain_cost([10, 2, 10, 1], ((0, 1), 2)) == 10 * 2 * 10 + 10 * 10 * 1
    assert chain_cost([10, 2, 10, 1], (0, (1, 2))) == 2 * 10 * 1 + 10 * 2 * 1


def test_chain_cost_is_what_a_run_counts():
    for tree in chain_trees(4):
        tally, dims = Tally(), [2, 3, 1, 4, 2]
        factors = [counted(np.ones(shape), tally) for shape in zip(dims, dims[1:], strict=False)]

        def product(node, factors=factors):
            return product(node[0]) @ product(node[1]) if isinstance(node, tuple) else factors[node]

        product(tree)
        assert tally.multiplications == chain_cost(dims, tree)


@pytest.mark.parametrize("tree", [(1, 0), (0, 0), 0, (0, (1, 2)), (0, 2)])
def test_chain_cost_refuses_trees_that_are_no_order(tree):
    with pytest.raises(ValueError, match="the tree must hold the matrices 0 to 1 in order, got"):
        chain_cost([2, 3, 4], tree)


@pytest.mark.parametrize("tree", [(0, 1, 2), (0, "1"), [0, 1]])
def test_chain_cost_refuses_nodes_that_are_no_pairs(tree):
    with pytest.raises(TypeError, match="a node of the tree that is no pair must be a whole number, got"):
        chain_cost([2, 3, 4], tree)


def test_left_first_and_right_first():
    assert left_first(4) == (((0, 1), 2), 3)
    assert right_first(4) == (0, (1, (2, 3)))
    assert left_first(1) == right_first(1) == 0


@pytest.mark.parametrize("function", [left_first, right_first])
def test_ends_refuse_an_empty_chain(function):
    with pytest.raises(ValueError, match="n must be at least 1, got 0"):
        function(0)


def test_chain_trees_are_catalan_many_and_different():
    catalan = [1, 1, 2, 5, 14, 42, 132]
    for n, count in enumerate(catalan, 1):
        trees = list(chain_trees(n))
        assert len(trees) == len(set(trees)) == count


def test_parenthesize():
    assert parenthesize(((0, (1, 2)), ((3, 4), 5))) == "(A(BC))((DE)F)"
    assert parenthesize(0) == "A"
    assert parenthesize((0, 1), ["X", "W"]) == "XW"


def test_parenthesize_names_as_many_matrices_as_there_are_letters():
    assert parenthesize(left_first(26)).endswith("Y)Z")
    with pytest.raises(ValueError, match="names must hold one for each matrix, got 26 and the matrix 26"):
        parenthesize(left_first(27))


@pytest.mark.parametrize("index", [-1, 2])
def test_parenthesize_refuses_a_matrix_without_a_name(index):
    with pytest.raises(ValueError, match=f"names must hold one for each matrix, got 2 and the matrix {index}"):
        parenthesize((0, index), "AB")


@pytest.mark.parametrize("tree", [(0, 1, 2), (0, "1")])
def test_parenthesize_refuses_nodes_that_are_no_pairs(tree):
    with pytest.raises(TypeError, match="a node of the tree that is no pair must be a whole number, got"):
        parenthesize(tree)


def test_chain_order_of_the_textbook_example():
    assert chain_order(CLRS) == (15125, ((0, (1, 2)), ((3, 4), 5)))
    assert chain_table(CLRS)[0][1][4] == 7125  # the entry that Cormen et al. compute step by step


@pytest.mark.parametrize("n", range(1, 8))
def test_chain_order_is_the_best_of_all_orders(rng, n):
    for _ in range(10):
        dims = rng.integers(1, 12, size=n + 1).tolist()
        least, tree = chain_order(dims)
        assert least == chain_cost(dims, tree) == min(chain_cost(dims, t) for t in chain_trees(n))
        assert least == by_recursion(dims)


def test_chain_order_agrees_with_einsum_path(rng):
    for _ in range(10):
        dims = rng.integers(2, 30, size=6).tolist()
        factors = [np.ones(shape) for shape in zip(dims, dims[1:], strict=False)]
        path, _ = np.einsum_path("ab,bc,cd,de,ef->af", *factors, optimize="optimal")
        left, total = [(i, i + 1) for i in range(5)], 0
        for first, second in path[1:]:
            parts = sorted([left.pop(max(first, second)), left.pop(min(first, second))])
            total += dims[parts[0][0]] * dims[parts[1][0]] * dims[parts[1][1]]
            assert parts[0][1] == parts[1][0]
            left.append((parts[0][0], parts[1][1]))
        assert total == chain_order(dims)[0]


def test_chain_order_with_a_size_of_zero_costs_nothing():
    assert chain_order([3, 0, 4, 5])[0] == 0


def test_chain_table_keeps_the_first_of_equal_splits():
    least, split = chain_table([2, 2, 2, 2])
    assert (least[0][2], split[0][2]) == (16, 0)
    assert split[1][0] == split[0][0] == -1


@pytest.mark.parametrize(
    ("dims", "message"), [([3], "at least two sizes"), ([], "at least two"), ([2, -1], "negative")]
)
def test_chain_order_and_chain_cost_refuse_sizes(dims, message):
    with pytest.raises(ValueError, match=f"dims must .*{message}"):
        chain_order(dims)
    with pytest.raises(ValueError, match=f"dims must .*{message}"):
        chain_cost(dims, 0)


def test_chain_order_refuses_sizes_that_are_not_whole():
    with pytest.raises(TypeError, match="dims must hold whole numbers, got"):
        chain_order([2, 3.0])


def test_chain_order_of_large_sizes_does_not_overflow():
    assert chain_order([10**7] * 4)[0] == 2 * 10**21
    assert chain_order(np.array([10**7] * 4))[0] == 2 * 10**21


def test_chain_product_agrees_with_multi_dot(rng):
    factors = [rng.standard_normal(shape) for shape in zip(CLRS, CLRS[1:], strict=False)]
    size = np.linalg.multi_dot([abs(M) for M in factors])
    np.testing.assert_array_less(abs(chain_product(factors) - np.linalg.multi_dot(factors)), 2 * sum(CLRS) * EPS * size)


def test_chain_product_is_the_same_in_every_order_of_whole_numbers(rng):
    factors = [rng.integers(-9, 10, size=shape) for shape in ((2, 3), (3, 1), (1, 4), (4, 2))]
    expected = matmul(matmul(matmul(*factors[:2]), factors[2]), factors[3])
    for tree in (None, *chain_trees(4)):
        np.testing.assert_array_equal(chain_product(factors, tree=tree), expected)


def test_chain_product_follows_its_tree():
    big = [[1e200]]
    assert chain_product([big, [[1e-200]], big], tree=left_first(3)) == 1e200
    with pytest.raises(OverflowError, match="the results of chain_product overflow float64"):
        chain_product([big, big, [[1e-200]]], tree=left_first(3))


def test_chain_product_takes_the_best_order_unless_told():
    column, row, small = np.full((2, 1), 1e200), np.full((1, 2), 1e200), np.full((2, 1), 1e-200)
    assert np.isfinite(chain_product([column, row, small])).all()  # column (row small): the other order overflows
    with pytest.raises(OverflowError, match="the results of chain_product overflow float64"):
        chain_product([column, row, small], tree=left_first(3))


def test_long_chains_need_no_deep_recursion():
    n, deepest = 300, sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 60)
    try:
        for tree in (left_first(n), right_first(n)):
            assert chain_cost([1] * (n + 1), tree) == n - 1
            assert parenthesize(tree, ["A"] * n).count("A") == n
            assert chain_product([[[1]]] * n, tree=tree) == 1
        assert chain_order(range(1, 102))[0] == sum(i * (i + 1) for i in range(2, 101))  # from the left end
    finally:
        sys.setrecursionlimit(deepest)


@pytest.mark.parametrize(
    ("n", "start", "error"),
    [(0, 0, ValueError), (-1, 0, ValueError), (2.5, 0, TypeError), (True, 0, TypeError), (2, 0.5, TypeError)],
)
def test_chain_trees_refuses_what_is_no_number_of_matrices_when_it_is_called(n, start, error):
    with pytest.raises(error, match="(n|start) must"):
        chain_trees(n, start=start)


def test_chain_product_of_one_matrix_is_a_copy():
    A = np.eye(2)
    product = chain_product([A])
    product[0, 0] = 5
    np.testing.assert_array_equal(A, np.eye(2))


def test_chain_product_of_complex_and_empty_matrices():
    np.testing.assert_array_equal(chain_product([[[1j]], [[1j]]]), [[-1]])
    np.testing.assert_array_equal(chain_product([np.ones((2, 0)), np.ones((0, 3))]), np.zeros((2, 3)))


@pytest.mark.parametrize(
    ("matrices", "tree", "message"),
    [
        ([], None, "matrices must hold at least one matrix, got none"),
        ([np.eye(2), np.eye(3)], None, "cannot multiply A"),
        ([np.eye(2), [[np.inf, 0], [0, 1]]], None, r"matrices\[1\] must be finite"),
        ([np.eye(2), np.eye(2)], (1, 0), "the tree must hold the matrices 0 to 1 in order"),
    ],
)
def test_chain_product_refuses(matrices, tree, message):
    with pytest.raises(ValueError, match=message):
        chain_product(matrices, tree=tree)


def test_plot_box_counts_its_cubes():
    picture = plot_box(4, 3, 5)
    assert isinstance(picture, Picture)
    assert picture.alt.startswith("A box of 4 by 3 by 5 unit cubes, 60 in all.")
    assert len(picture.figure.axes[0].patches) == 4 * 3 + 5 * 3 + 4 * 5


def test_plot_table_marks_the_products_of_the_order():
    least, _ = chain_table(CLRS)
    alt = plot_table(least, chain_order(CLRS)[1]).alt
    assert alt.endswith(
        "for (A(BC))((DE)F): A to C: 7,875; A to F: 15,125; B to C: 2,625; D to E: 1,000; D to F: 3,500."
    )


def test_plot_orders_names_some():
    alt = plot_orders([30, 10, 20], {"best": 10, "from the left": 30}).alt
    assert alt == "3 dots, the costs of all orders, from 10 to 30. Named: best 10; from the left 30."
