"""The registry of models: sizes that fit, counts against PyTorch and against what makers print."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from linalg_book.models import (
    MODELS,
    Latent,
    Model,
    Published,
    active_parameters,
    agreement,
    kv_bytes_per_token,
    model,
    multiplied_weights,
    parameters,
)
from linalg_book.plotting.models import plot_caches, table_of_counts, table_of_model_sources, table_of_sizes

TINY = {"layers": 3, "width": 8, "vocabulary": 11, "context": 5}
LATENT = Latent(query=5, key_value=3, plain=4, rotated=2, value=7)
ALL = pytest.mark.parametrize("entry", MODELS.values(), ids=lambda entry: entry.name.replace(" ", "-"))

CUT_OFF = {("Llama 3 70B", "total"), ("Llama 3.1 405B", "total"), ("Llama 3.2 1B", "total"), ("Qwen3-30B-A3B", "total")}

EXACT = {
    "GPT-2 small": 124_439_808,
    "GPT-2 XL": 1_557_611_200,
    "Llama 3 8B": 8_030_261_248,
    "Llama 3 70B": 70_553_706_496,
    "Llama 3.1 405B": 405_853_388_800,
    "Llama 3.2 1B": 1_235_814_400,
    "Qwen3-0.6B": 596_049_920,
    "Qwen3-8B": 8_190_735_360,
    "Qwen3-30B-A3B": 30_532_122_624,
    "Qwen3-235B-A22B": 235_093_634_560,
    "DeepSeek-V3": 671_026_419_200,
    "gpt-oss-20b": 20_914_757_184,
    "gpt-oss-120b": 116_829_156_672,
}


def _size(*modules):
    return sum(p.numel() for m in modules for p in m.parameters())


def test_parameters_agree_with_torch_layers(torch):
    block = torch.nn.TransformerEncoderLayer(8, 2, dim_feedforward=20)
    outside = _size(torch.nn.Embedding(11, 8), torch.nn.Embedding(5, 8), torch.nn.LayerNorm(8))
    assert parameters(Model(**TINY, inner=20)) == 3 * _size(block) + outside


def test_parameters_of_grouped_queries_norms_and_a_gate_agree_with_torch(torch):
    nn = torch.nn
    sizes = {"heads": 4, "kv_heads": 2, "head_width": 3, "inner": 10, "qk_norm": True, "gated": True, "rms": True}
    products = [nn.Linear(8, 12, bias=False), nn.Linear(12, 8, bias=False), *[nn.Linear(8, 6, bias=False)] * 2]
    products += [*[nn.Linear(8, 10, bias=False)] * 2, nn.Linear(10, 8, bias=False)]
    norms = [nn.RMSNorm(8)] * 2 + [nn.RMSNorm(3)] * 2
    outside = [nn.Embedding(11, 8), nn.Linear(8, 11, bias=False), nn.RMSNorm(8)]
    count = 3 * sum(map(_size, products + norms)) + sum(map(_size, outside))
    assert parameters(Model(**TINY, **sizes, tied=False, biases=False, positions=False)) == count


def test_parameters_of_experts_with_biases_and_sinks_agree_with_torch(torch):
    nn = torch.nn
    sizes = {"heads": 4, "gated": True, "rms": True, "sinks": True, "positions": False}
    sizes |= {"experts": 6, "experts_per_token": 2, "expert_inner": 10, "shared_experts": 1, "dense_layers": 1}
    attention = [nn.Linear(8, 8)] * 4 + [nn.RMSNorm(8)] * 2
    dense, expert = ([*[nn.Linear(8, k)] * 2, nn.Linear(k, 8)] for k in (32, 10))
    count = 3 * (sum(map(_size, attention)) + 4) + sum(map(_size, dense)) + 2 * _size(nn.Linear(8, 6))
    count += 2 * 7 * sum(map(_size, expert)) + _size(nn.Embedding(11, 8), nn.RMSNorm(8))
    assert parameters(Model(**TINY, **sizes)) == count


def test_parameters_of_latent_attention_agree_with_torch(torch):
    nn = torch.nn
    down = [nn.Linear(8, 5, bias=False), nn.RMSNorm(5), nn.Linear(8, 3 + 2, bias=False), nn.RMSNorm(3)]
    up = [nn.Linear(5, 4 * 6, bias=False), nn.Linear(3, 4 * (4 + 7), bias=False), nn.Linear(4 * 7, 8, bias=False)]
    plain, latent = Model(**TINY, heads=4, biases=False), Model(**TINY, heads=4, biases=False, latent=LATENT)
    difference = 3 * (sum(map(_size, down + up)) - 4 * 8 * 8)
    assert parameters(latent) - parameters(plain) == difference


@pytest.mark.parametrize(("name", "count"), EXACT.items())
def test_parameters_of_published_models_to_the_last_digit(name, count):
    assert parameters(model(name)) == count


@ALL
def test_counts_agree_with_what_the_makers_print(entry):
    found = {"total": agreement(parameters(entry), entry.published.total)}
    if entry.published.active:
        found["active"] = agreement(active_parameters(entry), entry.published.active)
    assert found == {kind: "cut off" if (entry.name, kind) in CUT_OFF else "rounded" for kind in found}


def test_active_parameters_leave_out_idle_experts_and_tables_that_are_looked_up():
    sizes = {"experts": 6, "expert_inner": 10, "gated": True, "biases": False, "tied": False}
    two, six = (active_parameters(Model(**TINY, **sizes, experts_per_token=k)) for k in (2, 6))
    assert six - two == 3 * 4 * 3 * 8 * 10
    assert parameters(Model(**TINY, **sizes, experts_per_token=6)) - six == (11 + 5) * 8
    assert parameters(Model(**TINY)) - active_parameters(Model(**TINY)) == 5 * 8


@ALL
def test_active_parameters_are_the_multiplied_weights_and_some_gains_and_biases(entry):
    rest = active_parameters(entry) - sum(multiplied_weights(entry).values())
    assert 0 < rest < 2e-3 * active_parameters(entry)


@pytest.mark.parametrize(
    ("name", "kib"),
    [
        ("Llama 3 8B", 128), ("Llama 3 70B", 320), ("Qwen3-0.6B", 112), ("Qwen3-8B", 144), ("Qwen3-30B-A3B", 96),
        ("Qwen3-235B-A22B", 188), ("gpt-oss-120b", 72), ("DeepSeek-V3", 68.625),
    ],
)  # fmt: skip
def test_kv_bytes_per_token_of_published_models(name, kib):
    assert kv_bytes_per_token(model(name)) == 1024 * kib
    assert kv_bytes_per_token(model(name), 1) == 512 * kib


@pytest.mark.parametrize("size", [0, -1, math.nan, math.inf])
def test_kv_bytes_refuse_numbers_of_no_size(size):
    with pytest.raises(ValueError, match="bytes_per_number must be positive and finite"):
        kv_bytes_per_token(Model(**TINY), size)


@pytest.mark.parametrize(
    ("count", "printed", "how"),
    [
        (999, "999", "rounded"),
        (1_235_814_400, "1.24B", "rounded"),
        (1_235_814_400, "1.23B", "cut off"),
        (1_235_814_400, "1.25B", "differs"),
        (124_439_808, "124M", "rounded"),
        (2_500_000_000_000, "3T", "rounded"),
        (1_500, "1K", "cut off"),
    ],
)
def test_agreement_looks_at_the_digits_printed(count, printed, how):
    assert agreement(count, printed) == how


@pytest.mark.parametrize("printed", ["", "8 B", "eight", "8b", "-8B"])
def test_agreement_refuses_what_is_no_count(printed):
    with pytest.raises(ValueError, match="printed must be a number such as 8B or 1.23B, got"):
        agreement(8, printed)


@pytest.mark.parametrize(
    ("name", "multiple", "factor"),
    [
        ("Llama 3 8B", 1024, 1.3), ("Llama 3 70B", 4096, 1.3), ("Llama 3.1 405B", 4096, 1.2),
        ("Llama 3.2 1B", 256, 1.5), ("Llama 3.2 3B", 256, 1.0),
    ],
)  # fmt: skip
def test_inner_width_of_a_llama_follows_from_the_factors_in_its_file(name, multiple, factor):
    inner = int(factor * int(2 * 4 * model(name).width / 3))
    assert model(name).inner == multiple * math.ceil(inner / multiple)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"width": 0}, "width must be at least 1, got 0"),
        ({"inner": 0}, "inner must be at least 1, got 0"),
        ({"kv_heads": 0}, "kv_heads must be at least 1, got 0"),
        ({"heads": 4, "kv_heads": 3}, "kv_heads must divide heads, got 3 and 4"),
        ({"experts": 4}, "experts_per_token must be from 1 to 4, got 0"),
        ({"experts": 4, "experts_per_token": 5}, "experts_per_token must be from 1 to 4, got 5"),
        ({"experts": 4, "experts_per_token": 1}, "expert_inner must be given with experts, got 0"),
        ({"dense_layers": 4}, "dense_layers must be at most 3, the layers, got 4"),
        ({"window": 4, "windowed_layers": 4}, "windowed_layers must be at most 3, the layers, got 4"),
        ({"window": 4}, "window and windowed_layers go together, got 4 and 0"),
        ({"shared_experts": -1}, "shared_experts must not be negative, got -1"),
        ({"latent": LATENT, "kv_heads": 1}, "kv_heads and head_width have no meaning beside latent; leave them out"),
    ],
)
def test_model_refuses_sizes_that_do_not_fit(change, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        Model(**TINY | change)


@pytest.mark.parametrize("name", ["layers", "width", "vocabulary", "context", "heads", "inner", "experts"])
@pytest.mark.parametrize("size", [2.0, "2"])
def test_model_refuses_sizes_that_are_no_integers(name, size):
    with pytest.raises(TypeError, match=f"{name} must be a whole number, got {size!r}"):
        Model(**TINY | {name: size})


def test_latent_refuses_sizes_below_one():
    with pytest.raises(ValueError, match="rotated must be at least 1, got 0"):
        replace(LATENT, rotated=0)


def test_model_defaults_are_those_of_the_gpt2_kind():
    sizes = Model(**TINY, heads=2)
    assert (sizes.kv_heads, sizes.head_width, sizes.inner, sizes.grouping) == (2, 4, 32, 1)
    assert (sizes.tied, sizes.biases, sizes.positions, sizes.gated) == (True, True, True, False)


def test_model_keeps_integers_of_python():
    sizes = Model(**{name: np.int32(value) for name, value in TINY.items()}, experts=np.int8(0))
    assert {type(getattr(sizes, name)) for name in (*TINY, "inner", "experts")} == {int}


def test_widths_of_queries_and_values_need_not_be_the_width():
    assert (model("Qwen3-0.6B").query_width, model("Qwen3-0.6B").width) == (2048, 1024)
    assert (model("DeepSeek-V3").query_width, model("DeepSeek-V3").value_width) == (128 * 192, 128 * 128)


def test_model_names_what_comes_near():
    with pytest.raises(KeyError, match="no model 'llama 3 8b'; did you mean Llama 3 8B"):
        model("llama 3 8b")
    with pytest.raises(KeyError, match="no model 'abacus'; the registry holds: GPT-2 small, "):
        model("abacus")


@ALL
def test_each_model_says_where_and_when_its_sizes_were_read(entry):
    assert MODELS[entry.name] is entry and isinstance(entry.published, Published)
    for source in (*entry.sources, entry.published.source):
        assert date(2026, 1, 1) <= source.read <= datetime.now(UTC).date()


def test_tables_have_a_row_a_model():
    for table in (table_of_sizes(), table_of_counts()):
        assert [row[0] for row in table.rows] == list(MODELS)
    rows = {row[0]: row[1:] for row in table_of_counts().rows}
    assert rows["Llama 3 70B"][:3] == ["70,553,706,496", "70B", "cut off"]


def test_table_of_model_sources_has_each_place_once():
    rows = table_of_model_sources().rows
    places = {s for entry in MODELS.values() for s in (*entry.sources, entry.published.source)}
    assert len(rows) == len(places) == len({tuple(row[:2]) for row in rows})


def test_plot_caches_tells_what_is_kept_and_what_would_be():
    picture = plot_caches(["GPT-2 XL", "Llama 3 70B", "DeepSeek-V3"])
    for told in ("GPT-2 XL 300 instead of 300", "Llama 3 70B 320 instead of 2560", "DeepSeek-V3 69 instead of 3904"):
        assert told in picture.alt
