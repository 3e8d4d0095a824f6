"""The interactive color matrix in a browser: its mathematics and its pixels are those of `linalg_book.filters`."""

import io

import numpy as np
import pytest
from interactive import looks, out_of_sight, violations

from linalg_book.filters import FILTERS, apply_matrix, blend, compose

pytestmark = pytest.mark.site

CHAPTER = "filters"
FIGURE = '[data-figure="colormatrix"]'


@pytest.fixture
def page(visit):
    return visit()


def fields(page):
    """The matrix that the twelve fields show."""
    values = page.locator(f"{FIGURE} input[type=number]").evaluate_all("fields => fields.map(f => Number(f.value))")
    return np.reshape(values, (3, 4))


def in_use(page):
    """The matrix that the browser's filter applies, in units of 0 to 255."""
    values = page.locator(f"{FIGURE} feColorMatrix").get_attribute("values").split()
    M = np.reshape([float(v) for v in values], (4, 5))
    np.testing.assert_array_equal(M[3], [0, 0, 0, 1, 0])
    np.testing.assert_array_equal(M[:3, 3], 0)
    return M[:3, [0, 1, 2, 4]] * [1, 1, 1, 255]


def shot(page, which=1):
    """The pixels of one of the two photographs, without its edges, which are mixed with what is beside them."""
    from PIL import Image

    png = page.locator(f"{FIGURE} image").nth(which).screenshot()
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGB"))[8:-8, 8:-8]


# ---- mathematics ----


def test_script_knows_the_filters_of_the_library(page):
    assert page.evaluate("bookColormatrix.names") == list(FILTERS)
    assert page.evaluate("bookColormatrix.names.map(bookColormatrix.usual)") == [f.usual for f in FILTERS.values()]


@pytest.mark.parametrize("name", list(FILTERS))
def test_script_makes_the_matrices_of_the_library(name, page, rng):
    for amount in [0, 1, *rng.uniform(-2, 3, 5)]:
        found = page.evaluate("([name, amount]) => bookColormatrix.named(name, amount)", [name, amount])
        np.testing.assert_allclose(found, FILTERS[name](amount), rtol=0, atol=1e-9)
    found = page.evaluate("name => bookColormatrix.named(name)", name)
    np.testing.assert_allclose(found, FILTERS[name](), rtol=0, atol=1e-9)


def test_script_blends_composes_and_applies_as_the_library(page, rng):
    for _ in range(5):
        F, G, p = rng.normal(size=(3, 4)), rng.normal(size=(3, 4)), rng.uniform(0, 255, 3)
        both = [F.tolist(), G.tolist()]
        np.testing.assert_allclose(
            page.evaluate("([F, G]) => bookColormatrix.compose(F, G)", both), compose(F, G), rtol=0, atol=1e-9
        )
        np.testing.assert_allclose(
            page.evaluate("([F]) => bookColormatrix.blend(F, 0.3)", both), blend(F, 0.3), rtol=0, atol=1e-9
        )
        found = page.evaluate("([F, p]) => bookColormatrix.apply(F, p)", [F.tolist(), p.tolist()])
        np.testing.assert_allclose(found, apply_matrix(p, F), rtol=0, atol=1e-9)


# ---- pixels ----


@pytest.mark.parametrize("name", list(FILTERS))
def test_figure_draws_what_the_library_computes(name, page):
    page.select_option(f"{FIGURE} select", "none")
    before, taken = shot(page), shot(page, 0)
    assert before.std() > 30  # a photograph, not an empty frame
    np.testing.assert_allclose(before.mean((0, 1)), taken.mean((0, 1)), atol=2)  # the same one
    page.select_option(f"{FIGURE} select", name)
    difference = shot(page).astype(int) - apply_matrix(before, FILTERS[name]())
    assert np.abs(difference).max() <= 1


