"""Fixtures shared by all tests."""

import os
from pathlib import Path

import numpy as np
import pytest
from browser import SITE, chromium, serve

os.environ["MATPLOTLIBRC"] = str(Path(__file__).parent.parent / "book" / "matplotlibrc")
os.environ["MPLBACKEND"] = "agg"


@pytest.fixture
def rng():
    """A random generator that gives every test the same numbers each time."""
    return np.random.default_rng(0)


@pytest.fixture(scope="module")
def browser():
    """Chromium, for the tests of the built site."""
    with chromium() as program:
        yield program


@pytest.fixture(scope="module")
def base(browser):
    """Address of the built site, served for the time of a module."""
    with serve(SITE) as address:
        yield address
