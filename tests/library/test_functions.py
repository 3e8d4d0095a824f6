"""Matrices as functions: the machine is opened, or refused, and every matrix is turn, stretch, turn."""

import html
import json
import re

import numpy as np
import pytest

from linalg_book.area import LETTER_F
from linalg_book.functions import matrix_of, stages
from linalg_book.plotting.functions import plot_machine, plot_stages

EPS = np.finfo(float).eps


@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (2, 5), (5, 2), (1, 4), (4, 1)])
def test_matrix_of_finds_the_matrix(shape, rng):
    A = rng.standard_normal(shape)
    np.testing.assert_array_equal(matrix_of(lambda x: A @ x, shape[1]), A)


def test_matrix_of_finds_the_zero_map():
    np.testing.assert_array_equal(matrix_of(lambda x: np.zeros(3), 2), np.zeros((3, 2)))


def test_matrix_of_takes_a_number_as_one_output():
    np.testing.assert_array_equal(matrix_of(np.sum, 3), [[1, 1, 1]])


def test_matrix_of_accepts_a_map_with_rounding(rng):
    A = 1e8 * rng.standard_normal((6, 6))
    found = matrix_of(lambda x: np.linalg.solve(A, A @ (A @ x)), 6)
    np.testing.assert_allclose(found, A, rtol=1e3 * EPS * np.linalg.cond(A))


@pytest.mark.parametrize("function", [np.abs, np.square, lambda x: x + 5, lambda x: np.maximum(x, 0), np.round])
@pytest.mark.parametrize("n", [1, 2, 7])
def test_matrix_of_refuses_what_is_not_linear(function, n):
    with pytest.raises(ValueError, match="not linear"):
        matrix_of(function, n)


def test_matrix_of_refuses_what_is_nearly_linear():
    with pytest.raises(ValueError, match="not linear"):
        matrix_of(lambda x: x + 1e-12 * (x - x**2), 3)  # unit vectors show nothing, and 1e-12 is far above rounding


def test_matrix_of_refuses_outputs_of_several_lengths():
    with pytest.raises(ValueError, match=r"same number of values, got \[1, 2\]"):
        matrix_of(lambda x: x[: int(x[0]) + 1], 2)


def test_matrix_of_refuses_a_length_that_changes_later():
    with pytest.raises(ValueError, match="not linear"):
        matrix_of(lambda x: x[:1] if set(x) <= {0.0, 1.0} else x, 2)
    with pytest.raises(ValueError, match="not linear"):
        matrix_of(lambda x: np.zeros(2 if set(x) <= {0.0, 1.0} else 1), 2)


@pytest.mark.parametrize(
    ("function", "n", "error", "message"),
    [
        (np.abs, 0, ValueError, "n must be at least 1, got 0"),
        (lambda x: x * np.inf, 1, ValueError, "must be finite"),
        (lambda x: np.eye(2), 2, ValueError, "must be a vector"),
        (lambda x: x * 1j, 2, TypeError, "must be real"),
        (lambda x: "abc", 2, TypeError, "must hold numbers"),
    ],
)
def test_matrix_of_names_the_fault(function, n, error, message):
    with pytest.raises(error, match=message):
        matrix_of(function, n)


def test_matrix_of_survives_a_function_that_writes_to_its_input():
    def greedy(x):
        x *= 2
        return x

    np.testing.assert_array_equal(matrix_of(greedy, 2), 2 * np.eye(2))


def test_matrix_of_survives_a_function_that_returns_one_array_again_and_again(rng):
    M, out = rng.standard_normal((3, 2)), np.empty(3)
    np.testing.assert_array_equal(matrix_of(lambda x: np.dot(M, x, out=out), 2), M)


@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (2, 5), (5, 2), (1, 4), (4, 1), (0, 2)])
def test_stages_shapes_and_structure(shape, rng):
    turn_in, stretch, turn_out = stages(rng.standard_normal(shape))
    m, n = shape
    assert (turn_out.shape, stretch.shape, turn_in.shape) == ((m, m), (m, n), (n, n))
    off = stretch[~np.eye(m, n, dtype=bool)]
    np.testing.assert_array_equal(off, np.zeros(off.shape))
    sigma = stretch.diagonal()
    assert (sigma >= 0).all() and (np.diff(sigma) <= 0).all()


