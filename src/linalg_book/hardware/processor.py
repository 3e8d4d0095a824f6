"""A device: a processor with its figures; part of :ref:`ch-hardware`."""

from dataclasses import dataclass

from linalg_book._faces import public
from linalg_book._range import in_range
from linalg_book.hardware.figures import Figure

KINDS = ("gpu", "cpu")


@public
@dataclass(frozen=True)
class Device:
    """A processor with its figures.

    Parameters
    ----------
    name : str
        Name as its maker prints it, without the maker's own.
    figures : tuple of Figure
        No two of the same quantity, dtype and sparsity; a sparse peak is twice the dense one (in FP4 at most twice).
    kind : {"gpu", "cpu"}, default "gpu"
        A GPU or another accelerator with memory of its own, or a CPU.
    maker : str, optional
        Who makes it.

    Raises
    ------
    ValueError
        If the kind is unknown, a figure stands twice, or a sparse peak is not twice the dense peak of the same dtype
        (in FP4: is more than twice it, or less than it).
    """

    name: str
    figures: tuple[Figure, ...]
    kind: str = "gpu"
    maker: str = ""

    def __post_init__(self):
        object.__setattr__(self, "figures", tuple(self.figures))
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {self.kind!r}")
        seen = {}
        for f in sorted(self.figures, key=lambda f: f.sparse):  # the dense ones first
            if f.key in seen:
                raise ValueError(f"{self.name}: {f.label} is given twice")
            seen[f.key] = f.value
            times = f.value / seen.get((f.quantity, f.dtype, False), f.value / 2)
            least = 1.0 if f.dtype == "fp4" else 1.99
            if f.sparse and not least <= times <= 2.01:
                raise ValueError(f"{self.name}: {f.label} must be twice the dense one, got {times:.3g} times")

    def figure(self, quantity: str, dtype: str | None = None, *, sparse: bool = False) -> Figure:
        """Return one figure with its source.

        Parameters
        ----------
        quantity : {"peak", "bandwidth", "memory", "multiprocessors", "L2", "link", "exponentials"}
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
        return self._published("memory")

    @property
    def multiprocessors(self) -> float | None:
        """The number of its streaming multiprocessors or compute units; None where the registry has none."""
        return self._published("multiprocessors")

    @property
    def l2(self) -> float | None:
        """The size in B of the cache that its multiprocessors share; None where the registry has none."""
        return self._published("L2")

    @property
    def link(self) -> float | None:
        """The bandwidth in B/s of all its links to others, both directions together; None where there is none."""
        return self._published("link")

    @property
    def exponentials(self) -> float | None:
        """How many exponentials a second its special-function units take; None where the registry has none."""
        return self._published("exponentials")

    def _published(self, quantity):
        return next((figure.value for figure in self.figures if figure.quantity == quantity), None)

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
        return in_range(self.peak(dtype) / self.bandwidth, "ridges")
