"""Read a page as its reader sees it: prose, tables, captions and formulas, each with its line; code apart.

The parser is MyST's own, so that what counts as code, comment or formula is what the built page shows.  Nothing else
in this project reads the Markdown of a page.
"""

import functools
import html
import itertools
import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from bookkit import BOOK
from bookkit.cells import Cell
from bookkit.problems import Problem

FOLDERS = {"_static", "_templates", "_web", "data"}  # of a book, that hold no pages
EXTENSIONS = {"amsmath", "colon_fence", "deflist", "dollarmath", "attrs_inline", "attrs_block"}  # as in conf.py
DIRECTIVE = re.compile(r"\{(?P<name>[\w:+.-]+)\}[ \t]*(?P<argument>.*)")
OPTION = re.compile(r":(?P<name>[\w-]+):[ \t]*(?P<value>.*)")
CODE = {  # directives whose body no reader reads as text
    "code-cell", "testoutput", "testcode", "testsetup", "doctest", "code", "code-block", "sourcecode", "listing",
    "include", "toctree", "bibliography", "concordance", "mermaid", "automodule", "autofunction", "autoclass",
    "autosummary", "currentmodule", "eval-rst", "status",
}  # fmt: skip
UNTITLED = {"solution", "solution-start", "figure", "image", "grid", "grid-item", "glossary", "only", "contents"}
SHOWN_OPTIONS = {"alt", "caption"}
CLAIM = re.compile(r"covers:\s*(.*)")  # items of the sources that the text after such a comment treats
INTERACTIVE = re.compile(r"\binteractive=\"(\w+)\"")
PLACE = re.compile(r"(?:ch|sec)-")  # what a claim can be linked to
TARGETS = {"ref", "numref", "eq", "doc", "download", "any", "term"}  # ``text <target>`` shows its text


@dataclass(frozen=True)
class Piece:
    """A stretch of one kind: ``text``, ``math`` (LaTeX), ``code``, ``cite`` (its keys) or ``other`` (a bare role)."""

    kind: str
    text: str
    line: int


@dataclass
class Block:
    """What is read in one go: a paragraph, a heading, a cell of a table, a caption, a title, a formula."""

    place: str
    pieces: list
    start: int  # line that a ``% …-ok:`` comment stands before, for what takes more than a line
    row: int = 0  # line of the row, for a cell of a table

    @property
    def line(self):
        return self.pieces[0].line if self.pieces else self.start


@dataclass
class Directive:
    """A fenced directive, and where it opens and closes."""

    name: str
    argument: str
    options: dict
    line: int
    last: int
    body: str
    body_line: int


@dataclass
class Heading:
    level: int
    line: int
    title: str


@dataclass(eq=False)
class Page:
    """A page, taken apart."""

    path: Path
    text: str
    lines: list
    blocks: list = field(default_factory=list)
    directives: list = field(default_factory=list)
    headings: list = field(default_factory=list)
    comments: dict = field(default_factory=dict)  # line -> text after the percent sign
    labels: list = field(default_factory=list)  # (label, line)
    formulas: list = field(default_factory=list)  # (label or "", line of its opening, LaTeX)
    cells: list = field(default_factory=list)
    front: dict = field(default_factory=dict)  # what stands before the page, between two lines ---
    own: set = field(default_factory=set)  # lines of the comments and labels that stand in no directive

    @property
    def draft(self):
        """Whether the page says that it is not finished."""
        return self.front.get("draft") is True

    @property
    def claims(self):
        """The items that the page claims, each with the label that stands nearest before the claim."""
        places = [(line, label) for label, line in self.labels if line in self.own and PLACE.match(label)]
        found = []
        for line, comment in self.comments.items():
            before = [label for at, label in places if at < line]
            if line in self.own and before and (claim := CLAIM.match(comment)):
                found += [(item, before[-1]) for item in claim[1].split()]
        return found

    @property
    def interactive(self):
        """The name of the script that brings a figure of the page to life, as a cell says; None if there is none."""
        named = (INTERACTIVE.search(cell.source) for cell in self.cells)
        return next((match[1] for match in named if match), None)

    @property
    def stem(self):
        return self.path.stem

    @property
    def root(self):
        return self.path.parents[1]

    def problem(self, line, message):
        return Problem(self.path.relative_to(self.root).as_posix(), line, message)

    def section(self, line):
        """First and last line of the innermost section that holds a line."""
        before = [h for h in self.headings if h.line <= line]
        if not before:
            return 1, (self.headings[0].line - 1 if self.headings else len(self.lines))
        here = before[-1]
        after = [h.line for h in self.headings if h.line > here.line and h.level <= here.level]
        return here.line, (after[0] - 1 if after else len(self.lines))

    @functools.cached_property
    def gates(self):
        """The exercises and solutions: label of the exercise, first and last line."""
        found, opening = [], None
        for directive in self.directives:
            if directive.name in {"exercise-start", "solution-start"}:
                opening = directive
            elif opening and directive.name == opening.name.replace("start", "end"):
                label = opening.argument if opening.name == "solution-start" else opening.options.get("label")
                found.append((label, opening.line, directive.last))
                opening = None
        return found

    @property
    def tables(self):
        """The tables, each as a list of rows of blocks."""
        cells = [block for block in self.blocks if block.place == "table"]
        for _, table in itertools.groupby(cells, lambda block: block.start):
            yield [list(row) for _, row in itertools.groupby(table, lambda block: block.row)]

    def places(self, line):
        """Where what a line says is shown: first and last lines of its exercise with the solution, or of its section.

        What stands before the first section is a section of its own.
        """
        own = [label for label, first, last in self.gates if first <= line <= last]
        if own:
            return [(first, last) for label, first, last in self.gates if label == own[0]]
        first, last = self.section(line)
        if len(self.headings) > 1 and first == self.headings[0].line:
            last = self.headings[1].line - 1
        return [(first, last)]

    def cells_near(self, line):
        """The cells of the section, or of the exercise and its solution, that holds a line."""
        return [cell for first, last in self.places(line) for cell in self.cells if first <= cell.line <= last]

    def cells_under(self, line):
        """The cells under a heading, those of its subsections too."""
        first, last = self.section(line)
        return [cell for cell in self.cells if first <= cell.line <= last]

    def neighbors(self, line):
        """Of these the one at a line or before it, and the next, asides passed over; of an exercise all."""
        near = self.cells_near(line)
        if any(first <= line <= last for _, first, last in self.gates):
            return near
        before = [cell for cell in near if cell.line <= line]
        after = near[len(before) :]
        start = max((n for n, cell in enumerate(before) if not cell.is_aside), default=0)
        end = next((n for n, cell in enumerate(after) if not cell.is_aside), len(after))
        return before[start:] + after[: end + 1]

    def comments_before(self, line):
        """The unbroken run of comment lines that ends just before a line, as {line: text}."""
        found = {}
        while (line := line - 1) in self.comments:
            found[line] = self.comments[line]
        return found


