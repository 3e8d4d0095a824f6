"""The floor and the ceiling: which environments are made and kept, and what counts as a row that passes."""

import os
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest

from bookkit import ROOT
from bookkit.commands import env, floor

PROJECT = """[project]
requires-python = ">=3.11"
dependencies = ["numpy>=1.26", "scipy>=1.11.1"]
"""
LOCK = "numpy==2.4.6\npytest==9.2.0\npytest-cov==7.0\nhypothesis==6.170.15\ntorch==2.13.0\n"


@pytest.fixture
def checkout(monkeypatch, tmp_path):
    """A checkout in which whatever would be run is only written down, and tests end as they are told to."""
    here = SimpleNamespace(ran=[], fails=set(), pythons={(3, 11), (3, 13)}, ends=(0, 0, 0, 6), venvs=tmp_path / "floor")
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / "requirements.lock").write_text(LOCK)

    def run(command, **settings):
        command = [str(part) for part in command]
        here.ran.append(command)
        status = int(any(word in command for word in here.fails))
        if "venv" in command and not status:
            python = env.python(tmp_path / command[-1])
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
        if report := [word.partition("=")[2] for word in command if word.startswith("--junitxml=")]:
            failures, errors, skipped, tests = here.ends
            counts = f'failures="{failures}" errors="{errors}" skipped="{skipped}" tests="{tests}"'
            with open(report[0], "w") as file:
                file.write(f"<testsuites><testsuite {counts}/></testsuites>")
            status = status or int(bool(failures + errors))
        return subprocess.CompletedProcess(command, status, stdout="3.11.7 1.26.0 1.11.1", stderr="")

    for module in (floor, env):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(floor, "FOLDER", here.venvs)
    monkeypatch.setattr(floor.subprocess, "run", run)
    monkeypatch.setattr(floor, "interpreter", lambda version: "python" if version in here.pythons else None)
    monkeypatch.setattr(floor, "count", lambda: 6)
    return here


def made(here):
    """The environments that were made, by name, with what was installed in them."""
    names = [command[-1].rpartition("floor")[2][1:] for command in here.ran if "venv" in command]
    packages = [command[command.index("--only-binary=:all:") + 1 :] for command in here.ran if "install" in command]
    return dict(zip(names, packages, strict=True))


def test_floors_are_those_of_the_project(checkout):
    assert floor.declared() == ((3, 11), {"numpy": "1.26", "scipy": "1.11.1"})


def test_floors_of_this_project_are_found():
    assert set(floor.declared()[1]) == {"numpy", "scipy", "matplotlib"}


def test_every_test_tool_is_pinned():
    assert {line.partition("==")[0] for line in floor.tools()} == set(floor.TOOLS)


def test_rows_install_the_oldest_and_the_newest_and_the_pinned_tools(checkout):
    assert floor.main() == 0
    tools = ["pytest==9.2.0", "hypothesis==6.170.15"]
    assert made(checkout) == {
        "oldest": ["numpy==1.26", "scipy==1.11.1", *floor.BESIDE_OLDEST, *tools],
        "newest": ["numpy", "scipy", *tools],
        "newest-python": ["numpy", "scipy", *tools],
    }


def test_a_row_says_what_ran(checkout, capsys):
    assert floor.main("oldest") == 0
    line = "oldest: Python 3.11.7, numpy 1.26.0, scipy 1.11.1: 6 passed, 0 failed, 0 skipped, of 6, in 0 s\n"
    assert capsys.readouterr().out == line


def test_environments_are_kept_until_what_is_in_them_should_change(checkout):
    floor.main()
    checkout.ran.clear()
    floor.main()
    assert made(checkout) == {}
    (floor.ROOT / "pyproject.toml").write_text(PROJECT.replace("1.26", "2.0"))
    floor.main()
    assert list(made(checkout)) == ["oldest"]
    checkout.ran.clear()
    (floor.ROOT / "requirements.lock").write_text(LOCK.replace("9.2.0", "9.3.0"))
    floor.main()
    assert list(made(checkout)) == ["oldest", "newest", "newest-python"]


