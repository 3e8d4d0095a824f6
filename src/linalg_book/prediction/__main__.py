"""The program ``python -m linalg_book.prediction``: fit a table, keep the model, predict another table."""

import argparse
import contextlib
import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linalg_book._files import whole
from linalg_book._program import Parser, run, start, tell
from linalg_book._tables import Faults, Sheet, decimal_mark, read_sheet
from linalg_book.prediction.columns import dependent_columns
from linalg_book.prediction.files import fit_from_json, fit_to_json, numbers
from linalg_book.prediction.fitting import fit_linear, make_houses
from linalg_book.prediction.model import LinearFit, predict, prediction_interval, weight_interval

LEVEL = 0.95
MARK: dict[str, Any] = {
    "type": decimal_mark,
    "metavar": "MARK",
    "help": "how decimals are marked in the table: point or comma (default: as the numbers show)",
}


def penalty(text: str) -> float:
    """Read the number after --ridge."""
    try:
        value = float(text)
    except ValueError:
        value = np.nan
    if not 0 <= value < np.inf:
        raise argparse.ArgumentTypeError(f"expected a number that is not negative, got '{text}'")
    return value


def run_fit(options: argparse.Namespace) -> str:
    """Fit a file; return what to print."""
    path, asked = options.data, options.features
    if asked is not None and not all(map(str.strip, asked.split(","))):
        raise ValueError(f"--features: expected headings with commas between them, got '{asked}'")
    sheet = read_sheet(path, [options.target, *(asked or "").split(",")])
    goal = sheet.place(options.target)
    target = sheet.header[goal]
    others = [heading for heading in sheet.header if heading and heading != target]
    places = [sheet.place(heading) for heading in others] if asked is None else sheet.places(asked)
    if goal in places:
        raise ValueError(f"--features: '{target}' is the target and cannot be a feature too")
    if len({*places}) < len(places):
        raise ValueError(f"--features: a column is named twice in '{asked}'")
    if not places:
        raise ValueError(f"{path}: no column besides '{target}' to predict it from")
    X, y = np.split(numbers(sheet, sheet.decimal_marks([*places, goal], options.decimal)), [-1], axis=1)
    features = [sheet.header[j] for j in places]
    _refuse_undetermined(path, X, y, features, target, ridge=options.ridge)
    with _in_file(path):
        fit = fit_linear(X, y[:, 0], ridge=options.ridge, features=features, target=target)
    if options.out is not None:
        with whole(options.out, encoding="utf-8", never=[path]) as file:
            file.write(fit_to_json(fit))
    _note_unused(sheet, [*features, target])
    return format_fit(fit)


def _refuse_undetermined(
    path: str, X: NDArray, y: NDArray, features: Sequence[str], target: str, *, ridge: float
) -> None:
    """Refuse data that do not determine a fit, and say why in terms of the file."""
    m, n = X.shape
    if m < n + 2:
        need = f"at least {n + 2} are needed: {n + 1} to fit an intercept and the weights, one more to judge the fit"
        raise ValueError(f"{path}: {m} rows are too few for {n} features; {need}")
    if (y == y[0]).all():
        raise ValueError(f"{path}, column {target}: the same number in every row, so there is nothing to explain")
    faults = Faults(path)
    with _in_file(path):
        found = dependent_columns(X) if ridge == 0 else {}
    for j, others in found.items():
        faults.add(_determined(path, features, j, others))
    faults.refuse()


@contextlib.contextmanager
def _in_file(path: str) -> Iterator[None]:
    """Say in which file the numbers are that the arithmetic refuses."""
    try:
        yield
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{path}: {error}") from None


def _determined(path: str, features: Sequence[str], j: int, others: Sequence[int]) -> str:
    """Say that the weight of column j is not determined, and what to do."""
    advice = "leave a column out with --features, or try --ridge 1"
    if not others:
        return f"{path}, column {features[j]}: the same number in every row; {advice}"
    return f"{path}, column {features[j]}: already determined by {', '.join(features[i] for i in others)}; {advice}"


def _note_unused(sheet: Sheet, used: Sequence[str]) -> None:
    named = [heading or f"number {j}, without a heading" for j, heading in enumerate(sheet.header, 1)]
    unused = [name for name in named if name not in used]
    if unused:
        tell(f"note: {sheet.path}: columns not used: {', '.join(unused)}")


def format_fit(fit: LinearFit) -> str:
    """Lay out weights, standard errors, intervals and the quality of a fit."""
    low, high = weight_interval(fit, level=LEVEL)
    rows: list[tuple] = [("", "weight", "std. error", f"{LEVEL:.0%} from", "to")]
    rows += [("intercept", fit.intercept, fit.intercept_error)]
    rows += zip(fit.features, fit.weights, fit.standard_errors, low, high, strict=True)
    cells = [[row[0], *(v if isinstance(v, str) else f"{v:.6g}" for v in row[1:])] for row in rows]
    name = max(len(row[0]) for row in cells)
    lines = ["  ".join([f"{row[0]:<{name}}", *(f"{cell:>11}" for cell in row[1:])]) for row in cells]
    lines += [f"{fit.rows} rows, R^2 = {fit.r_squared:.4f}, residual standard deviation = {fit.residual_sd:.6g}"]
    if fit.ridge:
        lines += [f"ridge = {fit.ridge:g}: the weights are drawn toward 0, which the errors and intervals do not count"]
    return "\n".join(lines)


