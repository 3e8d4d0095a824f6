"""The built site in a browser: each page is whole, offline, light, fit for a phone, for both themes, for the keyboard.

Run by ``make site-test`` after ``make html``; ``BOOK_SITE`` names a site elsewhere, ``CHROMIUM`` another browser.
"""

import collections
import functools
import re
import secrets
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from matplotlib.figure import Figure

from bookkit import ROOT, legible
from bookkit.browser import SITE, serve, violations
from bookkit.listings import code, find
from linalg_book.plotting import Picture

pytestmark = pytest.mark.site

PAGES = sorted(p.relative_to(SITE).as_posix() for p in SITE.rglob("*.html") if "_static" not in p.parts)
KILOBYTES, KILOBYTES_INTERACTIVE = 250, 600  # over the wire, gzip: a page of text, a page with an interactive figure
BLOCKS = '[...document.querySelectorAll(".bd-article section > *")]'
LAID_OUT = f'{BLOCKS}.every((block) => getComputedStyle(block).contentVisibility === "visible")'  # by book.js
ALIVE = '[...document.querySelectorAll("[data-figure]")].every((figure) => figure.dataset.ready)'
SIZES = """performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
           .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""
WIDE = """[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
          .slice(0, 5).map((e) => `${e.tagName.toLowerCase()}.${e.className}`)"""
NOT_IN_SUMMARY = {"p", "div", "section", "ul", "ol", "table", "h1", "h2", "h3"}
KINDS = {"summary": "summary"} | dict.fromkeys(["mi", "mn", "mo", "mtext"], "token")  # a token holds no elements
GOOD = "notation.html"  # a page of text, on which faults are tried
each_page = pytest.mark.parametrize("name", PAGES)


class Parts(HTMLParser):
    """What the checks without a browser need of a page: ids, addresses, pictures, misplaced tags, its neighbors."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.addresses, self.silent, self.misplaced = collections.Counter(), [], [], []
        self.order, self.neighbors, self.navigation, self.open = [], {}, False, collections.Counter()
        self.text = text
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        get = dict(attributes).get
        if get("id"):
            self.ids[get("id")] += 1
        if self.open["token"] or self.open["summary"] and tag in NOT_IN_SUMMARY:
            self.misplaced.append(self.get_starttag_text())
        self.open[KINDS.get(tag)] += 1
        address = get("href") or get("src")
        if address and tag in ("a", "link", "script", "img", "iframe", "source"):
            self.addresses.append(address)
        if tag == "img" and get("alt") is None or tag == "svg" and get("role") == "img" and not get("aria-label"):
            self.silent.append(self.get_starttag_text())
        if tag == "nav":
            self.navigation = "bd-docs-nav" in get("class", "")
        if tag == "a" and self.navigation:
            self.order.append(address)
        if tag == "a" and get("class") in ("left-prev", "right-next"):
            self.neighbors[get("class")] = address

    def handle_endtag(self, tag):
        self.open[KINDS.get(tag)] -= 1
        self.navigation = self.navigation and tag != "nav"


@functools.cache
def parts(site, page):
    return Parts((site / page).read_text(encoding="utf8"))


def broken_links(site, page):
    """Addresses on a page that lead to no file of the site, or to no element of its page."""
    for address in parts(site, page).addresses:
        url = urlsplit(address)
        if url.scheme or url.netloc:
            continue
        target = unquote(urlsplit(urljoin(page, url.path)).path) if url.path else page
        if not (site / target).is_file():
            yield f"{address}: no such file"
        elif url.fragment and target.endswith(".html") and unquote(url.fragment) not in parts(site, target).ids:
            yield f"{address}: no such id"


@dataclass
class Visit:
    """What the browser saw on a page."""

    errors: list
    outside: list
    violations: list
    illegible: list
    wide: list
    kilobytes: float
    allowed: int


def visit(browser, base, name):
    """Load a page once; look at it on a phone in the light, then on a desk in the dark."""
    phone = {"width": 390, "height": 844}
    context = browser.new_context(viewport=phone, color_scheme="light", reduced_motion="reduce")
    page, errors, outside = context.new_page(), [], []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith((base, "data:", "blob:")) else outside.append(r.url))
    page.goto(base + name)
    interactive = page.query_selector_all("[data-figure]")
    for figure in interactive:  # their scripts are loaded when they come into view
        figure.scroll_into_view_if_needed()
    page.evaluate("document.fonts.ready.then(() => null)")
    page.wait_for_function(f"{ALIVE} && {LAID_OUT}")
    size = page.evaluate(SIZES) / 1000
    page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))")
    too_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    wide = (page.evaluate(WIDE) or ["something"]) if too_wide else []
    found, illegible = [f"light, narrow: {violation}" for violation in violations(page)], list(legible.problems(page))
    page.set_viewport_size({"width": 1366, "height": 900})
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("document.documentElement.dataset.theme !== 'light'")
    # all rules again, not only those of colors: a wide window shows parts of the page that a phone hides
    found += [f"dark, wide: {violation}" for violation in violations(page)]
    illegible += legible.problems(page)
    context.close()
    allowed = KILOBYTES_INTERACTIVE if interactive else KILOBYTES
    return Visit(errors, outside, found, illegible, wide, size, allowed)


