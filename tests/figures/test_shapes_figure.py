"""The interactive checker of shapes in a browser: it says what linalg_book.shapes says, and every reader can use it."""

import ast
import itertools
import json
import re

import numpy as np
import pytest
from interactive import PHONE, colors, crowded, ink, looks, out_of_sight, twins, violations

from linalg_book.shapes import broadcast_shape, explain_broadcast, explain_product, stacked_shape

pytestmark = pytest.mark.site

CHAPTER = "shapes"
START = [(32, 784), (784, 128), (128, 10)]


def control(page, label):
    return page.locator(".shapes").get_by_label(label, exact=True)


def turn(page, letter):
    return page.locator(".shapes").get_by_role("button", name=f"transpose {letter}")


def enter(page, operation, *shapes):
    """Type shapes and choose an operation, as a reader does."""
    control(page, "Operation").select_option(operation)
    for letter, shape in itertools.zip_longest("ABC", shapes):
        control(page, letter).fill("" if shape is None else str(shape))


def said(page):
    """The lines of the live text."""
    return page.locator(".shapes output > *").all_inner_texts()


def drawn(page):
    return page.locator(".shapes svg text").all_text_contents()


def meetings(page):
    return page.locator(".shapes-meet").all_text_contents()


def checked(page, operation, cases):
    """What the script finds for many lists of shapes, a shape or None and the sentences."""
    listed = [[list(shape) for shape in shapes] for shapes in cases]
    found = page.evaluate("([op, all]) => all.map(shapes => bookShapes.check(op, shapes))", [operation, listed])
    return [(None if f["shape"] is None else tuple(f["shape"]), f["said"], f["headline"]) for f in found]


def random_shapes(rng, count, arrays, *, fitting=0.7):
    """Lists of shapes of up to five axes, made so that many of them fit and many nearly do."""
    cases = []
    for _ in range(count):
        base = rng.choice([0, 1, 2, 3, 4, 5], 5, p=[0.04, 0.2, 0.19, 0.19, 0.19, 0.19])
        shapes = []
        for _ in range(arrays):
            shape = base[5 - rng.integers(0, 6) :].copy()
            changed = rng.random(len(shape))
            shape[changed < (1 - fitting) / 2] = 1
            shape[changed > 1 - (1 - fitting) / 4] = rng.integers(0, 5)
            if rng.random() < 0.5:
                shape[-2:] = shape[-2:][::-1].copy()
            if shapes and shapes[-1] and len(shape) and rng.random() < 0.6:
                shape[-2:][0] = shapes[-1][-1]  # the inner sizes of a product agree
            shapes.append(tuple(map(int, shape)))
        cases.append(shapes)
    return cases


def in_numpy(operation, shapes):
    """The shape that NumPy itself makes, or None where it refuses."""
    try:
        result = np.zeros(shapes[0])
        for shape in shapes[1:]:
            result = result @ np.zeros(shape) if operation == "@" else result + np.zeros(shape)
        return result.shape
    except ValueError:
        return None


def renamed(sentence):
    """The library's sentence on two arrays as one on the second step of three."""
    return re.sub(r"\b[AB]\b(?! @ \(|\w)", lambda m: {"A": "(A @ B)", "B": "C"}[m[0]], sentence)


def expected_products(shapes):
    """The sentences of explain_product from left to right, up to the first that refuses."""
    lines, left = [explain_product(*shapes[:2])], shapes[0]
    for right in shapes[1:2]:
        try:
            left = stacked_shape(left, right)
        except ValueError:
            return lines
    return lines + [renamed(explain_product(left, right)) for right in shapes[2:]]


@pytest.mark.parametrize("arrays", [2, 3])
def test_products_are_those_of_numpy_and_the_sentences_those_of_the_library(visit, rng, arrays):
    cases = random_shapes(rng, 500, arrays)
    cases += itertools.product(itertools.product((1, 2, 3), repeat=2), repeat=arrays)  # all small matrices
    found = checked(visit(), "@", cases)
    for shapes, (shape, sentences, headline) in zip(cases, found, strict=True):
        assert shape == in_numpy("@", shapes), shapes
        assert sentences == expected_products(shapes), shapes
        whole = " @ ".join("ABC"[:arrays])
        assert headline.startswith(f"{whole} does not run" if shape is None else f"{whole} ")
        assert shape is None or headline.endswith(f"shape {shape}.")
    fits = [shape is not None for shape, _, _ in found[:500]]
    assert 50 < sum(fits) < 400  # the sample is no easy one
    said_all = "\n".join(line for _, lines, _ in found for line in lines)
    for words in ("and vanish", "B @ A would fit", ".mT", "A.T @ B", "A @ B.T", "no transposed factor", "prove nothing",
                  "do not broadcast", "entries meet", "an axis each"):  # fmt: skip
        assert words in said_all


