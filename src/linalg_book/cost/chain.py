"""The cost of a chain of products in a given order, and the order that costs least; part of `linalg_book.cost`."""

import operator
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._range import finite
from linalg_book._validate import as_matrix, as_whole
from linalg_book.arithmetic import product_shape
from linalg_book.cost.trees import Tree, walk


def chain_cost(dims: Sequence[int], tree: Tree) -> int:
    """Count the multiplications of a chain of products in the order that a tree says.

    Parameters
    ----------
    dims : sequence of int
        Sizes: matrix i of the chain has ``dims[i]`` rows and ``dims[i + 1]`` columns.
    tree : int or pair of trees
        The order, such as ``((0, 1), 2)`` for "first times second, then times third".

    Returns
    -------
    int
        The sum of rows times inner size times columns over all products.

    Raises
    ------
    ValueError
        If the tree does not hold each matrix once and in order, there are fewer than two sizes, or a size is negative.
    TypeError
        If a node is neither an int nor a pair, or a size is no whole number.

    Examples
    --------
    >>> chain_cost([10, 2, 10, 1], ((0, 1), 2)), chain_cost([10, 2, 10, 1], (0, (1, 2)))
    (300, 40)
    """
    d = _dims(dims)
    _check_leaves(tree, len(d) - 1)

    def join(left, right):  # each a part of the chain: first size, last size, multiplications
        (i, s, a), (_, j, b) = left, right
        return i, j, a + b + d[i] * d[s] * d[j]

    return walk(tree, lambda i: (i, i + 1, 0), join)[2]


def chain_table(dims: Sequence[int]) -> tuple[list[list[int]], list[list[int]]]:
    """Find the least multiplications of each part of a chain, from short parts to long ones.

    Parameters
    ----------
    dims : sequence of int
        Sizes: matrix i of the chain has ``dims[i]`` rows and ``dims[i + 1]`` columns.

    Returns
    -------
    least : list of list of int
        ``least[i][j]`` is the least number of multiplications for matrices i to j; 0 where j is not greater than i.
    split : list of list of int
        ``split[i][j]`` is the index of the last matrix of the left part in the last product; -1 where there is none.

    Raises
    ------
    ValueError
        If there are fewer than two sizes, or a size is negative.
    TypeError
        If a size is no whole number.

    Notes
    -----
    Takes ``(n**3 - n) / 6`` comparisons for n matrices, where trying all orders takes at least ``2**(n - 2)``.
    Of splits that cost the same the first is kept.

    Examples
    --------
    >>> chain_table([10, 2, 10, 1])
    ([[0, 200, 40], [0, 0, 20], [0, 0, 0]], [[-1, 0, 0], [-1, -1, 1], [-1, -1, -1]])
    """
    d = _dims(dims)
    n = len(d) - 1
    least, split = [[0] * n for _ in range(n)], [[-1] * n for _ in range(n)]
    for length in range(2, n + 1):
        for i in range(n - length + 1):
            j = i + length - 1
            costs = [
                least[i][s] + least[s + 1][j] + d[i] * d[s + 1] * d[j + 1]
                for s in range(i, j)
            ]
            least[i][j] = min(costs)
            split[i][j] = i + costs.index(least[i][j])  # the first of equal ones
    return least, split


def chain_order(dims: Sequence[int]) -> tuple[int, Tree]:
    """Find the order of a chain of products that takes the fewest multiplications.

    Parameters
    ----------
    dims : sequence of int
        Sizes: matrix i of the chain has ``dims[i]`` rows and ``dims[i + 1]`` columns.

    Returns
    -------
    cost : int
        The multiplications it takes.
    tree : int or pair of trees
        The order.

    Raises
    ------
    ValueError
        If there are fewer than two sizes, or a size is negative.
    TypeError
        If a size is no whole number.

    Examples
    --------
    >>> chain_order([10, 2, 10, 1])
    (40, (0, (1, 2)))
    """
    least, split = chain_table(dims)
    trees: dict[tuple[int, int], Tree] = {}
    parts = [(0, len(least) - 1)]  # from the whole chain down; a part stands after the one that it is cut from
    for i, j in parts:
        if i < j:
            parts += [(i, split[i][j]), (split[i][j] + 1, j)]
    for i, j in reversed(parts):
        trees[i, j] = i if i == j else (trees[i, split[i][j]], trees[split[i][j] + 1, j])
    return least[0][-1], trees[0, len(least) - 1]


@finite
def chain_product(matrices: Sequence[ArrayLike], *, tree: Tree | None = None) -> NDArray:
    """Multiply a chain of matrices in the order of fewest multiplications, or in a given one.

    Parameters
    ----------
    matrices : sequence of (m_i, m_{i+1}) array_like of float or complex
        The factors, at least one.
    tree : int or pair of trees, optional
        The order; that of `chain_order` by default.

    Returns
    -------
    (m_0, m_n) ndarray of float64 or complex128
        The product, a new array.

    Raises
    ------
    ValueError
        If there is no matrix, two neighbors do not fit, an entry is NaN or infinite, or the tree does not hold each
        matrix once and in order.
    TypeError
        If an entry is not a number.
    OverflowError
        If the result, or a step on the way to it, is too large for float64.

    Notes
    -----
    ``numpy.linalg.multi_dot`` does the same.  Different orders round differently, so results agree up to rounding.

    Examples
    --------
    >>> chain_product([[[1, 2]], [[3], [4]], [[5, 6]]])
    array([[55., 66.]])
    """
    factors = [as_matrix(M, f"matrices[{i}]", allow_complex=True) for i, M in enumerate(matrices)]
    if not factors:
        raise ValueError("matrices must hold at least one matrix, got none")
    for left, right in zip(factors, factors[1:], strict=False):
        product_shape(left.shape, right.shape)
    if tree is None:
        tree = chain_order([factors[0].shape[0], *(M.shape[1] for M in factors)])[1]
    _check_leaves(tree, len(factors))
    return np.array(walk(tree, factors.__getitem__, operator.matmul))


def _check_leaves(tree, n):
    """Refuse a tree that is no order of n matrices."""
    leaves: list[int] = []
    walk(tree, leaves.append, lambda left, right: None)
    if leaves != list(range(n)):
        raise ValueError(f"the tree must hold the matrices 0 to {n - 1} in order, got {leaves}")


def _dims(dims):
    """Return the sizes of a chain as Python's own integers, which do not overflow."""
    sizes = as_whole(dims, "dims")
    if len(sizes) < 2:
        raise ValueError(f"dims must hold at least two sizes, got {sizes}")
    if min(sizes) < 0:
        raise ValueError(f"dims must not be negative, got {sizes}")
    return sizes
