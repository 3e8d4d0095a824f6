"""What the registry of :ref:`ch-hardware` is made of: factors, and figures with the place where they were read."""

import math
from dataclasses import dataclass
from datetime import date

from linalg_book._faces import public
from linalg_book.formats import STORED
from linalg_book.sources import Source

QUANTITIES = {
    "peak": "FLOP/s",
    "bandwidth": "B/s",
    "memory": "B",
    "multiprocessors": "",
    "L2": "B",
    "link": "B/s",
    "exponentials": "1/s",
}
ROUNDING = 5e-3  # makers print three digits or four
PREFIXES = {"P": 1e15, "T": 1e12, "G": 1e9}


@public
@dataclass(frozen=True)
class Factor:
    """One factor of a figure that is a product: so many units, or so much a clock.

    Parameters
    ----------
    value : float
        The factor, positive and finite.
    what : str
        What it counts, such as "tensor cores", or its unit: "Hz", "FLOP/s", "T/s" (transfers), "B".
    source : Source or str
        Where it was read, or why it holds.

    Raises
    ------
    ValueError
        If the value is not positive and finite, or one of the texts is empty.
    """

    value: float
    what: str
    source: Source | str

    def __post_init__(self):
        if not 0 < self.value < math.inf:
            raise ValueError(f"value of a factor must be positive and finite, got {self.value!r}")
        if not self.what.strip() or not str(self.source).strip():
            raise ValueError("a factor must say what it counts and where it stands, got an empty text")

    def __str__(self) -> str:
        for prefix, scale in PREFIXES.items():
            if self.value >= scale:
                return f"{self.value / scale:g} {prefix}{self.what}"
        return f"{self.value:g} {self.what}" if self.value < 1 else f"{self.value:,.6g} {self.what}"


@public
@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number of a device: found in print, or derived from numbers that were.

    Parameters
    ----------
    quantity : {"peak", "bandwidth", "memory", "multiprocessors", "L2", "link", "exponentials"}
        What is measured: arithmetic peak in FLOP/s, memory bandwidth in B/s, memory size in B, number of streaming
        multiprocessors or compute units, size of the cache that they share in B, bandwidth of all links to other
        devices in B/s (both directions together), and exponentials a second.
    value : float
        The number in the base unit of the quantity, positive and finite.
    source : Source, optional
        Where it was read; of a derived figure the factors have sources.
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
    source: Source | None = None
    dtype: str | None = None
    sparse: bool = False
    note: str = ""
    factors: tuple[Factor, ...] = ()
    derived: bool = False

    def __post_init__(self):
        object.__setattr__(self, "factors", tuple(self.factors))
        if self.quantity not in QUANTITIES:
            raise ValueError(f"quantity must be one of {', '.join(QUANTITIES)}, got {self.quantity!r}")
        if not 0 < self.value < math.inf:
            raise ValueError(f"value must be positive and finite, got {self.value!r}")
        if self.quantity == "peak" and self.dtype not in STORED:
            raise ValueError(f"dtype of a peak must be one of {', '.join(STORED)}, got {self.dtype!r}")
        if self.quantity != "peak" and (self.dtype is not None or self.sparse):
            raise ValueError(f"dtype and sparse belong to a peak, got them for {self.quantity}")
        if self.derived and not self.factors:
            raise ValueError("a derived figure must have its factors, got none")
        if not self.sources:
            raise ValueError("a figure must say where it, or one of its factors, was read; got no source")
        if self.factors and abs(self.product / self.value - 1) > (1e-12 if self.derived else ROUNDING):
            raise ValueError(f"value must be the product of its factors, {self.product:.6g}, got {self.value:.6g}")

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the figure and its factors were read, each document once."""
        every = (self.source, *(factor.source for factor in self.factors))
        return tuple(dict.fromkeys(source for source in every if isinstance(source, Source)))

    @property
    def read(self) -> date:
        """The day on which the last of its sources was read."""
        return max(source.read for source in self.sources)

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
