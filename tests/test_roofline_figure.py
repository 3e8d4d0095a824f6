"""The interactive roofline in a browser: its numbers are those of linalg_book.roofline, and every reader can use it."""

import gzip
import json
import re

import numpy as np
import pytest
from browser import AXE, SITE

from linalg_book.hardware import DEVICES
from linalg_book.roofline import ITEMSIZE, attainable, bound, gemm_bytes, gemm_seconds, intensity, ridge

pytestmark = pytest.mark.site

DESK, PHONE = {"width": 1366, "height": 900}, {"width": 390, "height": 844}
SLACK = 4 * np.finfo(float).eps  # the same few products and quotients, in another order
LIMIT = 250_000  # bytes over the wire: the figure needs no library
DENSE = [
    (entry.name, figure.dtype)
    for entry in DEVICES.values()
    for figure in entry.figures
    if figure.quantity == "peak" and not figure.sparse
]


@pytest.fixture
def visit(browser, base):
    """Open the chapter and, unless told otherwise, bring the figure to life; problems of the page fail the test."""
    contexts, problems = [], []

    def go(*, alive=True, url=f"{base}roofline.html", before=None, **options):
        context = browser.new_context(**{"viewport": DESK, **options})
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        if before:
            before(page)
        page.goto(url, wait_until="load")
        if alive:
            page.locator("[data-figure=roofline]").scroll_into_view_if_needed()
            page.locator(".roofline").wait_for()
        return page

    go.problems = problems
    yield go
    for context in contexts:
        context.close()
    assert problems == []


def choose(page, label, value):
    page.locator(".roofline").get_by_label(label, exact=True).select_option(value)


def field(page, letter):
    return page.locator(".roofline").get_by_label(letter, exact=True)


def sizes(page):
    return [int(field(page, letter).input_value()) for letter in "mnk"]


def said(page):
    return page.locator(".roofline output").inner_text()


def text(page):
    return page.locator(".roofline").inner_text()


def point(page):
    """Where the point is drawn, in the picture's own units."""
    circle = page.locator(".roofline-point")
    return float(circle.get_attribute("cx")), float(circle.get_attribute("cy"))


def test_numbers_agree_with_the_library_for_every_device_and_format(visit, rng):
    page = visit()
    for name, dtype in DENSE:
        rates = {"peak": DEVICES[name].peak(dtype), "bandwidth": DEVICES[name].bandwidth}
        setting = {"dtype": dtype, "itemsize": ITEMSIZE[dtype], **rates}
        shapes = np.floor(10 ** rng.uniform(0, 6, (20, 3))).astype(int).tolist()
        shapes += [[1, 1, 1], [1, 4096, 4096], [10**6] * 3]
        found = page.evaluate("([s, all]) => all.map(mnk => bookRoofline.compute(s, ...mnk))", [setting, shapes])
        for shape, js in zip(shapes, found, strict=True):
            how = {"itemsize": ITEMSIZE[dtype]}
            x = intensity(*shape, **how)
            expected = {
                "bytes": gemm_bytes(*shape, **how),
                "intensity": x,
                "ridge": ridge(**rates),
                "seconds": gemm_seconds(*shape, **how, **rates),
                "rate": attainable(x, **rates),
                "share": attainable(x, **rates) / rates["peak"],
            }
            for key, value in expected.items():
                assert js[key] == pytest.approx(value, rel=SLACK), (name, dtype, shape, key)
            assert js["bound"] == bound(*shape, **how, **rates)


def test_values_on_the_page_are_those_of_the_registry(visit):
    values = json.loads(visit(alive=False).locator("[data-figure=roofline]").get_attribute("data-values"))
    assert values["itemsize"] == ITEMSIZE
    found = {(d["name"], t): (peak, d["bandwidth"]) for d in values["devices"] for t, peak in d["peaks"].items()}
    assert found == {(name, dtype): (DEVICES[name].peak(dtype), DEVICES[name].bandwidth) for name, dtype in DENSE}


