"""Series of measurements: many shapes, the best rate of a machine, and a table; see :ref:`ch-gemm`."""

from collections.abc import Iterable, Iterator

from linalg_book.gemm.check import error_bound
from linalg_book.gemm.measurement import Measurement, measure, supported

SIZES = {"cpu": (512, 1024), "cuda": (4096, 8192)}  # where the rate has leveled off on most machines of the kind
USUAL = {"cpu": ("fp32",), "cuda": ("fp32", "tf32", "bf16")}


def sweep(
    shapes: Iterable[int | tuple[int, int, int]],
    *,
    dtypes: Iterable[str] | None = None,
    device: str = "cpu",
    repeats: int = 7,
) -> Iterator[Measurement]:
    """Measure products of several shapes and formats, one after the other.

    Parameters
    ----------
    shapes : iterable of int or of (m, n, k)
        A number stands for a square product.
    dtypes : iterable of str, optional
        Formats; by default "fp32" on a CPU, and those of "fp32", "tf32" and "bf16" that a CUDA device supports.
    device : {"cpu", "cuda"}
        Where to compute.
    repeats : int, default 7
        Number of samples of each time.

    Yields
    ------
    Measurement
        For each format all shapes in their order, each as soon as it is there.

    Raises
    ------
    ValueError
        As by `measure`.

    Examples
    --------
    >>> [(run.m, run.n, run.k) for run in sweep([4, (5, 6, 7)], repeats=1)]
    [(4, 4, 4), (5, 6, 7)]
    """
    shapes = [tuple(shape) if isinstance(shape, tuple | list) else (shape,) * 3 for shape in shapes]
    there = supported(device)
    for dtype in [d for d in USUAL[device] if d in there] if dtypes is None else dtypes:
        for shape in shapes:
            if len(shape) != 3:
                raise ValueError(f"a shape must be one number or three, m, n and k, got {shape}")
            yield measure(*shape, dtype=dtype, device=device, repeats=repeats)


def measure_peak(
    *, dtype: str = "fp32", device: str = "cpu", sizes: Iterable[int] | None = None, repeats: int = 5
) -> float:
    """Return the best rate of a few square products, ``max(2*n**3 / median)``, in FLOP/s.

    Parameters
    ----------
    dtype : str, default "fp32"
        A format that the device supports.
    device : {"cpu", "cuda"}
        Where to compute.
    sizes : iterable of int, optional
        Sizes n; 512 and 1024 on a CPU, 4096 and 8192 on a CUDA device by default.
    repeats : int, default 5
        Number of samples of each time.

    Returns
    -------
    float
        The highest rate at the median time.

    Raises
    ------
    ValueError
        If there is no size, or as by `measure`.

    Notes
    -----
    This is what the library reached on this machine today: a lower bound for the peak of the hardware, which follows
    from its units and clock and which no program exceeds.  Use it as the flat part of a roofline that one may hope for.

    Examples
    --------
    >>> measure_peak(sizes=[16], repeats=1) > 0
    True
    """
    sizes = list(SIZES[device] if sizes is None and device in SIZES else sizes or ())
    if not sizes:
        raise ValueError("sizes must hold at least one size, got none")
    return max(run.rate for run in sweep(sizes, dtypes=[dtype], device=device, repeats=repeats))


def table(runs: Iterable[Measurement]) -> str:
    """Set measurements in columns: sizes, format, median and interquartile range, rate, error and its bound.

    Parameters
    ----------
    runs : iterable of Measurement
        What to show, a line each.

    Returns
    -------
    str
        The lines, with a heading; no line break at the end.

    Examples
    --------
    >>> from linalg_book.timing import Timing
    >>> run = Measurement(m=10, n=20, k=30, dtype="bf16", device="cpu", timing=Timing((2e-6, 3e-6)), error=1e-3)
    >>> print(table([run]))
        m     n     k  dtype    median       IQR    GFLOP/s    error    bound
       10    20    30  bf16     2.5 us    0.5 us        4.8    1e-03    1e-02
    """
    named = f"{'median':>9} {'IQR':>9} {'GFLOP/s':>10} {'error':>8} {'bound':>8}"
    lines = [f"{'m':>5} {'n':>5} {'k':>5}  {'dtype':<5} {named}"]
    for run in runs:
        times = f"{_seconds(run.timing.median):>9} {_seconds(run.timing.iqr):>9}"
        errors = f"{run.error:8.0e} {error_bound(run.k, run.dtype):8.0e}"
        lines.append(f"{run.m:5} {run.n:5} {run.k:5}  {run.dtype:<5} {times} {run.rate / 1e9:10.1f} {errors}")
    return "\n".join(lines)


def _seconds(value):
    """Write a time to one decimal, in the unit that gives it one to three digits before it."""
    unit, scale = next(((u, s) for u, s in (("s", 1), ("ms", 1e3)) if value * s >= 1), ("us", 1e6))
    return f"{value * scale:.1f} {unit}"
