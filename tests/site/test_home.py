"""The first page in a browser: its plane moves, without a script and with one; its contents and its map are whole."""

import base64
import gzip
import itertools
import re
from html.parser import HTMLParser

import pytest

from bookkit import legible, order
from bookkit.browser import SITE, violations
from bookkit.extensions.home import CHOICES, GOAL, shown
from bookkit.needs import before, needs, reduced

pytestmark = pytest.mark.site

WIDTHS = [390, 620, 820, 1024, 1440]
ENTRIES = """[...document.querySelectorAll(".home-matrix span")]
             .map((e) => getComputedStyle(e, "::after").content.slice(1, -1))"""
SAY = 'getComputedStyle(document.querySelector(".home-say"), "::after").content.slice(1, -1)'
CENTERS = """[".home-tip1 .home-ring", ".home-tip2 .home-ring"].map((name) => {
    const box = document.querySelector(name).getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
})"""
UNIT = """(() => {
    const { a, e, f } = document.querySelector(".home-plane").getScreenCTM();
    return [a * 132, e, f]; // pixels of a unit, and where the origin is
})()"""
STATUS = 'document.querySelector(".home-spoken").textContent'
LABELS = """[...document.querySelectorAll(".home-map text")].map((text) => {
    const { left, right, top, bottom } = text.getBoundingClientRect();
    return [text.textContent, left, right, top + 2, bottom - 2]; // letters do not fill their box
})"""
TARGETS = """[...document.querySelectorAll("main a, main summary, .home-choose label, .home-ring, .top :is(a, button)")]
    .filter((e) => e.checkVisibility({ visibilityProperty: true })).map((e) => [e, e.getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24).map(([e, box]) => `${e.outerHTML} ${box.height}`)"""
FREE = """(() => {
    const plane = document.querySelector(".home-plane").getBoundingClientRect();
    const words = document.createTreeWalker(document.querySelector(".home-hero"), NodeFilter.SHOW_TEXT);
    const boxes = [document.querySelector(".home-say").getBoundingClientRect()];
    while (words.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(words.currentNode);
        if (!words.currentNode.parentElement.closest(".home-unseen, svg")) boxes.push(...range.getClientRects());
    }
    return [...document.querySelectorAll(".home-word text, .home-ring")].filter((e) => {
        const { left, right, top, bottom } = e.getBoundingClientRect();
        const out = left < Math.max(0, plane.left) || right > innerWidth || top < plane.top || bottom > plane.bottom;
        return out || boxes.some((b) => left < b.right && b.left < right && top < b.bottom && b.top < bottom);
    }).map((e) => e.textContent || "ring");
})()"""  # what on the plane is cut off, or lies on other words
BUDGET = 20  # kB, gzip: the page with its own style and script


@pytest.fixture
def home(browser, base):
    """Open the first page, where nothing moves by itself."""
    contexts = []

    def go(width=1440, height=900, **kind):
        kind = {"reduced_motion": "reduce", "color_scheme": "light"} | kind
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **kind))
        page = contexts[-1].new_page()
        page.goto(base + "index.html")
        page.evaluate("document.fonts.ready.then(() => null)")
        return page

    yield go
    for context in contexts:
        context.close()


def choose(page, name):
    page.locator(f"#m-{name.lower()}").check()


def painted(page, name, place=".home-plane"):
    """How many pixels of the plane come close to a color of the book."""
    page.evaluate("scrollTo(0, 0)")
    color = page.evaluate(f'getComputedStyle(document.documentElement).getPropertyValue("--book-{name}")')
    shot = page.locator(place).screenshot()
    return page.evaluate(
        """async ([shot, color]) => {
            const image = await createImageBitmap(await (await fetch("data:image/png;base64," + shot)).blob());
            const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
            pen.fillStyle = color;
            pen.fillRect(0, 0, 1, 1);
            const wanted = [...pen.getImageData(0, 0, 1, 1).data];
            pen.drawImage(image, 0, 0);
            const { data } = pen.getImageData(0, 0, image.width, image.height);
            const near = (i) => [0, 1, 2].every((k) => Math.abs(data[i + k] - wanted[k]) < 12);
            let count = 0;
            for (let i = 0; i < data.length; i += 4) count += near(i);
            return count;
        }""",
        [base64.b64encode(shot).decode(), color],
    )