def run_predict(options: argparse.Namespace) -> str:
    """Predict the rows of a file; return what to print."""
    path, fit = options.data, fit_from_json(options.model)
    sheet, faults, places = read_sheet(path, fit.features), Faults(path), []
    for name in fit.features:
        try:
            places.append(sheet.place(name))
        except ValueError as error:
            faults.add(str(error))
    faults.refuse()
    signs = sheet.decimal_marks(places, options.decimal)
    X = numbers(sheet, signs)
    new = [f"predicted_{fit.target}", f"{fit.target}_low", f"{fit.target}_high"]
    if taken := {*new} & {*sheet.header}:
        raise ValueError(f"{path}: the result needs a column '{min(taken)}', which is there already")
    with _in_file(path):
        results = np.column_stack([predict(fit, X), *prediction_interval(fit, X, level=LEVEL)])
    text, sign = io.StringIO(), sheet.mark_of(signs)
    writer = csv.writer(text, delimiter=sheet.delimiter, lineterminator="\n")
    writer.writerow([*sheet.header, *new])
    for (_, typed), row in zip(sheet.rows(places, faults), results, strict=True):
        writer.writerow([*typed, *(f"{value:.10g}".replace(".", sign) for value in row)])
    _note_unused(sheet, [sheet.header[j] for j in places])
    if options.out is None:
        return text.getvalue().rstrip("\n")
    with whole(options.out, encoding=sheet.encoding, never=[path, options.model]) as file:
        file.write(text.getvalue())
    return f"{options.out}: predicted {fit.target} for {len(results)} rows, with {LEVEL:.0%} intervals"


def run_example(options: argparse.Namespace) -> str:
    """Write the book's invented houses; return what to print."""
    X, y = make_houses()
    lines = ["bedrooms,area,age,price", *(",".join(f"{v:.0f}" for v in row) for row in np.column_stack([X, y]))]
    with whole(options.out, encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return f"{options.out}: {len(y)} invented houses"


def parser() -> Parser:
    p = Parser(prog="python -m linalg_book.prediction", description="Fit a linear model to a table; predict with it.")
    commands = p.add_subparsers(dest="command", required=True, metavar="COMMAND")
    fit = commands.add_parser("fit", help="fit a table by least squares and print the weights")
    fit.add_argument("data", metavar="DATA.csv", help="comma-, semicolon- or tab-separated, UTF-8, headings first")
    fit.add_argument("--target", required=True, metavar="COLUMN", help="the column to predict")
    fit.add_argument("--features", metavar="A,B,...", help="the columns to predict it from (default: all others)")
    fit.add_argument("--decimal", **MARK)
    fit.add_argument("--ridge", type=penalty, default=0.0, metavar="L", help="penalty on the weights (default: 0)")
    fit.add_argument("--out", metavar="MODEL.json", help="keep the model in this file, written whole or not at all")
    fit.set_defaults(run=run_fit)
    pred = commands.add_parser("predict", help="predict the rows of a table with a kept model")
    pred.add_argument("model", metavar="MODEL.json", help="what fit --out wrote")
    pred.add_argument("data", metavar="NEW.csv", help="a table with the model's features; other columns are kept")
    pred.add_argument("--decimal", **MARK)
    pred.add_argument("--out", metavar="FILE.csv", help="write here instead of printing, whole or not at all")
    pred.set_defaults(run=run_predict)
    example = commands.add_parser("example", help="write the book's 200 invented houses")
    example.add_argument("out", metavar="HOUSES.csv", help="the new file")
    example.set_defaults(run=run_example)
    return p


def main(argv: Sequence[str] | None = None) -> int:
    """Fit and predict files: the command ``python -m linalg_book.prediction``.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments of the command, by default those it was started with; one of

        ``fit DATA.csv --target COLUMN [--features A,B,...] [--decimal MARK] [--ridge L] [--out MODEL.json]``
            fit the target by least squares, from all other columns unless some are named, and print the weights;
        ``predict MODEL.json NEW.csv [--decimal MARK] [--out FILE.csv]``
            add predictions and their intervals to a table, and print it or write it;
        ``example HOUSES.csv``
            write the houses that `make_houses` invents.

    Returns
    -------
    int
        The exit status: 0, 2 after a fault, which is named on stderr, one line each, 1 if the reader of the output
        went away, or 130 after Ctrl-C.

    Raises
    ------
    SystemExit
        If an option is unknown, has no value or is missing, or if help was asked for.

    See Also
    --------
    LinearFit : What the model file holds.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "table.csv")
    ...     _ = file.write_text("x,y\\n0,1\\n1,4\\n2,3\\n3,8\\n")
    ...     status = main(["fit", str(file), "--target", "y"])
                    weight   std. error     95% from           to
    intercept            1      1.44914
    x                    2     0.774597     -1.33282      5.33282
    4 rows, R^2 = 0.7692, residual standard deviation = 1.73205
    """
    options = parser().parse_args(argv)
    return run(lambda: options.run(options))


if __name__ == "__main__":
    start(main)
