"""Number formats of matrix hardware: the bits of a number, and how it lies in memory.

Shared by all chapters; :ref:`ch-precision` explains the formats, :ref:`ch-hardware` names those of devices.
"""

from dataclasses import dataclass

from linalg_book._validate import whole

__all__ = ["Format", "FORMATS", "STORED", "number_format"]


@dataclass(frozen=True)
class Format:
    """A binary floating-point format: a sign, some exponent bits, some fraction bits.

    Parameters
    ----------
    name : str
        Short name, such as ``"bf16"``.
    exponent : int
        Bits of the exponent, at least 2.
    fraction : int
        Bits after the leading 1, at least 1.
    infinite : bool, default True
        Whether the largest exponent is kept for infinity and NaN, as IEEE 754 has it; ``"e4m3"`` uses it for numbers.

    Raises
    ------
    TypeError
        If a number of bits is no whole number.
    ValueError
        If there are too few bits, or more than float64 has.
    """

    name: str
    exponent: int
    fraction: int
    infinite: bool = True

    def __post_init__(self):
        for name, least, most in (("exponent", 2, 11), ("fraction", 1, 52)):
            object.__setattr__(self, name, bits := whole(getattr(self, name), name, least=least))
            if bits > most:
                raise ValueError(f"{name} must be at most {most} bits, as many as float64 has, got {bits}")

    @property
    def bits(self) -> int:
        """Bits that a number holds: sign, exponent, fraction."""
        return 1 + self.exponent + self.fraction

    @property
    def unit_roundoff(self) -> float:
        """Largest relative error of rounding to nearest, where nothing over- or underflows: 2^-(fraction + 1)."""
        return 2.0 ** -(self.fraction + 1)

    @property
    def smallest_exponent(self) -> int:
        """Exponent of the smallest normal number."""
        return 2 - 2 ** (self.exponent - 1)

    @property
    def smallest(self) -> float:
        """The smallest normal number."""
        return 2.0**self.smallest_exponent

    @property
    def tiniest(self) -> float:
        """The smallest number more than zero, a subnormal one."""
        return 2.0 ** (self.smallest_exponent - self.fraction)

    @property
    def largest(self) -> float:
        """The largest finite number."""
        top = 2 ** (self.exponent - 1) - 1
        if self.infinite:
            return (2 - 2.0**-self.fraction) * 2.0**top
        return (2 - 2 * 2.0**-self.fraction) * 2.0 ** (top + 1)  # the last pattern is NaN


#: The formats by name, widest first.
FORMATS = {
    f.name: f
    for f in (
        Format("fp64", 11, 52),
        Format("fp32", 8, 23),
        Format("tf32", 8, 10),
        Format("bf16", 8, 7),
        Format("fp16", 5, 10),
        Format("e5m2", 5, 2),
        Format("e4m3", 4, 3, infinite=False),
    )
}

#: How the numbers of a device's formats lie in memory: PyTorch's name of the type, and bytes.  TF32 is a way to
#: multiply float32, so it lies there as one; FP8 has two types, and the one for weights stands for both.  Of FP4 two
#: numbers share a byte, and the scales of its blocks come on top.
STORED: dict[str, tuple[str, float]] = {
    "fp64": ("float64", 8),
    "fp32": ("float32", 4),
    "tf32": ("float32", 4),
    "fp16": ("float16", 2),
    "bf16": ("bfloat16", 2),
    "fp8": ("float8_e4m3fn", 1),
    "int8": ("int8", 1),
    "fp4": ("float4_e2m1fn_x2", 0.5),
}


def number_format(name: str) -> Format:
    """Return a format by its name.

    Parameters
    ----------
    name : str
        One of the keys of `FORMATS`.

    Returns
    -------
    Format
        The format.

    Raises
    ------
    ValueError
        If there is no such format, with those there are.

    Examples
    --------
    >>> number_format("bf16").unit_roundoff == 2**-8
    True
    """
    if name not in FORMATS:
        raise ValueError(f"format must be one of {', '.join(FORMATS)}, got {name!r}")
    return FORMATS[name]
