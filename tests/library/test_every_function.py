"""What holds for every public function: each stands here once with arguments that it takes, which are then spoiled.

A new public function or class fails `test_every_public_function_has_its_example` until `examples` has a line for it.
What one of them is spared stands in a table below, with the reason.
"""

import copy
import dataclasses
import importlib
import inspect
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

import linalg_book
from linalg_book import cost, filters, gemm, grades, hardware, models, prediction, sources, tiling, transformer
from linalg_book.timing import Timing

A, S, X = np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([[1.0, 2.0], [2.0, 5.0]]), np.array([[1.0, 2.0], [3.0, 5.0]])
KEY, V, ROWS = np.array([[3, 3], [2, 5]]), np.array([1.0, 3.0]), np.array([[0.0, 1], [1, 0], [2, 2], [3, 1], [4, 4]])
MODEL = models.Model(layers=1, width=8, vocabulary=5, context=9)
PAPER = {"document": "a paper", "place": "page 1", "dated": "2026", "address": "https://example.org"}
SOURCE = sources.Source(**PAPER, read=date(2026, 1, 1))
RATES = {"itemsize": 2.0, "peak": 1e3, "bandwidth": 1e2}
FIT = prediction.fit_linear(ROWS, [3, 3, 9, 8, 14])
RUN = gemm.Measurement(m=1, n=2, k=3, dtype="fp32", device="cpu", timing=Timing((1.0, 2.0)), error=0.0)
FACTOR = hardware.Factor(2.0, "units", SOURCE)
FIGURE = hardware.Figure(quantity="memory", value=2.0, source=SOURCE, factors=(FACTOR,))
TABLE = grades.MarkTable(("Alice",), ("final",), ((Decimal(85),),))
SQUARES = {name: A for name in ("W_Q", "W_K", "W_V", "W_O", "W1", "W2")}
BLOCK = SQUARES | {name: V for name in ("b_Q", "b_K", "b_V", "b_O", "b1", "b2", "gain1", "bias1", "gain2", "bias2")}
STATE = [np.array([1.0, -np.inf]), np.array([2.0, 0.0]), np.array([[3.0], [0.0]])]
SHAPE = {"shape": (2, 3), "line": 64, "itemsize": 8, "capacity": 4}
SIZES = {"m": 2, "n": 3, "k": 4}
PAIR = {"A": A, "B": S}


