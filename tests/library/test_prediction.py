"""Least squares finds known weights and says how sure they are; the predictor names every fault of its files."""

import csv
import json
import subprocess
import sys

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from bookkit import BOOK
from linalg_book.prediction import (
    HOUSE_TRUTH,
    LinearFit,
    dependent_columns,
    fit_linear,
    main,
    make_houses,
    predict,
    prediction_interval,
    standardize,
    weight_interval,
)
from linalg_book.prediction.files import fit_from_json, fit_to_json

EPS = np.finfo(float).eps
TRUTH = [HOUSE_TRUTH[name] for name in ("bedrooms", "area", "age")]


def design(X):
    return np.column_stack([np.ones(len(X)), X])


# the houses


def test_make_houses_gives_the_file_of_the_book(tmp_path):
    made = tmp_path / "houses.csv"
    assert main(["example", str(made)]) == 0
    assert made.read_bytes() == (BOOK / "data" / "houses.csv").read_bytes()


def test_make_houses_ranges():
    X, y = make_houses(20_000, seed=3)
    assert_array_equal(X, np.round(X))
    assert set(X[:, 0]) == {1, 2, 3, 4, 5} and X[:, 1].min() == 200 and set(X[:, 1] % 10) == {0}
    assert X[:, 2].min() >= 0 and X[:, 2].max() <= 60
    assert_array_equal(y % 100, np.zeros(20_000))


def test_make_houses_noise_is_as_stated():
    X, y = make_houses(20_000)
    noise = y - HOUSE_TRUTH["intercept"] - X @ TRUTH
    assert abs(noise.mean()) < 4 * 20_000 / np.sqrt(20_000)
    assert abs(noise.std() / HOUSE_TRUTH["noise"] - 1) < 4 / np.sqrt(2 * 20_000)


def test_make_houses_of_none():
    X, y = make_houses(0)
    assert X.shape == (0, 3) and y.shape == (0,)


def test_make_houses_refuses_a_negative_number():
    with pytest.raises(ValueError, match="m must not be negative, got -1"):
        make_houses(-1)


# standardize


def test_standardize_columns_have_mean_0_and_deviation_1(rng):
    X = rng.normal(5, [1, 100, 1e-3], size=(40, 3))
    Z, centers, scales = standardize(X)
    tolerance = 40 * EPS * (1 + abs(X) / scales).max()
    assert_allclose(Z.mean(axis=0), 0, atol=tolerance)
    assert_allclose(Z.std(axis=0), 1, atol=tolerance)
    assert_allclose(centers + Z * scales, X, rtol=4 * EPS)


def test_standardize_constant_column_is_exactly_zero():
    Z, centers, scales = standardize([[0.1, 1], [0.1, 2], [0.1, 3]])
    assert_array_equal(Z[:, 0], np.zeros(3))
    assert (centers[0], scales[0]) == (0.1, 1.0)


@pytest.mark.parametrize("size", [1e-99, 1e-30, 1e30, 1e99])
def test_standardize_takes_any_reasonable_unit(size):
    Z, _, _ = standardize(np.array([[-1.0], [1.0]]) * size)
    assert_allclose(Z[:, 0], [-1, 1], rtol=4 * EPS)


@pytest.mark.parametrize("X", [[[1.5e308], [1.6e308]], [[0.0], [-2e100]]])
def test_standardize_refuses_numbers_that_cannot_be_squared(X):
    with pytest.raises(ValueError, match="X must hold numbers up to 1e[+]100, got .* change the unit"):
        standardize(X)


@pytest.mark.parametrize("X", [[[0.0]] * 99 + [[5e-324]], [[0.0], [1e-101]]])
def test_standardize_refuses_a_spread_that_cannot_be_squared(X):
    with pytest.raises(ValueError, match="X must have standard deviations from 1e-100, got .* change the unit"):
        standardize(X)


def test_standardize_single_row_and_no_column():
    assert_array_equal(standardize([[3.0, 4.0]])[0], [[0, 0]])
    assert standardize(np.zeros((3, 0)))[0].shape == (3, 0)


def test_standardize_refuses_no_rows():
    with pytest.raises(ValueError, match=r"at least one row, got shape \(0, 2\)"):
        standardize(np.zeros((0, 2)))


def test_standardize_leaves_its_input(rng):
    X = rng.normal(size=(5, 2))
    before = X.copy()
    standardize(X)
    assert_array_equal(X, before)


# dependent_columns


def test_dependent_columns_names_what_a_column_is_made_of():
    X, _ = make_houses(50)
    feet = X[:, 1]
    X = np.column_stack([X, 0.09290304 * feet, np.full(50, 7), X[:, 0] - 3 * X[:, 2] + 5])
    assert dependent_columns(X) == {3: (1,), 4: (), 5: (0, 2)}


def test_dependent_columns_names_no_column_that_depends_itself(rng):
    a, b = rng.normal(size=(2, 20))
    assert dependent_columns(np.column_stack([a, 2 * a, b, 1 - b])) == {1: (0,), 3: (2,)}


def test_dependent_columns_finds_none_in_random_numbers(rng):
    assert dependent_columns(rng.normal(size=(30, 8))) == {}


def test_dependent_columns_is_not_misled_by_digits_lost_to_a_large_mean(rng):
    a, b = rng.normal(size=(2, 60)) + 1e8
    assert dependent_columns(np.column_stack([a, b])) == {}
    assert dependent_columns(np.column_stack([a, b, 0.3 * a + 0.7 * b])) == {2: (0, 1)}