def pages(book=BOOK):
    """The pages of a book, in the order of their names."""
    inner = [folder for folder in Path(book).iterdir() if folder.is_dir() and folder.name not in FOLDERS]
    return sorted([*Path(book).glob("*.md"), *(path for folder in inner for path in folder.rglob("*.md"))])


def read(path):
    """Take a page apart; a page that has not changed is read once."""
    path = Path(path)
    return parse(path.read_text(encoding="utf8"), path)


@functools.cache
def parse(text, path=BOOK / "page.md"):
    """Take the text of a page apart."""
    page = Page(path, text, text.splitlines())
    _walk(page, text, 0, top=True)
    for cell in page.cells:
        _caption(page, cell)
    page.labels.sort(key=lambda pair: pair[1])
    return page


@functools.cache
def _parser():
    return create_md_parser(MdParserConfig(enable_extensions=EXTENSIONS), RendererHTML)


def _walk(page, text, offset, top=False):
    """Parse Markdown whose first line follows line ``offset`` of the page, and file what is in it."""
    table = None
    tokens = _parser().parse(text)
    if top:
        _cells(page, tokens)
    for i, token in enumerate(tokens):
        line = offset + token.map[0] + 1 if token.map else 0
        if token.type == "table_open":
            table = line
        elif token.type == "table_close":
            table = None
        elif token.type == "inline":
            place = "table" if table else "heading" if tokens[i - 1].type == "heading_open" else "prose"
            row = line if table else 0
            page.blocks.append(Block(place, _pieces(token.children or [], line), table or line, row))
            if place == "heading" and top:
                page.headings.append(Heading(int(tokens[i - 1].tag[1]), line, token.content))
        elif token.type in {"fence", "colon_fence"}:
            _directive(page, token, line, offset)
        elif token.type in {"math_block", "math_block_label", "amsmath"}:
            _formula(page, token.info.strip() if token.type == "math_block_label" else "", line, token.content, line)
        elif token.type == "myst_line_comment":
            for n, comment in enumerate(token.content.split("\n")):
                page.comments[line + n] = comment.strip().removeprefix("%").strip()
                page.own |= {line + n} if top else set()
        elif token.type == "myst_target":
            page.labels.append((token.content, line))
            page.own |= {line} if top else set()
        elif token.type == "front_matter":
            page.front = yaml.safe_load(token.content) or {}
        elif token.type == "html_block":
            page.blocks.append(Block("html", [Piece("text", _visible(token.content), line)], line))


def _pieces(children, line):
    """The inline tokens of a block as pieces; soft breaks tell the lines apart."""
    pieces, link = [], False
    for child in children:
        kind, text = "other", child.content
        if child.type in {"softbreak", "hardbreak"}:
            pieces.append(Piece("text", "\n", line))
            line += 1
            continue
        if child.type == "link_open":
            link = child.markup in {"autolink", "linkify"}
        elif child.type == "link_close":
            link = False
        if child.type == "text":
            kind = "other" if link else "text"
        elif child.type.startswith("math_inline"):
            kind = "math"
        elif child.type == "myst_role":
            kind, text = _role(child.meta["name"], text)
        elif child.type == "image":
            kind = "text"
        elif child.type == "code_inline":
            kind = "code"
        elif child.type != "html_inline":
            continue
        pieces.append(Piece(kind, text, line))
        line += text.count("\n")
    return pieces


