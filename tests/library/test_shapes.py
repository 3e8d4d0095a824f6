"""Blocks, shapes of products, sums and broadcasts, and the words for those that do not fit."""

import html
import itertools
import json
import re

import numpy as np
import pytest

from bookkit import BOOK
from linalg_book.plotting.shapes import plot_addresses, plot_broadcast, plot_chain
from linalg_book.shapes import (
    broadcast_shape,
    contracted_shape,
    explain_broadcast,
    explain_product,
    partition,
    stacked_shape,
)

A = np.array([[11, 12, 13], [21, 22, 23]])
PAGE = BOOK / "shapes.md"


def every_shape(longest, sizes):
    """All shapes of up to so many axes of these sizes."""
    return [shape for axes in range(longest + 1) for shape in itertools.product(sizes, repeat=axes)]


def or_none(function, *arguments):
    """The result, or None where shapes do not fit."""
    try:
        return function(*arguments)
    except ValueError:
        return None


def test_partition_into_four_blocks():
    (upper, corner), (lower, last) = partition(A, [1], [2])
    np.testing.assert_array_equal(upper, [[11, 12]])
    np.testing.assert_array_equal(corner, [[13]])
    np.testing.assert_array_equal(lower, [[21, 22]])
    np.testing.assert_array_equal(last, [[23]])


@pytest.mark.parametrize(("rows", "columns"), [([], []), ([1], []), ([], [1, 2]), ((1,), (2,)), (np.array([1]), [1])])
def test_partition_is_undone_by_block(rows, columns):
    blocks = partition(A, rows, columns)
    assert (len(blocks), len(blocks[0])) == (len(rows) + 1, len(columns) + 1)
    np.testing.assert_array_equal(np.block(blocks), A)


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (1, 1)])
def test_partition_without_cuts_is_the_matrix(shape):
    [[block]] = partition(np.ones(shape), [], [])
    assert block.shape == shape


def test_partition_of_complex_numbers():
    np.testing.assert_array_equal(partition([[1j, 2]], [], [1])[0][0], [[1j]])


def test_partition_gives_new_arrays():
    M = A.astype(float)
    partition(M, [1], [1])[0][0][:] = -1
    np.testing.assert_array_equal(M, A)


@pytest.mark.parametrize("cuts", [[0], [2], [-1], [1, 1]])
def test_partition_refuses_cuts_that_leave_an_empty_block(cuts):
    with pytest.raises(ValueError, match="cuts of rows must increase from 1 to at most 1, got"):
        partition(A, cuts, [])


def test_partition_refuses_cuts_that_go_back():
    with pytest.raises(ValueError, match=r"cuts of columns must increase from 1 to at most 2, got \[2, 1\]"):
        partition(A, [], [2, 1])


def test_partition_refuses_fractions_vectors_and_nan():
    with pytest.raises(TypeError, match="rows must hold whole numbers, got"):
        partition(A, [1.5], [])
    with pytest.raises(ValueError, match="A must be a matrix"):
        partition([1, 2], [1], [])
    with pytest.raises(ValueError, match="A must be finite"):
        partition([[np.nan]], [], [])


def test_explain_product_says_what_vanishes():
    assert explain_product((2, 3), (3, 4)) == "(2, 3) @ (3, 4) -> (2, 4): 3 columns meet 3 rows and vanish"
    assert explain_product((3,), (3,)) == "(3,) @ (3,) -> (): 3 entries meet 3 entries and vanish"
    assert explain_product((4, 3), (3,)) == "(4, 3) @ (3,) -> (4,): 3 columns meet 3 entries and vanish"


def test_explain_product_warns_where_shapes_prove_nothing():
    said = explain_product((3, 3), (3, 3))
    assert said.endswith("; A.T @ B and A @ B.T would fit too, so the shapes prove nothing")
    assert explain_product((2, 3), (3, 3)).endswith("; A @ B.T would fit too, so the shapes prove nothing")
    assert "would fit too" not in explain_product((3,), (3,))


def test_explain_product_gives_the_message_of_the_refusal():
    assert explain_product((2, 3), (2, 3)).endswith("3 columns meet 2 rows; A.T @ B or A @ B.T would fit")
    assert explain_product((3,), (2, 3)).endswith("3 entries meet 2 rows; A @ B.T would fit")
    assert explain_product((2, 3), (2,)).endswith("3 columns meet 2 entries; A.T @ B would fit")
    assert explain_product((2,), (3,)).endswith("2 entries meet 3 entries")


def test_explain_product_refuses_what_is_no_shape():
    with pytest.raises(TypeError, match="left must hold whole numbers, got 3"):
        explain_product(3, (3,))
    with pytest.raises(ValueError, match=r"right must be a shape without negative sizes, got \(-1,\)"):
        explain_product((3,), (-1,))


