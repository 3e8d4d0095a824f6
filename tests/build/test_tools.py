"""The commands: what they refuse, and what they leave alone."""

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import pytest

from bookkit import ROOT
from bookkit.__main__ import COMMANDS
from bookkit.commands import accept, bench_build, env, repro, site

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


def test_env_refuses_an_old_python(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    with pytest.raises(SystemExit, match=r"error: Python 3.11 or newer is needed, this is 3.9.1 \("):
        env.main()


@pytest.fixture
def checkout(monkeypatch, tmp_path):
    """A checkout without an environment, in which whatever would be run is only written down."""
    ran = []

    def run(command, **settings):
        ran.append([str(part) for part in command])
        failed = any(word in ran[-1] for word in fails)
        if failed and settings.get("check"):
            raise subprocess.CalledProcessError(1, command)
        return subprocess.CompletedProcess(command, failed)

    root, fails = tmp_path / "checkout", set()
    root.mkdir()
    (root / "requirements.lock").write_text("numpy==2.0\ntorch==2.13.0\n", encoding="utf8")
    monkeypatch.setattr(env, "ROOT", root)
    monkeypatch.setattr(env, "VENV", root / ".venv")
    monkeypatch.setattr(env.subprocess, "run", run)
    monkeypatch.setattr("venv.create", lambda venv, **_: make_venv(venv, stamp=False))
    monkeypatch.delenv("TORCH", raising=False)
    monkeypatch.setattr(env, "has_nvidia", lambda: False)
    monkeypatch.setattr(env.sys, "platform", "linux")
    return SimpleNamespace(root=root, venv=root / ".venv", lock=root / "requirements.lock", ran=ran, fails=fails)


def make_venv(venv, stamp=True):
    """What the set-up looks for in an environment."""
    env.python(venv).parent.mkdir(parents=True)
    env.python(venv).touch()
    env.site_packages(venv).mkdir(parents=True)
    (venv / "pyvenv.cfg").write_text(f"version = {'.'.join(map(str, sys.version_info[:3]))}\n")
    if stamp:
        (venv / env.STAMP).write_text(f"{env.digest()} cpu")


def reach(monkeypatch, there):
    """Let PyTorch's index of CPU builds be there, or not."""

    def urlopen(address, timeout):
        assert address == f"{env.CPU_BUILDS}/torch/" and timeout <= 10
        if not there:
            raise OSError("no network")
        return open(os.devnull)

    monkeypatch.setattr("urllib.request.urlopen", urlopen)


def installed(ran):
    """What pip was asked to install, command by command."""
    return [command[command.index("install") + 3 :] for command in ran if "install" in command]


def test_env_takes_the_cpu_build_of_pytorch_first_where_it_can_be_had(checkout, monkeypatch):
    reach(monkeypatch, True)
    env.main()
    lock = str(checkout.lock)
    assert installed(checkout.ran) == [["--index-url", env.CPU_BUILDS, "torch==2.13.0"], ["-r", lock]]
    assert (checkout.venv / env.STAMP).read_text() == f"{env.digest()} cpu"


def test_env_goes_on_with_one_line_where_the_cpu_builds_are_out_of_reach(checkout, monkeypatch, capsys):
    reach(monkeypatch, False)
    env.main()
    assert installed(checkout.ran) == [["-r", str(checkout.lock)]]
    assert len([line for line in capsys.readouterr().out.splitlines() if "PyTorch" in line]) == 1


def test_env_goes_on_where_the_cpu_build_cannot_be_installed(checkout, monkeypatch, capsys):
    reach(monkeypatch, True)
    checkout.fails.add("--index-url")
    env.main()
    assert installed(checkout.ran)[1] == ["-r", str(checkout.lock)]
    assert "could not be installed from there" in capsys.readouterr().out


@pytest.mark.parametrize(("system", "nvidia", "asked"), [("linux", True, None), ("darwin", False, None), ("linux", False, "cuda")])
def test_env_takes_the_usual_build_elsewhere(checkout, monkeypatch, system, nvidia, asked):
    monkeypatch.setattr(env.sys, "platform", system)
    monkeypatch.setattr(env, "has_nvidia", lambda: nvidia)
    monkeypatch.setattr("urllib.request.urlopen", lambda *_, **__: pytest.fail("nobody should be asked"))
    if asked:
        monkeypatch.setenv("TORCH", asked)
    env.main()
    assert installed(checkout.ran) == [["-r", str(checkout.lock)]]


def test_env_changes_the_kind_of_pytorch_when_another_is_asked_for(checkout, monkeypatch):
    make_venv(checkout.venv)
    env.main()
    assert checkout.ran == []
    monkeypatch.setenv("TORCH", "cuda")
    env.main()
    assert any("uninstall" in command and "torch" in command for command in checkout.ran)
    checkout.ran.clear()
    env.main()
    assert checkout.ran == []


def test_env_refuses_a_kind_of_pytorch_that_does_not_exist(checkout, monkeypatch):
    monkeypatch.setenv("TORCH", "gpu")
    with pytest.raises(SystemExit, match="error: TORCH must be cpu or cuda, got 'gpu'"):
        env.main()
    assert not checkout.venv.exists()


def test_env_names_the_network_when_packages_cannot_be_fetched(checkout, monkeypatch):
    reach(monkeypatch, False)
    checkout.fails.add("-r")
    with pytest.raises(SystemExit, match="error: the packages of requirements.lock could not be installed .* network"):
        env.main()
    assert not (checkout.venv / env.STAMP).exists()


def test_env_does_nothing_when_nothing_changed(checkout):
    make_venv(checkout.venv)
    env.main()
    assert checkout.ran == []


def test_env_begins_anew_for_another_version_of_python(checkout, monkeypatch):
    make_venv(checkout.venv)
    (checkout.venv / "pyvenv.cfg").write_text("version = 3.99.0\n")
    monkeypatch.setattr("venv.create", lambda venv, clear, **_: (clear and shutil.rmtree(venv), make_venv(venv, stamp=False)))
    reach(monkeypatch, False)
    env.main()
    assert installed(checkout.ran) == [["-r", str(checkout.lock)]]
    checkout.ran.clear()
    env.main()
    assert checkout.ran == []


def test_env_of_a_worktree_is_that_of_its_checkout_while_they_pin_the_same(checkout, monkeypatch, tmp_path):
    make_venv(checkout.venv)
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / ".git").write_text(f"gitdir: {checkout.root}/.git/worktrees/tree\n")
    lock = tree / "requirements.lock"
    lock.write_text(checkout.lock.read_text(encoding="utf8"), encoding="utf8")
    monkeypatch.setattr(env, "ROOT", tree)
    monkeypatch.setattr(env, "VENV", tree / ".venv")
    env.main()
    assert checkout.ran == [] and (tree / ".venv").resolve() == checkout.venv
    reach(monkeypatch, False)
    lock.write_text("numpy==2.1\ntorch==2.13.0\n", encoding="utf8")
    env.main()
    assert installed(checkout.ran) == [["-r", str(lock)]]
    assert not (tree / ".venv").is_symlink()
    assert (checkout.venv / env.STAMP).exists()  # nothing of the other's was touched


