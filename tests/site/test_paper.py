"""A page on paper and on a phone: title, dark ink, open parts and whole code; signs where more is to the side."""

import re

import pytest

from bookkit import order
from bookkit.browser import SITE

pytestmark = pytest.mark.site

PRINTED = ["grades", "attention", "gemm", "filters"]
LIGHT = "const light = (color) => color.match(/[0-9]+/g).slice(0, 3).reduce((sum, part) => sum + +part, 0) / 765;"
INK = f"""() => {{ {LIGHT}
  const words = [...document.querySelectorAll(".bd-article :is(h1, p, pre, code, figcaption, td, svg.picture text)")];
  const ink = (e) => light(getComputedStyle(e)[e.matches("text") ? "fill" : "color"].replace(/color.srgb ([^)]*)./,
    (_, parts) => parts.split(" ").map((part) => Math.round(255 * part)).join(",")));
  return [light(getComputedStyle(document.body).backgroundColor), Math.max(...words.map(ink))]; }}"""
CLOSED = """() => [...document.querySelectorAll(".bd-article details > :not(summary)")]
  .filter((part) => !part.checkVisibility({ contentVisibilityAuto: true }) || !part.getBoundingClientRect().height)
  .map((part) => part.outerHTML.slice(0, 80))"""
CUT = """() => [...document.querySelectorAll(".bd-article pre")].filter((pre) => pre.scrollWidth > pre.clientWidth + 1)
  .map((pre) => pre.textContent.slice(0, 80))"""
SHIFT = """() => new Promise((resolve) => { let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value)))
    .observe({ type: "layout-shift", buffered: true });
  document.fonts.ready.then(() => setTimeout(() => resolve(sum), 300)); })"""


@pytest.fixture(scope="module")
def paper(browser):
    """A page as it is printed by somebody who reads in the dark and lets no script run."""
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.set_viewport_size({"width": 680, "height": 900})
    page.emulate_media(media="print")
    yield page
    context.close()


@pytest.mark.parametrize("stem", PRINTED)
def test_paper_has_title_dark_ink_open_parts_and_whole_code(paper, base, stem):
    paper.goto(f"{base}{stem}.html")
    assert paper.locator(".bd-article h1").is_visible()
    ground, ink = paper.evaluate(INK)
    assert ground == 1 and ink < 0.6
    assert paper.evaluate(CLOSED) == []
    assert paper.evaluate(CUT) == []
    assert not paper.locator(".top, .bd-sidebar-primary, .prev-next-footer, .copybtn").locator("visible=true").count()


def test_paper_has_numbered_pages(paper, base):
    paper.goto(f"{base}grades.html")
    assert len(re.findall(rb"/Type\s*/Page\b", paper.pdf(prefer_css_page_size=True))) > 1
    assert "@bottom-center{content:counter(page)}" in re.sub(r"\s|;(?=})", "", (SITE / "_static/site.css").read_text())


@pytest.fixture(scope="module")
def phone(browser):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def test_copy_buttons_are_seen_where_nothing_hovers(phone, base):
    phone.goto(f"{base}grades.html")
    button = phone.locator("button.copybtn").first
    button.wait_for()
    assert button.evaluate("(button) => getComputedStyle(button).opacity") == "1"


@pytest.mark.parametrize("stem", order.chapters())
def test_what_scrolls_on_a_phone_shows_that_it_does(phone, base, stem):
    phone.goto(f"{base}{stem}.html")
    bare = phone.evaluate("""[...document.querySelectorAll(".bd-article *")]
        .filter((e) => ["auto", "scroll"].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1)
        .filter((e) => !getComputedStyle(e).backgroundImage.includes("gradient"))
        .map((e) => e.outerHTML.slice(0, 80))""")
    assert bare == []


def test_typefaces_come_from_the_site_and_move_nothing(browser, base):
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url) if "typefaces" in request.url else None)
    page.route("**/typefaces/*", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.goto(f"{base}attention.html")
    assert page.evaluate(SHIFT) < 0.02
    faces = page.evaluate("[...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family)")
    context.close()
    assert {"STIX Two Text", "JetBrains Mono"} <= {face.strip('"') for face in faces}
    assert all(url.startswith(base) for url in asked)