def test_the_newest_are_asked_for_again_in_another_week(checkout, monkeypatch):
    floor.main()
    checkout.ran.clear()
    later = SimpleNamespace(today=lambda: SimpleNamespace(isocalendar=lambda: (2100, 1, 1)))
    monkeypatch.setattr(floor.datetime, "date", later)
    floor.main()
    assert list(made(checkout)) == ["newest", "newest-python"]


def test_an_environment_that_was_not_finished_is_made_again(checkout, capsys):
    checkout.fails.add("install")
    assert floor.main("oldest") == 1
    assert "oldest: FAILED, its packages could not be installed" in capsys.readouterr().out
    checkout.fails.clear()
    assert floor.main("oldest") == 0


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ((1, 0, 0, 6), "FAILED, 5 passed, 1 failed"),
        ((0, 1, 0, 6), "FAILED, 5 passed, 1 failed"),
        ((0, 0, 1, 6), "FAILED, 5 passed, 0 failed, 1 skipped, of 6, in 0 s: 90% of them must pass"),
        ((0, 0, 0, 5), "FAILED, 5 passed, 0 failed, 0 skipped, of 6, in 0 s: 90% of them must pass"),
    ],
)
def test_a_row_with_a_failure_or_with_too_few_tests_is_refused(ends, words, checkout, capsys):
    checkout.ends = ends
    assert floor.main("newest") == 1
    assert words in capsys.readouterr().out


def test_a_row_whose_tests_end_badly_is_refused_whatever_they_say(checkout, capsys):
    checkout.fails.add("pytest")
    assert floor.main("oldest") == 1
    assert "FAILED" in capsys.readouterr().out


def test_a_failed_row_keeps_no_other_from_running(checkout, capsys):
    checkout.ends = (1, 0, 0, 6)
    assert floor.main() == 1
    assert len(re.findall("FAILED", capsys.readouterr().out)) == 3


def test_a_machine_without_a_second_python_is_told_so_in_a_line(checkout, capsys):
    checkout.pythons = {(3, 11)}
    assert floor.main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "newest-python: left out, there is no Python newer than 3.11 here"
    assert len(lines) == 3 and list(made(checkout)) == ["oldest", "newest"]


def test_a_machine_without_the_oldest_python_tests_with_what_it_has(checkout, capsys):
    checkout.pythons = {(3, 13)}
    assert floor.main() == 0
    assert "oldest: left out, there is no Python 3.11 here" in capsys.readouterr().out
    assert list(made(checkout)) == ["newest-python"]
    assert floor.main("oldest") == 1  # nothing was tested


def test_floor_refuses_a_row_that_there_is_not(checkout):
    with pytest.raises(SystemExit, match="error: there is no row latest; there are oldest, newest, newest-python"):
        floor.main("latest")


def test_interpreter_is_of_the_version_asked_for():
    assert floor.interpreter(sys.version_info[:2]) == sys.executable
    assert floor.interpreter((3, 2)) is None


def test_a_pinned_test_says_why():
    files = [path for folder in floor.TESTS for path in (ROOT / folder).rglob("*.py")]
    assert [path.name for path in files if re.search(r"mark\.pinned(?!\(\")", path.read_text(encoding="utf8"))] == []


EXAMPLES = {  # what an example raises, and what comes of its test
    "without_torch": ("raise ModuleNotFoundError('it needs torch', name='torch')", "SKIPPED"),
    "without_scipy": ("raise ModuleNotFoundError('it needs scipy', name='scipy')", "FAILED"),
    "wrong": ("1 / 0", "FAILED"),
}


def test_an_example_is_skipped_for_want_of_pytorch_only(tmp_path):
    (tmp_path / "conftest.py").write_bytes((ROOT / "conftest.py").read_bytes())
    examples = (f'def {name}():\n    """\n    >>> {line}\n    """\n' for name, (line, _) in EXAMPLES.items())
    (tmp_path / "example.py").write_text("\n".join(examples))
    command = [sys.executable, "-m", "pytest", "-v", "--doctest-modules", "-p", "no:cacheprovider", "example.py"]
    bare = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # starts in half a second rather than three
    said = subprocess.run(command, cwd=tmp_path, env=bare, capture_output=True, text=True).stdout
    outcomes = dict(re.findall(r"^example\.py::example\.(\w+) ([A-Z]+)", said, re.MULTILINE))
    assert outcomes == {name: outcome for name, (_, outcome) in EXAMPLES.items()}
