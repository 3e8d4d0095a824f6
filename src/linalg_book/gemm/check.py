"""The error that rounding may cause in a product, derived, and a check that refuses more; see :ref:`ch-gemm`."""

import numpy as np
from numpy.typing import ArrayLike

from linalg_book._validate import as_matrix, count, refuse_masked
from linalg_book.formats import FORMATS, STORED

#: Largest relative error of rounding one number to a format, to nearest; names as in `linalg_book.hardware`.
UNIT_ROUNDOFF = {name: FORMATS[name].unit_roundoff for name in STORED if name in FORMATS}
TENSOR = {name for name, u in UNIT_ROUNDOFF.items() if u > UNIT_ROUNDOFF["fp32"]}  # narrow factors, sums in fp32
ROWS = 512  # rows compared at a time, so that the check needs little memory beside the factors


def error_bound(k: int, dtype: str = "fp64") -> float:
    """Bound the error of a product: ``abs(C - A @ B) <= error_bound(k, dtype) * (abs(A) @ abs(B))``, entry by entry.

    Parameters
    ----------
    k : int
        The inner size, the number of terms of each sum.
    dtype : {"fp64", "fp32", "tf32", "fp16", "bf16"}
        The format that the factors are rounded to.

    Returns
    -------
    float
        ``(1 + d)**2 * (1 + gamma) * (1 + v) - 1``, plus the error of a reference that is computed in float64.  With the
        unit roundoff u of the format, d bounds the rounding of a factor: u, but 0 in fp64 and 2*u in tf32;
        ``gamma = k*w / (1 - k*w)`` belongs to sums that round with w, which is u in fp64 and fp32 and ``2**-23`` in the
        other formats; v is u where the result is stored in 16 bits (fp16, bf16), else 0.

    Raises
    ------
    ValueError
        If ``dtype`` is none of these, k is negative, or so large that ``k*w`` reaches 1.
    TypeError
        If k is no whole number.

    Notes
    -----
    It holds for every order of summation, with or without fused multiply-adds, as long as nothing overflows or
    underflows.  Tensor cores may cut off where IEEE 754 rounds to nearest, which doubles an error: hence ``2*u`` for
    the factors in tf32, of which only the leading bits are read, and sums in fp32 with ``2**-23`` and not ``2**-24``.

    References
    ----------
    Higham, *Accuracy and Stability of Numerical Algorithms*, section 3.5; :ref:`ch-gemm`.

    Examples
    --------
    >>> f"{error_bound(1000, 'fp64'):.1e}", f"{error_bound(1000, 'bf16'):.1e}"
    ('2.2e-13', '1.2e-02')
    """
    if dtype not in UNIT_ROUNDOFF:
        raise ValueError(f"dtype must be one of {', '.join(UNIT_ROUNDOFF)}, got {dtype!r}")
    k = count(k, "k")
    u = UNIT_ROUNDOFF[dtype]
    factors = {"fp64": 0.0, "tf32": 2 * u}.get(dtype, u)
    sums = 2.0**-23 if dtype in TENSOR else u
    stored = u if dtype in ("fp16", "bf16") else 0.0
    if k * sums >= 1:
        raise ValueError(f"k must be less than {1 / sums:.0f} for a bound in {dtype}, got {k}")
    reference = _gamma(k, UNIT_ROUNDOFF["fp64"])
    total = (2 * factors + factors**2, _gamma(k, sums), stored)  # (1 + a)(1 + b)(1 + c) - 1 without cancellation
    grown = 0.0
    for part in total:
        grown += part + grown * part
    return grown + reference


def _gamma(k, u):
    return k * u / (1 - k * u)