@pytest.fixture
def build(monkeypatch, tmp_path):
    """A function that builds a book of one page, with a function in Sphinx's place; it tells whether that was called."""
    for folder in ("book", "src", "bookkit", "build/html"):
        (tmp_path / folder).mkdir(parents=True)
    for file in ("book/page.md", "conf.py", "pyproject.toml", "requirements.lock", "build/html/index.html"):
        (tmp_path / file).touch()
    monkeypatch.setattr(site, "ROOT", tmp_path)
    monkeypatch.setattr(site, "SITE", tmp_path / "build" / "html")
    monkeypatch.setattr(site, "DONE", tmp_path / "build" / "html.done")
    monkeypatch.setattr(site.web, "main", lambda: None)
    monkeypatch.delenv("BOOK_URL", raising=False)

    def run(sphinx=lambda: 0):
        built = []
        time.sleep(0.02)  # longer than the ticks in which a file system tells time
        monkeypatch.setattr(site, "sphinx", lambda *_: built.append(1) or time.sleep(0.02) or sphinx())
        return site.html(), bool(built)

    run.root = tmp_path
    return run


def test_html_builds_when_a_page_has_changed_and_only_then(build, capsys):
    assert build() == (0, True)
    assert build() == (0, False)
    assert "The book is in build/html" in capsys.readouterr().out
    (build.root / "book" / "page.md").write_text("new")
    assert build() == (0, True)
    (build.root / "book" / "page.md").unlink()
    assert build() == (0, True)


