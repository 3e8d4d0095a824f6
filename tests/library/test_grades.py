"""The module of the chapter `grades`: dot products, exact grades, files of marks, and the command line."""

import os
import subprocess
import sys
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from linalg_book.grades import (
    MarkTable,
    class_grades,
    exact_grades,
    format_grades,
    main,
    parse_weights,
    read_marks,
    round_half_up,
    weighted_sum,
    write_grades,
)
from linalg_book.plotting import Picture
from linalg_book.plotting import grades as drawn

EPS = np.finfo(float).eps
MARKS = np.array([[92, 88, 85], [78, 82, 90], [95, 90, 92]])
WEIGHTS = np.array([0.40, 0.25, 0.35])
TEXT = "name,homework,midterm,final\nAlice,92,88,85\nBob,78,82,90\nCarol,95,90,92\n"
OPTION = "homework=40,midterm=25,final=35"
TABLE = """\
name        homework  midterm  final  grade
Alice             92       88     85  88.55
Bob               78       82     90  83.20
Carol             95       90     92  92.70
class mean     88.33    86.67  89.00  88.15
"""


@pytest.fixture
def file(tmp_path):
    """A function that writes a file of marks, and returns its path."""

    def write(content=TEXT, name="marks.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def command(capsys):
    """A function that runs the command; it returns the exit status, what was printed and what was complained."""

    def run(path, *options, weights=OPTION):
        status = main([str(path), "--weights", weights, *map(str, options)])
        return status, *capsys.readouterr()

    return run


# --- arrays


def test_weighted_sum_by_hand():
    assert weighted_sum([0.5, 0.25, 0.25], [8, 4, 12]) == 8.0


def test_weighted_sum_agrees_with_numpy(rng):
    for n in (1, 2, 5, 40):
        w, x = rng.standard_normal((2, n))
        assert abs(weighted_sum(w, x) - w @ x) <= n * EPS * (abs(w) @ abs(x))


def test_weighted_sum_of_nothing_is_zero():
    assert weighted_sum([], []) == 0.0


def test_weighted_sum_returns_a_python_float():
    assert type(weighted_sum([1], [2])) is float


@pytest.mark.parametrize(
    ("weights", "marks", "error", "message"),
    [
        ([1, 2], [1, 2, 3], ValueError, "weights and marks must have the same length, got 2 and 3"),
        ([[1]], [1], ValueError, r"weights must be a vector \(1 axis\), got shape \(1, 1\)"),
        ([1], [np.nan], ValueError, "marks must be finite"),
        ([1], [1j], TypeError, "marks must be real"),
        ([1], ["A"], TypeError, "marks must hold numbers"),
    ],
)
def test_weighted_sum_refuses(weights, marks, error, message):
    with pytest.raises(error, match=message):
        weighted_sum(weights, marks)


def test_class_grades_of_the_chapter():
    # three products and two sums of numbers below 100, typed and computed: 5 roundings of half an eps each
    np.testing.assert_allclose(class_grades(MARKS, WEIGHTS), [88.55, 83.2, 92.7], rtol=3 * EPS, atol=0)


def test_class_grades_several_weightings_are_columns(rng):
    marks, schemes = rng.uniform(0, 100, (7, 4)), rng.dirichlet(np.ones(4), 3).T
    got = class_grades(marks, schemes)
    assert got.shape == (7, 3)
    for j in range(3):
        np.testing.assert_allclose(got[:, j], class_grades(marks, schemes[:, j]), rtol=4 * EPS, atol=0)


def test_class_grades_mean_is_the_grade_of_the_average_student(rng):
    for m, n in [(1, 1), (1, 6), (6, 1), (30, 4), (4, 30)]:
        marks, weights = rng.uniform(0, 100, (m, n)), rng.dirichlet(np.ones(n))
        average = weighted_sum(weights, marks.mean(axis=0))
        # each side passes every product through at most m + n + 1 roundings, and nothing cancels
        assert abs(class_grades(marks, weights).mean() - average) <= (m + n + 1) * EPS * average


def test_class_grades_unit_weights_select_a_column():
    np.testing.assert_array_equal(class_grades(MARKS, [0, 0, 1]), [85.0, 90.0, 92.0])


@pytest.mark.parametrize("shape", [(1, 1), (0, 3), (2, 5), (5, 2)])
def test_class_grades_shapes(shape):
    k = shape[1]
    np.testing.assert_allclose(class_grades(np.ones(shape), np.full(k, 1 / k)), np.ones(shape[0]), rtol=k * EPS, atol=0)


def test_class_grades_accepts_divided_weights(rng):
    for k in range(1, 100):
        w = rng.uniform(0, 1, k)
        class_grades(np.ones((1, k)), w / w.sum())


def test_class_grades_leaves_its_input_alone():
    marks, weights = MARKS.astype(float), WEIGHTS.copy()
    class_grades(marks, weights)
    np.testing.assert_array_equal(marks, MARKS)
    np.testing.assert_array_equal(weights, WEIGHTS)


@pytest.mark.parametrize(
    ("marks", "weights", "message"),
    [
        (MARKS, [40, 25, 35], "weights must sum to 1, got a sum of 100"),
        (MARKS, [[0.5, 1], [0.25, 1], [0.25, 1]], "weights must sum to 1, got a sum of 3"),
        (MARKS, [2, -1, 0], "weights must not be negative, got -1"),
        (MARKS, [0.5, 0.5], r"weights must have 3 rows, got shape \(2,\)"),
        (MARKS, 1.0, r"weights must have 3 rows, got shape \(\)"),
        (MARKS[0], WEIGHTS, "marks must be a matrix"),
        ([[1, np.nan, 3]], WEIGHTS, "marks must be finite"),
        (np.ones((2, 0)), [], "weights must sum to 1, got a sum of 0"),
    ],
)
def test_class_grades_refuses(marks, weights, message):
    with pytest.raises(ValueError, match=message):
        class_grades(marks, weights)


def test_class_grades_says_by_how_much_float32_weights_miss():
    with pytest.raises(ValueError, match=r"weights must sum to 1, got a sum of 1\.0000000[0-9]+$"):
        class_grades(MARKS, np.array([0.3, 0.3, 0.4], dtype=np.float32))


def test_class_grades_refuses_complex_numbers():
    with pytest.raises(TypeError, match="weights must be real"):
        class_grades(MARKS, WEIGHTS + 0j)


# --- exact arithmetic


def test_exact_grades_of_the_chapter():
    got = exact_grades(MARKS.tolist(), ["0.40", "0.25", "0.35"])
    assert got == (Fraction("88.55"), Fraction("83.2"), Fraction("92.7"))


def test_exact_grades_and_the_array_agree(rng):
    for k in (1, 2, 3, 10, 60):
        marks = [[Decimal(int(x)) / 10 for x in row] for row in rng.integers(0, 1001, (20, k))]
        counts = [int(c) for c in rng.integers(1, 50, k)]
        weights = [Fraction(c, sum(counts)) for c in counts]
        exact = exact_grades(marks, weights)
        array = class_grades(np.array(marks, dtype=float), np.array(weights, dtype=float))
        for a, e in zip(array, exact, strict=True):
            roundings = (k + 2) * Fraction(EPS) / 2  # of weight, mark, product and k - 1 sums, by a unit roundoff each
            assert abs(Fraction(float(a)) - e) <= roundings / (1 - roundings) * e


@pytest.mark.parametrize(
    ("marks", "weights", "message"),
    [
        ([[1, 2]], [1, 1], "weights must sum to 1 and not be negative, got 1, 1"),
        ([[1, 2]], [2, -1], "weights must sum to 1 and not be negative, got 2, -1"),
        ([], [], "weights must sum to 1"),
        ([[1, 2], [3]], ["0.5", "0.5"], "each row of marks must have 2 entries, got 1 in row 1"),
    ],
)
def test_exact_grades_refuses(marks, weights, message):
    with pytest.raises(ValueError, match=message):
        exact_grades(marks, weights)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("88.55", 1, "88.6"), ("88.55", 2, "88.55"), ("88.55", 0, "89"), ("88.45", 1, "88.5"), ("88.449", 1, "88.4"),
        ("-0.25", 1, "-0.3"), ("0", 2, "0.00"), ("99.995", 2, "100.00"), ("1/3", 4, "0.3333"), ("2/3", 0, "1"),
    ],
)  # fmt: skip
def test_round_half_up_ties_go_away_from_zero(value, decimals, text):
    assert str(round_half_up(Fraction(value), decimals)) == text