@pytest.mark.parametrize("noise", [1e-6, 1e-3])
def test_dependent_columns_keeps_what_is_nearly_dependent(rng, noise):
    a = rng.normal(size=100)
    assert dependent_columns(np.column_stack([a, a + noise * rng.normal(size=100)])) == {}


def test_dependent_columns_more_columns_than_rows(rng):
    assert sorted(dependent_columns(rng.normal(size=(4, 6)))) == [3, 4, 5]  # the mean takes one of four dimensions


def test_dependent_columns_one_row_and_no_column():
    assert dependent_columns([[1, 2]]) == {0: (), 1: ()}
    assert dependent_columns(np.zeros((3, 0))) == {}


# fit_linear


def test_fit_linear_agrees_with_lstsq(rng):
    X, y = rng.normal(3, [1, 10, 0.1], size=(50, 3)), rng.normal(size=50)
    fit = fit_linear(X, y)
    w = np.linalg.lstsq(design(X), y, rcond=None)[0]
    condition = np.linalg.cond(design(X))
    assert_allclose([fit.intercept, *fit.weights], w, rtol=50 * EPS * condition * np.linalg.norm(w) / abs(w).min())


def test_fit_linear_numbers_the_columns_from_one():
    assert fit_linear([[0, 1], [1, 0], [2, 2], [3, 1]], [3, 3, 9, 9]).features == ("x1", "x2")


def test_fit_linear_residual_is_orthogonal_to_the_columns():
    X, y = make_houses()
    r = y - predict(fit_linear(X, y), X)
    size = np.linalg.norm(design(X), axis=0) * np.linalg.norm(y)
    assert (abs(design(X).T @ r) <= 200 * EPS * np.linalg.cond(standardize(X)[0]) * size).all()


def test_fit_linear_standard_errors_agree_with_the_formula():
    X, y = make_houses()
    fit, A = fit_linear(X, y), design(X)
    r = y - A @ np.linalg.lstsq(A, y, rcond=None)[0]
    s2 = r @ r / (200 - 4)
    expected = np.sqrt(s2 * np.diag(np.linalg.inv(A.T @ A)))
    tolerance = 200 * EPS * np.linalg.cond(A) ** 2
    assert_allclose([fit.intercept_error, *fit.standard_errors], expected, rtol=tolerance)
    assert_allclose(fit.residual_sd, np.sqrt(s2), rtol=200 * EPS)
    assert_allclose(fit.r_squared, 1 - r @ r / (200 * y.var()), rtol=200 * EPS)
    assert (fit.degrees, fit.rows, fit.ridge) == (196, 200, 0)


def test_fit_linear_recovers_weights_without_noise(rng):
    X = rng.normal(size=(20, 4))
    fit = fit_linear(X, 3 + X @ [1, -2, 0, 5])
    assert_allclose([fit.intercept, *fit.weights], [3, 1, -2, 0, 5], atol=100 * EPS * np.linalg.cond(X) * 5)
    assert fit.r_squared == pytest.approx(1, abs=100 * EPS)


def test_fit_linear_does_not_depend_on_units():
    X, y = make_houses()
    fit, other = fit_linear(X, y), fit_linear(X * [1, 0.1, 12], y / 1000)
    assert_allclose(other.weights * [1, 0.1, 12] * 1000, fit.weights, rtol=1000 * EPS)
    assert_allclose(other.standard_errors * [1, 0.1, 12] * 1000, fit.standard_errors, rtol=1000 * EPS)


def test_fit_linear_ridge_agrees_with_its_formula(rng):
    X, y = rng.normal(size=(30, 3)), rng.normal(size=30)
    Z, _, scales = standardize(X)
    t, _, sd = standardize(y[:, None])
    K = Z.T @ Z + 2.5 * np.eye(3)
    fit = fit_linear(X, y, ridge=2.5)
    tolerance = 100 * EPS * np.linalg.cond(K)
    assert_allclose(fit.weights, np.linalg.solve(K, Z.T @ t)[:, 0] * sd / scales, rtol=100 * tolerance)
    covariance = np.linalg.inv(K) @ Z.T @ Z @ np.linalg.inv(K)
    assert_allclose(fit.root @ fit.root.T, covariance, rtol=tolerance, atol=tolerance)
    assert_allclose(fit.degrees, 29 - np.trace(np.linalg.solve(K, Z.T @ Z)), rtol=tolerance)
    assert predict(fit, X).mean() == pytest.approx(y.mean(), abs=100 * EPS)  # the intercept is not penalized


def test_fit_linear_ridge_shrinks_the_weights():
    X, y = make_houses()
    size = [np.linalg.norm(fit_linear(X, y, ridge=r).weights * X.std(axis=0)) for r in (0, 1, 100, 1e4, 1e12)]
    assert (np.diff(size) < 0).all()
    assert size[-1] < 1e-6 * size[0]