def examples():
    """Return a call of each public function and class by its name; "*" stands for arguments without names."""
    rng = np.random.default_rng(0)
    return {
        "algebra.association_bound": {**PAIR, "C": X, "eps": 1e-16},
        "algebra.zero_divisor": {"A": np.array([[1.0, 2.0], [2.0, 4.0]])},
        "algebra.rank_bounds": PAIR,
        "area.determinant_2x2": {"A": A},
        "area.polygon_area": {"points": np.array([[0.0, 0, 4], [0, 3, 0]])},
        "arithmetic.add": PAIR,
        "arithmetic.product_shape": {"left": (2, 3), "right": (3, 1)},
        "arithmetic.matmul": PAIR,
        "attention.softmax": {"S": A, "mask": np.array([True, True])},
        "attention.causal_mask": {"t": 3},
        "attention.scores": {"Q": A, "K": S},
        "attention.attention": {"Q": A, "K": S, "V": X, "mask": np.tri(2, dtype=bool)},
        "attention.self_attention": {"X": X, "W_Q": A, "W_K": S, "W_V": A, "mask": np.tri(2, dtype=bool)},
        "batching.smallest_batch": {"n": 4096, "k": 4096, "itemsize": 2.0, "peak": 300e12, "bandwidth": 2e12},
        "batching.kv_cache_bytes": {"model": MODEL, "t": 3, "itemsize": 2.0},
        "batching.decode_step": {"model": MODEL, "batch": 2, "t": 3, **RATES},
        "batching.prefill_seconds": {"model": MODEL, "t": 3, **RATES},
        "cipher.to_numbers": {"text": "HI"},
        "cipher.to_letters": {"numbers": np.array([19, 2])},
        "cipher.encrypt": {"text": "HI", "key": KEY, "pad": "X"},
        "cipher.decrypt": {"text": "TC", "key": KEY},
        "cipher.is_key": {"A": KEY},
        "codebreaking.count_keys": {"n": 2},
        "codebreaking.recover_key": {"plain": "HELP", "cipher": "HIAT", "n": 2},
        "cost.Tally": {"multiplications": 2, "additions": 1},
        "cost.Counted": {"value": 2.0, "tally": cost.Tally()},
        "cost.count_product": {**PAIR, "C": X},
        "cost.product_flops": SIZES,
        "cost.gemm_flops": SIZES,
        "cost.chain_cost": {"dims": [10, 2, 10, 1], "tree": ((0, 1), 2)},
        "cost.left_first": {"n": 3},
        "cost.right_first": {"n": 3},
        "cost.chain_trees": {"n": 3, "start": 1},
        "cost.parenthesize": {"tree": ((0, 1), 2), "names": "ABC"},
        "cost.chain_table": {"dims": [10, 2, 10, 1]},
        "cost.chain_order": {"dims": [10, 2, 10, 1]},
        "cost.chain_product": {"matrices": [A, S, X], "tree": ((0, 1), 2)},
        "counting.multiply_adds": {"model": MODEL, "t": 3},
        "filters.apply_matrix": {"image": np.array([[100.0, 150, 200]]), "M": np.eye(3, 4)},
        "filters.homogeneous": {"M": np.eye(3)},
        "filters.compose": {"*": [np.eye(3), np.eye(3, 4)]},
        "filters.blend": {"M": np.eye(3, 4), "amount": 0.5},
        "filters.Filter": {"name": "own", "full": np.eye(3), "usual": 1.0, "about": "nothing"},
        "filters.Filter.__call__": {"self": filters.sepia, "amount": 0.5},
        "flash.state_of": {"S": A, "V": X},
        "flash.merge": {"first": STATE, "second": [np.array([0.0, 1.0]), V, np.array([[1.0], [2.0]])]},
        "flash.online_softmax": {"blocks": [V, V[:1]]},
        "flash.standard_attention": {"Q": A, "K": S, "V": X, "memory": tiling.FastMemory()},
        "flash.flash_attention": {"Q": A, "K": S, "V": X, "block": (1, 2), "causal": True, "memory": None},
        "flash.attention_traffic": {"t": 4, "s": 4, "d": 2, "itemsize": 2.0},
        "flash.flash_traffic": {"t": 4, "s": 4, "d": 2, "rows": 2, "itemsize": 2.0},
        "flash.rows_that_fit": {"d": 64, "capacity": 50_000, "columns": 64},
        "formats.Format": {"name": "own", "exponent": 5, "fraction": 10, "infinite": True},
        "formats.number_format": {"name": "bf16"},
        "functions.matrix_of": {"function": np.flip, "n": 3, "rtol": 1e-15},
        "functions.stages": {"A": A},
        "gemm.error_bound": {"k": 10, "dtype": "fp64"},
        "gemm.verify": {"C": A @ S, **PAIR, "dtype": "fp64"},
        "gemm.Measurement": {"m": 1, "n": 2, "k": 3, "dtype": "fp32", "device": "cpu", "timing": RUN.timing,
                             "error": 0.5},
        "gemm.supported": {"device": "cpu"},
        "gemm.measure": {"m": 2, "n": 3, "k": 4, "dtype": "fp64", "device": "cpu", "seed": 1, "repeats": 1},
        "gemm.sweep": {"shapes": [2, (2, 3, 4)], "dtypes": ["fp64"], "device": "cpu", "repeats": 1},
        "gemm.measure_peak": {"dtype": "fp64", "device": "cpu", "sizes": [4], "repeats": 1},
        "gemm.table": {"runs": [RUN]},
        "gemm.Rung": {"name": "own", "run": RUN, "peak": 1e9},
        "gemm.ladder": {"sizes": dict.fromkeys(gemm.rungs.RUNGS, 4), "repeats": 1, "seed": 1},
        "gemm.on_cuda": {"report": str},
        "gemm.Card": {"file": "a.json", "device": "one", "date": "2026", "complete": True, "runs": (RUN,)},
        "grades.weighted_sum": {"weights": V, "marks": V},
        "grades.class_grades": {"marks": A, "weights": np.array([0.5, 0.5])},
        "grades.exact_grades": {"marks": A, "weights": np.array([0.5, 0.5])},
        "grades.round_half_up": {"value": Fraction(1771, 20), "decimals": 2},
        "grades.parse_weights": {"text": "homework=40, final=60"},
        "grades.MarkTable": {"names": ["Alice"], "components": ["final"], "marks": [[Decimal(85)]]},
        "grades.format_grades": {"table": TABLE, "grades": [Fraction(85)], "decimals": 1},
        "hardware.Device": {"name": "own", "figures": [FIGURE], "kind": "gpu", "maker": "one"},
        "hardware.Device.figure": {"self": hardware.device("T4"), "quantity": "peak", "dtype": "fp16", "sparse": False},
        "hardware.Device.peak": {"self": hardware.device("T4"), "dtype": "fp16", "sparse": False},
        "hardware.Device.ridge": {"self": hardware.device("T4"), "dtype": "fp16"},
        "hardware.Factor": {"value": 2.0, "what": "units", "source": SOURCE},
        "hardware.Figure": {"quantity": "memory", "value": 2.0, "source": SOURCE, "factors": [FACTOR]},
        "hardware.device": {"name": "T4"},
        "layers.dense": {"X": X, "W": A, "b": V},
        "layers.relu": {"z": X},
        "layers.forward": {"X": X, "layers": [(A, V), (S, V)]},
        "layers.collapse": {"layers": [(A, V)]},
        "layers.product_gradients": {"X": X, "W": A, "dY": S},
        "layers.numerical_gradient": {"f": lambda M: float(M.sum()), "A": A, "step": 6e-6},
        "layout.strides_of": {"shape": (2, 3), "order": "C", "itemsize": 8, "leading": 10},
        "layout.offset": {"index": (1, 2), "strides": (24, 8)},
        "layout.is_contiguous": {"shape": (2, 3), "strides": (24, 8), "order": "C", "itemsize": 8},
        "layout.access_trace": {**SHAPE, "order": "C", "traversal": "rows"},
        "layout.lines_touched": {**SHAPE, "order": "C", "traversal": "rows"},
        "matmul.product_by_rows": PAIR,
        "matmul.product_by_columns": PAIR,
        "matmul.outer_terms": PAIR,
        "matmul.product_by_outer": PAIR,
        "matmul.product_by_blocks": {**PAIR, "block": 1},
        "modular.bezout": {"a": 9, "b": 26},
        "modular.adjugate": {"A": KEY},
        "modular.inverse_mod": {"A": KEY, "m": 26},
        "modular.determinant_exact": {"A": KEY},
        "money.to_cents": {"amounts": np.array([29.99, 5.0])},
        "order.commutator": PAIR,
        "order.transpose": {"A": A},
        "precision.Format": {"name": "own", "exponent": 5, "fraction": 10, "infinite": True},
        "precision.number_format": {"name": "bf16"},
        "precision.spacing": {"x": X, "name": "bf16"},
        "precision.round_to": {"x": X, "name": "bf16", "saturate": True},
        "precision.product_in": {**PAIR, "name": "bf16", "accumulate": "fp32"},
        "prediction.make_houses": {"m": 3, "seed": 1},
        "prediction.LinearFit": {"target": "y", "features": ["a", "b"], "weights": V, "intercept": 1.0, "centers": V,
                                 "scales": V, "root": A, "residual_sd": 1.0, "degrees": 3.0, "r_squared": 0.5,
                                 "rows": 6, "ridge": 1.0},
        "prediction.fit_linear": {"X": ROWS, "y": np.array([3.0, 3, 9, 8, 14]), "ridge": 1.0, "features": ["a", "b"]},
        "prediction.weight_interval": {"fit": FIT, "level": 0.9},
        "prediction.predict": {"fit": FIT, "X": X},
        "prediction.prediction_interval": {"fit": FIT, "X": X, "level": 0.9},
        "prediction.standardize": {"X": ROWS, "name": "X"},
        "prediction.dependent_columns": {"X": ROWS},
        "revenue.units_sold": {"stock": A, "rates": np.eye(2)},
        "revenue.revenue_table": {"units": A, "prices": V},
        "revenue.marginals": {"table": A},
        "roofline.gemm_bytes": {**SIZES, "itemsize": 2.0},
        "roofline.intensity": {**SIZES, "itemsize": 2.0},
        "roofline.ridge": {"peak": 1e3, "bandwidth": 1e2},
        "roofline.attainable": {"intensity": V, "peak": 1e3, "bandwidth": 1e2},
        "roofline.gemm_seconds": {**SIZES, **RATES},
        "roofline.bound": {**SIZES, **RATES},
        "roofline.triad_bandwidth": {"entries": 100, "threads": 1, "repeats": 1, "write_allocate": True},
        "roofline.conv_flops": {"height": 4, "width": 4, "c_in": 8, "c_out": 8, "kernel": 3, "groups": 2},
        "roofline.conv_bytes": {"height": 4, "width": 4, "c_in": 8, "c_out": 8, "kernel": 3, "groups": 2,
                                "itemsize": 2.0},
        "shapes.partition": {"A": A, "rows": [1], "columns": [1]},
        "shapes.explain_product": {"left": (2, 3), "right": (3, 4)},
        "shapes.contracted_shape": {"*": ["ij,jk->ik", (2, 3), (3, 4)]},
        "shapes.broadcast_shape": {"*": [(3,), (3, 1)]},
        "shapes.explain_broadcast": {"left": (3,), "right": (3, 1)},
        "shapes.stacked_shape": {"left": (8, 10, 64), "right": (8, 64, 10)},
        "solving.backward_error": {"A": A, "x": V, "b": V},
        "solving.system_with_condition": {"n": 3, "condition": 10.0, "rng": rng},
        "solving.growth_factor": {"A": A},
        "solving.solve_checked": {"A": A, "b": V},
        "strassen.seven_products": {**PAIR, "multiply": np.matmul},
        "strassen.strassen_step": {**PAIR, "multiply": np.matmul},
        "strassen.strassen_levels": {"size": 100, "cutoff": 10},
        "strassen.strassen": {**PAIR, "cutoff": 1},
        "strassen.strassen_multiplications": {"n": 4, "cutoff": 1},
        "strassen.strassen_flops": {"n": 4, "cutoff": 1},
        "strassen.exponent": {"products": 7, "size": 2},
        "strassen.error_bound": {"n": 4, "levels": 1},
        "strassen.largest_error": {"A": np.eye(2) / 2, "B": np.eye(2), "C": np.eye(2) / 2},
        "models.Latent": {"query": 3, "key_value": 8, "plain": 4, "rotated": 2, "value": 4},
        "models.Published": {"total": "8.03B", "source": SOURCE, "active": ""},
        "models.Model": {"layers": 1, "width": 2, "vocabulary": 3, "context": 4, "inner": 5},
        "models.model": {"name": "GPT-2 small"},
        "models.parameters": {"model": MODEL},
        "models.active_parameters": {"model": MODEL},
        "models.multiplied_weights": {"model": MODEL},
        "models.agreement": {"count": 8_030_000_000, "printed": "8.03B"},
        "models.kv_bytes_per_token": {"model": MODEL, "bytes_per_number": 2.0},
        "sources.Source": {**PAPER, "read": date(2026, 1, 1)},
        "structure.is_square": {"A": A},
        "structure.is_zero": {"A": A},
        "structure.is_identity": {"A": A},
        "structure.is_diagonal": {"A": A},
        "structure.is_upper_triangular": {"A": A},
        "structure.is_lower_triangular": {"A": A},
        "structure.is_symmetric": {"A": A, "rtol": 1e-15},
        "structure.is_hermitian": {"A": A, "rtol": 1e-15},
        "structure.is_skew_symmetric": {"A": A, "rtol": 1e-15},
        "structure.symmetric_part": {"A": X},
        "structure.skew_part": {"A": X},
        "structure.is_orthogonal": {"Q": A, "rtol": 1e-15},
        "structure.is_positive_definite": {"A": A, "rtol": 1e-15},
        "structure.is_positive_semidefinite": {"A": A, "rtol": 1e-15},
        "structure.structure_of": {"A": A},
        "structure.special_matrices": {"n": 3, "rng": rng},
        "tex.number": {"value": 0.5, "digits": 3},
        "tex.matrix": {"A": A, "digits": 3},
        "tex.product_steps": {**PAIR, "name": "AB", "digits": 3},
        "tiling.Traffic": {"loads": 2, "stores": 1},
        "tiling.FastMemory": {"capacity": 8},
        "tiling.FastMemory.hold": {"self": tiling.FastMemory(), "name": "A", "tile": A},
        "tiling.FastMemory.load": {"self": tiling.FastMemory(), "name": "A", "tile": A},
        "tiling.tiled_product": {**PAIR, "block": (1, 2, 1), "memory": tiling.FastMemory()},
        "tiling.tiled_traffic": {**SIZES, "block": (2, 2, 2)},
        "tiling.best_block": {"capacity": 48, "depth": 1},
        "tiling.least_traffic": {**SIZES, "capacity": 4},
        "tiling.tile_intensity": {"block": (2, 2, 2), "itemsize": 2.0},
        "tiling.side_for_ridge": {"ridge": 150.0, "itemsize": 2.0},
        "tiling.addresses": {**SIZES, "order": "ijl", "block": 2, "pitch": 5},
        "tiling.lru_misses": {"addresses": np.array([0, 1, 2, 0]), "capacity": 2, "line": 1, "ways": 1},
        "timing.Timing": {"seconds": [1.0, 2.0]},
        "timing.cuda_is_there": {},
        "timing.time_call": {"run": str, "device": "cpu", "warmup": 1, "repeats": 1, "at_least": 1e-9},
        "transformations.rotation": {"angle": 0.5},
        "transformations.reflection": {"direction": V},
        "transformations.shear": {"k": 0.5},
        "transformations.projection": {"direction": V},
        "transformations.gallery": {},
        "transformations.eigen_directions": {"A": A},
        "transformations.singular_axes": {"A": A},
        "transformer.one_hot": {"ids": np.array([2, 0]), "size": 3},
        "transformer.split_heads": {"X": X, "heads": 2},
        "transformer.merge_heads": {"H": np.ones((1, 2, 3))},
        "transformer.layer_norm": {"X": X, "gain": V, "bias": V, "eps": 1e-5},
        "transformer.feed_forward": {"X": X, "W1": A, "b1": V, "W2": S, "b2": V},
        "transformer.Block": {**BLOCK, "heads": 2},
        "transformer.encoder_block": {"X": X, "block": transformer.Block(**BLOCK, heads=1), "mask": np.eye(2) > 0},
        "undoing.inverse_2x2": {"A": A},
        "undoing.blur_matrix": {"n": 3, "kernel": np.array([0.25, 0.5, 0.25])},
        "undoing.gaussian_kernel": {"sigma": 0.5},
        "undoing.tikhonov": {"A": A, "b": V, "strength": 1.0},
    }  # fmt: skip