def test_round_half_up_agrees_with_decimal(rng):
    for units in rng.integers(-10**6, 10**6, 200):
        value = Decimal(int(units)).scaleb(-3)
        assert round_half_up(value, 2) == value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@pytest.mark.parametrize("value", [10**40 + 1, -(10**40) - 1, Fraction(10**60, 3)])
def test_round_half_up_is_exact_for_numbers_of_any_length(value):
    assert abs(Fraction(round_half_up(value, 2)) - value) <= Fraction(1, 200)


def test_round_half_up_refuses_negative_decimals():
    with pytest.raises(ValueError, match="decimals must not be negative, got -1"):
        round_half_up(Fraction(1), -1)


# --- weights


@pytest.mark.parametrize(
    "text",
    [
        OPTION,
        "homework=0.4,midterm=.25,final=0.35",
        " homework = 40.0 , midterm=25,final=35",
        "homework=40%,midterm=25 %,final=35",
        "homework=40;midterm=25;final=35,0",
    ],
)
def test_parse_weights_percent_or_fractions(text):
    assert parse_weights(text) == {"homework": Fraction(2, 5), "midterm": Fraction(1, 4), "final": Fraction(7, 20)}


def test_parse_weights_keeps_order_and_equals_signs_in_names():
    assert list(parse_weights("b=50,a=25,x=y=25")) == ["b", "a", "x=y"]


