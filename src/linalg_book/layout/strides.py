"""Where the entries of an array lie in memory: strides and offsets, counted from 0; see :ref:`ch-layout`."""

import math
import tracemalloc
from collections.abc import Callable, Sequence

from linalg_book._validate import as_sizes, as_whole, size
from linalg_book.layout.cache import as_order


def strides_of(
    shape: Sequence[int], *, order: str = "C", itemsize: int = 8, leading: int | None = None
) -> tuple[int, ...]:
    """Return the strides of a new array, for a matrix ``(n * itemsize, itemsize)`` in row-major order.

    Parameters
    ----------
    shape : sequence of int
        Sizes of the axes.
    order : {"C", "F"}
        "C" for row-major, the last index runs fastest; "F" for column-major, the first does.
    itemsize : int, default 8
        Bytes an entry; 1 gives strides in entries.
    leading : int, optional
        For a matrix whose rows ("C") or columns ("F") lie that many entries apart, at least as many as they have.

    Returns
    -------
    tuple of int
        For each axis, how many bytes on the next entry lies.

    Raises
    ------
    ValueError
        If a size or the order is not one, or the leading dimension is too small or not that of a matrix.
    TypeError
        If a size is not a whole number.

    Notes
    -----
    The leading dimension is the argument LDA of BLAS and LAPACK: with it, a block of a larger matrix is a matrix.
    In an array without entries no stride is ever used; a size of 0 counts as 1 here, where NumPy writes zeros.

    Examples
    --------
    >>> strides_of((2, 3)), strides_of((2, 3), order="F")
    ((24, 8), (8, 16))
    >>> strides_of((2, 3), itemsize=1, leading=10)
    (10, 1)
    """
    shape, order = as_sizes(shape, "shape"), as_order(order)
    itemsize = size(itemsize, "itemsize")
    fastest_first = list(shape if order == "F" else shape[::-1])
    if leading is not None:
        if len(shape) != 2:
            raise ValueError(f"leading needs the shape of a matrix, got {shape}")
        if size(leading, "leading") < fastest_first[0]:
            least = fastest_first[0]
            raise ValueError(f"leading must be at least {least}, got {leading}")
        fastest_first[0] = leading
    strides = [
        itemsize * math.prod(max(size, 1) for size in fastest_first[:k])
        for k in range(len(shape))
    ]
    return tuple(strides if order == "F" else strides[::-1])


def offset(index: Sequence[int], strides: Sequence[int]) -> int:
    """Return how far an entry lies from the first one: the sum of ``index[k] * strides[k]``.

    Parameters
    ----------
    index : sequence of int
        An index for each axis, from 0.
    strides : sequence of int
        A stride for each axis, in bytes or in entries; it may be zero or negative.

    Returns
    -------
    int
        The distance, in the unit of the strides.

    Raises
    ------
    ValueError
        If there are not as many indices as strides, or an index is negative.
    TypeError
        If an index or a stride is not a whole number.

    Examples
    --------
    >>> offset((1, 2), strides_of((2, 3), itemsize=1))  # row-major: 1 * 3 + 2
    5
    >>> offset((1, 1), strides_of((2, 3), itemsize=1, order="F"))  # column-major: 1 + 1 * 2
    3
    """
    index, strides = tuple(as_whole(index, "index")), as_whole(strides, "strides")
    if len(index) != len(strides):
        raise ValueError(f"index must have {len(strides)} entries, one a stride, got {index}")
    if any(i < 0 for i in index):
        raise ValueError(f"index must count from 0, got {index}")
    return sum(i * stride for i, stride in zip(index, strides, strict=True))


def is_contiguous(shape: Sequence[int], strides: Sequence[int], *, order: str = "C", itemsize: int = 8) -> bool:
    """Tell whether entries lie in order and without gaps: ``strides == strides_of(shape)``, where it matters.

    Parameters
    ----------
    shape : sequence of int
        Sizes of the axes.
    strides : sequence of int
        Strides in bytes.
    order : {"C", "F"}
        Row-major or column-major.
    itemsize : int, default 8
        Bytes an entry.

    Returns
    -------
    bool
        As NumPy's flags ``c_contiguous`` and ``f_contiguous``.

    Raises
    ------
    ValueError
        If there are not as many strides as sizes, or as `strides_of` does.
    TypeError
        If a size or a stride is not a whole number.

    Notes
    -----
    The stride of an axis of size 1 is never used, and an array without entries has nothing to lie in order: both are
    left out of the comparison.  A vector, a single row and a single column are therefore contiguous in both orders.

    Examples
    --------
    >>> is_contiguous((2, 3), (24, 8)), is_contiguous((3, 2), (8, 24)), is_contiguous((3, 2), (8, 24), order="F")
    (True, False, True)
    """
    wanted = strides_of(shape, order=order, itemsize=itemsize)
    shape, strides = as_sizes(shape, "shape"), as_whole(strides, "strides")
    if len(shape) != len(strides):
        raise ValueError(f"strides must have {len(shape)} entries, one an axis, got {strides}")
    if 0 in shape:
        return True
    return all(own == new for size, own, new in zip(shape, strides, wanted, strict=True) if size > 1)


def allocated(run: Callable[[], object]) -> int:
    """Measure how many bytes a call holds at most beyond what there was before: results and copies on the way.

    Parameters
    ----------
    run : callable
        What to measure, without arguments.  It is called twice; what only the first call needs does not count.

    Returns
    -------
    int
        Bytes at the peak, with a few hundred for Python's own objects.

    Raises
    ------
    RuntimeError
        If Python's `tracemalloc` is already on, since its peak would be set back.

    Notes
    -----
    Sees what Python and NumPy allocate, not the buffers that a BLAS or PyTorch takes from the system by itself.

    Examples
    --------
    >>> import numpy as np
    >>> A = np.ones((100, 100))
    >>> allocated(lambda: A.T) < 1000, allocated(lambda: A.T.copy()) >= A.nbytes
    (True, True)
    """
    if tracemalloc.is_tracing():
        raise RuntimeError("allocated needs tracemalloc for itself, and it is already tracing")
    run()
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