@pytest.fixture(scope="module")
def seen(browser, base):
    return functools.cache(lambda page: visit(browser, base, page))


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1366, "height": 900}, color_scheme="light")
    yield context.new_page()
    context.close()


def page_with(text):
    """Name of the first page that holds a piece of HTML."""
    return next(name for name in PAGES if text in parts(SITE, name).text)


def test_site_is_built(browser):
    assert {"index.html", "search.html", "404.html"} <= set(PAGES)


@each_page
def test_page_logs_no_error(seen, name):
    assert seen(name).errors == []


@each_page
def test_page_asks_no_other_host(seen, name):
    assert seen(name).outside == []


@each_page
def test_page_is_accessible_in_both_themes(seen, name):
    assert seen(name).violations == []


@each_page
def test_words_in_pictures_are_legible_on_a_phone_and_in_both_themes(seen, name):
    assert seen(name).illegible == []


@each_page
def test_page_fits_a_phone(seen, name):
    assert seen(name).wide == []


@each_page
def test_page_is_light(seen, name):
    assert seen(name).kilobytes <= seen(name).allowed


@each_page
def test_links_lead_somewhere(name):
    assert list(broken_links(SITE, name)) == []


def invalid(page):
    """What no page may hold: an id that stands twice, a block inside a summary, tokens of MathML that hold elements."""
    return [f"id {name} stands {count} times" for name, count in page.ids.items() if count > 1] + page.misplaced


@each_page
def test_markup_is_valid(name):
    assert invalid(parts(SITE, name)) == []


@pytest.mark.parametrize(
    "html",
    ['<p id="a"></p><p id="a"></p>', "<summary><p>x</p></summary>", "<math><mo><mi>m</mi></mo></math>"],
)
def test_invalid_markup_is_told(html):
    assert len(invalid(Parts(html))) == 1


@each_page
def test_pictures_are_described(name):
    assert parts(SITE, name).silent == []


def test_neighbors_follow_the_contents():
    order = parts(SITE, "genindex.html").order  # which stands in no part, so that all of the list leads elsewhere
    assert len(order) == len(set(order)) > 1
    assert parts(SITE, order[0]).neighbors["left-prev"] == "index.html"
    for before, after in zip(order, order[1:], strict=False):
        assert urljoin(before, parts(SITE, before).neighbors["right-next"]) == after
        assert urljoin(after, parts(SITE, after).neighbors["left-prev"]) == before