@pytest.mark.parametrize("arrays", [2, 3])
def test_sums_are_those_of_numpy_and_the_sentences_those_of_the_library(visit, rng, arrays):
    cases = random_shapes(rng, 500, arrays)
    found = checked(visit(), "+", cases)
    for shapes, (shape, sentences, headline) in zip(cases, found, strict=True):
        assert shape == in_numpy("+", shapes), shapes
        whole = " + ".join("ABC"[:arrays])
        if shape is None:
            with pytest.raises(ValueError) as refusal:
                broadcast_shape(*shapes)
            assert sentences == [str(refusal.value)], shapes
            assert headline == f"{whole} does not run."
            continue
        assert sentences[0].startswith(f"{' + '.join(map(str, shapes))} -> {broadcast_shape(*shapes)}"), shapes
        assert headline.endswith(f"shape {shape}.")
        if arrays == 2:
            *rows, (_, verdict) = [re.match(r"(A\+B|A|B)(?:\s+[\d.]+)*\s*(.*)", line).groups()
                                   for line in explain_broadcast(*shapes).split("\n")]  # fmt: skip
            assert sentences[0].partition(f"-> {shape}")[2] == (f": {verdict}" if verdict else ""), shapes
            assert sentences[1:] == [f"{name} {remark}" for name, remark in rows if remark], shapes
        else:
            for i, own in enumerate(shapes):
                padded = (1,) * (len(shape) - len(own)) + own
                times = [f"{new} times along axis {k}" for k, new in enumerate(shape) if padded[k] != new]
                line = f"{'ABC'[i]} repeated: {', '.join(times)}"
                assert (line in sentences) == bool(times), shapes
    said_all = "\n".join(line for _, lines, _ in found for line in lines)
    repairs = ("B of shape (", "A of shape (", "A.T would fit", "B.T would fit") if arrays == 2 else ()
    for words in ("larger than", "equal shapes", "the axes -2", "the last axes", *repairs):
        assert words in said_all


def test_second_step_is_told_with_the_names_of_its_factors():
    assert renamed(explain_product((2, 3), (2, 3))) == (
        "cannot multiply (A @ B) (2, 3) by C (2, 3): 3 columns meet 2 rows; (A @ B).T @ C or (A @ B) @ C.T would fit"
    )


def test_parse_reads_what_a_reader_may_type(visit):
    shapes = {
        "32, 784": [32, 784],
        "(32, 784)": [32, 784],
        " [8, 128, 64] ": [8, 128, 64],
        "32x784": [32, 784],
        "32 × 784": [32, 784],
        "32 784": [32, 784],
        "3": [3],
        "(3,)": [3],
        "( 3 , )": [3],
        "()": [],
        "0, 1, 2, 3, 4": [0, 1, 2, 3, 4],
        "999999": [999999],
    }
    wrong = ["", " ", "(2, 3", "2, 3)", "2,,3", "2.5", "-1, 2", "a", "1, 2, 3, 4, 5, 6", "1000000"]
    wrong += ["((2, 3))", ",", "2, 3]", "(2, 3]", "1e3"]
    shapes |= dict.fromkeys(wrong)
    found = visit().evaluate("all => all.map(bookShapes.parse)", list(shapes))
    assert dict(zip(shapes, found, strict=True)) == shapes


def test_parse_reads_what_python_writes(visit, rng):
    cases = [shape for shapes in random_shapes(rng, 100, 2) for shape in shapes]
    found = visit().evaluate("all => all.map(bookShapes.parse)", [str(shape) for shape in cases])
    assert [tuple(shape) for shape in found] == cases


def test_figure_takes_the_place_of_the_picture(visit):
    page = visit()
    assert page.locator("[data-figure=shapes] > svg[role=img]").is_hidden()
    assert [control(page, letter).input_value() for letter in "ABC"] == [str(shape) for shape in START]
    assert said(page) == [
        "A @ B @ C has the shape (32, 10).",
        "(32, 784) @ (784, 128) -> (32, 128): 784 columns meet 784 rows and vanish",
        "(32, 128) @ (128, 10) -> (32, 10): 128 columns meet 128 rows and vanish",
    ]
    assert meetings(page) == ["=", "="]


def test_values_on_the_page_are_those_of_the_picture(visit):
    values = visit(alive=False).locator("[data-figure=shapes]").get_attribute("data-values")
    assert json.loads(values) == {"shapes": [list(shape) for shape in START]}


