"""The interactive figure of two orders, in chapters order and undoing: its numbers are those of the library."""

import json
import re

import numpy as np
import pytest
from interactive import PHONE, colors, ink, looks, out_of_sight, violations

from linalg_book.order import commutator
from linalg_book.transformations import rotation
from linalg_book.undoing import inverse_2x2

pytestmark = pytest.mark.site

CHAPTER = "order"
SLACK = 4 * np.finfo(float).eps  # of a product of two, of the size of its factors
F = np.array([[0, 3, 3, 1, 1, 2, 2, 1, 1, 0], [5, 5, 4, 4, 3, 3, 2, 2, 0, 0]])
TIP = np.array([3, 5])
START = {"order": (90, 2, 1), "undoing": (30, 2, 1)}
LABELS = ["Angle (degrees)", "Scale along x", "Scale along y"]
SPECIAL = [
    (0, 2, 1),
    (180, 2, 1),
    (-180, -3, 0.01),
    (90, 2, -2),
    (-90, 1, 3),
    (45, 1.5, 1.5),
    (30, 0.01, -3),
    (1, 0.02, 0.01),
]
SINGULAR = [(30, 0, 1), (-120, 2, 0), (77, 0, 0), (90, 0, -1), (0, 1, 0)]
both = pytest.mark.parametrize("chapter", START)


def plain(text):
    return text.replace("\u00a0", " ").replace("−", "-")


def field(page, label):
    return page.locator(".order").first.get_by_label(label, exact=True)


def slider(page, label):
    return field(page, f"{label}, slider")


def put(page, *numbers):
    for label, number in zip(LABELS, numbers, strict=True):
        field(page, label).fill(str(number))


def numbers(page):
    return [float(field(page, label).input_value()) for label in LABELS]


def stage(page):
    return plain(page.locator(".order output span").nth(0).inner_text())


def verdict(page):
    return plain(page.locator(".order output span").nth(1).inner_text())


def step(page):
    checked = page.locator(".order-step input:checked")
    assert checked.count() == 1
    return int(checked.get_attribute("value"))


def products(page):
    """What is written under the two planes: names with their sign, and the entries as written."""
    found = []
    for product in page.locator(".order-product").all():
        name, *entries = (plain(text) for text in product.inner_text().split("\n"))
        spoken = plain(product.get_attribute("aria-label"))
        assert spoken == f"{name} rows ({entries[0]}, {entries[1]}) and ({entries[2]}, {entries[3]})"
        found.append((name, entries))
    return found


def drawn(page, half=12):
    """The corners of the letter on each plane, in the coordinates of a window of that half width."""
    shapes = [shape.get_attribute("points").split() for shape in page.locator(".order-shape").all()]
    return [
        np.array([corner.split(",") for corner in shape], dtype=float).T * [[half / 120], [-half / 120]]
        for shape in shapes
    ]


def at(page, name, half=12):
    """Where the dots or rings of the planes are drawn."""
    marks = [(mark.get_attribute("cx"), mark.get_attribute("cy")) for mark in page.locator(f".order-{name}").all()]
    return [np.array(mark, dtype=float) * [half / 120, -half / 120] for mark in marks]


def maps(angle, a, b):
    """The turn and the scaling, by the library."""
    return rotation(np.radians(angle)), np.diag([a, b]).astype(float)


def random_settings(rng):
    angles, scales = rng.integers(-180, 181, size=60), rng.integers(1, 301, size=(60, 2)) / 100
    return [
        (int(t), *pair) for t, pair in zip(angles, (scales * rng.choice([-1, 1], size=(60, 2))).tolist(), strict=True)
    ]


def compute(page, settings, undo):
    settings = [{"undo": undo, "angle": angle, "scales": scales} for angle, *scales in settings]
    return page.evaluate("all => all.map(setting => bookOrder.compute(setting))", settings)


def matrices(path):
    return [np.reshape(stage["matrix"], (2, 2)) for stage in path]


def names(found):
    return [[plain(stage["name"]) for stage in path] for path in found["paths"]]