@pytest.mark.parametrize("word", ["solve", "transpose"])
@pytest.mark.parametrize("place", ["server", "files"])
def test_search_finds(page, base, place, word):
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto((base if place == "server" else SITE.as_uri() + "/") + f"search.html?q={word}")
    page.wait_for_selector("#search-results li a")
    found = page.eval_on_selector_all("#search-results li a", "(links) => links.map((a) => a.getAttribute('href'))")
    assert all((SITE / urlsplit(address).path).is_file() for address in found)
    assert errors == []


def test_search_opens_by_keyboard(page, base):
    page.goto(base + "index.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("solve")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results li a")
    assert "search.html?q=solve" in page.url


def test_pages_do_not_load_the_search_index():
    assert [name for name in PAGES if "searchindex.js" in parts(SITE, name).text] == ["search.html"]


def test_page_not_found_leads_home():
    lost = parts(SITE, "404.html")
    assert any(address.endswith("index.html") for address in lost.addresses)
    assert not re.search(r'(?:src|href)="_static', lost.text)  # it is shown at any depth


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_reads_without_javascript(browser, base, scheme):
    context = browser.new_context(java_script_enabled=False, color_scheme=scheme)
    page = context.new_page()
    page.goto(base + page_with("katex-html"))
    places = (".bd-article h1", ".bd-article p", ".bd-article .katex-html .mord")
    boxes = [page.locator(place).first.bounding_box() for place in places]
    background = page.locator("body").evaluate("(body) => getComputedStyle(body).backgroundColor")
    context.close()
    assert all(box["width"] > 5 and box["height"] > 5 for box in boxes)
    assert (sum(map(int, re.findall(r"\d+", background)[:3])) > 3 * 128) == (scheme == "light")


def test_theme_buttons_work_and_are_remembered(page, base):
    page.goto(base + "index.html")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator(".theme-change-button[data-mode=dark]").first.click()
    dark = page.evaluate(ground)
    page.reload()
    assert page.evaluate(ground) == dark != light


NEAREST = """Math.min(...[...document.querySelectorAll("details.fold")].flatMap((fold) => {
    const frame = fold.getBoundingClientRect();
    const boxes = [...fold.querySelectorAll(":scope > p, section > *")].map((part) => part.getBoundingClientRect());
    return boxes.flatMap((box) => [box.left - frame.left, frame.right - box.right, frame.bottom - box.bottom]);
}))"""  # pixels between the frame of a fold and what is in it
FOLDS = ["details.solution", "details.hint", "details.hide:has(.always)", "details.hide:has(.expanded)"]


@pytest.mark.parametrize("fold", FOLDS, ids=["solution", "hint", "imports", "code of a picture"])
def test_folds_open_by_keyboard_and_without_scripts(browser, base, fold):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base + "solving.html")
    part = page.locator(fold).first
    inner = part.locator(":scope > :not(summary)").first
    assert not inner.is_visible()
    part.locator("summary").focus()
    page.keyboard.press("Enter")
    assert inner.is_visible()
    context.close()


def test_an_open_fold_is_clear_of_its_frame(page, base):
    page.goto(base + "solving.html")
    page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))")
    page.wait_for_function(LAID_OUT)
    assert 10 <= page.evaluate(NEAREST) < 100


def test_a_listing_is_copied_without_its_head(browser, base):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(base + "solving.html")
    listing = page.locator(".listing").first
    listing.scroll_into_view_if_needed()
    listing.locator("button.copybtn").click(force=True)
    page.wait_for_selector(".listing button.copybtn.success")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.rstrip() == code(find("linalg_book.solving.solve_checked", ROOT)).rstrip()
    context.close()


def test_a_listing_leads_to_its_entry_and_its_place_in_the_file():
    heads = re.findall(r'<p class="listing-head">(.*?)</p>', parts(SITE, "cipher.html").text)
    links = [re.findall(r'href="([^"]*)"', head) for head in heads]
    view = "_modules/linalg_book/cipher.html"
    assert links == [["api.html#linalg_book.cipher.encrypt", f"{view}#encrypt"], [f"{view}#_multiply"]]
    assert 'href="../../cipher.html#linalg_book.cipher._multiply"' in parts(SITE, view).text


