"""Say formulas as they are meant: mend the MathML that screen readers get, and leave what is seen as it is.

KaTeX writes each formula twice: as HTML for the eye, and as MathML, out of sight, for screen readers.  The second says
how a formula looks, and so a reader hears "A raised to the down tack power".  Here signs become the words of the field,
"A transpose", as plain text inside the MathML: every screen reader says it, while few know the attribute ``intent``.
``tests/site/test_spoken.py`` listens to every formula of the site.
"""

import functools
import re
import xml.etree.ElementTree as ET

SPACE = "http://www.w3.org/1998/Math/MathML"
APPLY, TIMES = "\N{FUNCTION APPLICATION}", "\N{INVISIBLE TIMES}"
WORDS = {  # between or before what they belong to
    "⊙": "elementwise times", "⊗": "Kronecker times", "≡": "is congruent to", "≈": "is approximately",
    "↦": "maps to", "←": "becomes", "→": "to", "∇": "the gradient of", "∂": "partial", "Δ": "Delta",
    "#": "the number of",
} | dict.fromkeys("⟹⇒", "implies") | dict.fromkeys("⟺⇔", "if and only if")  # fmt: skip
POSTFIX = {"⊤": "transpose", "−1": "inverse", "−⊤": "inverse transpose", "∗": "star"}  # what stands as an exponent
INFIX = {*WORDS.values(), "by", "dot", "dot with", "divided by", "modulo", "with superscript", "times"}
NAMES = {"Re": "real part", "Im": "imaginary part"}
FENCES = {"∥": ("∥", "norm"), "⌈": ("⌉", "ceiling"), "⌊": ("⌋", "floor")}
FUNCTIONS = set("fFOTSΘΦκσηR")  # before a parenthesis; any other letter is multiplied by what stands in it
SIGNS = set("∣|°∑∏")
PREFIXES = tuple(f"the {name} of" for name in ("norm", "ceiling", "floor"))
GUESSED = set("fghFGH")  # speech engines take these for functions wherever they stand
FACTORS = {"mi", "mn", "mfrac", "msqrt", "msub", "msup", "msubsup", "mover", "mrow"}


def element(tag, text=None, *children):
    new = ET.Element(tag)
    new.text = text
    new.extend(children)
    return new


def text(node):
    return "".join(node.itertext())


def base(node):
    """The letter that a formula's part is about: the x of x, of x with an index and of x with a hat."""
    return base(node[0]) if node.tag in {"msub", "msubsup", "mover", "msup"} else text(node)


def narrow(node):
    """Whether an element is a space, less than the width of a letter, which says nothing."""
    return node.tag == "mspace" and float(node.get("width", "0").rstrip("em")) < 1 or (
        node.tag == "mtext" and not re.search(r"[^\s\u2000-\u206f]", text(node))
    )


def one(nodes):
    return nodes[0] if len(nodes) == 1 else element("mrow", None, *nodes)


def said(node):
    """What to put for an element: a list, since "A transpose" are two elements of the row that A stands in."""
    handler = {"msup": scripted, "msubsup": scripted, "munder": braced, "mtable": lines}.get(node.tag)
    if node.tag in {"mrow", "mstyle", "mpadded", "mtd", "math", "msqrt"}:
        return grouped(node)
    if node.tag in {"mi", "mo", "mn", "mtext"}:
        return token(node)
    if handler:
        return handler(node)
    node[:] = [one(said(child)) for child in node]
    return indexed(node)


def grouped(node):
    letters = [child for child in node if child.get("mathvariant") == "normal" and text(child).isalpha()]
    if len(letters) == len(node) > 1:  # the word of \mathrm{fl}
        return [element("mi", text(node))]
    node[:] = row(list(node))
    plain = node.tag in {"mrow", "mstyle", "mpadded"} and not node.findall("mo[@fence]")
    return list(node) if plain else [node]


def token(node):
    name = text(node)
    if node.get("mathvariant") == "normal":
        del node.attrib["mathvariant"]  # else "normal" is read before the letter
    if node.tag == "mtext":
        node.text = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", name).replace("/", " per ")  # not "minus", not "slash"
    elif name in WORDS:
        return [element("mtext", WORDS[name])]
    elif name in NAMES:
        return [element("mi", NAMES[name])]
    elif name == "/":
        return [element("mo", "/")]
    elif node.tag == "mn" and node.get("mathvariant") == "bold":  # vectors of ones beside each other, not eleven
        return [bold(digit) for digit in name]
    elif len(node):
        node[:], node.text = [], name  # tokens hold no elements: the "mod" that KaTeX writes as three letters
    elif name == "ˉ":
        node.text = "¯"
    return [node]


