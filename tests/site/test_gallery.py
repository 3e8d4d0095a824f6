"""The gallery in a browser: all pictures are there, small, in the colors of the theme, each linked."""

import re

import pytest

from bookkit import order
from bookkit.browser import SITE

pytestmark = pytest.mark.site

SHOWN = '[...document.querySelectorAll(".gallery img")].filter((image) => image.checkVisibility())'
LOADED = f"Promise.all({SHOWN}.map((image) => ((image.loading = 'eager'), image.decode()))).then(() => {SHOWN}.length)"
SIZES = 'performance.getEntriesByType("resource").reduce((sum, entry) => sum + entry.encodedBodySize, 0) / 1000'
KILOBYTES = 500  # of all pictures, of one theme, once a reader has seen all


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1366, "height": 900}, color_scheme="light")
    yield context.new_page()
    context.close()


def text(name):
    return (SITE / f"{name}.html").read_text(encoding="utf8")


def drawn():
    """The addresses of all figures that are pictures, in reading order."""
    for stem in order.stems():
        for figure in re.findall(r'<figure [^>]*id="(fig-[\w-]+)".*?</figure>', text(stem), re.DOTALL):
            yield f"{stem}.html#{figure}"


def test_gallery_shows_all_pictures_in_order():
    links = re.findall(r'href="([\w-]+\.html#fig-[\w-]+)"><img', text("gallery"))
    assert links == list(drawn()) != []


def test_pictures_have_their_numbers_and_code():
    items = re.findall(r"<li><p><a .*?</li>", text("gallery"), re.DOTALL)
    assert len(items) == len(list(drawn()))
    assert [item for item in items if not re.search(r"<strong>Figure \d+(\.\d+)?</strong> \S", item)] == []
    code = re.compile(r'href="drawings\.html#linalg_book\.plotting\.\w+\.plot_')
    assert [item for item in items if not code.search(item)] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_are_loaded_in_the_colors_of_the_theme(page, base, theme):
    page.emulate_media(color_scheme=theme)
    page.goto(base + "gallery.html")
    assert page.evaluate(LOADED) == len(list(drawn()))
    assert page.evaluate(f"{SHOWN}.every((image) => image.src.endsWith('-{theme}.svg'))")
    assert page.evaluate(SIZES) < KILOBYTES


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_follow_the_system_without_javascript(browser, base, theme):
    context = browser.new_context(java_script_enabled=False, color_scheme=theme)
    page = context.new_page()
    page.goto(base + "gallery.html")
    shown = page.locator(".gallery img:visible").first.get_attribute("src")
    context.close()
    assert shown.endswith(f"-{theme}.svg")


@pytest.mark.parametrize("name", ["glossary", "notation", "gallery", "api", "status", "genindex"])
def test_each_page_ends_with_ways_to_look_things_up(page, base, name):
    page.goto(base + "grades.html")
    page.locator(f"footer a[href='{name}.html']").click()
    assert page.url == base + f"{name}.html"


def test_status_links_its_pages():
    links = re.findall(r'<td><p><a class="reference internal" href="([\w-]+)\.html"', text("status"))
    assert links == [stem for stem in order.stems() if stem in links] and set(order.chapters()) <= set(links)


@pytest.mark.parametrize("name", ["hardware.DEVICES", "models.MODELS", "filters.FILTERS"])
def test_registries_are_not_printed_whole(name):
    entry = re.search(rf'<dt class="[^"]*" id="linalg_book\.{re.escape(name)}">.*?</dt>', text("api"), re.DOTALL)[0]
    assert "=" not in re.sub(r"<[^>]*>", "", entry)
