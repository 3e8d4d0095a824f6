"""The interactive figure of chapter functions: its stages are the library's, and every reader can use it."""

import json

import numpy as np
import pytest
from interactive import PHONE, colors, crowded, ink, looks, out_of_sight, twins, violations

from linalg_book.area import LETTER_F, UNIT_SQUARE
from linalg_book.functions import stages
from linalg_book.transformations import rotation

pytestmark = pytest.mark.site

CHAPTER = "functions"
EPS = np.finfo(float).eps
TINY = np.finfo(float).smallest_subnormal
SLACK = 16 * EPS  # relative to the largest singular value: halves, roots and angles are a few roundings each
PIXEL = 0.01  # as exact as places are written
SHEAR = np.array([[1, 1.5], [0, 1]])
FLIP = np.diag([1.0, -1.0])
SPECIAL = [
    SHEAR,
    np.zeros((2, 2)),
    -np.zeros((2, 2)),
    np.eye(2),
    -np.eye(2),
    FLIP,
    -FLIP,
    np.eye(2)[::-1],
    np.diag([1.0, 2.0]),
    np.diag([-1.0, 2.0]),
    np.array([[0.0, 3.0], [1.0, 0.0]]),
    np.array([[0.0, -3.0], [1.0, 0.0]]),
    np.array([[1.0, 2.0], [2.0, 4.0]]),
    np.array([[0.1, 0.3], [0.3, 0.9]]),
    np.array([[0.0, 0.0], [-5.0, 0.0]]),
    np.array([[100.0, -100.0], [100.0, 100.0]]),
    np.array([[100.0, 1e-300], [0.0, 1e-300]]),
    np.array([[1.0, 1e-12], [1e-12, 1.0]]),
    np.array([[1e-310, 2e-310], [-3e-310, 4e-310]]),
]


def families(rng):
    """Matrices of all kinds: general, rank one, scaled turns and mirrors, tiny, and graded by powers of ten."""
    general = [*rng.normal(size=(60, 2, 2))]
    flat = [np.outer(*pair) for pair in rng.normal(size=(20, 2, 2))]
    turns = [rng.exponential() * rotation(angle) for angle in rng.uniform(-4, 4, 20)]
    graded = [A * 10.0 ** rng.integers(-12, 2, (2, 2)) for A in rng.normal(size=(40, 2, 2))]
    return [*SPECIAL, *general, *flat, *turns, *[A @ FLIP for A in turns], *[1e-300 * A for A in general], *graded]


def computed(page, matrices, way="A => bookStages.svd(A)"):
    """What the script makes of each matrix, all in one call."""
    return page.evaluate(f"all => all.map({way})", [np.ravel(A).tolist() for A in matrices])


def turned(parts):
    """The factors U and Vᵀ as matrices."""
    return rotation(parts["turnOut"]) @ (FLIP if parts["mirror"] else np.eye(2)), rotation(parts["turnIn"])


def field(page, letter):
    return page.locator(f'.stages input[aria-label^="{letter},"]')


def enter(page, A):
    for letter, value in zip("abcd", np.ravel(A).tolist(), strict=True):
        field(page, letter).fill(repr(value))


def entries(page):
    return [float(field(page, letter).input_value()) for letter in "abcd"]


def slider(page):
    return page.locator(".stages").get_by_label("Stage", exact=True)


def said(page):
    return page.locator(".stages output").all_inner_texts()


def pressed(page):
    return page.locator(".stages [aria-pressed=true]").all_inner_texts()


def points(page, selector):
    """The corners of a drawn outline, in units of the plane."""
    get = "node => [...node.points].map(p => [p.x, -p.y])"
    unit = page.locator(".stages polygon[stroke-dasharray]").nth(1).evaluate(get)[1][0]  # a side of the dashed square
    return np.transpose(page.locator(selector).evaluate(get)) / unit, 2 * PIXEL / unit


def tips(page):
    """Where the two arrows end, in pixels of the drawing."""
    get = "all => all.map(line => [line.x2.baseVal.value, -line.y2.baseVal.value])"
    return np.transpose(page.locator(".stages-arrow").evaluate_all(get))