def bold(digit):
    new = element("mn", digit)
    new.set("mathvariant", "bold")
    return new


def indexed(node):
    """Two digits below a letter are a row and a column: "a sub 1 2", not "a sub 12"."""
    if node.tag in {"msub", "msubsup"} and re.fullmatch("[1-9]{2}", text(node[1])) and len(base(node)) == 1:
        node[1] = element("mrow", None, *(element("mn", digit) for digit in text(node[1])))
    return [node]


def scripted(node):
    exponent, below = node[-1], node[1] if node.tag == "msubsup" else None
    power = text(exponent)
    number = node[0].tag == "mn" and node[0].get("mathvariant") != "bold"
    step = below is not None and re.fullmatch(r"\(.*\)", power)  # a(k), the entry at step k, is no power
    if power in POSTFIX and not number or step:
        start = said(node[0] if below is None else element("msub", None, node[0], below))
        if start[-1].tag == "mrow":  # between \left( and \right)
            start = [*start[:-1], *start[-1]]
        if step:
            return [*start, element("mtext", "with superscript"), one(said(exponent))]
        return [*start, element("mtext" if base(start[-1]) in GUESSED else "mo", POSTFIX[power])]
    node[:] = [*said(node[0])[-1:], *(one(said(child)) for child in list(node)[1:])]
    return indexed(node)


def braced(node):
    """A part of a formula with a brace under it that bears a name."""
    if node[0].tag == "munder" and text(node[0][1]) == "⏟":
        return [*said(node[0][0]), element("mtext", "labeled"), *said(node[1])]
    node[:] = [one(said(child)) for child in node]
    return [node]


def lines(node):
    """Each line of an aligned display is one cell, as it is one equation: no "blank" before its equals sign."""
    aligned = node.get("columnalign", "").startswith("right")
    for line in node:
        cells = [child for cell in line for child in cell] if aligned else []
        line[:] = [element("mtd", None, *row(cells, True))] if aligned else [one(said(cell)) for cell in line]
    return [node]


def closing(nodes, start, end):
    """Where the fence closes that opens at a place, if it does."""
    return next((i for i in range(start + 1, len(nodes)) if base(nodes[i]) == end), None)


def fenced(nodes):
    """Norms, ceilings and floors in words."""
    result = list(nodes)
    for i, node in enumerate(nodes):
        if result[i] is not node or node.tag not in {"mo", "mi"} or text(node) not in FENCES:
            continue
        end, name = FENCES[text(node)]
        if (last := closing(nodes, i, end)) is not None:
            result[i] = element("mtext", f"the {name} of")
            short = last == i + 2 and len(base(nodes[i + 1])) == 1 and nodes[i + 1].tag in {"mi", "msub", "mover"}
            result[last] = end_of(nodes[last], name, short)
    return [node for node in result if node is not None]


def end_of(node, name, short):
    """What closes a fence, with the exponent or index that stands on it; nothing after a single letter."""
    if node.tag in {"mo", "mi"}:
        return None if short else element("mtext", f"end {name}")
    if node.tag == "msup" and text(node[1]) == "2":
        return element("mtext", f"end {name} squared")
    node[0] = element("mtext", f"end {name}")
    return node


def row(nodes, continued=False):
    """What stands in a row: fences in words, dots and crosses as they are meant, products with their sign."""
    continued = continued or bool(nodes) and nodes[0].tag == "mrow" and not len(nodes[0])
    flat = []
    for node in fenced(modulo(nodes)):
        flat.extend([None] if narrow(node) else said(node))
    parts = [node for node in flat if node is not None]
    result = []
    for i, node in enumerate(parts):
        before, after = parts[i - 1] if i else None, parts[i + 1] if i + 1 < len(parts) else None
        if before is not None and ends_factor(before):
            spaced = flat[flat.index(node) - 1] is None
            result.extend(product(before, node, spaced))
        alone = before is None or after is None  # the dot of an index, such as that of a whole row
        dotted = text(node) == "⋅" and (alone or vector(parts[i - 1 :: -1]) and vector(parts[i + 1 :]))
        result.append(sign(node, before, after, continued, dotted))
    return kept_together(result)