@pytest.mark.parametrize("script", [False, True], ids=["still", "live"])
@pytest.mark.parametrize("name", CHOICES)
def test_choice_shows_its_matrix_and_area(home, name, script):
    page, ((a, b, c, d), _) = home(java_script_enabled=script), CHOICES[name]
    choose(page, name)
    assert page.evaluate(ENTRIES) == [shown(value) for value in (a, b, c, d)]
    assert page.evaluate(SAY).startswith(f"Area times {shown(abs(a * d - b * c))}")


@pytest.mark.parametrize("name", CHOICES)
def test_choice_moves_the_columns_without_a_script(home, name):
    page, ((a, b, c, d), _) = home(java_script_enabled=False), CHOICES[name]
    choose(page, name)
    scale, origin_x, origin_y = page.evaluate(UNIT)
    for (x, y), column in zip(page.evaluate(CENTERS), ((a, c), (b, d)), strict=True):
        assert ((x - origin_x) / scale, (origin_y - y) / scale) == pytest.approx(column, abs=0.02)


def test_choices_draw_different_images(home):
    page, seen = home(java_script_enabled=False), set()
    for name in CHOICES:
        choose(page, name)
        seen.add(page.locator(".home-plane").screenshot())
    assert len(seen) == len(CHOICES)


@pytest.mark.parametrize("script", [False, True], ids=["still", "live"])
def test_flatten_draws_a_line(home, script):
    """A browser draws nothing under a map without inverse, so the flat image is a line of its own."""
    page = home(java_script_enabled=script)
    choose(page, "Flatten")
    assert page.locator(".home-flat").evaluate("(line) => getComputedStyle(line).visibility") == "visible"
    assert page.locator(".home-image").first.evaluate("(part) => getComputedStyle(part).visibility") == "hidden"
    assert painted(page, "green") > 500 < painted(page, "blue")  # pixels


def test_flatten_by_hand_draws_a_line(home):
    page = home()
    choose(page, "Stretch")
    second = page.locator(".home-tip2")
    for _ in range(5):
        second.press("ArrowDown")
    assert page.evaluate(ENTRIES) == ["2", "0", "0", "0"]
    assert page.evaluate(STATUS) == "Area times 0: nobody can undo this"
    assert painted(page, "green") > 500


def test_arrow_keys_move_a_column(home):
    page = home()
    page.locator(".home-tip1").press("ArrowRight")
    page.locator(".home-tip1").press("ArrowUp")
    assert page.evaluate(ENTRIES) == ["1.7", "0.8", "0.6", "1.5"]
    assert page.evaluate(STATUS) == page.evaluate(SAY) == f"Area times {shown(1.7 * 1.5 - 0.8 * 0.6)}"
    assert page.locator(".home-tip1").get_attribute("aria-label").startswith("First column, 1.7, 0.6.")


def test_no_choice_is_marked_once_a_column_was_moved(home):
    page = home()
    page.locator(".home-tip2").press("ArrowLeft")
    assert page.locator(".home-choose input:checked").count() == 0
    choose(page, "Turn")
    assert page.evaluate(ENTRIES)[0] == "0.8"
    assert page.evaluate(STATUS) == page.evaluate(SAY)


def test_drag_moves_a_column(home):
    page = home()
    (x, y), _ = page.evaluate(CENTERS)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 90, y + 40)
    page.mouse.move(x - 131, y)  # a unit to the left
    page.mouse.up()
    first = [float(page.evaluate(ENTRIES)[k]) for k in (0, 2)]
    assert first == pytest.approx([0.6, 0.5], abs=0.11)
    assert page.evaluate(ENTRIES)[1::2] == ["0.8", "1.5"]
    assert page.evaluate(STATUS) == page.evaluate(SAY) != ""