def test_products_and_their_distance_agree_with_the_library(visit, rng):
    settings = [*random_settings(rng), *SPECIAL, *SINGULAR]
    for (angle, a, b), found in zip(settings, compute(visit(), settings, False), strict=True):
        R, S = maps(angle, a, b)
        for path, steps in zip(found["paths"], ([np.eye(2), R, S @ R], [np.eye(2), S, R @ S]), strict=True):
            np.testing.assert_allclose(matrices(path), steps, rtol=0, atol=3 * SLACK)
        assert names(found) == [["I", "R", "S R"], ["I", "S", "R S"]]
        assert found["commute"] == (abs(commutator(S, R)).max() < 1e-9)
        v = rng.standard_normal(2)
        ratio = np.linalg.norm(commutator(S, R) @ v) / np.linalg.norm(v)  # the same in every direction
        assert found["gap"] == pytest.approx(ratio, abs=6 * SLACK, rel=0) and found["last"] == 2


def test_inverses_agree_with_the_library(visit, rng):
    settings = [*random_settings(rng), *SPECIAL]
    for (angle, a, b), found in zip(settings, compute(visit("undoing"), settings, True), strict=True):
        R, S = maps(angle, a, b)
        R_back, S_back = inverse_2x2(R), inverse_2x2(S)
        do, size = S @ R, max(3, 3 * abs(S_back).max())
        left = [np.eye(2), R, do, S_back @ do, R_back @ S_back @ do]
        right = [np.eye(2), R, do, R_back @ do, S_back @ R_back @ do]
        for path, steps in zip(found["paths"], (left, right), strict=True):
            np.testing.assert_allclose(matrices(path), steps, rtol=0, atol=size * SLACK)
        np.testing.assert_allclose(matrices(found["paths"][0])[4], inverse_2x2(do) @ do, rtol=0, atol=4 * size * SLACK)
        assert found["last"] == 4 and not found["singular"]
        assert found["commute"] == np.allclose(right[4], np.eye(2), rtol=0, atol=1e-9)
        left, right = names(found)
        assert left == ["I", "R", "S R", "S⁻¹ S R", "R⁻¹ S⁻¹ S R"] and right[3:] == ["R⁻¹ S R", "S⁻¹ R⁻¹ S R"]


def test_scale_of_zero_has_no_inverse_and_makes_two_points_one(visit):
    page = visit("undoing")
    for (angle, a, b), found in zip(SINGULAR, compute(page, SINGULAR, True), strict=True):
        R, S = maps(angle, a, b)
        with pytest.raises(np.linalg.LinAlgError, match="no inverse"):
            inverse_2x2(S)
        assert found["singular"] and found["last"] == 2 and [len(path) for path in found["paths"]] == [3, 3]
        twin = page.evaluate("([s, p]) => bookOrder.twin(s, p)", [{"angle": angle, "scales": [a, b]}, TIP.tolist()])
        assert np.linalg.norm(twin - TIP) == pytest.approx(4)
        np.testing.assert_allclose(S @ R @ twin, S @ R @ TIP, rtol=0, atol=20 * SLACK)


def test_quarter_turns_are_exact(visit):
    page = visit()
    turns = page.evaluate("[-180, -90, 0, 90, 180].map(bookOrder.turn)")
    assert turns == [[-1, 0, 0, -1], [0, 1, -1, 0], [1, 0, 0, 1], [0, -1, 1, 0], [-1, 0, 0, -1]]
    assert not page.evaluate("[-180, -90, 0, 90, 180].flatMap(bookOrder.turn).some(t => Object.is(t, -0))")


def test_rounded_numbers_are_told_from_exact_ones(visit):
    expected = {
        0: "0",
        0.004: "0.00",
        -0.004: "0.00",
        0.5: "0.5",
        1 / 3: "0.33",
        -2.25: "-2.25",
        1 - 1e-12: "1",
        0.875: "0.88",
    }
    written = visit().evaluate("all => all.map(bookOrder.written)", [*expected, -0.0, 150])
    assert [plain(text) for text in written] == [*expected.values(), "0", "150"]


