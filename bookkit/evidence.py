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
HOLDS = re.compile(r"holds:\s*(.*)")  # a statement about a chapter's variables, see gates/holds.py
LARGEST = 400  # entries of an array that somebody might write out
PLAIN = np.get_printoptions()  # what each chapter begins with


class Evidence:
    """A set of proved values, asked whether a claim is among them."""

    def __init__(self, values):
        longest = sorted(values, key=lambda value: -value.as_tuple().exponent)
        self.signed = sorted({value: value for value in longest}.values())  # of 88.5 and 88.50 the second
        self.all = sorted({*self.signed, *map(abs, self.signed)})

    def proves(self, claim):
        """Whether some value is the claimed one, to the digits written; a minus sign must be there too."""
        value = claim.value
        if not value and value.is_signed():
            return False  # nobody means -0
        values = self.signed if value < 0 else self.all
        step = Decimal(1).scaleb(value.as_tuple().exponent)
        slack = min(abs(value) * Decimal("1e-9"), Decimal("0.01"))  # the rounding errors of a computed whole number
        reach = slack if claim.exact else step / 2 if value else Decimal(0)
        low, high = bisect.bisect_left(values, value - reach), bisect.bisect_right(values, value + reach)
        return any(claim.exact or not value or _rounds(v, step, value) for v in values[low:high])

    def proves_number(self, number):
        """Whether a reading of a number is proved; zeros at its end, as in 88.50 and 0.0, must have been printed."""
        evidence = self
        if zeros := re.search(r"\.[0-9]*0\Z", number.text):
            evidence = Evidence(value for value in self.signed if value.as_tuple().exponent <= 1 - len(zeros[0]))
        return any(all(map(evidence.proves, reading)) for reading in number.readings)


def _rounds(value, step, claimed):
    """Whether a value rounds to the claimed one at its last digit, either way at a tie."""
    digits = value / step
    return any(digits.to_integral_value(mode) * step == claimed for mode in (ROUND_HALF_UP, ROUND_HALF_EVEN))


def of_cells(cells):
    """The numbers in the sources of cells and in those outputs that are checked."""
    checked = ((cell.source, None if cell.tags & UNCHECKED else cell.expected) for cell in cells)
    return Evidence(value for source, output in checked for value in _values(source, output or ""))


@functools.cache
def _values(source, output):
    return *in_source(source), *in_output(output)


