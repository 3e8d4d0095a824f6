"""Pages are the same whether built bit by bit with our extensions or at once by Sphinx as it is."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from bookkit import ROOT

pytestmark = pytest.mark.build

CONF = """
import os
extensions = ["myst_parser", "sphinx_exercise", "sphinx.ext.autodoc", "numpydoc", *os.environ["OURS"].split()]
numfig = math_numfig = True
numpydoc_show_class_members = toc_object_entries = False
myst_enable_extensions = ["dollarmath"]
html_theme = "basic"
"""
MODULE = '''
def half(x):
    """Half of a number.

    Parameters
    ----------
    x : float
        The number.

    Returns
    -------
    float
        Half of it.
    """


def twice(x):
    """Twice a number.

    Raises
    ------
    TypeError
        If it is none.
    """
'''
INDEX = """# Book

```{toctree}
:numbered:

one
two
```

```{toctree}
three
```
"""
FUNCTIONS = "\n```{eval-rst}\n.. automodule:: tiny\n   :members:\n```\n"
TERMS = "\n```{glossary}\ndot\n    A small thing.\n```\n"
PAGE = """# NAME

{py:func}`tiny.half`, {term}`dot`,
{numref}`fig-one`, {numref}`code-two`, {numref}`table-three`, {ref}`ex-one`, {eq}`eq-two`.

## Pictures

```{figure} dot.svg
:name: fig-NAME
:alt: A dot.

A dot.
```

### Within

```{code-block} python
:caption: A line
:name: code-NAME

print()
```

```{table} A table
:name: table-NAME

| a | b |
|---|---|
| 1 | 2 |
```

$$ a = b $$ (eq-NAME)

```{exercise} An exercise
:label: ex-NAME

Why?

$$ c = d $$ (eq-in-NAME)
```

```{raw} html
<svg></svg>
```
"""
MORE = """## Pictures

```{figure} dot.svg
:name: fig-more-NAME
:alt: A dot.

Another.
```

$$ e = f $$ (eq-more-NAME)
"""
OURS = "bookkit.patches.search_index bookkit.extensions.bitbybit"
NAMES = ["one", "two", "three"]


def build(project, extensions):
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-n", "-b", "html", ".", "build"]
    environment = os.environ | {"OURS": extensions, "PYTHONPATH": f"{ROOT}{os.pathsep}{project}"}
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    pages = {path.name: path.read_text(encoding="utf8") for path in (project / "build").glob("*.html")}
    return {name: re.sub(r"exercise\.css\?v=\w+", "exercise.css", text) for name, text in pages.items()}  # comes late


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """The pages of a small book in four states, built at once and bit by bit.

    At first, with more numbered things on its first page, with its functions on another page, and its terms, too.
    """
    at_once, bit_by_bit = [], []
    project = tmp_path_factory.mktemp("book")
    pages = {f"{name}.md": PAGE.replace("NAME", name) for name in NAMES} | {"index.md": INDEX + FUNCTIONS + TERMS}
    more = pages | {"one.md": PAGE.replace("## Pictures\n", MORE).replace("NAME", "one")}
    moved = more | {"index.md": INDEX + TERMS, "three.md": more["three.md"] + FUNCTIONS}
    all_moved = moved | {"index.md": INDEX, "three.md": moved["three.md"] + TERMS}
    (project / "conf.py").write_text(CONF, encoding="utf8")
    (project / "tiny.py").write_text(MODULE, encoding="utf8")
    (project / "dot.svg").write_text("<svg/>", encoding="utf8")
    copy = shutil.copytree(project, project.with_name("copy"))
    for texts in (pages, more, moved, all_moved):
        for place in (project, copy):
            for name, text in texts.items():
                if not (place / name).exists() or (place / name).read_text(encoding="utf8") != text:
                    (place / name).write_text(text, encoding="utf8")
        bit_by_bit.append(build(project, OURS))
        at_once.append(build(copy, ""))
        shutil.rmtree(copy / "build")
    return at_once, bit_by_bit


@pytest.mark.parametrize("round", [0, 1, 2, 3])
def test_pages_are_the_same(sites, round):
    at_once, bit_by_bit = (site[round] for site in sites)
    assert bit_by_bit.keys() == at_once.keys() >= {"one.html", "index.html"}
    assert [name for name in at_once if bit_by_bit[name] != at_once[name]] == []


def test_pages_hold_what_is_compared(sites):
    first, more, moved, all_moved = sites[0]
    assert all(number in first["two.html"] for number in ("Fig. 2.1", "Listing 2.1", "Table 1<", "Exercise 1.1"))
    assert "Fig. 1.2" in more["two.html"] and "Fig. 1.2" not in first["two.html"]
    assert "Parameters" in first["index.html"] and "Raises" in first["index.html"]
    assert 'href="index.html#tiny.half"' in more["two.html"] and 'href="three.html#tiny.half"' in moved["two.html"]
    assert 'href="index.html#term-dot"' in moved["two.html"] and 'href="three.html#term-dot"' in all_moved["two.html"]
