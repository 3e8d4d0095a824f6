"""What the registry of :ref:`ch-hardware` is made of: factors, figures with their source and day, and devices."""

import math
from dataclasses import dataclass
from datetime import date

__all__ = ["Device", "Factor", "Figure"]

QUANTITIES = {"peak": "FLOP/s", "bandwidth": "B/s", "memory": "B"}
DTYPES = ("fp64", "fp32", "tf32", "fp16", "bf16", "fp8", "int8")
KINDS = ("gpu", "cpu")
ROUNDING = 5e-3  # makers print three digits or four
PREFIXES = {"P": 1e15, "T": 1e12, "G": 1e9}


@dataclass(frozen=True)
class Factor:
    """One factor of a figure that is a product: so many units, or so much a clock.

    Parameters
    ----------
    value : float
        The factor, positive and finite.
    what : str
        What it counts, such as "tensor cores", or its unit: "Hz", "FLOP/s", "T/s" (transfers), "B".
    source : str
        Where it stands, or why it holds.

    Raises
    ------
    ValueError
        If the value is not positive and finite, or one of the texts is empty.
    """

    value: float
    what: str
    source: str

    def __post_init__(self):
        if not 0 < self.value < math.inf:
            raise ValueError(f"value of a factor must be positive and finite, got {self.value!r}")
        if not self.what.strip() or not self.source.strip():
            raise ValueError("a factor must say what it counts and where it stands, got an empty text")

    def __str__(self) -> str:
        for prefix, scale in PREFIXES.items():
            if self.value >= scale:
                return f"{self.value / scale:g} {prefix}{self.what}"
        return f"{self.value:g} {self.what}" if self.value < 1 else f"{self.value:,.6g} {self.what}"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number of a device: found in print, or derived from numbers that were.

    Parameters
    ----------
    quantity : {"peak", "bandwidth", "memory"}
        What is measured: arithmetic peak in FLOP/s, memory bandwidth in B/s, memory size in B.
    value : float
        The number in the base unit of the quantity, positive and finite.
    source : str
        Where it stands: document and address; ", as quoted at " between the two where only a quotation was read.
    read : datetime.date
        The day on which it was read there.
    dtype : str, optional
        Number format of a peak; a peak must name one, the others must not.
    sparse : bool, default False
        Whether a peak counts the products that 2:4 structured sparsity skips.
    note : str, optional
        Which units compute, and what else a reader must know to compare it.
    factors : tuple of Factor, optional
        Factors whose product the figure is.
    derived : bool, default False
        True if the figure was not found in print for this device, but is the product of ``factors``, which were.

    Raises
    ------
    ValueError
        If a field does not fit the others, with what was expected.
    """

    quantity: str
    value: float
    source: str
    read: date
    dtype: str | None = None
    sparse: bool = False
    note: str = ""
    factors: tuple[Factor, ...] = ()
    derived: bool = False

    def __post_init__(self):
        if self.quantity not in QUANTITIES:
            raise ValueError(f"quantity must be one of {', '.join(QUANTITIES)}, got {self.quantity!r}")
        if not 0 < self.value < math.inf:
            raise ValueError(f"value must be positive and finite, got {self.value!r}")
        if not self.source.strip():
            raise ValueError("source must say where the figure was read, got an empty text")
        if self.quantity == "peak" and self.dtype not in DTYPES:
            raise ValueError(f"dtype of a peak must be one of {', '.join(DTYPES)}, got {self.dtype!r}")
        if self.quantity != "peak" and (self.dtype is not None or self.sparse):
            raise ValueError(f"dtype and sparse belong to a peak, got them for {self.quantity}")
        if self.derived and not self.factors:
            raise ValueError("a derived figure must have its factors, got none")
        if self.factors and abs(self.product / self.value - 1) > (1e-12 if self.derived else ROUNDING):
            raise ValueError(f"value must be the product of its factors, {self.product:.6g}, got {self.value:.6g}")

    @property
    def unit(self) -> str:
        """The base unit of the quantity."""
        return QUANTITIES[self.quantity]

    @property
    def key(self) -> tuple:
        """What tells it from the other figures of a device: quantity, dtype and sparsity."""
        return self.quantity, self.dtype, self.sparse

    @property
    def label(self) -> str:
        """The key in words, such as "peak bf16 sparse"."""
        return " ".join(filter(None, (self.quantity, self.dtype, "sparse" * self.sparse)))

    @property
    def product(self) -> float:
        """The product of the factors, in the base unit; 1 where there are none."""
        return float(math.prod(factor.value for factor in self.factors))

    @property
    def formula(self) -> str:
        """The factors written as a product, or an empty text."""
        return " x ".join(map(str, self.factors))


@dataclass(frozen=True)
class Device:
    """A processor with its figures.

    Parameters
    ----------
    name : str
        Name as its maker prints it, without the maker's own.
    figures : tuple of Figure
        No two of the same quantity, dtype and sparsity; a sparse peak is twice the dense one.
    kind : {"gpu", "cpu"}, default "gpu"
        A GPU or another accelerator with memory of its own, or a CPU.
    maker : str, optional
        Who makes it.

    Raises
    ------
    ValueError
        If the kind is unknown, a figure stands twice, or a sparse peak is not twice the dense peak of the same dtype.
    """

    name: str
    figures: tuple[Figure, ...]
    kind: str = "gpu"
    maker: str = ""

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {self.kind!r}")
        seen = {}
        for f in sorted(self.figures, key=lambda f: f.sparse):  # the dense ones first
            if f.key in seen:
                raise ValueError(f"{self.name}: {f.label} is given twice")
            seen[f.key] = f.value
            times = f.value / seen.get((f.quantity, f.dtype, False), f.value / 2)
            if f.sparse and abs(times - 2) > 0.01:
                raise ValueError(f"{self.name}: {f.label} must be twice the dense one, got {times:.3g} times")

    def figure(self, quantity: str, dtype: str | None = None, *, sparse: bool = False) -> Figure:
        """Return one figure with its source.

        Parameters
        ----------
        quantity : {"peak", "bandwidth", "memory"}
            What is wanted.
        dtype : str, optional
            Number format, for a peak.
        sparse : bool, default False
            Whether the sparse peak is wanted.

        Returns
        -------
        Figure
            The figure with its source.

        Raises
        ------
        KeyError
            If the registry holds none, with what there is.

        Examples
        --------
        >>> from linalg_book.hardware import device
        >>> device("H100 SXM").figure("bandwidth").value
        3350000000000.0
        """
        for figure in self.figures:
            if figure.key == (quantity, dtype, sparse):
                return figure
        have = ", ".join(figure.label for figure in self.figures) or "nothing"
        raise KeyError(f"{self.name} has no {'sparse ' * sparse}{quantity} {dtype or ''}; it has: {have}")

    def peak(self, dtype: str, *, sparse: bool = False) -> float:
        """Return the peak of a number format, dense unless the sparse one is asked for; KeyError where there is none.

        Parameters
        ----------
        dtype : str
            Number format, such as "bf16".
        sparse : bool, default False
            Whether the sparse peak is wanted.

        Returns
        -------
        float
            Operations a second; for all but int8 they are floating-point operations, FLOP/s.

        Examples
        --------
        >>> from linalg_book.hardware import device
        >>> device("A100 SXM 80GB").peak("bf16")
        312000000000000.0
        """
        return self.figure("peak", dtype, sparse=sparse).value

    @property
    def bandwidth(self) -> float:
        """The bandwidth between the device and its main memory, in B/s; KeyError where none is known."""
        return self.figure("bandwidth").value

    @property
    def memory(self) -> float | None:
        """The size of the device's own memory in B; None where it has none of its own."""
        return next((figure.value for figure in self.figures if figure.quantity == "memory"), None)

    def ridge(self, dtype: str) -> float:
        """Return the ridge, peak / bandwidth, where computing and moving take equally long; KeyError without them.

        Parameters
        ----------
        dtype : str
            Number format.

        Returns
        -------
        float
            FLOP per byte.

        Examples
        --------
        >>> from linalg_book.hardware import device
        >>> round(device("H100 SXM").ridge("bf16"))
        295
        """
        return self.peak(dtype) / self.bandwidth
