"""Prediction: a score is a dot product, and its weights are fitted by least squares.  Chapter :ref:`ch-prediction`.

The predictor fits a file of numbers, keeps the fit in a JSON file, and predicts the rows of another::

    python -m linalg_book.prediction fit houses.csv --target price --out model.json
    python -m linalg_book.prediction predict model.json new.csv --out predictions.csv
"""

from linalg_book._faces import command_of
from linalg_book.prediction.columns import dependent_columns, standardize
from linalg_book.prediction.fitting import HOUSE_TRUTH, fit_linear, make_houses
from linalg_book.prediction.model import LinearFit, predict, prediction_interval, weight_interval

__all__ = [
    "HOUSE_TRUTH", "make_houses", "LinearFit", "fit_linear", "weight_interval", "predict", "prediction_interval",
    "standardize", "dependent_columns", "main",
]  # fmt: skip

__getattr__, __dir__ = command_of(__name__)  # main, the program
