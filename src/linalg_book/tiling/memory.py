"""A small fast memory that counts: part of :ref:`ch-tiling`, used again by :ref:`ch-flash`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._faces import public
from linalg_book._validate import count, refuse_masked, size


@public
@dataclass(frozen=True)
class Traffic:
    """Numbers that crossed between the slow and the fast memory.

    Parameters
    ----------
    loads : int
        Numbers copied from slow to fast memory.
    stores : int
        Numbers copied back.

    Raises
    ------
    TypeError
        If one of them is no whole number.
    ValueError
        If one is negative.

    Examples
    --------
    >>> Traffic(loads=3, stores=1).total
    4
    """

    loads: int
    stores: int

    def __post_init__(self):
        for name in ("loads", "stores"):
            object.__setattr__(self, name, count(getattr(self, name), name))

    @property
    def total(self) -> int:
        """Loads and stores together."""
        return self.loads + self.stores


@public
class FastMemory:
    """A memory of limited size that holds named tiles, and counts what is copied into it and out of it.

    Parameters
    ----------
    capacity : int, optional
        How many numbers fit; any number of them by default.

    Raises
    ------
    ValueError
        If the capacity is less than 1.
    TypeError
        If the capacity is no whole number.

    Notes
    -----
    `loads` and `stores` count numbers, `used` says how many are held now, and `peak` the most that ever were.

    Examples
    --------
    >>> import numpy as np
    >>> memory = FastMemory(capacity=8)
    >>> tile = memory.load("A", np.ones((2, 3)))
    >>> memory.loads, memory.used
    (6, 6)
    """

    def __init__(self, capacity: int | None = None):
        self.capacity = None if capacity is None else size(capacity, "capacity")
        self.loads, self.stores, self.used, self.peak = 0, 0, 0, 0
        self._tiles: dict[str, NDArray] = {}

    @property
    def traffic(self) -> Traffic:
        """Loads and stores so far."""
        return Traffic(self.loads, self.stores)

    def hold(self, name: str, tile: ArrayLike) -> NDArray:
        """Make room for a tile that is computed here, so that nothing is loaded.

        Parameters
        ----------
        name : str
            Its name; a tile that had the name before gives up its place.
        tile : array_like
            What it starts as.

        Returns
        -------
        ndarray
            A copy, to compute with.

        Raises
        ------
        ValueError
            If it does not fit beside the tiles that are held.
        TypeError
            If it is a masked array.

        Examples
        --------
        >>> import numpy as np
        >>> memory = FastMemory(capacity=4)
        >>> _ = memory.hold("C", np.zeros((2, 2)))
        >>> try:
        ...     memory.load("A", np.ones((2, 1)))
        ... except ValueError as error:
        ...     print(error)
        tile A of 2 does not fit: fast memory holds 4 numbers, and C (4) are there
        """
        refuse_masked(tile, f"tile {name}")
        tile = np.array(tile)
        others = {key: held.size for key, held in self._tiles.items() if key != name}
        used = tile.size + sum(others.values())
        if self.capacity is not None and used > self.capacity:
            there = ", ".join(f"{key} ({held})" for key, held in others.items()) or "none"
            raise ValueError(
                f"tile {name} of {tile.size} does not fit: fast memory holds {self.capacity} numbers, "
                f"and {there} are there"
            )
        self._tiles[name] = tile
        self.used, self.peak = used, max(self.peak, used)
        return tile

    def load(self, name: str, tile: ArrayLike) -> NDArray:
        """Copy a tile from slow memory, and count its numbers.

        Parameters
        ----------
        name : str
            Its name; a tile that had the name before gives up its place.
        tile : array_like
            A part of an array in slow memory.

        Returns
        -------
        ndarray
            The copy.

        Raises
        ------
        ValueError
            If it does not fit beside the tiles that are held.
        TypeError
            If it is a masked array.

        Examples
        --------
        >>> import numpy as np
        >>> memory = FastMemory()
        >>> A = np.arange(6).reshape(2, 3)
        >>> memory.load("A", A[:, :2])
        array([[0, 1],
               [3, 4]])
        >>> memory.traffic
        Traffic(loads=4, stores=0)
        """
        copy = self.hold(name, tile)
        self.loads += copy.size
        return copy

    def store(self, name: str, where: NDArray) -> None:
        """Copy a tile back to slow memory, count its numbers, and give up its place.

        Parameters
        ----------
        name : str
            A tile that is held.
        where : ndarray
            The part of an array in slow memory that it goes to, of its shape.

        Raises
        ------
        KeyError
            If no tile has this name.

        Examples
        --------
        >>> import numpy as np
        >>> memory, C = FastMemory(), np.zeros(3)
        >>> tile = memory.hold("C", np.zeros(2))
        >>> tile += 5
        >>> memory.store("C", C[:2])
        >>> C, memory.traffic, memory.used
        (array([5., 5., 0.]), Traffic(loads=0, stores=2), 0)
        """
        where[...] = self._tiles[name]
        self.stores += self._tiles[name].size
        self.drop(name)

    def drop(self, *names: str) -> None:
        """Give up the places of tiles that are no longer needed.

        Parameters
        ----------
        *names : str
            Their names; one that is not held is passed over.

        Examples
        --------
        >>> memory = FastMemory()
        >>> _ = memory.load("A", [1, 2])
        >>> memory.drop("A", "B")
        >>> memory.used, memory.peak
        (0, 2)
        """
        for name in names:
            if (tile := self._tiles.pop(name, None)) is not None:
                self.used -= tile.size
