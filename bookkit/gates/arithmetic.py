"""Every equation between numbers holds, to the digits written: ``2 · 3 + 1 = 7``, each step of a longer chain."""

import functools
import re
from fractions import Fraction

from bookkit.gates.matrices import MATRIX
from bookkit.latex import GROUP, plain_latex
from bookkit.page import read

ENVIRONMENT = re.compile(r"\\(?:begin|end)\{(?:aligned|gathered|alignedat|split)\}(?:\[\w\])?|&")
WORDS = re.compile(r"\\(?:text|mathrm|operatorname\*?)\{[^{}]*\}")
FRACTION = re.compile(r"\\[dt]?frac\s*(?:\{([^{}]*)\}|([0-9]))\s*(?:\{([^{}]*)\}|([0-9]))")
BREAK = re.compile(r"\\(?:q?quad|iff|implies|[lg]eq?|[Rr]ightarrow|longrightarrow|to|ne|neq|ll|gg|pm)(?![A-Za-z])|[<>]")
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
SIDE = re.compile(r"[-+*/%() 0-9.]+")
IN_TEXT = re.compile(r"(?<![\w.,^])[0-9(−-][-−+·×/() 0-9.]*[=≈][-−+·×/() 0-9.]*[0-9)](?![\w,^])")
STEP = re.compile(r"([=≈])")
MOST = 400  # the largest exponent that is tried


def problems(path):
    """The equations between numbers that do not hold."""
    return problems_of(read(path))


def problems_of(page):
    """The same of a page that was read."""
    return [
        page.problem(line, f"{left.strip()} {sign} {right.strip()} does not hold")
        for line, left, sign, right in steps(page)
        if not _holds(left, sign, right)
    ]


def results(page):
    """The line and the value of each number that an equation computes: a number alone on one side, less its sign."""
    for line, left, sign, right in steps(page):
        sides = left.strip(" -"), right.strip(" -")
        if _holds(left, sign, right) and not all(map(NUMBER.fullmatch, sides)):
            yield from ((line, side) for side in sides if NUMBER.fullmatch(side))


@functools.cache
def steps(page):
    """Each equation between numbers: its line, left side, sign and right side, as Python reads them."""
    found = []
    for piece in (piece for block in page.blocks for piece in block.pieces):
        texts = [piece.text] if piece.kind == "math" else _in_text(piece.text) if piece.kind == "text" else []
        found += [(piece.line + line, *step) for text in texts for line, *step in _steps(text)]
    return found


def _in_text(text):
    """The equations of a sentence; 3,998.395 is one number there."""
    return IN_TEXT.findall(re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", text))


def _steps(latex):
    """The equations of a formula; a side that holds more than numbers is passed over."""
    line = 0
    for statement in re.split(r"([;,])", _plain(latex)):
        parts = STEP.split(re.sub(r"\s+\.?\s*\Z", "", statement))
        for left, sign, right in zip(parts[:-2:2], parts[1::2], parts[2::2], strict=True):
            line_here = line + statement.count("\n", 0, statement.index(right) if right else 0)
            if all(map(_is_arithmetic, (left, right))) and (NUMBER.search(left) and NUMBER.search(right)):
                yield line_here, left, sign, right
        line += statement.count("\n")


def _plain(latex):
    """A formula with the operators of Python, its lines kept; what is not computed with becomes a letter."""
    text = WORDS.sub(" X ", MATRIX.sub(lambda match: " X " + "\n" * match[0].count("\n"), latex))
    text = BREAK.sub(" ; ", ENVIRONMENT.sub(" ", text))
    while (after := FRACTION.sub(r"((\1\2)/(\3\4))", text)) != text:
        text = after
    text = plain_latex(re.sub(r"\\bmod(?![a-z])", " @ ", text)).replace(GROUP, "")
    text = re.sub(r";(?=\s*[=≈])", " ", text)  # a chain that goes on in the next line
    text = re.sub(r"\^\s*(?:\{([^{}]*)\}|([0-9]))", r"**(\1\2)", text).replace("{", "(").replace("}", ")")
    text = re.sub(r" *@ *", " % ", text.replace("%", "*0.01")).replace("×", "*").replace("·", "*")
    return re.sub(r"(?<=[0-9)]) *(?=\()", "*", text)


def _is_arithmetic(side):
    return SIDE.fullmatch(side.replace("\n", " ")) is not None


def _holds(left, sign, right):
    """Whether both sides agree; a number alone may be rounded at its last digit."""
    try:
        values = _value(left), _value(right)
    except (SyntaxError, ZeroDivisionError, OverflowError, ValueError, TypeError):
        return True  # not meant as arithmetic
    slack = max(_step(side, sign) for side in (left, right)) / 2
    return abs(values[0] - values[1]) <= slack


@functools.cache
def _value(side):
    """The exact value of a side."""
    exponents = [int(n) for n in re.findall(r"\*\*\((-?[0-9]+)\)", side)]
    if any(abs(n) > MOST for n in exponents):
        raise OverflowError(side)
    code = NUMBER.sub(lambda match: f"F('{match[0]}')", " ".join(side.split()))
    return Fraction(eval(code, {"__builtins__": {}, "F": Fraction}))


def _step(side, sign):
    """How much a number alone may have been rounded: a unit of its last digit; other sides are exact."""
    side = side.strip(" -+\n")
    if not NUMBER.fullmatch(side):
        return Fraction(0)
    if "." in side:
        return Fraction(1, 10 ** len(side.partition(".")[2]))
    zeros = len(side) - len(side.rstrip("0"))
    return Fraction(10**zeros) if sign == "≈" else Fraction(0)
