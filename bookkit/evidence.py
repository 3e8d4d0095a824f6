"""What a chapter proves: the numbers in its cells and checked outputs, and the arrays that its cells make."""

import ast
import bisect
import functools
import re
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import numpy as np

from bookkit.cells import UNCHECKED, run

PRINTED = re.compile(
    r"(?<![\w.])(?P<sign>-?)(?P<number>(?:[0-9]+(?:_[0-9]+)*\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?)", re.IGNORECASE
)
GROUPED = re.compile(r"(?<![\w.,])-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![\w,])")
TOLD = {"FLOP/s": (12, 15), "B/s": (9, 12), "B": (6, 9), "1/s": (12,), "": ()}  # powers of ten by the unit of a figure
LARGEST = 400  # entries of an array that somebody might write out


class Evidence:
    """A set of proved values, asked whether a claim is among them."""

    def __init__(self, values):
        self.signed = sorted(set(values))
        self.all = sorted({*self.signed, *map(abs, self.signed)})

    def proves(self, claim):
        """Whether some value is the claimed one, to the digits written; a minus sign must be there too."""
        value = claim.value
        values = self.signed if value < 0 else self.all
        step = Decimal(1).scaleb(value.as_tuple().exponent)
        slack = min(abs(value) * Decimal("1e-9"), Decimal("0.01"))  # the rounding errors of a computed whole number
        reach = slack if claim.exact else step / 2 if value else Decimal(0)
        low, high = bisect.bisect_left(values, value - reach), bisect.bisect_right(values, value + reach)
        return any(claim.exact or not value or _rounds(v, step, value) for v in values[low:high])

    def proves_number(self, number):
        return any(all(map(self.proves, reading)) for reading in number.readings)


def _rounds(value, step, claimed):
    """Whether a value rounds to the claimed one at its last digit, either way at a tie."""
    digits = value / step
    return any(digits.to_integral_value(mode) * step == claimed for mode in (ROUND_HALF_UP, ROUND_HALF_EVEN))


def of_cells(cells):
    """The numbers in the sources of cells and in those outputs that are checked."""
    checked = ((cell.source, None if cell.tags & UNCHECKED else cell.expected) for cell in cells)
    return Evidence({value for source, output in checked for value in _values(source, output or "")})


@functools.cache
def _values(source, output):
    return frozenset([*in_source(source), *in_output(output)])


def in_source(source):
    """The numbers in code, with signs and powers applied; those in comments and texts do not count."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    return [value for node in ast.walk(tree) if (value := _constant(node)) is not None]


def _constant(node):
    """The value of a number, a negated one, a power of two numbers or a number times a power."""
    if isinstance(node, ast.Constant) and type(node.value) in {int, float}:
        return _decimal(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = _constant(node.operand)
        return None if value is None else -value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow | ast.Mult):
        left, right = _constant(node.left), _constant(node.right)
        if left is None or right is None:
            return None
        if isinstance(node.op, ast.Pow):
            return left**right if abs(right) <= 400 and (left > 0 or right == int(right) > 0) else None
        return left * right if isinstance(node.right, ast.BinOp) else None
    return None


def _decimal(value):
    return Decimal(repr(value)) if np.isfinite(value) else None


def in_output(text):
    """The numbers in printed text."""
    found = [Decimal(m["sign"] + m["number"].replace("_", "")) for m in PRINTED.finditer(text)]
    return found + [Decimal(m[0].replace(",", "")) for m in GROUPED.finditer(text)]


@functools.cache
def of_hardware():
    """The figures of the hardware registry, in base units and with the decimal prefixes in which they are told."""
    from linalg_book import hardware

    figures = [figure for device in hardware.DEVICES.values() for figure in device.figures]
    return Evidence(_decimal(float(f.value)).scaleb(-n) for f in figures for n in (0, *TOLD[f.unit]))


class Performance:
    """A chapter's cells, run once: the value of each, the arrays they made, and what went wrong."""

    def __init__(self, page):
        self.values, self.problem, self._arrays = {}, None, {}
        namespace = {"__name__": "__main__"}
        for cell in page.cells:
            try:
                _, value = run(cell, namespace, page.path.resolve())
            except Exception as error:
                message = f"this cell fails, so the page cannot be checked: {type(error).__name__}: {error}"
                self.problem = page.problem(cell.line, message)
                return
            self.values[cell.line] = value
            self._keep([*(v for name, v in namespace.items() if not name.startswith("__")), value, _lists(cell.source)])

    @property
    def arrays(self):
        return self._arrays.values()

    def _keep(self, value, depth=0):
        """Keep a copy of an array that might be written out, or of those inside a tuple, list or dict."""
        array = _as_array(value)
        if array is not None:
            if 0 < array.size <= LARGEST:
                self._arrays.setdefault((array.shape, array.tobytes()), array)
        elif isinstance(value, tuple | list | dict) and depth < 4 and len(value) <= LARGEST:
            for part in value.values() if isinstance(value, dict) else value:
                self._keep(part, depth + 1)
        if isinstance(value, list | tuple) and depth:
            self._keep_list(value)

    def _keep_list(self, value):
        if len(value) <= LARGEST and all(isinstance(v, int | float | list | tuple) for v in value):
            try:
                self._keep(np.array(value, dtype=float))
            except (TypeError, ValueError):
                pass  # ragged, or not of numbers


def _as_array(value):
    """A real array of floats from an array or a tensor; None from anything else."""
    if type(value).__module__.split(".")[0] == "torch" and hasattr(value, "detach"):
        value = value.detach().to("cpu").double().numpy() if not value.is_complex() else None
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "biuf":
        return None
    return np.array(value, dtype=float)


def _lists(source):
    """The lists written out in code, as lists."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.List | ast.Tuple):
            try:
                found.append(ast.literal_eval(node))
            except ValueError:
                pass
    return found


_done = {}


def perform(page):
    """Run a chapter's cells, once in a session as long as they do not change."""
    key = page.path, *((cell.line, cell.source) for cell in page.cells)
    if key not in _done:
        with np.printoptions():  # what a chapter sets stays in the chapter
            _done[key] = Performance(page)
    return _done[key]
