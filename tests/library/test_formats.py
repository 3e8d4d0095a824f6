"""Number formats, once for all chapters: bits, bytes, and the names that chapters give them."""

import pytest

from linalg_book import formats, precision
from linalg_book.formats import FORMATS, STORED, number_format


def test_formats_are_those_that_precision_shows():
    assert (precision.FORMATS, precision.Format) == (FORMATS, formats.Format)
    assert precision.number_format is number_format


@pytest.mark.parametrize("name", STORED)
def test_stored_types_are_those_of_pytorch_and_have_their_bytes(name, torch):
    kind, size = STORED[name]
    numbers = 2 if name == "fp4" else 1  # in an element
    assert torch.empty(0, dtype=getattr(torch, kind)).element_size() == numbers * size


@pytest.mark.parametrize("name", sorted(STORED.keys() & FORMATS.keys()))
def test_a_stored_type_holds_every_number_of_its_format(name, torch):
    form = number_format(name)
    info = torch.finfo(getattr(torch, STORED[name][0]))
    assert form.unit_roundoff >= info.eps / 2 and form.largest <= info.max and form.smallest >= info.tiny
    assert 8 * STORED[name][1] >= form.bits


def test_formats_stand_from_wide_to_narrow():
    bits = [form.bits for form in FORMATS.values()]
    assert bits == sorted(bits, reverse=True)
    assert list(FORMATS) == [form.name for form in FORMATS.values()]
    sizes = [size for _, size in STORED.values()]
    assert sizes == sorted(sizes, reverse=True)
