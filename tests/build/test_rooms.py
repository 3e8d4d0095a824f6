"""A topic that lies in a folder is documented as one module."""

import pytest

from bookkit.extensions.rooms import analyzed

PARTS = {
    "__init__": '"""A topic."""\n\nfrom linalg_book.topic.one import TABLE\n\n__all__ = ["TABLE"]\n',
    "one": '"""One part."""\n\n#: All of it.\n#:\n#: :meta hide-value:\nTABLE = {}\n',
    "two": '"""Another part."""\n\nTABLE = ()\n',
}


@pytest.fixture
def topic(tmp_path):
    folder = tmp_path / "src" / "linalg_book" / "topic"
    folder.mkdir(parents=True)
    for name, text in PARTS.items():
        (folder / f"{name}.py").write_text(text, encoding="utf8")
    return analyzed(tmp_path)["linalg_book.topic"]


def test_comments_are_those_of_each_part_and_no_docstring_of_the_next(topic):
    assert topic.attr_docs == {("", "TABLE"): ["All of it.", "", ":meta hide-value:", ""]}


def test_code_holds_all_parts(topic):
    assert all(text in topic.code for text in PARTS.values())