@pytest.mark.parametrize(
    "text", ["HW 1, part b=50,Final=50", "HW 1, part b = 50 , Final=50", "HW 1, part b=50;Final=50,0"]
)
def test_parse_weights_takes_headings_that_hold_commas(text):
    assert parse_weights(text) == {"HW 1, part b": Fraction(1, 2), "Final": Fraction(1, 2)}


def test_parse_weights_takes_decimal_commas_where_semicolons_stand_between():
    assert [*parse_weights("a=33,3; b=33,3;c=33,4").values()] == [Fraction(n, 1000) for n in (333, 333, 334)]


@pytest.mark.parametrize("text", ["a=33.3,b=33.3,c=33.3", "a=0.333,b=0.333,c=0.333"])
def test_parse_weights_divides_by_the_sum(text):
    assert parse_weights(text) == dict.fromkeys("abc", Fraction(1, 3))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a=40,b=50", "must sum to 1 or 100, got a sum of 90"),
        ("a=40,b=59.8", "must sum to 1 or 100, got a sum of 99.8"),
        ("a=0,b=0", "must sum to 1 or 100, got a sum of 0"),
        ("a=120,b=-20", "must not be negative, got b=-20"),
        ("a  b=50,a b =50", "a b is given twice"),
        ("a=50,,b=50", "expected NAME=NUMBER, got ''"),
        ("a=33,3,b=66,7", "expected NAME=NUMBER, got '7'"),
        ("a=50,b", "expected NAME=NUMBER, got 'b'"),
        ("a=50,=50", "expected NAME=NUMBER, got '=50'"),
        ("a=50,b=half", "expected NAME=NUMBER, got 'b=half'"),
        ("a=nan", "expected NAME=NUMBER, got 'a=nan'"),
        ("a=inf", "expected NAME=NUMBER, got 'a=inf'"),
        ("a=1e2", "expected NAME=NUMBER, got 'a=1e2'"),
        ("a=50,b=50,", "expected NAME=NUMBER, got ''"),
        ("", "expected NAME=NUMBER, got ''"),
    ],
)
def test_parse_weights_refuses(text, message):
    with pytest.raises(ValueError, match=f"weights: {message}"):
        parse_weights(text)


# --- files of marks, as the command reads them


def test_main_prints_the_class(file, command):
    assert command(file()) == (0, TABLE, "")


def test_main_half_up_on_the_typed_value(file, command):
    _, printed, _ = command(file(), "--decimals", 1)
    assert [line.split()[-1] for line in printed.splitlines()] == ["grade", "88.6", "83.2", "92.7", "88.2"]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        "\ufeff" + TEXT,
        TEXT.replace(",", ";"),
        TEXT.replace(",", "\t"),
        TEXT.replace(",", " , "),
        TEXT + "\n\n  \n,,,\n",
        "\n" + TEXT.replace("Bob", "\nBob"),
        TEXT.rstrip("\n"),
        TEXT.replace("Alice", '"Alice"').replace("92", '"92"'),
        TEXT.replace(",92", ", 92\u00a0"),
        TEXT.replace("Alice,92", '"Alice", "92"'),
        TEXT.replace(",", ";").replace("name", '"name"'),
    ],
    ids="crlf cr bom semicolon tab spaces blank-end blanks no-newline quoted nbsp space-quote quoted-semicolon".split(),
)
def test_main_reads_what_spreadsheets_write(file, command, content):
    assert command(file(content)) == (0, TABLE, "")


