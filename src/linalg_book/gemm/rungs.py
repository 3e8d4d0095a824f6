"""The ladder: one product in five ways, from three loops to the library, each beside the best rate of the machine.

See :ref:`ch-gemm`.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from linalg_book._faces import public
from linalg_book._validate import count, positive, size
from linalg_book.arithmetic import matmul
from linalg_book.gemm.check import verify
from linalg_book.gemm.measurement import Measurement, measure
from linalg_book.gemm.series import measure_peak
from linalg_book.matmul import product_by_blocks, product_by_rows
from linalg_book.timing import cuda_is_there, time_call

#: The ways to multiply that `ladder` compares, slowest first, each with a size that takes it a fair time.
RUNGS: dict[str, tuple[Callable, int]] = {
    "three loops": (matmul, 48),
    "row by row": (product_by_rows, 256),
    "tiles of 64": (partial(product_by_blocks, block=64), 512),
    "NumPy A @ B": (operator.matmul, 768),
    "PyTorch A @ B": (operator.matmul, 768),
}


@public
@dataclass(frozen=True)
class Rung:
    """One way to multiply, measured, beside the best rate of the machine.

    Parameters
    ----------
    name : str
        What it is, a key of `RUNGS`.
    run : Measurement
        Its measurement, in float64 on the CPU.
    peak : float
        Best rate seen in float64 on this machine, in FLOP/s.

    Raises
    ------
    ValueError
        If the peak is not positive and finite.
    TypeError
        If it is no number.
    """

    name: str
    run: Measurement
    peak: float

    def __post_init__(self):
        positive(self.peak, "peak")

    @property
    def fraction(self) -> float:
        """Its rate as a fraction of the best one, at most 1."""
        return self.run.rate / self.peak


def ladder(*, sizes: Mapping[str, int] | None = None, repeats: int = 5, seed: int = 0) -> list[Rung]:
    """Measure the same product in five ways, all in float64 on the CPU, each checked before it is timed.

    Parameters
    ----------
    sizes : mapping of str to int, optional
        Sizes n of the square factors of some rungs, by name; the others keep those of `RUNGS`.
    repeats : int, default 5
        Number of samples of each time.
    seed : int, default 0
        Of the random factors.

    Returns
    -------
    list of Rung
        Slowest kind first: three loops, row by row, tiles, NumPy, PyTorch.

    Raises
    ------
    ArithmeticError
        If one of the ways gives a wrong product.
    ValueError
        If a name in ``sizes`` is no rung, a size or ``repeats`` is less than 1, or ``seed`` is negative.
    TypeError
        If a size, ``repeats`` or ``seed`` is no whole number.
    ModuleNotFoundError
        If PyTorch is not installed.

    Notes
    -----
    The sizes differ because the rates do: what takes the library a moment would take the loops minutes.  The peak is
    the best of `measure_peak` at size 512 and of the rungs themselves.

    Examples
    --------
    >>> rungs = ladder(sizes=dict.fromkeys(RUNGS, 8), repeats=1)
    >>> [rung.name for rung in rungs], max(rung.fraction for rung in rungs) <= 1
    (['three loops', 'row by row', 'tiles of 64', 'NumPy A @ B', 'PyTorch A @ B'], True)
    """
    repeats, seed = size(repeats, "repeats"), count(seed, "seed")
    chosen = {name: n for name, (_, n) in RUNGS.items()} | dict(sizes or {})
    if unknown := chosen.keys() - RUNGS.keys():
        raise ValueError(f"sizes must name rungs ({', '.join(RUNGS)}), got {', '.join(sorted(unknown))}")
    runs = []
    for name, n in chosen.items():
        if name.startswith("PyTorch"):
            runs.append(measure(n, n, n, dtype="fp64", seed=seed, repeats=repeats))
        else:
            runs.append(_measured(RUNGS[name][0], n, seed, repeats))
    best = measure_peak(dtype="fp64", sizes=[512], repeats=repeats)
    peak = max(best, *(run.rate for run in runs))
    return [Rung(name, run, peak) for name, run in zip(chosen, runs, strict=True)]


def _measured(multiply, n, seed, repeats):
    """Check and time a function that multiplies two square arrays."""
    n = size(n, "a size")
    x = np.random.default_rng(seed).uniform(-1, 1, (2, n, n))
    A, B = x + np.copysign(0.5, x)  # as `measure` draws them: either sign, sizes from 1/2 to 3/2
    error = verify(multiply(A, B), A, B)
    timing = time_call(lambda: multiply(A, B), repeats=repeats)
    return Measurement(m=n, n=n, k=n, dtype="fp64", device="cpu", timing=timing, error=error)


def on_cuda(report: Callable[[], str]) -> str:
    """Return ``report()`` where there is a CUDA device, and elsewhere a line that says there is none.

    Parameters
    ----------
    report : callable
        Measures something on the device and returns a text, such as a `table`.

    Returns
    -------
    str
        Its text, or "skipped: no CUDA device".

    Examples
    --------
    >>> on_cuda(lambda: "measured") in ("measured", "skipped: no CUDA device")
    True
    """
    return report() if cuda_is_there() else "skipped: no CUDA device"