@pytest.mark.parametrize(("column", "aside"), [(0, 40), (1, -40)])
def test_click_moves_the_nearer_column(home, column, aside):
    page = home()
    before = page.evaluate(ENTRIES)
    x, y = page.evaluate(CENTERS)[column]
    page.mouse.click(x + aside, y - 30)
    after = page.evaluate(ENTRIES)
    assert [k for k in range(4) if before[k] != after[k]] == [column, column + 2]
    assert page.evaluate(STATUS) == page.evaluate(SAY)


def test_columns_stay_on_the_plane(home):
    page = home()
    for _ in range(40):
        page.locator(".home-tip1").press("ArrowRight")
    box, x = page.locator(".home-plane").bounding_box(), page.evaluate(CENTERS)[0][0]
    assert box["x"] < x < box["x"] + box["width"] and page.evaluate(ENTRIES)[0] == "3"


def test_still_page_promises_no_handles(home):
    page = home(java_script_enabled=False)
    assert page.locator(".home-ring").first.is_hidden() and page.locator(".home-still-hint").is_visible()
    assert page.locator(".home-plane").get_attribute("role") == "img"


class Listed(HTMLParser):
    """The links to chapters: each with the text in it."""

    def __init__(self, text):
        super().__init__()
        self.inside, self.links = False, []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        get = dict(attributes).get
        self.inside = self.inside or get("class") == "home-chapters"
        if self.inside and tag == "a":
            self.links.append([get("href"), ""])

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "ol"

    def handle_data(self, data):
        if self.inside and self.links:
            self.links[-1][1] += data


def index():
    return (SITE / "index.html").read_text(encoding="utf8")


def test_each_chapter_is_listed_once_with_number_term_and_minutes(browser):
    found = Listed(index()).links
    assert [link for link, _ in found] == [f"{stem}.html" for stem in order.chapters()]
    for number, ((_, text), stem) in enumerate(zip(found, order.chapters(), strict=True), 1):
        assert re.match(rf"{number}{re.escape(order.names()[stem])} \d+ min \S", text.strip()), text


@pytest.mark.parametrize("stem", [part.stem for part in order.parts() if part.number])
def test_page_of_a_part_lists_its_chapters(browser, stem):
    found = Listed((SITE / f"{stem}.html").read_text(encoding="utf8")).links
    own = next(part.stems for part in order.parts() if part.stem == stem)
    assert [link for link, _ in found] == [f"{name}.html" for name in own]


def test_counts_are_those_of_the_book(browser):
    assert f">{len(order.chapters())} chapters, one picture each<" in index()
    word = {0: "No", 1: "One", 2: "Two", 3: "Three", 4: "Four", 5: "Five"}[len(before(needs(), GOAL))]
    assert f"? {word} chapter" in index()


def test_appendices_can_be_reached(browser):
    foot = index().partition("<footer")[2]
    listed = [stem for part in order.parts() if not part.number for stem in part.stems]
    assert [stem for stem in listed if f'href="{stem}.html"' not in foot] == []


def test_map_draws_the_needs_that_no_other_implies(browser):
    drawn = set(re.findall(r'data-from="(\w+)" data-to="(\w+)"', index()))
    assert drawn == {(need, stem) for stem, few in reduced(needs()).items() for need in few}


def test_list_beside_the_map_names_all_needs(browser):
    listed = index().partition('class="home-list"')[2].partition("</details>")[0]
    found = {}
    for item in re.split(r"<li>(?=<a[^>]*><b>)", listed)[1:]:
        stem, *asked = re.findall(r'href="(\w+)\.html"', item)
        found[stem] = tuple(asked)
    assert found == needs()


