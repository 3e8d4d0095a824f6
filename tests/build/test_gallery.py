"""The pictures of pages become files of their own, with the first sentence of their captions."""

import xml.etree.ElementTree as ET

import pytest
from docutils import nodes
from matplotlib.figure import Figure

from bookkit import BOOK
from bookkit.extensions import gallery
from linalg_book.plotting import Picture

SHEET = (BOOK / "_static" / "book.css").read_text(encoding="utf8")


@pytest.fixture
def svg():
    axes = Figure(figsize=(4.8, 2)).subplots()
    axes.plot([0, 1 / 3], [0, 2 / 7])
    axes.set_title("a < b, 3.14159")
    return Picture(axes.figure, "One line.").svg()


@pytest.mark.parametrize(
    ("caption", "first"),
    [
        ([nodes.Text("Marks. And more.")], "Marks."),
        ([nodes.Text("Half of 0.5 is less, e.g. a quarter. More.")], "Half of 0.5 is less, e.g. a quarter."),
        ([nodes.Text("The product "), nodes.math("", "AB"), nodes.Text(" again. More.")], "The product AB again."),
        ([nodes.Text("No end")], "No end"),
    ],
)
def test_first_sentence_ends_where_it_ends(caption, first):
    said = gallery.first_sentence(nodes.caption("", "", *caption))
    assert "".join(node.astext() for node in said) == first


def test_first_sentence_keeps_formulas_and_no_links():
    link, formula = nodes.reference("", "there", refuri="x.html"), nodes.math("", "AB")
    said = gallery.first_sentence(nodes.caption("", "", link, formula))
    assert [type(node) for node in said] == [nodes.Text, nodes.math]


@pytest.mark.parametrize("theme", gallery.THEMES)
def test_tokens_are_those_of_the_theme(theme):
    values = gallery.tokens(SHEET, theme)
    assert values["--book-ink"] == {"light": "#23272c", "dark": "#d9d7d1"}[theme]
    assert "--book-sans" in values


def test_file_is_a_picture_of_its_own(svg):
    text = gallery.file(svg, gallery.tokens(SHEET, "dark"))
    root = ET.fromstring(text)  # whole, and well-formed
    assert root.tag == "{http://www.w3.org/2000/svg}svg" and root.get("viewBox")
    assert "--book-ink:#d9d7d1" in text and "max-width" not in text


def test_file_defines_what_it_uses(svg):
    values = {"--book-ink": "#000", "--book-sans": "sans-serif", "--book-blue": "#00f", "--book-line": "#ccc"}
    text = gallery.file(svg.replace("currentColor", "var(--book-blue)"), values)
    assert "--book-blue:#00f" in text and "--book-line" not in text


def test_file_rounds_paths_and_no_words(svg):
    text = gallery.file(svg, gallery.tokens(SHEET, "light"))
    assert len(text) < len(svg) and "3.14159" in text