def test_figure_takes_the_place_of_the_picture(visit):
    page = visit()
    assert page.locator("[data-figure=stages] > svg[role=img]").is_hidden()
    assert entries(page) == np.ravel(SHEAR).tolist() and pressed(page) == ["start"]
    whole = "A turns by −63.43°, stretches to 2 and 0.5 times, turns by 26.57°."  # as the cells of the section print
    assert said(page) == ["Start: nothing has moved.", whole]


def test_values_on_the_page_are_those_of_the_library(visit):
    values = json.loads(visit(alive=False).locator("[data-figure=stages]").get_attribute("data-values"))
    np.testing.assert_array_equal(np.transpose(values["shape"]), LETTER_F)
    np.testing.assert_array_equal(next(iter(values["maps"].values())), SHEAR)


def test_factors_give_the_matrix_and_are_what_they_are_called(visit, rng):
    matrices = families(rng)
    for A, parts in zip(matrices, computed(visit(), matrices), strict=True):
        U, Vt = turned(parts)
        slack = max(SLACK * np.linalg.norm(A, 2), 4 * TINY)
        np.testing.assert_allclose(U @ np.diag(parts["stretch"]) @ Vt, A, rtol=0, atol=slack)
        assert -np.pi / 2 < parts["turnIn"] <= np.pi / 2 and -np.pi < parts["turnOut"] <= np.pi


def test_stretches_are_those_of_the_library(visit, rng):
    matrices = families(rng)
    for A, parts in zip(matrices, computed(visit(), matrices), strict=True):
        sigma = stages(A)[1].diagonal()
        np.testing.assert_allclose(parts["stretch"], sigma, rtol=0, atol=max(SLACK * sigma[0], 4 * TINY))


def test_mirror_is_told_by_the_sign_of_the_determinant(visit, rng):
    matrices = families(rng)
    for A, parts in zip(matrices, computed(visit(), matrices), strict=True):
        one, two = stages(A)[1].diagonal()
        if two > SLACK * one:
            assert parts["mirror"] == (np.linalg.det(A / one) < 0), A


def test_singular_matrix_has_the_factor_zero_and_no_mirror(visit, rng):
    whole = [np.outer(*pair) for pair in rng.integers(1, 100, (40, 2, 2)) * rng.choice([-1, 1], (40, 2, 2))]
    matrices = [*whole, [0.1, 0.3, 0.3, 0.9], [0, 0, -5, 0], [3, 3, -3, -3], [1e-300, 0, 0, 0]]
    for parts in computed(visit(), matrices):
        assert parts["stretch"][0] > 0 and parts["stretch"][1] == 0 and not parts["mirror"]


def test_nearly_singular_matrix_keeps_its_factor(visit):
    (parts,) = computed(visit(), [[1, 1, 1, 1 - 1e-9]])
    assert parts["mirror"] and abs(parts["stretch"][1] - 0.5e-9) < SLACK


@pytest.mark.parametrize("A", [2 * np.eye(2), -np.eye(2), 0.5 * rotation(2.0), 3 * np.eye(2)[::-1], np.zeros((2, 2))])
def test_circle_that_stays_a_circle_needs_no_first_turn(visit, A):
    assert computed(visit(), [A])[0]["turnIn"] == 0


def test_stages_end_where_the_factors_say(visit, rng):
    matrices = families(rng)
    way = "A => { const parts = bookStages.svd(A); return [parts, ...[0, 1, 2, 3].map(s => bookStages.at(parts, s))]; }"
    for A, (parts, *found) in zip(matrices, computed(visit(), matrices, way), strict=True):
        Vt, largest = turned(parts)[1], max(1, np.linalg.norm(A, 2))
        expected = np.array([np.eye(2), Vt, np.diag(parts["stretch"]) @ Vt, A]).reshape(4, 4)
        np.testing.assert_allclose(found, expected, rtol=0, atol=SLACK * largest)