def verify(C: ArrayLike, A: ArrayLike, B: ArrayLike, dtype: str = "fp64") -> float:
    """Check ``abs(C - A @ B) <= error_bound(k, dtype) * (abs(A) @ abs(B))`` in every entry; return the largest ratio.

    Parameters
    ----------
    C : (m, n) array_like or torch.Tensor of float
        The product that is to be checked, in any format.
    A : (m, k) array_like or torch.Tensor of float
        The left factor, before it was rounded to the format or after.
    B : (k, n) array_like or torch.Tensor of float
        The right factor, likewise.
    dtype : {"fp64", "fp32", "tf32", "fp16", "bf16"}
        The format in which C was computed.

    Returns
    -------
    float
        The largest of ``abs(C - A @ B) / (abs(A) @ abs(B))``, to be compared with ``error_bound(k, dtype)``, which it
        may exceed where numbers underflow.

    Raises
    ------
    ArithmeticError
        If an entry is wrong, or not a number, with what was expected and what came.
    OverflowError
        If an entry of ``abs(A) @ abs(B)`` is too large for float64, so that nothing can be said of it; an
        ArithmeticError as well.
    ValueError
        If the shapes do not fit, ``dtype`` is unknown, or an entry of a factor is NaN or infinite.
    TypeError
        If an entry is not a real number.

    Notes
    -----
    A number below the smallest normal one of its format may be off by the distance of the subnormal ones, however small
    it is itself.  So much more is allowed as such errors of the factors, of the k products and of the result can do:
    twice that distance (6e-8 in fp16) times the sums over a row of ``abs(A)`` and a column of ``abs(B)``, and a trifle.

    Computes two products in float64, which take longer than most of what they check.  So that no call is compared with
    itself, the sums of the reference are cut in two, and tensors of the CPU are multiplied by NumPy; tensors of
    a CUDA device stay there.

    Examples
    --------
    >>> A, B = np.array([[1, 2], [3, 4]]), np.array([[5, 6], [7, 8]])
    >>> verify(A @ B, A, B)
    0.0
    >>> verify(A @ B.T, A, B)
    Traceback (most recent call last):
    ArithmeticError: wrong product in fp64: entry [0, 0] must be 19 within 8.4e-15, got 17
    """
    C, A, B = _float64(C, "C", finite=False), _float64(A, "A"), _float64(B, "B")
    if A.shape[1] != B.shape[0] or tuple(C.shape) != (A.shape[0], B.shape[1]):
        shapes = ", ".join(str(tuple(X.shape)) for X in (A, B, C))
        got = f"got the shapes {shapes} of A, B and C"
        raise ValueError(f"C must have the shape of A @ B, {got}")
    bound, cut, worst = error_bound(A.shape[1], dtype), A.shape[1] // 3, 0.0
    for top in range(0, len(C) * (C.shape[1] > 0), ROWS):
        rows = slice(top, top + ROWS)
        with np.errstate(over="ignore", invalid="ignore"):  # it is refused here
            exact = A[rows, :cut] @ B[:cut] + A[rows, cut:] @ B[cut:]
            size = abs(A[rows]) @ abs(B)
            off = abs(C[rows] - exact)
            most = bound * size + _underflow(A[rows], B, dtype)
            beyond = ~(size + most < float("inf"))
        if beyond.any():
            message = f"abs(A) @ abs(B) overflows float64 at {_place(beyond, top)}"
            raise OverflowError(f"{message}: nothing to compare with")
        wrong = ~(off <= most)  # so that NaN is wrong, too
        if wrong.any():
            raise _refusal(dtype, wrong, exact, most, C[rows], top)
        worst = max(worst, float((off / (size + (size == 0))).max()))
    return worst


def _underflow(A, B, dtype):
    """Return what gradual underflow may add to the errors of a product."""
    tiny, sums = FORMATS[dtype].tiniest, FORMATS["fp32" if dtype in TENSOR else dtype].tiniest
    factors = abs(tiny * A).sum(axis=1)[:, None] + abs(tiny * B).sum(axis=0)
    return 2 * (factors + len(B) * (sums + tiny * tiny) + tiny)


def _refusal(dtype, wrong, exact, most, C, top):
    """Return the error that names the first wrong entry of some rows, of which ``top`` is the first."""
    i, j = _first(wrong)
    wanted = f"{float(exact[i, j]):.8g} within {float(most[i, j]):.1e}"
    return ArithmeticError(f"wrong product in {dtype}: {_place(wrong, top)} must be {wanted}, got {float(C[i, j]):.8g}")


def _first(marked):
    """Return row and column of the first marked entry."""
    return divmod(marked.reshape(-1).tolist().index(True), marked.shape[1])


def _place(marked, top):
    """Name the first marked entry of some rows, of which ``top`` is the first."""
    i, j = _first(marked)
    return f"entry [{top + i}, {j}]"


def _float64(array, name, finite=True):
    """Return a matrix in float64: a tensor on a device where it is, everything else as an array."""
    refuse_masked(array, name)
    if hasattr(array, "is_floating_point"):  # a tensor of PyTorch, which need not be installed
        if array.is_complex():
            raise TypeError(f"{name} must be real, got dtype {array.dtype}")
        array = array.detach().double()
        if array.is_cuda:
            if array.ndim != 2 or (finite and not bool(array.isfinite().all())):
                raise ValueError(f"{name} must be a matrix of finite numbers, got shape {tuple(array.shape)}")
            return array
        array = array.numpy()
    if finite:
        return as_matrix(array, name)
    plain = np.asarray(array)
    as_matrix(np.nan_to_num(plain) if plain.dtype.kind in "fc" else plain, name)
    return plain.astype(np.float64)