def product(before, node, spaced):
    """The sign, seen by no one, between two things that are multiplied or a function and what it is applied to."""
    name = base(before).rstrip(APPLY)
    if name in GUESSED and (node.tag == "mtext" or ends_fence(node)):
        return [element("mo", TIMES)]
    word = name.isalpha() and len(name) > 1 and before.tag in {"mi", "msub"}
    if text(node).startswith(PREFIXES):
        return [element("mtext", "times")]
    if not begins_factor(node) or word and text(node)[0] != "(":
        return []
    applied = word or not spaced and name in FUNCTIONS
    return [element("mo", APPLY if applied and text(node)[0] == "(" else TIMES)]


def kept_together(nodes):
    """Parentheses in words where their transpose or inverse follows: engines leave out those of a plain product."""
    result = list(nodes)
    for i, node in enumerate(nodes[1:], 1):
        if node.tag == "mo" and text(node) in POSTFIX.values() and text(nodes[i - 1]) == ")":
            depth, start = 1, i - 1
            while depth and start:
                start -= 1
                depth += (text(nodes[start]) == ")") - (text(nodes[start]) == "(")
            result[start] = element("mtext", "open paren")
            result[i - 1 : i + 1] = [None, element("mtext", f"close paren {text(node)}")]
    return [node for node in result if node is not None]


def modulo(nodes):
    """The parentheses of "(mod 26)" are not read."""
    for i, node in enumerate(nodes):
        if node.tag == "mrow" and text(node) == "mod" and i and text(nodes[i - 1]) == "(":
            last = closing(nodes, i, ")")
            return [*nodes[: i - 1], element("mtext", "modulo"), *nodes[i + 1 : last], *nodes[last + 1 :]]
    return nodes


def ends_factor(node):
    name = text(node)
    if node.tag in {"mo", "mtext"}:
        return name == ")" or name.split()[-1:] and name.split()[-1] in POSTFIX.values() or name.startswith("end ")
    return node.tag in FACTORS and base(node) not in SIGNS or base(node).startswith("end ")


def begins_factor(node):
    return node.tag in FACTORS and base(node) not in SIGNS | {"."} and not ends_fence(node) or text(node) == "("


def sign(node, before, after, continued, dotted):
    """The sign between two parts, in words where an engine would take it for something else."""
    name = text(node) if node.tag == "mo" else ""
    words = before is not None and (before.tag == "mtext" and text(before) not in INFIX or ends_fence(before))
    if name in {"+", "−"} and (words or before is None and continued):
        return element("mo", "plus" if name == "+" else "minus")  # else it is "positive"
    if name == "×" and before is not None and after is not None and not (after.tag == "msup" and after[0].tag == "mn"):
        return element("mtext", "by")  # in this book a cross tells a size, and a dot multiplies
    if dotted:
        return element("mo", "dot with") if after is not None and text(after) == "(" else element("mtext", "dot")
    if name == "/" and (words or base(before) in GUESSED or after is not None and after.tag == "mtext"):
        return element("mtext", "divided by")
    return node


def ends_fence(node):
    return base(node).startswith("end ")


def vector(parts):
    """Whether a small letter comes next, or a parenthesis with a letter: what a dot product is of."""
    if text(parts[0]) in "()":
        return len(parts) > 1 and base(parts[1]).isalpha()
    return parts[0].tag != "msup" and bool(re.fullmatch("[a-zℓ]", base(parts[0])))


@functools.cache
def spoken(math):
    """The MathML of a formula, mended.

    Parameters
    ----------
    math : str
        A ``<math>`` element as KaTeX writes it.

    Returns
    -------
    str
        The element, with the same annotation.
    """
    root = ET.fromstring(re.sub(r' xmlns="[^"]*"', "", math, count=1))
    holder = root[0] if len(root) and root[0].tag == "semantics" else root
    notes = [node for node in holder if node.tag == "annotation"]
    holder[:] = [element("mrow", None, *row([node for node in holder if node.tag != "annotation"])), *notes]
    root.set("xmlns", SPACE)
    return ET.tostring(root, encoding="unicode", short_empty_elements=False)


def speak(html):
    return re.sub(r"<math\b.*?</math>", lambda match: spoken(match[0]), html, flags=re.DOTALL)


def page(app, pagename, templatename, context, doctree):
    for key in ("body", "toc"):
        if context.get(key):
            context[key] = speak(context[key])


def setup(app):
    app.connect("html-page-context", page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
