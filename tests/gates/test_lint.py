"""Lint: what is committed is clean, and a planted fault in a script or the style sheet is named."""

import json
import shutil

import pytest

from bookkit.commands import tests, web

START = '(() => {\n  "use strict";\n'
PLANTED = {  # a fault, and what it is called
    f"{START}  const unused = 1;\n}})();\n": "noUnusedVariables",
    f"{START}  window.bookPlane = {{ apply, compute }};\n}})();\n": "noUndeclaredVariables",
    f"{START}  const load = (path) => path;\n  window.load = load\n}})();\n": "format",
    f"{START}    window.load = (path) => path;\n}})();\n": "format",
}


@pytest.fixture
def static(monkeypatch, tmp_path):
    """A folder in place of that of the site's scripts; it holds one that is clean."""
    shutil.copy(tests.STATIC / "figures.js", tmp_path)
    monkeypatch.setattr(tests, "STATIC", tmp_path)
    return tmp_path


def test_committed_files_are_clean():
    assert tests.lint() == 0


@pytest.mark.parametrize("fault", PLANTED)
def test_lint_names_a_fault_in_a_script(static, capfd, fault):
    assert tests.biome() == 0
    (static / "figures").mkdir()
    (static / "figures" / "planted.js").write_text(fault, encoding="utf8")
    assert tests.lint() == 1
    found = capfd.readouterr()
    assert "planted.js" in found.out + found.err and PLANTED[fault] in found.out + found.err


def test_lint_mends_the_format_when_asked(static):
    (static / "planted.css").write_text("p { margin: 0; padding: 0 }\n", encoding="utf8")
    assert tests.biome() == 1
    assert tests.biome("--fix") == 0
    assert (static / "planted.css").read_text(encoding="utf8") == "p {\n  margin: 0;\n  padding: 0;\n}\n"


def test_lock_names_no_host_and_every_file_by_its_digest():
    for folder in (web.SOURCE, web.SOURCE / "lint"):
        lock = json.loads((folder / "package-lock.json").read_text(encoding="utf8"))
        packages = [package for path, package in lock["packages"].items() if path]
        assert packages and all("resolved" not in package and "integrity" in package for package in packages)
