"""Each page says how it is cited; where the project has an address, a mistake is reported with page and version."""

import re

import pytest
from jinja2 import Environment, FileSystemLoader

from bookkit import BOOK, order
from bookkit.browser import SITE

pytestmark = pytest.mark.site

CHAPTERS = order.chapters()
TEMPLATES = Environment(loader=FileSystemLoader(BOOK / "_templates"))
KNOWN = {"author": "A. Author", "project": "Book", "release": "1.2", "pagename": "grades"}


@pytest.mark.parametrize("stem", CHAPTERS)
def test_a_chapter_says_how_it_is_cited(stem):
    text = (SITE / f"{stem}.html").read_text(encoding="utf8")
    record = re.search(r"@inbook\{.*?\n\}", text, re.DOTALL)[0]
    fields = dict(re.findall(r"(\w+) *= \{+(.*?)\}+,?\n", record))
    assert fields["chapter"] == str(CHAPTERS.index(stem) + 1)
    assert fields["title"].startswith(order.names()[stem])
    assert set(fields) == {"author", "title", "booktitle", "chapter", "note"} | ({"url"} if "url " in record else set())


def test_a_mistake_is_reported_with_page_and_version():
    template = TEMPLATES.get_template("cite.html")
    assert "report" not in template.render(KNOWN)
    link = template.render(KNOWN, issues="https://example.org/new")
    assert "/new?title=Mistake%20on%20grades&amp;body=Page%3A%20grades.html%0AVersion%3A%201.2%0A" in link


def test_a_mistake_is_reported_with_its_section(browser, base):
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page = context.new_page()
    text = (SITE / "grades.html").read_text(encoding="utf8")
    text = text.replace("</article>", '<a href="#x?body=" data-report>report</a></article>')
    page.route("**/grades.html", lambda route: route.fulfill(body=text, content_type="text/html"))
    page.goto(f"{base}grades.html")
    page.keyboard.press("End")
    page.wait_for_selector("#sections .active")
    page.locator("[data-report]").click()
    address = page.locator("[data-report]").evaluate("(a) => decodeURIComponent(a.href)")
    context.close()
    assert re.search(r"Section: 1\.[0-9]+ \S.*\n$", address)
