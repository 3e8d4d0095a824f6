"""Timings: samples, their middle and spread, and where a device is missing."""

import itertools
import sys
import types

import numpy as np
import pytest

from linalg_book.timing import Timing, cuda_is_there, time_call


def test_timing_median_and_iqr_agree_with_numpy(rng):
    seconds = tuple(rng.uniform(1, 2, size=9))
    low, high = np.quantile(seconds, [0.25, 0.75])
    timing = Timing(seconds)
    assert (timing.median, timing.iqr) == pytest.approx((np.median(seconds), high - low))
    assert timing.best == min(seconds)


@pytest.mark.parametrize("seconds", [(1.0, 0.0), (float("nan"),), (float("inf"),), (-1.0,)])
def test_timing_refuses_what_is_no_time(seconds):
    with pytest.raises(ValueError, match="must be positive and finite"):
        Timing(seconds)


def test_timing_of_even_numbers_of_samples_is_between_them_however_large():
    assert Timing((1.7e308, 1.5e308)).median == 1.6e308
    assert Timing((4.0, 1.0, 2.0, 3.0)).median == 2.5


def test_timing_keeps_a_copy():
    seconds = [1.0, 2.0]
    timing = Timing(seconds)
    seconds.append(3.0)
    assert timing == Timing((1.0, 2.0))


def test_timing_refuses_no_samples():
    with pytest.raises(ValueError, match="at least one sample"):
        Timing(())


def test_time_call_warms_up_and_takes_the_samples_asked_for():
    calls = []
    timing = time_call(lambda: calls.append(1), warmup=3, repeats=5, at_least=0)
    assert len(timing.seconds) == 5
    assert len(calls) == 3 + 1 + 5


def test_time_call_repeats_quick_calls_within_a_sample(monkeypatch):
    ticks = itertools.count()
    monkeypatch.setattr("time.perf_counter", lambda: float(next(ticks)))  # a clock that moves a second a look
    calls = []
    timing = time_call(lambda: calls.append(1), repeats=2, at_least=10)
    assert len(calls) == 1 + 1 + 2 * 10
    assert timing.seconds == (0.1, 0.1)


def test_time_call_measures_a_longer_call_as_longer(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("time.perf_counter", lambda: now[0])
    timing = time_call(lambda: now.__setitem__(0, now[0] + 0.25), repeats=3)
    assert timing.seconds == (0.25, 0.25, 0.25)


def test_time_call_gives_a_nanosecond_where_the_clock_sees_no_time(monkeypatch):
    monkeypatch.setattr("time.perf_counter", lambda: 5.0)
    assert time_call(lambda: None, repeats=2, at_least=4e-9).seconds == (2.5e-10, 2.5e-10)  # 4 calls a sample


@pytest.mark.parametrize("name", ["warmup", "repeats"])
def test_time_call_refuses_no_runs(name):
    with pytest.raises(ValueError, match=f"{name} must be at least 1, got 0"):
        time_call(lambda: None, **{name: 0})


def test_time_call_refuses_an_unknown_device():
    with pytest.raises(ValueError, match='device must be "cpu" or "cuda", got \'tpu\''):
        time_call(lambda: None, device="tpu")


def test_time_call_says_that_there_is_no_cuda_device(monkeypatch, torch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert not cuda_is_there()
    with pytest.raises(RuntimeError, match="no CUDA device"):
        time_call(lambda: None, device="cuda")


def test_cuda_is_not_there_without_pytorch(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    assert not cuda_is_there()


def test_time_call_on_cuda_waits_for_the_work_and_reads_the_events(monkeypatch):
    done = []

    class Event:
        def __init__(self, *, enable_timing):
            assert enable_timing

        def record(self):
            done.append(self)

        def elapsed_time(self, other):
            assert done[-3:] == [self, other, "synchronize"]  # read only after the device has finished
            return 500.0

    cuda = types.SimpleNamespace(
        is_available=lambda: True, Event=Event, synchronize=lambda: done.append("synchronize")
    )
    monkeypatch.setitem(sys.modules, "torch", types.SimpleNamespace(cuda=cuda))
    timing = time_call(lambda: None, device="cuda", repeats=2, at_least=0)
    assert timing.seconds == (0.5, 0.5)  # milliseconds became seconds


def test_time_call_on_a_real_cuda_device(torch):
    if not cuda_is_there():
        pytest.skip("no CUDA device")

    A = torch.rand(256, 256, device="cuda")
    assert time_call(lambda: A @ A, device="cuda", repeats=3).median > 0
