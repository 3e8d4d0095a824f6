"""The interactive product in a browser: its numbers are those of linalg_book.matmul, and every reader can use it."""

import json
import re
from fractions import Fraction

import numpy as np
import pytest
from interactive import DESK, PHONE, colors, ink, looks, out_of_sight, twins, violations

from linalg_book import tex
from linalg_book.matmul import outer_terms, product_by_blocks, product_by_columns, product_by_rows

pytestmark = pytest.mark.site

CHAPTER = "arithmetic"
VIEWS = {"entry": "entries", "row": "rows", "column": "columns", "outer": "outer products", "block": "blocks"}
SMALL = np.array([[1, 2], [3, 4]]), np.array([[5, 6], [7, 8]])  # of chapter arithmetic
KITCHEN = np.array([[3, 1, 0], [1, 2, 2]]), np.array([[1, 0, 2, 1], [0, 2, 1, 1], [1, 1, 2, 0]])  # of chapter matmul
PAGES = {"arithmetic": SMALL, "matmul": KITCHEN}


def field(page, name, row, column):
    return page.locator(".product").get_by_label(f"{name}, row {row}, column {column}", exact=True)


def cell(page, row, column):
    return page.locator("[role=row]").nth(row - 1).locator("[role=gridcell]").nth(column - 1)


def type_in(page, A, B):
    for name, M in (("A", A), ("B", B)):
        for (r, c), value in np.ndenumerate(M):
            field(page, name, r + 1, c + 1).fill(f"{value:g}")


def table(page):
    """The numbers shown in the place of AB."""
    rows = [row.locator("[role=gridcell]").all_inner_texts() for row in page.locator("[role=row]").all()]
    return [[float(text.replace("−", "-")) for text in row] for row in rows]


def view(page, name):
    page.locator(".product").get_by_role("radio", name=VIEWS[name], exact=True).check()


def said(page):
    return page.locator(".product output").inner_text().replace("\n", " ")


def drawn(page):
    """The sum of matrices drawn under the board: what stands before each matrix, and its entries."""
    return page.evaluate(
        """() => {
            const entries = piece => [...piece.children].map(x => Number(x.textContent.replace("−", "-")));
            const read = piece => piece.nodeType === 3 ? piece.textContent : entries(piece);
            return [...document.querySelectorAll(".product-terms > span")].map(t => [...t.childNodes].map(read));
        }"""
    )


def places(page, name):
    """Which entries of A, B or C are marked."""
    shape = {"A": "A, row", "B": "B, row"}
    nodes = f'.product input[aria-label^="{shape[name]}"]' if name in shape else ".product [role=gridcell]"
    return np.array([node.get_attribute("data-mark") == name for node in page.locator(nodes).all()])


def listed(line):
    return "(" + ", ".join(f"{x:g}" for x in line).replace("-", "−") + ")"


def whole(rng, m, k, n):
    return rng.integers(-9, 10, (m, k)), rng.integers(-9, 10, (k, n))


def decimal(rng, m, k, n):
    return rng.integers(-9900, 9901, (m, k)) / 100, rng.integers(-9900, 9901, (k, n)) / 100


SHAPES = [(1, 1, 1), (2, 2, 2), (2, 3, 4), (4, 1, 3), (1, 5, 1), (5, 4, 2), (3, 3, 3)]


def test_whole_numbers_are_exact(visit, rng):
    page = visit()
    for shape in SHAPES * 4:
        A, B = whole(rng, *shape)
        found = page.evaluate("([A, B]) => bookProduct.partial(A, B)", [A.tolist(), B.tolist()])
        np.testing.assert_array_equal(found, A @ B)
        np.testing.assert_array_equal(found, product_by_rows(A, B))
        np.testing.assert_array_equal(found, product_by_columns(A, B))


