"""Every number on a page is computed where it stands, or cited from ``facts.toml``, to the digits written.

Where it stands: in the cell before or after it (pictures and imports are passed over), in its exercise or the solution
of that, in an equation of its sentence or a statement before it (``gates/holds.py``), or in the cells of a section,
formula, figure or exercise that the sentence refers to (for a table or a formula also the sentence before it).  A title
repeats a number of the text under it; the registry of devices counts where it is used or named, and of devices that the
sentence names only these.
"""

import functools
import re
import tomllib
from decimal import Decimal

from bookkit import written
from bookkit.evidence import Evidence, of_cells, of_hardware
from bookkit.gates import arithmetic, holds
from bookkit.page import pages, read

WAIVER = re.compile(r"number-ok:\s*(.*)")
REFERENCE = re.compile(r"\{(?:ref|numref|eq)\}`(?:[^`<]*<)?([\w-]+)>?`")
HARDWARE = re.compile(r"\blinalg_book\.hardware\b|\bdevice\(|\bDEVICES\b|\{ref\}`[^`]*ch-hardware>?`")
NAMED = re.compile(r"(?<!\S)[0-9][0-9.,]*(?=[\s:,])")  # the numbers that a waiver names
YEAR = re.compile(r"(?:15|16|17|18|19|20)[0-9]{2}")


def problems(path):
    """The numbers of a page that nothing proves, and the waivers that are empty or not needed."""
    return problems_of(read(path))


def problems_of(page):
    """The same of a page that was read."""
    found, waived = _check(page)
    bad = [page.problem(number.line, _message(number, key)) for number, key in found if number is not None]
    for line, comment in page.comments.items():
        if waiver := WAIVER.match(comment):
            if not waiver[1].strip():
                bad.append(page.problem(line, "'% number-ok: 12 is …' must name the number and give its reason"))
            elif line not in waived:
                bad.append(page.problem(line, "no number after this '% number-ok' needs it; take it away"))
    return bad


def count_proved(path):
    """How many numbers of a page are proved by its cells, the hardware registry or a cited fact."""
    page = read(path)
    evidence = _Proofs(page)
    return sum(evidence.of(number, block) == "" for block in page.blocks for number in written.numbers(block.pieces))


def _message(number, key):
    if key:
        return f"{number.text} stands in facts.toml from '{key}', which the sentence does not cite"
    return (
        f"{number.text} is not printed by any cell near, nor by one that the sentence refers to; compute it here, "
        "refer to where it is computed, say '% holds: …' before it, cite it in facts.toml or name it in '% number-ok:'"
    )


def _check(page):
    """The unproved numbers, each with the source it should have cited or None, and the lines of waivers in use."""
    proofs, found, waived = _Proofs(page), [], set()
    for block in page.blocks:
        years = _cited_years(page, block)
        for number in written.numbers(block.pieces):
            proof = proofs.of(number, block)
            if proof == "" or (YEAR.fullmatch(number.text) and int(number.text) in years.get(number.line, ())):
                continue
            place = block.start if block.place in {"formula", "caption", "table", "title", "html"} else number.line
            comments = page.comments_before(place).items()
            waivers = {line for line, text in comments if WAIVER.match(text) and number.text in re.findall(NAMED, text)}
            waived |= waivers
            if not waivers:
                found.append((number, proof))
    return found, waived


class _Proofs:
    """All that can prove a number of one page."""

    def __init__(self, page):
        self.page = page
        self.facts = facts(page.path.parent)
        self.labels = cells_of_labels(page.path.parent)

    def of(self, number, block):
        """'' for a number that is proved, the key of a source that should be cited, or None."""
        if block.place == "heading":
            return "" if number.text in self._texts_under(number.line) else None
        if any(evidence.proves_number(number) for evidence in self._evidence(number, block)):
            return ""
        keys = [fact["source"] for fact in self.facts if Evidence([Decimal(str(fact["value"]))]).proves_number(number)]
        if not keys:
            return None
        return "" if cited(self.page, self._sentence(number, block)) & set(keys) else keys[0]

    def _evidence(self, number, block):
        """What may prove a number: cells near it, an equation of the sentence, what that refers to, the registry."""
        yield of_cells(self.page.neighbors(number.line))
        lines = self._sentence(number, block)
        yield Evidence(Decimal(value) for line, value in arithmetic.results(self.page) if line in lines)
        yield Evidence(holds.proved(self.page, block))
        sentence = [self.page.lines[line - 1] for line in lines]
        for label in REFERENCE.findall("\n".join(sentence)):
            yield of_cells(self.labels.get(label, ()))
        if HARDWARE.search("\n".join(self._own(number.line) + sentence)):
            yield of_hardware("\n".join(sentence))

    def _texts_under(self, line):
        """The numbers, as they are written, in the text under a heading; each of them is proved there."""
        first, last = self.page.section(line)
        blocks = [block for block in self.page.blocks if block.place != "heading" and first <= block.line <= last]
        return {number.text for block in blocks for number in written.numbers(block.pieces)}

    def _own(self, line):
        return [text for first, last in self.page.places(line) for text in self.page.lines[first - 1 : last]]

    def _sentence(self, number, block):
        """The lines of the sentence that holds a number; of a row, a formula, a caption also the line before."""
        if block.place == "prose":
            return [number.line]
        before = next((n for n in range(block.start - 1, 0, -1) if self.page.lines[n - 1].strip()), 1)
        return [before, *range(block.start, number.line + 1)] if not block.row else [before, number.line]


def cells_of_labels(book):
    """The cells that prove what a label names: of a section all, else those before and after it; of a chapter none."""
    return _cells_of_labels(tuple((path, path.stat().st_mtime_ns) for path in pages(book)))


@functools.cache
def _cells_of_labels(files):
    found = {}
    for path, _ in files:
        page = read(path)
        titles = {heading.line for heading in page.headings}
        for label, line in page.labels:
            at = next((n for n in (line + 1, line + 2) if n in titles), None)  # of a section, its heading
            if at is None:
                found[label] = page.neighbors(line)
            elif not label.startswith("ch-"):
                found[label] = page.cells_under(at)
    return found


def cited(page, lines):
    """The keys that are cited in some lines."""
    pieces = [p for block in page.blocks for p in block.pieces if p.kind == "cite" and p.line in lines]
    return {key.strip() for piece in pieces for key in piece.text.split(",")}


def facts(book):
    """The entries of ``facts.toml``: value, unit, source, and what it is."""
    return _toml(book / "facts.toml").get("fact", [])


def _toml(path):
    return tomllib.loads(path.read_text(encoding="utf8"), parse_float=Decimal) if path.is_file() else {}


def _cited_years(page, block):
    """By line, the years of the works that are cited there; every year, where all works are listed."""
    years = {}
    published = _published(page.path.parent)
    for piece in block.pieces:
        if piece.kind == "cite":
            for key in piece.text.split(","):
                known = published.get(key.strip())
                years.setdefault(piece.line, set()).update([known] if known else range(1500, 2100))
    return years


def _published(book):
    """The year of each work in the book's bibliography."""
    path = book / "references.bib"
    return _years(path.read_text(encoding="utf8")) if path.is_file() else {}


@functools.cache
def _years(bibliography):
    entries = re.findall(r"@\w+\s*\{\s*([^,\s]+)\s*,(.*?)(?=^@|\Z)", bibliography, re.DOTALL | re.MULTILINE)
    found = {key: re.search(r"\byear\s*=\s*[{\"]?\s*([0-9]{4})", body, re.IGNORECASE) for key, body in entries}
    return {key: int(year[1]) for key, year in found.items() if year}