def test_nothing_jumps_between_the_stages(visit, rng):
    matrices = [SHEAR, np.eye(2)[::-1], np.zeros((2, 2)), *rng.normal(size=(10, 2, 2))]
    way = """A => Array.from({ length: 301 }, (_, k) => bookStages.at(bookStages.svd(A), k / 100))"""
    for A, found in zip(matrices, computed(visit(), matrices, way), strict=True):
        steepest = 2 * np.pi * max(1, np.linalg.norm(A, 2)) + np.linalg.norm(A, 2) + 1  # a turn and a mirror, a stretch
        assert np.abs(np.diff(found, axis=0)).max() <= steepest / 100


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("a mirror", "A does not turn, does not stretch, mirrors across the horizontal axis and turns by 90°. "
                     "F comes out mirrored."),
        ("a projection", "A turns by −45°, stretches to 1 and 0 times, turns by 45°. "
                         "A factor is 0: the plane is flattened onto a line."),
        ("a turn, larger", "A does not turn, stretches to 1.414 and 1.414 times, turns by 45°."),
        ("zero", "A does not turn, stretches to 0 and 0 times, does not turn. "
                 "Both factors are 0: the plane is pressed onto a point."),
    ],
)  # fmt: skip
def test_words_tell_what_a_matrix_does(visit, name, whole):
    page = visit()
    page.locator(".stages select").select_option(name)
    assert said(page)[1] == whole


def test_words_between_the_stages_tell_how_far(visit):
    page = visit()
    enter(page, [[3, 0], [0, -2]])
    expected = {
        "0.5": "1. Vᵀ does not turn.",
        "1.5": "2. Σ stretches: 2 and 1.5 times so far.",
        "2.25": "3. U mirrors across the horizontal axis, 25 % of the way, and does not turn.",
        "3": "3. U mirrors across the horizontal axis and does not turn: this is what A does.",
    }
    for s, text in expected.items():
        slider(page).fill(s)
        assert said(page)[0] == text and slider(page).get_attribute("aria-valuetext") == text
    page.locator(".stages select").select_option("the shear of the text")
    slider(page).fill("0.5")
    assert said(page)[0] == "1. Vᵀ turns: −31.72° of −63.43°." and pressed(page) == []


@pytest.mark.parametrize("A", [SHEAR, [[0, 3], [1, 0]], [[1, 2], [2, 4]], [[-40, 7], [60, 99]], [[0.01, 0], [0, 0.02]]])
def test_everything_drawn_follows(visit, A):
    page = visit()
    enter(page, A)
    (parts,) = computed(page, [A])
    angle = np.arange(96) * np.pi / 48
    shapes = {"circle": np.array([np.cos(angle), np.sin(angle)]), "square": UNIT_SQUARE, "letter": LETTER_F}
    for s in (0, 0.5, 1, 1.75, 2, 2.4, 3):
        slider(page).fill(str(s))
        M = np.reshape(page.evaluate("([parts, s]) => bookStages.at(parts, s)", [parts, s]), (2, 2))
        for name, shape in shapes.items():
            found, slack = points(page, f".stages-{name}")
            np.testing.assert_allclose(found, M @ shape, rtol=0, atol=slack * max(1, np.abs(M).max()))
        arrows, (_, slack) = tips(page), points(page, ".stages-square")
        unit = PIXEL * 2 / slack
        np.testing.assert_allclose(arrows / unit, M @ turned(parts)[1].T, rtol=1e-2, atol=slack)