def test_decimals_are_exact_and_agree_with_numpy(visit, rng):
    page = visit()
    exact = np.vectorize(lambda x: Fraction(f"{x:.2f}"))
    for shape in SHAPES * 4:
        A, B = decimal(rng, *shape)
        found = np.array(page.evaluate("([A, B]) => bookProduct.partial(A, B)", [A.tolist(), B.tolist()]))
        np.testing.assert_array_equal(found, (exact(A) @ exact(B)).astype(float))
        assert (abs(found - A @ B) <= (shape[1] + 2) * np.finfo(float).eps * (abs(A) @ abs(B))).all()
    assert page.evaluate("bookProduct.partial([[0.1, 0.3]], [[0.3], [-0.1]])") == [[0]]  # NumPy: 5.6e-17 or less


def test_partial_sums_and_terms_are_those_of_the_library(visit, rng):
    page = visit()
    for shape in SHAPES * 3:
        A, B = whole(rng, *shape)
        terms = outer_terms(A, B)
        both = [A.tolist(), B.tolist()]
        sums = page.evaluate("([A, B]) => [...B, 0].map((_, t) => bookProduct.partial(A, B, t))", both)
        each = page.evaluate("([A, B]) => B.map((_, l) => bookProduct.partial(A, B, l + 1, l))", both)
        np.testing.assert_array_equal(each, terms)
        np.testing.assert_array_equal(sums, [terms[:t].sum(axis=0) for t in range(shape[1] + 1)])


def test_rank_is_that_of_numpy(visit, rng):
    page = visit()
    ranks = set()
    for m, n in [(1, 1), (2, 4), (4, 2), (3, 3), (5, 4)]:
        for r in range(min(m, n) + 1):
            M = rng.integers(-3, 4, (m, r)) @ rng.integers(-3, 4, (r, n))
            ranks.add((r, expected := int(np.linalg.matrix_rank(M))))
            assert page.evaluate("M => bookProduct.rank(M)", M.tolist()) == expected, M
    assert {r for r, _ in ranks} == {0, 1, 2, 3, 4}
    assert page.evaluate("bookProduct.rank([[0.1, 0.3], [0.3, 0.9]])") == 1
    assert page.evaluate("bookProduct.rank([[0.1, 0.3], [0.3, 0.9001]])") == 2
    large = [[29403, 29402.9999, 1], [29402.9999, 29403, 1], [58805.9999, 58805.9999, 2]]
    assert page.evaluate("M => bookProduct.rank(M)", large) == 2


@pytest.mark.parametrize("name", ["entry", "row", "column", "block"])
def test_what_is_marked_is_what_the_marked_part_depends_on(visit, rng, name):
    page = visit("matmul")
    A, B = (rng.integers(1, 10, M.shape) for M in KITCHEN)  # no zeros: each entry counts
    view(page, name)
    for place in [(1, 1), (2, 3), (1, 4)]:
        cell(page, *place).click()
        target = places(page, "C").reshape(2, 4)
        for which, M in enumerate((A, B)):
            needed = np.zeros(M.shape, bool)
            for at in np.ndindex(M.shape):
                factors = [A.copy(), B.copy()]
                factors[which][at] += 1
                needed[at] = ((factors[0] @ factors[1] != A @ B) & target).any()
            np.testing.assert_array_equal(places(page, "AB"[which]).reshape(M.shape), needed)


@pytest.mark.parametrize(("name", "size"), [("entry", 1), ("row", 4), ("column", 2), ("block", 4)])
def test_pointed_entry_lies_in_the_marked_part(visit, name, size):
    page = visit("matmul")
    view(page, name)
    for i, j in np.ndindex(2, 4):
        cell(page, i + 1, j + 1).hover()
        target = places(page, "C").reshape(2, 4)
        assert target[i, j] and target.sum() == size