def test_window_holds_everything_and_waits_for_the_scales_only(visit, rng):
    page = visit()
    windows = {12 * 2**k for k in range(9)} | {18 * 2**k for k in range(9)}
    for undo in (False, True):
        for angle, a, b in [*random_settings(rng)[:15], *SPECIAL, *SINGULAR]:
            setting = {"undo": undo, "angle": angle, "scales": [a, b]}
            reach = page.evaluate("([s, shape]) => bookOrder.reach(s, shape)", [setting, F.T.tolist()])
            found = compute(page, [(angle, a, b)], undo)[0]
            most = max(abs(M @ F).max() for path in found["paths"] for M in matrices(path))
            assert most <= reach and round(reach) in windows
            again = page.evaluate("([s, shape]) => bookOrder.reach({...s, angle: 12}, shape)", [setting, F.T.tolist()])
            assert again == reach


@both
def test_values_on_the_page_are_those_of_the_picture(visit, chapter):
    page = visit(chapter, alive=False)
    figure = page.locator("[data-figure=order]")
    values, alt = json.loads(figure.get_attribute("data-values")), figure.locator("svg").get_attribute("aria-label")
    assert values == {
        "shape": F.T.tolist(),
        "tip": TIP.tolist(),
        "undo": chapter == "undoing",
        "angle": START[chapter][0],
        "scales": [2, 1],
    }
    found = compute(visit(chapter), [START[chapter]], values["undo"])[0]
    for row, path in zip(re.findall(r"row: (.*?)\.(?: |$)", alt), found["paths"], strict=True):
        sizes = [tuple(map(float, pair)) for pair in re.findall(r"\(([\d.]+) wide, ([\d.]+) high\)", row)]
        np.testing.assert_allclose(sizes, [np.ptp(M @ F, axis=1) for M in matrices(path)], rtol=5e-3)


@both
def test_figure_takes_the_place_of_the_picture(visit, chapter):
    page = visit(chapter)
    assert page.locator("[data-figure=order] > svg[role=img]").is_hidden()
    assert tuple(numbers(page)) == START[chapter]
    assert step(page) == (4 if chapter == "undoing" else 2)


def test_figure_begins_with_the_products_of_the_chapter(visit):
    page = visit()
    assert products(page) == [("S R =", ["0", "-2", "1", "0"]), ("R S =", ["0", "-1", "2", "0"])]
    assert stage(page) == (
        "After both: turn first, the letter is 10 wide and 3 high, its dot at (-10, 3); "
        "scale first, 5 wide and 6 high, its dot at (-5, 6)."
    )
    assert verdict(page) == (
        "The orders differ: the two places of a point are |2 - 1| · |sin 90°| = 1 times as far from each other as the "
        "point is from the center. With a quarter turn, to swap the order is to swap the two scales."
    )


def test_figure_begins_with_the_undoing_of_the_chapter(visit):
    page = visit("undoing")
    assert products(page) == [
        ("R⁻¹ S⁻¹ S R =", ["1", "0", "0", "1"]),
        ("S⁻¹ R⁻¹ S R ≈", ["0.88", "-0.22", "-0.43", "1.25"]),
    ]
    assert stage(page).startswith(
        "Both undone: scaling undone first, the letter is 3 wide and 5 high, its dot at (3, 5); "
        "turn undone first, about 2.84 wide"
    )
    assert verdict(page).startswith("If the last step is undone first, every point comes back: R⁻¹ S⁻¹ S R = I. If")
    assert verdict(page).endswith("the letter does not come back: S⁻¹ R⁻¹ S R ≠ I.")


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ((33, 1.5, 1.5), "The orders agree, S R = R S, as the two scales are equal."),
        ((0, 2, 1), "The orders agree, S R = R S, as nothing is turned."),
        ((180, 2, 1), "The orders agree, S R = R S, as a half turn is -I."),
        ((-180, 2, -1), "The orders agree, S R = R S, as a half turn is -I."),
        (
            (90, 2, -2),
            "|2 - (-2)| · |sin 90°| = 4 times as far from each other as the point is from the center. Here S R = -R S.",
        ),
        (
            (-90, 2, 0.5),
            "|2 - 0.5| · |sin (-90)°| = 1.5 times as far from each other as the point is from the center. With",
        ),
        ((45, -1, 1), "|-1 - 1| · |sin 45°| ≈ 1.41 times as far from each other as the point is from the center."),
        ((1, 0.02, 0.01), "|0.02 - 0.01| · |sin 1°| ≈ 0.00017 times as far from each other as"),
    ],
)
def test_words_say_when_the_orders_agree(visit, setting, words):
    page = visit()
    put(page, *setting)
    assert words in verdict(page)
    R, S = maps(*setting)
    assert verdict(page).startswith("The orders agree") == np.allclose(S @ R, R @ S, rtol=0, atol=1e-9)
    assert ("S R = -R S" in verdict(page)) == np.allclose(S @ R, -R @ S, rtol=0, atol=1e-9)


