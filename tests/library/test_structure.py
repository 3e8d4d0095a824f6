"""Special matrices: which question holds for which matrix, where rounding decides, and what is refused."""

import inspect

import numpy as np
import pytest
import scipy.linalg

from linalg_book import structure
from linalg_book.plotting import Picture
from linalg_book.plotting.structure import PLACES, WIDER, plot_bowls, plot_family, plot_shapes
from linalg_book.structure import (
    is_diagonal,
    is_hermitian,
    is_identity,
    is_lower_triangular,
    is_orthogonal,
    is_positive_definite,
    is_positive_semidefinite,
    is_skew_symmetric,
    is_square,
    is_symmetric,
    is_upper_triangular,
    is_zero,
    skew_part,
    special_matrices,
    structure_of,
    symmetric_part,
)

EPS = np.finfo(float).eps
NAMES = [
    "square", "zero", "identity", "diagonal", "upper triangular", "lower triangular", "symmetric", "Hermitian",
    "skew-symmetric", "orthogonal", "positive definite", "positive semidefinite",
]  # fmt: skip
QUESTIONS = [getattr(structure, name) for name in structure.__all__ if name.startswith("is_")]
TOLERANT = [question for question in QUESTIONS if "rtol" in inspect.signature(question).parameters]
TURN, MIRROR = np.array([[0, -1], [1, 0]]), np.diag([1, -1])
LARGE = np.array([[1e308, 1e308], [-1e308, 1e308]])


def test_all_is_in_the_order_of_the_chapter():
    assert [n.removeprefix("is_").replace("_", " ") for n in structure.__all__ if n.startswith("is_")] == [
        name.lower().replace("-", " ") for name in NAMES
    ]


@pytest.mark.parametrize(
    ("A", "held"),
    [
        (np.zeros((0, 0)), NAMES),
        ([[0]], "square zero diagonal upper lower symmetric Hermitian skew semidefinite"),
        ([[1]], "square identity diagonal upper lower symmetric Hermitian orthogonal definite semidefinite"),
        ([[-1]], "square diagonal upper lower symmetric Hermitian orthogonal"),
        ([[5]], "square diagonal upper lower symmetric Hermitian definite semidefinite"),
        (np.zeros((2, 3)), "zero diagonal upper lower"),
        (np.eye(3, 2), "diagonal upper lower"),
        ([[1, 2, 3], [0, 4, 5]], "upper"),
        ([[1, 0, 0], [2, 3, 0]], "lower"),
        (np.eye(3), "square identity diagonal upper lower symmetric Hermitian orthogonal definite semidefinite"),
        (MIRROR, "square diagonal upper lower symmetric Hermitian orthogonal"),
        (TURN, "square skew orthogonal semidefinite"),
        (np.ones((2, 2)), "square symmetric Hermitian semidefinite"),
        ([[1, 2], [2, 1]], "square symmetric Hermitian"),
        ([[1, -1], [1, 1]], "square definite semidefinite"),
        ([[1, 10], [0, 1]], "square upper"),
        ([[1, 2, 3]], "upper"),  # nothing stands under the diagonal of a row
        ([[1], [2]], "lower"),
        ([[2, 1j], [-1j, 2]], "square Hermitian definite semidefinite"),
        ([[0, 1j], [1j, 0]], "square symmetric"),
        ([[1j, 0], [0, 1j]], "square diagonal upper lower symmetric"),
        ([[0, 1j], [-1j, 0]], "square Hermitian skew"),
        ([[1 + 0j, -1], [1, 1]], "square"),
    ],
)
def test_structure_of_lists_what_holds_and_no_more(A, held):
    short = {"upper": "upper triangular", "lower": "lower triangular", "skew": "skew-symmetric",
             "definite": "positive definite", "semidefinite": "positive semidefinite"}  # fmt: skip
    names = held if isinstance(held, list) else [short.get(word, word) for word in held.split()]
    assert structure_of(A) == names


def test_structure_of_agrees_with_the_questions(rng):
    for _ in range(200):
        m, n = rng.integers(1, 4, 2)
        A = rng.integers(-1, 2, (m, n)) * (rng.random((m, n)) < 0.5)
        assert structure_of(A) == [name for name, holds in zip(NAMES, QUESTIONS, strict=True) if holds(A)]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    ("A", "error", "message"),
    [
        ([1, 2], ValueError, "must be a matrix"),
        ([[1, np.nan], [0, 1]], ValueError, "must be finite"),
        ([[1, np.inf], [0, 1]], ValueError, "must be finite"),
        ([["a"]], TypeError, "must hold numbers"),
        ([[1, 2], [3]], ValueError, "must be a rectangular array"),
    ],
)
def test_questions_refuse_what_is_no_matrix(question, A, error, message):
    with pytest.raises(error, match=message):
        question(A)


