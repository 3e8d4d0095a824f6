"""The tools behind the make commands: what they refuse, and what they leave alone."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import accept  # noqa: E402
import reproducible  # noqa: E402
import setup_env  # noqa: E402

PAGE = """# Page\r
\r
```{code-cell}
1 + 1
```
```{testoutput}
:hide:

3
```
text between, with a trailing space \x20
```{code-cell}
print("new")
```
```{code-cell}
"a" * 3, 0.1 + 0.2
```
```{testoutput}
:hide:

('a...', 0.3)
```
"""


def test_setup_env_refuses_an_old_python(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    with pytest.raises(SystemExit, match=r"error: Python 3.11 or newer is needed, this is 3.9.1 \("):
        setup_env.main()


def test_setup_env_names_the_network_when_packages_cannot_be_fetched(monkeypatch, tmp_path):
    def fail(command, **_):
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(setup_env, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(setup_env.subprocess, "run", fail)
    with pytest.raises(SystemExit, match="error: the packages of requirements.lock could not be installed .* network"):
        setup_env.main()
    assert not (tmp_path / "stamp").exists()


def test_setup_env_does_nothing_when_nothing_changed(monkeypatch, tmp_path):
    monkeypatch.setattr(setup_env, "STAMP", tmp_path / "stamp")
    setup_env.STAMP.write_text(setup_env.digest())
    monkeypatch.setattr(setup_env.subprocess, "run", lambda *_, **__: pytest.fail("nothing should be run"))
    setup_env.main()


@pytest.fixture
def make(tmp_path):
    """A function that runs ``make html`` on a book of one page, with a shell script in Sphinx's place."""
    for folder in ("book", "src", "tests/promises", "build/html"):
        (tmp_path / folder).mkdir(parents=True)
    for file in ("book/page.md", "conf.py", "pyproject.toml", "requirements.lock", "build/html/index.html"):
        (tmp_path / file).touch()
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text(encoding="utf8"), encoding="utf8")

    def run(script):
        (tmp_path / "sphinx.sh").write_text(f"sleep 0.05\n{script}\n", encoding="utf8")
        command = ["make", "--old-file=web", "html", "SPHINX=sh sphinx.sh", "BOOK_URL="]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    return run


def test_make_builds_when_a_page_has_changed_and_only_then(make):
    assert "built\n" in make("echo built").stdout
    done = make("echo built")
    assert "built\n" not in done.stdout and "The book is in build/html" in done.stdout


def test_make_builds_again_what_changed_during_a_build(make):
    make("touch book/page.md")
    assert "built\n" in make("echo built").stdout


def test_make_builds_again_what_has_failed(make):
    done = make("false")
    assert done.returncode == 2 and "The book is in build/html" not in done.stdout
    assert "built\n" in make("echo built").stdout


def test_accept_writes_only_the_blocks_that_differ(tmp_path):
    page = tmp_path / "page.md"
    page.write_bytes(PAGE.encode())
    assert accept.accept(page) == 2
    wanted = PAGE.replace("\n3\n", "\n2\n").replace(
        '("new")\n```\n', '("new")\n```\n```{testoutput}\n:hide:\n\nnew\n```\n'
    )
    assert page.read_bytes() == wanted.encode()
    assert accept.accept(page) == 0


def test_accept_leaves_a_chapter_with_a_failing_cell_alone(tmp_path, capsys):
    page = tmp_path / "page.md"
    page.write_text(PAGE.replace("1 + 1", "1 / 0"))
    before = page.read_bytes()
    assert accept.main([str(page)]) == 1
    assert page.read_bytes() == before
    assert f"{page}:4: ZeroDivisionError: division by zero" in capsys.readouterr().err


@pytest.fixture
def sites(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.html").write_text("<p>same</p>")
        (tmp_path / name / "status.html").write_text(name)
    return tmp_path / "one", tmp_path / "two"


def test_reproducible_accepts_equal_sites_but_for_the_status_page(sites):
    assert list(reproducible.differences(*sites)) == []


def test_reproducible_finds_a_changed_byte_and_a_missing_file(sites):
    (sites[1] / "page.html").write_text("<p>sane</p>")
    (sites[0] / "extra.html").write_text("")
    found = list(reproducible.differences(*sites))
    assert found[0] == "extra.html: made by one build only"
    assert found[1].startswith("page.html: differs at byte 5:")


def test_reproducible_leaves_out_the_outputs_of_timed_cells_only(sites):
    cell = '<div class="cell tag_{} docutils container">\n<div class="cell_input">{}</div>\n' + (
        '<div class="cell_output docutils container">\n<div class="output">{}</div>\n</div>\n</div>\n<p>after</p>'
    )
    figure = "<figure><svg>{}</svg></figure>"  # a figure ends otherwise than a text, and what follows must count
    for tag, source, output, differs in [
        ("timing", "same", "{}", False),
        ("hide-input tag_timing", "same", figure, False),
        ("hide-input", "same", figure, True),
        ("timing", "{}", "same", True),
        ("gpu", "same", "{}", False),
        ("hide", "same", "{}", True),
    ]:
        for site, seconds in zip(sites, "12", strict=True):
            (site / "page.html").write_text(cell.format(tag, source.format(seconds), output.format(seconds)))
        assert bool(list(reproducible.differences(*sites))) is differs


def test_reproducible_compares_what_stands_between_timed_cells(sites):
    figure = '<div class="cell tag_timing"><div class="cell_output"><figure><svg></svg></figure>\n</div>\n</div>\n'
    text = '<div class="cell tag_timing"><div class="cell_output"><div><pre>{}</pre></div>\n</div>\n</div>\n'
    for between, seconds, differs in [("same", "{}", False), ("{}", "same", True)]:
        for site, name in zip(sites, "12", strict=True):
            page = figure + f"<p>{between.format(name)}</p>" + text.format(seconds.format(name))
            (site / "page.html").write_text(page)
        assert bool(list(reproducible.differences(*sites))) is differs


def test_reproducible_finds_the_building_machine_in_a_page(sites):
    (sites[0] / "page.html").write_text("built in /home/somebody/book")
    assert list(reproducible.leaks(sites[0], {"/home/somebody"})) == [
        "page.html: contains '/home/somebody', which belongs to the building machine"
    ]
