"""Checks of the sizes and rates that :ref:`ch-roofline` computes with."""

import operator


def whole(value, name):
    """Return a whole number as an int of Python."""
    try:
        return operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be a whole number, got {value!r}") from None


def size(value, name):
    """Return a size as an int of Python, at least 1."""
    number = whole(value, name)
    if number < 1:
        raise ValueError(f"{name} must be at least 1, got {number}")
    return number


def positive(value, name):
    """Return a rate as it came, if it is positive and finite."""
    if not 0 < value < float("inf"):
        raise ValueError(f"{name} must be positive and finite, got {value!r}")
    return value
