"""Where a number was read: what a source must tell."""

from dataclasses import replace
from datetime import date

import pytest

from linalg_book.sources import READINGS, Source

READ = Source(document="A sheet", place="page 3", dated="2025", address="https://a.b/c", read=date(2026, 1, 2))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"document": " "}, "document of a source must be told, got an empty text"),
        ({"place": ""}, "place of a source must be told"),
        ({"dated": ""}, "dated of a source must be told"),
        ({"address": "http://a.b"}, "address of a source must begin with https://, got 'http://a.b'"),
        ({"how": "heard"}, "how a source was read must be one of maker, stored, quoted, other, got 'heard'"),
        ({"how": "quoted"}, "by must say who keeps the copy or quotes it where a source was read as 'quoted', got ''"),
        ({"by": "a friend"}, "by must say nothing where a source was read as 'maker', got 'a friend'"),
    ],
)
def test_source_refuses(change, message):
    with pytest.raises(ValueError, match=message):
        replace(READ, **change)


def test_source_is_first_hand_where_the_makers_text_was_read():
    by = {"stored": "an archive", "quoted": "a friend"}
    assert [how for how in READINGS if replace(READ, how=how, by=by.get(how, "")).first_hand] == ["maker", "stored"]


def test_source_is_written_with_its_place_and_its_quoter():
    assert str(READ) == "A sheet, page 3, 2025"
    assert str(replace(READ, how="quoted", by="a friend")) == "A sheet, page 3, 2025, quoted by a friend"
