"""The registered devices, each figure once, with its source and the day it was read; see :ref:`ch-hardware`."""

import difflib

from linalg_book.hardware import nvidia, others
from linalg_book.hardware.processor import Device

#: Devices by name: GPUs and other accelerators, then CPUs.
#:
#: :meta hide-value:
DEVICES: dict[str, Device] = {entry.name: entry for entry in (*nvidia.DEVICES, *others.ACCELERATORS, *others.CPUS)}


def device(name: str) -> Device:
    """Return a device of the registry by its name.

    Parameters
    ----------
    name : str
        Name as its maker prints it, such as "H100 SXM".

    Returns
    -------
    Device
        The device with its figures.

    Raises
    ------
    KeyError
        If the registry does not hold it, with the names that come near, or all that it holds.

    Examples
    --------
    >>> try:
    ...     device("abacus")
    ... except KeyError as error:
    ...     print(error.args[0])
    no device 'abacus'; the registry holds: ...
    """
    if name not in DEVICES:
        near = [known for known in DEVICES if name and known.casefold().startswith(name.casefold())]
        near = near or difflib.get_close_matches(name, DEVICES, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else f"the registry holds: {', '.join(DEVICES)}"
        raise KeyError(f"no device {name!r}; {hint}")
    return DEVICES[name]
