"""Sphinx configuration of the book.  Each unusual setting has its reason beside it."""

import os
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]  # own small extensions, and the library that the pages teach
from bookkit import LOOK  # noqa: E402  (found where the line before says)
from bookkit.extensions import with_ours  # noqa: E402

META = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
URLS = META.get("urls", {})

project = "Matrices for Machine Learning"
author = META["authors"][0]["name"]
copyright = f"{author}. Text CC BY 4.0, code BSD-3-Clause"  # no year: a build must not depend on the date
version = release = META["version"]
language = "en"

extensions = with_ours([
    "myst_nb", "sphinx_design", "sphinx_copybutton", "sphinx_exercise", "sphinxcontrib.katex", "sphinxcontrib.bibtex",
    "sphinx.ext.autodoc", "sphinx.ext.doctest", "sphinx.ext.viewcode", "numpydoc",
])
os.environ.update(LOOK)  # of the figures, for every kernel
root_doc = "index"
exclude_patterns = ["_web", "data", "**/README.md"]
nitpicky = True
# other libraries are named without a link: their inventories would be fetched from outside
nitpick_ignore_regex = [("py:.*", r"ArrayLike|NDArray|array_like|optional|(numpy|scipy|torch|matplotlib|argparse)\..*")]

# cells: run at build time, kept in a cache; a failing cell is a warning and -W makes it fatal (the rest still builds)
nb_execution_mode = "cache"
nb_execution_cache_path = str(ROOT / "build" / "cells")
nb_execution_timeout = 120
nb_execution_show_tb = True  # the traceback of a failing cell goes to the terminal
nb_merge_streams = True
nb_code_prompt_show, nb_code_prompt_hide = "Show the code", "Hide the code"
myst_enable_extensions = ["amsmath", "colon_fence", "deflist", "dollarmath", "attrs_inline", "attrs_block"]
myst_heading_anchors = 0  # sections are cited by their own labels

# mathematics: rendered while building, so that no script runs in the reader's browser
katex_prerender = True
katex_css_path = "katex/katex.min.css"  # of the same version as the renderer, see book/_web
numfig = math_numfig = True
numfig_format = {"figure": "Figure %s"}
math_eqref_format = "({number})"

bibtex_bibfiles = ["book/references.bib"]  # relative to this file
bibtex_default_style = "plain"
bibtex_reference_style = "author_year"

autodoc_typehints = "none"  # types and shapes stand in the docstring
autodoc_member_order = "bysource"
toc_object_entries = False  # else the contents list every function, and are copied for each page
numpydoc_show_class_members = False
copybutton_selector, copybutton_exclude = "div:not(.output) > div.highlight > pre", ".linenos, .gp, .go"

html_theme = "sphinx_book_theme"
html_title = project
templates_path = ["book/_templates"]
html_static_path = ["book/_static", "build/web"]  # own files; libraries laid out by bookkit/commands/web.py
html_css_files = ["book.css"]
html_js_files = ["book.js", "figures.js"]  # the second loads an interactive figure's script when it comes into view
html_favicon = "book/_static/favicon.svg"
html_copy_source = html_show_sourcelink = False
html_show_search_summary = False  # a summary is fetched from its page, which a browser refuses to do from a file
html_additional_pages = {"404": "404.html"}
html_baseurl = os.environ.get("BOOK_URL", URLS.get("Documentation", ""))  # canonical links, only where there is one
html_context = {
    "base": html_baseurl and html_baseurl.rstrip("/") + "/",
    "default_mode": "auto",  # else an error
    "issues": URLS.get("Issues") and URLS["Issues"].rstrip("/") + "/new",
    "author": author,
}
BUTTONS = {"Repository": "fa-solid fa-code-branch", "Issues": "fa-solid fa-circle-question"}  # if it has an address
html_sidebars = {"[!_]*": ["side.html"], "_modules/**": []}  # a hundred pages of code, quickly
html_secnumber_suffix = " "
html_theme_options = {
    # book/_templates/top.html is the only bar, and a page's contents stand under its name in the list of all pages
    **dict.fromkeys(["navbar_start", "navbar_center", "navbar_end", "navbar_persistent"], []),
    **dict.fromkeys(["article_header_start", "article_header_end", "secondary_sidebar_items"], []),
    "article_footer_items": ["cite.html"],
    "use_fullscreen_button": False, "use_download_button": False, "back_to_top_button": False,
    "icon_links": [{"name": name, "url": URLS[name], "icon": icon} for name, icon in BUTTONS.items() if name in URLS],
}