def test_words_say_that_both_orders_undo_what_commutes(visit):
    page = visit("undoing")
    put(page, 30, 2, 2)
    assert verdict(page).endswith("every point comes back, too, as the two scales are equal: R and S commute.")
    assert [entries for _, entries in products(page)] == [["1", "0", "0", "1"]] * 2
    put(page, 180, 2, -0.5)
    assert verdict(page).endswith("every point comes back, too, as a half turn is -I: R and S commute.")


def test_words_say_what_nothing_can_undo(visit):
    page = visit("undoing")
    field(page, "Scale along x").fill("0")
    assert verdict(page) == (
        "The scale along x is 0, so different points become one: (3, 5), the dot, and about (-0.46, 7), the square, "
        "both go to about (0, 5.83). Nothing can undo this: no map takes one point to two places."
    )
    assert stage(page) == "Scaled: both ways the letter is 0 wide and about 5.83 high, its dot at about (0, 5.83)."
    assert step(page) == 2
    radios = page.locator(".order-step input")
    assert [radios.nth(i).is_disabled() for i in range(5)] == [False, False, False, True, True]
    for dot, square in zip(
        at(page, "tip"), page.locator(".order-square").all(), strict=True
    ):  # one has become the other
        corner = [float(square.get_attribute(name)) + 5.5 for name in "xy"]
        np.testing.assert_allclose(np.multiply(corner, [0.1, -0.1]), dot, rtol=0, atol=0.01)
    page.locator(".order button").click()
    assert step(page) == 0
    field(page, "Scale along x").fill("0.5")  # what was lost comes back with a scale that can be undone
    assert step(page) == 4 and not radios.nth(4).is_disabled() and page.locator(".order-square").count() == 0
    put(page, 30, 1, 0)
    assert verdict(page).startswith("The scale along y is 0, so")
    put(page, 30, 0, 0)
    assert verdict(page).startswith("Both scales are 0, so") and "both go to (0, 0)." in verdict(page)


@both
def test_everything_drawn_is_where_the_library_puts_it(visit, chapter):
    page = visit(chapter)
    for setting in [START[chapter], (-75, 1.5, -2), (140, 0.9, 1)]:
        put(page, *setting)
        R, S = maps(*setting)
        left = S @ R
        right = R @ S
        if chapter == "undoing":
            left, right = np.eye(2), inverse_2x2(S) @ inverse_2x2(R) @ S @ R
        half = page.evaluate(
            "([s, f]) => bookOrder.reach(s, f)",
            [{"undo": chapter == "undoing", "angle": 0, "scales": setting[1:]}, F.T.tolist()],
        )
        slack = half / 120 * 0.006  # written to 0.01 of the picture's own units
        np.testing.assert_allclose(drawn(page, half), [left @ F, right @ F], rtol=0, atol=slack)
        np.testing.assert_allclose(at(page, "tip", half), [left @ TIP, right @ TIP], rtol=0, atol=slack)
        rings = [TIP, TIP] if chapter == "undoing" else [right @ TIP, left @ TIP]
        np.testing.assert_allclose(at(page, "ring", half), rings, rtol=0, atol=slack)