def test_fit_linear_ridge_takes_equal_columns():
    X, y = make_houses()
    fit = fit_linear(X[:, [1, 1]], y, ridge=1)
    assert_allclose(fit.weights[0], fit.weights[1], rtol=1000 * EPS)
    constant = fit_linear(np.column_stack([X, np.full(200, 3.0)]), y, ridge=1)
    assert constant.weights[3] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("X", "y", "options", "message"),
    [
        ([[1], [2], [4]], [1, 2], {}, "y must have one entry a row of X, got 2 for 3 rows"),
        ([[1], [2]], [1, 2], {}, r"at least two rows more than columns, got shape \(2, 1\)"),
        (np.zeros((3, 0)), [1, 2, 3], {}, r"X must have a column, .* got shape \(3, 0\)"),
        ([[1], [2], [4]], [1, 2, 3], {"ridge": -1}, "ridge must not be negative, got -1"),
        ([[1], [2], [4]], [1, 2, 3], {"ridge": np.inf}, "ridge must be finite, got inf"),
        ([[1], [2], [4]], [5, 5, 5], {}, "y must vary"),
        ([[1], [2], [np.nan]], [1, 2, 3], {}, "X must be finite, got 1 entries"),
        ([[1], [2], [4]], [1, 2, 3], {"features": ["y"]}, "names that differ"),
        ([[0], [1], [2]], [0, 1e200, 3e200], {}, "y must hold numbers up to"),
        ([[1, 3], [2, 3], [4, 3], [5, 3]], [1, 2, 3, 4], {}, r"columns \[1\] of X are constant or combinations"),
        ([[1, 2], [2, 4], [4, 8], [5, 10]], [1, 2, 3, 4], {}, r"columns \[1\] of X are constant or combinations"),
    ],
)
def test_fit_linear_refuses(X, y, options, message):
    with pytest.raises(ValueError, match=message):
        fit_linear(X, y, **options)


def test_fit_linear_refuses_complex_numbers():
    with pytest.raises(TypeError, match="X must be real"):
        fit_linear([[1j], [2], [3]], [1, 2, 3])


