"""Examples in docstrings of the library that need PyTorch are skipped where it is not installed."""

import doctest

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    try:
        return (yield)
    except doctest.UnexpectedException as stop:
        error = stop.exc_info[1]
        if isinstance(error, ModuleNotFoundError) and error.name == "torch":
            pytest.skip("needs PyTorch")
        raise
