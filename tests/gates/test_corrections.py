"""The table of corrections is made from the boxes in the chapters."""

import pytest

from bookkit import corrections

INDEX = "# Book\n\n```{toctree}\npears\napples\n```\n"
BOX = """(ch-{stem})=
# {stem}

:::{{admonition}} Source {source} says otherwise
:class: correction
:name: cor-{stem}-weight

All {stem} weigh
the same.

They do not.

See {{ref}}`sec-{stem}-scales`.
:::
"""


@pytest.fixture
def book(tmp_path):
    (tmp_path / "index.md").write_text(INDEX, encoding="utf8")
    for stem, source in (("apples", "A"), ("pears", "A"), ("plums", "B")):
        (tmp_path / f"{stem}.md").write_text(BOX.format(stem=stem, source=source), encoding="utf8")
    return tmp_path


def test_the_table_lists_the_boxes_of_a_source_in_reading_order(book):
    table = corrections.table("A", book)
    assert 0 < table.index("pears weigh") < table.index("apples weigh")
    assert "plums weigh" not in table


def test_a_row_keeps_its_paragraphs_and_links_to_its_box(book):
    row = "* - All pears weigh\n    the same.\n  - They do not.\n    \n    See {ref}`sec-pears-scales`.\n"
    assert row + "  - {ref}`pears <cor-pears-weight>`\n" in corrections.table("A", book)


def test_a_box_is_told_from_other_notes(book):
    page = corrections.read(book / "apples.md")
    assert [(box.source, box.label) for box in corrections.of_page(page)] == [("A", "cor-apples-weight")]
    (book / "apples.md").write_text(page.text.replace("correction", "note"), encoding="utf8")
    assert list(corrections.of_page(corrections.read(book / "apples.md"))) == []