def test_explain_product_hints_are_products_that_run():
    turned = {"A.T @ B": (1, 0), "A @ B.T": (0, 1), "A.mT @ B": (1, 0), "A @ B.mT": (0, 1)}
    tried = 0
    for left, right in itertools.product(every_shape(3, (1, 2, 3)), repeat=2):
        for hint, which in turned.items():
            if hint in explain_product(left, right):
                one, other = (
                    np.swapaxes(np.ones(s), -1, -2) if t else np.ones(s)
                    for s, t in zip((left, right), which, strict=True)
                )
                assert (one @ other).ndim >= 1
                tried += 1
    assert tried > 100


@pytest.mark.parametrize(
    ("subscripts", "sizes"),
    [
        ("ij,jk->ik", [(2, 3), (3, 4)]),
        ("ij,ij->", [(2, 3), (2, 3)]),
        ("i,j->ij", [(2,), (3,)]),
        ("bhqd,bhkd->bhqk", [(2, 3, 5, 7), (2, 3, 4, 7)]),
        ("ii->i", [(3, 3)]),
        ("ij->ji", [(2, 3)]),
        (" ij , j -> i ", [(2, 0), (0,)]),
        (",i->i", [(), (4,)]),
    ],
)
def test_contracted_shape_is_that_of_einsum(subscripts, sizes):
    assert contracted_shape(subscripts, *sizes) == np.einsum(subscripts, *(np.ones(s) for s in sizes)).shape


@pytest.mark.parametrize("strange", ["ij,jk", "i1,jk->ik", "i...,jk->ik"])
def test_contracted_shape_refuses_subscripts_that_cannot_be_read(strange):
    with pytest.raises(ValueError, match="subscripts must look like 'ij,jk->ik', got"):
        contracted_shape(strange, (2, 3), (3, 4))


def test_contracted_shape_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match="subscripts name 2 arrays, got 1 shapes"):
        contracted_shape("ij,jk->ik", (2, 3))
    with pytest.raises(ValueError, match=r"'ij' names 2 axes, got shape \(3,\)"):
        contracted_shape("ij->i", (3,))
    with pytest.raises(ValueError, match=r"index j must have one size, got 3 in \(2, 3\) and 2 in \(2, 4\)"):
        contracted_shape("ij,jk->ik", (2, 3), (2, 4))
    for result in ("ii", "z"):
        with pytest.raises(ValueError, match="each letter after -> must stand there once, and before it too"):
            contracted_shape(f"ij->{result}", (2, 3))
    with pytest.raises(TypeError, match="shapes must hold whole numbers"):
        contracted_shape("i->i", (1.5,))


def test_contracted_shape_refuses_what_einsum_broadcasts():
    assert np.einsum("ij,jk->ik", np.ones((2, 1)), np.ones((3, 4))).shape == (2, 4)
    with pytest.raises(ValueError, match="index j must have one size, got 1"):
        contracted_shape("ij,jk->ik", (2, 1), (3, 4))


def test_broadcast_shape_agrees_with_numpy_on_every_small_pair():
    for pair in itertools.product(every_shape(3, (0, 1, 2, 3)), repeat=2):
        assert or_none(broadcast_shape, *pair) == or_none(np.broadcast_shapes, *pair), pair


def test_broadcast_shape_of_none_one_and_many():
    assert broadcast_shape() == ()
    assert broadcast_shape((2, 1)) == (2, 1)
    assert broadcast_shape((5, 1, 1), (1, 4, 1), (3,)) == (5, 4, 3)


@pytest.mark.parametrize(
    ("pair", "ending"),
    [
        (((2, 3), (2,)), "the last axes have sizes 3 and 2; B of shape (2, 1) would fit"),
        (((2,), (2, 3)), "the last axes have sizes 2 and 3; A of shape (2, 1) would fit"),
        (((2, 3), (3, 2)), "the axes -2 (from the right) have sizes 2 and 3; B.T would fit"),
        (((5, 3), (5, 2, 3)), "the axes -2 (from the right) have sizes 5 and 2; A of shape (5, 1, 3) would fit"),
        (((2,), (3,)), "the last axes have sizes 2 and 3"),
        (((2,), (3,), (1,)), "the last axes have sizes 2 and 3 and 1"),
    ],
)
def test_broadcast_shape_says_which_axis_and_what_would_fit(pair, ending):
    with pytest.raises(ValueError, match="cannot broadcast") as caught:
        broadcast_shape(*pair)
    assert str(caught.value).endswith(ending)


def test_broadcast_shape_refuses_fractions_and_negative_sizes():
    with pytest.raises(TypeError, match="shapes must hold whole numbers"):
        broadcast_shape((2.0,))
    with pytest.raises(ValueError, match="shapes must be a shape without negative sizes"):
        broadcast_shape((-1,))


def test_explain_broadcast_aligns_at_the_right():
    assert explain_broadcast((32, 10), (10,)).splitlines() == [
        "A    32  10",
        "B     .  10   repeated: 32 times along axis 0",
        "A+B  32  10",
    ]