# ---- what some are spared, and why

#: Public names without an example.
NO_EXAMPLE = {
    "gemm.load_cards": "reads files: test_gemm",
    "grades.read_marks": "reads a file: test_grades",
    "grades.write_grades": "writes a file: test_grades",
    "grades.main": "a program: test_grades",
    "prediction.main": "a program: test_prediction",
    "tex.Tex": "a string with another way to show it: test_tex",
    "layout.allocated": "measures a call of one's own: test_layout",
    "tiling.FastMemory.store": "writes to its argument, which is what it is for: test_tiling",
    "tiling.FastMemory.drop": "takes names only: test_tiling",
    "transformer.Block.from_torch": "takes a layer of PyTorch: test_transformer",
}
#: What computes by PyTorch.
NEED_TORCH = {"gemm.supported", "gemm.measure", "gemm.sweep", "gemm.measure_peak", "gemm.ladder"}
#: Where numbers that are not finite mean something, or nothing is computed from them.
NOT_FINITE = {
    ("gemm.verify", "C"): "a product to be checked, which it finds wrong: ArithmeticError",
    ("cost.Counted", "value"): "any number, whose operations are counted",
    ("tiling.FastMemory.hold", "tile"): "kept, not computed with",
    ("tiling.FastMemory.load", "tile"): "kept, not computed with",
}
#: Where a scaled argument would take for ever.
NOT_SCALED = {("timing.time_call", "at_least"): "a shortest time, which is waited for"}
#: Where -1 is a whole number that fits.
NEGATIVE = {
    ("layout.offset", "strides"): "a stride leads back in a reversed axis",
    ("layout.is_contiguous", "strides"): "as there",
}
#: Where a result may be infinite, with the reason why no number was too large.
INFINITE = {
    "flash.state_of": "the largest score of a row without a visible key",
    "flash.merge": "the same",
    "precision.product_in": "what hardware gives where a number format is left",
}


