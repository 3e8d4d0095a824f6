"""The search page in a browser: each chapter is found by its names, and names, sections and errors are found, too."""

import pytest

from bookkit import order
from bookkit.browser import SITE, violations

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def asked(browser, base):
    """What a query finds, best first: pages and names of the library, each with its places and its score."""
    page = browser.new_page()
    page.goto(base + "search.html?q=matrix")
    page.wait_for_selector(".found-list li")
    yield lambda query: page.evaluate("(query) => bookSearch(query)", query)
    page.close()


@pytest.fixture(scope="module")
def known(browser, base):
    """What the search page knows of the pages and of the library's errors."""
    page = browser.new_page()
    page.goto(base + "search.html")
    yield page.evaluate("JSON.parse(document.getElementById('search-data').textContent)")
    page.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1366, "height": 900}, color_scheme="light")
    yield context.new_page()
    context.close()


def first(found, number=5):
    return [hit.get("page") or hit["name"] for hit in found[:number]]


@pytest.mark.parametrize("stem", order.chapters())
def test_chapter_is_first_for_its_short_name_and_its_term(asked, known, stem):
    assert {name: first(asked(name), 1) for name in known["pages"][stem]["names"]} == {
        name: [stem] for name in known["pages"][stem]["names"]
    }


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("solve", ["solving"]),
        ("GEMM", ["gemm", "linalg_book.gemm", "linalg_book.plotting.gemm", "glossary"]),
        ("solve_checked", ["linalg_book.solving.solve_checked", "solving"]),
        ("solve checked", ["linalg_book.solving.solve_checked", "solving"]),
        ("linear cipher", ["codebreaking"]),
    ],
)
def test_query_finds_first(asked, query, best):
    assert first(asked(query), len(best)) == best


def test_parts_of_words_find_no_function(asked):
    assert not any("iqr" in name for name in first(asked("QR"), 99))


@pytest.mark.parametrize("query", ["solve", "product", "matrix product", "QR", "GEMM", "inverse"])
def test_pages_that_list_come_after_those_that_teach(asked, known, query):
    ranks = [known["pages"][hit["page"]]["rank"] for hit in asked(query) if "page" in hit]
    assert ranks[0] == 3 and 1 not in ranks[: ranks.index(2) if 2 in ranks else 1]
    assert all(rank == 1 for rank in ranks[ranks.index(1) :]) if 1 in ranks else True


@pytest.mark.parametrize("query", ["xyzzy", "the of", ""])
def test_nothing_is_found_for_what_stands_nowhere(asked, query):
    assert asked(query) == []


def test_sections_are_found(asked):
    (hit,) = [hit for hit in asked("least squares") if hit.get("page") == "prediction"]
    assert hit["places"][0]["text"].startswith("Least squares")
    assert hit["places"][0]["address"].startswith("prediction.html#")


def errors(known):
    """One error of each topic that has a page, one that says enough: its text with something filled in, its page."""
    texts = {page: text for text, page, _ in reversed(known["errors"]) if len(text.split()) > 6}
    return [(text.replace("…", "(2, 3)"), page) for page, text in texts.items()]


def test_errors_lead_to_what_raises_them(asked, known):
    cases = errors(known)
    assert len(cases) > 10
    lost = {text: page for text, page in cases if page not in first(asked(f"ValueError: {text}"), 2)}
    assert lost == {}


def test_addresses_of_errors_are_there(known):
    pages = {address.partition("#")[0] for _, _, address in known["errors"]}
    texts = {page: (SITE / page).read_text(encoding="utf8") for page in pages}
    for _, _, address in known["errors"]:
        page, _, name = address.partition("#")
        assert not name or f'id="{name}"' in texts[page], address


@pytest.mark.parametrize("place", ["server", "files"])
def test_results_name_page_part_and_sections(page, base, place):
    page.goto((base if place == "server" else SITE.as_uri() + "/") + "search.html?q=least+squares")
    page.wait_for_selector(".found-list li")
    item = page.locator(".found-list > li", has=page.locator("a[href='prediction.html']"))
    number = order.chapters().index("prediction") + 1
    assert item.locator(".where").inner_text() == f"Chapter {number} · Matrices at work"
    assert item.locator(".places a").first.get_attribute("href").startswith("prediction.html#")


@pytest.mark.parametrize("width", [390, 1440])
def test_magnifier_lies_beside_the_words(page, base, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(base + "search.html?q=solve")
    icon, field = (page.locator(f".bd-search-container {part}").bounding_box() for part in ("i", "input"))
    assert icon["x"] + icon["width"] <= field["x"]


def test_field_has_one_ring(page, base):
    page.goto(base + "search.html")
    page.locator(".bd-search-container input").focus()
    look = "(e) => [getComputedStyle(e).outlineStyle, getComputedStyle(e).boxShadow]"
    rings = [page.locator(f".bd-search-container {part}").evaluate(look) for part in ("form", "input")]
    assert rings == [["solid", "none"], ["none", "none"]]


def test_matches_can_be_hidden_where_there_are_some(page, base):
    page.goto(base + "search.html?q=transpose")
    page.locator(".found-list a[href='glossary.html']").click()
    hide = page.get_by_role("button", name="Hide search matches")
    hide.click()
    assert page.locator("article .highlighted").count() == hide.count() == 0


@pytest.mark.parametrize("query", ["xyzzy", "matrices"])
def test_hiding_matches_is_not_offered_where_there_are_none(page, base, query):
    page.goto(base + f"search.html?q={query}")
    page.wait_for_selector("#search-results .search-summary[role=status]")
    page.goto(base + ("glossary.html" if query == "xyzzy" else "search.html?q=other"))
    page.wait_for_timeout(150)  # Sphinx's script and ours wait for one another
    assert page.get_by_text("Hide search matches").count() == page.locator(".highlighted").count() == 0


def test_results_are_told_to_screen_readers(page, base):
    page.goto(base + "search.html?q=xyzzy")
    page.wait_for_selector("[role=status]:has-text('Nothing is found')")
    assert page.locator("#search-results a").get_attribute("href") == "genindex.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_results_are_accessible(page, base, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(base + "search.html?q=solve")
    page.wait_for_selector("#search-results [role=status]")
    assert violations(page) == []


def test_results_fit_a_phone(page, base):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(base + "search.html?q=plot_row_times_vector")
    page.wait_for_selector("#search-results [role=status]")
    right = "(all) => Math.max(...all.map((e) => e.getBoundingClientRect().right))"
    assert page.eval_on_selector_all(".found-list *", right) <= 390
