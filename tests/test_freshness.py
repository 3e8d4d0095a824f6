"""What a page depends on, asked of the extension itself; tests/test_build.py sees it at work."""

from pathlib import Path
from types import SimpleNamespace

import freshness
import pytest

PAGE = '```{code-cell}\nload("data/cards")\n```\n'


@pytest.fixture
def book(tmp_path):
    (tmp_path / "data" / "cards").mkdir(parents=True)
    (tmp_path / "data" / "other").mkdir()
    for name in ("cards/one.json", "other/two.json", "three.json"):
        (tmp_path / "data" / name).write_text("{}")
    return tmp_path


def names(text, book):
    return {path.name for path in freshness.dependencies(text, book, book / "data")}


def test_dependencies_hold_the_files_of_a_folder_that_a_cell_names(book):
    assert names(PAGE, book) == {"one.json", "requirements.lock"}


def test_dependencies_hold_no_folder_that_no_cell_names(book):
    assert names(PAGE.replace("data/cards", "data"), book) == {"requirements.lock"}


def outdated(book, noted):
    env = SimpleNamespace(found_docs={"page", "plain"}, dependencies={"page": {Path(path) for path in noted}})
    return freshness.outdated(SimpleNamespace(srcdir=book), env, set(), set(), set())


def test_outdated_names_a_page_when_a_file_comes_to_its_folder(book):
    noted = [book / "data" / "cards" / "one.json"]
    assert outdated(book, noted) == []
    (book / "data" / "cards" / "new.json").write_text("{}")
    assert outdated(book, noted) == ["page"]


def test_outdated_leaves_pages_alone_that_use_one_file(book):
    assert outdated(book, [book / "data" / "three.json"]) == []