def test_main_matches_headings_without_case_and_spaces(file, command):
    status, printed, _ = command(file(TEXT.replace("homework", " HomeWork  ")))
    assert (status, printed) == (0, TABLE.replace("homework", "HomeWork"))


def test_main_matches_columns_by_name_not_by_place(file, command):
    content = "final,name,homework,midterm\n85,Alice,92,88\n90,Bob,78,82\n92,Carol,95,90\n"
    assert command(file(content), "--name", "NAME") == (0, TABLE, "")


def test_main_says_which_columns_it_ignores(file, command):
    content = "name,email,homework,midterm,final,\nAlice,a@b.c,92,88,85,\n"
    status, printed, told = command(file(content))
    assert (status, told) == (0, "note: columns not counted: email\n")
    assert "email" not in printed


def test_main_names_with_commas_accents_and_wide_letters(file, command):
    content = 'name,final\n"Müller, Zoë",85\n李,90\nRene\u0301,80\n'
    _, printed, told = command(file(content), weights="final=100")
    assert told == ""
    assert printed.splitlines() == [
        "name         final  grade",
        "Müller, Zoë     85  85.00",
        "李              90  90.00",
        "Rene\u0301            80  80.00",
        "class mean   85.00  85.00",
    ]


def test_main_decimal_comma_in_a_semicolon_file(file, command):
    status, printed, _ = command(file("name;a;b\nAlice;85,5;90\n"), weights="a=50,b=50")
    assert (status, printed.splitlines()[1].split()) == (0, ["Alice", "85.5", "90", "87.75"])


def test_main_scale(file, command):
    path = file("name,exam\nAlice,1.3\nBob,6\n")
    assert command(path, "--scale", "1:6", weights="exam=100")[0] == 0
    assert command(path, "--scale", "1:5", weights="exam=100") == (
        2, "", f"error: {path}, line 3 (Bob), column exam: expected 1 to 5, got '6'\n",
    )  # fmt: skip


def test_main_says_where_ties_go_and_sends_them_there(file, command, capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "ties rounded away from zero" in " ".join(capsys.readouterr().out.split())
    _, printed, _ = command(file("name,a\nx,-2.25\ny,2.25\n"), "--scale=-5:5", "--decimals", 1, weights="a=1")
    assert [line.split()[-1] for line in printed.splitlines()[1:3]] == ["-2.3", "2.3"]


def test_main_class_mean_is_that_of_unrounded_grades(file, command):
    _, printed, _ = command(file("name,a\nx,0.4\ny,0.4\nz,0.7\n"), "--decimals", 0, weights="a=1")
    assert printed.splitlines()[-1].split()[-1] == "1"  # (0.4 + 0.4 + 0.7) / 3 = 0.5; rounded grades would give 1 / 3


@pytest.mark.parametrize("cell", ["85,5", "1.085,5"])
def test_main_decimal_comma_in_quotes(file, command, cell):
    content = f'name,a,b\nAlice,"{cell}",90\n'
    status, printed, _ = command(file(content), "--scale", "0:2000", weights="a=50,b=50")
    mark = cell.replace(".", "").replace(",", ".")
    assert (status, printed.splitlines()[1].split()[:3]) == (0, ["Alice", mark, "90"])


def test_main_marks_of_thousands(file, command):
    content = "name\ta\nAnna\t1,250\nBen\t980.5\n"
    _, printed, _ = command(file(content), "--scale", "0:2000", weights="a=1")
    assert [line.split()[1] for line in printed.splitlines()[1:3]] == ["1250", "980.5"]


@pytest.mark.parametrize("scale", ["-3:12", "−3:12"])
def test_main_scale_below_zero(file, command, scale):
    content = "name,a\nAnna,-3\nBen,−2\nCarl,12\n"
    status, printed, _ = command(file(content), "--scale", scale, weights="a=100")
    assert (status, [line.split()[-1] for line in printed.splitlines()[1:4]]) == (0, ["-3.00", "-2.00", "12.00"])


def test_main_prefers_the_exact_spelling_of_a_heading(file, command):
    content = "name,A,a\nAnna,1,2\n"
    assert command(file(content), weights="a=1")[1].splitlines()[1].split() == ["Anna", "2", "2.00"]
    assert command(file(content), weights="a=50,A=50")[1].splitlines()[1].split() == ["Anna", "2", "1", "1.50"]


def test_main_refuses_a_column_that_is_asked_for_twice(file, command):
    path = file("name,a\nAnna,1\n")
    assert command(path, weights="a=50,A=50")[2] == f"error: {path}, line 1: column 'a' is asked for twice\n"


# rows that are no students


CANVAS = """\
Student,ID,HW1 (4711),Final (4712),Final Score
,,Manual Posting,,
    Points Possible,,100,100,(read only)
Jane,101,80,70,75
Rick,102,60,90,75
"Student, Test",103,0,0,0
"""


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Student", "no name (line 2); Points Possible (line 3); Student, Test (line 6)"),
        ("ID", "no name (line 2); Points Possible (line 3); 103 (line 6)"),
    ],
)
def test_main_leaves_rows_of_a_gradebook_out_and_says_so(file, command, name, others):
    weights = "HW1 (4711)=50,Final (4712)=50"
    status, printed, told = command(file(CANVAS), "--name", name, weights=weights)
    assert (status, told.splitlines()[0]) == (0, f"note: rows left out, since they are no students: {others}")
    assert [line.split()[-1] for line in printed.splitlines()[1:]] == ["75.00", "75.00", "75.00"]


