"""Frozen records of arrays: they keep copies that nobody can write to, and two are equal if all that they hold is."""

from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Record:
    """What `Filter`, `LinearFit` and `Block` share; a dataclass makes the rest, with ``eq=False``."""

    def _keep(self, name: str, array: NDArray) -> None:
        """Keep a copy of an array under the name of a field."""
        copy = np.array(array)
        copy.flags.writeable = False
        object.__setattr__(self, name, copy)

    def _values(self) -> list[Any]:
        return [getattr(self, field.name) for field in fields(self)]  # type: ignore[arg-type]  # of the dataclass

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        pairs = zip(self._values(), other._values(), strict=True)
        return all(np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b for a, b in pairs)

    def __hash__(self) -> int:
        return hash((type(self), *(value for value in self._values() if not isinstance(value, np.ndarray))))
