"""A chapter opens with its card and closes with summary, exercises and reading; exercises have solutions that run."""

import re

from bookkit import corrections
from bookkit.gates.modules import library
from bookkit.order import appendices
from bookkit.page import read

SUMMARY = 5  # lines
ENDING = {"Summary": "summary", "Exercises": "exercises", "Further reading": "reading"}
BULLET = re.compile(r"^- \*\*(You will|You need|Module)\*\*", re.MULTILINE)


def problems(path):
    """What the form of a chapter lacks; other pages have no such form."""
    page = read(path)
    boxes = list(corrections.problems(page))
    if page.stem in appendices(page.path.parent):
        return boxes
    return boxes + _opening(page) + _ending(page) + _exercises(page)


def _opening(page):
    """One title; then the card with its bullets."""
    titles = [h for h in page.headings if h.level == 1]
    if len(titles) != 1 or page.headings[0].level != 1:
        return [page.problem(titles[1].line if len(titles) > 1 else 1, "a page has one title, and it comes first")]
    cards = [d for d in page.directives if d.name == "card" and d.options.get("class-card") == "chapter-card"]
    if not cards:
        return [page.problem(titles[0].line, "the chapter has no card: :::{card} with :class-card: chapter-card")]
    card, bad = cards[0], []
    between = [text for text in page.lines[titles[0].line : card.line - 1] if text.strip() and not text.startswith("%")]
    if between:
        bad.append(page.problem(card.line, "the card comes right after the title"))
    bullets = BULLET.findall(card.body)
    wanted = ["You will", "You need", "Module"]
    if page.stem in library(page.root) and bullets != wanted:
        bad.append(page.problem(card.line, f"the card's bullets are {', '.join(wanted)}, each in bold"))
    elif bullets[:2] != wanted[:2]:
        bad.append(page.problem(card.line, "the card's first bullets are You will and You need, each in bold"))
    return bad


def _ending(page):
    """Labelled sections; the last three are Summary, Exercises and Further reading."""
    sections = [h for h in page.headings if h.level == 2]
    labels = {line: label for label, line in page.labels}
    bad = []
    if [h.title for h in sections[-3:]] != list(ENDING):
        bad.append(page.problem(len(page.lines), f"the last sections must be {', '.join(ENDING)}, in this order"))
    for heading in sections:
        label = labels.get(heading.line - 1, "")
        wanted = f"sec-{page.stem}-{ENDING.get(heading.title, '')}"
        if not label.startswith(wanted) or (heading.title in ENDING and label != wanted):
            shown = wanted + "…" * (heading.title not in ENDING)
            bad.append(page.problem(heading.line, f"'{heading.title}' needs its label right before it: ({shown})="))
        first, last = page.section(heading.line)
        body = [text for text in page.lines[first:last] if text.strip() and not re.match(r"%|\([\w-]+\)=", text)]
        if heading.title == "Summary" and len(body) > SUMMARY:
            bad.append(page.problem(heading.line, f"the summary has {len(body)} lines; {SUMMARY} is the most"))
        if heading.title == "Further reading" and not page.draft and not re.search(r"\{cite", "\n".join(body)):
            bad.append(page.problem(heading.line, "Further reading cites nothing"))
    return bad


def _exercises(page):
    """Gated exercises, each with a hint and a solution that runs."""
    parts = [d for d in page.directives if re.fullmatch(r"(?:exercise|solution)(?:-start|-end)?", d.name)]
    bad = [page.problem(d.line, f"write {d.name}-start and {d.name}-end") for d in parts if "-" not in d.name]
    parts = [d for d in parts if "-" in d.name]
    for opening, closing in zip(parts[::2], parts[1::2], strict=False):
        if not opening.name.endswith("start") or closing.name != opening.name.replace("start", "end"):
            return [*bad, page.problem(opening.line, f"{opening.name} is not closed by its own end")]
    if len(parts) % 2:
        return [*bad, page.problem(parts[-1].line, f"{parts[-1].name} stands alone")]
    gates = list(zip(parts[::2], parts[1::2], strict=True))
    exercises = [gate for gate in gates if gate[0].name == "exercise-start"]
    solutions = {o.argument: (o, c) for o, c in gates if o.name == "solution-start"}
    for opening, closing in exercises:
        bad += [page.problem(opening.line, message) for message in _exercise(page, opening, closing, solutions)]
    for name, (opening, closing) in solutions.items():
        if name not in {o.options.get("label") for o, _ in exercises}:
            bad.append(page.problem(opening.line, f"the solution is of {name or 'nothing'}, no exercise of this page"))
        bad += [page.problem(opening.line, message) for message in _solution(page, opening, closing)]
    return bad


def _exercise(page, opening, closing, solutions):
    label = str(opening.options.get("label", ""))
    if not label.startswith(f"ex-{page.stem}-"):
        yield f"the exercise's label must begin with ex-{page.stem}-, got {label or 'none'}"
    if not opening.argument:
        yield "the exercise has no title"
    if label not in solutions:
        yield f"exercise {label} has no solution"
    if not any(d.name == "hint" and opening.line < d.line < closing.line for d in page.directives):
        yield f"exercise {label} has no hint: :::{{hint}}"


def _solution(page, opening, closing):
    wanted = opening.argument.replace("ex-", "sol-", 1)
    if opening.options.get("label") != wanted:
        yield f"the solution's label must be {wanted}"
    if opening.options.get("class") != "dropdown":
        yield "the solution needs :class: dropdown"
    cells = [cell for cell in page.cells if opening.line < cell.line < closing.line]
    if not any(cell.expected is not None for cell in cells):
        yield "the solution runs no cell with a testoutput"
