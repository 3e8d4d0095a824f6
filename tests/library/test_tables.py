"""Tables as spreadsheets save them: numbers, headings and rows, as all programs read them."""

import os
import re
import subprocess
import sys
import tracemalloc

import pytest

from linalg_book import grades, prediction
from linalg_book._tables import Faults, column_key, decimal_mark, plain, read_sheet, tidy


@pytest.fixture
def sheet(tmp_path):
    """A function that writes a table to a file, and opens it."""

    def write(content, *wanted):
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_sheet(path, wanted)

    return write


def rows(sheet, needed=()):
    """All rows of a sheet; none of them has a fault."""
    faults = Faults(sheet.path)
    found = [cells for _, cells in sheet.rows(needed, faults)]
    assert faults.first == []
    return found


# ---- numbers


@pytest.mark.parametrize(
    ("cell", "point", "comma"),
    [
        ("5", "5", "5"), ("007", "007", "007"), ("+3", "+3", "+3"), ("-3", "-3", "-3"), ("−3", "-3", "-3"),
        ("1.5", "1.5", None), ("1,5", None, "1.5"), (".5", ".5", None), ("5,", None, "5."), ("0,125", None, "0.125"),
        ("1.250", "1.250", "1250"), ("1,250", "1250", "1.250"), ("12345.678", "12345.678", None),
        ("1.234.567", None, "1234567"), ("-1,234,567", "-1234567", None), ("1.234,5", None, "1234.5"),
        ("1,234.5", "1234.5", None), ("1,5e-3", None, "1.5e-3"), ("1e300", "1e300", "1e300"),
        *((bad, None, None) for bad in ("", "x", ".", "-", "1.2.3", "1,23,456", "12.34,5", "1 000", "1_0", "٣", "nan",
                                        "inf", "0x1", "1e", "1e9999", "--3", "1.234.56", "$5", "5%")),
    ],
)  # fmt: skip
def test_plain_reads_a_number_with_one_decimal_mark(cell, point, comma):
    assert (plain(cell, "."), plain(cell, ",")) == (point, comma)


SHOWN = {
    "nothing": ("a;b\n1;2\n", {0: ",", 1: ","}),
    "a point": ("a;b\n1.5;2\n", {0: ".", 1: "."}),
    "a comma": ("a;b\n1,5;2\n", {0: ",", 1: ","}),
    "a comma decides for the same column": ("a\tb\n1.250\t2\n0,5\t3\n", {0: ",", 1: ","}),
    "a point decides for the same column": ("a\tb\n1,250\t2\n0.5\t3\n", {0: ".", 1: "."}),
    "a comma decides for another column": ("a;b\n1.250;0,5\n", {0: ",", 1: ","}),
    "two marks in a number": ("a;b\n1.234,5;1.250\n", {0: ",", 1: ","}),
    "one mark twice": ("a;b\n1.234.567;1.250\n", {0: ",", 1: ","}),
    "each column for itself": ("a;b\n1,5;2.5\n", {0: ",", 1: "."}),
    "words do not count": ("a;b\n1.5 m;1,5\nv1.2;\n", {0: ",", 1: ","}),
    "commas between the cells": ("a,b\n1.250,2\n", {0: ".", 1: "."}),
    "commas between the cells, and in them": ('a,b\n"0,5",1.250\n', {0: ",", 1: ","}),
    "tabs": ("a\tb\n1\t2\n", {0: ".", 1: "."}),
}


@pytest.mark.parametrize(("content", "marks"), SHOWN.values(), ids=SHOWN)
def test_decimal_marks_are_what_the_numbers_show(content, marks, sheet):
    assert sheet(content).decimal_marks([0, 1]) == marks


OPEN = {
    "a point": ("a;b\n7;x\n1.250;2\n", "a, line 3: 1.250 can be 1.25 (--decimal point) or 1250 (--decimal comma)"),
    "a comma": ("a\tb\n1,250\t2\n", "a, line 2: 1,250 can be 1250 (--decimal point) or 1.25 (--decimal comma)"),
    "in quotes": ('a,b\n"1,250",2\n', "a, line 2: 1,250 can be 1250 (--decimal point) or 1.25 (--decimal comma)"),
    "both": ('a,b\n1.250,2\n"1,250",2\n', "a, line 3: 1,250 can be 1250 (--decimal point) or 1.25 (--decimal comma)"),
    "others differ": ("a;b;c\n1.250;0,5;0.5\n", "a, line 2: 1.250 can be 1.25 (--decimal point) or 1250"),
    "mixed": ("a;b\n1,5;0\n1.5;0\n", "a: a decimal comma in 1,5, line 2, a decimal point in 1.5, line 3"),
    "minus": ("a;b\n−1.250;0\n", "a, line 2: −1.250 can be -1.25 (--decimal point) or -1250 (--decimal comma)"),
    "negative": ("a;b\n-1.250;0\n", "a, line 2: -1.250 can be -1.25 (--decimal point) or -1250 (--decimal comma)"),
}