def test_button_moves_the_picture_by_and_by_and_the_words_at_once(visit):
    page = visit()
    page.evaluate("""() => { window.seen = [];
        const slider = document.querySelector(".stages [type=range]"), own = Object.getOwnPropertyDescriptor(
            HTMLInputElement.prototype, "value");
        Object.defineProperty(slider, "value", { get() { return own.get.call(this); },
            set(value) { seen.push(value); own.set.call(this, value); } }); }""")
    page.get_by_role("button", name="3. turn").click()
    assert said(page)[0] == "3. U turns by 26.57°: this is what A does." and pressed(page) == ["3. turn"]
    page.wait_for_function("seen.at(-1) === 3")
    seen = page.evaluate("seen")
    assert seen == sorted(seen) and len(seen) > 3 and 0 < seen[len(seen) // 2] < 3
    found, slack = points(page, ".stages-square")
    np.testing.assert_allclose(found, SHEAR @ UNIT_SQUARE, rtol=0, atol=slack)


def test_slider_stops_what_a_button_began(visit):
    page = visit()
    page.get_by_role("button", name="3. turn").click()
    slider(page).fill("1")
    page.wait_for_timeout(200)
    assert slider(page).input_value() == "1" and pressed(page) == ["1. turn"]


def test_picture_jumps_for_who_wants_less_motion(visit):
    page = visit(reduced_motion="reduce")
    drawn = page.locator(".stages").evaluate("""figure => { figure.querySelectorAll("button")[2].click();
        return figure.querySelector("[type=range]").value; }""")  # before the next frame
    assert drawn == "2"


def test_typed_matrix_shows_what_it_does(visit):
    page = visit()
    field(page, "b").fill("0")
    now = "3. U does not turn: this is what A does."
    assert said(page) == [now, "A does not turn, does not stretch, does not turn."]
    assert page.locator(".stages select").input_value() == "numbers of your own"
    slider(page).fill("2")
    field(page, "a").fill("3")
    assert said(page)[0] == "2. Σ stretches to 3 and 1 times: v₁ and v₂ stay on the axes."  # the stage stays


def test_what_is_no_entry_is_marked_and_changes_nothing(visit):
    page = visit()
    before, wrong = said(page), page.get_by_text("the last good number stays in use")
    for value in ("", "100.1", "-1000"):
        field(page, "c").fill(value)
        assert field(page, "c").get_attribute("aria-invalid") == "true" and said(page) == before
        assert wrong.inner_text().startswith("Entries go from −100 to 100;")
    field(page, "a").fill("2")  # another field is used meanwhile
    assert said(page)[1] != before[1] and wrong.count() == 1
    page.locator(".stages select").select_option("the shear of the text")
    assert entries(page) == np.ravel(SHEAR).tolist()
    assert field(page, "c").get_attribute("aria-invalid") is None and wrong.count() == 0


def test_keyboard_alone_is_enough(visit):
    page = visit()
    slider(page).focus()
    page.keyboard.press("ArrowRight")
    assert slider(page).input_value() == "0.05"
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert pressed(page) == ["1. turn"]
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    for _ in range(4):  # two more buttons, the list, the first field
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    assert entries(page) == [1.1, 1.5, 0, 1]


def test_finger_uses_it_all(visit):
    page = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="2. stretch").tap()
    assert pressed(page) == ["2. stretch"]
    for target in page.locator(".stages select, .stages input, .stages button").all():
        assert min(target.bounding_box()[side] for side in ("width", "height")) >= 32


def test_pressed_button_is_told_by_more_than_color(visit):
    page = visit(forced_colors="active")
    bold = "node => getComputedStyle(node).fontWeight"
    assert [button.evaluate(bold) for button in page.locator(".stages button").all()] == ["700", "400", "400", "400"]


def test_words_are_announced(visit):
    lines = visit().locator(".stages output, .stages p[aria-live]")
    assert [line.get_attribute("aria-live") for line in lines.all()] == ["polite"] * 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ink_is_that_of_the_page(visit, scheme):
    page = visit(color_scheme=scheme)
    assert colors(page.locator(".stages svg text, .stages-letter"), "fill") == {ink(page)}


def test_names_of_arrows_lie_beside_each_other(visit, rng):
    page = visit(viewport=PHONE)
    for A in [*SPECIAL, 100 * SHEAR, *(10.0 ** rng.integers(-2, 2) * A for A in rng.normal(size=(8, 2, 2)))]:
        enter(page, A)
        for s in (0, 0.5, 1, 2, 2.6, 3):
            slider(page).fill(str(s))
            assert crowded(page, "stages") == [], (A.tolist(), s)


def test_matrices_with_a_fault_are_accessible_and_fit(visit):
    page = visit()
    enter(page, [[1e-300, -99.99], [77.777, 1e-300]])
    field(page, "a").fill("1000")
    for look in looks(page):
        for s in ("1.5", "3"):
            slider(page).fill(s)
            assert violations(page, CHAPTER) == [], (look, s)
            assert out_of_sight(page, ".stages *") == [], (look, s)


def test_two_figures_on_a_page_do_not_disturb_each_other(visit):
    page = visit(alive=False)
    first, second = twins(page, CHAPTER)
    second.get_by_label("Stage", exact=True).fill("2")
    second.locator("select").select_option("zero")
    assert first.locator("output").first.inner_text() == "Start: nothing has moved."
    first.get_by_label("Stage", exact=True).fill("1")
    assert first.locator("output").first.inner_text() == "1. Vᵀ turns by −63.43°: v₁ and v₂ lie on the axes."