@pytest.mark.parametrize("question", QUESTIONS)
def test_questions_answer_with_a_python_bool(question):
    for A in (np.eye(2), TURN, [[1, 2, 3]], np.zeros((0, 0)), np.zeros((0, 2))):
        assert type(question(A)) is bool


@pytest.mark.parametrize("question", [*QUESTIONS, symmetric_part, skew_part, structure_of])
def test_questions_leave_the_matrix_alone(question, rng):
    A = rng.standard_normal((4, 4))
    before = A.copy()
    question(A)
    np.testing.assert_array_equal(A, before)


@pytest.mark.parametrize("question", [q for q in TOLERANT if q is not is_orthogonal])
@pytest.mark.parametrize("scale", [2.0**-1000, 2.0**-30, 2.0**1000])
def test_questions_do_not_mind_units(question, scale, rng):
    for A in special_matrices(5, rng=rng).values():
        assert question(A * scale) == question(A)


@pytest.mark.parametrize("question", TOLERANT)
@pytest.mark.parametrize("rtol", [-1e-3, np.nan, np.inf])
def test_a_tolerance_is_finite_and_not_negative(question, rtol):
    with pytest.raises(ValueError, match="rtol must (not be negative|be finite), got"):
        question(np.eye(2), rtol=rtol)


@pytest.mark.parametrize("question", QUESTIONS)
def test_questions_do_not_overflow(question):
    assert question(LARGE) == (question in (is_square, is_positive_definite, is_positive_semidefinite))
    if question is not is_orthogonal:
        assert question(LARGE * (1.5 + 1.5j)) == (question is is_square)


@pytest.mark.parametrize(
    ("question", "A"),
    [
        (is_zero, np.zeros((2, 2))),
        (is_identity, np.eye(2)),
        (is_diagonal, np.diag([2.0, 3.0])),
        (is_upper_triangular, np.array([[1.0, 2.0], [0.0, 3.0]])),
        (is_lower_triangular, np.array([[1.0, 0.0], [2.0, 3.0]])),
    ],
)
def test_patterns_are_exact(question, A):
    assert question(A) and question(A.astype(complex))
    for i, j in np.argwhere(np.array([[A[0, 0] == 0, A[0, 1] == 0], [A[1, 0] == 0, A[1, 1] == 0]])):
        almost = A.copy()
        almost[i, j] = 5e-324
        assert not question(almost)


def test_patterns_take_minus_zero_for_zero():
    assert is_zero([[-0.0]]) and is_diagonal([[1, -0.0], [-0.0, 1]]) and is_identity([[1, -0.0], [0, 1]])


def test_diagonal_is_upper_and_lower(rng):
    for _ in range(100):
        A = rng.integers(0, 2, (3, 3)) * rng.integers(0, 2, (3, 3))
        assert is_diagonal(A) == (is_upper_triangular(A) and is_lower_triangular(A))


def test_a_diagonal_factor_scales_rows_from_the_left_and_columns_from_the_right(rng):
    A, d, e = rng.standard_normal((3, 4)), rng.standard_normal(3), rng.standard_normal(4)
    np.testing.assert_array_equal(np.diag(d) @ A, d[:, None] * A)
    np.testing.assert_array_equal(A @ np.diag(e), A * e)


def test_products_of_triangular_matrices_are_triangular(rng):
    U, V = np.triu(rng.standard_normal((2, 5, 5)))
    assert is_upper_triangular(U @ V) and is_lower_triangular(U.T @ V.T)
    np.testing.assert_allclose(np.diag(U @ V), np.diag(U) * np.diag(V), rtol=8 * EPS)


@pytest.mark.parametrize(("question", "sign"), [(is_symmetric, 1), (is_hermitian, 1), (is_skew_symmetric, -1)])
def test_transposes_are_compared_to_n_eps(question, sign):
    for n, errors, expected in ((2, 2, True), (2, 4, False), (6, 6, True), (6, 8, False)):
        A = np.zeros((n, n))
        A[0, 1], A[1, 0] = 1, sign * (1 + errors * EPS)
        assert question(A) == expected


