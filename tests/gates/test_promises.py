"""How the promises read a page: the numbers that it writes, and what proves them."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bookkit import evidence
from bookkit.evidence import Evidence
from bookkit.gates import matrices
from bookkit.page import Page, Piece, read
from bookkit.written import numbers

quick = settings(deadline=None, max_examples=100, derandomize=True)


def found(text, kind="text"):
    """The numbers of a text as they are shown."""
    return [number.text for number in numbers([Piece(kind, text, 1)])]


def proved(text, *values, kind="text"):
    """Whether all numbers of a text are proved by some values."""
    (proof, written) = Evidence(map(Decimal, values)), numbers([Piece(kind, text, 1)])
    assert written, "the text must hold a number"
    return all(map(proof.proves_number, written))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("9 rows, 0 and 7, 10 columns", ["10"]),
        ("about 88.55, then 1.0", ["88.55", "1.0"]),
        ("157,248 pixels", ["157,248"]),
        ("3 x 40, 1080 × 1920 × 3, 1000 by 500, 64 × n", ["40", "1080", "1920", "1000", "500", "64"]),
        ("multiply 85 by 40", ["85", "40"]),
        ("an H100, GPT-40, float64, 64-bit and 32 bits", []),
        ("the 20th of 35.", ["20", "35"]),
        ("from -30 to −40, 10–20 and 50-60", ["-30", "-40", "10", "20", "50", "60"]),
        ("1/3, 2/17", ["17"]),
        ("10⁻¹⁶, 3.9 × 10⁵ and 2e-16", ["10^-16", "3.9 × 10^5", "2e-16"]),
        ("5 % to 7 percent", ["5", "7"]),
    ],
)
def test_numbers_in_prose(text, numbers):
    assert found(text) == numbers


@pytest.mark.parametrize(
    ("latex", "numbers"),
    [
        (r"A \in \mathbb{R}^{1000 \times 500}", ["1000", "500"]),
        (r"50 \times 60 = 3000", ["50", "60", "3000"]),
        (r"x_{23} + a_{1,14} + x^{-1} + n^{12} + x^{13}", ["13"]),
        (r"\frac12 + \tfrac{13}{14} + \frac{1}{3}", ["13", "14"]),
        (r"3.9 \times 10^{5} + 10^{-16} + 2^{31} + 10^2", ["3.9 × 10^5", "10^-16", "2^31"]),
        (r"157{,}248 + 10\,000", ["157,248", "10,000"]),
        (r"x = -33, y - 44, (-55), \alpha - 66", ["-33", "44", "-55", "66"]),
        (r"\begin{pmatrix} -17 & \phantom{-}18 \\[20pt] 19 & 5 \end{pmatrix}", ["-17", "18", "19"]),
        (r"\begin{array}{cc|c} 21 & 22 \end{array} \hspace{30pt} \tag{40}", ["21", "22"]),
        (r"x \lt 15 \text{ if } x > 16", ["15", "16"]),
    ],
)
def test_numbers_in_formulas(latex, numbers):
    assert found(latex, "math") == numbers


def test_a_place_in_a_cited_work_claims_nothing():
    text = "see Section 14.2, Theorem 20 and pages 30–40 of the 4th edition"
    assert numbers([Piece("cite", "higham", 1), Piece("text", text, 1)]) == []
    assert found(text) == ["14.2", "20", "30", "40"]


def test_the_line_of_a_number_is_known():
    pieces = [("text", "one\n", 5), ("math", "13 +\n14", 6), ("other", "code 15", 7), ("text", " 16", 7)]
    assert [(n.text, n.line) for n in numbers([Piece(*piece) for piece in pieces])] == [("13", 6), ("14", 7), ("16", 7)]


def test_a_percentage_is_proved_by_its_fraction():
    assert proved("45 %", "0.4545") and proved("45 percent", "45") and proved("40, 45 and 50 %", "0.4", "0.45", "0.5")
    assert not proved("45 %", "0.46") and not proved("45", "0.45")


def test_a_scale_is_read():
    assert proved("2.5 million", "2500000") and proved("350k", "350000")
    assert proved("989 TFLOP/s", "989.4e12") and proved("80 GB", "8e10")
    assert not proved("2.5 billion", "2500000")


def test_a_whole_number_is_met_by_rounding_only_after_about():
    assert proved("about 141", "140.75") and not proved("141", "140.75")
    assert proved("141", "141.00000000001")


def test_a_minus_sign_must_be_proved():
    assert proved("-30", "-30") and not proved("-30", "30")
    assert proved("30", "-30")  # a loss of 30


def test_pairs_in_formulas_are_no_thousands():
    assert proved("(100,150)", "100", "150", kind="math") and not proved("(100,150)", "100", kind="math")
    assert not proved("100,150", "100", "150")


def test_powers():
    assert proved("10^{-16}", "1e-16", kind="math") and not proved("10^{-16}", "1e-15", kind="math")
    assert proved("2^{31}", "2147483648", kind="math") and proved("2^{31}", "2", "31", kind="math")
    assert proved(r"\approx 10^{-16}", "1.1e-16", kind="math") and not proved("10^{-16}", "1.1e-16", kind="math")


value = st.decimals(-(10**6), 10**6, places=8)
places = st.integers(1, 7)


@quick
@given(value, places)
def test_a_value_rounded_is_proved(exact, digits):
    text = f"{exact:.{digits}f}"
    assume(Decimal(text))
    assert proved(text, exact)


@quick
@given(value, places, st.sampled_from([-1, 1]))
def test_a_changed_last_digit_is_not_proved(exact, digits, change):
    wrong = f"{Decimal(f'{exact:.{digits}f}') + change * Decimal(10) ** -digits:f}"
    assume(Decimal(wrong) and abs(abs(Decimal(wrong)) - abs(exact)) > Decimal("0.5") * Decimal(10) ** -digits)
    assert not proved(wrong, exact)


@quick
@given(st.floats(-1e6, 1e6).filter(lambda x: abs(x) > 1e-6), st.integers(2, 9))
def test_what_python_prints_is_proved_by_itself(x, digits):
    (output,) = evidence.in_output(f"array([{x!r}])")
    assert proved(f"{x:.{digits}e}", output)
    written = f"{Decimal(repr(x)):,.8f}"
    assert proved(written, output) or written.endswith("0")  # zeros at its end must have been printed, too


def test_zeros_at_the_end_must_have_been_printed():
    assert proved("88.50", "88.50") and proved("88.5", "88.50") and not proved("88.50", "88.5")


@quick
@given(st.integers(13, 10**9))
def test_a_whole_number_is_proved_with_its_thousands_and_not_by_its_neighbors(n):
    assert proved(f"{n:,}", str(n)) and proved(f"{n:,}".replace(",", "{,}"), str(n), kind="math")
    assert not proved(f"{n:,}", str(n + 1), str(n - 1), str(n * 10))


def test_code_proves_its_numbers_but_not_its_comments_and_texts():
    source = "x = [-3_000, 1e-3, 2**40]  # 77\nprint(f'{x:.5f} 88', 3 * 10**5)\n"
    values = {float(v) for v in evidence.in_source(source)}
    assert {3000.0, -3000.0, 0.001, 2.0**40, 3e5} <= values
    assert not {77.0, 88.0, 5.0 - 0.5} & values


def test_output_is_read_with_signs_exponents_and_thousands():
    values = evidence.in_output("array([[-1., 2.5e-03],\n       [ .5, 3.]]) 157,248 A100 0.333...")
    assert [str(v) for v in values] == ["-1", "0.0025", "0.5", "3", "157", "248", "0.333", "157248"]


def page(tmp_path, text):
    path = tmp_path / "book" / "page.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf8")
    return read(path)


@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        ("np.array([[1, 250], [-13, 0.5]])", ["250", "13", "0.5"]),
        ("A[0, 17] ** 2 - 1e-3", ["17", "1e-3"]),
        ("x16 + float64(fp16) + 3.11.7 + a.b19", []),
        ("--weights homework=40,midterm=25", ["40", "25"]),
    ],
)
def test_numbers_in_code_in_a_sentence(code, numbers):
    assert found(code, "code") == numbers


def test_blocks_of_code_and_targets_are_not_read(tmp_path):
    text = (
        "# T\n\n`x13` {ref}`fifteen <sec-14>` [x](http://a.org/15) <http://b.org/16> {py:mod}`a.b17`\n\n"
        "```python\n18\n```\n\n```{literalinclude} x19.py\n:lines: 20\n```\n\n% 21\n\n<!-- 22 -->\n\n{eq}`eq-23`\n"
    )
    assert [n for block in page(tmp_path, text).blocks for n in numbers(block.pieces)] == []


def test_what_a_reader_sees_is_read_wherever_it_stands(tmp_path):
    text = (
        "# T 13\n\n:::{note}\n14\n\n```{math}\n:label: eq-a\n15\n```\n:::\n\n"
        "- 16\n\n  | 17 | b |\n  |---|---|\n  | c | 18 |\n\nterm\n: 19\n\n$$\n20\n$$ (eq-b)\n\n"
        ":::{admonition} 21\n:class: tip\n22\n:::\n\n:::{figure} a.svg\n:alt: 23\n24\n:::\n\n"
        "```{glossary}\nword\n    25\n```\n\n<p>26</p>\n\n[27](x) **28** {ref}`29 <ch-a>`\n\n"
        "\\begin{align}\n30\n\\end{align}\n"
    )
    parsed = page(tmp_path, text)
    seen = [(n.text, n.line) for block in parsed.blocks for n in numbers(block.pieces)]
    lines = text.splitlines()
    assert [number for number, _ in seen] == [str(n) for n in range(13, 31)]
    assert all(number in lines[line - 1] for number, line in seen if number != "23")
    assert [label for label, _ in parsed.labels] == ["eq-a", "eq-b"]


def rows(latex):
    pieces = Page(None, "", [])
    pieces.blocks = [type("Block", (), {"pieces": [Piece("math", latex, 1)]})]
    return [found for _, found in matrices.written(pieces)]


def equal(latex, array):
    (written,) = rows(latex)
    return matrices._equal(written, np.array(array, dtype=float))


def test_matrices_are_compared_to_the_digits_written():
    turn = np.sqrt(0.5) * np.array([[1, -1], [1, 1]])
    assert equal(r"\begin{pmatrix} 0.71 & -0.71 \\ 0.71 & 0.71 \end{pmatrix}", turn)
    assert not equal(r"\begin{pmatrix} 0.71 & 0.71 \\ 0.71 & 0.71 \end{pmatrix}", turn)
    assert not equal(r"\begin{pmatrix} 0.71 & -0.71 \\ 0.71 & 0.70 \end{pmatrix}", turn)
    assert not equal(r"\begin{pmatrix} 1 & 1 \end{pmatrix}", [[1, 1.3]])
    assert equal(r"\begin{bmatrix} \frac{1}{3} & -\tfrac12 & 2/3 \end{bmatrix}", [1 / 3, -1 / 2, 2 / 3])


def test_vectors_may_be_rows_or_columns_but_shapes_count():
    column = r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}"
    assert equal(column, [1, 2]) and equal(column, [[1], [2]]) and equal(column, [[1, 2]])
    assert not equal(r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", [1, 2, 3, 4])


def test_only_matrices_of_numbers_are_compared():
    assert rows(r"\begin{pmatrix} a & 1 \\ 0 & 1 \end{pmatrix}") == []
    array = r"\begin{array}{cc|c} 1 & 0 & 157{,}248 \\ \hline 0 & {-}1 & \phantom{-}2 \end{array}"
    assert equal(array, [[1, 0, 157248], [0, -1, 2]])