@pytest.mark.parametrize("A", [[[0, 0], [0, 0]], [[1, 2], [2, 4]], [[1, 1e-12], [0, 1e-12]]])
def test_stages_of_a_singular_matrix(A):
    turn_in, stretch, turn_out = stages(A)
    np.testing.assert_allclose(turn_out @ stretch @ turn_in, A, rtol=0, atol=16 * EPS * np.linalg.norm(A))


def test_stages_of_the_shear():
    np.testing.assert_allclose(stages([[1, 1.5], [0, 1]])[1], np.diag([2, 0.5]), rtol=16 * EPS, atol=0)


def test_stages_leaves_its_input_alone(rng):
    A = rng.standard_normal((3, 2))
    before = A.copy()
    stages(A)
    np.testing.assert_array_equal(A, before)


@pytest.mark.parametrize(
    ("A", "error", "message"),
    [([1, 2], ValueError, "must be a matrix"), ([[np.nan]], ValueError, "must be finite"), ([[1j]], TypeError, "real")],
)
def test_stages_names_the_fault(A, error, message):
    with pytest.raises(error, match=message):
        stages(A)


def test_plot_machine_says_what_it_draws():
    A = np.array([[0.5, -2.0]])
    picture = plot_machine(A, [4, 1], A @ [4, 1], ["a", "b"], ["c"])
    assert "c 0 is 0.5 times a plus -2 times b" in picture.alt
    assert "−2" in picture.svg()


def test_plot_stages_says_where_the_arrows_end():
    directions = np.array([[0.6, -0.8], [0.8, 0.6]])
    picture = plot_stages({"start": np.eye(2), "end": np.array([[1, 1.5], [0, 1]])}, directions)
    assert "start: arrow 1 ends at (0.60, 0.80), arrow 2 at (-0.80, 0.60)" in picture.alt
    assert "end: arrow 1 ends at (1.80, 0.80), arrow 2 at (0.10, 0.60)" in picture.alt


def test_plot_stages_gives_its_script_the_letter_and_the_maps():
    maps = {"a shear": [[1, 1.5], [0, 1]], "a mirror": np.eye(2)[::-1]}
    drawn = plot_stages({"start": np.eye(2), "end": np.eye(2)}, np.eye(2), interactive="stages", maps=maps).svg()
    values = json.loads(html.unescape(re.search('data-values="([^"]*)"', drawn)[1]))
    assert values["maps"] == {"a shear": [[1, 1.5], [0, 1]], "a mirror": [[0, 1], [1, 0]]}
    np.testing.assert_array_equal(np.transpose(values["shape"]), LETTER_F)


@pytest.mark.parametrize("function", [lambda x: np.round(x, 2), lambda x: x + np.sin(100 * np.pi * x), np.floor])
def test_matrix_of_refuses_what_is_linear_on_rounded_numbers_only(function):
    with pytest.raises(ValueError, match="not linear"):
        matrix_of(function, 3)


def test_matrix_of_allows_for_the_rounding_of_the_format_that_comes_out():
    M = np.array([[0.1, 0.2], [0.3, -0.7]], dtype=np.float32)
    np.testing.assert_array_equal(matrix_of(lambda x: M @ x.astype(np.float32), 2), M)
    with pytest.raises(ValueError, match="not linear"):
        matrix_of(lambda x: (M @ x.astype(np.float32)).astype(float), 2)
    np.testing.assert_array_equal(matrix_of(lambda x: (M @ x.astype(np.float32)).astype(float), 2, rtol=1e-6), M)


@pytest.mark.parametrize("size", [1e200, 1.7e308, 1e-310])
def test_matrix_of_sees_a_bend_at_any_size(size):
    np.testing.assert_array_equal(matrix_of(lambda x: size * x, 3), size * np.eye(3))
    with pytest.raises(ValueError, match="not linear"):
        matrix_of(lambda x: size * np.abs(x), 3)


def test_stages_of_the_largest_numbers():
    np.testing.assert_allclose(np.diag(stages(1e308 * np.array([[1, 1], [-1, 1]]))[1]), 2**0.5 * 1e308, rtol=8 * EPS)
    with pytest.raises(OverflowError, match="the singular values overflow float64 at index 0"):
        stages(1.7e308 * np.ones((2, 2)))
