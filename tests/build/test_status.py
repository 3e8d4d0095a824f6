"""The status page counts a page's proved numbers again when, and only when, something that proves them has changed."""

import pytest
from bookkit.extensions import status

PAGE = """---
kernelspec:
  name: python3
---

# Sum

It is 59.

```{code-cell}
29 + 30
```
```{testoutput}
:hide:

59
```
"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "sum.md"
    path.write_text(PAGE, encoding="utf8")
    return path


def test_counts_are_made_once_for_each_state(page):
    known = {}
    assert status.counts(page, "digest", known) == (1, 1, 1)
    page.write_text(PAGE.replace("It is 59", "It is 61"), encoding="utf8")
    assert status.counts(page, "digest", known) == (1, 1, 1)  # nobody said that anything has changed
    assert status.counts(page, "other", known) == (1, 1, 0)


def test_counts_are_made_again_when_the_facts_have_changed(page):
    page.write_text(PAGE.replace("It is 59", "It is 61"), encoding="utf8")
    known = {}
    assert status.counts(page, "digest", known) == (1, 1, 0)
    fact = '[[fact]]\nvalue = 61\nunit = ""\nsource = "a"\nwhat = "b"\n'
    page.with_name("facts.toml").write_text(fact, encoding="utf8")
    page.write_text(page.read_text(encoding="utf8").replace("61.", "61 {cite:p}`a`."), encoding="utf8")
    assert status.counts(page, "digest", known) == (1, 1, 1)
