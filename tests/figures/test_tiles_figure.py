"""The interactive tiled product in a browser: it counts what linalg_book.tiling counts, and every reader can use it."""

import itertools
import json
import re

import numpy as np
import pytest
from interactive import PHONE, colors, crowded, ink, looks, out_of_sight, twins, violations

from linalg_book.tiling import FastMemory, tiled_product, tiled_traffic

pytestmark = pytest.mark.site

CHAPTER = "tiling"
SIZES, BLOCK = (9, 12, 8), (3, 4, 2)
PLAY = "play to the end of this tile of C"
OFFERED = list(itertools.product(*(range(1, size + 1) for size in SIZES)))


class Recorder(FastMemory):
    """A fast memory that notes what is done with it."""

    def __init__(self):
        super().__init__()
        self.record = []

    def note(self, what, name):
        held = {key: int(tile.size) for key, tile in self._tiles.items()}
        self.record.append((what, name, held, self.loads, self.stores, self.used, self.peak))

    def hold(self, name, tile):
        copy = super().hold(name, tile)
        if name == "C":
            self.note("hold", name)
        return copy

    def load(self, name, tile):
        copy = super().load(name, tile)
        self.note("load", name)
        return copy

    def store(self, name, where):
        super().store(name, where)
        self.note("store", name)


def done(sizes, block):
    """The memory after a product in tiles, and what was done with it."""
    (m, n, k), memory = sizes, Recorder()
    A, B = np.arange(m * k).reshape(m, k), np.arange(k * n).reshape(k, n)
    np.testing.assert_array_equal(tiled_product(A, B, block=block, memory=memory), A @ B)
    return memory


def button(page, name):
    return page.locator(".tiles").get_by_role("button", name=name, exact=True)


def side(page, name):
    return page.locator(".tiles").get_by_label(name, exact=True)


def choose(page, block):
    for name, value in zip(("rows bm", "columns bn", "depth bk"), block, strict=True):
        side(page, name).select_option(str(value))


def said(page):
    return page.locator(".tiles output").inner_text()


def counts(page):
    """Loads, all loads, stores, all stores, numbers held now and at most."""
    text = page.locator(".tiles > p").inner_text()
    found = re.fullmatch(r"(\d+) of (\d+) loads, (\d+) of (\d+) stores; (\d+) held now, at most (\d+) at once\.", text)
    return tuple(map(int, found.groups()))


def current(page):
    """The steps that are marked as being done."""
    return page.locator(".tiles li[aria-current=step]").all_inner_texts()


def drawn(page, kind):
    """The tiles of a kind, by name, as the numbers they hold and the place of their first one."""
    found = page.locator(f".tiles-{kind}").evaluate_all(
        "all => all.map(r => [r.dataset.name, ...['x', 'y', 'width', 'height'].map(a => Number(r.getAttribute(a)))])"
    )
    unit = (440 - 4) / (8 + 12 + 1.4)
    shown = {}
    for name, x, y, width, height in found:
        left, top = {"A": (0, 9.4), "B": (9.4, 0), "C": (9.4, 9.4)}[name]
        place = (y - 18) / unit - top, (x - 2) / unit - left, height / unit, width / unit
        assert np.allclose(place, np.round(place), atol=1e-6)
        shown[name] = tuple(int(round(p)) for p in place)
    return shown