def test_dominoes_show_each_size_and_what_meets(visit, rng):
    page = visit()
    cases = [shapes for shapes in random_shapes(rng, 30, 2, fitting=0.85) if all(shapes)]
    for shapes in cases:
        enter(page, "@", *shapes)
        left, right = shapes
        inner = "=" if left[-1] == right[-2:][0] else "≠"
        lead = [(a, b) for a, b in itertools.zip_longest(left[:-2][::-1], right[:-2][::-1])]
        marks = ["≠" if None not in p and 1 not in p and p[0] != p[1] else "=" for p in lead
                 if p[0] == p[1] or (None not in p and 1 not in p)]  # fmt: skip
        assert sorted(meetings(page)) == sorted([inner, *marks]), shapes
        result, texts = in_numpy("@", shapes), drawn(page)
        numbers = [int(n) for text in texts for n in re.findall(r"\d+", text)]
        expected = [*left, *right]
        for a, b in lead:  # an axis that is repeated is written with the size that it is repeated to
            if not (None not in (a, b) and 1 not in (a, b) and a != b):
                to = next((size for size in (a, b) if size not in (None, 1)), 1)
                expected += [to for size in (a, b) if (1 if size is None else size) != to]
        assert sorted(numbers) == sorted(expected + list(result or ())), shapes
        assert ("no product" in texts) == (result is None) and ("a number" in texts) == (result == ())


def test_table_shows_each_size_and_the_result(visit, rng):
    page = visit()
    for shapes in random_shapes(rng, 15, 2) + random_shapes(rng, 10, 3):
        enter(page, "+", *shapes)
        depth = max(map(len, shapes))
        columns = list(zip(*[(None,) * (depth - len(shape)) + shape for shape in shapes], strict=True))
        expected = ["A", "B", "C"][: len(shapes)] + [" + ".join("ABC"[: len(shapes)])]
        for column in columns:
            sizes = {size for size in column if size not in (None, 1)}
            to = None if len(sizes) > 1 else sizes.pop() if sizes else 1
            for size in column:
                repeated = to is not None and to != (1 if size is None else size)
                own = "·" if size is None else str(size)
                expected.append(f"{own}→{to}" if repeated else own)
            expected.append("≠" if to is None else str(to))
        assert drawn(page) == expected + ([] if depth else ["a number"]), shapes


def test_steps_of_three_stop_where_python_stops(visit):
    page = visit()
    enter(page, "@", (2, 3), (4, 5), (5, 6))
    assert said(page) == ["A @ B @ C does not run: it stops at A @ B.", explain_product((2, 3), (4, 5))]
    assert meetings(page) == ["≠"]
    enter(page, "@", (2, 3), (3, 5), (4, 6))
    assert said(page)[0] == "A @ B @ C does not run: it stops at (A @ B) @ C."
    assert meetings(page) == ["=", "≠"]


def test_examples_are_those_of_the_chapter(visit):
    page = visit()
    names = control(page, "Example").locator("option").all_inner_texts()
    assert names[0] == "a batch through two layers" and names[-1] == "shapes of your own" and len(names) == 9
    for name in names[:-1]:
        control(page, "Example").select_option(name)
        written = [control(page, letter).input_value() for letter in "ABC"]
        shapes = [ast.literal_eval(text) for text in written if text]
        operation = control(page, "Operation").input_value()
        result = in_numpy(operation, shapes)
        assert said(page)[0].endswith("does not run." if result is None else f"has the shape {result}.")
    control(page, "Example").select_option("a forgotten transposition")
    assert said(page)[1] == explain_product((2, 3), (2, 3))
    control(page, "Example").select_option(names[-1])
    assert said(page)[1] == explain_product((2, 3), (2, 3))  # and can be changed from there


def test_keyboard_alone_is_enough(visit):
    page = visit()
    control(page, "Example").focus()
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "(32, 784)"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Control+a")
    page.keyboard.type("784, 32")
    assert said(page)[1] == explain_product((784, 32), (784, 128))
    assert control(page, "Example").input_value() == "shapes of your own"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert control(page, "A").input_value() == "(32, 784)"
    assert said(page)[0] == "A @ B @ C has the shape (32, 10)."
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert control(page, "B").input_value() == "(128, 784)"
    control(page, "Operation").focus()
    page.keyboard.press("ArrowDown")
    assert said(page)[0] == "A + B + C does not run."


