"""The frame of the programs: arguments, what is printed, exit status; that all programs use it is held elsewhere."""

import io
import os
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from linalg_book import _progress, prediction
from linalg_book._program import Parser, listed, positive, run, show, tell
from linalg_book._progress import Progress, tracked

PROGRAM = """
import os, signal
from linalg_book._program import Parser, run, start

def main(argv=None):
    parser = Parser(prog="frame")
    parser.add_argument("--text", default="")
    parser.add_argument("--stop", action="store_true")
    options = parser.parse_args(argv)
    return run(lambda: os.kill(os.getpid(), signal.SIGINT) if options.stop else options.text, name="frame: ")

if __name__ == "__main__":
    start(main)
"""
LONG = "x" * 100_000  # more than a pipe and a buffer hold


@pytest.fixture
def parser():
    parser = Parser(prog="frame")
    parser.add_argument("words", nargs="*")
    parser.add_argument("--key")
    parser.add_argument("--some-flag", action="store_true")
    return parser


# ---- arguments


@pytest.mark.parametrize("value", ["-3,3,2,5", "-1", "-.5", "-.5,1", "-3:12", "-1 0 0", "-0,x", "3"])
def test_a_value_may_begin_like_a_negative_number(value, parser):
    assert parser.parse_args(["--key", value]).key == value
    assert parser.parse_args(["a", "b", "--key", value, "--some-flag"]).words == ["a", "b"]


def test_help_is_printed_and_ends_with_0(parser, capsys):
    with pytest.raises(SystemExit) as stop:
        parser.parse_args(["--help"])
    assert (stop.value.code, capsys.readouterr().out) == (0, parser.format_help())


def test_what_is_no_value_is_left_alone(parser):
    assert parser.parse_args(["--", "--key", "-3,3"]).words == ["--key", "-3,3"]
    assert parser.parse_args(["--key=1", "-3"]).words == ["-3"]
    assert parser.parse_args(["--key", "-3", "-4"]).words == ["-4"]


def test_arguments_are_those_of_the_process_unless_some_are_given(parser, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["frame", "--key", "-3,3"])
    assert parser.parse_args().key == "-3,3"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--key"], "argument --key: expected one argument"),
        (["--key", "--some-flag"], "argument --key: expected one argument"),
        (["--key", "-x"], "argument --key: expected one argument"),
        (["--ke", "3"], "unrecognized arguments: --ke"),
        (["--some-flag", "-3"], "argument --some-flag: ignored explicit argument '-3'"),
    ],
)
def test_a_fault_of_the_arguments_is_one_line_and_status_2(words, message, parser, capsys):
    with pytest.raises(SystemExit) as stop:
        parser.parse_args(words)
    assert (stop.value.code, capsys.readouterr()) == (2, ("", f"frame: error: {message}\n"))


def test_commands_of_a_program_have_the_same_rules(capsys):
    parser = Parser(prog="frame")
    parser.add_subparsers().add_parser("go").add_argument("--key")
    assert parser.parse_args(["go", "--key", "-3,3"]).key == "-3,3"
    with pytest.raises(SystemExit):
        parser.parse_args(["go", "--ke", "3"])
    assert capsys.readouterr().err == "frame: error: unrecognized arguments: --ke 3\n"


@pytest.mark.parametrize("text", ["1,2,3", "1 2 3", " 1, 2;3\n", "1,,2,3,"])
def test_listed_takes_commas_spaces_and_semicolons(text):
    assert (listed(text), listed(" ")) == (["1", "2", "3"], [])


@pytest.mark.parametrize("word", ["0", "-1", "nan", "inf", "much", ""])
def test_positive_takes_numbers_above_0(word, parser, capsys):
    parser.add_argument("--size", type=positive)
    assert parser.parse_args(["--size", "2.5"]).size == 2.5
    with pytest.raises(SystemExit):
        parser.parse_args([f"--size={word}"])
    assert capsys.readouterr().err == f"frame: error: argument --size: must be a positive number, got {word!r}\n"


# ---- the work


def fails(error):
    def work():
        raise error

    return work