def test_explain_broadcast_compares_with_a_sum_of_matrices():
    assert explain_broadcast((2, 3), (2, 3)).endswith("A+B  2  3   equal shapes: the sum of matrices")
    assert explain_broadcast((3,), (3, 1)).endswith("A+B  3  3   larger than both: no sum of matrices")
    assert explain_broadcast((2, 3), (3,)).endswith("A+B  2  3")
    assert explain_broadcast((3,), (2, 3)).endswith("A+B  2  3")
    assert explain_broadcast((2, 3), (2, 1)).endswith("A+B  2  3")


def test_explain_broadcast_of_a_number_and_of_nothing():
    assert explain_broadcast((), (2,)).splitlines()[0] == "A    .   repeated: 2 times along axis 0"
    assert explain_broadcast((0, 3), (1, 3)).splitlines()[1] == "B    1  3   repeated: 0 times along axis 0"
    assert explain_broadcast((), ()).splitlines()[2] == "A+B   equal shapes: the sum of matrices"


def test_explain_broadcast_ends_in_the_refusal():
    assert explain_broadcast((2, 3), (2,)).splitlines() == [
        "A    2  3",
        "B    .  2",
        "cannot broadcast (2, 3) with (2,): the last axes have sizes 3 and 2; B of shape (2, 1) would fit",
    ]


def test_explain_broadcast_refuses_what_is_no_shape():
    with pytest.raises(TypeError, match="right must hold whole numbers, got"):
        explain_broadcast((2,), "ab")


def test_stacked_shape_agrees_with_matmul_on_every_small_pair():
    for left, right in itertools.product(every_shape(3, (0, 1, 2, 3)), repeat=2):
        expected = or_none(lambda a, b: np.matmul(np.ones(a), np.ones(b)).shape, left, right)
        assert or_none(stacked_shape, left, right) == expected, (left, right)


def test_stacked_shape_broadcasts_leading_axes():
    assert stacked_shape((32, 1, 10, 64), (8, 64, 5)) == (32, 8, 10, 5)


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        (((), (3,)), r"A and B must have an axis each, got shapes \(\) and \(3,\)"),
        (((4, 2, 3), (5, 3, 2)), r"the matrices fit, the leading axes \(4,\) and \(5,\) do not broadcast"),
        (((4, 2, 3), (4, 2, 3)), "3 columns meet 2 rows; A.mT @ B or A @ B.mT would fit"),
        (((2, 3), (2, 3)), "3 columns meet 2 rows; A.T @ B or A @ B.T would fit"),
    ],
)
def test_stacked_shape_refuses(pair, message):
    with pytest.raises(ValueError, match=message):
        stacked_shape(*pair)


def test_stacked_shape_refuses_fractions():
    with pytest.raises(TypeError, match="left must hold whole numbers"):
        stacked_shape((2, 2.5), (2, 2))


@pytest.mark.pinned("the page quotes what PyTorch says")
def test_the_messages_that_the_page_quotes_are_those_of_pytorch(torch):
    page = PAGE.read_text(encoding="utf8")
    for run in (lambda M: M @ M, lambda M: M + torch.ones(3, 2)):
        with pytest.raises(RuntimeError) as caught:
            run(torch.ones(2, 3))
        assert f"`{caught.value}`" in page


def test_plot_addresses_names_both_ways_to_count():
    alt = plot_addresses(A, row=1, column=2).alt
    assert "Row 2 (in code 1) is (21, 22, 23), column 3 (in code 2) is (13, 23); they cross in 23." in alt


def test_plot_chain_says_whether_there_is_a_product():
    assert plot_chain((32, 784), (784, 128), (128, 10)).alt.endswith("the product is 32 by 10.")
    assert (
        plot_chain((2, 3), (4, 5)).alt
        == "Dominoes 2 | 3 and 4 | 5. The inner sizes 3 and 4 differ, so there is no product."
    )


def test_plot_chain_gives_its_script_the_shapes():
    start = plot_chain((2, 3), (3, 4), interactive="shapes").svg().partition("<svg")[0]
    assert start.startswith('<div data-figure="shapes" data-values="') and start.endswith(' class="interactive">')
    assert json.loads(html.unescape(re.search(r'data-values="([^"]*)"', start)[1])) == {"shapes": [[2, 3], [3, 4]]}
    assert plot_chain((2, 3), (3, 4)).svg().startswith("<svg")


def test_plot_broadcast_says_what_is_repeated():
    alt = plot_broadcast(A, [1, 2, 3], A + [1, 2, 3]).alt
    assert "A of shape (2, 3) is already as large as the result, B of shape (3,) is repeated to 2 by 3." in alt
    assert alt.endswith("The result has the rows 12, 14, 16; 22, 24, 26.")
    assert plot_broadcast([[1], [2]], [1, 2], [[0, -1], [1, 0]], sign="−").alt.endswith("the rows 0, −1; 1, 0.")