def test_values_on_the_page_are_those_of_the_chapter(visit):
    for stem, (A, B) in PAGES.items():
        values = json.loads(visit(stem, alive=False).locator("[data-figure=product]").get_attribute("data-values"))
        np.testing.assert_array_equal(values["A"], A)
        np.testing.assert_array_equal(values["B"], B)
        assert values["views"] == (["entry"] if stem == "arithmetic" else list(VIEWS))
        assert values["start"] == ("entry" if stem == "arithmetic" else "row")


@pytest.mark.parametrize("stem", PAGES)
def test_figure_takes_the_place_of_the_picture(visit, stem):
    page, (A, B) = visit(stem), PAGES[stem]
    assert page.locator("[data-figure=product] > svg[role=img]").is_hidden()
    np.testing.assert_array_equal(table(page), A @ B)
    for name, M in (("A", A), ("B", B)):
        for (r, c), value in np.ndenumerate(M):
            assert field(page, name, r + 1, c + 1).input_value() == str(value)
    assert page.get_by_role("group", name="See AB by").count() == (stem == "matmul")
    assert page.locator(".product input[type=range]").is_hidden()


def test_mouse_points_at_an_entry(visit):
    page = visit()
    assert said(page) == "Row 1 of A times column 1 of B: 1 · 5 + 2 · 7 = 5 + 14 = 19"
    cell(page, 2, 1).hover()
    assert said(page) == "Row 2 of A times column 1 of B: 3 · 5 + 4 · 7 = 15 + 28 = 43"
    assert places(page, "A").tolist() == [False, False, True, True]
    assert places(page, "B").tolist() == [True, False, True, False]
    assert places(page, "C").tolist() == [False, False, True, False]
    page.mouse.move(5, 5)
    assert "= 43" in said(page)  # it stays when the mouse goes on


def test_marks_differ_without_color(visit):
    page = visit()
    look = """node => {
        const { borderStyle, backgroundImage } = getComputedStyle(node);
        return [borderStyle, backgroundImage.replace(/rgb[^)]*./g, "")];
    }"""
    looks = [field(page, "A", 1, 1), field(page, "B", 1, 1), cell(page, 1, 1), cell(page, 1, 2)]
    (_, left), (_, over), (border, _), plain = looks = [tuple(node.evaluate(look)) for node in looks]
    assert len(set(looks)) == 4
    assert "135deg" in left and "(45deg" in over and border == "double" and plain == ("solid", "none")


def test_finger_points_at_an_entry(visit):
    page = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    cell(page, 1, 2).tap()
    assert said(page).endswith("1 · 6 + 2 · 8 = 6 + 16 = 22")
    assert cell(page, 1, 2).get_attribute("data-mark") == "C"


def test_click_without_a_pointer_points_at_an_entry(visit):
    page = visit()
    cell(page, 2, 2).evaluate("node => node.click()")  # as assistive technology does
    assert said(page).endswith("= 50")
    assert cell(page, 2, 2).evaluate("node => node === document.activeElement")


def test_targets_are_large_enough_for_a_finger(visit):
    page = visit("matmul", viewport=PHONE, has_touch=True, is_mobile=True)
    view(page, "outer")
    targets = ".product-cell, .product label, .product button"
    for target in page.locator(targets).all():
        box = target.bounding_box()
        assert box["width"] >= 32 and box["height"] >= 32