# ---- the examples, taken apart


def public():
    """The public functions and classes by name, and the methods that take arguments; drawings are not among them."""
    found = {}
    for topic in sorted(name for name in dir(linalg_book) if name[0] != "_" and name != "plotting"):
        module = importlib.import_module(f"linalg_book.{topic}")
        for name in module.__all__:
            value = getattr(module, name)
            if callable(value):
                found[f"{topic}.{name}"] = value
            if inspect.isclass(value) and value.__module__ == module.__name__:
                found |= {f"{topic}.{name}.{inner}": method for inner, method in methods(value)}
    return {name: value for name, value in found.items() if not isinstance(value, filters.Filter)}


def methods(cls):
    """The public methods of a class that take arguments."""
    for name in vars(cls):
        method = inspect.getattr_static(cls, name)
        plain = getattr(method, "__func__", method)
        if inspect.isfunction(plain) and (name[0] != "_" or name == "__call__"):
            if len(inspect.signature(plain).parameters) > 1:
                yield name, getattr(cls, name)


PUBLIC, EXAMPLES = public(), examples()


def leaves(value, path=()):
    """The arrays and numbers in an argument, in lists and dicts too, each with the way to it."""
    if isinstance(value, dict | list | tuple):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(part, (*path, key))
    else:
        yield path, value