def test_a_tolerance_of_zero_asks_for_equality():
    A = np.array([[0, 0.1 + 0.2], [0.3, 0]])
    assert is_symmetric(A) and not is_symmetric(A, rtol=0) and is_symmetric([[1, 2], [2, 1]], rtol=0)


def test_a_covariance_scaled_on_both_sides_is_symmetric_up_to_rounding(rng):
    unequal = 0
    for n in (3, 10, 40):
        correlation = np.corrcoef(rng.standard_normal((n, 4 * n)))
        spread = rng.uniform(0.1, 9, n)
        covariance = spread[:, None] * symmetric_part(correlation) * spread
        unequal += not is_symmetric(covariance, rtol=0)
        assert is_symmetric(covariance)
    assert unequal  # the tolerance had something to do


def test_scipy_agrees_about_exact_symmetry(rng):
    for _ in range(100):
        A = rng.integers(-1, 2, (2, 2)) + 1j * rng.integers(-1, 2, (2, 2))
        assert is_hermitian(A, rtol=0) == scipy.linalg.ishermitian(A)
        assert is_symmetric(A, rtol=0) == np.array_equal(A, A.T)


def test_parts_are_exactly_symmetric_and_skew(rng):
    for A in (rng.standard_normal((7, 7)), LARGE, rng.standard_normal((3, 3)) * (1 + 2j), np.zeros((0, 0))):
        S, K = symmetric_part(A), skew_part(A)
        np.testing.assert_array_equal(S, S.T)
        np.testing.assert_array_equal(K, -K.T)
        np.testing.assert_array_equal(np.diag(K), np.zeros(len(A)))


def test_symmetric_part_is_nearest(rng):
    A = rng.standard_normal((4, 4))
    S = symmetric_part(A)
    for _ in range(50):
        step = symmetric_part(rng.standard_normal((4, 4)))
        assert np.linalg.norm(A - S - step) > np.linalg.norm(A - S)


@pytest.mark.parametrize("part", [symmetric_part, skew_part])
def test_parts_refuse_what_is_not_square(part):
    with pytest.raises(ValueError, match=r"A must be square, got shape \(2, 3\)"):
        part(np.ones((2, 3)))


def test_a_skew_matrix_has_no_form_and_imaginary_eigenvalues(rng):
    K, x = skew_part(rng.standard_normal((6, 6))), rng.standard_normal(6)
    assert abs(x @ K @ x) <= 12 * EPS * np.linalg.norm(K) * (x @ x)
    assert abs(np.linalg.eigvals(K).real).max() <= 12 * EPS * np.linalg.norm(K)


@pytest.mark.parametrize("n", [1, 2, 3, 10, 100])
def test_is_orthogonal_accepts_computed_factors(rng, n):
    for _ in range(300 if n < 5 else 5):
        assert is_orthogonal(np.linalg.qr(rng.standard_normal((n, n)))[0])


def test_is_orthogonal_accepts_rotations_and_mirrors_of_the_plane():
    for t in np.linspace(0, 7, 500):
        c, s = np.cos(t), np.sin(t)
        assert is_orthogonal([[c, -s], [s, c]]) and is_orthogonal([[c, s], [s, -c]])


@pytest.mark.parametrize(
    "Q",
    [
        [[0.71, -0.71], [0.71, 0.71]],
        np.array([[2, -1], [2, 2], [1, -2]]) / 3,
        np.array([[2, 2, 1], [-1, 2, -2]]) / 3,
        [[1, 1e-8], [0, 1]],
        2 * np.eye(3),
        1e200 * np.eye(2),
        np.zeros((2, 2)),
    ],
)
def test_is_orthogonal_refuses_its_likenesses(Q):
    assert not is_orthogonal(Q)


@pytest.mark.parametrize("largest", [1e200, -1e200])
def test_is_orthogonal_refuses_entries_whose_squares_overflow(largest):
    assert not is_orthogonal([[largest, 0], [0, 1]])


def test_is_orthogonal_tolerance_is_that_of_an_entry():
    Q = np.array([[1.0, 1e-6], [-1e-6, 1.0]])
    assert not is_orthogonal(Q) and is_orthogonal(Q, rtol=1e-11) and not is_orthogonal(Q, rtol=1e-13)


def test_is_orthogonal_refuses_complex_numbers():
    with pytest.raises(TypeError, match="Q must be real"):
        is_orthogonal([[1j]])


