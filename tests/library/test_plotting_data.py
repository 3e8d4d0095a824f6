"""The numbers of plots as tables."""

import re

import numpy as np
import pytest

from linalg_book.plotting.data import ROWS, as_html, data_tables
from linalg_book.plotting.picture import Picture, new_axes


@pytest.fixture
def ax():
    ax = new_axes()
    ax.set_xlabel("size")
    return ax


def test_lines_over_the_same_places_share_a_table(ax):
    ax.plot([1, 2, 4], [3, 5, 9], label="cost")
    ax.plot([1, 2, 4], [1, 1, 2], label="time")
    assert data_tables(ax.figure) == [(["size", "cost", "time"], [[1, 3, 1], [2, 5, 1], [4, 9, 2]])]


def test_line_has_the_name_that_stands_beside_it_in_its_color(ax):
    ax.plot([1, 2], [3, 5], color="#2f7fc1")
    ax.text(1, 3, "one\nof two", color="#2f7fc1")
    assert data_tables(ax.figure)[0][0] == ["size", "one of two"]


def test_lines_that_only_help_the_eye_are_left_out(ax):
    ax.plot([1, 2], [3, 5], label="cost")
    ax.axhline(4)
    ax.axvline(1)
    assert len(data_tables(ax.figure)) == 1


def test_dots_are_read(ax):
    ax.scatter([1, 2], [7, 8], label="house")
    assert data_tables(ax.figure) == [(["size", "house"], [[1, 7], [2, 8]])]


@pytest.mark.parametrize("kind", ["bar", "barh"])
def test_bars_have_the_names_of_their_axis(kind):
    ax = new_axes()
    getattr(ax, kind)(["a", "b"], [3, 4], **{"left" if kind == "barh" else "bottom": [0, 1]})
    (ax.set_xlabel if kind == "barh" else ax.set_ylabel)("points")
    ax.figure.draw_without_rendering()
    assert data_tables(ax.figure) == [(["bar", "points, from", "to"], [["a", 0, 3], ["b", 1, 5]])]


def test_drawing_without_labeled_axes_has_no_table():
    ax = new_axes()
    ax.plot([1, 2], [3, 5])
    assert as_html(ax.figure) == ""


def test_long_table_is_thinned_and_says_so(ax):
    ax.plot(np.arange(200), np.arange(200), label="n")
    table = as_html(ax.figure)
    assert table.count("<tr>") == ROWS + 1
    assert f"<caption>{ROWS} of 200 rows</caption>" in table


def test_picture_of_a_plot_ends_in_its_table(ax):
    ax.plot([1, 2], [3.5, 5e-9], label="a < b")
    page = Picture(ax.figure, "A line.")._repr_mimebundle_()["text/html"]
    cells = re.findall(r"<t[hd](?: [^>]*)?>(.*?)</t[hd]>", page[page.index("</svg>") :])
    assert cells == ["size", "a &lt; b", "1", "3.5", "2", "5e-09"]