@pytest.mark.parametrize(("content", "message"), OPEN.values(), ids=OPEN)
def test_decimal_marks_are_not_guessed(content, message, sheet):
    table = sheet(content)
    with pytest.raises(ValueError, match=re.escape(f"{table.path}, column {message}")):
        table.decimal_marks(range(len(table.header)))


@pytest.mark.parametrize("mark", [".", ","])
def test_decimal_marks_that_are_given_are_taken(mark, sheet):
    assert sheet("a;b\n1.250;0,5\n").decimal_marks([1, 0], mark) == {0: mark, 1: mark}


@pytest.mark.parametrize(("delimiter", "mark"), [(";", ","), (",", "."), ("\t", ".")])
def test_a_file_is_written_with_the_mark_of_its_columns_or_of_its_spreadsheet(delimiter, mark, sheet):
    table = sheet(f"a{delimiter}b\n1{delimiter}2\n")
    assert table.mark_of({0: ".", 1: ","}) == table.usual_mark == mark
    assert (table.mark_of({0: "."}), table.mark_of({0: ",", 1: ","})) == (".", ",")


@pytest.mark.parametrize(("name", "mark"), [("point", "."), (".", "."), ("comma", ","), (",", ",")])
def test_decimal_mark_has_a_name(name, mark):
    assert decimal_mark(name) == mark


# ---- headings


@pytest.mark.parametrize(
    "text", ["\ufeffa  b", " a b\u200b", "a\xa0b", "\u200ea\u202f b", "a\u2060 b", "a\n b", "\xada b", "a b\ufeff"]
)
def test_tidy_leaves_nothing_invisible_and_single_spaces(text):
    assert tidy(text) == "a b"


def test_tidy_leaves_the_joiners_of_emoji_and_scripts():
    assert (tidy("👩\u200d🚀"), tidy("می\u200cخواهم")) == ("👩\u200d🚀", "می\u200cخواهم")


def test_column_key_is_what_two_spellings_have_in_common():
    assert {*map(column_key, ["Größe (m)", " GRÖSSE  (M)", "Gro\u0308ße\u00a0(m)\ufeff"])} == {"grösse (m)"}


def test_place_prefers_the_exact_spelling(sheet):
    table = sheet("A,a,Home  work,B\n")
    assert [table.place(name) for name in ("A", "a", " home work", "Home  work", "b")] == [0, 1, 2, 2, 3]


@pytest.mark.parametrize(
    ("name", "message"), [("x", "no column 'x'; the columns are A, a, b"), ("á", "no column 'á'")]
)
def test_place_names_the_columns_there_are(name, message, sheet):
    table = sheet("\n\nA,a,b,\n")
    with pytest.raises(ValueError, match=re.escape(f"{table.path}, line 3: {message}")):
        table.place(name)


@pytest.mark.parametrize(("content", "name"), [("a,a\n", "a"), ("B, b ,b\n", "b"), ("Bb,bB\n", "bb")])
def test_place_refuses_a_choice(content, name, sheet):
    with pytest.raises(ValueError, match=f"line 1: column '{name}' occurs 2 times"):
        sheet(content).place(name)


def test_places_finds_headings_that_hold_commas(sheet):
    table = sheet('"a, b",a,"b,c,d",e\n')
    assert table.places("A, b") == [0]
    assert table.places("e, a,  B, b,c,d,a") == [3, 0, 2, 1]
    with pytest.raises(ValueError, match="no column 'x'"):
        table.places("a, x, e")


# ---- rows


@pytest.mark.parametrize(
    "content",
    ["sep=;\na;b\n1;2\n", '"sep=;"\r\na;b\r\n1;2\r\n', "\ufeffSEP=;\na;b\n1;2\n", "sep=|\na|b\n1|2\n", "a;b\n1;2\n"],
)
def test_a_first_line_may_say_the_delimiter(content, sheet):
    table = sheet(content)
    assert (table.header, rows(table)) == (["a", "b"], [["1", "2"]])


def test_the_delimiter_finds_the_headings_that_are_wanted(sheet):
    assert sheet("a;b,c,d\n", "a").delimiter == ";"
    assert sheet("a;b,c,d\n", "b,c").delimiter == ","
    assert sheet("a\tb,c\n", "B,C").delimiter == "\t"


@pytest.mark.parametrize("start", ["", "\ufeff", "\ufeff\ufeff"])
def test_marks_of_the_order_of_bytes_are_no_part_of_a_table(start, sheet):
    table = sheet(f'{start}"a, b",c\n\ufeff1,2\n')
    assert (table.header, rows(table)) == (["a, b", "c"], [["1", "2"]])
    assert table.encoding == ("utf-8-sig" if start else "utf-8")


