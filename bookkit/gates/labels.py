"""One stem in four places: chapter, module, tests and labels are named alike, and no label stands twice."""

import re

from bookkit.gates.modules import is_shared, library
from bookkit.page import pages, read
from bookkit.problems import Problem

KINDS = {"ch", "sec", "cor", "eq", "fig", "tab", "code", "def", "thm", "ex", "sol"}
MODULE = re.compile(r"\{py:mod\}`(?:[^`<]*<)?~?([\w.]+)>?`")


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
    there = page.stem in library(page.root)
    bad, named = [], False
    for card in page.directives:
        if card.name != "card" or "chapter-card" not in str(card.options.get("class-card", "")):
            continue
        for match in MODULE.finditer(card.body):
            line = card.body_line + card.body.count("\n", 0, match.start())
            named = True
            if match[1] != f"linalg_book.{page.stem}":
                bad.append(page.problem(line, f"the card names {match[1]}; the chapter's stem is {page.stem}"))
            elif not there:
                bad.append(page.problem(line, f"there is no module linalg_book.{page.stem}"))
            elif not (page.root / "tests" / "library" / f"test_{page.stem}.py").is_file():
                bad.append(page.problem(line, f"there is no tests/library/test_{page.stem}.py"))
    if there and not is_shared(page.stem) and not named:
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
    for module in library(root).values():
        if "." in module.name or module.topic in {"", "plotting"} or module.topic.startswith("_"):
            continue
        wanted = [] if module.shared else [f"book/{module.topic}.md"]
        for place in [*wanted, f"tests/library/test_{module.topic}.py"]:
            if not (root / place).is_file():
                file = module.path.relative_to(root).as_posix()
                bad.append(Problem(file, 1, f"the module has no {place}"))
    return bad
