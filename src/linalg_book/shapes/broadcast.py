"""Shapes of arrays that are stretched to fit: the rule of broadcasting, in one function and in words."""

from linalg_book._validate import as_sizes

Shape = tuple[int, ...]


def broadcast_shape(*shapes: Shape) -> Shape:
    """Return the shape of ``A + B`` under broadcasting: align at the right, and let 1 or nothing fit any size.

    Parameters
    ----------
    *shapes : tuple of int
        Shapes of the arrays; none for the shape of a number, ``()``.

    Returns
    -------
    tuple of int
        For each axis, counted from the right, the one size that is not 1, or 1.

    Raises
    ------
    ValueError
        If an axis has two sizes and neither is 1, with the change that would make two shapes fit.
    TypeError
        If a size is not a whole number.

    Examples
    --------
    >>> broadcast_shape((3,), (3, 1))
    (3, 3)
    >>> broadcast_shape((2, 3), (2,))
    Traceback (most recent call last):
    ValueError: cannot broadcast (2, 3) with (2,): the last axes have sizes 3 and 2; B of shape (2, 1) would fit
    """
    checked = [as_sizes(shape, "shapes") for shape in shapes]
    depth = max(map(len, checked), default=0)
    result = []
    for axis in range(-depth, 0):
        sizes = {shape[axis] for shape in checked if len(shape) >= -axis} - {1}
        if len(sizes) > 1:
            raise ValueError(_refusal(checked, axis))
        result.append(sizes.pop() if sizes else 1)
    return tuple(result)


def _refusal(shapes, axis):
    """Say which axis does not fit, and what would help two arrays."""
    sizes = " and ".join(str(shape[axis]) for shape in shapes if len(shape) >= -axis)
    where = "the last axes" if axis == -1 else f"the axes {axis} (from the right)"
    message = f"cannot broadcast {' with '.join(map(str, shapes))}: {where} have sizes {sizes}"
    hint = _repair(*shapes) if len(shapes) == 2 else ""
    return message + (f"; {hint} would fit" if hint else "")


def _repair(left, right):
    """Name a change of one of two shapes that lets them broadcast: an axis more, or a transposition."""
    pairs = (("B", right, left), ("A", left, right))
    for name, own, other in pairs:
        if len(own) < len(other):
            longer = [own[:at] + (1,) + own[at:] for at in range(1, len(own) + 1)]
            if fits := [shape for shape in longer if broadcasts(shape, other)]:
                return f"{name} of shape {fits[0]}"
    turned = (f"{name}.T" for name, own, other in pairs if len(own) == 2 and broadcasts(own[::-1], other))
    return next(turned, "")


def explain_broadcast(left: Shape, right: Shape) -> str:
    """Write two shapes under each other, aligned at the right, with what broadcasting repeats.

    Parameters
    ----------
    left, right : tuple of int
        The shapes.

    Returns
    -------
    str
        Three lines: A, B, and the result or the reason why there is none.

    Raises
    ------
    TypeError
        If a size is not a whole number.
    ValueError
        If a size is negative.

    Examples
    --------
    >>> print(explain_broadcast((3,), (3, 1)))
    A    .  3   repeated: 3 times along axis 0
    B    3  1   repeated: 3 times along axis 1
    A+B  3  3   larger than both: no sum of matrices
    >>> print(explain_broadcast((2, 3), (2,)))
    A    2  3
    B    .  2
    cannot broadcast (2, 3) with (2,): the last axes have sizes 3 and 2; B of shape (2, 1) would fit
    """
    left, right = as_sizes(left, "left"), as_sizes(right, "right")
    depth = max(len(left), len(right))
    try:
        result, refusal = broadcast_shape(left, right), []
    except ValueError as error:
        result, refusal = None, [str(error)]
    lines = [("A", left, _repeats(left, result)), ("B", right, _repeats(right, result))]
    if result is not None:
        lines += [("A+B", result, _verdict(left, right, result))]
    width = max((len(str(size)) for _, shape, _ in lines for size in shape), default=1)
    written = [f"{name:3}" + _aligned(shape, depth, width, remark) for name, shape, remark in lines]
    return "\n".join(written + refusal)


def _aligned(shape, depth, width, remark):
    sizes = (".",) * (depth - len(shape)) + tuple(shape)
    return "".join(f"  {size!s:>{width}}" for size in sizes) + (f"   {remark}" if remark else "")


def _verdict(left, right, result):
    """Say how a broadcast compares with a sum of matrices."""
    if left == right:
        return "equal shapes: the sum of matrices"
    return "" if result in (left, right) else "larger than both: no sum of matrices"


def _repeats(shape, result):
    """Say along which axes of the result an array is repeated."""
    if result is None:
        return ""
    padded = (1,) * (len(result) - len(shape)) + shape
    changes = [(k, new) for k, (old, new) in enumerate(zip(padded, result, strict=True)) if old != new]
    said = [f"{new} times along axis {k}" for k, new in changes]
    return "repeated: " + ", ".join(said) if said else ""


def broadcasts(left, right):
    """Tell whether two shapes broadcast, without a message."""
    pairs = zip(left[::-1], right[::-1], strict=False)
    return all(a == b or 1 in (a, b) for a, b in pairs)
