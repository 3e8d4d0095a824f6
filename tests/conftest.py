"""Fixtures shared by all tests."""

import os
from pathlib import Path

import numpy as np
import pytest

os.environ["MATPLOTLIBRC"] = str(Path(__file__).parent.parent / "book" / "matplotlibrc")
os.environ["MPLBACKEND"] = "agg"


@pytest.fixture
def rng():
    """A random generator that gives every test the same numbers each time."""
    return np.random.default_rng(0)