def test_steps_show_which_map_acts_first(visit):
    page = visit()
    button = page.locator(".order button")
    assert button.inner_text() == "Back to the start"
    button.click()
    assert step(page) == 0 and button.inner_text() == "Next step"
    assert [name for name, _ in products(page)] == ["I =", "I ="]
    np.testing.assert_allclose(drawn(page), [F, F], rtol=0, atol=1e-3)
    assert stage(page) == "Start: both ways the letter is 3 wide and 5 high, its dot at (3, 5)."
    assert page.locator(".order-ring").count() == 0
    button.click()
    R, S = maps(*START["order"])
    np.testing.assert_allclose(drawn(page), [R @ F, S @ F], rtol=0, atol=1e-3)
    assert [name for name, _ in products(page)] == ["R =", "S ="]
    assert stage(page).startswith("After the first map: turn first, the letter is 5 wide and 3 high")
    button.click()
    np.testing.assert_allclose(drawn(page), [S @ R @ F, R @ S @ F], rtol=0, atol=1e-3)
    assert step(page) == 2 and page.locator(".order-ring").count() == 2


def test_steps_undo_one_map_after_the_other(visit):
    page = visit("undoing")
    R, S = maps(*START["undoing"])
    back, squeeze, do = R.T, inverse_2x2(S), S @ R
    expected = [
        (F, F),
        (R @ F, R @ F),
        (do @ F, do @ F),
        (squeeze @ do @ F, back @ do @ F),
        (F, squeeze @ back @ do @ F),
    ]
    for i, (name, shapes) in enumerate(
        zip(["start", "turned", "scaled", "one step undone", "both undone"], expected, strict=True)
    ):
        page.get_by_label(name, exact=True).check()
        assert step(page) == i and stage(page).lower().startswith(f"{name}: ")
        np.testing.assert_allclose(drawn(page), shapes, rtol=0, atol=1e-3)


def test_number_moved_at_the_start_shows_the_end(visit):
    page = visit()
    page.locator(".order button").click()
    slider(page, "Angle (degrees)").fill("45")
    assert step(page) == 2
    page.get_by_label("after the first map", exact=True).check()
    slider(page, "Angle (degrees)").fill("60")
    assert step(page) == 1


@both
def test_keyboard_does_everything(visit, chapter):
    page = visit(chapter)
    page.locator(".order button").focus()
    page.keyboard.press("Enter")
    assert step(page) == 0
    page.keyboard.press("Space")
    assert step(page) == 1
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert step(page) == 2
    for label, change in zip(LABELS, (5, 0.25, 0.25), strict=True):
        before = float(field(page, label).input_value())
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == f"{label}, slider"
        page.keyboard.press("ArrowRight")
        assert float(field(page, label).input_value()) == before + change
        assert slider(page, label).get_attribute("aria-valuetext") == f"{before + change:g}"
        assert slider(page, label).evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == field(page, label).get_attribute("id")


def test_mouse_and_finger_move_a_slider(visit):
    page = visit()
    box = slider(page, "Angle (degrees)").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert numbers(page) == [0, 2, 1]
    assert verdict(page).startswith("The orders agree")
    page = visit("undoing", viewport=PHONE, has_touch=True, is_mobile=True)
    slider(page, "Scale along x").scroll_into_view_if_needed()
    box = slider(page, "Scale along x").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert numbers(page) == [30, 0, 1]
    assert "Nothing can undo this" in verdict(page)
    page.locator(".order button").tap()
    assert step(page) == 0


def test_targets_are_large_enough_for_a_finger(visit):
    page = visit("undoing", viewport=PHONE, has_touch=True, is_mobile=True)
    for target in page.locator(".order button, .order-step, .order input[type=number], .order input[type=range]").all():
        assert target.bounding_box()["height"] >= 32 - 0.5


def test_typed_number_between_two_steps_of_the_slider_is_used_and_spoken(visit):
    page = visit()
    put(page, -37, -2.33, 0.5)
    R, S = maps(-37, -2.33, 0.5)
    for (name, entries), product in zip(products(page), (S @ R, R @ S), strict=True):
        assert name.endswith("≈")
        np.testing.assert_allclose(np.reshape(entries, (2, 2)).astype(float), product, rtol=0, atol=0.005 + SLACK)
    assert plain(slider(page, "Scale along x").get_attribute("aria-valuetext")) == "-2.33"
    assert "mirrored" in stage(page)


