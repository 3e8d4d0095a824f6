"""The small pictures of the first page keep one language, and its map tells no lies and lays no label on another."""

import itertools
import re
import xml.etree.ElementTree as ET

import pytest

from bookkit import BOOK, order
from bookkit.drawing import FILLS, STROKES
from bookkit.drawing.conceptmap import COLUMN, LABEL, LINE, WIDTH, conceptmap, layout
from bookkit.drawing.openers import OPENERS, opener
from bookkit.drawing.thumbnails import EMPTY, SIZE, THUMBNAILS, thumbnail
from bookkit.needs import before, depths, needs, reduced
from bookkit.page import read

CIRCLE = {"a": ("b",), "b": ("a",)}
DIAMOND = {"a": (), "b": ("a",), "c": ("a",), "d": ("a", "b", "c"), "e": ("d", "a")}


@pytest.fixture
def book(tmp_path):
    """A book of three chapters, of which each can say what it needs."""

    def make(**asked):
        index = "# Book\n\n```{toctree}\n:caption: Part I · One\n\n" + "\n".join(asked) + "\n```\n"
        (tmp_path / "index.md").write_text(index, encoding="utf8")
        for stem, line in asked.items():
            bullets = f"- **You will** see.\n- **You need** {line}\n- **Module** {{ref}}`ch-b`\n"
            card = f":::{{card}}\n:class-card: chapter-card\n{bullets}:::\n"
            (tmp_path / f"{stem}.md").write_text(f"# {stem}\n\n{card}", encoding="utf8")
        return tmp_path

    return make


def points(shape):
    """Points that a shape of a picture does not leave: corners, controls of curves, the box of a disk."""
    get = shape.attrib
    if shape.tag.endswith("path"):
        x, y = 0.0, 0.0
        for command, text in re.findall(r"([MLChvzZ])([^MLChvzZ]*)", get["d"]):
            numbers = [float(value) for value in re.findall(r"-?[\d.]+", text)]
            if command in "MLC":
                yield from zip(numbers[::2], numbers[1::2], strict=True)
                x, y = numbers[-2:]
            elif command in "hv":
                x, y = (x + numbers[0], y) if command == "h" else (x, y + numbers[0])
                yield x, y
    else:
        reach = max(float(get[name]) for name in ("r", "rx", "ry") if name in get)
        yield from ((float(get["cx"]) + s * reach, float(get["cy"]) + s * reach) for s in (1, -1))


def shapes(svg):
    return list(ET.fromstring(svg))


def test_each_chapter_has_a_thumbnail():
    finished = [stem for stem in order.chapters() if not read(BOOK / f"{stem}.md").draft]
    assert [stem for stem in finished if stem not in THUMBNAILS] == []


def test_chapter_without_thumbnail_gets_an_empty_square():
    assert EMPTY in thumbnail("no-such-chapter")


@pytest.mark.parametrize("stem", THUMBNAILS)
def test_thumbnail_is_square_and_silent(stem):
    drawn = ET.fromstring(thumbnail(stem))
    assert drawn.get("viewBox") == f"0 0 {SIZE} {SIZE}" == "0 0 48 48" and drawn.get("aria-hidden") == "true"


@pytest.mark.parametrize("stem", THUMBNAILS)
def test_thumbnail_keeps_to_the_classes_of_the_language(stem):
    assert {shape.get("class") for shape in shapes(thumbnail(stem))} <= {f"mk-{ink}" for ink in STROKES + FILLS}


@pytest.mark.parametrize("stem", THUMBNAILS)
def test_thumbnail_stays_inside(stem):
    reached = [value for shape in shapes(thumbnail(stem)) for point in points(shape) for value in point]
    assert 1 <= min(reached) and max(reached) <= SIZE - 1  # half a stroke from the edge


def test_thumbnails_differ():
    assert len(set(THUMBNAILS.values())) == len(THUMBNAILS)


@pytest.mark.parametrize("stem", OPENERS)
def test_opener_draws_square_image_and_columns(stem):
    inks = {shape.get("class") for shape in shapes(opener(stem))}
    assert {"mk-paper", "mk-axes", "mk-unit", "mk-area", "mk-col1", "mk-col2"} <= inks


def test_needs_are_those_of_the_card(book):
    asked = needs(book(a="percentages.", b="{ref}`ch-a`, and {ref}`the first <ch-a>`.", c="Part I; {ref}`sec-b-x`."))
    assert asked == {"a": (), "b": ("a",), "c": ()}


def test_needs_refuse_a_circle(book):
    with pytest.raises(ValueError, match="expected no circle .* got a <- b <- a|got b <- a <- b"):
        needs(book(a="{ref}`ch-b`", b="{ref}`ch-a`"))


def test_before_reaches_all_that_come_first():
    assert before(DIAMOND, "e") == ["a", "b", "c", "d"]


def test_reduced_leaves_out_what_others_imply():
    assert reduced(DIAMOND) == {"a": (), "b": ("a",), "c": ("a",), "d": ("b", "c"), "e": ("d",)}


def test_reduced_needs_reach_the_same_chapters():
    asked = needs()
    assert all(before(reduced(asked), stem) == before(asked, stem) for stem in asked)


def test_depths_follow_the_longest_way():
    assert depths(DIAMOND) == {"a": 0, "b": 1, "c": 1, "d": 2, "e": 3}


@pytest.mark.parametrize("found", [{}, {"a": ()}, DIAMOND, needs()], ids=["none", "one", "diamond", "book"])
def test_layout_goes_from_left_to_right(found):
    places, lines = layout(found).places, layout(found).lines
    assert places.keys() == found.keys()
    assert all(x < p for way in lines.values() for (x, _), (p, _) in itertools.pairwise(way))
    assert lines.keys() == {(need, stem) for stem, few in reduced(found).items() for need in few}


@pytest.mark.parametrize("found", [DIAMOND, needs()], ids=["diamond", "book"])
def test_layout_leaves_room_for_labels(found):
    """Two lines of a label fit under each disk, and lines pass neither through a disk nor through its first label."""
    laid = layout(found)
    for (x, y), (p, q) in itertools.combinations(laid.places.values(), 2):
        assert abs(x - p) >= COLUMN or abs(y - q) >= LABEL + 2 * LINE
    passing = [point for way in laid.lines.values() for point in way[1:-1]]
    for x, y in laid.places.values():
        assert all(x != p or abs(y - q) >= LABEL for p, q in passing)


def test_map_links_each_chapter_once_and_marks_the_way():
    drawn = conceptmap({s: f"The {s}" for s in DIAMOND}, {s: f"{s}.html" for s in DIAMOND}, "b", DIAMOND)
    assert re.findall(r'<a href="(\w).html" aria-label="The (\w)"', drawn) == [(s, s) for s in DIAMOND]
    assert re.findall(r'data-stem="(\w)" class="home-hot"', drawn) == ["a", "b"]
    assert re.findall(r'class="home-hot" data-from="(\w)" data-to="(\w)"', drawn) == [("a", "b")]


def test_map_breaks_long_terms_at_words():
    drawn = conceptmap({"a": "Floating-point formats & more"}, {"a": "a.html"}, "a", {"a": ()})
    assert re.findall(r"<text[^>]*>(.*?)</text>", drawn) == ["Floating-point", "formats &amp;", "more"]
    assert max(map(len, ("formats &", "more"))) <= WIDTH
