"""Timing of a call: repeated, warmed up, with median and spread; the same function for a CPU and for CUDA.

Shared by all chapters; :ref:`ch-gemm` explains why a time is taken like this.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from linalg_book._validate import as_number, size

__all__ = ["Timing", "cuda_is_there", "time_call"]


@dataclass(frozen=True)
class Timing:
    """Seconds that one call took, sample by sample.

    Parameters
    ----------
    seconds : tuple of float
        Seconds a call, one entry a sample, in the order taken.

    Raises
    ------
    ValueError
        If there is no sample, or one is not a positive finite number.

    Examples
    --------
    >>> Timing((3.0, 1.0, 2.0)).median
    2.0
    """

    seconds: tuple[float, ...]

    def __post_init__(self):
        object.__setattr__(self, "seconds", tuple(self.seconds))
        if not self.seconds:
            raise ValueError("seconds must hold at least one sample, got none")
        if not all(0 < s < float("inf") for s in self.seconds):
            raise ValueError(f"seconds must be positive and finite, got {self.seconds}")

    @property
    def median(self) -> float:
        """The middle sample, in seconds."""
        low, high = (np.percentile(self.seconds, 50, method=end) for end in ("lower", "higher"))
        return float(low + (high - low) / 2)  # the sum of two large samples would overflow

    @property
    def iqr(self) -> float:
        """The interquartile range, in seconds: how far apart the middle half of the samples lies."""
        low, high = np.percentile(self.seconds, [25, 75])
        return float(high - low)

    @property
    def best(self) -> float:
        """The shortest sample, in seconds."""
        return float(min(self.seconds))


def cuda_is_there() -> bool:
    """Tell whether PyTorch is installed and sees a CUDA device.

    Returns
    -------
    bool
        True if ``device="cuda"`` can be used here.

    Examples
    --------
    >>> cuda_is_there() in (True, False)
    True
    """
    try:
        import torch
    except ImportError:
        return False
    return torch.cuda.is_available()


def time_call(
    run: Callable[[], object], *, device: str = "cpu", warmup: int = 1, repeats: int = 7, at_least: float = 1e-3
) -> Timing:
    """Time ``run()``: warm up, then take samples of as many calls as last ``at_least`` seconds, and divide.

    Parameters
    ----------
    run : callable
        What to time, without arguments.
    device : {"cpu", "cuda"}
        Where ``run`` computes.  On CUDA calls return before the work is done, so events in the stream take the time.
    warmup : int, default 1
        Calls before the first sample, at least 1: the first one pays for caches, buffers and compiled kernels.
    repeats : int, default 7
        Number of samples, at least 1.
    at_least : float, default 1e-3
        Shortest sample in seconds; calls that are quicker are repeated within a sample.

    Returns
    -------
    Timing
        Seconds a call.

    Raises
    ------
    ValueError
        If ``device`` is neither "cpu" nor "cuda", a count is less than 1, or ``at_least`` is not finite.
    TypeError
        If a count is no whole number, or ``at_least`` no number.
    RuntimeError
        If ``device`` is "cuda" and PyTorch sees no CUDA device.

    Notes
    -----
    Report the median and the interquartile range: the mean is pulled up by whatever else the machine did.

    Examples
    --------
    >>> timing = time_call(lambda: sum(range(1000)), repeats=3)
    >>> len(timing.seconds), timing.best <= timing.median
    (3, True)
    """
    warmup, repeats = size(warmup, "warmup"), size(repeats, "repeats")
    at_least = as_number(at_least, "at_least")
    clock = _clock(device)
    clock(run, warmup)
    once = max(clock(run, 1), 1e-9)
    calls = max(1, round(at_least / once))
    return Timing(tuple(max(clock(run, calls), 1e-9) / calls for _ in range(repeats)))


def _clock(device):
    """Return the function that gives the seconds of so many calls on a device."""
    if device == "cpu":
        return _cpu_seconds
    if device != "cuda":
        raise ValueError(f'device must be "cpu" or "cuda", got {device!r}')
    if not cuda_is_there():
        raise RuntimeError("no CUDA device: PyTorch is missing, is a CPU build, or sees no GPU")
    return _cuda_seconds


def _cpu_seconds(run, calls):
    start = time.perf_counter()
    for _ in range(calls):
        run()
    return time.perf_counter() - start


def _cuda_seconds(run, calls):
    import torch

    start = torch.cuda.Event(enable_timing=True)
    end = torch.cuda.Event(enable_timing=True)
    torch.cuda.synchronize()  # what was queued before does not count
    start.record()
    for _ in range(calls):
        run()
    end.record()
    torch.cuda.synchronize()  # the events are filled in only now
    return start.elapsed_time(end) / 1000  # milliseconds
