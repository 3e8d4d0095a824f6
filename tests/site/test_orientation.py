"""Readers know where they are: numbers, short names, what comes next, what a section mirrors, where a page moved to."""

import functools
import re

import pytest

from bookkit import BOOK, order
from bookkit.browser import SITE
from bookkit.extensions.redirects import redirects
from bookkit.page import read
from bookkit.syllabus import place

pytestmark = pytest.mark.site

CHAPTERS, NAMES = order.chapters(), order.names()
CHAPTER = "arithmetic"  # for what is the same on all pages
each_chapter = pytest.mark.parametrize("stem", CHAPTERS)


@functools.cache
def text(stem):
    return (SITE / f"{stem}.html").read_text(encoding="utf8")


def plain(html):
    """Words of a piece of HTML."""
    return " ".join(re.sub("<[^>]*>", " ", html).split())


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1366, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@each_chapter
def test_top_says_part_number_and_time(stem):
    n, part = CHAPTERS.index(stem) + 1, next(part for part in order.parts() if stem in part.stems)
    top = plain(re.search('<header class="page-top">.*?</header>', text(stem), re.DOTALL)[0])
    assert re.match(rf"{n} Part {part.roman}, .* Chapter {n}\. {re.escape(NAMES[stem])}: .*", top)
    assert re.search(rf"Chapter {n} of {len(CHAPTERS)} · about [1-9][0-9]*[05] minutes$|about 5 minutes$", top)


@each_chapter
def test_figures_and_formulas_are_numbered_within_the_chapter(stem):
    n = CHAPTERS.index(stem) + 1
    for kind in (r"Figure ([0-9.]+)", r"Table ([0-9.]+)"):
        numbers = re.findall(rf'caption-number">{kind}', text(stem))
        assert numbers == [f"{n}.{k}" for k in range(1, len(numbers) + 1)]
    numbers = re.findall(r'class="eqno">\(([0-9.]+)\)', text(stem))
    assert numbers == [f"{n}.{k}" for k in range(1, len(numbers) + 1)]


@pytest.mark.parametrize("stem", order.appendices()[-1:])
def test_appendices_have_no_number(stem):
    assert 'class="big-number"' not in text(stem) and "Chapter " not in plain(text(stem).split("<article")[1][:900])


def test_side_lists_all_pages_by_their_short_names():
    side = re.search('<nav class="side.*?</nav>', text(CHAPTER), re.DOTALL)[0]
    listed = [plain(entry) for entry in re.findall(r"<li><a [^>]*>.*?</a>", side, re.DOTALL) if "All of" not in entry]
    numbers = {stem: f"{n} " for n, stem in enumerate(CHAPTERS, 1)}
    assert [x for x in listed if not re.match(r"[0-9]+\.", x)] == [numbers.get(s, "") + n for s, n in NAMES.items()]


@each_chapter
def test_links_to_a_chapter_say_its_short_name(stem):
    link = rf'<a class="reference internal" href="{stem}\.html(?:#ch-{stem})?"><span class="std std-ref">(.*?)</span>'
    links = re.findall(link, "".join(map(text, order.stems())))
    assert set(links) <= {NAMES[stem]}


@pytest.mark.parametrize("n", range(1, len(CHAPTERS) - 1))
def test_neighbors_are_named(n):
    links = dict(re.findall(r'<a class="(left-prev|right-next)"[^>]*>(.*?)</a>', text(CHAPTERS[n]), re.DOTALL))
    for side, k in (("left-prev", n - 1), ("right-next", n + 1)):
        words = plain(links[side])
        parts = [part for part in order.parts() if part.stems[:1] == (CHAPTERS[max(n, k)],)]
        assert f"{k + 1} {NAMES[CHAPTERS[k]]}" in words or parts  # between parts lies the next one's own page


@each_chapter
def test_sections_say_what_they_mirror(stem):
    wanted = {}
    for item, label in read(BOOK / f"{stem}.md").claims:
        wanted.setdefault(label, []).append(place(item))
    for label, places in wanted.items():
        after = text(stem)[text(stem).index(f'id="{label}"') :]
        note = re.search('<aside [^>]*mirror.*?</aside>', after, re.DOTALL)[0]
        assert plain(note).removeprefix("mirrors ").split(" , ") == list(dict.fromkeys(places))


