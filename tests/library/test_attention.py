"""Attention: stable row by row, exact where masked, and the same as PyTorch's."""

import numpy as np
import pytest

from linalg_book.attention import attention, causal_mask, scores, self_attention, softmax

EPS = np.finfo(float).eps


def test_softmax_agrees_with_torch(rng, torch):
    S = 10 * rng.standard_normal((3, 4, 5))
    np.testing.assert_allclose(softmax(S), torch.softmax(torch.tensor(S), -1).numpy(), rtol=16 * EPS)


def test_softmax_rows_sum_to_one_for_huge_scores(rng):
    S = 1e300 * rng.standard_normal((4, 6))
    np.testing.assert_allclose(softmax(S).sum(axis=-1), np.ones(4), rtol=6 * EPS)


def test_softmax_takes_scores_whose_difference_float64_does_not_hold():
    np.testing.assert_array_equal(softmax([-1.7e308, 1.7e308]), [0, 1])
    np.testing.assert_array_equal(softmax([1.7e308, -1.7e308], [False, True]), [0, 1])


def test_softmax_masked_entries_are_exactly_zero(rng):
    weights = softmax(rng.standard_normal((5, 5)), causal_mask(5))
    np.testing.assert_array_equal(weights[~causal_mask(5)], 0)
    np.testing.assert_array_equal(weights[0], np.eye(5)[0])


def test_softmax_ignores_the_size_of_masked_scores():
    np.testing.assert_array_equal(softmax([0, 0, 1e300], [True, True, False]), [0.5, 0.5, 0])


def test_softmax_leaves_its_input_alone(rng):
    S = rng.standard_normal((2, 3))
    before = S.copy()
    softmax(S, [True, False, True])
    np.testing.assert_array_equal(S, before)


@pytest.mark.parametrize(
    ("S", "mask", "error", "message"),
    [
        (np.zeros((2, 0)), None, ValueError, "rows of at least one score"),
        (1.0, None, ValueError, "rows of at least one score"),
        ([np.nan, 1], None, ValueError, "S must be finite"),
        ([1, 2], [False, False], ValueError, "at least one score in every row"),
        (np.eye(2), [[True, False], [False, False]], ValueError, "at least one score in every row"),
        ([1, 2], [1, 0], TypeError, "mask must be boolean"),
        ([1, 2], [[True, True]], ValueError, r"mask must broadcast to the shape of S, \(2,\), got shape \(1, 2\)"),
        ([1, 2], [True, True, True], ValueError, r"mask must broadcast to the shape of S, \(2,\), got shape \(3,\)"),
        (["a"], None, TypeError, "S must hold numbers"),
        ([1j], None, TypeError, "S must be real"),
    ],
)
def test_softmax_refuses(S, mask, error, message):
    with pytest.raises(error, match=message):
        softmax(S, mask)


def test_causal_mask_refuses_nothing_to_mask():
    with pytest.raises(ValueError, match="t must be at least 1, got 0"):
        causal_mask(0)


@pytest.mark.parametrize(("t", "s", "d", "v"), [(1, 1, 1, 1), (1, 6, 3, 2), (6, 1, 2, 5), (4, 4, 8, 8)])
def test_attention_agrees_with_torch(rng, t, s, d, v, torch):
    Q, K, V = rng.standard_normal((2, t, d)), rng.standard_normal((2, s, d)), rng.standard_normal((2, s, v))
    theirs = torch.nn.functional.scaled_dot_product_attention(*map(torch.tensor, (Q, K, V)))
    np.testing.assert_allclose(attention(Q, K, V), theirs.numpy(), rtol=0, atol=32 * (d + s) * EPS)


def test_attention_agrees_with_torch_under_a_causal_mask(rng, torch):
    Q, K, V = rng.standard_normal((3, 2, 5, 4))
    theirs = torch.nn.functional.scaled_dot_product_attention(*map(torch.tensor, (Q, K, V)), is_causal=True)
    np.testing.assert_allclose(attention(Q, K, V, causal_mask(5)), theirs.numpy(), rtol=0, atol=32 * 9 * EPS)


