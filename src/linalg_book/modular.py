"""Whole numbers modulo m: greatest common divisors, exact determinants, inverses.  Chapter :ref:`ch-modular`."""

import numpy as np
from numpy.linalg import LinAlgError
from numpy.typing import ArrayLike, NDArray

from linalg_book._validate import as_integer_square, count, whole

__all__ = ["bezout", "adjugate", "inverse_mod", "determinant_exact"]


def bezout(a: int, b: int) -> tuple[int, int, int]:
    """Find ``g, x, y`` with ``a * x + b * y == g``, the greatest common divisor, by Euclid's algorithm.

    Parameters
    ----------
    a, b : int
        Whole numbers, not negative.

    Returns
    -------
    g : int
        The greatest common divisor of a and b; 0 if both are 0.
    x, y : int
        Two whole numbers that combine a and b to g.

    Raises
    ------
    TypeError
        If a or b is no integer.
    ValueError
        If a or b is negative.

    See Also
    --------
    inverse_mod : If g is 1, then x is the inverse of a modulo b.

    Notes
    -----
    The number of divisions is at most proportional to the number of digits.

    Examples
    --------
    >>> bezout(9, 26)
    (1, 3, -1)
    >>> 9 * 3 + 26 * (-1)
    1
    """
    a, b = count(a, "a"), count(b, "b")
    x, y, next_x, next_y = 1, 0, 0, 1  # a0 * x + b0 * y == a and a0 * next_x + b0 * next_y == b, from step to step
    while b:
        quotient = a // b
        a, b = b, a - quotient * b
        x, next_x = next_x, x - quotient * next_x
        y, next_y = next_y, y - quotient * next_y
    return a, x, y


def adjugate(A: ArrayLike) -> NDArray:
    """Build the matrix of cofactors, transposed, with ``A @ adjugate(A) == det(A) * I``.

    Parameters
    ----------
    A : (n, n) array_like of int
        Whole numbers of any size.

    Returns
    -------
    (n, n) ndarray of object
        Python integers; the entry in row i, column j is ``(-1)**(i + j)`` times the determinant of A without row j and
        column i.

    Raises
    ------
    TypeError
        If an entry is no integer.
    ValueError
        If A is not square.

    See Also
    --------
    inverse_mod : Divides it by the determinant.

    Notes
    -----
    If the determinant is not zero, by elimination without fractions of A next to the identity, about ``4 * n**3``
    multiplications of Python integers: it ends with ``det(A) * I`` next to the adjugate.  Of a singular matrix by
    ``n**2`` determinants, so about ``2 * n**5 / 3`` multiplications.

    Examples
    --------
    >>> adjugate([[3, 3], [2, 5]])
    array([[5, -3],
           [-2, 3]], dtype=object)
    """
    A = as_integer_square(A, "A")
    n, sign, previous = len(A), 1, 1
    R = np.hstack([A, np.eye(n, dtype=int).astype(object)])
    for k in range(n):
        nonzero = np.flatnonzero(R[k:, k])
        if not nonzero.size:
            return _cofactors(A)
        if nonzero[0]:
            R[[k, k + nonzero[0]]] = R[[k + nonzero[0], k]]
            sign = -sign
        others = np.arange(n) != k
        R[others] = (R[k, k] * R[others] - np.outer(R[others, k], R[k])) // previous
        previous = R[k, k]
    return sign * R[:, n:]


def _cofactors(A):
    """Return the adjugate of any matrix of Python integers, by its definition."""
    adj = np.empty_like(A)
    for i, j in np.ndindex(A.shape):
        minor = np.delete(np.delete(A, j, axis=0), i, axis=1)
        adj[i, j] = (-1) ** (i + j) * determinant_exact(minor)
    return adj


def inverse_mod(A: ArrayLike, m: int) -> NDArray:
    """Invert modulo m: ``det(A)**-1 * adjugate(A) % m``, with ``A @ inverse % m == I``.

    Parameters
    ----------
    A : (n, n) array_like of int
        Whole numbers of any size and sign.
    m : int
        The modulus, from 2 to ``2**63 - 1``; it need not be prime.

    Returns
    -------
    (n, n) ndarray of int64
        The only inverse with entries from 0 to m - 1.

    Raises
    ------
    TypeError
        If an entry or m is no integer.
    ValueError
        If A is not square or m is out of range.
    LinAlgError
        If the determinant shares a factor with m, which the message gives: then there is no inverse.

    See Also
    --------
    bezout : Finds the inverse of the determinant.

    Notes
    -----
    Two eliminations without fractions, one for the determinant and one for the adjugate: the multiplications grow like
    ``n**3``, the digits of the numbers like n.

    Examples
    --------
    >>> inverse_mod([[3, 3], [2, 5]], 26)
    array([[15, 17],
           [20,  9]])
    """
    A, m = as_integer_square(A, "A"), whole(m, "m")
    if not 2 <= m < 2**63:
        raise ValueError(f"m must lie from 2 to 2**63 - 1, got {m}")
    det = determinant_exact(A % m) % m
    g, x, _ = bezout(det, m)
    if g != 1:
        why = f"det A = {det} modulo {m}, and gcd({det}, {m}) = {g}"
        raise LinAlgError(f"A has no inverse modulo {m}: {why}")
    return (x * adjugate(A % m) % m).astype(np.int64)


def determinant_exact(A: ArrayLike) -> int:
    """Compute ``det(A)`` of whole numbers exactly, by elimination without fractions.

    Parameters
    ----------
    A : (n, n) array_like of int
        Whole numbers of any size; n may be 0.

    Returns
    -------
    int
        The determinant; 1 for n = 0.

    Raises
    ------
    TypeError
        If an entry is no integer: 2.0 is refused too.
    ValueError
        If A is not square.

    See Also
    --------
    inverse_mod : Needs it exact.

    Notes
    -----
    About ``2 * n**3 / 3`` multiplications and ``n**3 / 3`` divisions of Python integers.  After step k each remaining
    entry is the determinant of a (k + 1) x (k + 1) part of A, which is why dividing by the previous pivot leaves no
    remainder [1]_, and why entries grow no faster than determinants do.

    References
    ----------
    .. [1] E. H. Bareiss, *Sylvester's identity and multistep integer-preserving Gaussian elimination*, Mathematics of
       Computation 22, 1968.

    Examples
    --------
    >>> determinant_exact([[3, 3], [2, 5]])
    9
    >>> determinant_exact([[10**20, 1], [1, 10**20]]) == 10**40 - 1
    True
    """
    R = as_integer_square(A, "A")
    sign, previous = 1, 1
    for k in range(len(R) - 1):
        nonzero = np.flatnonzero(R[k:, k])
        if not nonzero.size:
            return 0
        if nonzero[0]:
            R[[k, k + nonzero[0]]] = R[[k + nonzero[0], k]]
            sign = -sign
        pivot, rest = R[k, k], R[k + 1 :, k + 1 :]
        crossed = np.outer(R[k + 1 :, k], R[k, k + 1 :])
        rest[...] = (pivot * rest - crossed) // previous
        previous = pivot
    return sign * R[-1, -1] if len(R) else 1
