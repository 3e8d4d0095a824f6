"""Measurements of products on a CPU or a CUDA device, by one code for both; see :ref:`ch-gemm`."""

import sys
from dataclasses import dataclass

from linalg_book._faces import public
from linalg_book._range import finite
from linalg_book._validate import as_number, count, size
from linalg_book.cost import gemm_flops
from linalg_book.gemm.backend import arithmetic, draw, kind, need, out_of_memory, release
from linalg_book.gemm.check import UNIT_ROUNDOFF, verify
from linalg_book.timing import Timing, cuda_is_there, time_call


@public
@dataclass(frozen=True, kw_only=True)
class Measurement:
    """The time of one product on one device, and how far the product was from right.

    Parameters
    ----------
    m, n, k : int
        Sizes: an (m, k) matrix times a (k, n) matrix.
    dtype : str
        Format of the factors, a key of `UNIT_ROUNDOFF`.
    device : {"cpu", "cuda"}
        Where it was computed.
    timing : Timing
        Seconds of one product, sample by sample.
    error : float
        The largest ratio of error and ``abs(A) @ abs(B)``, as `verify` returns it.

    Raises
    ------
    TypeError
        If a size is no whole number, or the error no number.
    ValueError
        If a size is less than 1, or the error negative, NaN or infinite.

    Examples
    --------
    >>> from linalg_book.timing import Timing
    >>> run = Measurement(m=10, n=10, k=10, dtype="fp64", device="cpu", timing=Timing((1e-6,)), error=0.0)
    >>> f"{run.rate / 1e9:.1f} GFLOP/s"
    '2.0 GFLOP/s'
    """

    m: int
    n: int
    k: int
    dtype: str
    device: str
    timing: Timing
    error: float

    def __post_init__(self):
        for name in ("m", "n", "k"):
            object.__setattr__(self, name, size(getattr(self, name), name))
        if as_number(self.error, "error") < 0:
            raise ValueError(f"error must not be negative, got {self.error}")

    @property
    def flops(self) -> int:
        """Operations of the product, ``2*m*n*k``."""
        return gemm_flops(self.m, self.n, self.k)

    @property
    @finite
    def rate(self) -> float:
        """Operations a second at the median time, in FLOP/s."""
        return self.flops / self.timing.median

    @property
    def size(self) -> float:
        """Side of the cube with as many operations, the cube root of ``m*n*k``."""
        return round((self.m * self.n * self.k) ** (1 / 3), 6)


def supported(device: str = "cpu") -> tuple[str, ...]:
    """Name the formats in which PyTorch multiplies matrices on a device.

    Parameters
    ----------
    device : {"cpu", "cuda"}
        The kind of device; of several CUDA devices the current one.

    Returns
    -------
    tuple of str
        Keys of `UNIT_ROUNDOFF`; TF32 and BF16 need a CUDA device of compute capability 8.0, and TF32 is not for CPUs.

    Raises
    ------
    ValueError
        If ``device`` is neither "cpu" nor "cuda".
    RuntimeError
        If ``device`` is "cuda" and PyTorch sees no CUDA device.
    ModuleNotFoundError
        If PyTorch is not installed.

    Examples
    --------
    >>> supported("cpu")
    ('fp64', 'fp32', 'fp16', 'bf16')
    """
    torch = need("torch")
    if device == "cpu":
        return tuple(dtype for dtype in UNIT_ROUNDOFF if dtype != "tf32")
    if device != "cuda":
        raise ValueError(f'device must be "cpu" or "cuda", got {device!r}')
    if not cuda_is_there():
        raise RuntimeError("no CUDA device: PyTorch is a CPU build or sees no GPU")
    recent = torch.cuda.get_device_capability() >= (8, 0)
    return tuple(dtype for dtype in UNIT_ROUNDOFF if recent or dtype not in ("tf32", "bf16"))


def measure(
    m: int, n: int, k: int, *, dtype: str = "fp32", device: str = "cpu", seed: int = 0, repeats: int = 7
) -> Measurement:
    """Check a random product ``A @ B`` against float64, then time it.

    Parameters
    ----------
    m : int
        Rows of A, at least 1.
    n : int
        Columns of B, at least 1.
    k : int
        The inner size, at least 1.
    dtype : str, default "fp32"
        A format that the device supports.
    device : {"cpu", "cuda"}
        Where to compute.
    seed : int, default 0
        Of the random factors, whose entries have either sign and a size between 1/2 and 3/2.
    repeats : int, default 7
        Number of samples of the time.

    Returns
    -------
    Measurement
        Times, error and rate.

    Raises
    ------
    ArithmeticError
        If the product is wrong; then nothing is timed.
    MemoryError
        If the matrices do not fit; what was taken is given back first.
    ValueError
        If a size or ``repeats`` is less than 1, ``seed`` is negative, or the device does not support the format.
    TypeError
        If a size, ``repeats`` or ``seed`` is no whole number.
    RuntimeError
        If ``device`` is "cuda" and PyTorch sees no CUDA device.
    ModuleNotFoundError
        If PyTorch is not installed.

    Notes
    -----
    PyTorch's switches for the arithmetic are set for this call and put back: TF32 for "tf32" only, and sums of 16-bit
    products in fp32 always.  The factors and the result are there before the clock starts.

    Examples
    --------
    >>> run = measure(8, 8, 8, repeats=3)
    >>> len(run.timing.seconds), run.rate > 0, run.error < 1e-6
    (3, True, True)
    """
    m, n, k, repeats, seed = size(m, "m"), size(n, "n"), size(k, "k"), size(repeats, "repeats"), count(seed, "seed")
    if dtype not in (there := supported(device)):
        raise ValueError(f"{dtype!r} is not supported on this {device} device; it has {', '.join(there)}")
    full = 8 * max(m * n, m * k, n * k) > sys.maxsize  # bytes that no address reaches; PyTorch has no word for it
    if not full:
        try:
            timing, error = _run(m, n, k, dtype, device, seed, repeats)
        except (MemoryError, RuntimeError) as problem:
            if not out_of_memory(problem):
                raise
            full = True
    if full:  # raised here, when the error that held the matrices is gone
        release(device)
        raise MemoryError(f"out of memory on the {device} device: {m} x {k} times {k} x {n} in {dtype}")
    return Measurement(m=m, n=n, k=k, dtype=dtype, device=device, timing=timing, error=error)


def _run(m, n, k, dtype, device, seed, repeats):
    """Return the timing and the error of one product; the matrices live no longer than this call."""
    torch = need("torch")
    generator = torch.Generator(device=device).manual_seed(seed)
    A, B = draw(m, k, generator), draw(k, n, generator)
    left, right = A.to(kind(dtype)), B.to(kind(dtype))
    C = torch.empty(m, n, dtype=kind(dtype), device=device)

    def product():
        torch.mm(left, right, out=C)

    with arithmetic(dtype):
        product()
        error = verify(C, A, B, dtype)  # a wrong product has no speed
        return time_call(product, device=device, repeats=repeats), error