def test_scores_refuse_queries_and_keys_of_different_width():
    with pytest.raises(ValueError, match=r"rows of one width, got shapes \(2, 3\) and \(2, 4\)"):
        scores(np.ones((2, 3)), np.ones((2, 4)))


def test_scores_refuse_queries_and_keys_of_no_width():
    with pytest.raises(ValueError, match=r"rows of one width, got shapes \(2, 0\) and \(3, 0\)"):
        scores(np.ones((2, 0)), np.ones((3, 0)))


def test_scores_refuse_leading_axes_that_do_not_broadcast():
    with pytest.raises(
        ValueError, match=r"leading axes of Q and K must broadcast, got shapes \(2, 3, 4\) and \(3, 3, 4\)"
    ):
        scores(np.ones((2, 3, 4)), np.ones((3, 3, 4)))


@pytest.mark.parametrize(("Q", "K"), [([[1e200]], [[1e200]]), ([[1e200, 1e200]], [[1e200, -1e199]])])
def test_scores_refuse_products_that_overflow(Q, K):
    with pytest.raises(OverflowError, match="the products of Q and K overflow float64"):
        scores(Q, K)


def test_scores_fit_where_a_sum_on_the_way_does_not():
    np.testing.assert_array_equal(scores([[2.0**511] * 4], [[2.0**511] * 4]), [[2.0**1023]])  # half of 2**1024
    np.testing.assert_array_equal(scores([[1e200, 1e200]], [[1e200, -1e200]]), [[0]])


def test_attention_to_the_largest_values_stays_between_them():
    top = np.finfo(float).max
    for value in (top, -top, 0.1):
        V = np.full((7, 1), value)
        np.testing.assert_array_equal(attention(np.zeros((1, 1)), np.zeros((7, 1)), V), [[value]])


def test_attention_refuses_a_mask_with_more_axes_than_scores():
    mask = np.ones((4, 3, 3), bool)
    with pytest.raises(ValueError, match=r"broadcast to the shape of S, \(3, 3\), got shape \(4, 3, 3\)"):
        attention(np.ones((3, 2)), np.ones((3, 2)), np.ones((3, 2)), mask)


@pytest.mark.parametrize("shape", [(3,), (2, 2)])
def test_attention_wants_a_row_of_values_for_each_key(shape):
    with pytest.raises(ValueError, match="V must have one row for each of the 3 keys, got shape"):
        attention(np.ones((3, 2)), np.ones((3, 2)), np.ones(shape))


def test_attention_refuses_values_whose_leading_axes_do_not_broadcast():
    with pytest.raises(
        ValueError, match=r"of V must broadcast with the scores, got shapes \(3, 4, 1\) and \(2, 4, 4\)"
    ):
        attention(np.ones((2, 4, 1)), np.ones((2, 4, 1)), np.ones((3, 4, 1)))


def test_attention_refuses_a_missing_value():
    with pytest.raises(ValueError, match=r"one row for each of the 3 keys, got shape \(2, 1\)"):
        attention(np.ones((2, 2)), np.ones((3, 2)), np.ones((2, 1)))


def test_self_attention_is_attention_of_the_projections(rng):
    X, W_Q, W_K, W_V = (rng.standard_normal(s) for s in [(4, 3), (3, 2), (3, 2), (3, 5)])
    np.testing.assert_array_equal(self_attention(X, W_Q, W_K, W_V), attention(X @ W_Q, X @ W_K, X @ W_V))


def test_self_attention_names_the_weights_that_do_not_fit():
    with pytest.raises(ValueError, match=r"W_K must have 3 rows, one for each entry of a token, got shape \(2, 2\)"):
        self_attention(np.ones((4, 3)), np.ones((3, 2)), np.ones((2, 2)), np.ones((3, 2)))