def twins(distance, seed):
    """Two columns that differ by a little noise, and what one of them explains."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(50)
    return np.column_stack([x, x + distance * rng.standard_normal(50)]), x + rng.standard_normal(50)


@pytest.mark.parametrize("distance", [1e-6, 1e-8, 1e-10, 1e-11])
def test_fits_of_twin_columns_agree_with_those_of_their_mean_and_difference(distance):
    for seed in range(30):
        X, y = twins(distance, seed)
        other = np.column_stack([X.mean(axis=1), (X[:, 1] - X[:, 0]) / distance])
        fit, better = fit_linear(X, y), fit_linear(other, y)
        tolerance = 1e-13 / distance  # the condition of the columns times some eps
        assert_allclose(fit.residual_sd, better.residual_sd, rtol=tolerance)
        assert_allclose(predict(fit, X), predict(better, other), rtol=0, atol=tolerance * better.residual_sd)
        for end, expected in zip(prediction_interval(fit, X), prediction_interval(better, other), strict=True):
            assert_allclose(end, expected, rtol=0, atol=10 * tolerance * better.residual_sd)
        errors = better.standard_errors[1] / distance * np.ones(2)
        assert_allclose(fit.standard_errors, errors, rtol=tolerance + 10 * distance)


def test_fit_linear_cuts_weights_and_errors_at_one_singular_value():
    X, y = twins(1e-14, 5)
    fit = fit_linear(X, y, ridge=1e-30)
    assert abs(fit.weights - 0.5).max() < 0.5 and fit.standard_errors.max() < 1  # the difference counts in neither
    with pytest.raises(np.linalg.LinAlgError, match=r"columns \[1\] of X are constant or combinations"):
        fit_linear(X, y)


def test_fit_linear_of_a_polynomial_keeps_what_its_condition_leaves():
    x = np.linspace(0, 1, 100)
    X, y = np.vander(x, 11, increasing=True)[:, 1:], np.sin(6 * x)
    Q = np.linalg.qr(design(X))[0]  # the same fits, in a basis of condition 1
    assert_allclose(predict(fit_linear(X, y), X), Q @ (Q.T @ y), rtol=0, atol=1e-9)
    reach = np.subtract(*prediction_interval(fit_linear(X, y), X)[::-1])
    expected = np.sqrt(1 + (Q**2).sum(axis=1))
    assert_allclose(reach / reach[0], expected / expected[0], rtol=1e-5)


def test_fit_linear_refuses_columns_that_only_all_together_vanish():
    x = np.linspace(0, 1, 100)
    with pytest.raises(np.linalg.LinAlgError, match="a combination of all columns of X vanishes"):
        fit_linear(np.vander(x, 23, increasing=True)[:, 1:], np.sin(6 * x))
    assert fit_linear(np.vander(x, 21, increasing=True)[:, 1:], np.sin(6 * x)).residual_sd < 1e-2


def test_dependent_columns_solves_no_least_squares_problem_for_each_column(rng, monkeypatch):
    sizes = []
    qr = np.linalg.qr
    monkeypatch.setattr(np.linalg, "lstsq", None)
    monkeypatch.setattr(np.linalg, "qr", lambda A, **options: sizes.append(A.shape) or qr(A, **options))
    X = rng.normal(size=(60, 20))
    assert dependent_columns(np.column_stack([X, X @ rng.normal(size=(20, 5))])).keys() == set(range(20, 25))
    assert sizes == [(60, 25)]


# intervals


def test_weight_interval_covers_the_truth_in_95_of_100_samples(rng):
    hits = 0
    for seed in range(400):
        low, high = weight_interval(fit_linear(*make_houses(25, seed=seed)))
        hits += (low <= TRUTH) & (TRUTH <= high)
    assert (abs(hits / 400 - 0.95) < 4 * np.sqrt(0.95 * 0.05 / 400)).all()


def test_prediction_interval_covers_new_prices_in_95_of_100_cases():
    new, prices = make_houses(4000, seed=99)
    low, high = prediction_interval(fit_linear(*make_houses(2000)), new)
    assert abs(((low <= prices) & (prices <= high)).mean() - 0.95) < 4 * np.sqrt(0.95 * 0.05 / 4000)


def test_prediction_interval_is_narrowest_at_the_mean_and_wide_far_away():
    X, y = make_houses()
    low, high = prediction_interval(fit_linear(X, y), [X.mean(axis=0), [3, 1800, 15], [30, 18_000, 150]])
    assert (np.diff(high - low) > 0).all()


def test_interval_levels_are_nested():
    fit = fit_linear(*make_houses())
    reach = [(weight_interval(fit, level=p)[1] - fit.weights)[0] for p in (0.5, 0.95, 0.99)]
    assert (np.diff(reach) > 0).all()


@pytest.mark.parametrize("level", [0, 1, 1.5, -0.1, np.nan])
def test_intervals_refuse_a_level_outside(level):
    with pytest.raises(ValueError, match="level must be (between 0 and 1|finite)"):
        weight_interval(fit_linear(*make_houses()), level=level)


def test_predict_refuses_the_wrong_number_of_columns():
    with pytest.raises(ValueError, match=r"X must have 3 columns, got shape \(1, 2\)"):
        predict(fit_linear(*make_houses()), [[1, 2]])


def test_predict_and_interval_refuse_overflow():
    fit = fit_linear(*make_houses())
    with pytest.raises(OverflowError, match="predictions for rows of X overflow float64 at index 1"):
        predict(fit, [[1, 1, 1], [1e308, 1e308, 1]])
    with pytest.raises(OverflowError, match="intervals for rows of X overflow float64 at index 0"):
        prediction_interval(fit, [[1e304, 1, 1]])
    low, high = prediction_interval(fit, [[1e300, 1, 1]])  # whose square would overflow
    assert_allclose(high - low, 1e200 * np.subtract(*prediction_interval(fit, [[1e100, 1, 1]])[::-1]), rtol=1e-9)


# the fit as a record


FIELDS = {
    "target": "y", "features": ("a", "b"), "weights": [1, 2], "intercept": 0, "centers": [0, 0], "scales": [1, 1],
    "root": [[1, 0], [0, 1]], "residual_sd": 1, "degrees": 3, "r_squared": 0.5, "rows": 6,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"weights": [1]}, r"weights must have shape \(2,\) for 2 features, got \(1,\)"),
        ({"root": [1, 0]}, r"root must have shape \(2, 2\) for 2 features, got \(2,\)"),
        ({"centers": [0, np.nan]}, "centers must be finite"),
        ({"intercept": [1]}, "intercept must be"),
        ({"scales": [1, 0]}, "scales and degrees must be positive"),
        ({"degrees": 0}, "scales and degrees must be positive"),
        ({"rows": 0}, "rows must be at least 1, got 0"),
        ({"residual_sd": -1}, "residual_sd and ridge must not be negative"),
        ({"features": ("a", "a")}, "names that differ"),
        ({"features": ("a", "y")}, "names that differ"),
        ({"features": ()}, "features and target must have names"),
    ],
)
def test_linear_fit_refuses(change, message):
    assert LinearFit(**FIELDS).standard_errors.shape == (2,)
    with pytest.raises(ValueError, match=message):
        LinearFit(**FIELDS | change)


def test_linear_fit_refuses_errors_that_overflow():
    with pytest.raises(OverflowError, match="the standard errors overflow float64 at index 1"):
        LinearFit(**FIELDS | {"scales": [1, 1e-300], "residual_sd": 1e300})
    assert_array_equal(LinearFit(**FIELDS | {"root": 1e200 * np.eye(2)}).standard_errors, [1e200, 1e200])


@pytest.mark.parametrize("rows", [2.5, True, 6.0])
def test_linear_fit_refuses_rows_that_are_no_whole_number(rows):
    with pytest.raises(TypeError, match="rows must be a whole number, got"):
        LinearFit(**FIELDS | {"rows": rows})


def test_linear_fits_are_equal_if_all_fields_are():
    assert LinearFit(**FIELDS) == LinearFit(**FIELDS) and hash(LinearFit(**FIELDS)) == hash(LinearFit(**FIELDS))
    assert LinearFit(**FIELDS) != LinearFit(**FIELDS | {"weights": [1, 3]}) and LinearFit(**FIELDS) != 3


def test_linear_fit_keeps_copies_that_nobody_can_write_to():
    weights, names = np.array([1.0, 2.0]), ["a", "b"]
    fit = LinearFit(**FIELDS | {"weights": weights, "features": names})
    weights[0], names[0] = 7, "c"
    assert fit == LinearFit(**FIELDS)
    with pytest.raises(ValueError, match="read-only"):
        fit.weights[0] = 7


def test_linear_fit_refuses_text():
    with pytest.raises(TypeError, match="intercept must hold numbers"):
        LinearFit(**FIELDS | {"intercept": "1"})


# the predictor, files that are well


@pytest.fixture
def houses(tmp_path):
    path = tmp_path / "houses.csv"
    assert main(["example", str(path)]) == 0
    return path


@pytest.fixture
def model(houses, tmp_path, capsys):
    path = tmp_path / "model.json"
    assert main(["fit", str(houses), "--target", "price", "--out", str(path)]) == 0
    capsys.readouterr()
    return path


def faults(capsys, *argv):
    """Run the command, want status 2 and nothing on stdout, and return the lines on stderr."""
    assert main([str(arg) for arg in argv]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert lines and all(line.startswith("error: ") for line in lines)
    return [line.removeprefix("error: ") for line in lines]


def write(path, *lines, encoding="utf-8"):
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def test_fit_prints_weights_errors_and_quality(houses, capsys):
    capsys.readouterr()
    assert main(["fit", str(houses), "--target", "price"]) == 0
    out, err = capsys.readouterr()
    fit = fit_linear(*make_houses())
    rows = {line.split()[0]: line.split()[1:] for line in out.splitlines()}
    for name, weight, error in zip(("bedrooms", "area", "age"), fit.weights, fit.standard_errors, strict=True):
        assert_allclose([float(v) for v in rows[name][:2]], [weight, error], rtol=1e-5)
    assert "R^2 = 0.9483" in out and "200 rows" in out and err == ""


def test_fit_chooses_features_in_the_order_asked(houses, tmp_path, capsys):
    out = tmp_path / "m.json"
    assert main(["fit", str(houses), "--target", "Price", "--features", "age, area", "--out", str(out)]) == 0
    assert fit_from_json(out).features == ("age", "area") and fit_from_json(out).target == "price"
    assert "note: " + str(houses) + ": columns not used: bedrooms" in capsys.readouterr().err


def test_model_file_gives_back_every_bit(model):
    record = json.loads(model.read_text())
    assert (record["format"], record["version"], record["rows"]) == ("linalg_book.prediction", 2, 200)
    fit = fit_from_json(model)
    assert fit_to_json(fit) == model.read_text()
    assert_array_equal(fit.weights, fit_linear(*make_houses()).weights)


def test_predict_adds_three_columns_to_what_was_there(model, tmp_path, capsys):
    new = write(tmp_path / "new.csv", "street,AGE,bedrooms,area", '"Elm St, 5",15,3,1800', "Oak,0,5,2500")
    assert main(["predict", str(model), str(new)]) == 0
    out, err = capsys.readouterr()
    first, second = csv.DictReader(out.splitlines())
    assert (first["street"], first["AGE"]) == ("Elm St, 5", "15")
    X = [[3, 1800, 15], [5, 2500, 0]]
    fit = fit_from_json(model)
    low, high = prediction_interval(fit, X)
    got = [[float(row[name]) for name in ("predicted_price", "price_low", "price_high")] for row in (first, second)]
    assert_allclose(got, np.column_stack([predict(fit, X), low, high]), rtol=1e-9)
    assert err == f"note: {new}: columns not used: street\n"


def test_predict_writes_the_file_it_would_print(model, tmp_path, capsys):
    new, out = write(tmp_path / "new.csv", "bedrooms,area,age", "3,1800,15"), tmp_path / "predictions.csv"
    main(["predict", str(model), str(new)])
    printed = capsys.readouterr().out
    assert main(["predict", str(model), str(new), "--out", str(out)]) == 0
    assert out.read_text() == printed
    assert capsys.readouterr().out == f"{out}: predicted price for 1 rows, with 95% intervals\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["houses.csv", "model.json", "new.csv", "predictions.csv"]


def test_predict_keeps_the_permissions_of_the_file_it_replaces(model, tmp_path):
    new, out = write(tmp_path / "new.csv", "bedrooms,area,age", "3,1800,15"), write(tmp_path / "out.csv", "old")
    out.chmod(0o640)
    assert main(["predict", str(model), str(new), "--out", str(out)]) == 0
    assert out.stat().st_mode & 0o777 == 0o640


def test_fit_with_bom_semicolons_and_decimal_commas(tmp_path, capsys):
    path = write(tmp_path / "x.csv", "größe;preis", "1,5;3,5", "2,5;5,5", "4;8,5", "", "5;10,5", encoding="utf-8-sig")
    model = tmp_path / "m.json"
    assert main(["fit", str(path), "--target", "preis", "--out", str(model)]) == 0
    assert_allclose(fit_from_json(model).weights, fit_linear([[1.5], [2.5], [4], [5]], [3.5, 5.5, 8.5, 10.5]).weights)
    new, out = write(tmp_path / "new.csv", "größe;art", "1,5;alt", encoding="utf-8-sig"), tmp_path / "out.csv"
    assert main(["predict", str(model), str(new), "--out", str(out)]) == 0
    text = out.read_text("utf-8-sig")
    assert text.startswith("größe;art;predicted_preis;preis_low;preis_high\n1,5;alt;3,5;")
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")


def test_fit_skips_a_column_without_heading_and_says_so(tmp_path, capsys):
    path = write(tmp_path / "x.csv", ",a,y", "0,1,2", "1,2,3", "2,4,9")
    assert main(["fit", str(path), "--target", "y"]) == 0
    assert "columns not used: number 1, without a heading" in capsys.readouterr().err


def test_fit_ridge_says_what_the_errors_leave_out(houses, capsys):
    assert main(["fit", str(houses), "--target", "price", "--ridge", "10"]) == 0
    assert "ridge = 10: the weights are drawn toward 0" in capsys.readouterr().out


def test_ridge_takes_what_is_refused_without(tmp_path, capsys):
    path = write(tmp_path / "x.csv", "a,b,c,y", *(f"{i},{2 * i},7,{i * i}" for i in range(6)))
    assert len(faults(capsys, "fit", path, "--target", "y")) == 2
    assert main(["fit", str(path), "--target", "y", "--ridge", "1"]) == 0


# the predictor, files with faults


BAD_CELLS = ["two", "", "nan", "inf", "1_000", "$5", "0x10", "1 000", "--3", "\N{ARABIC-INDIC DIGIT FIVE}"]


@pytest.mark.parametrize("cell", BAD_CELLS)
def test_fit_names_a_cell_that_is_no_number(tmp_path, capsys, cell):
    path = write(tmp_path / "x.csv", "a,y", "1,2", f"{cell},3", "4,5", "6,7")
    got = repr(cell) if cell else "an empty cell"
    assert faults(capsys, "fit", path, "--target", "y") == [f"{path}, line 3, column a: expected a number, got {got}"]


def test_fit_names_all_bad_cells_by_line_and_stops_at_ten(tmp_path, capsys):
    rows = [f"{i},{i if i % 2 else '?'},{'' if i == 3 else i}" for i in range(30)]
    path = write(tmp_path / "x.csv", "a,b,y", *rows)
    lines = faults(capsys, "fit", path, "--target", "y")
    assert lines[2] == f"{path}, line 5, column y: expected a number, got an empty cell"
    assert len(lines) == 11 and lines[-1] == f"{path}: 6 more like these"


def test_fit_says_once_that_a_whole_column_is_text(tmp_path, capsys):
    path = write(tmp_path / "x.csv", "street,a,y", "Elm,1,2", "Oak,2,3", "Ash,4,5")
    (line,) = faults(capsys, "fit", path, "--target", "y")
    assert line.startswith(f"{path}, column street: none of 3 cells is a number, the first is 'Elm'")


def test_fit_reads_marks_of_thousands_where_other_numbers_show_what_they_are(tmp_path, capsys):
    for sign, rows in ((";", ["950,5;100", "1.234;130", "1.100;115", "870;95"]), ("\t", ["950.5\t100", "1,234\t130"])):
        rows += [row.replace(";", sign) for row in ("1100;115", "870;95", "1000;104")]
        path = write(tmp_path / "x.csv", f"area{sign}price", *rows)
        assert main(["fit", str(path), "--target", "price"]) == 0
        slope = float(capsys.readouterr().out.splitlines()[2].split()[1])
        assert 0.09 < slope < 0.11


def test_fit_reads_three_decimals_where_another_cell_shows_that_they_are_decimals(tmp_path):
    path = write(tmp_path / "x.csv", "a;y", "1.125;1", "0.5;2", "2.250;4")
    assert main(["fit", str(path), "--target", "y"]) == 0


def test_fit_reads_three_decimals_where_no_mark_of_thousands_could_stand(tmp_path):
    path = write(tmp_path / "x.csv", "a;y", "1234,567;1", "0,125;2", "2,250;4")
    assert main(["fit", str(path), "--target", "y"]) == 0
    path = write(tmp_path / "x.csv", "a;y", "1234,567;1", "2345,678;2", "3456,789;4")
    assert main(["fit", str(path), "--target", "y"]) == 0


@pytest.mark.parametrize(
    ("features", "wanted"), [("A", ("A",)), ("a", ("a",)), ("b, c", ("b, c",)), ("b, c,a,A", ("b, c", "a", "A"))]
)
def test_fit_takes_headings_as_they_are_spelled(tmp_path, features, wanted):
    rows = ["1,5,2,1", "2,3,4,1", "3,8,7,2", "4,1,7,2", "5,2,1,9", "0,4,4,4", "8,8,1,3"]
    path, out = write(tmp_path / "x.csv", 'A,a,"b, c",y', *rows), tmp_path / "m.json"
    assert main(["fit", str(path), "--target", "y", "--features", features, "--out", str(out)]) == 0
    assert fit_from_json(out).features == wanted


@pytest.mark.parametrize(("row", "wanted"), [("1;2", "1;2;11,5;"), ("1.5;2", "1.5;2;12;"), ("1,5;2", "1,5;2;12;")])
def test_predict_writes_the_marks_that_the_spreadsheet_reads(tmp_path, capsys, row, wanted):
    data, model = write(tmp_path / "x.csv", "a,y", "1,11.5", "2,12.5", "3,13.5"), tmp_path / "m.json"
    main(["fit", str(data), "--target", "y", "--out", str(model)])
    capsys.readouterr()
    assert main(["predict", str(model), str(write(tmp_path / "new.csv", "a;b", row))]) == 0
    line = capsys.readouterr().out.splitlines()[1]
    assert line.startswith(wanted)
    assert ("." in line.removeprefix(row)) == ("." in row) or "," not in line


def test_predict_reads_an_open_number_as_it_is_told(tmp_path, capsys):
    data, model = write(tmp_path / "x.csv", "a,y", "1,1", "2,2", "3000,3000"), tmp_path / "m.json"
    main(["fit", str(data), "--target", "y", "--out", str(model)])
    new = write(tmp_path / "new.csv", "a;b", "1.250;x")
    (line,) = faults(capsys_after(capsys), "predict", model, new)
    assert line == f"{new}, column a, line 2: 1.250 can be 1.25 (--decimal point) or 1250 (--decimal comma)"
    for mark, value in (("point", 1.25), ("comma", 1250)):
        assert main(["predict", str(model), str(new), "--decimal", mark]) == 0
        got = capsys.readouterr().out.splitlines()[1].split(";")[2]
        assert_allclose(float(got.replace(",", ".")), value, rtol=1e-9)


def capsys_after(capsys):
    """The capture, emptied."""
    capsys.readouterr()
    return capsys


FILES = {
    "empty": ("", "{path}: the file is empty"),
    "blank lines": ("\n\n", "{path}: the file is empty"),
    "only headings": ("a,y\n", "{path}: no rows, only headings"),
    "too many cells": ("a,y\n1,2\n1,2,3\n4,5\n", "{path}, line 3: expected 2 cells as in the headings, got 3"),
    "missing target": ("a,b\n1,2\n", "{path}, line 1: no column 'y'; the columns are a, b"),
    "target twice": ("Y,a,Y\n1,2,3\n", "{path}, line 1: column 'y' occurs 2 times"),
    "feature twice": ("a,a,y\n1,2,3\n", "{path}, line 1: column 'a' occurs 2 times"),
    "only the target": ("y\n1\n2\n3\n", "{path}: no column besides 'y' to predict it from"),
    "too few rows": (
        "a,b,y\n1,2,3\n4,5,7\n7,8,8\n",
        "{path}: 3 rows are too few for 2 features; at least 4 are needed: "
        "3 to fit an intercept and the weights, one more to judge the fit",
    ),
    "constant target": (
        "a,y\n1,5\n2,5\n3,5\n",
        "{path}, column y: the same number in every row, so there is nothing to explain",
    ),
    "constant column": (
        "a,b,y\n1,7,3\n2,7,1\n3,7,2\n4,7,5\n",
        "{path}, column b: the same number in every row; leave a column out with --features, or try --ridge 1",
    ),
    "collinear columns": (
        "feet,meters,age,y\n10,0.9290304,1,2\n20,1.8580608,5,4\n30,2.7870912,3,7\n40,3.7161216,1,6\n50,4.645152,8,5\n",
        "{path}, column meters: already determined by feet; leave a column out with --features, or try --ridge 1",
    ),
    "quotation mark": ('a,y\n"1,2\n', "{path}, line 2: the quotation marks do not match: unexpected end of data"),
    "too large": (
        "a,y\n0,1\n-1.7e308,2\n1,3\n",
        "{path}, line 3, column a: expected a number up to 1e+100, got '-1.7e308'",
    ),
    "too small": (
        "a,y\n0,1\n1e-102,2\n0,3\n1e-102,5\n",
        "{path}: X must have standard deviations from 1e-100, got 5e-103; change the unit",
    ),
}


@pytest.mark.parametrize(("text", "message"), FILES.values(), ids=FILES.keys())
def test_fit_refuses_the_file(tmp_path, capsys, text, message):
    path = tmp_path / "x.csv"
    path.write_text(text)
    assert faults(capsys, "fit", path, "--target", "y", "--out", tmp_path / "m.json") == [message.format(path=path)]
    assert [p.name for p in tmp_path.iterdir()] == ["x.csv"]


def test_fit_refuses_other_encodings(tmp_path, capsys):
    path = tmp_path / "x.csv"
    path.write_bytes("größe,y\n1,2\n".encode("latin-1"))
    (line,) = faults(capsys, "fit", path, "--target", "y")
    assert line == f"{path}, line 1: not UTF-8 text; save the sheet as 'CSV UTF-8'"


def test_fit_refuses_a_missing_file(tmp_path, capsys):
    path = tmp_path / "none.csv"
    assert faults(capsys, "fit", path, "--target", "y") == [f"{path}: No such file or directory"]


@pytest.mark.parametrize(
    ("features", "message"),
    [
        ("area,price", "--features: 'price' is the target and cannot be a feature too"),
        ("area,area", "--features: a column is named twice in 'area,area'"),
        ("area,,age", "--features: expected headings with commas between them, got 'area,,age'"),
        ("", "--features: expected headings with commas between them, got ''"),
    ],
)
def test_fit_refuses_features(houses, capsys, features, message):
    capsys.readouterr()
    assert faults(capsys, "fit", houses, "--target", "price", "--features", features) == [message]


def test_fit_refuses_an_unknown_feature(houses, capsys):
    capsys.readouterr()
    (line,) = faults(capsys, "fit", houses, "--target", "price", "--features", "area,rooms")
    assert line == f"{houses}, line 1: no column 'rooms'; the columns are bedrooms, area, age, price"


@pytest.mark.parametrize("ridge", ["-1", "nan", "inf", "much"])
def test_options_are_refused_in_one_line(houses, capsys, ridge):
    capsys.readouterr()
    with pytest.raises(SystemExit) as stop:
        main(["fit", str(houses), "--target", "price", "--ridge", ridge])
    assert stop.value.code == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and f"expected a number that is not negative, got '{ridge}'" in err


def test_predict_names_all_missing_columns(model, tmp_path, capsys):
    new = write(tmp_path / "new.csv", "street,area", "Elm,1800")
    assert faults(capsys, "predict", model, new) == [
        f"{new}, line 1: no column 'bedrooms'; the columns are street, area",
        f"{new}, line 1: no column 'age'; the columns are street, area",
    ]


def test_predict_names_bad_cells_and_writes_nothing(model, tmp_path, capsys):
    new, out = write(tmp_path / "new.csv", "bedrooms,area,age", "3,1800,15", "3,,15"), tmp_path / "out.csv"
    line = f"{new}, line 3, column area: expected a number, got an empty cell"
    assert faults(capsys, "predict", model, new, "--out", out) == [line]
    assert not out.exists()


def test_predict_refuses_overflow(model, tmp_path, capsys):
    model.write_text(json.dumps(json.loads(model.read_text()) | {"weights": [1e300, 0, 0]}))
    new = write(tmp_path / "new.csv", "bedrooms,area,age", "1e99,1,1")
    assert faults(capsys, "predict", model, new) == [f"{new}: predictions for rows of X overflow float64 at index 0"]


def test_predict_refuses_to_name_a_column_twice(model, tmp_path, capsys):
    new = write(tmp_path / "new.csv", "bedrooms,area,age,price_low", "3,1800,15,1")
    (line,) = faults(capsys, "predict", model, new)
    assert line == f"{new}: the result needs a column 'price_low', which is there already"


def change(field, value):
    return lambda record: record | {field: value}


MODELS = {
    "length": (change("weights", [1, 2]), "weights must have shape (3,) for 3 features, got (2,)"),
    "ragged": (change("root", [[1, 2, 3], [1, 2], [1]]), "root must be a rectangular array of numbers"),
    "text": (change("scales", ["1", "1", "1"]), "scales must hold numbers"),
    "null": (change("intercept", None), "intercept must hold numbers"),
    "sign": (change("scales", [1, 1, -1]), "scales and degrees must be positive"),
    "huge": (change("rows", 10**400), "the entries of rows overflow float64"),
    "fraction": (change("rows", 10.5), "rows must be a whole number, got 10.5"),
    "names": (change("features", "abc"), "target must be a name and features a list of names"),
    "numbers": (change("features", [1, 2, 3]), "target must be a name and features a list of names"),
    "same": (change("features", ["area", "area", "age"]), "features and target must have names that differ"),
    "target": (change("target", "age"), "features and target must have names that differ"),
    "version": (change("version", 1), "expected version 2 of the model file, got 1"),
    "format": (change("format", "other"), 'not a model file: it has no "format": "linalg_book.prediction"'),
    "more": (change("color", 1), "there is no field 'color' in a model file"),
    "less": (lambda r: {k: v for k, v in r.items() if k != "centers"}, "the field 'centers' is missing"),
    "list": (lambda r: [r], "not a model file: it has no"),
}


@pytest.mark.parametrize(("tamper", "message"), MODELS.values(), ids=MODELS.keys())
def test_predict_refuses_a_tampered_model(model, houses, capsys, tamper, message):
    model.write_text(json.dumps(tamper(json.loads(model.read_text()))))
    (line,) = faults(capsys, "predict", model, houses)
    assert line.startswith(f"{model}: {message}")


@pytest.mark.parametrize("data", [b"", b"bedrooms,area\n", b"{", b'{"a": NaN}', b"\xff\xfe", b"[" * 100_000])
def test_predict_refuses_what_is_not_json(model, houses, capsys, data):
    model.write_bytes(data)
    (line,) = faults(capsys, "predict", model, houses)
    assert line.startswith(f"{model}: not a model file, which is JSON: ")


def test_out_may_not_replace_what_is_read(model, houses, capsys):
    before = houses.read_bytes(), model.read_bytes()
    for argv in (
        ["fit", houses, "--target", "price", "--out", houses],
        ["predict", model, houses, "--out", houses],
        ["predict", model, houses, "--out", model],
    ):
        (line,) = faults_but_notes(capsys, argv)
        assert line == f"error: {argv[-1]}: it is read here; give another name, so that the original survives"
    assert (houses.read_bytes(), model.read_bytes()) == before


def faults_but_notes(capsys, argv):
    assert main([str(arg) for arg in argv]) == 2
    return [line for line in capsys.readouterr().err.splitlines() if not line.startswith("note: ")]


def test_out_needs_a_folder_and_a_file(houses, tmp_path, capsys):
    capsys.readouterr()
    base = ["fit", houses, "--target", "price", "--out"]
    out = tmp_path / "no" / "m.json"
    assert faults(capsys, *base, out) == [f"{out}: there is no folder {tmp_path / 'no'}"]
    assert faults(capsys, *base, tmp_path) == [f"{tmp_path}: it is a folder"]


def test_command_as_a_program(houses, tmp_path):
    def run(*argv):
        command = [sys.executable, "-m", "linalg_book.prediction", *argv]
        return subprocess.run(command, capture_output=True, text=True)

    model = tmp_path / "model.json"
    done = run("fit", houses, "--target", "price", "--out", model)
    assert (done.returncode, done.stderr) == (0, "") and "bedrooms" in done.stdout
    done = run("predict", model, tmp_path / "no.csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"error: {tmp_path / 'no.csv'}: No such file or directory\n"


def test_importing_brings_neither_torch_nor_matplotlib():
    code = "import sys, linalg_book.prediction; print({'torch', 'matplotlib', 'scipy'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("set()\n", "")