def replaced(value, path, new):
    """The same with another leaf."""
    if not path:
        return new
    if isinstance(value, dict):
        return value | {path[0]: replaced(value[path[0]], path[1:], new)}
    return type(value)(replaced(part, path[1:], new) if k == path[0] else part for k, part in enumerate(value))


def spoiled(*kinds):
    """All arguments that are such arrays ("b", "f", "i") or numbers (float, int), for parametrize."""
    found = [(name, path, leaf) for name, example in EXAMPLES.items() for path, leaf in leaves(example)]
    chosen = [(n, p) for n, p, x in found if (x.dtype.kind if isinstance(x, np.ndarray) else type(x)) in kinds]
    return [pytest.param(name, path, id="-".join(map(str, (name, *path)))) for name, path in chosen]


def leaf_of(name, path):
    value = EXAMPLES[name]
    for key in path:
        value = value[key]
    return value


def call(name, arguments):
    """Call a function or a class with copies of its arguments; exhaust what yields."""
    if name in NEED_TORCH:
        pytest.importorskip("torch", reason="needs PyTorch")
    arguments = dict(arguments)
    positional = [arguments.pop("self")] if "self" in arguments else []
    result = PUBLIC[name](*positional, *arguments.pop("*", ()), **arguments)
    return list(result) if isinstance(result, Iterator) else result