@each_chapter
def test_concordance_leads_back_to_what_mirrors_it(stem):
    for address in re.findall(r'href="concordance\.html#(concordance-[\w.-]+)"', text(stem)):
        item = text("concordance").split(f'id="{address}"')[1]
        assert f'href="{stem}.html' in item.split('<li id="')[0]


def test_contents_mark_the_section_that_is_read(page, base):
    page.goto(f"{base}{CHAPTER}.html")
    now = "document.querySelector('#sections .active')?.hash"
    last = page.locator("#sections a").last.get_attribute("href")
    for key in ("PageDown", "PageDown", "PageDown", "PageUp", "Home", "PageDown"):
        page.keyboard.press(key)
        page.wait_for_timeout(150)
        read = page.evaluate("""[...document.querySelectorAll('#sections a')].map((a) => a.hash).findLast(
            (hash) => document.querySelector(hash).getBoundingClientRect().top < innerHeight / 3)""")
        assert page.evaluate(now) == read != last
    for _ in range(3):  # a wheel that passes over many sections at once
        page.mouse.move(900, 500)
        for way, wanted in ((90_000, last), (-90_000, None)):
            for _ in range(30):  # the page grows while it is laid out
                page.mouse.wheel(0, way)
                page.wait_for_timeout(100)
                if page.evaluate(now) == wanted:
                    break
            assert page.evaluate(now) == wanted


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("old", sorted(redirects(BOOK))[::9])
def test_moved_addresses_lead_on(browser, base, old, script):
    context = browser.new_context(java_script_enabled=script)
    page, new = context.new_page(), redirects(BOOK)[old]
    page.goto(base + old)
    if "#" in old:
        page.locator(f".moved:visible a[href='{new}']").click()
    page.wait_for_url(base + new)
    context.close()


def test_parts_fold_without_a_script(browser, base):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1366, "height": 900})
    page = context.new_page()
    page.goto(f"{base}{CHAPTER}.html")
    folded = page.locator(".side details:not([open])").first
    link = folded.locator("a").first
    assert not link.is_visible()
    folded.locator("summary").click()
    shown = page.locator(".side details[open]").nth(1).locator("a").first.is_visible()
    context.close()
    assert shown


def test_terms_are_defined_in_the_margin_where_there_is_one(page, base):
    page.goto(f"{base}solving.html")
    note = page.get_by_role("note", name="Definition: backward error")
    assert note.inner_text().startswith("backward error The smallest relative change of the data")
    link = page.locator("article p a", has_text="backward error").first
    assert abs(note.bounding_box()["y"] - link.bounding_box()["y"]) < 200  # beside its paragraph, or under other notes
    assert note.bounding_box()["x"] > 900
    page.set_viewport_size({"width": 1200, "height": 900})
    assert not note.is_visible()


@each_chapter
def test_no_term_is_defined_twice_in_margins(stem):
    notes = re.findall(r'<aside aria-label="Definition: [^"]*".*?</strong>(.*?)</aside>', text(stem), re.DOTALL)
    assert len(notes) == len(set(map(plain, notes)))


@pytest.mark.parametrize("width", [320, 390, 620, 820, 1000, 1180, 1340, 1440, 1920])
def test_pages_are_as_wide_as_the_window(page, base, width):
    page.set_viewport_size({"width": width, "height": 900})
    for stem in ("solving", "hardware", "atwork"):
        page.goto(f"{base}{stem}.html")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1340, 1440, 1920])
def test_notes_keep_clear_of_everything_else(page, base, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{base}solving.html")
    edge = page.evaluate("""Math.max(...[...document.querySelectorAll(
        ".bd-article :is(p, pre, figure, .highlight, .math, table):not(.note *, .chapter-card *)")].map((e) =>
        e.getBoundingClientRect().right))""")
    assert edge < page.evaluate("document.querySelector('.note').getBoundingClientRect().left")