def test_every_device_and_format_can_be_chosen(visit):
    page = visit()
    for name, dtype in DENSE:
        choose(page, "Device", name)
        choose(page, "Numbers", dtype)
        x, level = intensity(1, 4096, 4096, itemsize=ITEMSIZE[dtype]), DEVICES[name].ridge(dtype)
        numbers = [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*\.?\d*", said(page))]
        np.testing.assert_allclose(numbers, [x, level], rtol=5e-3)  # shown with three digits


def test_format_is_kept_from_device_to_device_where_both_have_it(visit):
    page = visit()
    choose(page, "Numbers", "fp8")
    choose(page, "Device", "H200 SXM")
    assert page.locator(".roofline").get_by_label("Numbers", exact=True).input_value() == "fp8"
    choose(page, "Device", "A100 SXM 80GB")
    assert page.locator(".roofline").get_by_label("Numbers", exact=True).input_value() == "fp16"


def test_figure_takes_the_place_of_the_picture(visit):
    page = visit()
    assert page.locator("[data-figure=roofline] > svg[role=img]").is_hidden()
    assert sizes(page) == [1, 4096, 4096]
    assert said(page) == "Memory-bound: 1 FLOP for each byte, and the ridge is at 295."
    assert "At least 10 µs: 33.6 MB to move take 10 µs, 33.6 MFLOP take 33.9 ns." in text(page)
    assert "At most 3.35 TFLOP/s, 0.34 % of the peak." in text(page)


def test_presets_fill_in_the_sizes(visit):
    page = visit()
    choose(page, "Product", "square, 4096")
    assert sizes(page) == [4096, 4096, 4096]
    assert said(page) == "Compute-bound: 1365 FLOP for each byte, and the ridge is at 295."
    assert "At most 989 TFLOP/s, the whole peak." in text(page)
    choose(page, "Product", "matrix times vector, 4096")
    assert sizes(page) == [4096, 1, 4096]
    assert said(page).startswith("Memory-bound: 1 FLOP")
    choose(page, "Product", "square, 256")
    assert said(page).startswith("Memory-bound: 85.3 FLOP")


def test_keyboard_moves_the_batch(visit):
    page = visit()
    slider = page.locator(".roofline input[type=range]")
    choose(page, "Product", "square, 256")
    slider.focus()
    for rows in (2, 4, 8):
        page.keyboard.press("ArrowRight")
        assert sizes(page) == [rows, 4096, 4096]
    assert slider.get_attribute("aria-valuetext") == "8 rows"
    assert slider.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    page.keyboard.press("Home")
    assert slider.get_attribute("aria-valuetext") == "1 row"
    page.keyboard.press("End")
    assert sizes(page) == [4096, 4096, 4096]
    assert page.locator(".roofline").get_by_label("Product", exact=True).input_value().startswith("decoding")


def test_point_moves_along_the_roof(visit):
    page = visit()
    start = point(page)
    page.locator(".roofline input[type=range]").fill("6")  # 64 rows: up the slope
    (x, y), level = point(page), said(page)
    assert x > start[0] and y < start[1]
    assert level.startswith("Memory-bound: 62.1 FLOP")
    page.locator(".roofline input[type=range]").fill("12")
    assert point(page)[0] > x and point(page)[1] < y
    roof = page.locator(".roofline-roof").get_attribute("points").split()
    assert point(page)[1] == pytest.approx(float(roof[1].split(",")[1]), abs=0.02)  # on the flat part


def test_point_lies_on_the_roof_for_any_sizes(visit, rng):
    page = visit()
    for shape in [*np.floor(10 ** rng.uniform(0, 6, (10, 3))).astype(int).tolist(), [1, 1, 1], [10**6] * 3]:
        for letter, value in zip("mnk", shape, strict=True):
            field(page, letter).fill(str(value))
        corners = page.locator(".roofline-roof").get_attribute("points").split()
        xs, ys = zip(*(map(float, corner.split(",")) for corner in corners), strict=True)
        x, y = point(page)
        assert xs[0] <= x <= xs[2]
        assert y == pytest.approx(np.interp(x, xs, ys), abs=0.05)


def test_mouse_and_finger_move_the_batch(visit):
    page = visit()
    box = page.locator(".roofline input[type=range]").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert sizes(page) == [64, 4096, 4096]
    page = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    slider = page.locator(".roofline input[type=range]")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] - 3, box["y"] + box["height"] / 2)
    assert sizes(page) == [4096, 4096, 4096]


def test_typed_sizes_are_used(visit):
    page = visit()
    for letter, value in zip("mnk", ["300", "200", "100"], strict=True):
        field(page, letter).fill(value)
    expected = intensity(300, 200, 100, itemsize=2)
    assert said(page).startswith(f"Memory-bound: {expected:.1f} FLOP")
    assert page.locator(".roofline").get_by_label("Product", exact=True).input_value() == "sizes of your own"