@pytest.mark.parametrize("row", ["Test Student", "POINTS  POSSIBLE", "Class mean", "Max Points"])
def test_main_knows_rows_that_are_no_students(file, command, row):
    status, printed, told = command(file(f"name,a\nAnna,3\n{row},x\n"), weights="a=1")
    assert (status, len(printed.splitlines())) == (0, 3)
    assert told == f"note: rows left out, since they are no students: {' '.join(row.split())} (line 3)\n"


def test_main_skips_the_rows_it_is_told_to(file, command):
    path = file("name,a\nHighest,100\nAnna,3\nAverage,51\n")
    status, printed, told = command(path, "--skip", "highest", "--skip", "Average ", weights="a=1")
    assert (status, printed.splitlines()[-1]) == (0, "class mean  3.00   3.00")
    assert told == "note: rows left out, since they are no students: Highest (line 2); Average (line 4)\n"
    told = command(path, "--skip", "Lowest", weights="a=1")[2]
    assert told == f"error: {path}: there is no row 'lowest' to leave out\n"


def test_main_does_not_leave_out_a_student_without_marks(file, command):
    path = file("name,a\nAnna,\nBen,3\n")
    told = command(path, weights="a=1")[2]
    assert told == f"error: {path}, line 2 (Anna), column a: expected 0 to 100, got an empty cell\n"


def test_main_reads_rows_whose_last_cells_a_spreadsheet_left_out(file, command):
    status, printed, _ = command(file("name,a,comment\nAnna,3,x\nBen,4\n"), weights="a=1")
    assert (status, len(printed.splitlines())) == (0, 4)


@pytest.mark.parametrize("sign", ["\ufeff", "\u200b", "\u200e"])
def test_main_sees_through_invisible_signs(file, command, sign):
    path = file(f"name,a\n{sign}Anna,3{sign}\nAnna,4\n")
    assert command(path, weights="a=1")[2] == f"error: {path}, line 3: Anna is on line 2 too; names must differ\n"


# what is wrong is named on stderr, one line a fault, with exit status 2