@pytest.mark.parametrize(
    ("label", "value", "got"),
    [
        ("Angle (degrees)", "", "nothing"),
        ("Angle (degrees)", "181", "181"),
        ("Angle (degrees)", "12.5", "12.5"),
        ("Scale along x", "-3.01", "-3.01"),
        ("Scale along x", "0.001", "0.001"),
        ("Scale along y", "1e9", "1e9"),
    ],
)
def test_what_is_no_number_for_a_field_is_said_and_changes_nothing(visit, label, value, got):
    page = visit()
    before = (stage(page), verdict(page), products(page))
    good = field(page, label).input_value()
    field(page, label).fill(value)
    assert field(page, label).get_attribute("aria-invalid") == "true"
    assert field(page, label).evaluate("node => getComputedStyle(node).borderStyle") == "dashed"
    said = page.locator(f"#{field(page, label).get_attribute('aria-describedby')}")
    expected = (
        "a whole number from -180 to 180"
        if "Angle" in label
        else "a number from -3 to 3 with at most two places after the point"
    )
    assert plain(said.inner_text()) == f"{label}: expected {expected}, got {got}; {good} stays in use."
    assert said.get_attribute("aria-live") == "polite"
    assert (stage(page), verdict(page), products(page)) == before
    slider(page, label).fill("1")
    assert field(page, label).get_attribute("aria-invalid") is None and said.inner_text() == ""


def test_letters_in_a_field_are_called_no_number(visit):
    page = visit()
    field(page, "Angle (degrees)").click()
    page.keyboard.type("e")
    assert "got something that is no number; 90 stays in use." in page.locator(".order").inner_text()


def test_live_text_is_announced_and_planes_are_not_read(visit):
    page = visit()
    assert page.locator(".order output").get_attribute("aria-live") == "polite"
    assert [svg.get_attribute("aria-hidden") for svg in page.locator(".order svg").all()] == ["true", "true"]


def test_several_figures_on_a_page_do_not_disturb_each_other(visit):
    def double(page):
        page.add_init_script("""addEventListener("DOMContentLoaded", () => {
            const one = document.querySelector("[data-figure=order]"), two = one.cloneNode(true);
            two.dataset.values = two.dataset.values.replace('"undo":false', '"undo":true');
            one.after(two);
        })""")

    page = visit(before=double)
    first, second = page.locator(".order").all()
    second.get_by_label("scaled", exact=True).check()
    second.get_by_label("Scale along y", exact=True).fill("3")
    assert first.get_by_label("after both", exact=True).is_checked() and tuple(numbers(page)) == START["order"]
    assert second.get_by_label("scaled", exact=True).is_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ink_is_that_of_the_page(visit, scheme):
    page = visit(color_scheme=scheme)
    for name in (".order-tip", ".order-ring", ".order svg text"):
        assert ink(page) in colors(page.locator(name).first, "stroke", "fill")


@both
def test_large_pictures_and_long_words_are_accessible_and_fit(visit, chapter):
    page = visit(chapter)
    for look in looks(page):
        for setting in [(30, 0, 7), (45, 0.01, -3), (-137, -2.99, 0.01)]:  # the first is out of bounds and singular
            put(page, *setting)
            assert violations(page, chapter) == [], (look, setting)
            assert out_of_sight(page, ".order *") == [], (look, setting)


@both
def test_planes_stand_over_each_other_on_a_phone(visit, chapter):
    page = visit(chapter, viewport=PHONE)
    tops = [plane.bounding_box()["y"] for plane in page.locator(".order-plane").all()]
    assert tops[1] - tops[0] > 150


@both
def test_planes_stand_side_by_side_on_a_desk(visit, chapter):
    page = visit(chapter)
    put(page, 45, 0.01, -3)
    left, right = (plane.bounding_box() for plane in page.locator(".order-plane").all())
    assert left["y"] == right["y"] and left["x"] + left["width"] <= right["x"]
    for plane, product in zip((left, right), page.locator(".order-product").all(), strict=True):
        box = product.bounding_box()
        assert plane["x"] <= box["x"] and box["x"] + box["width"] <= plane["x"] + plane["width"]
