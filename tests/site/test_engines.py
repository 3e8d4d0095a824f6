"""The built site in Firefox and in WebKit: every page is whole on a phone and on a desk, and what can be used is used.

Run by ``make site-test`` after ``make html``, where the two are installed; with ``CI`` set they must be.
"""

import functools
import os

import pytest
from engines import ENGINES, watched

from bookkit import order
from bookkit.browser import SITE, serve

pytestmark = pytest.mark.site

PAGES = sorted(p.relative_to(SITE).as_posix() for p in SITE.rglob("*.html") if "_static" not in p.parts)
FIGURES = order.interactive()
ENTER, RIGHT = "\ue007", "\ue014"  # WebDriver's names of keys
CONTROL = """const box = document.querySelector(`.live.${arguments[0]}`);
const kinds = { range: "[type=range]", choice: "[type=radio]:not(:checked)", slider: "[role=slider]",
    cell: "[role=gridcell][aria-selected=false]",
    button: "button:not(:disabled, [aria-disabled=true])" };
for (const [kind, selector] of Object.entries(kinds)) {
    const node = [...box.querySelectorAll(selector)].find((one) => one.checkVisibility());
    if (!node) continue;
    node.classList.add("planted");
    if (kind === "range") node.focus();
    return kind;
}"""  # finds the first control of a figure: what kind it is
SHOWN = """const box = document.querySelector(`.live.${arguments[0]}`);
return [box.innerHTML, ...[...box.querySelectorAll("input:not(.planted)")].map((field) => field.value)].join()"""
DRAG = [[], [(30, -20)]]
LAID_OUT = """return [...document.querySelectorAll(".bd-article section > *")]
    .every((block) => getComputedStyle(block).contentVisibility === "visible")"""  # nothing moves any more
FAULTS = {  # what is put at the top of a good page, and what must be told of it
    "console error": ('<script>console.error("planted")</script>', "problems", "console: planted"),
    "uncaught error": ('<script>throw new Error("planted")</script>', "problems", "planted"),
    "rejected promise": ('<script>Promise.reject(new Error("planted"))</script>', "problems", "rejected: "),
    "missing file": ('<script src="nowhere.js"></script>', "problems", "nowhere.js"),
    "outside request": ('<link rel="stylesheet" href="https://example.org/a.css">', "problems", "example.org"),
    "box too wide for a phone": ('<div style="width: 500px">planted</div>', "wide", "390 px"),
    "box too wide for a desk": (
        "<style>@media (width > 1000px) { .planted { width: 1500px; } }</style><div class=planted>planted</div>",
        "wide",
        "1366 px",
    ),
}


@pytest.fixture(scope="module", params=ENGINES)
def engine(request, tmp_path_factory):
    """Each of the engines in turn."""
    try:
        with ENGINES[request.param](tmp_path_factory.mktemp(request.param)) as browser:
            yield browser
    except FileNotFoundError as error:  # a developer may lack it, the CI may not
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"no {request.param}: {error}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The site, its pages watched."""
    return watched(SITE, tmp_path_factory.mktemp("site") / "watched")


@pytest.fixture(scope="module")
def places(folder):
    """Where the site is: served, or opened from its folder."""
    with serve(folder) as base:
        yield {"server": base, "files": folder.as_uri() + "/"}


@pytest.fixture(scope="module")
def seen(engine, places):
    return functools.cache(lambda page: engine.look(places["server"], page))


@pytest.fixture(params=["server", "files"])
def visit(engine, places, request):
    """Open a page of the site, from either place; its problems fail the test."""

    def go(page):
        engine.open(places[request.param] + page)
        engine.wait(LAID_OUT)
        return engine

    yield go
    assert engine.run("return problems") == []


@pytest.mark.parametrize("page", PAGES)
def test_page_has_no_problem(seen, page):
    assert seen(page)["problems"] == []


@pytest.mark.parametrize("page", PAGES)
def test_page_is_no_wider_than_its_window(seen, page):
    assert seen(page)["wide"] == []


def test_home_turns_dark(visit):
    home = visit("index.html")
    ground = "return getComputedStyle(document.body).backgroundColor"
    light = home.run(ground)
    home.click(".theme-change-button[data-mode=dark]")
    home.wait(f"{ground} !== arguments[0]", light)
    home.run("localStorage.clear()")


def test_home_shows_the_matrix_that_is_chosen(visit):
    if 'name="matrix"' not in (SITE / "index.html").read_text(encoding="utf8"):
        pytest.skip("the first page has no matrices to choose from")
    home = visit("index.html")
    said = 'return document.querySelector(".home-spoken").textContent'
    before = home.run(said)
    home.click("label:has([name=matrix]:not(:checked))")
    home.wait(f"{said} !== arguments[0]", before)


def test_solution_of_a_chapter_opens(visit):
    chapter = visit(order.chapters()[0] + ".html")
    assert not chapter.run('return document.querySelector("details.solution").open')
    chapter.click("details.solution summary")
    chapter.wait('return document.querySelector("details.solution").open')


@pytest.mark.parametrize("chapter", FIGURES)
def test_figure_answers(visit, chapter):
    page, name = visit(chapter + ".html"), FIGURES[chapter]
    page.run(f"document.querySelector('[data-figure={name}]').scrollIntoView()")
    page.wait(f"return document.querySelector('.live.{name}')")
    kind = page.run(CONTROL, name)
    before = page.run(SHOWN, name)
    if kind == "range":
        page.press(RIGHT)
    else:
        page.click(".planted", *DRAG[kind == "slider"])
    page.wait(f"{SHOWN} !== arguments[1]", name, before)


def test_search_finds_what_is_typed(visit):
    page = visit("search.html")
    page.run('document.querySelector(".bd-search-container input").focus()')
    page.press("solve" + ENTER)
    page.wait('return document.querySelector("#search-results li a")')


def test_search_opens_from_home(visit):
    home = visit("index.html")
    home.click(".search-button__button")
    home.wait('return document.activeElement.matches("dialog[open] input")')
    home.press("solve" + ENTER)
    home.wait('return document.querySelector("#search-results li a")')


@pytest.mark.parametrize("fault", FAULTS)
def test_look_tells_planted_fault(engine, folder, places, fault):
    html, kind, told = FAULTS[fault]
    good, start = (folder / f"{order.chapters()[0]}.html").read_text(encoding="utf8"), '<article class="bd-article">'
    (folder / "planted.html").write_text(good.replace(start, start + html), encoding="utf8")
    assert told in "\n".join(engine.look(places["server"], "planted.html")[kind])