QUOTES = ", line 3: the quotation marks do not match: "
WRONG = {
    "missing column": ("name,homework,final\n", ", line 1: no column 'midterm'; the columns are name, homework, final"),
    "column twice": ("name,homework,midterm,Final,FINAL\nA,1,2,3,4\n", ", line 1: column 'final' occurs 2 times"),
    "first column": ("homework,midterm,final\n1,2,3\n", ", line 1: column 'homework' cannot hold both names and marks"),
    "empty": (b"", ": the file is empty"),
    "only blanks": ("\n  \n\n", ": the file is empty"),
    "header only": ("name,homework,midterm,final\n\n", ": no students, only a row of headings"),
    "latin-1": (TEXT.encode().replace(b"Bob", b"Zo\xeb"), ", line 3: not UTF-8 text; save the sheet as 'CSV UTF-8'"),
    "utf-16": (TEXT.encode("utf-16"), ", line 1: not UTF-8 text; save the sheet as 'CSV UTF-8'"),
    "too few": (TEXT.replace("78,82,90", "78,82"), ", line 3: expected 4 cells as in the headings, got 3"),
    "too many": (TEXT.replace("78,82,90", "78,82,90,1"), ", line 3: expected 4 cells as in the headings, got 5"),
    "duplicate name": (TEXT.replace("Carol", "alice "), ", line 4: alice is on line 2 too; names must differ"),
    "no name": (TEXT.replace("Bob", " "), ", line 3, column name: expected a name, got an empty cell"),
    "open quote": (TEXT.replace("Bob", '"Bob'), QUOTES + "unexpected end of data"),
    "after quote": (TEXT.replace("Bob", '"Bob"x'), QUOTES + "',' expected after '\"'"),
}
CELL = ", line 3 (Bob), column midterm: expected 0 to 100, got "
for cell in ("absent", "nan", "inf", "-inf", "101", "-0.5", "1e1", "8 2", "٨٢", "82%", "0x10", ".", "1" * 21):
    WRONG[f"cell {cell}"] = (TEXT.replace("82", cell), CELL + repr(cell))
WRONG["cell empty"] = (TEXT.replace("82", ""), CELL + "an empty cell")
WRONG["cell long"] = (TEXT.replace("82", "x" * 99), CELL + "'xxxxxxxxxxxx...xxxxxxxxxxxxx'")


@pytest.mark.parametrize(("content", "message"), WRONG.values(), ids=WRONG)
def test_main_names_the_fault(file, command, tmp_path, content, message):
    path, out = file(content), tmp_path / "grades.csv"
    assert command(path, "--out", out) == (2, "", f"error: {path}{message}\n")
    assert not out.exists()


def test_main_names_all_bad_cells_at_once(file, command):
    path = file(TEXT.replace("92", "x").replace("82", "").replace("Carol,95,90,x", "Carol,95"))
    status, _, told = command(path)
    assert status == 2
    assert [line.removeprefix(f"error: {path}, line ") for line in told.splitlines()] == [
        "2 (Alice), column homework: expected 0 to 100, got 'x'",
        "3 (Bob), column midterm: expected 0 to 100, got an empty cell",
        "4: expected 4 cells as in the headings, got 2",
    ]


def test_main_tells_students_without_a_name_apart(file, command):
    path = file(TEXT.replace("Bob", "").replace("Carol", ""))
    assert [line.removeprefix(f"error: {path}, line ") for line in command(path)[2].splitlines()] == [
        "3, column name: expected a name, got an empty cell",
        "4, column name: expected a name, got an empty cell",
    ]


def test_main_names_ten_faults_and_counts_the_rest(file, command):
    path = file("name,a\n" + "".join(f"s{i},x\n" for i in range(13)))
    lines = command(path, weights="a=1")[2].splitlines()
    assert (len(lines), lines[9][:-1], lines[10]) == (
        11,
        f"error: {path}, line 11 (s9), column a: expected 0 to 100, got 'x",
        f"error: {path}: 3 more like these",
    )


def test_main_counts_lines_of_the_file_not_rows(file, command):
    path = file('name,a\n"Ann\nLee",5\n\nBob,x\n')
    assert command(path, weights="a=1")[2].startswith(f"error: {path}, line 5 (Bob)")


@pytest.mark.parametrize(
    ("options", "weights", "message"),
    [
        ([], "a=40", "weights: must sum to 1 or 100, got a sum of 40"),
        (["--scale", "100"], OPTION, "scale: expected LOW:HIGH, got '100'"),
        (["--scale", "0:nan"], OPTION, "scale: expected LOW:HIGH, got '0:nan'"),
        (["--scale", "9:9"], OPTION, "scale must go from a low to a high mark, got 9:9"),
    ],
)
def test_main_names_a_bad_option(file, command, options, weights, message):
    assert command(file(), *options, weights=weights) == (2, "", f"error: {message}\n")


