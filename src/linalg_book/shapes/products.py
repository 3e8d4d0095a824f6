"""Blocks of a matrix, and which arrays fit in a product or a stack; see :ref:`ch-shapes`."""

from collections.abc import Sequence

from numpy.typing import ArrayLike, NDArray

from linalg_book._validate import as_matrix, as_sizes, as_whole
from linalg_book.arithmetic import product_shape
from linalg_book.shapes.broadcast import Shape, broadcast_shape, broadcasts


def partition(A: ArrayLike, rows: Sequence[int], columns: Sequence[int]) -> list[list[NDArray]]:
    """Cut a matrix into blocks that ``np.block`` puts together again: ``np.block(partition(A, r, c)) == A``.

    Parameters
    ----------
    A : (m, n) array_like of float or complex
        The matrix.
    rows : sequence of int
        Where to cut: a cut at k separates the first k rows from the rest.  Cuts increase and lie from 1 to m - 1.
    columns : sequence of int
        Cuts of the columns, from 1 to n - 1.

    Returns
    -------
    list of lists of ndarray
        ``blocks[I][J]``, ``len(rows) + 1`` rows of ``len(columns) + 1`` new arrays, none of them empty unless A is.

    Raises
    ------
    ValueError
        If a cut lies outside or the cuts do not increase, A is not a matrix, or an entry is NaN, infinite, or none that
        float64 holds exactly.
    TypeError
        If a cut is not a whole number, or an entry not a number.

    Examples
    --------
    >>> partition([[11, 12, 13], [21, 22, 23]], [1], [2])
    [[array([[11., 12.]]), array([[13.]])], [array([[21., 22.]]), array([[23.]])]]
    """
    A = as_matrix(A, allow_complex=True, exact=True)
    down, across = _intervals(rows, A.shape[0], "rows"), _intervals(columns, A.shape[1], "columns")
    return [[A[top:bottom, left:right].copy() for left, right in across] for top, bottom in down]


def _intervals(cuts, size, name):
    """Return the stretches between 0, the cuts and the size as pairs."""
    edges = [0, *as_whole(cuts, name), size]
    pairs = list(zip(edges[:-1], edges[1:], strict=True))
    if len(pairs) > 1 and any(low >= high for low, high in pairs):
        raise ValueError(f"cuts of {name} must increase from 1 to at most {size - 1}, got {edges[1:-1]}")
    return pairs


def explain_product(left: Shape, right: Shape) -> str:
    """Say in words what happens in ``A @ B``: ``(m, n) @ (n, p) -> (m, p)``, or why there is no product.

    Parameters
    ----------
    left : tuple of int
        Shape of A; two sizes, or more for a stack of matrices, or one for a vector.
    right : tuple of int
        Shape of B.

    Returns
    -------
    str
        One line.  For a product: which sizes meet, what they leave, and whether a transposed factor would fit as well,
        so that shapes cannot tell the right product from a wrong one.  Else the message of `stacked_shape`.

    Raises
    ------
    TypeError
        If a size is not a whole number.
    ValueError
        If a size is negative.

    Examples
    --------
    >>> explain_product((2, 3), (3, 4))
    '(2, 3) @ (3, 4) -> (2, 4): 3 columns meet 3 rows and vanish'
    >>> explain_product((2, 3), (2, 3))
    'cannot multiply A (2, 3) by B (2, 3): 3 columns meet 2 rows; A.T @ B or A @ B.T would fit'
    """
    left, right = as_sizes(left, "left"), as_sizes(right, "right")
    try:
        shape = stacked_shape(left, right)
    except ValueError as error:
        return str(error)
    also = " and ".join(_alternatives(left, right))
    said = f"{left} @ {right} -> {shape}: {_meeting(left, right)} and vanish"
    return said + (f"; {also} would fit too, so the shapes prove nothing" if also else "")