@pytest.mark.parametrize("name", ["Anna", "Zoë"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_other_encodings_are_named(encoding, name, sheet):
    with pytest.raises(ValueError, match=r"line 1: not UTF-8 text; save the sheet as 'CSV UTF-8'$"):
        sheet(f"name,a\n{name},1\n".encode(encoding))


def test_cells_that_are_missing_at_the_end_are_empty_where_nobody_needs_them(sheet):
    table = sheet("a,b,c\n1,2\n1,2,3,\n1,2,3,,\n")
    assert rows(table, [0, 1]) == [["1", "2", ""], ["1", "2", "3"], ["1", "2", "3"]]


@pytest.mark.parametrize("row", ["1,2", "1,2,3,4", "1"])
def test_rows_of_another_length_are_faults(row, sheet):
    table = sheet(f"a,b,c\n\n{row}\n4,5,6\n")
    faults = Faults(table.path)
    assert [cells for _, cells in table.rows([2], faults)] == [["4", "5", "6"]]
    wanted = f"{table.path}, line 3: expected 3 cells as in the headings, got {row.count(',') + 1}"
    assert faults.first == [(3, wanted)]


def test_faults_are_told_in_the_order_of_lines_up_to_ten():
    faults, more = Faults("f"), Faults("f")
    for line in range(2, 22, 2):
        faults.add(f"line {line}", line)
        more.add(f"line {line + 1}", line + 1)
    more.add("line 1", 1)  # the eleventh, so only counted
    faults.take(more)
    with pytest.raises(ValueError) as caught:
        faults.refuse()
    assert str(caught.value).splitlines() == [*(f"line {line}" for line in range(2, 12)), "f: 11 more like these"]


def test_a_table_takes_no_more_memory_than_its_file(sheet):
    table = sheet("name,a,b\n" + "".join(f"student number {i},{i % 7}.5,{i}\n" for i in range(20_000)))
    tracemalloc.start()
    assert sum(1 for _ in table.rows([1, 2], Faults(table.path))) == 20_000
    table.decimal_marks([1, 2])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200_000 < len(table.data)


# ---- all programs that read tables


def run(capsys, content, tmp_path, *options):
    """What grades and prediction say of one table, the one of marks a, the other of a target y."""
    path = tmp_path / "table.csv"
    path.write_text(content, encoding="utf-8")
    grading = [path, "--weights", "a=1", "--scale", "-9999:9999", *options]
    fitting = ["fit", path, "--target", "y", "--features", "a", *options]
    told = []
    for main, arguments in ((grades.main, grading), (prediction.main, fitting)):
        status = main([str(argument) for argument in arguments])
        told.append((status, *capsys.readouterr()))
    return told


@pytest.mark.parametrize(("mark", "slope"), [("point", -500), ("comma", -0.5)])
def test_programs_read_an_open_number_as_they_are_told(mark, slope, tmp_path, capsys):
    content = "name;a;y\nA;1.250;0\nB;2.250;-500\nC;3.250;-1000\n"
    for status, out, err in run(capsys, content, tmp_path):
        assert (status, out) == (2, "")
        assert "column a, line 2: 1.250 can be 1.25 (--decimal point) or 1250 (--decimal comma)" in err
    (grading, marked, _), (fitting, fitted, _) = run(capsys, content, tmp_path, "--decimal", mark)
    assert (grading, fitting) == (0, 0)
    assert ("1250" in marked) == (mark == "comma")
    assert abs(float(fitted.splitlines()[2].split()[1]) - slope) < 1e-9


@pytest.mark.parametrize("word", ["colon", "", "2"])
def test_programs_name_the_marks_there_are(word, tmp_path, capsys):
    for main, options in ((grades.main, ["f", "--weights", "a=1"]), (prediction.main, ["fit", "f", "--target", "y"])):
        with pytest.raises(SystemExit):
            main([*options, "--decimal", word])
        assert f"argument --decimal: must be point or comma, got {word!r}" in capsys.readouterr().err


STOPPED = """
import os, signal, sys
from linalg_book import _progress
from linalg_book.{program} import __main__ as cli

def stop(self, done):
    if done == 300 and self.what.startswith({phase!r}):
        os.kill(os.getpid(), signal.SIGINT)

_progress.Progress.__call__ = stop
cli.start(lambda: cli.main(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
@pytest.mark.parametrize(
    ("program", "phase", "before"),
    [
        ("grades", "reading", ()), ("grades", "grading", ()), ("grades", "writing", ()),
        ("prediction", "reading", ("fit",)),
    ],
)  # fmt: skip
def test_ctrl_c_leaves_nothing_behind(program, phase, before, tmp_path):
    path, out = tmp_path / "table.csv", tmp_path / "out"
    path.write_text("name,a,y\n" + "".join(f"s{i},{i % 7},{i}\n" for i in range(1000)))
    options = ["--weights", "a=1"] if program == "grades" else ["--target", "y", "--features", "a"]
    code = STOPPED.format(program=program, phase=phase)
    command = [sys.executable, "-c", code, *before, str(path), *options, "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted\n")
    assert [file.name for file in tmp_path.iterdir()] == ["table.csv"]