def test_main_unknown_name_column(file, command):
    path = file()
    told = command(path, "--name", "student")[2]
    assert told == f"error: {path}, line 1: no column 'student'; the columns are name, homework, midterm, final\n"


@pytest.mark.parametrize("arguments", [[], ["marks.csv"], ["marks.csv", "--weights", "a=1", "--decimals", "7"]])
def test_main_usage_errors_exit_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "error: " in capsys.readouterr().err


def test_main_missing_file_and_folder(tmp_path, command):
    missing = tmp_path / "none.csv"
    assert command(missing) == (2, "", f"error: {missing}: No such file or directory\n")
    assert command(tmp_path) == (2, "", f"error: {tmp_path}: Is a directory\n")


# --- the file of grades


def test_main_writes_the_grades(file, command, tmp_path):
    out = tmp_path / "grades.csv"
    assert command(file(), "--out", out) == (0, TABLE, "")
    assert out.read_bytes().decode() == (
        "name,homework,midterm,final,grade\nAlice,92,88,85,88.55\nBob,78,82,90,83.20\nCarol,95,90,92,92.70\n"
    )


def test_main_writes_the_way_it_read(file, command, tmp_path):
    out = tmp_path / "grades.csv"
    command(file('\ufeffName;a;b\n"Müller; Zoë";85,5;90\n'), "--out", out, weights="a=50,b=50")
    assert out.read_bytes().decode() == '\ufeffName;a;b;grade\n"Müller; Zoë";85,5;90;87,75\n'


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("name;a;b\nAnna;11;12\n", "name;a;b;grade\nAnna;11;12;11,50\n"),
        ("name;a;b\nAnna;11.5;12\n", "name;a;b;grade\nAnna;11.5;12;11.75\n"),
        ("name\ta\tb\nAnna\t11\t12\n", "name\ta\tb\tgrade\nAnna\t11\t12\t11.50\n"),
        ('name,a,b\nAnna,"11,5",12\n', 'name,a,b,grade\nAnna,"11,5",12,"11,75"\n'),
        ("sep=;\nname;a;b\nAnna;11;12\n", "name;a;b;grade\nAnna;11;12;11,50\n"),
        ("name;a;b\nAnna;11.5;12,5\n", "name;a;b;grade\nAnna;11,5;12,5;12,00\n"),
    ],
    ids="semicolon semicolon-point tab comma-quoted sep both-marks".split(),
)
def test_main_writes_the_marks_that_the_spreadsheet_reads(file, command, tmp_path, content, wanted):
    out = tmp_path / "grades.csv"
    assert command(file(content), "--out", out, weights="a=50,b=50")[0] == 0
    assert out.read_bytes().decode() == wanted


def test_main_output_is_read_again(file, command, tmp_path):
    out = tmp_path / "grades.csv"
    command(file(), "--out", out)
    assert command(out) == (0, TABLE, "note: columns not counted: grade\n")


def test_main_replaces_a_file_and_keeps_its_mode(file, command, tmp_path):
    out = tmp_path / "grades.csv"
    out.write_text("old")
    out.chmod(0o640)
    assert command(file(), "--out", out)[0] == 0
    assert out.read_text().startswith("name,")
    assert out.stat().st_mode & 0o777 == 0o640


def test_main_replaces_the_file_behind_a_link(file, command, tmp_path):
    out, link = tmp_path / "grades.csv", tmp_path / "link.csv"
    out.write_text("old")
    link.symlink_to(out)
    assert command(file(), "--out", link)[0] == 0
    assert link.is_symlink()
    assert out.read_text().startswith("name,")


def test_main_keeps_the_old_file_on_a_fault(file, command, tmp_path):
    out = tmp_path / "grades.csv"
    out.write_text("old")
    assert command(file(TEXT.replace("82", "x")), "--out", out)[0] == 2
    assert out.read_text() == "old"


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_write_grades_leaves_nothing_half_written(file, tmp_path, monkeypatch, fault):
    table, out = read_marks(file(), ["final"]), tmp_path / "grades.csv"
    out.write_text("old")

    def fail(*args):
        raise fault

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(type(fault)):
        write_grades(out, table, [Decimal(1)] * 3)
    assert out.read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["grades.csv", "marks.csv"]


