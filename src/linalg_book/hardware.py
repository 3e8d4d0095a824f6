"""The registry of devices: each published figure once, with its unit, its source and the day it was read.

Chapters that quote a peak or a bandwidth take it from here.  A device is added with the chapter that first needs it.
"""

from dataclasses import dataclass
from datetime import date

__all__ = ["DEVICES", "Device", "Figure", "device"]

QUANTITIES = {"peak": "FLOP/s", "bandwidth": "B/s", "memory": "B"}
DTYPES = ("fp64", "fp32", "tf32", "fp16", "bf16", "fp8", "int8")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One published number of a device.

    Parameters
    ----------
    quantity : {"peak", "bandwidth", "memory"}
        What is measured: arithmetic peak in FLOP/s, memory bandwidth in B/s, memory size in B.
    value : float
        The number in the base unit of the quantity, positive and finite.
    source : str
        Where it stands: document and page, or an address.
    read : datetime.date
        The day on which it was read there.
    dtype : str, optional
        Number format of a peak; a peak must name one, the others must not.
    sparse : bool, default False
        Whether a peak counts the products that 2:4 structured sparsity skips.

    Raises
    ------
    ValueError
        If a field does not fit the others, with what was expected.

    Examples
    --------
    >>> from datetime import date
    >>> Figure(quantity="bandwidth", value=2e12, source="data sheet, page 1", read=date(2026, 1, 2)).unit
    'B/s'
    """

    quantity: str
    value: float
    source: str
    read: date
    dtype: str | None = None
    sparse: bool = False

    def __post_init__(self):
        if self.quantity not in QUANTITIES:
            raise ValueError(f"quantity must be one of {', '.join(QUANTITIES)}, got {self.quantity!r}")
        if not 0 < self.value < float("inf"):
            raise ValueError(f"value must be positive and finite, got {self.value!r}")
        if not self.source.strip():
            raise ValueError("source must say where the figure was read, got an empty text")
        if self.quantity == "peak" and self.dtype not in DTYPES:
            raise ValueError(f"dtype of a peak must be one of {', '.join(DTYPES)}, got {self.dtype!r}")
        if self.quantity != "peak" and (self.dtype is not None or self.sparse):
            raise ValueError(f"dtype and sparse belong to a peak, got them for {self.quantity}")

    @property
    def unit(self) -> str:
        """The base unit of the quantity."""
        return QUANTITIES[self.quantity]


@dataclass(frozen=True)
class Device:
    """A processor with its published figures.

    Parameters
    ----------
    name : str
        Name as its maker prints it.
    figures : tuple of Figure
        No two of the same quantity, dtype and sparsity; a sparse peak is twice the dense one.

    Raises
    ------
    ValueError
        If a figure stands twice, or a sparse peak is not twice the dense peak of the same dtype.
    """

    name: str
    figures: tuple[Figure, ...]

    def __post_init__(self):
        seen = {}
        for figure in self.figures:
            key = (figure.quantity, figure.dtype, figure.sparse)
            if key in seen:
                raise ValueError(f"{self.name}: {' '.join(str(k) for k in key if k)} is given twice")
            seen[key] = figure.value
        for (quantity, dtype, sparse), value in seen.items():
            dense = seen.get((quantity, dtype, False))
            if sparse and dense is not None and abs(value / dense - 2) > 0.01:
                raise ValueError(
                    f"{self.name}: sparse {dtype} peak must be twice the dense one, got {value / dense:.3g} times"
                )

    def figure(self, quantity: str, dtype: str | None = None, *, sparse: bool = False) -> Figure:
        """Return one published figure.

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
            If the maker publishes none, with what there is.

        Examples
        --------
        >>> from datetime import date
        >>> figure = Figure(quantity="memory", value=80e9, source="data sheet", read=date(2026, 1, 2))
        >>> Device("Example", (figure,)).figure("memory").value
        80000000000.0
        """
        for figure in self.figures:
            if (figure.quantity, figure.dtype, figure.sparse) == (quantity, dtype, sparse):
                return figure
        have = ", ".join(" ".join(filter(None, (f.quantity, f.dtype, "sparse" * f.sparse))) for f in self.figures)
        raise KeyError(f"{self.name} has no {'sparse ' * sparse}{quantity} {dtype or ''}; it has: {have or 'nothing'}")


#: Devices by name.
DEVICES: dict[str, Device] = {}


def device(name: str) -> Device:
    """Return a device of the registry by its name.

    Parameters
    ----------
    name : str
        Name as its maker prints it.

    Returns
    -------
    Device
        The device with its figures.

    Raises
    ------
    KeyError
        If the registry does not hold it, with the names that it holds.

    Examples
    --------
    >>> try:
    ...     device("abacus")
    ... except KeyError as error:
    ...     print(error.args[0])
    no device 'abacus'; the registry holds: ...
    """
    if name not in DEVICES:
        raise KeyError(f"no device {name!r}; the registry holds: {', '.join(DEVICES) or 'none yet'}")
    return DEVICES[name]
