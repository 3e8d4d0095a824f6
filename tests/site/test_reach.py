"""Readers with a keyboard alone, a screen reader or colors of their own find their way on the built site."""

import re

import pytest

from bookkit.browser import SITE, violations

pytestmark = pytest.mark.site

PAGES = sorted(path.name for path in SITE.glob("*.html"))
CHAPTER = "grades.html"  # it has all of it: cells, a table, exercises, pictures whose code is folded
NAMED = [
    'group "Code 1"',
    'group "Output 2"',
    'button "Copy code 1"',
    'rowheader "Alice"',
    'columnheader "homework"',
    'group "Exercise 1.1"',
    'group "Solution to Exercise 1.1"',
]
STRAY = """() => [...document.querySelectorAll(".bd-article .math")].flatMap((formula) => {
    const text = formula.nextSibling;
    if (text?.nodeType !== Node.TEXT_NODE || !/^[).,:;!?]/.test(text.data) || !formula.checkVisibility()) return [];
    const sign = document.createRange();
    sign.setStart(text, 0);
    sign.setEnd(text, 1);
    const bases = [...formula.querySelectorAll(".base")];
    return sign.getBoundingClientRect().left < bases.at(-1).getBoundingClientRect().left ? [formula.textContent] : [];
})"""
STOPS = """() => {
    const article = document.querySelector("article");
    const stops = [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex]")];
    const seen = (stop) => stop.tabIndex >= 0 && stop.checkVisibility({ checkVisibilityCSS: true });
    const before = (stop) => article.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_PRECEDING;
    return stops.filter((stop) => seen(stop) && before(stop));
}"""
each_page = pytest.mark.parametrize("name", PAGES)


@pytest.fixture
def page(browser, base):
    context = browser.new_context(viewport={"width": 1366, "height": 900}, color_scheme="light")
    page = context.new_page()
    page.goto(base + CHAPTER)
    page.wait_for_selector(".copybtn[aria-label]", state="attached")
    yield page
    context.close()


def read(name):
    return (SITE / name).read_text(encoding="utf8")


@pytest.mark.parametrize("name", NAMED)
def test_accessibility_tree_names(page, name):
    page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))")
    assert name in page.locator("article").aria_snapshot()


@pytest.mark.parametrize(("opener", "name"), [(".search-button__button", "Search"), (".primary-toggle", "Contents")])
def test_dialogs_are_named(page, opener, name):
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(opener).click()
    assert f'dialog "{name}"' in page.locator("body").aria_snapshot()


@each_page
def test_cells_are_named(name):
    parts = re.findall(r'<div class="(cell_input|cell_output) [^"]*"( role="group" aria-label="[^"]*")?', read(name))
    labels = [label for _, label in parts]
    assert all(labels)
    assert len(labels) == len(set(labels))


@each_page
def test_first_cell_of_each_row_is_its_head(name):
    for table in re.findall(r'<table class="(?:table|table dataframe)"[^>]*>.*?</table>', read(name), re.DOTALL):
        for row in re.findall(r"<tr[^>]*>\s*<(.*?)>", table.partition("<tbody>")[2], re.DOTALL):
            assert row.startswith('th scope="row"')


def test_buttons_of_the_text_differ_in_name(page):
    buttons = page.locator("article button")
    names = [buttons.nth(i).get_attribute("aria-label") for i in range(buttons.count())]
    assert len(names) == len(set(names)) > 1


def test_copying_is_told(page):
    page.locator(".copybtn:visible").first.click()
    page.wait_for_function("document.querySelector('[role=status]').textContent === 'Copied'")


@pytest.mark.parametrize("width", [1366, 390])
def test_first_stop_leads_to_the_text(page, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main-content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_few_stops_come_before_the_text(page):
    assert page.evaluate(f"({STOPS})().length") <= 48


@each_page
def test_no_sign_after_a_formula_begins_a_line(browser, base, name):
    if 'class="math' not in read(name):
        return
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(base + name)
    page.add_style_tag(content=".bd-article section > * { content-visibility: visible !important; }")
    page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))")
    page.evaluate("document.fonts.ready.then(() => null)")
    stray = []
    for width in (390, 362, 337, 320):
        page.set_viewport_size({"width": width, "height": 844})
        stray += page.evaluate(STRAY)
    page.close()
    assert stray == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colors_tell_parts_from_each_other(page, scheme):
    """By lines alone: the sides of code and output, the page that is open, the colors that are chosen."""
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    sides = "(box) => ['Top', 'Left'].map((side) => getComputedStyle(box)[`border${side}Style`])"
    assert page.locator(".cell_input").first.evaluate(sides) == ["solid", "solid"]
    assert page.locator(".cell_output .output").first.evaluate(sides) == ["none", "double"]
    assert page.locator("div.exercise").first.evaluate(sides) == ["solid", "solid"]
    assert page.locator(".side [aria-current=page]").evaluate("(a) => getComputedStyle(a).outlineStyle") == "solid"
    ground = "(button) => getComputedStyle(button).backgroundColor"
    pressed, other = (page.locator(f".theme-change-button[aria-pressed={is_on}]").first for is_on in ("true", "false"))
    assert pressed.evaluate(ground) != other.evaluate(ground)


def test_nothing_moves_for_readers_who_want_no_motion(browser, base):
    page = browser.new_page(reduced_motion="reduce")
    page.goto(base + CHAPTER)
    moving = """[...document.querySelectorAll("*")].filter((e) => ["", "::before", "::after"].some((part) => {
        const { transitionDuration, transitionProperty, animationName, scrollBehavior } = getComputedStyle(e, part);
        const changes = transitionProperty !== "none" && /[1-9]/.test(transitionDuration);
        return changes || animationName !== "none" || scrollBehavior === "smooth";
    })).map((e) => e.tagName + "." + e.className)"""
    assert page.evaluate(moving) == []
    page.close()


TARGETS = '<p><button style="{0}">a</button><button style="{0}">b</button></p>'.format(
    "width: 12px; height: 12px; padding: 0; border: 0; font-size: 9px"
)


@pytest.mark.parametrize(
    ("fault", "rule"),
    [(TARGETS, "target-size"), ("<table><thead><tr><th></th></tr></thead></table>", "empty-table-header")],
)
def test_rules_for_wcag_22_and_good_practice_tell(page, fault, rule):
    page.evaluate("(html) => document.querySelector('article').insertAdjacentHTML('afterbegin', html)", fault)
    assert [found for found in violations(page) if found.startswith(rule)]