def test_html_builds_again_what_changed_during_a_build(build):
    build(lambda: (build.root / "book" / "page.md").write_text("new") and 0)
    assert build() == (0, True)


def test_html_builds_again_what_has_failed(build, capsys):
    assert build(lambda: 2) == (2, True)
    assert "The book is in build/html" not in capsys.readouterr().out
    assert build() == (0, True)


def test_html_builds_for_an_address_each_time(build, monkeypatch):
    build()
    monkeypatch.setenv("BOOK_URL", "https://book.example/")
    assert build() == (0, True)


def test_html_waits_for_another_build(build, capsys):
    with site.alone():
        other = threading.Thread(target=build)
        other.start()
        other.join(0.5)
        assert other.is_alive()
    other.join(10)
    assert not other.is_alive()
    assert "Another build is at work in this checkout" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["x" * 90, "ü" * 40])
def test_environment_has_a_folder_for_sockets_whatever_tmpdir_says(monkeypatch, tmp_path, name):
    (tmp_path / name).mkdir()
    monkeypatch.setattr(site.tempfile, "gettempdir", lambda: str(tmp_path / name))
    assert len(os.fsencode(site.environment()["TMPDIR"])) <= site.LONGEST


def test_environment_says_so_where_there_is_no_such_folder(monkeypatch, tmp_path):
    monkeypatch.setattr(site.os, "access", lambda *_: False)
    with pytest.raises(SystemExit, match="error: no folder for temporary files .* set TMPDIR to one that has"):
        site.environment()


@pytest.mark.parametrize(("asked", "set"), [("xx_YY.UTF-8", True), ("C", False)])
def test_environment_has_a_locale_that_is_there(monkeypatch, asked, set):
    code = "from bookkit.commands.site import environment; print(environment().get('LC_ALL', ''))"
    settings = os.environ | {"LC_ALL": asked, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=settings, cwd=ROOT)
    assert done.returncode == 0 and bool(done.stdout.strip()) is set


def bookkit(*arguments):
    return subprocess.run([sys.executable, "-m", "bookkit", *arguments], cwd=ROOT, capture_output=True, text=True)


def test_bookkit_lists_its_commands_and_refuses_others():
    assert "chapter STEM" in bookkit("help").stdout
    done = bookkit("htlm")
    assert (done.returncode, done.stderr.splitlines()) == (
        1, ["error: there is no command 'htlm'; python -m bookkit help lists them"],
    )  # fmt: skip


def test_make_knows_every_command():
    makefile = (ROOT / "Makefile").read_text(encoding="utf8")
    targets = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())
    assert targets == set(COMMANDS)


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
    assert accept.main(str(page)) == 1
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
    assert list(repro.differences(*sites)) == []


def test_reproducible_finds_a_changed_byte_and_a_missing_file(sites):
    (sites[1] / "page.html").write_text("<p>sane</p>")
    (sites[0] / "extra.html").write_text("")
    found = list(repro.differences(*sites))
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
        assert bool(list(repro.differences(*sites))) is differs


def test_reproducible_compares_what_stands_between_timed_cells(sites):
    figure = '<div class="cell tag_timing"><div class="cell_output"><figure><svg></svg></figure>\n</div>\n</div>\n'
    text = '<div class="cell tag_timing"><div class="cell_output"><div><pre>{}</pre></div>\n</div>\n</div>\n'
    for between, seconds, differs in [("same", "{}", False), ("{}", "same", True)]:
        for site, name in zip(sites, "12", strict=True):
            page = figure + f"<p>{between.format(name)}</p>" + text.format(seconds.format(name))
            (site / "page.html").write_text(page)
        assert bool(list(repro.differences(*sites))) is differs


def test_reproducible_finds_the_building_machine_in_a_page(sites):
    (sites[0] / "page.html").write_text("built in /home/somebody/book")
    assert list(repro.leaks(sites[0], {"/home/somebody"})) == [
        "page.html: contains '/home/somebody', which belongs to the building machine"
    ]


def test_bench_build_reports_what_the_cells_of_pages_take():
    used = {"long": 12.0, **{f"page{n}": n / 10 for n in range(9)}}
    pages, slowest = bench_build.report(used)
    assert pages.startswith("cells of 10 pages, processor: 15.6 s in all, 0.45 s at the median; they may take 150 s and 2 s")
    assert slowest.startswith("the slowest: long 12.0 s, page8 0.8 s, page7") and "page1" not in slowest