def parts(result):
    """All arrays and numbers in a result."""
    if dataclasses.is_dataclass(result):
        result = [getattr(result, field.name) for field in dataclasses.fields(result)]
    for _, leaf in leaves(result):
        if dataclasses.is_dataclass(leaf):
            yield from parts(leaf)
        elif isinstance(leaf, np.ndarray | float | complex | np.number):
            yield leaf


def assert_finite(name, result):
    for part in parts(result):
        if np.asarray(part).dtype.kind in "fc" and name not in INFINITE:
            assert np.isfinite(part).all()


# ---- what holds for all of them


def test_every_public_function_has_its_example():
    missing = [name for name in PUBLIC if name not in {*EXAMPLES, *NO_EXAMPLE}]
    assert missing == [], "give an example in this file, or a reason"
    assert [name for name in (*EXAMPLES, *NO_EXAMPLE) if name not in PUBLIC] == []
    for name, example in EXAMPLES.items():
        parameters = inspect.signature(PUBLIC[name]).parameters
        named = {p for p, parameter in parameters.items() if parameter.kind is not parameter.VAR_POSITIONAL}
        assert "*" in example or set(example) <= named


def test_what_some_are_spared_is_no_more_than_there_is():
    everything = {(name, path[0]) for name, example in EXAMPLES.items() for path, _ in leaves(example)}
    assert [pair for table in (NOT_FINITE, NOT_SCALED, NEGATIVE) for pair in table if pair not in everything] == []
    assert [name for name in (*NEED_TORCH, *INFINITE) if name not in EXAMPLES] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_give_finite_results(name):
    assert_finite(name, call(name, copy.deepcopy(EXAMPLES[name])))


