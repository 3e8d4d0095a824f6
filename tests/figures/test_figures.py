"""Every interactive figure: a picture until its script comes, then light, accessible, and alone with itself."""

import gzip
import re

import pytest
from interactive import FIGURES, PHONE, colors, enliven, ink, looks, out_of_sight, place, twins, violations

from bookkit import BOOK
from bookkit.browser import SITE
from linalg_book.plotting import COLORS

pytestmark = pytest.mark.site

CHAPTERS = list(FIGURES)
each = pytest.mark.parametrize("chapter", CHAPTERS, scope="module")  # one chapter after the other: a page stays open
GIVEN = [chapter for chapter in FIGURES if FIGURES[chapter] not in ("plane", "colormatrix")]  # values on the page
LIMITS = dict.fromkeys(FIGURES, 250_000) | {"transformations": 600_000}  # bytes over the wire; one needs a library


def stands(page, chapter):
    """Whether the picture is there, and nothing in its place."""
    picture = place(page, chapter).locator("> svg[role=img]")
    return picture.is_visible() and page.locator(f".{FIGURES[chapter]}").count() == 0


def test_each_script_of_a_figure_is_used_and_there():
    assert {path.stem for path in (BOOK / "_static" / "figures").glob("*.js")} == set(FIGURES.values())


def test_chapters_with_figures_are_known():
    found = {}
    for page in SITE.glob("*.html"):
        if name := re.search(r'data-figure="(\w+)"', page.read_text(encoding="utf8")):
            found[page.stem] = name[1]
    assert found == FIGURES


def test_colors_are_those_of_the_pictures(visit):
    names = {"BLUE": "first", "ORANGE": "second", "GREEN": "third", "RED": "wrong", "QUIET": "quiet"}
    found = visit("shapes", alive=False).evaluate("bookFigures.COLORS")
    assert found == {name: COLORS[meaning] for name, meaning in names.items()}


@each
def test_script_waits_until_the_figure_comes_near(visit, chapter):
    page = visit(chapter, alive=False)
    script = f"performance.getEntriesByType('resource').some(e => e.name.includes('/{FIGURES[chapter]}.js'))"
    assert not page.evaluate(script) and stands(page, chapter)
    enliven(page, chapter)
    assert page.evaluate(script) and not stands(page, chapter)


@each
def test_page_with_the_figure_is_within_its_budget(visit, chapter):
    bodies = []

    def listen(page):
        page.on("requestfinished", lambda request: bodies.append((request.url, request.response().body())))

    page = visit(chapter, before=listen)
    page.wait_for_load_state("networkidle")
    assert {re.match(r"\w+://[^/]+", url)[0] for url, _ in bodies} == {page.url.rpartition("/")[0]}
    assert any(f"/{FIGURES[chapter]}.js" in url for url, _ in bodies)
    packed = re.compile(r"\.(woff2|png|jpg)\b")
    assert sum(len(body if packed.search(url) else gzip.compress(body)) for url, body in bodies) <= LIMITS[chapter]


@each
def test_picture_stands_without_javascript(visit, chapter):
    assert stands(visit(chapter, alive=False, java_script_enabled=False), chapter)


@pytest.mark.parametrize("lost", [*CHAPTERS, "transformations: jsxgraphcore"])
def test_picture_stays_if_a_script_does_not_load(visit, lost):
    chapter, _, library = lost.partition(": ")
    script = f"**/{library or FIGURES[chapter]}.js*"
    page = visit(chapter, alive=False, before=lambda page: page.route(script, lambda route: route.abort()))
    with page.expect_console_message(lambda message: "did not load" in message.text):
        place(page, chapter).scroll_into_view_if_needed()
    assert stands(page, chapter)
    assert any("did not load" in problem for problem in page.problems)
    page.problems.clear()


@pytest.mark.parametrize("chapter", GIVEN)
def test_picture_stays_if_its_values_are_missing(visit, chapter):
    page = visit(chapter, alive=False)
    place(page, chapter).evaluate("node => delete node.dataset.values")
    place(page, chapter).scroll_into_view_if_needed()
    page.wait_for_function(f"window.book{FIGURES[chapter].capitalize()}")
    assert stands(page, chapter)


@each
def test_figure_works_from_a_file(visit, chapter):
    page = visit(chapter, home=f"{SITE.as_uri()}/")
    assert page.locator(f".{FIGURES[chapter]}").inner_text()


@each
def test_figure_is_accessible_and_fits_as_it_begins(visit, chapter):
    page = visit(chapter)
    for look in looks(page):
        assert violations(page, chapter) == [], look
        assert out_of_sight(page, f".{FIGURES[chapter]}, .{FIGURES[chapter]} *") == [], look


@each
def test_open_page_shows_a_figure_as_it_begins(visit, chapter):
    controls = "[...node.querySelectorAll('select, input, button')]"
    state = f"node => [node.innerText, ...{controls}.map((one) => [one.value, one.checked, one.disabled])]"
    change = f"""node => {controls}.forEach((one) => {{
        one.value = one.matches("select") ? one.options[one.options.length - 2].value : one.max || 2;
        ["input", "change", "click"].forEach((kind) => one.dispatchEvent(new Event(kind, {{ bubbles: true }})));
    }})"""
    figure = visit(chapter).locator(f".{FIGURES[chapter]}")
    before = figure.evaluate(state)
    figure.evaluate(change)
    assert figure.evaluate(state) != before
    assert visit(chapter).locator(f".{FIGURES[chapter]}").evaluate(state) == before


