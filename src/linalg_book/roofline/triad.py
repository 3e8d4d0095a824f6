"""The bandwidth of this machine's memory, measured; see :ref:`ch-roofline`."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from linalg_book._validate import size
from linalg_book.timing import time_call


def triad_bandwidth(
    *, entries: int = 2**23, threads: int | None = None, repeats: int = 5, write_allocate: bool = False
) -> float:
    """Measure the memory bandwidth by ``a = b + s*c`` on float64 arrays, in two passes of NumPy over all cores.

    Parameters
    ----------
    entries : int, default 2**23
        Entries of each of the three arrays.  Each must be several times as large as the last-level cache, or the
        bandwidth is that of the cache; the default takes 64 MiB an array.
    threads : int, optional
        Threads that share the work; by default as many as there are cores for this process.
    repeats : int, default 5
        Samples; the best one counts, since a roof is what can be reached.
    write_allocate : bool, default False
        Whether to count that a line of ``a`` is read into the cache before the first pass overwrites it.

    Returns
    -------
    float
        Bytes per second.

    Raises
    ------
    ValueError
        If a count is less than 1.
    TypeError
        If a count is no whole number.

    Notes
    -----
    The first pass ``a = s*c`` reads one array and writes one, the second ``a = a + b`` reads two and writes one: 40
    bytes an entry, where one fused loop as in STREAM moves 24.  Most processors fetch a line before they write to it,
    8 bytes more in the first pass; STREAM gives no credit for them, and neither does the default.

    Examples
    --------
    >>> triad_bandwidth(entries=1000, threads=1, repeats=1) > 0
    True
    """
    entries, repeats = size(entries, "entries"), size(repeats, "repeats")
    threads = min(_cores() if threads is None else size(threads, "threads"), entries)
    a, b, c = np.zeros(entries), np.ones(entries), np.ones(entries)
    cuts = np.linspace(0, entries, threads + 1).astype(int)
    parts = [slice(low, high) for low, high in zip(cuts, cuts[1:], strict=False)]

    def triad(part):
        np.multiply(c[part], 3.0, out=a[part])
        np.add(a[part], b[part], out=a[part])

    # NumPy lets go of the interpreter's lock in these loops
    with ThreadPoolExecutor(threads) as pool:
        timing = time_call(lambda: list(pool.map(triad, parts)), repeats=repeats)
    return (48 if write_allocate else 40) * entries / timing.best


def _cores():
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
