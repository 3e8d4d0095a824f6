"""One stem in four places: chapter, module, tests and labels are named alike, and no label stands twice."""

import re

from promises import Problem, pages
from promises.page import read

KINDS = {"ch", "sec", "eq", "fig", "tab", "code", "def", "thm", "ex", "sol"}
MODULE = re.compile(r"\{py:mod\}`(?:[^`<]*<)?~?([\w.]+)>?`")
# modules that belong to no chapter, beside those whose names begin with _
SUPPORT = {"__init__", "hardware", "tex", "timing"}


def problems(path):
    """The labels of a page that are not made of a kind and the page's stem, and a card that names another module."""
    page = read(path)
    bad = []
    for label, line in page.labels:
        kind, _, rest = label.partition("-")
        if kind == "ch" and rest == page.stem:
            continue
        if kind not in KINDS:
            bad.append(page.problem(line, f"label {label} must begin with one of {', '.join(sorted(KINDS))}"))
        elif kind == "ch" or not rest.startswith(f"{page.stem}-"):
            wanted = f"ch-{page.stem}" if kind == "ch" else f"{kind}-{page.stem}-…"
            bad.append(page.problem(line, f"label {label} must read {wanted}, after the page"))
    own = f"ch-{page.stem}"
    if page.headings and page.stem != "index" and own not in {label for label, _ in page.labels}:
        bad.append(page.problem(page.headings[0].line, f"the page needs its label: put ({own})= before its title"))
    return bad + _card_problems(page)


def _card_problems(page):
    """The card must name the module of the page's stem, where there is one, and no other."""
    module = page.root / "src" / "linalg_book" / f"{page.stem}.py"
    bad, named = [], False
    for card in page.directives:
        if card.name != "card" or "chapter-card" not in str(card.options.get("class-card", "")):
            continue
        for match in MODULE.finditer(card.body):
            line = card.body_line + card.body.count("\n", 0, match.start())
            named = True
            if match[1] != f"linalg_book.{page.stem}":
                bad.append(page.problem(line, f"the card names {match[1]}; the chapter's stem is {page.stem}"))
            elif not module.is_file():
                bad.append(page.problem(line, f"there is no src/linalg_book/{page.stem}.py"))
            elif not (page.root / "tests" / f"test_{page.stem}.py").is_file():
                bad.append(page.problem(line, f"there is no tests/test_{page.stem}.py"))
    if module.is_file() and page.stem not in SUPPORT and not named:
        bad.append(page.problem(1, f"the card must name the module {{py:mod}}`linalg_book.{page.stem}`"))
    return bad


def repeated(book):
    """The labels that stand in more than one place of a book."""
    seen, bad = {}, []
    for path in pages(book):
        page = read(path)
        for label, line in page.labels:
            if label in seen:
                bad.append(page.problem(line, f"label {label} stands in {seen[label]} too"))
            seen.setdefault(label, f"{path.name}:{line}")
    return bad


def module_problems(root):
    """The modules of the library that no chapter or no test is named after."""
    bad = []
    for path in sorted((root / "src" / "linalg_book").glob("*.py")):
        if path.stem.startswith("_"):
            continue
        wanted = [] if path.stem in SUPPORT else [f"book/{path.stem}.md"]
        for place in [*wanted, f"tests/test_{path.stem}.py"]:
            if not (root / place).is_file():
                bad.append(Problem(f"src/linalg_book/{path.name}", 1, f"the module has no {place}"))
    return bad
