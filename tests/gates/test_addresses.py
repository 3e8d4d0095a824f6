"""An address that a commit once gave to a page or a section is still there, or leads to where its text is now."""

import re

import pytest
from sphinx.errors import ExtensionError

from bookkit import BOOK, history
from bookkit.extensions.redirects import redirects
from bookkit.page import pages, read

LABEL = re.compile(r"^([-+])\(((?:sec|ch)-[\w-]+)\)=$")


def published(log):
    """The addresses of the pages and sections in the changes of all commits."""
    page = None
    for line in log.splitlines():
        if match := re.match(r"(?:---|\+\+\+) [ab]/book/([\w-]+)\.md$", line):
            page = match[1]
            yield f"{page}.html"
        elif (match := LABEL.match(line)) and not match[2].startswith("ch-"):
            yield f"{page}.html#{match[2]}"


def there():
    """The addresses of today."""
    for path in pages(BOOK):
        yield f"{path.stem}.html"
        yield from (f"{path.stem}.html#{label}" for label, _ in read(path).labels)


def lost(before, now, led):
    """Addresses that are neither there nor led on from; a page that is led on from takes its anchors along."""
    return sorted({a for a in before if a not in now and a not in led and a.partition("#")[0] not in led})


def test_every_address_of_the_past_leads_somewhere():
    log = history.patches("--no-renames", "--", "book/*.md")
    if log is None:
        pytest.skip("this is no repository")
    assert lost(published(log), {*there()}, redirects(BOOK)) == []


def test_redirects_lead_to_what_is_there():
    now = {*there()}
    names = {d.options.get("name") for path in pages(BOOK) for d in read(path).directives}
    assert [new for new in redirects(BOOK).values() if new not in now and new.partition("#")[2] not in names] == []


def test_redirects_do_not_hide_what_is_there():
    assert redirects(BOOK).keys() & {*there()} == set()


def test_a_lost_address_is_told():
    log = "--- a/book/grades.md\n-(sec-grades-old)=\n--- a/book/gone.md\n-(sec-gone-first)=\n"
    before = [*published(log)]
    assert before == ["grades.html", "grades.html#sec-grades-old", "gone.html", "gone.html#sec-gone-first"]
    assert lost(before, {"grades.html"}, {"gone.html": "grades.html"}) == ["grades.html#sec-grades-old"]
    led = {"grades.html#sec-grades-old": "order.html"}
    assert lost(before, {"grades.html"}, led) == ["gone.html", "gone.html#sec-gone-first"]


@pytest.mark.parametrize("line", ["a.html", "a.html b.html c.html", "a b.html", "a.html b.html\na.html c.html"])
def test_bad_redirects_are_refused(tmp_path, line):
    (tmp_path / "redirects.txt").write_text(line, encoding="utf8")
    with pytest.raises(ExtensionError, match=r"redirects.txt:[12]: expected an old address and a new one"):
        redirects(tmp_path)