def test_run_shows_what_the_work_returns_or_takes_its_status(capsys):
    assert (run(lambda: "one\ntwo"), run(lambda: 0), run(lambda: 7)) == (0, 0, 7)
    assert capsys.readouterr() == ("one\ntwo\n", "")


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (ValueError("one\ntwo"), 2, "p: error: one\np: error: two\n"),
        (ValueError(), 2, "p: error: ValueError\n"),
        (FileNotFoundError(2, "No such file or directory", "a.csv"), 2, "p: error: a.csv: No such file or directory\n"),
        (OSError(28, "No space left on device"), 2, "p: error: No space left on device\n"),
        (OSError("encoder error"), 2, "p: error: encoder error\n"),
        (ModuleNotFoundError("needs torch"), 2, "p: error: needs torch\n"),
        (MemoryError(), 2, "p: error: there is not enough memory\n"),
        (OverflowError("too large"), 2, "p: error: too large\n"),
        (KeyboardInterrupt(), 130, "p: interrupted\n"),
    ],
)
def test_run_tells_what_the_work_cannot_do(error, status, told, capsys):
    assert run(fails(error), name="p: ") == status
    assert capsys.readouterr() == ("", told)


def test_run_tells_of_an_overflow_of_numpy_and_not_of_what_the_work_sees_to(capsys):
    def work():
        with np.errstate(over="ignore"):
            np.float64(1e300) * np.array([1e300])
        return str(np.float64(1e300) * np.array([1e300]))

    assert run(work, name="p: ") == 2
    assert capsys.readouterr() == ("", "p: error: the numbers are too large: overflow encountered in multiply\n")


def test_run_hides_no_mistake_of_the_program():
    with pytest.raises(TypeError):
        run(fails(TypeError("a mistake")))


# ---- output, in a process


def process(*words, encoding="utf-8", unbuffered="", **options):
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUNBUFFERED": unbuffered}
    return subprocess.Popen([sys.executable, "-c", PROGRAM, *words], stderr=subprocess.PIPE, env=environment, **options)


def ended(child):
    """Status and standard error of a process."""
    with child:
        told = child.stderr.read().decode()
    return child.returncode, told


def test_what_the_encoding_cannot_show_becomes_a_question_mark():
    with process("--text", "Łukasz", encoding="ascii", stdout=subprocess.PIPE) as child:
        assert child.communicate() == (b"?ukasz" + os.linesep.encode(), b"")
    assert child.returncode == 0


def test_show_writes_a_name_of_a_file_that_is_no_text(capsys):
    assert show(os.fsdecode(b"a\xff.csv")) == 0
    assert capsys.readouterr().out == "a?.csv\n"


every_output = pytest.mark.parametrize("words", [["--text", "short"], ["--text", LONG], ["--help"]])
every_way = pytest.mark.parametrize("unbuffered", ["", "1"])