@pytest.mark.parametrize("stem", PAGES)
def test_keyboard_walks_through_the_product(visit, stem):
    page, (A, B) = visit(stem), PAGES[stem]
    view(page, "entry") if stem == "matmul" else None
    grid = page.locator(".product [role=grid]")
    assert grid.locator("[tabindex='0']").count() == 1
    if stem == "matmul":
        page.get_by_role("radio", name="entries", exact=True).focus()
        page.keyboard.press("Tab")
    else:
        cell(page, 1, 1).focus()
    m, n = len(A), B.shape[1]
    i = j = 0
    steps = {"ArrowRight": (0, 1), "ArrowLeft": (0, -1), "ArrowDown": (1, 0), "ArrowUp": (-1, 0)}
    steps |= {"End": (0, n), "Home": (0, -n)}
    walk = "ArrowRight ArrowDown ArrowDown ArrowUp ArrowUp ArrowLeft ArrowLeft End ArrowRight ArrowDown Home"
    for key in walk.split():
        page.keyboard.press(key)
        down, over = steps[key]
        i, j = min(max(i + down, 0), m - 1), min(max(j + over, 0), n - 1)
        at = cell(page, i + 1, j + 1)
        assert at.evaluate("node => node === document.activeElement")
        assert at.get_attribute("tabindex") == "0" and grid.locator("[tabindex='0']").count() == 1
        assert at.get_attribute("aria-selected") == "true" and grid.locator("[aria-selected=true]").count() == 1
        assert at.get_attribute("aria-label") == f"row {i + 1}, column {j + 1}: {A[i] @ B[:, j]}"
        assert said(page).endswith(f"= {A[i] @ B[:, j]}")
    assert at.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "A, row 1, column 1"


def test_other_keys_are_left_to_the_browser(visit):
    page = visit()
    cell(page, 1, 1).focus()
    prevented = """([key, altKey]) => !document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", { key, altKey, cancelable: true }))"""
    assert page.evaluate(prevented, ["ArrowLeft", False])
    assert not page.evaluate(prevented, ["ArrowLeft", True])  # back, in many browsers
    assert not page.evaluate(prevented, ["PageDown", False])


def test_sums_are_written_as_the_chapter_writes_them(visit, rng):
    page = visit()
    for A, B in [SMALL, *(whole(rng, 2, 2, 2) for _ in range(3)), *(decimal(rng, 2, 2, 2) for _ in range(3))]:
        type_in(page, A, B)
        lines = str(tex.product_steps(A, B)).split(r"\\" + "\n")[1:]
        steps = [re.sub(r".*\\begin\{pmatrix\} | \\end\{pmatrix\}.*", "", line) for line in lines]
        steps = [[row.split(" & ") for row in step.split(r" \\ ")] for step in steps]
        for i, j in np.ndindex(2, 2):
            cell(page, i + 1, j + 1).hover()
            expected = " = ".join(step[i][j] for step in steps).replace(r"\cdot", "·").replace("-", "−")
            assert said(page) == f"Row {i + 1} of A times column {j + 1} of B: {expected}"


def test_typed_numbers_are_used_at_once(visit):
    page = visit()
    field(page, "A", 1, 2).fill("-2.5")
    assert table(page) == [[-12.5, -14], [43, 50]]
    assert said(page) == "Row 1 of A times column 1 of B: 1 · 5 + (−2.5) · 7 = 5 + (−17.5) = −12.5"
    field(page, "B", 1, 1).fill("0.01")
    assert table(page)[0][0] == -17.49
    page.get_by_role("button", name="Reset the numbers").click()
    np.testing.assert_array_equal(table(page), SMALL[0] @ SMALL[1])
    assert field(page, "A", 1, 2).input_value() == "2"


def test_rounded_numbers_say_so(visit):
    page = visit()
    field(page, "A", 1, 1).fill("12.34")
    field(page, "B", 1, 1).fill("56.78")
    assert cell(page, 1, 1).inner_text() == "≈714.7"  # 714.6652
    assert cell(page, 1, 1).get_attribute("aria-label") == "row 1, column 1: 714.6652"
    assert said(page).endswith("12.34 · 56.78 + 2 · 7 = 700.6652 + 14 = 714.6652")
    assert cell(page, 1, 2).inner_text() == "90.04"
    short = page.evaluate("[19602, -19602, 0.0001, -12345.6789, 1234.5, 0, -0.5, 9999.99].map(bookProduct.short)")
    assert short == ["19602", "−19602", "0.0001", "≈−12346", "1234.5", "0", "−0.5", "≈10000"]


