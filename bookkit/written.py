"""Find the numbers that are written in text and in LaTeX, and say what each of them claims.

A number may be read in more than one way (``40 %`` is 40 or 0.40, ``3.2 million`` is 3.2 or 3,200,000, and ``(1,100)``
in a formula is a pair or a thousand); it is proved when one of its readings is.  What is no claim is left out: whole
numbers from -1 to 9, small exponents, indices, names such as H100 or 64-bit.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from bookkit.latex import GROUP, plain_latex

SMALL = range(-1, 10)
OPEN, CLOSE, HOLE = "\ue000", "\ue001", "\ufffc"  # a formula begins, ends; something that is not read
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "k": 3, "M": 6, "B": 9, "G": 9, "T": 12, "P": 15}

GAP = rf"[\s{OPEN}{CLOSE}]*"
NUMBER = re.compile(
    rf"(?:[0-9]{{1,3}}(?:[,{GROUP}][0-9]{{3}})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+(?![\w.]))?"
    r"|(?<![0-9\w])\.[0-9]+"
)
POWER = re.compile(r"\s*\^\s*(?:\{\s*([-+]?[0-9]+)\s*\}|([0-9]))")
TIMES_TEN = re.compile(rf"\s*[×·]\s*10{POWER.pattern}")
AND = rf"{GAP}(?:,|/|–|-|,?\s*(?:and|or|to)\s){GAP}"
PERCENT = re.compile(rf"(?:{AND}(?:{NUMBER.pattern}))*{GAP}(?:%|per ?cent)")
SCALE = re.compile(
    rf"([kMB])\b|{GAP}(thousand|million|billion|trillion)\b|(?:{AND}{NUMBER.pattern})*{GAP}([kMGTP])(?:Bps|B|FLOPs?|flops?)\b"
)
ROUGHLY = re.compile(
    r"(?:about|around|roughly|nearly|almost|approximately|some|close to|orders? of|over|under|(?:more|less|fewer) than"
    rf"|≈|~)[\s{OPEN}$]*-?\Z",
    re.IGNORECASE,
)
IN_CODE = re.compile(r"(?<![\w.])[0-9][0-9_]*(?:\.[0-9]*)?(?:e[-+]?[0-9]+)?(?![\w.])", re.IGNORECASE)
BITS = re.compile(r"\b(?:8|16|32|64|128)[ -]bits?\b")
SUBSCRIPT = re.compile(r"_\s*(?:[0-9]|\{[^{}]*\})")
CITED_PLACE = re.compile(
    r"(?:§|\b(?:sections?|chapters?|theorems?|equations?|figures?|tables?|lemmas?|algorithms?|lectures?|exercises?"
    r"|problems?|parts?|appendix|corollary|propositions?|examples?|definitions?|pages?|pp?\.|volumes?))"
    r"\s*[0-9]+(?:\.[0-9]+)*(?:(?:\s*[,–-]\s*|\s+(?:and|to)\s+)[0-9]+(?:\.[0-9]+)*)*"
    r"|\b[0-9]+(?:st|nd|rd|th) edition",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Claim:
    """A value to the digits written; an exact one (a whole number) is not to be met by rounding."""

    value: Decimal
    exact: bool = False


@dataclass(frozen=True)
class Number:
    """A number as it is written, where, and its readings: of one reading, all the claims must hold."""

    text: str
    line: int
    readings: tuple


def numbers(pieces):
    """The numbers in a run of pieces (see ``page.Piece``) that claim something."""
    return _in_text(pieces) + [number for piece in pieces if piece.kind == "code" for number in _in_code(piece)]


def _in_code(piece):
    """The numbers in code inside a sentence, such as the entries of an array."""
    for match in IN_CODE.finditer(piece.text):
        value = Decimal(match[0].replace("_", ""))
        if value not in SMALL:
            line = piece.line + piece.text.count("\n", 0, match.start())
            yield Number(match[0], line, ((Claim(value, exact=match[0].isdigit()),),))


def _in_text(pieces):
    """The numbers in text and formulas."""
    text, starts = joined(pieces)
    if not any(c.isdigit() for c in text):
        return []
    skipped = _skipped(text, any(piece.kind == "cite" for piece in pieces))
    found, at = [], 0
    while match := NUMBER.search(text, at):
        at = match.end()
        if any(start < match.end() and match.start() < end for start, end in skipped):
            continue
        shown, readings, at = _read(text, match)
        if readings:
            begin, line = next(s for s in reversed(starts) if s[0] <= match.start())
            found.append(Number(shown, line + text.count("\n", begin, match.start()), readings))
    return found


def joined(pieces):
    """The pieces as one plain text, and (offset, line) of each."""
    text, starts = "", []
    for piece in pieces:
        starts.append((len(text), piece.line))
        if piece.kind == "text":
            text += _plain(piece.text)
        elif piece.kind == "math":
            text += OPEN + plain_latex(piece.text) + CLOSE
        else:
            text += HOLE
    return text, starts


def _plain(text):
    text = text.replace("\u2212", "-").replace("\u00a0", " ").replace("\u202f", " ")
    return re.sub("10([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: "10^{" + m[1].translate(SUPERSCRIPTS) + "}", text)


def _skipped(text, cited):
    """Stretches of text whose digits claim nothing: names, indices, places in cited works."""
    spans = [m.span() for m in BITS.finditer(text)]
    for match in SUBSCRIPT.finditer(text):
        if all(len(digits) <= 2 for digits in re.findall("[0-9.]+", match[0])):
            spans.append(match.span())
    if cited:
        spans += [m.span() for m in CITED_PLACE.finditer(text)]
    return spans


def _read(text, match):
    """The number at a match as shown, its readings (none if it claims nothing), and where to go on."""
    start, end = match.span()
    before, written = text[:start], match[0]
    in_math = before.rfind(OPEN) > before.rfind(CLOSE)
    if not in_math and re.search(r"[A-Za-z_][-–]?\Z", before):
        return "", (), end  # a name: H100, GPT-4, float64
    negative = _negative(before, in_math)
    shown = "-" * negative + written.replace(GROUP, ",")
    if ten := TIMES_TEN.match(text, end):
        exponent = ten[1] or ten[2]
        return f"{shown} × 10^{exponent}", ((Claim(_value(written, negative).scaleb(int(exponent))),),), ten.end()
    if power := POWER.match(text, end):
        exponent = int(power[1] or power[2])
        if written == "10" or abs(exponent) > 12:
            return f"{shown}^{exponent}", _power(written, exponent, not ROUGHLY.search(before)), power.end()
        end = power.end()
    elif re.search(r"\^\s*\{?\s*-?\s*\Z", before) and re.fullmatch("[0-9]{1,2}", written) and int(written) <= 12:
        return "", (), end
    return shown, _readings(text, match, negative, in_math), end


def _value(written, negative):
    value = Decimal(written.replace(",", "").replace(GROUP, ""))
    return value.copy_negate() if negative else value  # -0 stays -0


def _power(written, exponent, exact):
    """The readings of a power: its value, or, if the exponent is large, its two numbers."""
    parts = ((Claim(Decimal(written)), Claim(Decimal(exponent), True)),) * (abs(exponent) > 12)
    if written == "10":
        return () if exponent in {0, 1, 2} else ((Claim(Decimal(1).scaleb(exponent), exact),), *parts)
    return (Claim(Decimal(written) ** exponent),), *parts


def _readings(text, match, negative, in_math):
    """The readings of a plain number, none if it is too small to claim anything."""
    written, rest, value = match[0], text[match.end() :], _value(match[0], negative)
    whole = re.fullmatch(rf"[0-9,{GROUP}]+", written) is not None
    percent, scale = PERCENT.match(rest), SCALE.match(rest)
    if in_math and scale and scale[1]:  # 2k in a formula is a product
        scale = None
    if whole and value in SMALL and not percent and not scale and not (negative and not value):
        return ()
    exact = whole and not percent and not ROUGHLY.search(text[: match.start()])
    bare = percent or (scale and scale[2])  # of 5 % and 5 million the 5 alone stands everywhere
    readings = [] if bare and whole and value in SMALL else [(Claim(value, exact),)]
    if percent:
        readings.append((Claim(value.scaleb(-2)),))
    if scale:
        readings.append((Claim(value.scaleb(SCALES[scale[scale.lastindex]])),))
    if "," in written and in_math:
        values = [_value(part, negative and not n) for n, part in enumerate(written.split(","))]
        readings.append(tuple(Claim(part, True) for part in values if part not in SMALL))
    return tuple(readings)


def _negative(before, in_math):
    """Whether the minus sign before a number, if any, belongs to it rather than to a difference."""
    if not before.endswith("-") and not (in_math and re.search(r"-\s+\Z", before)):
        return False
    left = before.rstrip().removesuffix("-")
    if in_math:
        return not re.search(rf"[\w)\]}}|{HOLE}%!']\s*\Z", left)
    return not left or bool(re.search(rf"[\s(\[“\"'{OPEN}:=,]\Z", left))