def test_counts_at_the_end_are_those_of_the_library_for_every_tile_it_offers(visit):
    script = """([sizes, blocks]) => blocks.map(block => {
        const { loads, stores, peak, used, work, written, step } = bookTiles.simulate(sizes, block).at(-1);
        return [loads, stores, peak, used, work, written, step, bookTiles.traffic(sizes, block)]; })"""
    assert len(OFFERED) == 9 * 12 * 8
    for block, found in zip(OFFERED, visit().evaluate(script, [SIZES, OFFERED]), strict=True):
        memory, predicted = done(SIZES, block), tiled_traffic(*SIZES, block=block)
        assert (predicted.loads, predicted.stores) == (memory.loads, memory.stores)
        tiles = int(np.prod([-(-size // b) for size, b in zip(SIZES[:2], block[:2], strict=True)]))
        expected = [memory.loads, memory.stores, memory.peak, 0, 9 * 12 * 8, tiles, 6]
        assert found[:7] == expected, block
        assert found[7] == {"loads": predicted.loads, "stores": predicted.stores}, block


def test_every_moment_is_that_of_the_memory(visit, rng):
    page = visit()
    problems = [(SIZES, BLOCK), (SIZES, (4, 5, 3)), (SIZES, (1, 1, 1)), (SIZES, SIZES)]
    for _ in range(20):
        sizes = tuple(map(int, rng.integers(1, 10, 3)))
        problems.append((sizes, tuple(int(rng.integers(1, size + 3)) for size in sizes)))
    for sizes, block in problems:
        moments = page.evaluate(
            """([sizes, block]) => bookTiles.simulate(sizes, block).map(now => ({...now, held: Object.fromEntries(
                Object.entries(now.held).map(([name, t]) =>
                    [name, (t.rows[1] - t.rows[0]) * (t.columns[1] - t.columns[0])]))}))""",
            [sizes, block],
        )
        shown = [m for m in moments if m["step"] in (2, 5) or m["step"] == 1 and m["l"] == 0]
        record = [entry for entry in done(sizes, block).record if entry[:2] != ("load", "A")]
        assert len(shown) == len(record)
        for now, (what, _, held, loads, stores, used, peak) in zip(shown, record, strict=True):
            assert now["step"] == {"hold": 1, "load": 2, "store": 5}[what]
            assert now["held"] == held
            assert [now[key] for key in ("loads", "stores", "used", "peak")] == [loads, stores, used, peak]
        for before, now in itertools.pairwise(moments):  # the steps come in their order, and only two of them move
            follows = {0: [1], 1: [2], 2: [3], 3: [4], 4: [1, 5], 5: [1, 6]}[before["step"]]
            assert now["step"] in follows
            assert (now["loads"] > before["loads"]) == (now["step"] == 2)
            assert (now["stores"] > before["stores"]) == (now["step"] == 5)
            assert (now["work"] > before["work"]) == (now["step"] == 3)


def test_values_on_the_page_are_those_of_the_picture(visit):
    values = visit(alive=False).locator("[data-figure=tiles]").get_attribute("data-values")
    assert json.loads(values) == {"sizes": list(SIZES), "block": list(BLOCK)}


def test_figure_takes_the_place_of_the_picture(visit):
    page = visit()
    assert page.locator("[data-figure=tiles] > svg[role=img]").is_hidden()
    assert said(page) == "Nothing is in fast memory yet: press step, or play."
    assert counts(page) == (0, 504, 0, 108, 0, 0)
    assert current(page) == [] and drawn(page, "held") == {} and drawn(page, "coming") == {}
    assert [side(page, name).input_value() for name in ("rows bm", "columns bn", "depth bk")] == ["3", "4", "2"]
    options = [side(page, name).locator("option").count() for name in ("rows bm", "columns bn", "depth bk")]
    assert options == list(SIZES)


def test_steps_say_and_show_what_is_done(visit):
    page = visit()
    step = button(page, "step")
    expected = [
        ("1 load", (0, 0, 12), "1. Load: Room is made for the 12 sums of tile 1 in row 1 of C, all zero. "
         "Tile 1 of row 1 of A and tile 1 of column 1 of B leave slow memory, 6 and 8 numbers."),
        ("2 stage", (14, 0, 26), "2. Stage: both are copied into fast memory: 14 loads more, 14 so far."),
        ("3 multiply", (14, 0, 26), "3. Multiply: 3 by 2 times 2 by 4, 24 multiply-adds; nothing is moved."),
        ("4 add up", (14, 0, 26), "4. Add up: the product is added to the 12 sums of C, which stay."),
        ("1 load", (14, 0, 26), "1. Load: Tile 2 of row 1 of A and tile 2 of column 1 of B leave slow memory, "
         "6 and 8 numbers."),
        ("2 stage", (28, 0, 26), "2. Stage: both are copied into fast memory, in place of those before: "
         "14 loads more, 28 so far."),
    ]  # fmt: skip
    C = (0, 0, 3, 4)
    first, second = {"A": (0, 0, 3, 2), "B": (0, 0, 2, 4)}, {"A": (0, 2, 3, 2), "B": (2, 0, 2, 4)}
    pictures = [({"C": C}, first), *[(first | {"C": C}, {})] * 3, (first | {"C": C}, second), (second | {"C": C}, {})]
    for (name, (loads, stores, used), words), (held, coming) in zip(expected, pictures, strict=True):
        step.click()
        assert current(page) == [name]
        assert said(page) == words
        assert counts(page) == (loads, 504, stores, 108, used, used)
        assert drawn(page, "held") == held and drawn(page, "coming") == coming
        written = page.locator(".tiles svg text").all_text_contents()
        sizes = {key: place[2] * place[3] for key, place in held.items()}
        assert {f"{key}  {sizes.get(key, 0)}" for key in "ABC"} | {f"{used} held"} <= set(written)
    for _ in range(10):
        step.click()
    assert said(page).endswith("which stay. That was the last one.")
    step.click()
    assert current(page) == ["5 write back"]
    assert said(page) == (
        "5. Write back: the 12 sums go to C in slow memory, once: 12 stores more, 12 so far. 1 of 9 tiles are done."
    )
    assert counts(page) == (56, 504, 12, 108, 14, 26)
    assert set(drawn(page, "held")) == {"A", "B"} and page.locator(".tiles-done").count() == 1
    assert page.locator(".tiles svg text", has_text="✓").count() == 1
    for _ in range(2):
        step.click()
    assert said(page) == (
        "2. Stage: both are copied into fast memory, in place of those before: 14 loads more, 70 so far."
    )


def test_bars_of_the_fast_memory_are_as_long_as_the_tiles_are_large(visit):
    page = visit()
    for _ in range(2):
        button(page, "step").click()
    widths = dict(
        page.locator(".tiles-bar").evaluate_all(
            "all => all.map(r => [r.dataset.name, Number(r.getAttribute('width'))])"
        )
    )
    assert widths["A"] / 6 == pytest.approx(widths["C"] / 12) == pytest.approx(widths["B"] / 8)


def test_one_number_is_told_as_one(visit):
    page = visit()
    choose(page, (1, 1, 1))
    words = []
    for _ in range(4):
        button(page, "step").click()
        words.append(said(page))
    assert "the 1 sum of tile 1" in words[0] and words[0].endswith("1 and 1 number.")
    assert "1 multiply-add;" in words[2] and "the 1 sum of C, which stays." in words[3]


def at_rest(visit, **options):
    """The page with a clock that stands still until it is told to run."""
    page = visit(before=lambda page: page.clock.install(time=0), **options)
    page.clock.pause_at(3600)
    return page


def test_play_goes_to_the_end_of_the_tile(visit):
    page = at_rest(visit)
    step, output = button(page, PLAY), page.locator(".tiles output")
    step.click()
    seen = []
    for _ in range(17):
        page.clock.run_for(301)  # 17 moments within five seconds
        seen.append((current(page)[0][0], output.get_attribute("aria-live")))
    assert "".join(name for name, _ in seen) == "1234" * 4 + "5"
    assert [live for _, live in seen] == ["off"] * 16 + ["polite"]  # what plays is not read out, where it stops is
    page.clock.run_for(5000)
    assert counts(page) == (56, 504, 12, 108, 14, 26)


def test_step_stops_what_plays(visit):
    page = at_rest(visit)
    button(page, PLAY).click()
    page.clock.run_for(301)
    button(page, "step").click()
    assert current(page) == ["2 stage"] and page.locator(".tiles output").get_attribute("aria-live") == "polite"
    page.clock.run_for(5000)
    assert current(page) == ["2 stage"]


def test_nothing_moves_where_less_motion_is_wished(visit):
    page = at_rest(visit, reduced_motion="reduce")
    for tile in range(1, 10):
        button(page, PLAY).click()
        assert current(page) == ["5 write back"]
        assert counts(page)[:4] == (56 * tile, 504, 12 * tile, 108)
    button(page, PLAY).click()
    assert said(page).startswith("Done:")


@pytest.mark.parametrize("block", [(3, 4, 2), (4, 5, 3), (1, 1, 1), (9, 12, 8), (7, 12, 5)])
def test_chosen_tiles_are_counted_to_the_end(visit, block):
    page = visit()
    button(page, "step").click()
    choose(page, block)
    memory = done(SIZES, block)
    assert counts(page) == (0, memory.loads, 0, 108, 0, 0) and current(page) == []  # it starts again
    button(page, "finish C").click()
    assert counts(page) == (memory.loads, memory.loads, 108, 108, 0, memory.peak)
    assert said(page) == (
        f"Done: {memory.loads} loads and 108 stores for 864 multiply-adds, and at most {memory.peak} numbers were held "
        "at once. One number at a time, it would be 1728 loads."
    )
    assert page.locator(".tiles-done").count() == -(-9 // block[0]) * -(-12 // block[1])
    assert drawn(page, "held") == {}


def test_back_start_again_and_the_ends(visit):
    page = visit()
    names = ["back", "step", PLAY, "finish C", "start again"]

    def off():
        return [name for name in names if button(page, name).get_attribute("aria-disabled") == "true"]

    assert off() == ["back", "start again"]
    button(page, "back").click(force=True)  # nothing comes before the start
    assert said(page).startswith("Nothing")
    for _ in range(3):
        button(page, "step").click()
    assert off() == []
    button(page, "back").click()
    assert current(page) == ["2 stage"]
    button(page, "finish C").click()
    assert off() == ["step", PLAY, "finish C"]
    last = said(page)
    for name in ("step", PLAY, "finish C"):
        button(page, name).click(force=True)
        assert said(page) == last
    button(page, "start again").click()
    assert off() == ["back", "start again"] and counts(page) == (0, 504, 0, 108, 0, 0)


def test_keyboard_alone_is_enough(visit):
    page = visit()
    button(page, "step").focus()
    for _ in range(2):
        page.keyboard.press("Space")
    assert current(page) == ["2 stage"]
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # finish C
    assert said(page).startswith("Done:")
    assert page.evaluate("document.activeElement.textContent") == "finish C"  # the focus is not lost
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert said(page).startswith("Nothing")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert side(page, "rows bm").input_value() == "4"
    memory = done(SIZES, (4, 4, 2))
    assert counts(page) == (0, memory.loads, 0, 108, 0, 0)


def test_finger_uses_it_all(visit):
    page = visit(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    button(page, "step").tap()
    assert current(page) == ["1 load"]
    button(page, PLAY).tap()
    assert current(page) == ["5 write back"]
    for target in page.locator(".tiles select, .tiles button").all():
        assert min(target.bounding_box()[name] for name in ("width", "height")) >= 30


def test_buttons_stay_where_they_are(visit):
    page = visit(viewport=PHONE)
    top = button(page, "step").bounding_box()["y"] - page.locator(".tiles").bounding_box()["y"]
    for _ in range(20):
        button(page, "step").click()
        assert button(page, "step").bounding_box()["y"] - page.locator(".tiles").bounding_box()["y"] == top


def test_current_step_is_not_told_by_color(visit):
    page = visit()
    button(page, "step").click()
    looks = "node => [getComputedStyle(node).fontWeight, getComputedStyle(node, '::before').content]"
    first, second = (item.evaluate(looks) for item in page.locator(".tiles li").all()[:2])
    assert first == ["700", '"▸ "'] and second == ["400", "none"]


def test_two_figures_on_a_page_do_not_disturb_each_other(visit):
    first, second = twins(visit(alive=False), CHAPTER)
    second.get_by_role("button", name="step", exact=True).click()
    second.get_by_label("rows bm", exact=True).select_option("9")
    second.get_by_role("button", name="step", exact=True).click()
    assert first.locator("output").inner_text().startswith("Nothing")
    assert "36 sums" in second.locator("output").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ink_is_that_of_the_page(visit, scheme):
    page = visit(color_scheme=scheme)
    button(page, "step").click()
    assert colors(page.locator(".tiles svg text"), "fill") == {ink(page)}


def test_beginning_middle_and_end_are_accessible_and_fit(visit):
    page = visit()
    choose(page, (9, 12, 8))
    for look in looks(page):
        for name in ("step", "finish C", "start again"):
            button(page, name).click()
            assert violations(page, CHAPTER) == [], (look, name)
            assert out_of_sight(page, ".tiles *") == [], (look, name)


@pytest.mark.parametrize("block", [(3, 4, 2), (1, 1, 1), (9, 12, 8)])
def test_texts_of_the_picture_lie_in_it_and_beside_each_other(visit, block):
    page = visit()
    choose(page, block)
    for name in ("step", "step", "finish C"):
        button(page, name).click()
        assert crowded(page, "tiles") == []