def test_long_numbers_fit_into_their_cells(visit):
    page = visit("matmul", viewport=PHONE)
    type_in(page, np.full((2, 3), 99), np.full((3, 4), -98.99))
    assert cell(page, 1, 1).inner_text() == "≈−29400"
    over = "nodes => nodes.filter(node => node.scrollWidth > node.clientWidth).map(node => node.outerHTML)"
    assert page.locator(".product-cell").evaluate_all(over) == []
    for name in VIEWS:
        view(page, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize(
    ("value", "came"), [("", "nothing"), ("100", "100"), ("-99.01", "−99.01"), ("1.005", "1.005"), ("1e9", "1e9")]
)
def test_what_is_no_entry_is_marked_and_changes_nothing(visit, value, came):
    page = visit()
    before, one = said(page), field(page, "A", 1, 1)
    one.fill(value)
    assert one.get_attribute("aria-invalid") == "true"
    assert one.evaluate("node => getComputedStyle(node).borderStyle") == "dashed"
    assert said(page) == before and table(page) == [[19, 22], [43, 50]]
    wrong = page.locator(f"#{one.get_attribute('aria-errormessage')}")
    assert wrong.inner_text() == (
        f"A, row 1, column 1: expected a number from −99 to 99 with two decimals at most, got {came}; 1 stays in use."
    )
    assert wrong.get_attribute("aria-live") == "polite"
    field(page, "B", 1, 1).fill("9")  # another field is still served, and the complaint stands
    assert "1 · 9 + 2 · 7" in said(page) and "got" in wrong.inner_text()
    one.fill("0")
    assert one.get_attribute("aria-invalid") is None and wrong.inner_text() == ""
    one.fill(value)
    page.get_by_role("button", name="Reset the numbers").click()
    assert one.get_attribute("aria-invalid") is None and wrong.inner_text() == "" and said(page) == before
    field(page, "B", 1, 1).fill("9")
    assert wrong.inner_text() == ""  # it does not come back


def test_half_a_number_is_no_number(visit):
    page = visit()
    field(page, "A", 1, 1).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("-")
    assert "got no number; 1 stays in use" in page.locator(".product").inner_text()
    page.keyboard.type("3")
    assert "(−3) · 5 + 2 · 7 = −15 + 14 = −1" in said(page)
    assert "got" not in page.locator(".product").inner_text()


def test_rows_are_combined(visit, rng):
    page = visit("matmul")
    assert page.get_by_role("radio", name="rows", exact=True).is_checked()
    for A, B in (KITCHEN, whole(rng, 2, 3, 4)):
        type_in(page, A, B)
        cell(page, 2, 1).hover()
        weights = ", plus ".join(f"{a} times row {n + 1}" for n, a in enumerate(A[1])).replace("-", "−")
        row = "Row 2 of AB is a sum of rows of B, with row 2 of A for weights: "
        assert said(page) == f"{row}{weights}, makes {listed(A[1] @ B)}."
        *terms, total = drawn(page)
        assert [entries for _, entries in terms] == B.tolist() and total == ["=", (A[1] @ B).tolist()]
        shown = [float(re.sub(r"[+·()\s]", "", text).replace("−", "-")) for text, _ in terms]
        assert shown == A[1].tolist()


def test_columns_are_combined(visit, rng):
    page = visit("matmul")
    view(page, "column")
    for A, B in (KITCHEN, whole(rng, 2, 3, 4)):
        type_in(page, A, B)
        cell(page, 1, 3).hover()
        weights = ", plus ".join(f"{b} times column {n + 1}" for n, b in enumerate(B[:, 2])).replace("-", "−")
        column = "Column 3 of AB is a sum of columns of A, with column 3 of B for weights: "
        assert said(page) == f"{column}{weights}, makes {listed(A @ B[:, 2])}."
        *terms, total = drawn(page)
        assert [entries for _, entries in terms] == A.T.tolist() and total == ["=", (A @ B[:, 2]).tolist()]
        shown = [float(re.sub(r"[+·()\s]", "", text).replace("−", "-")) for text, _ in terms]
        assert shown == B[:, 2].tolist()


def test_outer_products_are_added_one_by_one(visit, rng):
    page = visit("matmul")
    view(page, "outer")
    slider, below = page.get_by_label("Terms added"), page.locator(".product [role=grid] + *")
    flat = np.array([[1, 2, 1], [2, 4, 3]]), np.array([[1, 2, 0, 1], [3, 1, 1, 1], [0, 0, 0, 0]])
    for A, B in (KITCHEN, flat, whole(rng, 2, 3, 4)):
        type_in(page, A, B)
        terms = outer_terms(A, B)
        for t in range(4):
            slider.fill(str(t))
            S = terms[:t].sum(axis=0)
            np.testing.assert_array_equal(table(page), S)
            assert below.inner_text() == (f"sum of {t} of 3 terms" if t < 3 else "AB")
            assert slider.get_attribute("aria-valuetext") == f"{t} of 3"
            np.testing.assert_array_equal(places(page, "A").reshape(2, 3), [np.arange(3) == t - 1] * 2)
            np.testing.assert_array_equal(places(page, "B").reshape(3, 4).T, [np.arange(3) == t - 1] * 4)
            assert places(page, "C").all() == (t > 0)
            if not t:
                assert said(page) == "0 of 3 terms added: all zeros, of rank 0." and drawn(page) == []
                continue
            factors, term = drawn(page)
            assert factors == [f"term {t}:", A[:, t - 1].tolist(), B[t - 1].tolist()]
            assert term == ["=", terms[t - 1].ravel().tolist()]
            one, rank = (int(np.linalg.matrix_rank(M)) for M in (terms[t - 1], S))
            allow = "one term allows" if t == 1 else f"{t} terms in 2 rows and 4 columns allow"
            assert said(page) == (
                f"{t} of 3 terms added; the last is column {t} of A times row {t} of B, of rank {one}. The "
                f"{'whole sum is AB' if t == 3 else 'sum so far'} has rows {' and '.join(map(listed, S))}. "
                f"Its rank is {rank}; {allow} {min(t, 2)} at most."
            )


def test_keyboard_adds_the_terms(visit):
    page = visit("matmul")
    page.get_by_role("radio", name="columns", exact=True).focus()
    page.keyboard.press("ArrowRight")
    assert said(page).startswith("1 of 3 terms added")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert said(page).startswith("2 of 3 terms added")
    page.keyboard.press("End")
    np.testing.assert_array_equal(table(page), KITCHEN[0] @ KITCHEN[1])
    page.keyboard.press("Home")
    assert not np.any(table(page))
    view(page, "row")  # and elsewhere AB is whole
    np.testing.assert_array_equal(table(page), KITCHEN[0] @ KITCHEN[1])


def test_blocks_are_those_of_the_library(visit, rng):
    page = visit("matmul")
    view(page, "block")
    A, B = whole(rng, 2, 3, 4)
    type_in(page, A, B)
    for j, over in ((1, "1 to 2"), (4, "3 to 4")):
        cell(page, 2, j).hover()
        columns = slice(0, 2) if j == 1 else slice(2, 4)
        block = product_by_blocks(A, B, block=2)[:, columns]
        rows = " and ".join(map(listed, block))
        assert said(page) == (
            f"The block of AB in rows 1 to 2 and columns {over} is a sum of 2 products of blocks, "
            f"with the inner indices 1 to 2 and then 3; it has rows {rows}."
        )
        parts = [[A[:, cut].ravel().tolist(), B[cut, columns].ravel().tolist()] for cut in (slice(0, 2), slice(2, 3))]
        found = drawn(page)
        assert [[piece for piece in term if isinstance(piece, list)] for term in found[:2]] == parts
        assert found[2] == ["=", block.ravel().tolist()]


def test_ragged_blocks_and_a_single_one(visit):
    page = visit()
    A, B = np.arange(12).reshape(3, 4), np.arange(20).reshape(4, 5)
    state = {"view": "block", "A": A.tolist(), "B": B.tolist(), "i": 2, "j": 4, "added": 1, "side": 2}
    found = page.evaluate("state => bookProduct.describe(state)", state)
    assert found["said"].startswith("The block of AB in row 3 and column 5 is a sum of 2 products of blocks")
    assert found["terms"][-1] == ["=", [[int((A @ B)[2, 4])]]]
    found = page.evaluate("state => bookProduct.describe({...state, side: 9})", state)
    assert "rows 1 to 3 and columns 1 to 5 is a product of blocks, with the inner indices 1 to 4;" in found["said"]
    assert found["terms"][-1] == ["=", (A @ B).tolist()]


def test_words_are_announced(visit):
    assert visit().locator(".product output").get_attribute("aria-live") == "polite"


def test_figures_on_one_page_do_not_disturb_each_other(visit):
    one, two = twins(visit("matmul", alive=False), "matmul")
    two.get_by_role("radio", name="outer products").check()
    assert one.get_by_role("radio", name="rows").is_checked()
    assert two.get_by_role("radio", name="outer products").is_checked()
    two.get_by_label("A, row 1, column 1", exact=True).fill("-1")
    two.get_by_label("B, row 1, column 1", exact=True).fill("")
    assert one.get_by_role("gridcell").first.inner_text() == "3" and "got" not in one.inner_text()
    one.get_by_role("gridcell").nth(6).click()
    assert "Row 2 of AB" in one.inner_text()
    assert "1 of 3 terms added" in two.inner_text() and "got nothing" in two.inner_text()


@pytest.mark.parametrize("values", [None, {"A": [[0.125]], "B": [[1]], "views": ["entry"], "start": "entry"}])
def test_picture_stays_if_its_values_are_missing_or_would_be_rounded(visit, values):
    page = visit(alive=False)
    container = page.locator("[data-figure=product]")
    container.evaluate("node => delete node.dataset.values")
    if values:
        container.evaluate("(node, values) => { node.dataset.values = values; }", json.dumps(values))
    page.locator("[data-figure=product]").scroll_into_view_if_needed()
    page.wait_for_function("window.bookProduct")
    assert page.locator("[data-figure=product] > svg[role=img]").is_visible()
    assert page.locator(".product").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ink_is_that_of_the_page(visit, scheme):
    page = visit(color_scheme=scheme)
    assert colors(page.locator(".product-cell"), "color") == {ink(page)}


@pytest.mark.parametrize("stem", PAGES)
def test_every_view_is_accessible_and_fits(visit, stem):
    page = visit(stem)
    field(page, "A", 1, 1).fill("1000")
    for look in looks(page):
        for name in VIEWS if stem == "matmul" else ["entry"]:
            view(page, name) if stem == "matmul" else None
            assert violations(page, stem) == [], (name, look)
            assert out_of_sight(page, ".product *") == [], (name, look)


@pytest.mark.parametrize("viewport", [DESK, PHONE])
@pytest.mark.parametrize("stem", PAGES)
def test_rows_and_columns_meet_in_their_entry(visit, stem, viewport):
    page, (A, B) = visit(stem, viewport=viewport), PAGES[stem]
    for i, j in np.ndindex(len(A), B.shape[1]):
        nodes = cell(page, i + 1, j + 1), field(page, "A", i + 1, 1), field(page, "B", 1, j + 1)
        at, left, over = (node.bounding_box() for node in nodes)
        assert abs(at["y"] - left["y"]) < 1.5 and abs(at["x"] - over["x"]) < 1.5
        assert left["x"] < at["x"] and over["y"] < at["y"] and abs(left["width"] - at["width"]) < 1.5