@pytest.mark.parametrize("value", ["", "0", "-5", "2.5", "1000001"])
def test_what_is_no_size_is_marked_and_changes_nothing(visit, value):
    page = visit()
    before = text(page)
    field(page, "n").fill(value)
    assert field(page, "n").get_attribute("aria-invalid") == "true"
    assert field(page, "n").evaluate("node => getComputedStyle(node).borderStyle") == "dashed"  # while it has the focus
    assert text(page) == before
    field(page, "n").fill("4096")
    assert field(page, "n").get_attribute("aria-invalid") is None
    field(page, "n").fill(value)
    choose(page, "Product", "square, 256")
    assert field(page, "n").get_attribute("aria-invalid") is None and sizes(page) == [256] * 3


def test_verdict_is_announced(visit):
    assert visit().locator(".roofline output").get_attribute("aria-live") == "polite"


def test_integers_are_not_called_floating_point(visit):
    page = visit()
    choose(page, "Numbers", "int8")
    assert said(page).startswith("Memory-bound: 2 OP for each byte")


def test_picture_stands_without_javascript(visit):
    page = visit(alive=False, java_script_enabled=False)
    assert page.locator("[data-figure=roofline] > svg[role=img]").is_visible()
    assert page.locator(".roofline").count() == 0


def test_picture_stays_if_the_script_does_not_load(visit):
    page = visit(alive=False, before=lambda page: page.route("**/roofline.js*", lambda route: route.abort()))
    with page.expect_console_message(lambda message: "did not load" in message.text):
        page.locator("[data-figure=roofline]").scroll_into_view_if_needed()
    assert page.locator("[data-figure=roofline] > svg[role=img]").is_visible()
    assert page.locator(".roofline").count() == 0
    assert any("did not load" in problem for problem in visit.problems)
    visit.problems.clear()


def test_picture_stays_if_its_values_are_missing(visit):
    page = visit(alive=False)
    page.evaluate("document.querySelector('[data-figure=roofline]').removeAttribute('data-values')")
    page.locator("[data-figure=roofline]").scroll_into_view_if_needed()
    page.wait_for_function("window.bookRoofline")
    assert page.locator("[data-figure=roofline] > svg[role=img]").is_visible()
    assert page.locator(".roofline").count() == 0


def test_figure_works_from_a_file(visit):
    page = visit(url=(SITE / "roofline.html").resolve().as_uri())
    assert said(page).startswith("Memory-bound: 1 FLOP")


def test_page_with_the_figure_is_within_its_budget(visit):
    bodies = []
    page = visit(before=lambda page: page.on("requestfinished", lambda r: bodies.append((r.url, r.response().body()))))
    page.wait_for_load_state("networkidle")
    assert {re.match(r"\w+://[^/]+", url)[0] for url, _ in bodies} == {page.url.rpartition("/")[0]}
    assert any("roofline.js" in url for url, _ in bodies)
    plain = re.compile(r"\.(woff2|png|jpg)\b")
    assert sum(len(body if plain.search(url) else gzip.compress(body)) for url, body in bodies) <= LIMIT


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ink_is_that_of_the_page(visit, scheme):
    page = visit(color_scheme=scheme)
    ink = page.locator("article p").first.evaluate("node => getComputedStyle(node).color")
    for name in (".roofline-point", ".roofline svg text"):
        colors = "node => [getComputedStyle(node).stroke, getComputedStyle(node).fill]"
        assert ink in page.locator(name).first.evaluate(colors)


@pytest.mark.parametrize(("scheme", "viewport"), [("light", DESK), ("dark", DESK), ("light", PHONE), ("dark", PHONE)])
def test_axe_finds_nothing(visit, scheme, viewport):
    page = visit(color_scheme=scheme, viewport=viewport)
    page.add_script_tag(path=AXE)
    found = page.evaluate(
        """() => axe.run("figure:has(.roofline)",
                {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})
            .then(result => result.violations.map(v => [v.id, v.nodes[0].html]))"""
    )
    assert found == []


def test_page_does_not_scroll_sideways_on_a_phone(visit):
    page = visit(viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for part in page.locator(".roofline > *, .roofline-pair").all():
        box = part.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]


def test_labels_of_the_picture_do_not_overlap(visit):
    page = visit()
    for name, dtype in DENSE:
        choose(page, "Device", name)
        choose(page, "Numbers", dtype)
        overlaps = page.evaluate(
            """() => {
                const texts = [...document.querySelectorAll(".roofline svg text")];
                const all = texts.map(t => [t.textContent, t.getBoundingClientRect()]);
                const meet = (p, q) =>
                    p.left < q.right && q.left < p.right && p.top + 3 < q.bottom && q.top + 3 < p.bottom;
                return all.flatMap(([a, p], i) => all.slice(i + 1).filter(([, q]) => meet(p, q)).map(([b]) => [a, b]));
            }"""
        )
        assert overlaps == [], (name, dtype)