def test_transposition_that_the_sentence_names_fits(visit):
    page = visit()
    for letter, shapes in (("A", [(8, 10, 64), (8, 10, 32)]), ("B", [(8, 10, 64), (8, 12, 64)])):
        enter(page, "@", *shapes)
        assert f"{letter}.mT" in said(page)[1] and said(page)[0] == "A @ B does not run."
        turn(page, letter).click()
        assert said(page)[0].startswith("A @ B has the shape")


def test_transposing_waits_for_two_axes(visit):
    page = visit()
    enter(page, "@", (4, 3), (3,))
    assert [turn(page, letter).is_disabled() for letter in "ABC"] == [False, True, True]
    control(page, "A").fill("4, x")
    assert turn(page, "A").is_disabled()


def test_finger_uses_it_all(visit):
    page = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    turn(page, "C").tap()
    assert said(page)[0] == "A @ B @ C does not run: it stops at (A @ B) @ C."
    control(page, "C").tap()
    page.keyboard.type(" ")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    assert said(page)[0] == "A @ B has the shape (32, 128)."
    for target in page.locator(".shapes select, .shapes input, .shapes button").all():
        assert min(target.bounding_box()[side] for side in ("width", "height")) >= 32


def test_what_is_no_shape_is_marked_and_changes_nothing(visit):
    page = visit()
    before, picture = said(page), drawn(page)
    for value in ("", "2.5, 3", "(2, 3", "1, 2, 3, 4, 5, 6", "1000000, 2", "-1"):
        control(page, "B").fill(value)
        assert control(page, "B").get_attribute("aria-invalid") == "true"
        assert control(page, "B").evaluate("node => getComputedStyle(node).borderStyle") == "dashed"
        assert said(page) == before and drawn(page) == picture
        named = control(page, "B").get_attribute("aria-describedby").split()[1]
        wrong = page.locator(f"#{named}")
        assert wrong.inner_text() == f"B must be a shape, such as (2, 3) or 2, 3; got “{value}”."
        assert wrong.get_attribute("aria-live") == "polite"
    control(page, "B").fill("784, 128")
    assert control(page, "B").get_attribute("aria-invalid") is None and wrong.inner_text() == ""
    control(page, "B").fill("x")
    control(page, "Example").select_option("square weights")
    assert control(page, "B").get_attribute("aria-invalid") is None and wrong.inner_text() == ""


def test_other_field_is_used_while_one_is_wrong(visit):
    page = visit()
    control(page, "C").fill("?")
    control(page, "A").fill("5, 784")
    assert said(page)[0] == "A @ B @ C has the shape (5, 10)."
    assert control(page, "C").get_attribute("aria-invalid") == "true"


def test_live_text_is_announced_once(visit):
    page = visit()
    output = page.locator(".shapes output")
    assert output.get_attribute("aria-live") == "polite"
    first = output.locator("strong").element_handle()
    control(page, "A").fill("(32,784)")  # the same shape
    assert first.evaluate("node => node.isConnected")
    control(page, "A").fill("33, 784")
    assert not first.evaluate("node => node.isConnected")


def test_two_figures_on_a_page_do_not_disturb_each_other(visit):
    first, second = twins(visit(alive=False), CHAPTER)
    second.get_by_label("A", exact=True).fill("7, 784")
    assert first.locator("output strong").inner_text() == "A @ B @ C has the shape (32, 10)."
    assert second.locator("output strong").inner_text() == "A @ B @ C has the shape (7, 10)."


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ink_is_that_of_the_page(visit, scheme):
    page = visit(color_scheme=scheme)
    assert colors(page.locator(".shapes svg rect[stroke]"), "stroke") == {ink(page)}
    assert colors(page.locator(".shapes svg text"), "fill") == {ink(page)}


def test_examples_with_a_fault_are_accessible(visit):
    page = visit()
    for look in looks(page):
        for example in ("a batch through two layers", "one factor for each example"):
            control(page, "Example").select_option(example)
            control(page, "A").fill("?")
            assert violations(page, CHAPTER) == [], (look, example)


def test_long_shapes_and_long_nonsense_fit_a_phone(visit):
    page = visit(viewport=PHONE)
    for operation in "@+":
        enter(page, operation, *[(999999,) * 5] * 3)
        control(page, "B").fill("?" * 200)
        assert out_of_sight(page, ".shapes *") == []


def test_texts_of_the_picture_fit_beside_each_other(visit):
    page = visit()
    wide, ones = (999999,) * 5, (1, 1, 1, 999999, 999999)
    cases = [[wide] * 3, [ones, wide, wide], [wide, (999999,), ones], [()] * 3]
    for operation, shapes in itertools.product("@+", cases):
        enter(page, operation, *shapes)
        assert crowded(page, "shapes") == [], (operation, shapes)
