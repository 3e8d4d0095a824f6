"""Seven maps of the plane to know by sight; see :ref:`ch-transformations`."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linalg_book._validate import as_array, as_vector


def _as_number(value: ArrayLike, name: str) -> float:
    """Return ``value`` as one float."""
    array = as_array(value, name)
    if array.ndim:
        raise ValueError(f"{name} must be a single number, got shape {array.shape}")
    return float(array)


def _as_direction(value: ArrayLike) -> NDArray:
    """Return ``value`` as a vector, shape (2,), that is not zero, scaled so that its larger entry is 1 or -1."""
    vector = as_vector(value, "direction")
    if vector.shape != (2,):
        raise ValueError(f"direction must have 2 entries, got shape {vector.shape}")
    if not vector.any():
        raise ValueError("direction must not be the zero vector")
    return vector / np.abs(vector).max()


def rotation(angle: float) -> NDArray:
    """Return ``[[cos, -sin], [sin, cos]]``, which turns the plane counterclockwise, with y up.

    Parameters
    ----------
    angle : float
        The angle in radians.

    Returns
    -------
    A : (2, 2) ndarray of float
        The matrix of the map.

    Raises
    ------
    ValueError
        If ``angle`` is not a single finite number.
    TypeError
        If ``angle`` is not real.

    Examples
    --------
    >>> rotation(0)
    array([[ 1., -0.],
           [ 0.,  1.]])
    >>> bool(np.allclose(rotation(1) @ rotation(2), rotation(3)))
    True
    """
    angle = _as_number(angle, "angle")
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s], [s, c]])


def reflection(direction: ArrayLike) -> NDArray:
    """Return ``2 * projection(u) - I``, which mirrors the plane across the line through the origin along ``u``.

    Parameters
    ----------
    direction : (2,) array_like of float
        A vector along the mirror line, of any length but zero.

    Returns
    -------
    A : (2, 2) ndarray of float
        The matrix of the map, symmetric.

    Raises
    ------
    ValueError
        If ``direction`` is zero, does not have 2 entries, or is not finite.
    TypeError
        If ``direction`` does not hold real numbers.

    See Also
    --------
    projection : The foot of each point on the line.

    Examples
    --------
    >>> reflection([0, 1])
    array([[-1.,  0.],
           [ 0.,  1.]])
    >>> reflection([1, 1])
    array([[0., 1.],
           [1., 0.]])
    """
    return 2 * projection(direction) - np.eye(2)


def shear(k: float) -> NDArray:
    """Return ``[[1, k], [0, 1]]``, which slides each point sideways by ``k`` times its height.

    Parameters
    ----------
    k : float
        How far the point (0, 1) slides.

    Returns
    -------
    A : (2, 2) ndarray of float
        The matrix of the map.

    Raises
    ------
    ValueError
        If ``k`` is not a single finite number.
    TypeError
        If ``k`` is not real.

    Examples
    --------
    >>> shear(0.5)
    array([[1. , 0.5],
           [0. , 1. ]])
    """
    return np.array([[1.0, _as_number(k, "k")], [0.0, 1.0]])


def projection(direction: ArrayLike) -> NDArray:
    """Return ``u u^T / u^T u``, which drops each point to its foot on the line through the origin along ``u``.

    Parameters
    ----------
    direction : (2,) array_like of float
        A vector along the line, of any length but zero.

    Returns
    -------
    A : (2, 2) ndarray of float
        The matrix of the map, symmetric, of rank 1.

    Raises
    ------
    ValueError
        If ``direction`` is zero, does not have 2 entries, or is not finite.
    TypeError
        If ``direction`` does not hold real numbers.

    See Also
    --------
    reflection : The mirror image of each point.

    Examples
    --------
    >>> projection([1, 1])
    array([[0.5, 0.5],
           [0.5, 0.5]])
    """
    u = _as_direction(direction)
    return np.outer(u, u) / (u @ u)


def gallery() -> dict[str, NDArray]:
    """Return the seven maps of the chapter's gallery by name, in its order.

    Returns
    -------
    maps : dict of str to (2, 2) ndarray of float
        Identity, scaling, rotation, reflection, shear, projection, zero map.

    Examples
    --------
    >>> list(gallery())
    ['identity', 'scaling', 'rotation', 'reflection', 'shear', 'projection', 'zero map']
    """
    return {
        "identity": np.eye(2),
        "scaling": np.diag([2.0, 3.0]),
        "rotation": rotation(np.pi / 4),
        "reflection": reflection([0, 1]),
        "shear": shear(0.5),
        "projection": projection([1, 0]),
        "zero map": np.zeros((2, 2)),
    }
