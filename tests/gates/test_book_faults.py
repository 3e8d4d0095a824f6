"""Each promise of the book sees a planted fault: a small sample book keeps them all until one line of it is changed."""

import shutil
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from bookkit import ROOT
from bookkit.gates import (
    PAGE_GATES,
    arithmetic,
    cell_form,
    chapters,
    coverage,
    equations,
    figures,
    holds,
    labels,
    listings,
    matrices,
    modules,
    numbers,
    pointers,
    results,
    runs,
    terms,
    wording,
)
from bookkit.page import parse, read

FILES = {
    "book/index.md": "# Weights\n\n```{toctree}\nscales\n```\n",
    "book/references.bib": "@book{weigher1997,\n  title = {Baskets},\n  year = {1997},\n}\n",
    "book/facts.toml": '[[fact]]\nwhat = "baskets"\nvalue = 54321\nunit = "baskets"\nsource = "weigher1997"\n',
    "book/data/syllabus.tsv": "source\tsection\tid\trunnable\twords\n"
    + "".join(f"A\tBaskets\tA-0{n}\t{'yes' if n < 4 else 'no'}\tbasket {n}\n" for n in range(1, 6)),
    "src/linalg_book/__init__.py": "",
    "src/linalg_book/plotting/__init__.py": "__all__ = []\n",
    "src/linalg_book/scales.py": '"""Weigh."""\n\n__all__ = ["weigh"]\n\n\n'
    'def weigh():\n    """Weigh."""\n    return 825\n',
    "tests/library/test_scales.py": "",
    "tests/identities/test_scales.py": (
        "from hypothesis import given\nfrom hypothesis import strategies as st\n\n\n"
        "@given(st.integers())\ndef test_eq_scales_twice(n):\n    assert 2 * n == n + n\n"
    ),
}
GATES = [import_module(f"bookkit.gates.{name}") for name in PAGE_GATES]
name_of = {gate: gate.__name__.split(".")[-1] for gate in GATES}.get


