"""The labelled equations of the chapter on measuring products."""

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from linalg_book.gemm import error_bound

KINDS = {"fp64": "float64", "fp32": "float32", "fp16": "float16", "bf16": "bfloat16"}


def summed(terms, rng):
    """A sum in float32 or float64, its terms added in pairs drawn at random."""
    terms = list(terms)
    while len(terms) > 1:
        i, j = sorted(rng.choice(len(terms), 2, replace=False))
        right = terms.pop(j)
        terms[i] = terms[i] + right
    return terms[0]


@settings(deadline=None, max_examples=60, derandomize=True)
@given(
    st.sampled_from(list(KINDS)),
    st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 40)),
    st.integers(0, 2**32 - 1),
)
def test_eq_gemm_bound(torch, dtype, shape, seed):
    (m, n, k), kind = shape, getattr(torch, KINDS[dtype])
    rng = np.random.default_rng(seed)
    A, B = (rng.uniform(0.5, 1.5, size) * rng.choice([-1, 1], size) for size in ((m, k), (k, n)))
    wide = np.float64 if dtype == "fp64" else np.float32
    left, right = (torch.tensor(X).to(kind).double().numpy().astype(wide) for X in (A, B))
    for i in range(m):
        for j in range(n):
            got = torch.tensor(float(summed(left[i] * right[:, j], rng))).to(kind).item()
            if dtype == "fp64":
                got = float(summed(left[i] * right[:, j], rng))
            products = [Fraction(a) * Fraction(b) for a, b in zip(A[i].tolist(), B[:, j].tolist(), strict=True)]
            off, size = abs(Fraction(got) - sum(products)), sum(map(abs, products))
            assert off <= Fraction(error_bound(k, dtype)) * size