@pytest.mark.parametrize("n", [1, 2, 5, 20])
@pytest.mark.parametrize("smallest", [1.0, 1e-6, 1e-12, 0.0, -1e-12, -1.0])
def test_definiteness_is_that_of_the_spectrum(rng, n, smallest):
    Q = np.linalg.qr(rng.standard_normal((n, n)))[0]
    spectrum = np.append(np.ones(n - 1), smallest)
    S = Q * spectrum @ Q.T
    if n == 1 and abs(smallest) == 1e-12:
        smallest = np.sign(smallest)  # there is nothing to compare it with
    assert is_positive_definite(S) == (smallest > 0)
    assert is_positive_semidefinite(S) == (smallest >= 0)


def test_definiteness_of_any_matrix_is_that_of_its_form(rng):
    for _ in range(100):
        A = rng.integers(-3, 4, (3, 3)) + rng.integers(0, 6) * np.eye(3)
        smallest = np.linalg.eigvalsh((A + A.T) / 2)[0]
        if abs(smallest) > 1e-9:
            assert is_positive_definite(A) == is_positive_semidefinite(A) == (smallest > 0)


def test_definite_but_not_symmetric_means_eigenvalues_with_positive_real_part(rng):
    A = rng.standard_normal((20, 4, 4)) + 3 * np.eye(4)
    definite = [M for M in A if is_positive_definite(M)]
    assert len(definite) > 5
    assert all(np.linalg.eigvals(M).real.min() > 0 for M in definite)


def test_definiteness_agrees_with_cholesky(rng):
    for shift in (-2, 0, 2, 4):
        S = symmetric_part(rng.standard_normal((4, 4))) + shift * np.eye(4)
        try:
            np.linalg.cholesky(S)
            succeeds = True
        except np.linalg.LinAlgError:
            succeeds = False
        assert is_positive_definite(S) == succeeds


def test_a_singular_gram_matrix_is_semidefinite_and_not_definite(rng):
    negative = 0
    for _ in range(100):
        X = rng.standard_normal((2, 5))
        G = X.T @ X
        negative += np.linalg.eigvalsh(G)[0] < 0
        assert is_positive_semidefinite(G) and not is_positive_definite(G)
    assert negative  # rounding had made some of them indefinite


def test_a_definite_matrix_singular_to_working_accuracy_is_not_called_definite():
    assert is_positive_definite(scipy.linalg.hilbert(8))
    assert not is_positive_definite(scipy.linalg.hilbert(14))  # definite on paper, for every n
    assert not is_positive_definite(np.diag([1, 1e-17])) and is_positive_definite(np.diag([1, 1e-17]), rtol=0)


def test_margins_can_be_set():
    assert not is_positive_definite(np.diag([1, 1e-3]), rtol=1e-2)
    assert is_positive_semidefinite(np.diag([1, -1e-3]), rtol=1e-2)
    assert not is_positive_semidefinite(np.diag([1, -1e-17]), rtol=0)


def test_complex_matrices_must_be_hermitian_to_be_definite(rng):
    Z = rng.standard_normal((3, 3)) + 1j * rng.standard_normal((3, 3))
    assert is_positive_definite(Z.conj().T @ Z) and not is_positive_definite(Z.T @ Z)
    singular = np.outer([1, 1j], [1, -1j])
    assert is_positive_semidefinite(singular) and not is_positive_definite(singular)


@pytest.mark.pinned("SciPy 1.18 words its error otherwise")
def test_cholesky_and_eigvalsh_read_one_triangle():
    wrong, right = np.array([[4.0, 999], [2, 5]]), np.array([[4.0, 2], [2, 5]])
    np.testing.assert_array_equal(np.linalg.cholesky(wrong), np.linalg.cholesky(right))
    np.testing.assert_array_equal(np.linalg.eigvalsh(wrong), np.linalg.eigvalsh(right))
    with pytest.raises(np.linalg.LinAlgError, match="not positive definite"):
        scipy.linalg.cholesky(wrong)  # reads the upper one


def test_special_matrices_have_their_names(rng):
    for n in (1, 2, 6):
        kinds = special_matrices(n, rng=rng)
        assert all(name in structure_of(M) for name, M in kinds.items())
        assert {M.shape for M in kinds.values()} == {(n, n)}
    assert structure_of(kinds["square"]) == ["square"]


