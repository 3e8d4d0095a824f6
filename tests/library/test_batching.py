"""Batches and steps of writing: limits, sums, and what is refused."""

import numpy as np
import pytest

from linalg_book.batching import decode_step, kv_cache_bytes, prefill_seconds, smallest_batch
from linalg_book.hardware import DEVICES
from linalg_book.models import Latent, Model, model, parameters
from linalg_book.roofline import bound, gemm_seconds

TINY = Model(layers=2, width=8, vocabulary=11, context=20)
LIMITS = {"itemsize": 2, "peak": 1e12, "bandwidth": 1e10}
MACHINES = [
    (device, figure.dtype)
    for device in DEVICES.values()
    for figure in device.figures
    if figure.quantity == "peak" and not figure.sparse
]


@pytest.mark.parametrize(("device", "dtype"), MACHINES, ids=lambda part: getattr(part, "name", part))
def test_smallest_batch_is_where_the_bound_changes(device, dtype):
    limits = {"itemsize": 2, "peak": device.peak(dtype), "bandwidth": device.bandwidth}
    m = smallest_batch(8192, 4096, **limits)
    assert bound(m, 8192, 4096, **limits) == "compute"
    assert m == 1 or bound(m - 1, 8192, 4096, **limits) == "memory"


def test_smallest_batch_of_a_tie_is_the_tie():
    # m = r*s*n*k / (2nk - r*s*(n+k)) = 2*8*8 / (128 - 2*16) = 128/96 for r*s = 2; r*s = 16/3 makes it exactly 8
    assert smallest_batch(8, 8, itemsize=1, peak=16, bandwidth=3) == 8
    assert smallest_batch(7, 7, itemsize=2, peak=1e12, bandwidth=3e11) == 70  # computed as 70.00000000000014


def test_smallest_batch_is_not_too_small_by_one_in_millions():
    limits = {"itemsize": 1, "peak": 4094.5, "bandwidth": 1}
    m = smallest_batch(4096, 4096, **limits)
    assert m == 5_590_358  # 4094.5 * 4096 / 3, rounded up
    assert [bound(rows, 4096, 4096, **limits) for rows in (m - 1, m)] == ["memory", "compute"]


def test_smallest_batch_of_a_slow_processor_is_one():
    assert smallest_batch(4096, 4096, itemsize=2, peak=1, bandwidth=1e9) == 1


def test_smallest_batch_refuses_a_layer_that_is_too_narrow():
    message = "a layer of 8 inputs and 9 outputs never reaches 100 FLOP/B, its batches stay under 4.24 FLOP/B"
    with pytest.raises(ValueError, match=f"^{message}$"):
        smallest_batch(9, 8, itemsize=2, peak=100, bandwidth=1)
    with pytest.raises(ValueError, match="never reaches 2 FLOP/B, its batches stay under 2 FLOP/B"):
        smallest_batch(4, 4, itemsize=2, peak=2, bandwidth=1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n": 0}, "n must be at least 1, got 0"),
        ({"k": -1}, "k must be at least 1, got -1"),
        ({"itemsize": 0}, "itemsize must be positive and finite, got 0"),
        ({"peak": float("nan")}, "peak must be positive"),
        ({"bandwidth": 0}, "bandwidth must be positive"),
    ],
)
def test_smallest_batch_refuses(change, message):
    arguments = {"n": 64, "k": 64, **LIMITS, **change}
    with pytest.raises(ValueError, match=message):
        smallest_batch(arguments.pop("n"), arguments.pop("k"), **arguments)


def test_kv_cache_counts_a_key_and_a_value_of_each_layer():
    keys = TINY.layers * 5 * TINY.width  # an array of this shape for the keys, one for the values
    assert kv_cache_bytes(TINY, 5, itemsize=4) == 2 * keys * 4
    assert kv_cache_bytes(TINY, 0, itemsize=4) == 0
    assert kv_cache_bytes(TINY, np.int8(5), itemsize=4) == 2 * keys * 4  # more than an int8 holds


def test_kv_cache_of_grouped_queries_has_the_heads_of_the_keys():
    sizes = {"layers": 2, "width": 8, "vocabulary": 1, "context": 9, "heads": 4}
    many, few = Model(**sizes), Model(**sizes, kv_heads=1)
    assert kv_cache_bytes(many, 5, itemsize=2) == 4 * kv_cache_bytes(few, 5, itemsize=2) == 2 * 2 * 8 * 5 * 2


