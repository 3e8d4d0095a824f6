"""A page runs again when, and only when, something that its cells use has changed; what breaks stops the build.

What is built bit by bit is the same as what is built at once.

A small book with the real settings is built in a scratch copy, edited, and built again: as usual, and with BOOK_PLAIN
set, which gives the same site.
"""

import re
import shutil
from pathlib import Path

import pytest

from bookkit import scratch

pytestmark = pytest.mark.build

HEAD = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n  display_name: Python 3\n---\n\n"
PAGES = {
    "index.md": "# Book\n\n```{toctree}\nsum\nlab\ndrawn\ngallery\nshown\nlisted\ndata\nplain\ngone\n```\n",
    "sum.md": HEAD + "# Sum\n\n```{code-cell}\nfrom linalg_book.grades import weighted_sum\n\n"
    "weighted_sum([1, 2], [3, 4])\n```\n",
    "lab.md": HEAD + "# Lab\n\n```{code-cell}\nfrom linalg_book.gemm import error_bound\n\n"
    "error_bound(3, 'fp64')\n```\n",
    "drawn.md": HEAD + "# Drawn\n\n```{code-cell}\n---\ntags: [hide-input]\nmystnb:\n  figure:\n    name: fig-drawn\n"
    "    caption: Marks. And more.\n---\nimport numpy as np\n"
    "from linalg_book.plotting.grades import plot_contributions\n\n"
    "plot_contributions(np.array([[1.0, 2.0]]), np.array([3.0]), ['Al'], ['a', 'b'])\n```\n",
    "gallery.md": "# All\n\n```{gallery} index\n```\n",
    "data.md": HEAD
    + "# Data\n\n```{index} ! table\n```\n\n"
    + '```{code-cell}\nfrom pathlib import Path\n\nlen(Path("data/tiny.csv").read_text())\n```\n',
    "plain.md": HEAD + "# Plain\n\n```{code-cell}\n1 + 1\n```\n",
    "shown.md": "# Shown\n\n```{eval-rst}\n.. autofunction:: linalg_book.timing.cuda_is_there\n"
    ".. autofunction:: linalg_book.strassen.strassen_levels\n```\n",
    "listed.md": "# Listed\n\n:::{listing} linalg_book.strassen.strassen_levels\n:::\n\n"
    ":::{listing} linalg_book.strassen.product._recurse\n:::\n",
    "gone.md": "# Gone\n\n```{index} ! parting\n```\n\nSoon.\n",
}
UNRUN = [  # what every page shows, and an edit of it
    ("book/_static/book.css", ":root", "/* a remark */ :root"),
    ("book/_static/figures.js", "use strict", "use strict "),
    ("book/_templates/layout.html", 'page.mode = "auto";', 'page.mode = "auto" ;'),
    ("bookkit/extensions/reach.py", 'placeholder=" …"', 'placeholder=" …."'),
]


def files(site):
    found = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if name != ".buildinfo"}


@pytest.fixture(scope="module", params=["", "1"], ids=["saving time", "plain"])
def builds(tmp_path_factory, request):
    """What each build of a series did: exit status, pages run, what Sphinx said; and two sites to compare.

    Also when the view of a module was made last.
    """
    project = scratch.copy(tmp_path_factory.mktemp("build") / "project")
    for page in (project / "book").glob("*.md"):
        page.unlink()
    for name, text in PAGES.items():
        (project / "book" / name).write_text(text, encoding="utf8")
    library = project / "src" / "linalg_book"
    module = library / "grades" / "weighted.py"
    data = project / "book" / "data" / "tiny.csv"
    data.write_text("1;2\n", encoding="utf8")
    plain = project / "book" / "plain.md"
    view = project / "build" / "html" / "_modules" / "linalg_book" / "timing.html"
    done = {"views": {}}

    def build(name):
        status, log = scratch.build(project, BOOK_PLAIN=request.param)
        done[name] = status, scratch.pages_run(log), log
        done["views"][name] = view.stat().st_mtime_ns

    def edit(path, old, new):
        text = path.read_text(encoding="utf8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf8")

    build("cold")
    build("unchanged")
    module.write_text(module.read_text(encoding="utf8") + "\n# a remark\n", encoding="utf8")
    build("module edited")
    for name in ("_validate.py", "gemm/backend.py", "gemm/__main__.py", "gemm/card.schema.json", "plotting/grades.py", "solving.py"):
        path = library / name
        path.write_text(path.read_text(encoding="utf8") + "\n", encoding="utf8")
        build(f"{name} edited")
    edit(library / "strassen" / "product.py", "if levels == 0", "if levels < 1")
    build("listed function edited")
    done["listed"] = (project / "build" / "html" / "listed.html").read_text(encoding="utf8")
    look = project / "book" / "matplotlibrc"
    look.write_text(look.read_text(encoding="utf8") + "# a remark\n", encoding="utf8")
    build("matplotlibrc edited")
    for name, old, new in UNRUN:
        edit(project / name, old, new)
        build(f"{name} edited")
    data.write_text("1;2\n3;4\n", encoding="utf8")
    build("data edited")
    edit(plain, "1 + 1", "1 + 2")
    build("page edited")
    edit(project / "book" / "drawn.md", "Marks. And", "Grades. And")
    build("caption edited")
    shown = project / "book" / "shown.md"
    edit(shown, "cuda_is_there\n", "cuda_is_there\n.. autofunction:: linalg_book.timing.time_call\n")
    build("more of a module shown")
    edit(project / "book" / "listed.md", "product._recurse", "product._halves")
    build("listing of nothing")
    edit(project / "book" / "listed.md", "product._halves", "product._recurse")
    (project / "book" / "gone.md").unlink()
    edit(project / "book" / "index.md", "gone\n", "")
    edit(project / "bookkit" / "page.py", "Take the text", "Take all the text")  # so that all is read anew
    build("page removed")
    bit_by_bit = files(project / "build" / "html")
    for made in ("html", "doctrees"):
        shutil.rmtree(project / "build" / made)
    build("at once")
    done["sites"] = bit_by_bit, files(project / "build" / "html")
    edit(plain, "1 + 2", "1 / 0")
    build("cell broken")
    edit(plain, "1 / 0", "1 + 2")
    edit(module, "    total = 0.0\n", '    raise RuntimeError("broken on purpose")\n')
    build("module broken")
    return done


