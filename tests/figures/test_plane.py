"""The interactive figure of chapter transformations: its mathematics is the library's, and every reader can use it."""

import numpy as np
import pytest
from interactive import PHONE, colors, ink, out_of_sight

from linalg_book.area import LETTER_F, UNIT_SQUARE, determinant_2x2
from linalg_book.transformations import eigen_directions, gallery, rotation, shear, singular_axes

pytestmark = pytest.mark.site

CHAPTER = "transformations"
SLACK = 1e-9  # of the readers' browser against NumPy; rounding alone stays under 1e-12 for entries of size 1
START = [[1.5, 1.0], [0.25, 1.5]]


def field(page, letter):
    return page.locator(f'.plane input[aria-label^="{letter},"]')


def entries(page):
    return [float(field(page, letter).input_value()) for letter in "abcd"]


def said(page):
    return page.locator(".plane output").inner_text()


def curve(page, corners):
    """The points of the drawn closed curve with so many corners that lies under the map."""
    return page.evaluate(
        """corners => Object.values(JXG.boards).at(-1).objectsList
            .filter(o => o.dataX && o.dataX.length === corners + 1).map(o => [o.dataX, o.dataY]).at(-1)""",
        corners,
    )


def drawn(page):
    """Where the handles stand on the board, in its coordinates."""
    return page.evaluate(
        """() => Object.values(JXG.boards).at(-1).objectsList
            .filter(o => o.elType === "point" && o.visProp.size === 9).map(o => [o.X(), o.Y()])"""
    )


def pixel(page, x, y):
    """Where a point of the plane is in the window, with the window from -3.5 to 3.5."""
    board = page.locator(".plane-board")
    board.scroll_into_view_if_needed()
    box = board.bounding_box()
    return box["x"] + (x + 3.5) / 7 * box["width"], box["y"] + (3.5 - y) / 7 * box["height"]


def drag(page, start, end):
    page.mouse.move(*pixel(page, *start))
    page.mouse.down()
    page.mouse.move(*pixel(page, *np.mean([start, end], axis=0)), steps=3)
    page.mouse.move(*pixel(page, *end), steps=3)
    page.mouse.up()


def test_figure_takes_the_place_of_the_picture(visit):
    page = visit()
    assert page.locator("[data-figure=plane] > svg[role=img]").is_hidden()
    assert entries(page) == np.ravel(START).tolist()
    np.testing.assert_allclose(drawn(page), np.transpose(START), rtol=0, atol=SLACK)


def test_compute_agrees_with_the_library(visit, rng):
    page = visit()
    special = [
        *gallery().values(),
        rotation(1.0),
        rotation(1.0) @ shear(0.5) @ rotation(-1.0),
        [[1, 2], [2, 4]],
        [[1, 1e-12], [1e-12, 1]],
        [[1, 1e-170], [1e-170, 1]],
        3 * np.eye(2),
    ]
    for A in [*rng.normal(size=(100, 2, 2)), *map(np.asarray, special)]:
        found = page.evaluate("A => bookPlane.compute(A)", A.ravel().tolist())
        values, directions = eigen_directions(A)
        lengths, axes = singular_axes(A)
        assert abs(found["det"] - determinant_2x2(A)) <= SLACK
        np.testing.assert_allclose(found["eigenvalues"], values, rtol=0, atol=SLACK)
        np.testing.assert_allclose(np.reshape(found["directions"], (-1, 2)).T, directions, rtol=0, atol=SLACK)
        np.testing.assert_allclose(found["singularValues"], lengths, rtol=0, atol=SLACK)
        np.testing.assert_allclose(np.transpose(found["axes"]), axes, rtol=0, atol=SLACK)