@pytest.mark.parametrize("name", EXAMPLES)
def test_arguments_are_neither_written_to_nor_given_back(name):
    arguments = copy.deepcopy(EXAMPLES[name])
    arrays = [leaf for _, leaf in leaves(arguments) if isinstance(leaf, np.ndarray)]
    for array in arrays:
        array.flags.writeable = False
    result = call(name, arguments)
    for (_, before), (_, after) in zip(leaves(EXAMPLES[name]), leaves(arguments), strict=True):
        if isinstance(before, np.ndarray):
            np.testing.assert_array_equal(after, before)
    shared = [part for part in parts(result) for array in arrays if isinstance(part, np.ndarray)
              and np.shares_memory(part, array)]  # fmt: skip
    assert shared == []


@pytest.mark.parametrize(("name", "path"), spoiled("b", "f", "i"))
def test_masked_arrays_are_refused(name, path):
    masked = np.ma.array(leaf_of(name, path))
    for argument in (masked, np.ma.masked_where(np.arange(masked.size).reshape(masked.shape) == 0, masked)):
        with pytest.raises(TypeError, match="must not be a masked array"):
            call(name, replaced(EXAMPLES[name], path, argument))


@pytest.mark.parametrize(("name", "path"), spoiled("f", "i", float))
def test_numbers_that_are_not_finite_are_refused(name, path):
    if (name, path[0]) in NOT_FINITE:
        pytest.skip(NOT_FINITE[name, path[0]])
    leaf = leaf_of(name, path)
    for bad in (np.nan, np.inf) if name in INFINITE else (np.nan, np.inf, -np.inf):
        argument = np.array(leaf, dtype=float)
        argument.flat[0] = bad
        with pytest.raises((ValueError, TypeError, OverflowError)):
            call(name, replaced(EXAMPLES[name], path, argument if isinstance(leaf, np.ndarray) else bad))


