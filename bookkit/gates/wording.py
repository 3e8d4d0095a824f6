"""Words that a page avoids: references by place, belittling adverbs, British spellings."""

import re

from bookkit.page import read

WAIVER = re.compile(r"word-ok:\s*(.*)")
PLACE = re.compile(r"\b(above|below)\b", re.IGNORECASE)
BELITTLING = re.compile(r"\b(simply|obviously|clearly|just|easy|easily)\b", re.IGNORECASE)
STEMS = (
    "normal|initial|optim|regular|general|special|factor|diagonal|orthogonal|orthonormal|vector|parallel|minim|maxim"
    "|standard|character|summar|organ|recogn|real|util|visual|symmetr|random|final|memor|penal|emphas|quant|token|linear|local|equal"
    "|discret|parametr|parameter|categor|synchron|stabil|polar|ideal|priorit|serial|capital|fact"
)
BRITISH = {
    rf"\b(?:re|un|de|pre)?(?:{STEMS})i(s)(?:e|es|ed|er|ers|ing|ation|ations|able)\b": "z",
    r"\b(?:mono|tri|bi)?\w*col(our)\w*": "or",
    r"\b(?:behavi|fav|neighb|hon|flav|lab|vap|harb)(our)\w*": "or",
    r"\b(?:epi)?cent(re)(?:s|d)?\b": "er",
    r"\b(?:kilo|milli|centi)?met(re)s?\b": "er",
    r"\bfib(re)s?\b": "er",
    r"\bgr(e)y\w*": "a",
    r"\b(?:ana|para)ly(s)(?:e|ed|er|ing)\b": "z",
    r"\b(?:mode|labe|cance|trave|tota|leve|signa|channe)(ll)(?:ed|ing|er|ers)\b": "l",
    r"\b(?:art)(e)facts?\b": "i",
    r"\bprogra(mme)s?\b": "m",
    r"\b(?:de|of)fen(c)e\b": "s",
    r"\bcatalog(ue)s?\b": "",
    r"\bjud(ge)ments?\b": "g",
    r"\bful(fil)s?\b": "fill",
    r"\bwhil(st)\b": "e",
    r"\b(?:learn|spel|burn|dream)(t)\b": "ed",
    r"\btoward(s)\b": "",
}


def problems(path):
    """The words on a page that it should avoid, and the waivers that are empty or not needed."""
    page = read(path)
    bad, used = [], set()
    for block in page.blocks:
        for text, line in _lines(block):
            for message in _faults(text):
                place = block.start if block.place in {"caption", "title", "table", "html"} else line
                waivers = {n for n, comment in page.comments_before(place).items() if WAIVER.match(comment)}
                used |= waivers
                if not waivers:
                    bad.append(page.problem(line, message))
    for line, comment in page.comments.items():
        if waiver := WAIVER.match(comment):
            if not waiver[1].strip():
                bad.append(page.problem(line, "'% word-ok:' must give its reason"))
            elif line not in used:
                bad.append(page.problem(line, "no word after this '% word-ok' needs it; take it away"))
    return bad


def _lines(block):
    """The prose of a block, line by line; what is no prose leaves a gap."""
    lines = {}
    for piece in block.pieces:
        text = piece.text if piece.kind == "text" else " · "
        for n, part in enumerate(text.split("\n")):
            if not (part == "" and n):
                lines[piece.line + n] = lines.get(piece.line + n, "") + part
    return [(text, line) for line, text in lines.items()]


def _faults(text):
    end = "or put '% word-ok: reason' before it"
    for match in PLACE.finditer(text):
        yield f"'{match[0]}': cite a place by its role, as {{ref}} or {{numref}}, {end}"
    for match in BELITTLING.finditer(text):
        yield f"'{match[0]}' tells a stuck reader that others are not; leave it out, {end}"
    for pattern, american in BRITISH.items():
        for match in re.finditer(pattern, text, re.IGNORECASE):
            start, stop = match.start(1) - match.start(), match.end(1) - match.start()
            yield f"'{match[0]}' is British; write '{match[0][:start]}{american}{match[0][stop:]}', {end}"
