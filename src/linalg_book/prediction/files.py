"""Files of the predictor: read tables of numbers, keep a fit as JSON; see :ref:`ch-prediction`."""

import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from reprlib import repr as short
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linalg_book._files import MOST, column_key, decode, delimiter_of, rows_of
from linalg_book.prediction.columns import SMALLEST
from linalg_book.prediction.model import LinearFit

NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")  # not nan, inf, 1_000 or 1,000
THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}([.,])[0-9]{3}(\1[0-9]{3})*")  # is 1,800 more than a thousand, or 1.8?
KIND = {"format": "linalg_book.prediction", "version": 2}


@dataclass
class Sheet:
    """Hold a table as it was typed, each row with the line on which it starts."""

    path: Path
    header: list[str]
    header_line: int
    lines: list[int]
    rows: list[list[str]]
    delimiter: str
    encoding: str
    decimal: str = "."

    def heading(self, name: str) -> str:
        """Return a column's heading as the file spells it; case and outer spaces do not matter."""
        same = [h for h in self.header if column_key(h) == column_key(name)]
        if len(same) == 1:
            return same[0]
        where = f"{self.path}, line {self.header_line}"
        if same:
            raise ValueError(f"{where}: column '{name}' occurs {len(same)} times")
        raise ValueError(f"{where}: no column '{name}'; the columns are {', '.join(filter(None, self.header))}")


def read_sheet(path: str | os.PathLike, wanted: Sequence[str]) -> Sheet:
    """Read a file of comma-, semicolon- or tab-separated values; ``wanted`` are headings that tell which it is."""
    path = Path(path)
    text, encoding = decode(path)
    delimiter = delimiter_of(path, text, wanted)
    records = rows_of(path, text, delimiter)
    header_line, header = next(records, (0, []))
    if not header:
        raise ValueError(f"{path}: the file is empty")
    sheet = Sheet(path, header, header_line, [], [], delimiter, encoding)
    problems = []
    for line, cells in records:
        if len(cells) != len(header):
            problems.append(f"{path}, line {line}: expected {len(header)} cells as in the headings, got {len(cells)}")
        sheet.lines.append(line)
        sheet.rows.append(cells)
    refuse(problems, path)
    if not sheet.rows:
        raise ValueError(f"{path}: no rows, only headings")
    return sheet


def refuse(problems: Sequence[str], path: str | os.PathLike) -> None:
    """Raise ``ValueError`` with the first problems, one a line, if there are any."""
    if len(problems) > MOST:
        problems = [*problems[:MOST], f"{path}: {len(problems) - MOST} more like these"]
    if problems:
        raise ValueError("\n".join(problems))


def numbers(sheet: Sheet, names: Sequence[str]) -> NDArray:
    """Return the columns of a sheet as a matrix, one row a row; name every cell that holds no number."""
    places = [sheet.header.index(sheet.heading(name)) for name in names]
    X, problems = np.empty((len(sheet.rows), len(places))), []
    for k, j in enumerate(places):
        column, typed = f"column {sheet.header[j]}", [row[j] for row in sheet.rows]
        cells = typed
        if sheet.delimiter != ",":  # then a comma may be a decimal comma, or a mark of thousands
            marked = [cell for cell in typed if "," in cell or "." in cell]
            if marked and all(map(THOUSANDS.fullmatch, marked)):
                hint = f"{marked[0]} can mean thousands or a fraction; write thousands without a mark"
                problems.append((0, f"{sheet.path}, {column}: {hint}"))
                continue
            if any("," in cell for cell in marked):
                sheet.decimal, cells = ",", [cell.replace(",", ".") for cell in typed]
        X[:, k] = [float(cell) if NUMBER.fullmatch(cell) else np.nan for cell in cells]
        bad = np.flatnonzero(~(abs(X[:, k]) <= 1 / SMALLEST))
        if len(bad) == len(typed) > 1:
            hint = f"none of {len(typed)} cells is a number, the first is {_got(typed[0])}; --features can leave it out"
            problems.append((0, f"{sheet.path}, {column}: {hint}"))
            continue
        for i in bad:
            at = f"{sheet.path}, line {sheet.lines[i]}, {column}"
            up_to = "" if np.isnan(X[i, k]) else f" up to {1 / SMALLEST:g}"
            problems.append((sheet.lines[i], f"{at}: expected a number{up_to}, got {_got(typed[i])}"))
    refuse([text for _, text in sorted(problems, key=lambda problem: problem[0])], sheet.path)
    return X


def _got(cell: str) -> str:
    return short(cell) if cell else "an empty cell"


def fit_to_json(fit: LinearFit) -> str:
    """Write a fit as JSON; every number comes back as it was."""
    record = {field.name: getattr(fit, field.name) for field in fields(LinearFit)}
    record = {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in record.items()}
    return json.dumps(KIND | record, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def fit_from_json(path: str | os.PathLike) -> LinearFit:
    """Read a fit from a model file; refuse whatever is not one, with the reason."""

    def constant(name):
        raise ValueError(f"{name} is no number")

    try:
        record = json.loads(Path(path).read_bytes().decode("utf-8-sig"), parse_constant=constant)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path}: not a model file, which is JSON: {error}") from None
    if not isinstance(record, dict) or record.get("format") != KIND["format"]:
        raise ValueError(f'{path}: not a model file: it has no "format": "{KIND["format"]}"')
    if record.get("version") != KIND["version"]:
        raise ValueError(f"{path}: expected version {KIND['version']} of the model file, got {record.get('version')!r}")
    names = {*KIND, *(field.name for field in fields(LinearFit))}
    refuse([f"{path}: the field '{name}' is missing" for name in sorted(names - {*record})], path)
    refuse([f"{path}: there is no field {name!r} in a model file" for name in sorted({*record} - names)], path)
    texts = [record["target"], *record["features"]] if isinstance(record["features"], list) else [None]
    if not all(isinstance(text, str) and text for text in texts):
        raise ValueError(f"{path}: target must be a name and features a list of names")
    if type(record["rows"]) is not int:
        raise ValueError(f"{path}: rows must be a whole number, got {short(record['rows'])}")
    try:
        known: dict[str, Any] = {name: value for name, value in record.items() if name not in KIND}
        return LinearFit(**known | {"features": tuple(record["features"])})
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{path}: {error}") from None