def contracted_shape(subscripts: str, *shapes: Shape) -> Shape:
    """Return the shape that ``np.einsum(subscripts, ...)`` should give: ``"ij,jk->ik"`` drops the summed index j.

    Parameters
    ----------
    subscripts : str
        A letter for each axis, arrays separated by commas, then ``->`` and the letters of the result.  Letters that
        are missing there are summed over.
    *shapes : tuple of int
        Shapes of the arrays.

    Returns
    -------
    tuple of int
        Sizes of the letters after the arrow.

    Raises
    ------
    ValueError
        If the subscripts cannot be read, do not fit the shapes, or a letter has two sizes.
    TypeError
        If a size is not a whole number.

    Notes
    -----
    The product of the sizes of all letters is the number of terms that are added up: m*n*p for a matrix product.
    `np.einsum` and ``torch.einsum`` are more lenient: a letter of sizes 1 and 3 passes there, by broadcasting.

    Examples
    --------
    >>> contracted_shape("ij,jk->ik", (2, 3), (3, 4))
    (2, 4)
    >>> contracted_shape("ij,jk->ik", (2, 1), (3, 4))
    Traceback (most recent call last):
    ValueError: index j must have one size, got 1 in (2, 1) and 3 in (3, 4)
    """
    terms, arrow, result = subscripts.replace(" ", "").partition("->")
    letters = terms.split(",")
    if not arrow or not all(part.isalpha() or not part for part in (*letters, result)):
        raise ValueError(f"subscripts must look like 'ij,jk->ik', got {subscripts!r}")
    if len(letters) != len(shapes):
        raise ValueError(f"subscripts name {len(letters)} arrays, got {len(shapes)} shapes")
    found: dict[str, tuple[int, Shape]] = {}
    for part, shape in zip(letters, (as_sizes(s, "shapes") for s in shapes), strict=True):
        if len(part) != len(shape):
            raise ValueError(f"{part!r} names {len(part)} axes, got shape {shape}")
        for letter, size in zip(part, shape, strict=True):
            first, where = found.setdefault(letter, (size, shape))
            if first != size:
                raise ValueError(f"index {letter} must have one size, got {first} in {where} and {size} in {shape}")
    if len(set(result)) < len(result) or not set(result) <= set(found):
        raise ValueError(f"each letter after -> must stand there once, and before it too, got {subscripts!r}")
    return tuple(found[letter][0] for letter in result)


def stacked_shape(left: Shape, right: Shape) -> Shape:
    """Return the shape of ``A @ B``: the last two axes multiply, ``(m, n) @ (n, p)``, those before broadcast.

    Parameters
    ----------
    left : tuple of int
        Shape of A.  A single axis is a row, and the axis that stands for it is taken away again.
    right : tuple of int
        Shape of B.  A single axis is a column.

    Returns
    -------
    tuple of int
        Leading axes, then rows of A and columns of B.

    Raises
    ------
    ValueError
        If the inner sizes differ, the leading axes do not broadcast, or an array has no axis at all.
    TypeError
        If a size is not a whole number.

    See Also
    --------
    linalg_book.arithmetic.product_shape : The rule for two matrices.

    Examples
    --------
    >>> stacked_shape((8, 10, 64), (8, 64, 10))
    (8, 10, 10)
    >>> stacked_shape((8, 10, 64), (8, 10, 64))
    Traceback (most recent call last):
    ValueError: cannot multiply A (8, 10, 64) by B (8, 10, 64): 64 columns meet 10 rows; A.mT @ B or A @ B.mT would fit
    """
    left, right = as_sizes(left, "left"), as_sizes(right, "right")
    if len(left) == len(right) == 2:
        return product_shape(left, right)
    if not left or not right:
        raise ValueError(f"A and B must have an axis each, got shapes {left} and {right}: a number scales by *")
    if left[-1] != right[-2:][0]:
        also = " or ".join(_alternatives(left, right))
        said = f"cannot multiply A {left} by B {right}: {_meeting(left, right)}"
        raise ValueError(said + (f"; {also} would fit" if also else ""))
    if not broadcasts(left[:-2], right[:-2]):
        said = f"cannot multiply A {left} by B {right}: the matrices fit, the leading axes"
        raise ValueError(f"{said} {left[:-2]} and {right[:-2]} do not broadcast")
    return broadcast_shape(left[:-2], right[:-2]) + left[-2:-1] + right[-1:] * (len(right) > 1)


def _meeting(left, right):
    """Say which sizes meet inside a product."""
    (columns, rows), vectors = (left[-1], right[-2:][0]), (len(left) == 1, len(right) == 1)
    return f"{columns} {'entries' if vectors[0] else 'columns'} meet {rows} {'entries' if vectors[1] else 'rows'}"


def _alternatives(left, right):
    """Return the products with a factor transposed that would fit; a vector has no transpose."""
    turned = ".T" if max(len(left), len(right)) == 2 else ".mT"
    tries = [(f"A{turned} @ B", len(left) > 1, left[:-2] + left[-2:][::-1], right)]
    tries += [(f"A @ B{turned}", len(right) > 1, left, right[:-2] + right[-2:][::-1])]
    fitting = []
    for name, possible, one, other in tries:
        if possible and one[-1:] == other[-2:][:1] and broadcasts(one[:-2], other[:-2]):
            fitting.append(name)
    return fitting