def test_contents_open_on_a_phone(page, base):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(base + GOOD)
    page.locator(".primary-toggle").click()
    page.wait_for_selector("dialog#pst-primary-sidebar-modal summary", state="visible")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog#pst-primary-sidebar-modal", state="hidden")


def drawn(width=4.8, box=None, **look):
    """A picture that holds one word, as a page has it."""
    axes = Figure(figsize=(width, 1)).subplots()
    axes.set_axis_off()
    if box:
        axes.fill([0, 1, 1, 0], [0, 0, 1, 1], color=box)
    axes.text(0.5, 0.5, "planted", ha="center", va="center", **look)
    return Picture(axes.figure, "One word.").svg()


FAULTS = {  # what is put at the top of a good page, and the part of a visit that must tell
    "outside request": ('<link rel="stylesheet" href="https://example.org/a.css">', "outside"),
    "console error": ('<script>console.error("planted")</script>', "errors"),
    "uncaught error": ('<script>throw new Error("planted")</script>', "errors"),
    "missing file": ('<script src="nowhere.js"></script>', "errors"),
    "image without alt": ('<img src="_static/favicon.svg" width="9">', "violations"),
    "faint text in the dark": ('<p style="color: light-dark(#000, #333)">planted</p>', "violations"),
    "faint formula": ('<span class="katex" style="color: #ccc">planted</span>', "violations"),
    "nameless button that a phone hides": (
        "<style>@media (width < 960px) { .planted { display: none; } }</style><button class=planted></button>",
        "violations",
    ),
    "box out of reach": (f'<div style="overflow: auto; white-space: pre"><p>{"planted " * 99}</p></div>', "violations"),
    "small word in a picture": (drawn(size=6), "illegible"),
    "wide picture, and so a small word": (drawn(width=6), "illegible"),
    "grey word in a picture": (drawn(color="#aaaaaa"), "illegible"),
    "word on a dark ground": (drawn(box="#336699"), "illegible"),
    "word that is faint in the dark": (drawn().replace("<text ", '<text fill="#222222" '), "illegible"),
    "small word of a script": ('<p data-figure="x" data-ready="1" style="font-size: 9px"><b>so</b></p>', "illegible"),
    "wide box": ('<div style="width: 500px">planted</div>', "wide"),
}


@pytest.fixture
def plant(tmp_path):
    """Copy of a good page with a piece of HTML put in."""
    (tmp_path / "_static").symlink_to(SITE / "_static")

    def put(html):
        good, start = (SITE / GOOD).read_text(encoding="utf8"), '<article class="bd-article">'
        (tmp_path / GOOD).write_text(good.replace(start, start + html), encoding="utf8")
        return tmp_path

    return put


@pytest.mark.parametrize("fault", FAULTS)
def test_visit_tells_planted_fault(browser, plant, fault):
    html, told = FAULTS[fault]
    with serve(plant(html)) as address:
        assert getattr(visit(browser, address, GOOD), told)


def test_visit_tells_heavy_page(browser, plant):
    with serve(plant(f"<script>/*{secrets.token_hex(300_000)}*/</script>")) as address:
        seen = visit(browser, address, GOOD)
    assert seen.kilobytes > seen.allowed


@pytest.mark.parametrize("address", ["nowhere.html", "#nowhere", f"{GOOD}#nowhere", "_static/nowhere.png"])
def test_links_tell_planted_fault(plant, address):
    assert any(address in fault for fault in broken_links(plant(f'<a href="{address}">planted</a>'), GOOD))


@pytest.mark.parametrize("html", ['<img src="_static/favicon.svg">', '<svg role="img">'])
def test_pictures_tell_planted_fault(plant, html):
    assert parts(plant(html), GOOD).silent == [html]