def test_main_names_a_disk_that_is_full(file, command, tmp_path, monkeypatch):
    out = tmp_path / "grades.csv"

    def fail(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    assert command(file(), "--out", out) == (2, "", f"error: {out}: No space left on device\n")


def test_main_output_folder_missing(file, command, tmp_path):
    folder = tmp_path / "none"
    out = folder / "grades.csv"
    assert command(file(), "--out", out) == (2, "", f"error: {out}: there is no folder {folder}\n")
    assert not folder.exists()


@pytest.mark.parametrize("name", ["marks.csv", "./marks.csv", "link.csv", "hard.csv"])
def test_main_output_is_the_input(file, command, tmp_path, name):
    path = file()
    (tmp_path / "link.csv").symlink_to(path)
    os.link(path, tmp_path / "hard.csv")
    out = f"{tmp_path}/{name}"
    told = f"error: {out}: it is read here; give another name, so that the original survives\n"
    assert command(path, "--out", out) == (2, "", told)
    assert path.read_text() == TEXT


def test_main_output_is_a_folder_or_a_device(file, command, tmp_path):
    for out, what in ((tmp_path, "a folder"), (Path(os.devnull), "no ordinary file")):
        assert command(file(), "--out", out) == (2, "", f"error: {out}: it is {what}\n")


def test_write_grades_one_grade_a_student(tmp_path):
    table = MarkTable(("Alice",), ("a",), ((Decimal(1),),))
    with pytest.raises(ValueError, match="grades must have one entry a student, got 2 for 1 students"):
        write_grades(tmp_path / "grades.csv", table, [Decimal(1), Decimal(2)])


def test_read_marks_keeps_what_was_typed(file):
    table = read_marks(file("name,b,a\nAlice,085.50,+7\n"), ["a", "b"])
    assert (table.components, [str(mark) for mark in table.marks[0]]) == (("a", "b"), ["7", "85.50"])


def test_read_marks_refuses_a_mark_that_is_none(file):
    with pytest.raises(ValueError, match=r"decimal must be '\.' or ',', got 'comma'"):
        read_marks(file(), ["final"], decimal="comma")


def test_read_marks_as_an_array(file):
    array = read_marks(file(), ["homework", "midterm", "final"]).array()
    assert array.dtype == np.float64
    np.testing.assert_array_equal(array, MARKS)


def test_format_grades_refuses_a_wrong_number_of_grades():
    table = MarkTable(("Alice",), ("a",), ((Decimal(1),),))
    with pytest.raises(ValueError, match="argument 2 is longer"):
        format_grades(table, [Fraction(1), Fraction(2)])


def test_command_in_a_process_of_its_own(file, tmp_path):
    path, out = file(TEXT.replace("Bob", "Łukasz")), tmp_path / "grades.csv"

    def run(name, encoding):
        arguments = [sys.executable, "-m", "linalg_book.grades", str(name), "--weights", OPTION, "--out", str(out)]
        environment = os.environ | {"PYTHONIOENCODING": encoding}
        done = subprocess.run(arguments, capture_output=True, cwd=tmp_path, env=environment, timeout=60)
        return done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding)

    assert run("none.csv", "utf-8") == (2, "", "error: none.csv: No such file or directory\n")
    assert run(path, "utf-8") == (0, TABLE.replace("Bob   ", "Łukasz"), "")
    assert run(path, "ascii") == (0, TABLE.replace("Bob   ", "?ukasz"), "")
    assert "Łukasz" in out.read_text(encoding="utf-8")


# --- the module and its pictures


def test_plot_contributions_says_every_part():
    picture = drawn.plot_contributions(MARKS * WEIGHTS, MARKS @ WEIGHTS, "ABC", ["x", "y", "z"])
    assert isinstance(picture, Picture)
    assert "A: x 36.80, y 22.00, z 29.75, sum 88.55; B: x 31.20" in picture.alt


def test_plot_row_times_vector_writes_the_marked_row_out():
    picture = drawn.plot_row_times_vector(MARKS, WEIGHTS, MARKS @ WEIGHTS, "ABC", ["x", "y", "z"], row=1)
    assert "The row of B is marked: 78 · 0.40 + 82 · 0.25 + 90 · 0.35 = 83.20." in picture.alt