def test_figure_draws_a_matrix_of_ones_own(page, rng):
    M = np.round(np.column_stack([rng.dirichlet(np.ones(3), 3), rng.uniform(-40, 40, 3)]), 3)
    page.select_option(f"{FIGURE} select", "none")
    before = shot(page)
    for field, value in zip(page.locator(f"{FIGURE} input[type=number]").all(), M.ravel(), strict=True):
        field.fill(str(value))
    np.testing.assert_allclose(in_use(page), M, rtol=0, atol=1e-9)
    assert np.abs(shot(page).astype(int) - apply_matrix(before, M)).max() <= 1


# ---- controls ----


def test_figure_starts_with_the_warm_filter_of_the_page(page):
    assert page.input_value(f"{FIGURE} select") == "warmth"
    np.testing.assert_allclose(fields(page), FILTERS["warmth"](), rtol=0, atol=5e-5)
    np.testing.assert_allclose(in_use(page), FILTERS["warmth"](), rtol=0, atol=1e-9)
    assert "(100, 150, 200) becomes (135, 165, 180)" in page.locator(FIGURE).inner_text()


def test_choosing_a_filter_fills_the_fields(page):
    page.get_by_role("combobox", name="Filter", exact=True).select_option("contrast")
    np.testing.assert_allclose(fields(page), FILTERS["contrast"](), rtol=0, atol=5e-5)
    np.testing.assert_allclose(in_use(page), FILTERS["contrast"](), rtol=0, atol=1e-9)
    assert page.locator(f"{FIGURE} svg text").all_text_contents()[-1] == "contrast"
    assert "contrast" in page.locator(f"{FIGURE} svg").first.get_attribute("aria-label")


def test_sliding_the_amount_with_the_keyboard(page):
    page.get_by_role("combobox", name="Filter", exact=True).select_option("sepia")
    page.get_by_label("Amount").focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    np.testing.assert_allclose(in_use(page), FILTERS["sepia"](0.8), rtol=0, atol=1e-9)
    assert "0.80" in page.locator(f"{FIGURE} output").first.inner_text()


def test_typing_an_entry_makes_the_matrix_ones_own(page):
    page.get_by_label("new green from blue").fill("0.25")
    M = FILTERS["warmth"]()
    M[1, 2] = 0.25
    np.testing.assert_allclose(in_use(page), M, rtol=0, atol=1e-9)
    assert page.input_value(f"{FIGURE} select") == "own"
    assert page.get_by_label("Amount").is_disabled()
    assert "becomes (135, 215, 180)" in page.locator(FIGURE).inner_text()


def test_an_entry_that_is_no_number_changes_nothing(page):
    before = in_use(page)
    field = page.get_by_label("new red from red")
    field.fill("")
    assert field.get_attribute("aria-invalid") == "true"
    np.testing.assert_array_equal(in_use(page), before)
    field.fill("1")
    assert field.get_attribute("aria-invalid") is None
    assert in_use(page)[0, 0] == 1


def test_reset_shows_the_photograph_as_taken(page):
    page.get_by_role("button", name="Reset").click()
    np.testing.assert_array_equal(in_use(page), np.eye(3, 4))
    np.testing.assert_array_equal(fields(page), np.eye(3, 4))
    assert page.input_value(f"{FIGURE} select") == "none"


def test_every_control_is_reached_by_tab(page):
    page.get_by_role("combobox", name="Filter", exact=True).focus()
    reached = []
    for _ in range(15):
        reached.append(page.evaluate("[document.activeElement.tagName, document.activeElement.type].join(' ')"))
        page.keyboard.press("Tab")
    assert reached == ["SELECT select-one", "INPUT range", "BUTTON button", *["INPUT number"] * 12]


# ---- the page ----


def test_complaint_is_accessible_and_fits(page):
    page.get_by_label("new blue from blue").fill("")
    for look in looks(page):
        assert violations(page, CHAPTER) == [], look
        assert out_of_sight(page, ".colormatrix *") == [], look