def test_special_matrices_repeat_with_their_generator():
    first, second = (special_matrices(3, rng=np.random.default_rng(5)) for _ in range(2))
    for name, M in first.items():
        np.testing.assert_array_equal(M, second[name])


def test_special_matrices_refuse_size_zero(rng):
    with pytest.raises(ValueError, match="n must be at least 1, got 0"):
        special_matrices(0, rng=rng)


LONG = np.longdouble
WIDE = pytest.mark.skipif(np.finfo(LONG).nmant <= 52, reason="a long double is no longer than a double here")


@pytest.mark.parametrize("e", [53, 62, 70])
def test_questions_of_whole_numbers_are_exact_where_float64_would_round(e):
    A = np.array([[0, 2**e], [2**e + 1, 0]])
    assert is_symmetric(A) and not is_symmetric(A, rtol=0) and not is_hermitian(A, rtol=0)
    assert is_symmetric(np.minimum(A, 2**e), rtol=0)
    assert not is_skew_symmetric(A * [[1], [-1]], rtol=0) and is_skew_symmetric(A * [[1], [-1]])


@WIDE
@pytest.mark.parametrize(
    ("question", "entries"),
    [
        (is_zero, [[0, 1], [0, 0]]),
        (is_diagonal, [[0, 1], [0, 0]]),
        (is_upper_triangular, [[0, 0], [1, 0]]),
        (is_lower_triangular, [[0, 1], [0, 0]]),
        (lambda A: is_symmetric(A, rtol=0), [[0, 1], [0, 0]]),
        (lambda A: is_identity(np.eye(2) + A * LONG(2) ** 1940), [[1, 0], [0, 0]]),
    ],
)
def test_questions_of_long_doubles_are_exact(question, entries):
    A = LONG(2) ** -2000 * np.array(entries)
    assert not question(A) and question(A.astype(float))


@WIDE
def test_questions_of_complex_long_doubles_are_refused_where_float64_would_round():
    with pytest.raises(ValueError, match="A must hold numbers that float64 holds exactly, got"):
        is_zero(np.array([[LONG(2) ** -2000 * 1j]]))


@pytest.mark.parametrize("size", [5e-324, 1.7e308, 1.0])
@pytest.mark.parametrize("unit", [1, 1j, 1 + 1j])
def test_symmetric_part_of_a_symmetric_matrix_is_itself_at_any_size(size, unit):
    A = size * unit * np.array([[1, 1], [1, 0]])
    np.testing.assert_array_equal(symmetric_part(A), A)
    np.testing.assert_array_equal(skew_part(A), np.zeros((2, 2)))
    np.testing.assert_array_equal(skew_part(A * [[0, 1], [-1, 0]]), A * [[0, 1], [-1, 0]])


def test_rtol_reaches_the_question_whether_a_complex_matrix_is_hermitian(rng):
    Z = (rng.standard_normal((8, 8)) + 1j * rng.standard_normal((8, 8))).astype(np.complex64)
    A = Z @ Z.conj().T + np.eye(8, dtype=np.complex64)
    for question in (is_positive_definite, is_positive_semidefinite):
        assert question(A, rtol=1e-5) and not question(A)


def test_plot_shapes_counts_entries():
    picture = plot_shapes({"one": np.eye(3), "two": [[1, -2], [0, 3]]})
    assert isinstance(picture, Picture)
    assert picture.alt == "Patterns of 2 matrices; entries that are not zero: one 3 of 9, two 3 of 4."


def test_plot_shapes_draws_a_zero_matrix():
    assert plot_shapes({"zero": np.zeros((2, 2))}).alt.endswith("zero 0 of 4.")


def test_plot_family_is_true(rng):
    """Each arrow holds for the library's questions, and each kind has its box."""
    examples = special_matrices(4, rng=rng)
    examples |= {"zero": np.zeros((4, 4)), "positive semidefinite": np.ones((4, 4))}
    assert set(WIDER) | {"square"} == set(PLACES) == set(examples)
    for name, wider in WIDER.items():
        assert set(wider) <= set(structure_of(examples[name]))


def test_plot_family_reads_the_arrows():
    assert "identity is orthogonal and diagonal and positive definite" in plot_family().alt


def test_plot_bowls_says_how_low_and_how_high():
    picture = plot_bowls({"bowl": np.diag([1, 3]), "saddle": np.diag([-1, 2])})
    assert "bowl: from 1 to 3 on the unit circle; saddle: from −1 to 2 on the unit circle" in picture.alt