def in_source(source):
    """The numbers in code, with signs and powers applied; those in comments and texts do not count."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    return [value for node in ast.walk(tree) if (value := constant(node)) is not None]


def sequences(cells):
    """The rows of numbers in code and in checked outputs: lists, arguments of a call, lines of text, whole texts."""
    for cell in cells:
        yield from _sequences(cell.source, (not cell.tags & UNCHECKED and cell.expected) or "")


@functools.cache
def _sequences(source, output):
    found = [[constant(item) for item in _items(node)] for node in ast.walk(ast.parse(source))]
    return [row for row in [*found, in_output(output), *map(in_output, output.splitlines())] if len(row) > 1]


def literals(cells):
    """The numbers in each statement of some cells, as they stand there one after the other, without signs."""
    for cell in cells:
        for statement in ast.parse(cell.source).body:
            found = [node for node in ast.walk(statement) if isinstance(node, ast.Constant)]
            row = [constant(node) for node in sorted(found, key=lambda node: (node.lineno, node.col_offset))]
            yield [value for value in row if value is not None]


def _items(node):
    """What stands side by side in code: the entries of a list, the arguments of a call, the operands of arithmetic."""
    if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.Pow):
        parts = [node.left, node.right]
    else:
        parts = node.args if isinstance(node, ast.Call) else getattr(node, "elts", [])
    return [item for part in parts for item in (isinstance(part, ast.BinOp) and _items(part) or [part])]


def constant(node):
    """The value of a number, a negated one, a power of two numbers or a number times a power."""
    if isinstance(node, ast.Constant) and type(node.value) in {int, float}:
        return _decimal(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = constant(node.operand)
        return None if value is None else -value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow | ast.Mult):
        left, right = constant(node.left), constant(node.right)
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
def of_hardware(text=""):
    """The figures of the hardware registry, in base units; of the devices that a text names, if it names any."""
    from linalg_book.hardware import DEVICES

    named = [device for name, device in DEVICES.items() if re.search(rf"\b{name.split()[0]}\b", text)]
    figures = [figure for device in named or DEVICES.values() for figure in device.figures]
    return Evidence(_decimal(float(figure.value)) for figure in figures)


class Performance:
    """A chapter's cells, each run once, when it is first asked for: what it shows, its value, the arrays it made."""

    def __init__(self, page):
        self.page, self._done, self._arrays = page, {}, {}
        self._namespace, self._printing = {"__name__": "__main__"}, PLAIN
        self._held = {line: "no cell is near" for line, text in page.comments.items() if HOLDS.match(text)}

    def shown(self, cell):
        """The text that a cell shows and its value, or the error that it raises; the cells before it are run first."""
        while cell.line not in self._done:
            self._run(self.page.cells[len(self._done)])
        done = self._done[cell.line]
        if isinstance(done, BaseException):
            raise done
        return done

    @property
    def problem(self):
        """What keeps the page from being checked: the first cell that fails.  None if all run."""
        for cell in self.page.cells:
            try:
                self.shown(cell)
            except (Exception, SystemExit) as error:
                message = f"this cell fails, so the page cannot be checked: {type(error).__name__}: {error}"
                return self.page.problem(cell.line, message)
        return None

    @property
    def held(self):
        """By its line, True for a statement that holds, and what it is instead for another."""
        for cell in self.page.cells:
            self.shown(cell)
        return self._held

    @property
    def arrays(self):
        """The arrays of all cells that might be written out."""
        for cell in self.page.cells:
            self.shown(cell)
        return self._arrays.values()

    def _run(self, cell):
        """Run the next cell, and note what came of it."""
        try:
            with np.printoptions(**self._printing):  # what a chapter sets stays in the chapter
                done = run(cell, self._namespace, self.page.path.resolve())
                self._printing = np.get_printoptions()
        except (Exception, SystemExit) as error:
            self._done[cell.line] = error
            return
        self._done[cell.line] = done
        made = [value for name, value in self._namespace.items() if not name.startswith("__")]
        self._keep([*made, done[1], _lists(cell.source)])
        self._try_statements()
        if len(self._done) == len(self.page.cells):
            self._namespace = None  # it may be large

    def _try_statements(self):
        """Evaluate the statements beside the cell that ran last: after the cell before them, and after the next."""
        n, places = len(self._done), [0, *(cell.line for cell in self.page.cells), len(self.page.lines) + 1]
        for line, held in self._held.items():
            if places[n - 1] < line < places[n + 1] and held is not True:
                self._held[line] = _evaluate(HOLDS.match(self.page.comments[line])[1], self._namespace)

    def _keep(self, value, depth=0):
        """Keep a copy of an array that might be written out, or of those inside a tuple, list or dict."""
        array = _as_array(value)
        if array is not None:
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


def _evaluate(statement, namespace):
    """True, or what a statement is instead."""
    try:
        value = eval(statement, dict(namespace))
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return bool(value) or f"it is {value!r}"


def _as_array(value):
    """A real array of floats from an array or a tensor that might be written out; None from anything else."""
    if type(value).__module__.split(".")[0] == "torch" and hasattr(value, "detach") and value.numel() <= LARGEST:
        value = value.detach().to("cpu").double().numpy() if not value.is_complex() else None
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf" and 0 < value.size <= LARGEST:
        return np.array(value, dtype=float)
    return None


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
    """The performance of a chapter, one in a session as long as its cells and statements do not change."""
    statements = ((line, text) for line, text in page.comments.items() if HOLDS.match(text))
    key = page.path, *((cell.line, cell.source) for cell in page.cells), *statements
    if key not in _done:
        _done[key] = Performance(page)
    return _done[key]