@pytest.mark.parametrize(("name", "path"), spoiled("f", float))
def test_a_large_or_small_argument_gives_a_finite_result_or_an_error(name, path):
    if (name, path[0]) in NOT_SCALED:
        pytest.skip(NOT_SCALED[name, path[0]])
    for scale in SCALES:
        finite_or_refused(name, replaced(EXAMPLES[name], path, scaled(leaf_of(name, path), scale)))


@pytest.mark.parametrize("name", EXAMPLES)
def test_large_and_small_arguments_give_finite_results_or_an_error(name):
    for scale in SCALES:
        arguments = EXAMPLES[name]
        for path, leaf in leaves(arguments):
            if (name, path[0]) not in NOT_SCALED:
                arguments = replaced(arguments, path, scaled(leaf, scale))
        if any(type(leaf) is float or isinstance(leaf, np.ndarray) for _, leaf in leaves(arguments)):
            finite_or_refused(name, arguments)


SCALES = (1e300, -1e300, 1e-300, 1e150, 5e-324)


def scaled(leaf, scale):
    """A float or an array of them, scaled as far as it stays finite; all else as it is."""
    if type(leaf) is not float and getattr(leaf, "dtype", None) != np.float64:
        return leaf
    with np.errstate(over="ignore", under="ignore"):
        result = np.clip(leaf * scale, -1.7e308, 1.7e308)
    return result if isinstance(leaf, np.ndarray) else float(result)


def finite_or_refused(name, arguments):
    """Call a function, with warnings as errors, and look at what comes out."""
    try:
        result = call(name, copy.deepcopy(arguments))
    except (OverflowError, ValueError, ArithmeticError) as error:  # the last one from verify, which finds C wrong
        assert str(error) and "NaN" not in str(error)
    else:
        assert_finite(name, result)


@pytest.mark.parametrize(("name", "path"), spoiled(int))
def test_whole_numbers_are_checked_in_one_way(name, path):
    for bad in (2.5, True, "3"):
        with pytest.raises(TypeError, match="must (be|hold) (a )?whole numbers?, got"):
            call(name, replaced(EXAMPLES[name], path, bad))


@pytest.mark.parametrize(("name", "path"), spoiled("i"))
def test_whole_numbers_in_arrays_are_checked_in_one_way(name, path):
    with pytest.raises(TypeError, match="must hold whole numbers, got"):
        call(name, replaced(EXAMPLES[name], path, leaf_of(name, path) + 0.5))


@pytest.mark.parametrize(("name", "path"), spoiled(int))
def test_negative_sizes_are_refused(name, path):
    if (name, path[0]) in NEGATIVE:
        pytest.skip(NEGATIVE[name, path[0]])
    with pytest.raises(ValueError, match="-1"):
        call(name, replaced(EXAMPLES[name], path, -1))


#: What moves numbers or decides by them exactly, with an argument that float64 would round.
EXACT = {
    "area.determinant_2x2": "A",
    "area.polygon_area": "points",
    "money.to_cents": "amounts",
    "order.transpose": "A",
    "shapes.partition": "A",
    "strassen.largest_error": "C",
    "transformer.split_heads": "X",
    "transformer.merge_heads": "H",
    "undoing.inverse_2x2": "A",
}


@pytest.mark.parametrize(("name", "argument"), EXACT.items())
def test_numbers_that_float64_would_round_are_refused_where_the_answer_is_exact(name, argument):
    example = EXAMPLES[name]
    whole = np.full(example[argument].shape, 2**53 + 1)
    with pytest.raises(ValueError, match="must (hold numbers that float64 holds exactly|be below)"):
        call(name, example | {argument: whole})
