"""The interactive roofline in a browser: its numbers are those of linalg_book.roofline, and every reader can use it."""

import json
import re

import numpy as np
import pytest
from interactive import PHONE, colors, crowded, ink

from linalg_book.hardware import DEVICES
from linalg_book.roofline import ITEMSIZE, attainable, bound, gemm_bytes, gemm_seconds, intensity, ridge

pytestmark = pytest.mark.site

CHAPTER = "roofline"
SLACK = 4 * np.finfo(float).eps  # the same few products and quotients, in another order
DENSE = [
    (entry.name, figure.dtype)
    for entry in DEVICES.values()
    for figure in entry.figures
    if figure.quantity == "peak" and not figure.sparse
]


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
    told = "n: type a number from 1 to 1000000; the last one stays in use."
    assert text(page).removeprefix(before).strip() == told
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ink_is_that_of_the_page(visit, scheme):
    page = visit(color_scheme=scheme)
    assert ink(page) in colors(page.locator(".roofline-point"), "stroke", "fill")
    assert colors(page.locator(".roofline svg text"), "fill") == {ink(page)}


def test_labels_of_the_picture_do_not_overlap(visit):
    page = visit()
    for name, dtype in DENSE:
        choose(page, "Device", name)
        choose(page, "Numbers", dtype)
        assert crowded(page, "roofline") == [], (name, dtype)
