"""The types of the library: every public signature is complete, and mypy holds the code and its users to them."""

import importlib
import inspect
import os
import re
import subprocess
import sys

import pytest

from bookkit import ROOT
from bookkit.gates.modules import public_modules

PUBLIC = public_modules(ROOT)
USER = '''
"""What a reader of the book may write."""

import numpy as np

import linalg_book
from linalg_book import solving
from linalg_book.batching import kv_cache_bytes
from linalg_book.cost import chain_order, gemm_flops, parenthesize
from linalg_book.models import Model
from linalg_book.flash import online_softmax
from linalg_book.gemm import Measurement, measure
from linalg_book.grades import class_grades, exact_grades, parse_weights, round_half_up
from linalg_book.hardware import device
from linalg_book.plotting.structure import plot_shapes
from linalg_book.prediction import LinearFit, fit_linear, predict
from linalg_book.precision import FORMATS, round_to
from linalg_book.tex import matrix, number
from linalg_book.tiling import FastMemory
from linalg_book.timing import Timing

A = np.array([[2.0, 1.0], [1.0, 3.0]])
x = solving.solve_checked(A, [5, 7])
worst: float = solving.backward_error(A, x, (5, 7))
fit: LinearFit = fit_linear([[0], [1], [2], [4]], np.array([1, 3, 5, 8]), features=["area"])
prices: list[float] = predict(fit, [[10]]).tolist()
model = Model(layers=12, width=768, vocabulary=50257, context=1024)
bytes_: float = kv_cache_bytes(model, 512, itemsize=2) / model.inner
weights = parse_weights("homework=40,final=60")
rounded = [str(round_half_up(grade, 1)) for grade in exact_grades([["92", 85]], weights.values())]
means = class_grades([[92, 85]], [0.4, 0.6]).mean(axis=0)
cost, tree = chain_order([10, 2, 10, 1])
text: str = parenthesize(tree) + number(0.5) + number(1j) + matrix([[1, 2]])
run: Measurement = measure(8, 8, 8, repeats=3)
share: float = run.rate / device("H100 SXM").peak("bf16") * gemm_flops(1, 2, 3)
narrow = {name: round_to(0.1, name).item() for name in FORMATS if name != "fp64"}
tile = FastMemory(capacity=8).load("A", np.ones((2, 2))) @ A
picture = plot_shapes({"A": A, "B": [[1, 0], [0, 1]]})
picture.figure.savefig("shapes.png")
best: float = Timing((1.0, 2.0)).best
weights_of_parts = online_softmax([[1, 2], [3]])
version: str = linalg_book.__version__
'''
WRONG = {  # a wrong use, and what mypy calls it
    "from linalg_book.solving import solve_unchecked": "attr-defined",
    "from linalg_book.gemm import check_card": "attr-defined",
    "gemm_flops(1.5, 2, 3)": "arg-type",
    "blur_matrix(3)": "call-arg",
    "Model(layers=1, width=2, vocabulary=3, context=4, depth=5)": "call-arg",
    "fit_linear([[1]], [2], 0.5)": "call-arg",
    "fit_linear([[1]], [2]).slope": "attr-defined",
    "count: str = gemm_flops(1, 2, 3)": "assignment",
    "solve_checked([[1]], object())": "arg-type",
    "plot_errors([1.0], [1.0], {})": "arg-type",
    "device('T4').figure('peak').value.upper()": "attr-defined",
}
NEEDED = """
from linalg_book.cost import gemm_flops
from linalg_book.models import Model
from linalg_book.hardware import device
from linalg_book.plotting.solving import plot_errors
from linalg_book.prediction import fit_linear
from linalg_book.solving import solve_checked
from linalg_book.undoing import blur_matrix
"""


def callables(name):
    """The public functions of a module, and the methods and properties of its public classes."""
    module = importlib.import_module(name)
    for public in module.__all__:
        value = getattr(module, public)
        if inspect.isfunction(value):
            yield public, value
        elif inspect.isclass(value):
            for inner, member in vars(value).items():
                member = getattr(member, "fget", None) or getattr(member, "__func__", member)
                if inspect.isfunction(member) and (inner[0] != "_" or inner in {"__init__", "__call__"}):
                    yield f"{public}.{inner}", member


@pytest.mark.parametrize("name", PUBLIC)
def test_public_signatures_are_complete(name):
    bad = []
    for called, function in callables(name):
        signature = inspect.signature(function)
        if signature.return_annotation is inspect.Signature.empty and not called.endswith(".__init__"):
            bad.append(f"{called} does not say what it returns")
        if ".plotting" not in name:
            typed = [p for p in signature.parameters.values() if p.name not in {"self", "cls"}]
            bad += [f"{called} has no type for {p.name}" for p in typed if p.annotation is inspect.Parameter.empty]
    assert bad == []


def test_mypy_accepts_the_library_and_right_uses_and_refuses_wrong_ones(tmp_path):
    (tmp_path / "user.py").write_text(USER, encoding="utf8")
    (tmp_path / "wrong.py").write_text(NEEDED + "\n".join(WRONG) + "\n", encoding="utf8")
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--no-pretty"]
    command += ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(ROOT / "build" / "types")]
    command += [str(ROOT / "src" / "linalg_book"), "user.py", "wrong.py"]  # by the same names each time, for the cache
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env={**os.environ, "MYPYPATH": ""})
    errors = [line for line in done.stdout.splitlines() if ": note: " not in line]
    assert [line for line in errors if not line.startswith("wrong.py:")] == [] and done.stderr == ""
    found = [re.fullmatch(r"wrong\.py:(\d+): error: .*\[([\w-]+)\]", line).groups() for line in errors]
    first = NEEDED.count("\n") + 1
    assert [(int(line) - first, code) for line, code in found] == list(enumerate(WRONG.values()))