@every_way
@every_output
def test_a_reader_who_went_away_is_no_fault(words, unbuffered):
    child = process(*words, unbuffered=unbuffered, stdout=subprocess.PIPE)
    child.stdout.close()
    assert ended(child) == (1, "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
@every_way
@every_output
def test_output_that_is_full_is_told_in_one_line(words, unbuffered):
    with open("/dev/full", "w") as full:
        told = ended(process(*words, unbuffered=unbuffered, stdout=full))
    assert told == (2, "frame: error: standard output: No space left on device\n")


@pytest.mark.skipif(os.name == "nt", reason="the shell is that of POSIX")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_output_that_is_closed_is_no_fault(closed):
    child = subprocess.run(["sh", "-c", f'"$@" {closed}', "sh", sys.executable, "-c", PROGRAM, "--text", "a"])
    assert child.returncode == 0


def test_tell_without_standard_error_prints_nothing(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stderr", None)
    tell("a fault")
    assert capsys.readouterr().out == ""


@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
def test_ctrl_c_ends_a_program_with_one_line_and_130():
    assert ended(process("--stop", stdout=subprocess.DEVNULL)) == (130, "frame: interrupted\n")


def test_a_fault_of_the_arguments_ends_a_process_with_2():
    assert ended(process("--no", stdout=subprocess.DEVNULL)) == (2, "frame: error: unrecognized arguments: --no\n")


@pytest.mark.skipif(os.name == "nt", reason="the shell is that of POSIX")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_no_file_takes_the_place_of_a_stream_that_is_closed(closed, tmp_path):
    code = f"""
import os
from linalg_book._program import start
def main():
    with open({str(tmp_path / "a.txt")!r}, "w") as file:
        file.write(str(file.fileno() > 2))
    for number in (1, 2):
        os.write(number, b"noise of a library in C")
    return 0
start(main)
"""
    subprocess.run(["sh", "-c", f'"$@" {closed}', "sh", sys.executable, "-c", code], check=True, capture_output=True)
    assert (tmp_path / "a.txt").read_text() == "True"


@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
def test_ctrl_c_outside_the_work_ends_a_program_with_one_line_and_130():
    code = "import os, signal, linalg_book._program as p\np.start(lambda: os.kill(os.getpid(), signal.SIGINT))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted\n")


# ---- progress


class Terminal(io.StringIO):
    """A standard error that says that it is a terminal."""

    def isatty(self):
        return True

    def pictures(self):
        return [line.rstrip() for line in self.getvalue().split("\r") if line]


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test sets."""
    now = [100.0]
    monkeypatch.setattr(_progress.time, "monotonic", lambda: now[0])
    return now


def test_progress_is_shown_from_the_third_second_on_and_leaves_no_trace(monkeypatch, clock):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Progress("reading", 200) as progress:
        progress(50)
        assert terminal.getvalue() == ""
        clock[0] += 2.5
        progress(100)
        progress(101)  # a moment later: nothing new
        clock[0] += 1
        progress(300)  # more than there was to do
    assert terminal.pictures() == ["reading ###############............... 50%", f"reading {'#' * 30} 100%", ""]
    assert terminal.getvalue().endswith("\r" + " " * 79 + "\r")


def test_progress_of_a_program_counts_from_its_beginning(monkeypatch, clock):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)

    def work():
        for part in ("one", "two", "three"):
            clock[0] += 1
            with Progress(part, 2) as progress:
                progress(1)
        return 0

    assert run(work) == 0
    assert [line.split()[0] for line in terminal.pictures() if line] == ["two", "three"]
    assert Progress.began is None


def test_progress_of_unknown_length_shows_what_is_done(monkeypatch, clock):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Progress("writing", unit=" MB") as progress:
        clock[0] += 3
        progress(12)
    assert terminal.pictures() == ["writing 12 MB", ""]


@pytest.mark.parametrize("stream", [None, io.StringIO()])
def test_progress_is_shown_on_a_terminal_only(stream, monkeypatch, clock):
    monkeypatch.setattr(sys, "stderr", stream)
    with Progress("reading", 2) as progress:
        clock[0] += 9
        progress(1)
    assert stream is None or stream.getvalue() == ""


def test_progress_leaves_no_trace_after_ctrl_c(monkeypatch, clock):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with pytest.raises(KeyboardInterrupt), Progress("reading", 4) as progress:
        clock[0] += 9
        progress(2)
        raise KeyboardInterrupt
    assert terminal.pictures()[-1] == ""


def test_tracked_yields_the_steps(monkeypatch, clock):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    seen = []
    for step in tracked("abcd", "spelling"):
        clock[0] += 1
        seen.append(step)
    assert seen == [*"abcd"] and "spelling" in terminal.pictures()[0]


# ---- scale: all programs that read files, in a tenth of what they are to bear (200,000 rows, 100 megapixels, 1.5 GB)


HEAVY = """
import re, sys
from linalg_book.{program}.__main__ import main
status = main(sys.argv[1:])
print(re.search(r"VmHWM:\\s*(\\d+) kB", open("/proc/self/status").read())[1], file=sys.stderr)
sys.exit(status)
"""


@pytest.fixture(scope="module")
def heavy(tmp_path_factory):
    """A folder with a table of 20,000 rows, a model fitted to it, and a picture of 10 megapixels."""
    folder, columns = tmp_path_factory.mktemp("heavy"), range(8)
    numbers = np.random.default_rng(0).uniform(0, 100, (20_000, len(columns))).round(2)
    lines = [f"student {row}," + ",".join(map(str, line)) for row, line in enumerate(numbers.tolist())]
    (folder / "table.csv").write_text("\n".join(["name," + ",".join(f"c{j}" for j in columns), *lines]))
    fit = ["fit", str(folder / "table.csv"), "--target", "c0", "--features", "c1,c2"]
    prediction.main([*fit, "--out", str(folder / "m.json")])
    y, x = np.indices((2500, 4000))
    Image.fromarray(np.dstack([x % 256, y % 256, (x + y) % 256]).astype(np.uint8)).save(folder / "photo.jpg")
    return folder


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="there is no /proc")
@pytest.mark.parametrize(
    ("program", "arguments"),
    [
        ("grades", ["table.csv", "--weights", ",".join(f"c{j}=12.5" for j in range(8)), "--out", "grades.csv"]),
        ("prediction", ["fit", "table.csv", "--target", "c0", "--features", "c1,c2,c3,c4,c5,c6,c7", "--out", "n.json"]),
        ("prediction", ["predict", "m.json", "table.csv", "--out", "predictions.csv"]),
        ("filters", ["photo.jpg", "out.jpg", "--filter", "sepia"]),
        ("filters", ["photo.jpg", "out.png", "--filter", "sepia"]),
    ],
)
def test_memory_stays_in_bounds(program, arguments, heavy):
    command = [sys.executable, "-c", HEAVY.format(program=program), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=heavy)
    assert done.returncode == 0
    assert int(done.stderr.split()[-1]) < 150_000  # kB