@pytest.fixture
def sample(tmp_path):
    """A book of one chapter that keeps every promise."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf8")
    shutil.copy(ROOT / "tests" / "data" / "sample" / "scales.md", tmp_path / "book")
    return tmp_path


def plant(root, old, new, name="book/scales.md"):
    """Change one place of a file; return the line where the change begins."""
    path = root / name
    text = path.read_text(encoding="utf8")
    assert text.count(old) >= 1, f"the sample does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf8")
    same = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    return text.count("\n", 0, text.index(old) + same) + 1


@pytest.mark.parametrize("gate", GATES, ids=name_of)
def test_the_sample_keeps_the_promise(gate, sample):
    assert gate.problems(sample / "book" / "scales.md") == []


BASKET = "- A basket"
CELL = "counts, grams = np.array([3, 2]), np.array([150, 187.5])\n"
MUTE = 'type("P", (), {"_repr_mimebundle_": lambda self: {"text/html": ""}})()'
BOX = (
    ":::{admonition} Source A says otherwise\n:class: correction\n:name: cor-scales-sum\n\nThey make 825 stones.\n\n"
    "825.\n:::\n\n"
)
WEIGH = ":::{listing} linalg_book.scales.weigh\n:::\n"
INCLUDE = "```{literalinclude} ../src/linalg_book/scales.py\n:pyobject: weigh\n```\n"
FAULTS = [  # gate, what stands there, what is planted, what is said (None: it is no fault)
    (numbers, "make 825 grams", "make 826 grams", "826 is not printed by any cell"),
    (numbers, "pears are 45 %", "pears are 46 %", "46 is not printed"),
    (numbers, "of which", "-825 of which", "-825 is not printed"),
    (numbers, "| pears | 375 |", "| pears | 376 |", "376 is not printed"),
    (numbers, "| 0.455 |", "| 0.454 |", "0.454 is not printed"),
    (numbers, "{table} Parts of 825", "{table} Parts of 852", "852 is not printed"),
    (numbers, "of 450 and 375", "of 451 and 375", "451 is not printed"),
    (numbers, "2 \\cdot 187.5 = 825", "2 \\cdot 187.5 = 824", "824 is not printed"),
    (numbers, "## A basket", "## A basket of 77", "77 is not printed"),
    (numbers, "## A basket", "## A basket of 0.4545454545", "0.4545454545 is not printed"),  # a cell says it, no text
    (numbers, "## A basket", "## A basket of 825 grams", None),
    (numbers, "Weigh nine apples", "Weigh $10^{3}$ apples", "10^3 is not printed"),
    (numbers, "1,350 grams", "13,500 grams", "13,500 is not printed"),
    (numbers, "150, 187.5])\n", "150, 187.5])  # 4711\n", None),
    (numbers, "Weigh nine apples", "Weigh 4711 apples", "4711 is not printed"),
    (numbers, "{cite}`weigher1997` counts", "counts", None),
    (numbers, "{cite}`weigher1997` counts 54321 baskets, and {cite:t}`weigher1997`", "54321", "does not cite"),
    (numbers, "book of 1997", "book of 1998", "1998 is not printed"),
    (numbers, "\nThree apples", "\n% number-ok:\nThree apples", "must name the number and give its reason"),
    (numbers, "\nThree apples", "\n% number-ok: 44 is a saying\nThree apples", "needs it; take it away"),
    (numbers, "Weigh nine apples", "% number-ok: 4711 is the year of a saying\nWeigh 4711 apples", None),
    (numbers, BASKET, "- A basket of 825 grams", "825 is not printed by any cell near"),
    (numbers, BASKET, "- A basket of 825 grams ({ref}`sec-scales-basket`)", None),
    (numbers, BASKET, "- A basket of 825 grams ({ref}`a basket <sec-scales-basket>`)", None),
    (numbers, BASKET, "- The 825 of {eq}`eq-scales-total` and the 375 of {numref}`fig-scales-parts`", None),
    (numbers, BASKET, "- A basket ({ref}`sec-scales-basket`)\n- of 825 grams", "825 is not printed"),
    (numbers, BASKET, "- A basket of 826 grams ({ref}`sec-scales-basket`)", "826 is not printed"),
    (numbers, "Weigh nine apples", "Weigh 1350 grams of apples", None),
    (numbers, "Weigh one apple.", "Weigh 1350 grams of apples.", "1350 is not printed"),
    (numbers, "**You will** weigh a basket", "**You will** weigh 825 grams", "825 is not printed"),
    (numbers, "Weigh nine apples", "Weigh a 9 × 48 table", "48 is not printed"),
    (numbers, "Weigh nine apples", "Weigh `np.array([150, 48])`", "48 is not printed"),
    (numbers, "Weigh nine apples", "Weigh `np.array([1350, 9])`", None),
    (numbers, "Weigh nine apples", "Weigh 989.4 apples", "989.4 is not printed"),
    (numbers, "Weigh nine apples", "Weigh 989.4 TFLOP/s, see {ref}`ch-hardware`", None),
    (numbers, "Weigh nine apples", "% number-ok: 4711 is a year\nWeigh 4712 apples", "4712 is not printed"),
    (numbers, BASKET, "- A basket of 825 grams, see {ref}`ch-scales`", "825 is not printed"),  # of all its cells
    (numbers, "Weigh nine apples", "Weigh $2 + 48 = 50$ apples", "48 is not printed"),  # the 50 is computed
    (numbers, "Weigh nine apples", "Weigh -0 apples", "-0 is not printed"),
    (numbers, "The table has", "A share of 0.0 and", "0.0 is not printed"),
    (numbers, "pears of 187.5", "pears of 187.50", "187.50 is not printed"),  # it may be 187.504
    (numbers, "pears of 187.5", "pears of 187.5 and 825.0", None),
    (runs, "of 450 and 375", "of 375, 450 and 825", "375, 450 and 825 in this order"),
    (runs, "of 450 and 375", "of 450, 375 and 825", None),
    (runs, "of 450 and 375", "of (450, 375)", None),
    (runs, "of 450 and 375", "of (375, 450)", "(375, 450) in this order"),
    (runs, "of 450 and 375", "of `[375, 450]`", "[375, 450] in this order"),
    (runs, "of 450 and 375", "of 150 by 450", "150 by 450 in this order"),
    (runs, "The table has", "With `--grams 150 --more=187.5` the table has", None),
    (runs, "The table has", "With `--more=187.5 --grams 150` the table has", "--grams 150` in this order"),
    (runs, "| pears | 375 | 0.455 |", "| pears | 375 | 0.455 |\n| apples | 450 | 0.545 |", "375 with its row"),
    (runs, "| pears | 375 | 0.455 |", "| apples | 450 | |\n| pears | 375 | |", None),
    (arithmetic, "2 \\cdot 187.5 = 825", "2 \\cdot 187.5 = 824", "= 824 does not hold"),
    (arithmetic, "Weigh nine apples", "Weigh 4 · 12 = 49 apples", "4 * 12 = 49 does not hold"),
    (arithmetic, "Weigh nine apples", "Weigh $\\tfrac13 + \\frac{1}{6} = 1/2$ apples and $2^{3} = 8$", None),
    (arithmetic, "Weigh nine apples", "Weigh $1 / 3 = 0.34$ apples", "1 / 3 = 0.34 does not hold"),
    (arithmetic, "Weigh nine apples", "Weigh 1,350 − 1 = 1,349 apples", None),
    (arithmetic, "Weigh nine apples", "Weigh 1,350 − 1 = 1,350 apples", "1350 - 1 = 1350 does not hold"),
    (arithmetic, "Weigh nine apples", "Weigh $57 \\bmod 26 = 4$ apples", "57 % 26 = 4 does not hold"),
    (holds, BASKET, "% holds: parts[1] == 375\n" + BASKET, "does not say 375"),
    (holds, "\nThree apples of 150", "\n% holds: parts.sum() == 825\nThree apples of 150", None),
    (holds, "\nThree apples of 150", "\n% holds: parts[0] == 825\nThree apples of 150", "does not hold: it is"),
    (holds, "\nThree apples of 150", "\n% holds: parts[0] == 450\nThree apples of 150", "does not say 450"),
    (holds, "\nThree apples of 150", "\n" + 2 * "% holds: parts.sum() == 825\n" + "Three apples of 150", "not say 825"),
    (holds, "\nThree apples of 150", "\n% holds: baskets == 825\nThree apples of 150", "NameError"),
    (holds, "\nThree apples of 150", "\n% holds: parts[0] ==\nThree apples of 150", "SyntaxError"),
    (matrices, "150 \\\\ 187.5 \\end", "150 \\\\ 187.6 \\end", "no cell of this chapter makes the 2 x 1 matrix"),
    (matrices, "The weights as", "$\\begin{bmatrix} 3 & 2 & 1 \\end{bmatrix}$ as", "1 x 3 matrix [[3, 2, 1]]"),
    (equations, "% definition: eq-scales-total\n", "", "eq-scales-total has no test"),
    (equations, "definition: eq-scales-total", "definition: eq-scales-sum", "eq-scales-sum follows"),
    (equations, "$$ (eq-scales-twice)", "$$ (eq-scales-double)", "eq-scales-double has no test"),
    (coverage, "A-01 A-02", "A-01 A-99", "A-99 is no item"),
    (coverage, "% covers: A-04", "% covers: A-04 A-03", "A-03 can be run"),
    (coverage, "% covers: A-04", "% covers:", "must name an item"),
    (coverage, "% covers: A-04\n", "```{note}\n% covers: A-04\n```\n", "cannot link A-04"),
    (labels, "(sec-scales-history)=", "(sec-history)=", "must read sec-scales-"),
    (labels, "(ch-scales)=\n", "", "put (ch-scales)= before its title"),
    (labels, "linalg_book.scales", "linalg_book.baskets", "the chapter's stem is scales"),
    (labels, ":label: eq-scales-total", ":label: total", "must begin with one of"),
    (cell_form, CELL, CELL + "a = " + "1 + " * 30 + "1\n", "125 characters; 88 is the most"),
    (cell_form, "import Picture\n", "import Picture\n\nstones = 825\n", "the first cell imports"),
    (cell_form, "import Picture\n", "import Picture\n\nnp.set_printoptions(precision=3)\n", None),
    (cell_form, CELL, CELL + "import math\n", "import in the first cell"),
    (cell_form, CELL, CELL + "warnings.simplefilter('ignore')\n", "no filters of warnings"),
    (cell_form, CELL, CELL + "sys.path.append('.')\n", "no sys.path"),
    (cell_form, CELL, CELL + "%matplotlib inline\n", "no magic commands"),
    (cell_form, CELL, CELL + "!pip install numpy\n", "no pip"),
    (cell_form, CELL, CELL + "plt.rcParams['figure.dpi'] = 1\n", "no Matplotlib settings"),
    (cell_form, CELL, CELL + "try:\n    a = 1\nexcept ImportError:\n    pass\n", "no imports that are tried"),
    (cell_form, "```{code-cell}\ncounts", "```{code-cell}\n:tags: [skip-execution]\ncounts", "from being tested"),
    (cell_form, "```{code-cell}\ncounts", "```{code-cell}\n:tags: [hide-input]\ncounts", "only the input of figures"),
    (cell_form, "  display_name: Python 3", "  display_name: Python", "begins with these lines"),
    (figures, "    name: fig-scales-parts\n", "", "must begin with fig-scales-, got none"),
    (figures, "name: fig-scales-total", "name: fig-total", "got fig-total"),
    (figures, "      The total.\n", "", "the figure has no caption"),
    (figures, 'Picture(Figure(figsize=(1, 1)), alt="Two bars.")', "Figure(figsize=(1, 1))", "its last line gives none"),
    (figures, 'alt="Two bars."', 'alt=" "', "this cell fails"),
    (figures, 'Picture(Figure(figsize=(1, 1)), alt="Two bars.")', MUTE, "has no text that says what is to be seen"),
    (figures, "print(parts, parts.sum()", 'Picture(Figure(), alt="x")  # (', "give it mystnb: figure:"),
    (listings, "The table has", WEIGH + "The table has", None),
    (listings, "The table has", WEIGH.replace("weigh", "wiegh") + "The table has", "no function wiegh in"),
    (listings, "The table has", WEIGH.replace("scales.", "") + "The table has", "linalg_book.module.function"),
    (listings, "The table has", INCLUDE + "The table has", "show a function by {listing}"),
    (wording, "Three apples", "As shown above, three apples", "'above': cite a place"),
    (wording, "| pears |", "| see below |", "'below'"),
    (wording, "It weighs", "It simply weighs", "'simply' tells"),
    (wording, "      The total.", "      The obvious total, easily.", "'easily' tells"),
    (wording, "Weigh nine apples", "Weigh nine coloured apples", "write 'colored'"),
    (wording, "Weigh nine apples", "Normalise nine centres", "write 'Normalize'"),
    (wording, "Weigh nine apples", "% word-ok:\nWeigh nine apples", "must give its reason"),
    (wording, "Weigh nine apples", "% word-ok: over zero\nWeigh apples above zero", None),
    (wording, "Three apples", "Adjust three, justly, and print `just`", None),
    (chapters, "(sec-scales-summary)=\n## Summary", "(sec-scales-end)=\n## Summary", "(sec-scales-summary)="),
    (chapters, "## Further reading", "## Reading", "the last sections must be"),
    (chapters, "- A basket is", "- A basket\n-\n-\n-\n-\n- is", "the summary has 6 lines"),
    (chapters, "(sec-scales-history)=\n", "", "'Where it comes from' needs its label"),
    (chapters, "**You need**", "**Needs**", "bullets"),
    (chapters, ":class-card: chapter-card\n", "", "the chapter has no card"),
    (chapters, ":::{hint}\nMultiply.\n:::\n", "", "ex-scales-code has no hint"),
    (chapters, "{solution-start} ex-scales-code", "{solution-start} ex-scales-none", "ex-scales-code has no solution"),
    (chapters, ":class: dropdown\n", "", "needs :class: dropdown"),
    (chapters, ":::{exercise-end}\n:::\n", "", "not closed by its own end"),
    (chapters, "```{testoutput}\n:hide:\n\n1350.0\n```\n", "", "runs no cell with a testoutput"),
    (chapters, "The table has", BOX + "The table has", None),
    (chapters, "The table has", BOX.replace("A says", "C says") + "The table has", "is titled 'Source A"),
    (chapters, "The table has", BOX.replace(":name:", "\n:name:") + "The table has", "needs ':name: cor-scales-…'"),
    (chapters, "The table has", BOX.replace("\n\n825.", "") + "The table has", "and one with what holds"),
    (labels, "The table has", BOX.replace("cor-scales", "cor-pears") + "The table has", "must read cor-scales-…"),
    (results, "float(9 * grams[0])", "float(9 * grams[0]), True", None),
    (results, "\n1350.0\n", "\n(1350.0, True)\n", "a tuple of unlike things"),
    (results, "\n1350.0\n", "\n(1350.0, 'grams')\n", "a tuple of unlike things"),
    (results, "\n1350.0\n", "\n(1350.0, array([1.]))\n", "a tuple of unlike things"),
    (results, "\n1350.0\n", "\n(1350.0, -3, np.float64(2.5), 1j)\n", None),
    (pointers, "Weigh nine apples", "% later: levers\nWeigh nine apples with a lever", None),
    (pointers, "Weigh nine apples", "% later:\nWeigh nine apples", "must name the stem of a chapter, got nothing"),
    (pointers, "Weigh nine apples", "% later: Levers\nWeigh nine apples", "must name the stem"),
    (pointers, "Weigh nine apples", "% later: scales\nWeigh nine apples", "scales stands now"),
]


@pytest.mark.parametrize(("gate", "old", "new", "said"), FAULTS, ids=[f"{name_of(f[0])}-{f[2][:25]}" for f in FAULTS])
def test_a_planted_fault_is_seen(gate, old, new, said, sample):
    plant(sample, old, new)
    found = gate.problems(sample / "book" / "scales.md")
    assert [problem.file for problem in found] == ["book/scales.md"] * len(found)
    if said is None:
        assert found == []
    else:
        assert said in "\n".join(problem.message for problem in found)


@pytest.mark.parametrize(
    ("gate", "old", "new"),
    [
        (numbers, "make 825 grams", "make 826 grams"),
        (numbers, "| 0.455 |", "| 0.454 |"),
        (numbers, "of 450 and 375", "of 451 and 375"),
        (numbers, "187.5 = 825", "187.5 = 824"),
        (matrices, "187.5 \\end{p", "187.6 \\end{p"),
        (wording, "It weighs", "It simply weighs"),
        (wording, "of 450 and", "of just 450 and"),
        (cell_form, "\nparts = counts * grams", "\nimport math"),
    ],
)
def test_the_line_of_a_fault_is_named(gate, old, new, sample):
    line = plant(sample, old, new)
    assert {problem.line for problem in gate.problems(sample / "book" / "scales.md")} == {line}


@pytest.mark.parametrize(("length", "told"), [(88, 0), (89, 1)])
def test_a_listing_with_a_long_line_is_seen_at_its_place(length, told, sample):
    line = plant(sample, "The table has", WEIGH + "The table has")
    plant(sample, "    return 825", "    return 825  #".ljust(length, "-"), "src/linalg_book/scales.py")
    found = listings.problems(sample / "book" / "scales.md")
    assert [(p.line, p.message) for p in found] == told * [(line, "line 2 of weigh has 89 characters; 88 is the most")]


def test_a_fact_proves_nothing_in_another_section(sample):
    plant(sample, "Weigh nine apples", "Weigh 54321 apples")
    assert "which the sentence does not cite" in str(numbers.problems(sample / "book" / "scales.md"))


def test_what_no_test_compares_proves_no_number(sample):
    plant(sample, "Weigh nine apples", "Weigh 4711 apples")
    for tags, proved in (("", True), (":tags: [timing]\n", False)):
        plant(sample, "```{code-cell}\nfloat", f"```{{code-cell}}\n{tags}print(4000 + 711)\nfloat")
        plant(sample, "\n1350.0", "\n4711\n1350.0")
        assert (numbers.problems(sample / "book" / "scales.md") == []) is proved
        shutil.copy(ROOT / "tests" / "data" / "sample" / "scales.md", sample / "book")
        plant(sample, "Weigh nine apples", "Weigh 4711 apples")


def test_a_label_that_stands_twice_is_seen(sample):
    (sample / "book" / "other.md").write_text("(sec-scales-basket)=\n# Other\n", encoding="utf8")
    assert "sec-scales-basket stands in other.md:1 too" in str(labels.repeated(sample / "book"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("test_eq_scales_twice", "test_eq_scales_thrice", "names no labelled equation"),
        ("@given(st.integers())\n", "", "must draw its matrices with Hypothesis"),
        ("    assert 2 * n == n + n\n", "    2 * n == n + n\n", "asserts nothing"),
        ("@given", "@pytest.mark.skip\n@given", "is skipped"),
    ],
)
def test_an_identity_that_tests_no_equation_is_seen(old, new, said, sample):
    folder = sample / "tests" / "identities"
    assert equations.identity_problems(folder, sample / "book") == []
    plant(sample, old, new, "tests/identities/test_scales.py")
    assert said in str(equations.identity_problems(folder, sample / "book"))


def test_an_item_that_is_no_longer_treated_is_seen(sample):
    def commit():
        author = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        for command in (["init", "-q"], ["add", "book"], [*author, "commit", "-q", "--no-verify", "-m", "book"]):
            subprocess.run(["git", "-C", sample, *command], check=True, capture_output=True)

    commit()
    assert coverage.lost(sample) == []
    plant(sample, "% covers: A-04\n", "")
    assert "no page claims A-04 any longer" in str(coverage.lost(sample))
    commit()
    (found,) = coverage.lost(sample)
    (sample / "book" / "other.md").write_text("(ch-other)=\n# Other\n\n% covers: A-04\n", encoding="utf8")
    assert coverage.lost(sample) == []
    assert coverage.lost(sample / "nowhere") is None


@pytest.mark.parametrize(
    ("text", "listed", "said"),
    [
        ("A {term}`basket` is a basket.", "", None),
        ("A *basket* is what one carries.", "", None),
        ("Two {term}`baskets <basket>`.", "", None),
        ("A basketball is none.\n\nA {term}`basket` is one.", "", None),
        ("Two baskets.\n\nA {term}`basket` is one.", "", "'basket' is used here first and not explained"),
        ("Two baskets.", "basket\n", None),
        ("A {term}`basket`.", "basket\n", "'basket' need not be on this list"),
    ],
)
def test_a_term_that_is_used_before_it_is_explained_is_seen(text, listed, said, sample, monkeypatch):
    (sample / "unlinked.txt").write_text(listed, encoding="utf8")
    monkeypatch.setattr(terms, "LIST", sample / "unlinked.txt")
    monkeypatch.setattr(terms, "ROOT", sample)
    (sample / "book" / "glossary.md").write_text("```{glossary}\nbasket\n  What holds apples.\n```\n", encoding="utf8")
    (sample / "book" / "scales.md").write_text(f"(ch-scales)=\n# Scales\n\n{text}\n", encoding="utf8")
    found = [problem.message for problem in terms.problems(sample / "book")]
    assert found == [] if said is None else said in "\n".join(found)


def test_a_term_that_joins_the_list_is_seen(sample, monkeypatch):
    added = "--- /dev/null\n+++ b/unlinked.txt\n@@ -0,0 +1,2 @@\n+basket\n+pear\n"
    monkeypatch.setattr(terms.history, "patches", lambda *_, root: added)
    monkeypatch.setattr(terms, "LIST", sample / "unlinked.txt")
    monkeypatch.setattr(terms, "ROOT", sample)
    for listed, said in (("basket\npear\n", []), ("apple\npear\n", ["'apple' joined the list; it only shrinks"])):
        terms.LIST.write_text(listed, encoding="utf8")
        assert [problem.message for problem in terms.list_problems(sample)] == said


def test_a_list_of_unlike_results_that_says_too_much_or_grows_is_seen(sample, monkeypatch):
    path = sample / "unlike.txt"
    monkeypatch.setattr(results, "LIST", path)
    monkeypatch.setattr(results, "ROOT", sample)

    def listed(count):
        path.write_text(f"scales {count}\n", encoding="utf8")
        return str(results.list_problems(sample))

    def commit():
        author = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        for command in (["init", "-q"], ["add", "unlike.txt"], [*author, "commit", "-q", "--no-verify", "-m", "list"]):
            subprocess.run(["git", "-C", sample, *command], check=True, capture_output=True)

    for old, new in (("\n1350.0\n", "\n(1350.0, True)\n"), ("\nTrue\n", "\n(True, 1)\n")):
        plant(sample, old, new)
    assert listed(2) == "[]"
    assert results.problems(sample / "book" / "scales.md") == []
    assert "scales shows 2 such tuples by now, not 3" in listed(3)
    listed(1)
    assert len(results.problems(sample / "book" / "scales.md")) == 2
    commit()
    assert "scales was down to 1 once" in listed(2)


def test_a_claim_in_a_sample_of_markdown_is_no_claim():
    text = "(sec-x-a)=\n## A\n% covers: A-01\n````\n% covers: A-02\n```\n(sec-x-b)=\n````\n% covers: A-03\n"
    assert parse(text).claims == [("A-01", "sec-x-a"), ("A-03", "sec-x-a")]


def test_a_module_without_chapter_or_tests_is_seen(sample):
    assert labels.module_problems(sample) == []
    (sample / "tests" / "library" / "test_scales.py").unlink()
    (sample / "book" / "scales.md").unlink()
    assert [p.message for p in labels.module_problems(sample)] == [
        "the module has no book/scales.md",
        "the module has no tests/library/test_scales.py",
    ]


LATER = "from linalg_book.weights import heavy\n\n"
LIBRARY_FAULTS = [
    (modules.order_problems, LATER + '__all__ = ["weigh"]', "weights belongs to a later chapter than scales"),
    (modules.order_problems, 'from . import weights\n\n__all__ = ["weigh"]', "weights belongs to a later chapter"),
    (modules.order_problems, 'from .plotting import x\n\n__all__ = ["weigh"]', "does not import its pictures"),
    (modules.order_problems, 'import linalg_book.nothing\n\n__all__ = ["weigh"]', "there is no module nothing"),
    (modules.size_problems, '__all__ = ["weigh"]\n' + "a = 1\n" * 250, "253 lines of code; 250 is the most"),
    (modules.size_problems, '__all__ = []\n\n\ndef long():\n' + "    a = 1\n" * 40, "long has 41 lines"),
    (modules.size_problems, "__all__ = []", "weigh is public and not in __all__"),
    (modules.size_problems, '__all__ = ["weigh", "ghost"]', "__all__ names ghost"),
    (modules.size_problems, "", "the module has no __all__"),
    (modules.import_problems, 'import matplotlib\n\n__all__ = ["weigh"]', "imports matplotlib"),
    (modules.import_problems, 'print("hello")\n\n__all__ = ["weigh"]', "prints something"),
    (modules.import_problems, 'import nothing\n\n__all__ = ["weigh"]', "cannot be imported"),
]


ROOMS = {
    "basket/__init__.py": '"""Baskets."""\n\nfrom linalg_book.basket.handle import grip\n\n__all__ = ["grip"]\n',
    "basket/handle.py": '"""Handles."""\n\nfrom linalg_book.scales import weigh\n\n\ndef grip():\n    return weigh()\n',
    "basket/__main__.py": '"""The program."""\n\nimport argparse\n\nfrom linalg_book.plotting import draw\n'
    '\n\nif __name__ == "__main__":\n    start(main)\n',
    "plotting/basket.py": '"""Pictures."""\n\nfrom linalg_book.basket import grip\n\n__all__ = []\n',
    "weights.py": '"""Weights."""\n\nfrom linalg_book.basket import grip\n\n__all__ = []\n',
}
SCALES = "from linalg_book.scales import weigh"
ROOM_FAULTS = [  # file, what stands there, what is planted, what is said
    ("basket/__init__.py", "__all__", "SIZE = 3\n__all__", "re-exports what its parts define"),
    ("basket/__init__.py", "__all__", "from linalg_book.scales import weigh\n\n__all__", "re-exports what its parts"),
    ("basket/__init__.py", "import grip", "import grip as handle", "handle is also something that basket gives"),
    ("basket/handle.py", '"""\n\n', '"""\n\nimport argparse\n', "arguments are parsed in __main__.py only"),
    ("basket/handle.py", '"""\n\n', '"""\n\nfrom argparse import Namespace\n', "parsed in __main__.py only"),
    ("basket/handle.py", SCALES, "from .._program import Parser", "arguments are parsed in __main__.py only"),
    ("basket/__main__.py", "start(main)", "sys.exit(main())", "a program ends in start(main)"),
    ("basket/__main__.py", "import argparse\n", "print('ready')\n", "print goes past linalg_book._program"),
    ("basket/__main__.py", "import argparse\n", "p = argparse.ArgumentParser()\n", "ArgumentParser goes past"),
    ("basket/handle.py", SCALES, "from .. import plotting", "a program may"),
    ("basket/handle.py", SCALES, "from ..weights import x", "weights belongs to a later"),
    ("basket/handle.py", "scales import weigh", "basket import grip", "go in a circle: basket"),
    ("basket/handle.py", "scales import weigh", "scales import _weigh", "_weigh is private to scales"),
    ("weights.py", "basket import", "basket.handle import", "basket.handle is a room of basket"),
    ("weights.py", "basket import grip", "basket import handle", "basket.handle is a room of basket"),
    ("plotting/basket.py", "linalg_book.basket", "linalg_book.weights", "weights belongs to a later chapter"),
    ("plotting/basket.py", "book.basket import", "book.plotting.scales import", "draws for another chapter"),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), ROOM_FAULTS)
def test_a_fault_in_the_rooms_of_the_library_is_seen(name, old, new, said, sample):
    plant(sample, "scales\n", "scales\nbasket\nweights\n", "book/index.md")
    package = sample / "src" / "linalg_book"
    (package / "basket").mkdir()
    (package / "plotting" / "scales.py").write_text('"""Pictures."""\n', encoding="utf8")
    for file, text in ROOMS.items():
        (package / file).write_text(text, encoding="utf8")
    assert modules.order_problems(sample) + modules.room_problems(sample) == []
    plant(sample, old, new, f"src/linalg_book/{name}")
    assert said in str(modules.order_problems(sample) + modules.room_problems(sample))


@pytest.mark.parametrize(("gate", "new", "said"), LIBRARY_FAULTS)
def test_a_fault_of_the_library_is_seen(gate, new, said, sample):
    plant(sample, "scales\n", "scales\nweights\n", "book/index.md")
    package = sample / "src" / "linalg_book"
    (package / "weights.py").write_text('__all__ = ["heavy"]\nheavy = 1\n', encoding="utf8")
    assert gate is modules.import_problems or gate(sample) == []
    plant(sample, '__all__ = ["weigh"]', new, "src/linalg_book/scales.py")
    assert said in str(gate(sample))


def test_a_library_that_loads_slowly_is_seen(sample, monkeypatch):
    monkeypatch.setattr(modules, "SLOWEST", 0)
    (found,) = modules.import_problems(sample)
    assert found.message.startswith("importing all modules takes")


def test_a_page_outside_the_tables_of_contents_is_seen(sample):
    assert modules.toctree_problems(sample) == []
    plant(sample, "scales", "scale", "book/index.md")
    assert [problem.message for problem in modules.toctree_problems(sample)] == [
        "no toctree names this page",
        "a toctree names scale, which is no page",
    ]


def test_a_shared_module_that_imports_a_chapter_is_seen(sample):
    path = sample / "src" / "linalg_book" / "_validate.py"
    path.write_text("from linalg_book.scales import weigh\n", encoding="utf8")
    assert "_validate is for all chapters" in str(modules.order_problems(sample))


def test_a_cell_that_the_collector_cannot_find_is_counted(sample):
    path = Path(sample, "book", "scales.md")
    before = len(read(path).cells)
    assert cell_form.fences(path.read_text(encoding="utf8")) == before
    plant(sample, "Weigh nine apples.", "Weigh nine apples.\n\n  :::{code-cell}\n  1 + 1\n  :::\n")
    assert cell_form.fences(path.read_text(encoding="utf8")) == len(read(path).cells) + 1