def test_kv_cache_of_latent_attention_is_a_short_vector_and_one_key():
    latent = Latent(query=5, key_value=3, plain=4, rotated=2, value=7)
    sizes = Model(layers=6, width=8, vocabulary=1, context=9, heads=4, latent=latent)
    assert kv_cache_bytes(sizes, 5, itemsize=2) == 6 * (3 + 2) * 5 * 2


def test_kv_cache_of_a_windowed_layer_stops_growing():
    sizes = Model(layers=3, width=8, vocabulary=1, context=99, window=10, windowed_layers=1)
    assert [kv_cache_bytes(sizes, t, itemsize=1) for t in (10, 50)] == [3 * 16 * 10, 2 * 16 * 50 + 16 * 10]


def test_kv_cache_of_gpt_oss_has_a_window_in_every_second_layer():
    long = kv_cache_bytes(model("gpt-oss-120b"), 131072, itemsize=2)
    assert long == 18 * 2 * 8 * 64 * 2 * (131072 + 128)


@pytest.mark.parametrize("t", [-1, 21])
def test_kv_cache_refuses_a_length_outside_the_context(t):
    with pytest.raises(ValueError, match=f"t must be from 0 to 20, the context of the model, got {t}"):
        kv_cache_bytes(TINY, t, itemsize=2)


NO_SIZE = [-2, 0, float("nan"), float("inf")]


@pytest.mark.parametrize("itemsize", NO_SIZE)
def test_kv_cache_refuses_numbers_of_no_size(itemsize):
    with pytest.raises(ValueError, match=f"itemsize must be positive and finite, got {itemsize}"):
        kv_cache_bytes(TINY, 4, itemsize=itemsize)


@pytest.mark.parametrize("t", [2.5, 2.0, float("nan"), "2"])
def test_lengths_must_be_whole_numbers(t):
    for refuse in (
        lambda: kv_cache_bytes(TINY, t, itemsize=2),
        lambda: decode_step(TINY, 1, t, **LIMITS),
        lambda: prefill_seconds(TINY, t, **LIMITS),
    ):
        with pytest.raises(TypeError, match=f"t must be a whole number, got {t!r}"):
            refuse()


def test_decode_step_of_one_text_waits_for_memory():
    step = decode_step(TINY, 1, 20, **LIMITS)
    total = parameters(TINY) * 2 + kv_cache_bytes(TINY, 20, itemsize=2)
    assert sum(step.values()) == pytest.approx(total / 1e10)


def test_decode_step_shares_the_weights_and_not_the_caches():
    one, many = decode_step(TINY, 1, 20, **LIMITS), decode_step(TINY, 64, 20, **LIMITS)
    assert many["weights"] == one["weights"]
    assert many["cache"] == pytest.approx(64 * one["cache"])


def test_decode_step_of_many_texts_waits_for_arithmetic_on_the_weights():
    step = decode_step(TINY, 10_000, 0, **LIMITS)
    assert step == {"weights": pytest.approx(2 * 10_000 * parameters(TINY) / 1e12), "cache": 0}


def test_decode_step_waits_for_arithmetic_on_the_caches_of_a_slow_processor():
    step = decode_step(TINY, 3, 20, **(LIMITS | {"peak": 1e9}))
    numbers = 3 * kv_cache_bytes(TINY, 20, itemsize=1)
    assert step["cache"] == pytest.approx(2 * numbers / 1e9)


def test_decode_step_reads_no_embedding_that_is_only_looked_up():
    apart = Model(layers=2, width=8, vocabulary=11, context=20, tied=False)
    assert decode_step(apart, 1, 0, **LIMITS) == decode_step(TINY, 1, 0, **LIMITS)


def test_decode_step_multiplies_a_cached_number_with_each_head_that_shares_it():
    sizes = {"layers": 2, "width": 8, "vocabulary": 1, "context": 9, "heads": 4}
    slow = LIMITS | {"peak": 1e8}
    many, few = (decode_step(Model(**sizes, kv_heads=heads), 1, 9, **slow)["cache"] for heads in (4, 1))
    assert many == pytest.approx(few)  # fewer numbers, each used more often