@pytest.mark.parametrize(
    ("rule", "html"), [("label", "<input>"), ("color-contrast", '<p style="color: light-dark(#ddd, #000)">planted</p>')]
)
def test_violations_tell_planted_fault_and_leave_the_page_as_it_is(visit, rule, html):
    page, elements = visit("shapes"), "[...document.querySelectorAll('body *')].map((node) => node.tagName)"
    page.locator(".shapes").evaluate("(figure, html) => figure.insertAdjacentHTML('beforeend', html)", html)
    before = page.evaluate(elements)
    assert violations(page, "shapes")[0].startswith(f"{rule}:")  # then what is told of words in pictures
    assert page.evaluate(elements) == before


@each
def test_figures_on_one_page_share_a_style_and_no_names(visit, chapter):
    page, name = visit(chapter, alive=False, viewport=PHONE), FIGURES[chapter]
    twins(page, chapter)
    page.evaluate("name => bookFigures.load(`figures/${name}.js?again`)", name)  # and nothing comes to life twice
    assert page.locator(f"#{name}-style").count() == 1 and page.locator(f".{name}").count() == 2
    assert page.locator("#live-style").count() == 1
    names = page.locator(f".{name}, .{name} [id]").evaluate_all("all => all.map(node => node.id).filter(id => id)")
    assert len(names) == len(set(names))


# ---- what figures.js gives to all of them ----


@each
def test_rules_of_a_figure_concern_that_figure_alone(visit, chapter):
    get = """style => [...style.sheet.cssRules].flatMap(rule => rule.media ? [...rule.cssRules] : rule)
             .map(rule => rule.selectorText)"""
    page = visit(chapter)
    for name in (FIGURES[chapter], "live"):
        for selector in page.locator(f"#{name}-style").evaluate(get):
            parts = re.split(r",(?![^(]*\))", selector)  # not those between brackets
            assert all(re.match(rf"\.{name}\b", part.strip()) for part in parts), selector


@each
def test_controls_of_all_figures_look_alike(visit, chapter):
    page = visit(chapter)
    controls = page.locator(".live").locator("select, button, input:not([type=range], [type=radio], .product-cell)")
    for look in looks(page):
        found = controls.evaluate_all(
            """all => all.filter(node => node.checkVisibility()).map(node => {
                const { color, borderTopWidth, borderTopColor, borderRadius, fontSize } = getComputedStyle(node);
                return [color, borderTopWidth, borderTopColor, borderRadius, fontSize, node.offsetHeight].join(" ");
            })"""
        )
        (quiet,) = colors(page.locator("figcaption").first, "color")
        usual = {f"{text} 1px {quiet} 4px 15.2px 32" for text in (ink(page), quiet)}  # quiet is what is disabled
        assert found and set(found) <= usual, look


@each
def test_field_without_a_number_is_marked_while_one_types(visit, chapter):
    page = visit(chapter)
    fields = page.locator(".live input[type=number]")
    if fields.count() == 0:
        assert FIGURES[chapter] in ("shapes", "tiles")
        return
    field, style = fields.first, "node => getComputedStyle(node).borderTopStyle"
    before = field.input_value()
    field.fill("")
    assert field.get_attribute("aria-invalid") == "true" and field.evaluate(style) == "dashed"
    field.fill(before)
    assert field.get_attribute("aria-invalid") is None and field.evaluate(style) == "solid"


def test_field_uses_good_numbers_and_refuses_others(visit):
    page = visit("shapes", alive=False)
    page.evaluate(
        """() => {
            const { make, row, typed } = bookFigures, note = name => value => log.push([name, value]);
            window.log = [];
            const one = make("input", { "aria-label": "one" }), two = make("input", { "aria-label": "two" });
            typed(one, value => value >= 0, note("used"), note("refused"));
            typed(two, value => value >= 0, note("used"));
            document.querySelector("article").append(row({ id: "fields" }, one, two));
        }"""
    )
    assert page.locator("#fields").get_attribute("class") == "live-row"
    for name, values in {"one": ["2", "-1", "", "x", "3.5"], "two": ["-1", "4"]}.items():
        field = page.get_by_label(name, exact=True)
        for value in values:
            field.fill(value)
            assert (field.get_attribute("aria-invalid") is None) == (value in ("2", "3.5", "4"))
    used = [["used", 2], ["refused", -1], ["refused", 0], ["refused", None], ["used", 3.5], ["used", 4]]
    assert page.evaluate("log.map(([name, value]) => [name, Number.isNaN(value) ? null : value])") == used


def test_text_that_has_not_changed_is_not_written_again(visit):
    changes = visit("shapes").evaluate(
        """async () => {
            const node = bookFigures.make("p", {}, "same"), changes = [];
            new MutationObserver(all => changes.push(...all)).observe(node, { childList: true });
            bookFigures.say(node, "same");
            await new Promise(setTimeout);
            const before = changes.length;
            bookFigures.say(node, "other");
            await new Promise(setTimeout);
            return [before, changes.length, node.textContent];
        }"""
    )
    assert changes == [0, 1, "other"]


def test_list_takes_names_or_values_with_names(visit):
    get = "names => bookFigures.options(names).map(option => [option.value, option.textContent])"
    found = visit("shapes").evaluate(get, ["none", ["own", "your own"], 3])
    assert found == [["none", "none"], ["own", "your own"], ["3", "3"]]


def test_label_stands_beside_its_control_and_names_it(visit):
    page = visit("shapes", alive=False)
    enliven(page, "shapes")  # for its style
    page.evaluate(
        """() => { const { labeled, make } = bookFigures;
            document.querySelector("article").append(...["one", ["t", make("i", {}, "wo")]].map(name =>
                labeled(name, make("input", { type: "range" }), " and more"))); }"""
    )
    names = page.locator("article > .live-pair")
    assert names.all_inner_texts() == ["one\nand more", "two\nand more"]
    assert page.get_by_role("slider", name="one", exact=True).count() == 1
    assert page.get_by_role("slider", name="two", exact=True).count() == 1
