"""Files of the predictor: read tables of numbers, keep a fit as JSON; see :ref:`ch-prediction`."""

import json
import os
from array import array
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from reprlib import repr as short
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linalg_book._tables import Faults, Sheet, got, plain
from linalg_book.prediction.columns import SMALLEST
from linalg_book.prediction.model import LinearFit

KIND = {"format": "linalg_book.prediction", "version": 2}


def numbers(sheet: Sheet, signs: Mapping[int, str]) -> NDArray:
    """Return columns of a sheet as a matrix, one row a row; name every cell that holds no number.

    ``signs`` are the decimal marks of the columns by their places.
    """
    values, rows, faults = array("d"), 0, Faults(sheet.path)
    bad = {j: Faults(sheet.path) for j in signs}
    words: dict[int, str] = {}
    for line, cells in sheet.rows(signs, faults):
        rows += 1
        for j, sign in signs.items():
            value = float(plain(cells[j], sign) or "nan")
            values.append(value)
            if not abs(value) <= 1 / SMALLEST:
                words.setdefault(j, cells[j])
                up_to = "" if np.isnan(value) else f" up to {1 / SMALLEST:g}"
                at = f"{sheet.path}, line {line}, column {sheet.header[j]}"
                bad[j].add(f"{at}: expected a number{up_to}, got {got(cells[j])}", line)
    for j, found in bad.items():
        if found.count == rows > 1:
            hint = f"none of {rows} cells is a number, the first is {got(words[j])}; --features can leave it out"
            faults.add(f"{sheet.path}, column {sheet.header[j]}: {hint}")
        else:
            faults.take(found)
    faults.refuse()
    if not rows:
        raise ValueError(f"{sheet.path}: no rows, only headings")
    return np.array(values).reshape(rows, len(signs))


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
    faults = Faults(path)
    for name in sorted(names - {*record}):
        faults.add(f"{path}: the field '{name}' is missing")
    for name in sorted({*record} - names):
        faults.add(f"{path}: there is no field {name!r} in a model file")
    faults.refuse()
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