def _role(name, content):
    """What a role shows: the keys of a citation, a formula, the text beside a target, or nothing to check."""
    if name.startswith("cite"):
        return "cite", content
    if name == "math":
        return "math", content
    if ":" in name or name in {"code", "kbd", "file", "command"}:
        return "other", ""
    if titled := re.fullmatch(r"(.*?)\s*<[^<>]*>", content, re.DOTALL):
        return "text", titled[1]
    return ("other", "") if name in TARGETS - {"term"} else ("text", content)


def _directive(page, token, line, offset):
    """File a fence: a directive's title, its shown options and, unless it is code, its body."""
    match = DIRECTIVE.match(token.info.strip())
    if not match:
        return
    name, argument = match["name"], match["argument"].strip()
    options, skip = _options(token.content)
    body = "\n".join(token.content.split("\n")[skip:])
    found = Directive(name, argument, options, line, offset + token.map[1], body, line + 1 + skip)
    page.directives.append(found)
    if name != "math":
        page.labels += [(str(options[key]), line) for key in ("label", "name") if options.get(key)]
    if name == "math":
        latex = f"{argument}\n{body}" if argument else body
        _formula(page, str(options.get("label", "")), line, latex, found.body_line)
    elif name == "raw":
        page.blocks.append(Block("html", [Piece("text", _visible(body), found.body_line)], line))
    elif name not in CODE:
        if argument and name not in UNTITLED:
            page.blocks.append(Block("title", _inline(argument, line), line))
        for key in SHOWN_OPTIONS & options.keys():
            page.blocks.append(Block("caption", _inline(str(options[key]), line), line))
        if name == "glossary":
            body = "\n".join(part.strip() for part in body.split("\n"))  # indented text is a definition, not code
        _walk(page, body, found.body_line - 1)
    elif name == "code-block" and options.get("caption"):
        page.blocks.append(Block("caption", _inline(str(options["caption"]), line), line))


def _options(content, typed=False):
    """The options at the head of a directive's body, read as YAML or as texts, and how many lines they take."""
    lines = content.split("\n")
    if lines and lines[0].strip() == "---":
        end = next((i for i, text in enumerate(lines[1:], 1) if text.strip() == "---"), 0)
        return (yaml.safe_load("\n".join(lines[1:end])) or {}), end + 1
    options = {}
    for count, text in enumerate(lines):
        if not (match := OPTION.fullmatch(text.strip())):
            return options, count
        options[match["name"]] = yaml.safe_load(match["value"]) if typed else match["value"].strip()
    return options, len(lines)


def _inline(text, line):
    (token, *_) = [t for t in _parser().parse(text) if t.type == "inline"] or [None]
    return _pieces(token.children, line) if token else []


def _formula(page, label, line, latex, latex_line):
    page.formulas.append((label, line, latex))
    page.blocks.append(Block("formula", [Piece("math", latex, latex_line)], line))
    if label:
        page.labels.append((label, line))


def _visible(markup):
    """The text of a piece of HTML, its line breaks kept."""

    def gap(match):
        return "\n" * match[0].count("\n") or " "

    markup = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", gap, markup, flags=re.DOTALL | re.IGNORECASE)
    return html.unescape(re.sub(r"<[^>]*>", gap, markup))


def _cells(page, tokens):
    """File the code cells, each with the hidden ``{testoutput}`` right after it."""
    starts = [0, *itertools.accumulate(len(line) + 1 for line in page.text.split("\n"))]
    offset = [min(start, len(page.text)) for start in starts]  # of each line; the last one may lack its end
    before = None
    for token in tokens:
        match = DIRECTIVE.match(token.info.strip()) if token.type == "fence" else None
        if match and match["name"] == "code-cell":
            options, skip = _options(token.content, typed=True)
            before = Cell(
                start=offset[token.map[0]],
                cell_end=offset[token.map[1]],
                end=offset[token.map[1]],
                line=token.map[0] + 1,
                source="".join(token.content.splitlines(keepends=True)[skip:]),
                source_line=token.map[0] + 2 + skip,
                options=options,
            )
            page.cells.append(before)
        elif match and match["name"] == "testoutput" and before and offset[token.map[0]] == before.cell_end:
            options, skip = _options(token.content)
            if "hide" in options:
                lines = token.content.splitlines(keepends=True)[skip:]
                before.expected = "".join(lines[1:] if lines[:1] == ["\n"] else lines)
                before.end = offset[token.map[1]]


def _caption(page, cell):
    """File the caption and the name of a figure that a cell draws."""
    figure = (cell.options.get("mystnb") or {}).get("figure") or {}
    if figure.get("name"):
        page.labels.append((str(figure["name"]), cell.line))
    caption = str(figure.get("caption") or "").rstrip()
    if caption:
        first = caption.split("\n")[0].strip()
        line = next(n for n in range(cell.line, len(page.lines)) if first[:40] in page.lines[n]) + 1
        page.blocks.append(Block("caption", _inline(caption, line), cell.line))
