"""The promises that the book makes as a whole; those of a page are collected with it (``book/conftest.py``)."""

import re
import tomllib

import pytest

from bookkit import BOOK, ROOT
from bookkit.gates import coverage, labels, modules, results, terms
from bookkit.problems import assert_none
from bookkit.syllabus import syllabus


def test_no_label_stands_twice():
    assert_none(labels.repeated(BOOK))


def test_every_page_is_in_a_table_of_contents():
    assert_none(modules.toctree_problems(ROOT))


def test_the_syllabus_is_whole():
    items = syllabus(BOOK)
    assert len(items) == len({item.id for item in items}) == 572
    assert all(item.id[0] == item.source and item.section and item.words for item in items)


def test_items_that_were_treated_once_are_treated_still():
    found = coverage.lost()
    if found is None:
        pytest.skip("no git repository here")
    assert_none(found)


def test_terms_are_explained_where_they_are_first_used():
    assert_none(terms.problems())
    assert_none(terms.list_problems())


def test_the_list_of_unlike_results_only_shrinks():
    assert_none(results.list_problems())


def test_facts_name_what_they_are_and_a_work_of_the_bibliography():
    works = re.findall(r"@\w+\s*\{\s*([^,\s]+)", (BOOK / "references.bib").read_text(encoding="utf8"))
    facts = tomllib.loads((BOOK / "facts.toml").read_text(encoding="utf8")).get("fact", [])
    assert [fact for fact in facts if set(fact) != {"what", "value", "unit", "source"}] == []
    assert [fact for fact in facts if fact["source"] not in works] == []