def test_maps_and_shapes_are_those_of_the_library(visit):
    page = visit()
    maps = page.evaluate("bookPlane.GALLERY")
    assert list(maps) == list(gallery())
    for name, A in gallery().items():
        np.testing.assert_allclose(maps[name], A.ravel(), rtol=0, atol=np.finfo(float).eps)
    np.testing.assert_array_equal(np.transpose(page.evaluate("bookPlane.F")), LETTER_F)
    np.testing.assert_array_equal(np.transpose(page.evaluate("bookPlane.SQUARE")), UNIT_SQUARE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_mouse_drags_a_column(visit, scheme):
    page = visit(color_scheme=scheme)
    drag(page, (1.5, 0.25), (-1.0, 2.0))
    assert entries(page) == [-1.0, 1.0, 2.0, 1.5]
    assert said(page) == "det A = −3.5: areas become 3.5 times as large, F mirrored."
    assert page.locator(".plane select").input_value() == "numbers of your own"


def test_last_move_of_a_drag_counts_however_soon_after_the_one_before(visit):
    page = visit()
    path = [pixel(page, *point) for point in [(1.5, 0.25), (1.0, 1.0), (-1.0, 2.0)]]
    page.evaluate(
        """path => {  // all within a millisecond, as when the finger leaves the mouse while the hand still moves
            const kinds = ["pointerdown", "pointermove", "pointermove", "pointerup"];
            const send = (kind, [clientX, clientY]) => document.querySelector(".plane-board").dispatchEvent(
                new PointerEvent(kind, {clientX, clientY, pointerType: "mouse", bubbles: true, buttons: 1}));
            kinds.forEach((kind, i) => send(kind, path[Math.min(i, 2)]));
        }""",
        path,
    )
    assert entries(page) == [-1.0, 1.0, 2.0, 1.5]


def test_everything_drawn_follows(visit):
    page = visit()
    drag(page, (1.0, 1.5), (-2.0, 1.0))
    A = np.reshape(entries(page), (2, 2))
    np.testing.assert_allclose(A, [[1.5, -2], [0.25, 1]], rtol=0, atol=SLACK)
    np.testing.assert_allclose(drawn(page), A.T, rtol=0, atol=SLACK)
    for shape in (UNIT_SQUARE, LETTER_F):
        closed = A @ np.column_stack([shape, shape[:, :1]])
        np.testing.assert_allclose(curve(page, shape.shape[1]), closed, rtol=0, atol=SLACK)


def test_finger_drags_a_handle_and_scrolls_elsewhere(visit):
    page = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    page.locator(".plane-board").evaluate("board => scrollBy(0, board.getBoundingClientRect().top - 200)")
    session = page.context.new_cdp_session(page)

    def swipe(start, end):
        path = [np.add(start, t * np.subtract(end, start)) for t in np.linspace(0, 1, 9)]
        for i, (x, y) in enumerate(path):
            kind = "touchMove" if i else "touchStart"
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
            page.wait_for_timeout(20)
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_timeout(200)

    before = page.evaluate("scrollY")
    swipe(pixel(page, 1.5, 0.25), pixel(page, 2.0, -1.0))
    assert page.evaluate("scrollY") == before
    assert entries(page) == [2.0, 1.0, -1.0, 1.5]
    swipe(pixel(page, -2.5, -1.5), pixel(page, -2.5, 1.0))
    assert page.evaluate("scrollY") != before
    assert entries(page) == [2.0, 1.0, -1.0, 1.5]


def test_keyboard_moves_a_handle(visit):
    page = visit()
    field(page, "a").focus()
    page.keyboard.press("Shift+Tab")  # the list of maps
    page.keyboard.press("Shift+Tab")  # the second handle
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Ae₂, column 2 of the matrix"
    for key in ["ArrowRight", "ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown", "ArrowDown"]:
        page.keyboard.press(key)
    assert entries(page) == [1.5, 1.1, 0.25, 1.4]
    handle = page.locator(".plane-board [role=slider]").nth(1)
    assert handle.get_attribute("aria-valuetext") == "right 1.1, up 1.4"
    assert handle.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Ae₁, column 1 of the matrix"


def test_only_the_handles_of_the_board_take_focus(visit):
    page = visit()
    assert page.locator(".plane-board [tabindex]").count() == page.locator(".plane-board [role=slider]").count() == 2


def test_typed_numbers_are_drawn_exactly(visit):
    page = visit()
    for letter, value in zip("abcd", ["1", "2", "0.123", "-4"], strict=True):
        field(page, letter).fill(value)
    np.testing.assert_allclose(drawn(page), [[1, 0.123], [2, -4]], rtol=0, atol=SLACK)
    assert said(page) == "det A = −4.246: areas become 4.246 times as large, F mirrored."


def test_what_is_no_number_is_marked_and_changes_nothing(visit):
    page = visit()
    for value in ("", "1000"):
        field(page, "a").fill(value)
        assert field(page, "a").get_attribute("aria-invalid") == "true"
        assert "det A = 2:" in said(page)
        field(page, "a").fill("1.5")
        assert field(page, "a").get_attribute("aria-invalid") is None


def test_each_map_of_the_gallery_can_be_chosen(visit):
    page = visit()
    expected = {
        "identity": ("1: areas stay, F readable.", "Every direction is kept, λ = 1."),
        "scaling": ("6: areas become 6 times as large, F readable.", "λ = 3 along (0, 1); λ = 2 along (1, 0)"),
        "rotation": ("1: areas stay, F readable.", "No direction is kept."),
        "reflection": ("−1: areas stay, F mirrored.", "λ = 1 along (0, 1); λ = −1 along (1, 0)"),
        "shear": ("1: areas stay, F readable.", "λ = 1 along (1, 0)."),
        "projection": ("0: the plane is pressed onto a line.", "λ = 1 along (1, 0); λ = 0 along (0, 1)"),
        "zero map": ("0: the plane is pressed onto a point.", "Every direction is kept, λ = 0."),
    }
    assert list(expected) == list(gallery())
    for name, (det, kept) in expected.items():
        page.locator(".plane select").select_option(name)
        np.testing.assert_allclose(entries(page), gallery()[name].ravel(), rtol=0, atol=5e-5)  # shown to four places
        np.testing.assert_allclose(drawn(page), gallery()[name].T, rtol=0, atol=SLACK)
        assert said(page) == f"det A = {det}"
        assert kept in page.locator(".plane").inner_text()


def test_determinant_zero_to_rounding_is_zero(visit):
    page = visit()
    says = "A => bookPlane.describe(A).det"
    assert page.evaluate(says, [0.1, 0.3, 0.3, 0.9]) == "det A = 0: the plane is pressed onto a line."
    assert page.evaluate(says, [1e-3, 0, 0, 1e-3]).startswith("det A = 0.0000010: areas become")


def test_determinant_is_announced(visit):
    assert visit().locator(".plane output").get_attribute("aria-live") == "polite"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ink_is_that_of_the_page(visit, scheme):
    page = visit(color_scheme=scheme)
    assert colors(page.locator(".plane-board [role=slider]"), "stroke") == {ink(page)}


def test_board_is_square_on_a_phone(visit):
    page = visit(viewport=PHONE)
    assert out_of_sight(page, ".plane-board") == []
    board = page.locator(".plane-board").bounding_box()
    assert abs(board["width"] - board["height"]) < 1


@pytest.mark.parametrize("text", ["1e9", ""])
def test_bad_number_is_told_and_the_last_one_stays(visit, text):
    page = visit()
    field = page.locator(".plane input").first
    field.fill(text)
    assert page.locator(".plane [role=alert]").inner_text() == (
        "a, row 1, column 1: type a number from −100 to 100; the last one stays in use."
    )
    np.testing.assert_allclose(drawn(page), np.transpose(START), rtol=0, atol=SLACK)
    field.fill("2")
    assert page.locator(".plane [role=alert]").inner_text() == ""


def test_reset_brings_the_first_matrix_back(visit):
    page = visit()
    page.locator(".plane input").first.fill("1e9")
    page.locator(".plane select").select_option("scaling")
    page.locator(".plane button").click()
    assert entries(page) == np.ravel(START).tolist()
    assert page.locator(".plane [aria-invalid]").count() == 0
    assert page.locator(".plane [role=alert]").inner_text() == ""


@pytest.mark.parametrize(("entry", "numbers"), [("1.5", "1 2 3"), ("20", "10 20 30")])
def test_axes_bear_numbers(visit, entry, numbers):
    page = visit()
    page.locator(".plane input").first.fill(entry)
    words = page.locator(".plane-board text").all_text_contents()
    assert all(words.count(number) == words.count(f"−{number}") == 2 for number in numbers.split())
