"""A stamped draft builds and passes its tests as it is, and leaves without a trace; what cannot be stamped is refused."""

import re
import shutil

import pytest

from bookkit import scratch

pytestmark = pytest.mark.build

PAGES = {
    "index.md": "(ch-index)=\n# Book\n\n```{toctree}\nbegin\nend\nappendices\n```\n",
    "begin.md": "(ch-begin)=\n# Beginnings\n\n```{toctree}\n:numbered: 2\n\nPlain <plain>\n```\n",
    "end.md": "(ch-end)=\n# Ends\n\n```{toctree}\n:numbered: 2\n\n```\n",
    "appendices.md": "(ch-appendices)=\n# Appendices\n\n```{toctree}\nLibrary <api>\n```\n",
    "plain.md": "(ch-plain)=\n# Plain\n\n% later: trial\nThe chapter on trials says more.\n\n% later: other\nSo does another.\n",
    "api.md": "(ch-api)=\n# Library\n\n% list: library\n\n% list: drawings\n",
}


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def sources(project):
    kept = (path for name in ("book", "src", "tests") for path in (project / name).rglob("*") if path.is_file())
    return {path: path.read_bytes() for path in kept if "__pycache__" not in path.parts and "node_modules" not in path.parts}


def call(project, command, *arguments):
    """Run a command of the copy's own bookkit, with this Python."""
    code = f"import sys; from bookkit.commands.{command} import main; sys.exit(main(*sys.argv[1:]))"
    return scratch.python(project, "-c", code, *arguments)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A small book."""
    project = scratch.copy(tmp_path_factory.mktemp("draft") / "project")
    for page in (project / "book").glob("*.md"):
        page.unlink()
    for name, text in PAGES.items():
        (project / "book" / name).write_text(text, encoding="utf8")
    library = project / "src" / "linalg_book"
    for path in library.iterdir():
        if path.is_dir() and path.name != "plotting":
            shutil.rmtree(path)
    for path in [*library.glob("[a-z]*.py"), *(library / "plotting").glob("[a-z]*.py")]:
        if path.stem not in {"picture", "data"}:  # on which every drawing builds
            path.unlink()
    return project


@pytest.fixture(scope="module")
def trial(project):
    """The life of a draft: what each step said, and the site before and after."""
    done = {"before": scratch.build(project)}
    site, before = files(project / "build" / "html"), sources(project)
    done["new"] = call(project, "new", "trial", "--part", "1", "--title", "Trials")
    done["stamped"] = {path.relative_to(project).as_posix() for path in sources(project).keys() - before.keys()}
    done["lint"] = scratch.python(project, "-m", "ruff", "check", *done["stamped"])
    done["chapter"] = call(project, "chapter", "trial")
    done["drafts"] = scratch.python(project, "-c", "from bookkit.commands.tests import drafts; print(drafts())")
    page = project / "book" / "trial.md"
    done["page"] = page.read_text(encoding="utf8")
    page.write_text(done["page"].replace("array([[ 2. , -1. ]", "array([[ 2. , -3. ]"), encoding="utf8")
    done["chapter with a fault"] = call(project, "chapter", "trial")
    for name in done["stamped"]:
        (project / name).unlink()
    part = project / "book" / "begin.md"
    part.write_text(part.read_text(encoding="utf8").replace("Trials <trial>\n", ""), encoding="utf8")
    done["after"] = scratch.build(project)
    done["trace"] = sources(project) != before, [
        name for name, data in files(project / "build" / "html").items() if site.pop(name, None) != data
    ], list(site)  # fmt: skip
    return done


def test_new_writes_five_files_and_a_line(trial):
    said = trial["new"]
    assert (said.returncode, said.stderr) == (0, "")
    assert trial["stamped"] == {
        "book/trial.md", "src/linalg_book/trial.py", "src/linalg_book/plotting/trial.py",
        "tests/library/test_trial.py", "tests/identities/test_trial.py",
    }  # fmt: skip
    assert all(f"wrote {name}" in said.stdout for name in trial["stamped"])
    assert "added trial to part I in book/begin.md" in said.stdout
    assert "# Trials: " in trial["page"] and "{ref}`ch-plain`" in trial["page"]


def test_new_lists_the_pointers_that_wait_for_the_chapter(trial):
    assert "waits for it: book/plain.md:4: The chapter on trials says more." in trial["new"].stdout
    assert "another" not in trial["new"].stdout


def test_draft_is_clean_builds_and_passes_its_tests(trial):
    assert trial["lint"].returncode == 0, trial["lint"].stdout
    said = trial["chapter"]
    assert said.returncode == 0, said.stdout + said.stderr
    assert "trial: all is well" in said.stdout
    passed = re.search(r"([0-9]+) passed", said.stdout)
    assert int(passed[1]) >= 11  # five cells, four tests, an identity, an example


def test_drafts_are_named(trial):
    assert trial["drafts"].stdout.splitlines() == [
        "book/trial.md: is a draft; finish it and take 'draft: true' out of its front matter", "1",
    ]  # fmt: skip


def test_chapter_with_a_fault_is_seen(trial):
    said = trial["chapter with a fault"]
    assert said.returncode == 1
    assert "book/trial.md::line" in said.stdout and "trial: something is wrong" in said.stdout


def test_draft_leaves_without_a_trace(trial):
    assert trial["before"][0] == trial["after"][0] == 0, trial["after"][1]
    assert trial["trace"] == (False, [], [])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["plain", "--part", "1"], "plain is there already"),
        (["picture", "--part", "1"], "picture is there already"),
        (["Trial", "--part", "1"], "a stem is a word of small letters and digits that Python can import, got 'Trial'"),
        (["lambda", "--part", "1"], "a stem is a word of small letters and digits that Python can import, got 'lambda'"),
        (["../up", "--part", "1"], "a stem is a word of small letters and digits that Python can import, got '../up'"),
        (["fresh", "--part", "3"], "there is no part 3; the parts are 1 (begin), 2 (end)"),
        (["fresh"], "the following arguments are required: --part"),
    ],
)
def test_new_refuses_in_one_line_and_writes_nothing(project, trial, arguments, said):
    before = sources(project)
    done = call(project, "new", *arguments)
    assert (done.returncode, done.stdout, done.stderr.splitlines()) == (1, "", [f"error: {said}"])
    assert sources(project) == before


def test_new_writes_nothing_where_a_file_is_in_the_way(project, trial):
    stale = project / "tests" / "identities" / "test_fresh.py"
    stale.write_text("kept", encoding="utf8")
    before = sources(project)
    done = call(project, "new", "fresh", "--part", "2")
    assert done.stderr.splitlines() == ["error: tests/identities/test_fresh.py is there already; nothing was written"]
    assert sources(project) == before
    stale.unlink()


def test_new_begins_an_empty_part(project, trial):
    before = sources(project)
    assert call(project, "new", "fresh", "--part", "2").returncode == 0
    part = project / "book" / "end.md"
    assert ":numbered: 2\n\nFresh <fresh>\n```" in part.read_text(encoding="utf8")
    for path in sources(project).keys() - before.keys():
        path.unlink()
    part.write_bytes(before[part])


def test_chapter_refuses_a_page_that_is_not_there(project):
    done = call(project, "chapter", "nowhere")
    assert (done.returncode, done.stderr) == (1, "error: there is no page book/nowhere.md\n")