@pytest.mark.parametrize("width", [1024, 1440])
def test_labels_of_the_map_are_apart_and_large_enough(home, width):
    page = home(width)
    labels = page.evaluate(LABELS)
    assert " ".join(text for text, *_ in labels) == " ".join(order.names()[stem] for stem in order.chapters())
    for (one, l1, r1, t1, b1), (other, l2, r2, t2, b2) in itertools.combinations(labels, 2):
        assert r1 <= l2 or r2 <= l1 or b1 <= t2 or b2 <= t1, f"{one} lies on {other}"
    assert list(legible.problems(page, ".home-map")) == []


def test_map_lights_the_way_to_where_one_points(home):
    page = home()
    marked = '[...document.querySelectorAll(".home-map a.home-hot")].map((a) => a.dataset.stem)'
    page.locator('.home-map a[data-stem="layout"]').hover()
    assert set(page.evaluate(marked)) == {"layout", *before(needs(), "layout")}
    page.mouse.move(0, 0)
    assert set(page.evaluate(marked)) == {GOAL, *before(needs(), GOAL)}
    page.locator('.home-map a[data-stem="layout"]').focus()
    assert set(page.evaluate(marked)) == {"layout", *before(needs(), "layout")}


@pytest.mark.parametrize("width", [390, 820])
def test_narrow_page_gives_the_way_as_a_list(home, width):
    page = home(width)
    assert page.locator(".home-map").is_hidden()
    links = page.eval_on_selector_all(".home-way a", "(links) => links.map((a) => a.getAttribute('href'))")
    assert links == [f"{stem}.html" for stem in [*before(needs(), GOAL), GOAL]]
    assert page.locator(".home-way").is_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_page_fits_its_window(home, width):
    page = home(width)
    page.locator(".home-list summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    image = page.evaluate("document.querySelector('.home-plane .mk-area').getBoundingClientRect().toJSON()")
    plane = page.locator(".home-plane").bounding_box()
    assert plane["x"] <= image["left"] and image["right"] <= plane["x"] + plane["width"]
    assert plane["y"] <= image["top"] and image["bottom"] <= plane["y"] + plane["height"]


@pytest.mark.parametrize("width", [*WIDTHS, 1100, 1250, 1280, 1920])
def test_words_on_the_plane_have_room(home, width):
    page = home(width)
    for name in CHOICES:
        choose(page, name)
        assert page.evaluate(FREE) == [], name


@pytest.mark.parametrize("width", WIDTHS)
def test_targets_are_large_enough(home, width):
    page = home(width)
    page.locator(".home-list summary").click()
    assert page.evaluate(TARGETS) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_on_the_plane_are_legible(home, width, scheme):
    page = home(width, color_scheme=scheme)
    assert list(legible.problems(page, ".home-plane")) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("name", ["index", "atwork"])
def test_page_is_accessible_by_best_practice_too(home, base, width, scheme, name):
    page = home(width, color_scheme=scheme)
    page.goto(f"{base}{name}.html")
    page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))")
    assert violations(page, "html", "wcag22aa", "best-practice") == []


@pytest.mark.parametrize("width", [390, 1440])
def test_plane_is_drawn_in_forced_colors(home, width):
    page = home(width, forced_colors="active")
    image = "getComputedStyle(document.querySelector('.home-plane .mk-area'))"
    assert page.evaluate(f"{image}.forcedColorAdjust") == "none"
    fill = page.evaluate(f"{image}.fill")
    assert re.search(r"/ 0\.24|, 0\.24", fill), fill
    assert page.locator(".home-fade").first.is_hidden()


def test_page_has_three_color_modes_and_search(home):
    page = home()
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator(".theme-change-button[data-mode=dark]").click()
    assert page.evaluate(ground) != light and page.locator(".theme-change-button").count() == 3
    page.locator(".search-button__button").click()
    assert page.locator("#pst-search-dialog input").is_visible()


def test_page_is_light(browser):
    own = [SITE / "index.html", SITE / "_static" / "home.css", SITE / "_static" / "home.js"]
    assert sum(len(gzip.compress(path.read_bytes(), 6)) for path in own) <= 1000 * BUDGET