@pytest.mark.parametrize(
    ("name", "what"), [("Qwen3-30B-A3B", "experts"), ("DeepSeek-V3", "experts"), ("gpt-oss-20b", "experts")]
)
def test_steps_of_a_model_with_experts_are_not_predicted(name, what):
    for step in (lambda: decode_step(model(name), 1, 9, **LIMITS), lambda: prefill_seconds(model(name), 9, **LIMITS)):
        with pytest.raises(ValueError, match=f"the model must have no {what}; these steps are not predicted here"):
            step()


def test_steps_of_latent_or_windowed_attention_are_not_predicted():
    sizes = {"layers": 2, "width": 8, "vocabulary": 1, "context": 9}
    latent = Latent(query=5, key_value=3, plain=4, rotated=2, value=7)
    with pytest.raises(ValueError, match="the model must have no latent attention"):
        decode_step(Model(**sizes, latent=latent), 1, 9, **LIMITS)
    with pytest.raises(ValueError, match="the model must have no window"):
        prefill_seconds(Model(**sizes, window=4, windowed_layers=1), 9, **LIMITS)


def test_prefill_of_grouped_queries_and_a_gate_is_the_sum_of_its_products():
    sizes = Model(layers=2, width=8, vocabulary=11, context=20, heads=4, kv_heads=2, head_width=3, gated=True)
    block = gemm_seconds(6, 12, 8, **LIMITS) + 2 * gemm_seconds(6, 6, 8, **LIMITS) + gemm_seconds(6, 8, 12, **LIMITS)
    block += 2 * gemm_seconds(6, 32, 8, **LIMITS) + gemm_seconds(6, 8, 32, **LIMITS)
    scores = 2 * 2 * 2 * 6 * 6 * 12 / 1e12
    assert prefill_seconds(sizes, 6, **LIMITS) == pytest.approx(2 * block + scores + gemm_seconds(6, 11, 8, **LIMITS))


def test_decode_step_refuses_no_text_and_no_bandwidth():
    with pytest.raises(ValueError, match="batch must be at least 1, got 0"):
        decode_step(TINY, 0, 3, **LIMITS)
    with pytest.raises(ValueError, match="bandwidth must be positive"):
        decode_step(TINY, 1, 3, **(LIMITS | {"bandwidth": -1}))


@pytest.mark.parametrize("itemsize", NO_SIZE)
def test_decode_step_refuses_numbers_of_no_size(itemsize):
    with pytest.raises(ValueError, match=f"itemsize must be positive and finite, got {itemsize}"):
        decode_step(TINY, 1, 3, **(LIMITS | {"itemsize": itemsize}))


def test_decode_step_refuses_half_a_text():
    with pytest.raises(TypeError, match="batch must be a whole number, got 1.5"):
        decode_step(TINY, 1.5, 3, **LIMITS)


def test_prefill_is_the_sum_of_its_products():
    block = 4 * gemm_seconds(6, 8, 8, **LIMITS)
    block += gemm_seconds(6, 32, 8, **LIMITS) + gemm_seconds(6, 8, 32, **LIMITS)
    scores = 2 * TINY.layers * 2 * 6 * 6 * 8 / 1e12
    wanted = TINY.layers * block + scores + gemm_seconds(6, 11, 8, **LIMITS)
    assert prefill_seconds(TINY, 6, **LIMITS) == pytest.approx(wanted)


def test_prefill_of_a_token_takes_about_a_step_of_writing():
    sizes = Model(layers=4, width=256, vocabulary=1000, context=64)
    step = decode_step(sizes, 1, 0, **LIMITS)["weights"]
    assert prefill_seconds(sizes, 1, **LIMITS) == pytest.approx(step, rel=0.1)  # positions, norms and activations


@pytest.mark.parametrize("name", LIMITS)
def test_prefill_refuses_limits_that_are_none(name):
    with pytest.raises(ValueError, match=f"{name} must be positive and finite, got 0"):
        prefill_seconds(TINY, 3, **(LIMITS | {name: 0}))


def test_prefill_refuses_an_empty_text():
    with pytest.raises(ValueError, match="t must be from 1 to 20"):
        prefill_seconds(TINY, 0, **LIMITS)