SITES = {}


def test_build_plain_gives_the_same_site(builds, request):
    SITES[request.node.callspec.params["builds"]] = builds["sites"][1]
    assert len(SITES) == 1 or SITES[""] == SITES["1"]


def test_build_cold_runs_every_page(builds):
    status, pages, log = builds["cold"]
    assert status == 0, log
    assert pages == ["data", "drawn", "lab", "plain", "sum"]


def test_build_unchanged_reads_and_runs_nothing(builds):
    status, pages, log = builds["unchanged"]
    assert (status, pages) == (0, [])
    assert "0 added, 0 changed, 0 removed" in log


EDITS = {
    "module": ["sum"],
    "_validate.py": ["lab", "sum"],
    "gemm/backend.py": ["lab"],
    "gemm/__main__.py": [],
    "gemm/card.schema.json": ["lab"],
    "plotting/grades.py": ["drawn"],
    "solving.py": [],
    "matplotlibrc": ["drawn"],
    "data": ["data"],
    "page": ["plain"],
}


@pytest.mark.parametrize("edited", [name for name, _, _ in UNRUN])
def test_build_writes_every_page_again_for_what_all_show_and_runs_none(builds, edited):
    status, pages, log = builds[f"{edited} edited"]
    assert (status, pages) == (0, []), log
    written = re.findall(r"writing output\.\.\. \[ *[0-9]+%\] (\S+)", log)
    assert set(written) == {Path(name).stem for name in PAGES}


@pytest.mark.parametrize("edited", EDITS)
def test_build_runs_exactly_the_pages_that_depend_on_an_edit(builds, edited):
    status, pages, log = builds[f"{edited} edited"]
    assert status == 0, log
    assert pages == EDITS[edited]
    assert f"0 added, {len(pages)} changed, 0 removed" in log


def test_build_reads_a_page_again_when_a_function_that_it_lists_has_changed_and_runs_none(builds):
    status, pages, log = builds["listed function edited"]
    assert (status, pages) == (0, []), log
    assert set(re.findall(r"reading sources\.\.\. \[ *[0-9]+%\] (\S+)", log)) == {"listed"}
    assert "if levels &lt; 1" in re.sub(r"</?span[^>]*>", "", builds["listed"])


def test_build_makes_the_view_of_a_module_again_when_pages_show_more_of_it_and_only_then(builds):
    made = builds["views"]
    assert made["data edited"] == made["page edited"] == made["caption edited"] < made["more of a module shown"]


def test_build_bit_by_bit_gives_the_same_site(builds):
    assert b"Grades.</a>" in builds["sites"][1]["gallery.html"]
    assert "_static/gallery/fig-drawn-dark.svg" in builds["sites"][1]
    assert builds["page removed"][0] == builds["at once"][0] == 0, builds["page removed"][2] + builds["at once"][2]
    bit_by_bit, at_once = builds["sites"]
    assert b'"table"' in at_once["searchindex.js"] and b"parting" not in at_once["searchindex.js"]
    assert bit_by_bit.keys() == at_once.keys()
    assert [name for name in at_once if at_once[name] != bit_by_bit[name]] == []


def test_build_fails_at_the_line_of_a_listing_that_leads_nowhere(builds):
    status, _, log = builds["listing of nothing"]
    assert status != 0
    assert "listed.md:6: ERROR: there is no function _halves in linalg_book.strassen" in log


@pytest.mark.parametrize(
    ("broken", "page", "words"),
    [("cell broken", "plain", "ZeroDivisionError"), ("module broken", "sum", "broken on purpose")],
)
def test_build_fails_and_names_page_and_cell(builds, broken, page, words):
    status, _, log = builds[broken]
    assert status != 0
    assert f"{page}.md: WARNING: Executing notebook failed" in log
    assert words in log
