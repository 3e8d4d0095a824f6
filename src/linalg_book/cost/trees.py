"""Orders of a chain of products, written as trees; part of `linalg_book.cost`.

A tree is the index of a matrix, or a pair of trees: ``(0, (1, 2))`` stands for ``A @ (B @ C)``.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from linalg_book._validate import count, size, whole

Tree = int | tuple
Value = TypeVar("Value")

JOIN = object()  # stands for a pair whose two values are there


def left_first(n: int) -> Tree:
    """Return the order ``((0, 1), 2), …``, from the left end, as Python evaluates ``A @ B @ C``.

    Parameters
    ----------
    n : int
        Number of matrices, at least 1.

    Returns
    -------
    int or pair of trees
        The tree.

    Raises
    ------
    ValueError
        If n is less than 1.
    TypeError
        If n is no whole number.

    Examples
    --------
    >>> left_first(4)
    (((0, 1), 2), 3)
    """
    n = size(n, "n")
    tree: Tree = 0
    for i in range(1, n):
        tree = (tree, i)
    return tree


def right_first(n: int) -> Tree:
    """Return the order ``0, (1, (2, …))``, from the right end.

    Parameters
    ----------
    n : int
        Number of matrices, at least 1.

    Returns
    -------
    int or pair of trees
        The tree.

    Raises
    ------
    ValueError
        If n is less than 1.
    TypeError
        If n is no whole number.

    Examples
    --------
    >>> right_first(4)
    (0, (1, (2, 3)))
    """
    n = size(n, "n")
    tree: Tree = n - 1
    for i in range(n - 2, -1, -1):
        tree = (i, tree)
    return tree


def chain_trees(n: int, *, start: int = 0) -> Iterator[Tree]:
    """Return an iterator over every order in which a chain of n matrices can be multiplied.

    Parameters
    ----------
    n : int
        Number of matrices, at least 1; there are at least ``2**(n - 2)`` orders, so keep it small.
    start : int, default 0
        Index of the first matrix.

    Returns
    -------
    iterator of int or pair of trees
        The trees, those with the shortest left part first.

    Raises
    ------
    ValueError
        If n is less than 1, or start is negative.
    TypeError
        If n or start is no whole number.

    Examples
    --------
    >>> list(chain_trees(3))
    [(0, (1, 2)), ((0, 1), 2)]
    """
    return _trees(size(n, "n"), count(start, "start"))


def _trees(n, start):
    if n == 1:
        yield start
    for left in range(1, n):
        for a in _trees(left, start):
            for b in _trees(n - left, start + left):
                yield a, b


def parenthesize(tree: Tree, names: Sequence[str] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ") -> str:
    """Write an order with names and parentheses.

    Parameters
    ----------
    tree : int or pair of trees
        The order.
    names : sequence of str, optional
        One name for each matrix; capital letters by default.

    Returns
    -------
    str
        The product, without parentheses around the whole.

    Raises
    ------
    ValueError
        If a matrix of the tree has no name, as from the 27th on without names of your own.
    TypeError
        If a node is neither an int nor a pair.

    Examples
    --------
    >>> parenthesize(((0, (1, 2)), 3))
    '(A(BC))D'
    """

    def name(i):
        if not 0 <= i < len(names):
            raise ValueError(f"names must hold one for each matrix, got {len(names)} and the matrix {i}")
        return names[i]

    written = walk(tree, name, lambda a, b: f"({a}{b})")
    return written[1:-1] if isinstance(tree, tuple) else written


def walk(tree: Tree, leaf: Callable[[int], Value], join: Callable[[Value, Value], Value]) -> Value:
    """Reduce a tree from its leaves, ``leaf(index)``, to its root by ``join(left, right)``.

    Without recursion, since a tree may be as deep as its chain is long.
    """
    open_nodes: list[Tree | object] = [tree]
    values: list[Value] = []
    while open_nodes:
        node = open_nodes.pop()
        if node is JOIN:
            right, left = values.pop(), values.pop()
            values.append(join(left, right))
        elif isinstance(node, tuple) and len(node) == 2:
            open_nodes += [JOIN, node[1], node[0]]
        else:
            values.append(leaf(whole(node, "a node of the tree that is no pair")))  # type: ignore[arg-type]  # no tuple
    return values.pop()
