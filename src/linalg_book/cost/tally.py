"""Arithmetic of a product, counted by formula and by running it; see :ref:`ch-cost`."""

import operator
from dataclasses import dataclass
from numbers import Number
from typing import Any

from numpy.typing import ArrayLike

from linalg_book._faces import public
from linalg_book._validate import as_matrix, count
from linalg_book.arithmetic import product_shape


@public
@dataclass
class Tally:
    """Operations counted so far.

    Parameters
    ----------
    multiplications : int, default 0
        How many multiplications.
    additions : int, default 0
        How many additions and subtractions.

    Raises
    ------
    TypeError
        If one of them is no whole number.
    ValueError
        If one is negative.

    Examples
    --------
    >>> Tally(60, 48).flops
    108
    """

    multiplications: int = 0
    additions: int = 0

    def __post_init__(self):
        for name in ("multiplications", "additions"):
            setattr(self, name, count(getattr(self, name), name))

    @property
    def flops(self) -> int:
        """Both kinds together."""
        return self.multiplications + self.additions


@public
class Counted:
    """A number that adds one to a tally whenever it is added, subtracted or multiplied.

    Parameters
    ----------
    value : int, float, complex or Fraction
        The number.
    tally : Tally
        Where its operations are counted; the results of operations count there too.

    Raises
    ------
    TypeError
        By an operation of two numbers with different tallies, or with something that is no number.

    Notes
    -----
    NumPy takes such numbers in arrays of objects, so the operations of any formula written for arrays can be counted.
    A number and an array, ``x * A`` or ``A * x``, meet entry by entry, and one operation is counted for each entry.

    Examples
    --------
    >>> tally = Tally()
    >>> x = Counted(3, tally)
    >>> x * x + 1
    Counted(10)
    >>> tally
    Tally(multiplications=1, additions=1)
    """

    __slots__ = ("tally", "value")

    def __init__(self, value: Any, tally: Tally):
        self.value, self.tally = value, tally

    def _result(self, other, operation, kind):
        if isinstance(other, Counted):
            if other.tally is not self.tally:
                raise TypeError("both numbers must count in one tally, got two tallies")
            other = other.value
        elif not isinstance(other, Number):
            return NotImplemented  # an array takes over, entry by entry; Python refuses the rest
        value = operation(self.value, other)
        setattr(self.tally, kind, getattr(self.tally, kind) + 1)
        return Counted(value, self.tally)

    def __add__(self, other):
        return self._result(other, operator.add, "additions")

    def __sub__(self, other):
        return self._result(other, operator.sub, "additions")

    def __rsub__(self, other):
        return self._result(other, lambda a, b: b - a, "additions")

    def __mul__(self, other):
        return self._result(other, operator.mul, "multiplications")

    __radd__, __rmul__ = __add__, __mul__

    def __repr__(self):
        return f"Counted({self.value!r})"


def count_product(A: ArrayLike, B: ArrayLike, *, C: ArrayLike | None = None) -> Tally:
    """Count the operations of ``A @ B``, or of ``C + A @ B``, by doing them one by one with numbers that count.

    Parameters
    ----------
    A : (m, k) array_like of float or complex
        The left factor.
    B : (k, n) array_like of float or complex
        The right factor.
    C : (m, n) array_like of float or complex, optional
        What the product is added to, as the routines of BLAS do.

    Returns
    -------
    Tally
        Multiplications and additions; complex ones count as one each.

    Raises
    ------
    ValueError
        If the shapes do not fit, or an entry is NaN or infinite.
    TypeError
        If an entry is not a number.

    See Also
    --------
    product_flops : The formula for a product.
    gemm_flops : The formula for a product that is added to something.

    Notes
    -----
    Nothing is counted that is not an operation on entries.  Without C the first product of a sum is kept as it is, and
    adding the others takes k - 1 additions; with C all k are added.  Zeros are multiplied and added like other numbers.

    Examples
    --------
    >>> import numpy as np
    >>> count_product(np.ones((4, 5)), np.ones((5, 3)))
    Tally(multiplications=60, additions=48)
    >>> count_product(np.ones((4, 5)), np.ones((5, 3)), C=np.ones((4, 3))).flops
    120
    """
    A, B = as_matrix(A, "A", allow_complex=True), as_matrix(B, "B", allow_complex=True)
    m, n = product_shape(A.shape, B.shape)
    if C is not None:
        C = as_matrix(C, "C", allow_complex=True)
        if C.shape != (m, n):
            message = f"C must have the shape {(m, n)} of the product, got {C.shape}"
            raise ValueError(message)
    tally = Tally()
    left = [[Counted(a, tally) for a in row] for row in A.tolist()]
    right = [[Counted(b, tally) for b in column] for column in B.T.tolist()]
    for i, row in enumerate(left):
        for j, column in enumerate(right):
            total = None if C is None else C[i, j].item()
            for a, b in zip(row, column, strict=True):
                total = a * b if total is None else total + a * b
    return tally


def product_flops(m: int, n: int, k: int) -> int:
    """Count the operations of an m by k times a k by n matrix: ``2*m*n*k - m*n``.

    Parameters
    ----------
    m : int
        Rows of the left factor.
    n : int
        Columns of the right factor.
    k : int
        The inner size.

    Returns
    -------
    int
        m*n*k multiplications and m*n*(k - 1) additions; 0 if a size is 0.

    Raises
    ------
    ValueError
        If a size is negative.
    TypeError
        If a size is no whole number.

    Examples
    --------
    >>> product_flops(4, 3, 5)
    108
    """
    m, n, k = count(m, "m"), count(n, "n"), count(k, "k")
    return m * n * (2 * k - 1) if k else 0


def gemm_flops(m: int, n: int, k: int) -> int:
    """Count the operations of ``C += A @ B``, the convention of benchmarks: ``2*m*n*k``.

    Parameters
    ----------
    m : int
        Rows of A and C.
    n : int
        Columns of B and C.
    k : int
        The inner size.

    Returns
    -------
    int
        m*n*k multiplications and as many additions.

    Raises
    ------
    ValueError
        If a size is negative.
    TypeError
        If a size is no whole number.

    Examples
    --------
    >>> gemm_flops(4, 3, 5)
    120
    """
    m, n, k = count(m, "m"), count(n, "n"), count(k, "k")
    return 2 * m * n * k
