"""Reduce LaTeX to its numbers and operators, for reading by machine."""

import re

GROUP = "\ue002"  # stands for a thousands mark: {,} or a thin space between digits
OPERATORS = {"times": "×", "cdot": "·", "approx": "≈", "simeq": "≈", "sim": "≈", "lvert": "(", "rvert": ")", "mid": "|"}
SILENT = set(
    "left right quad qquad displaystyle textstyle hline limits nonumber circ"
    " big Big bigl bigr Bigl Bigr bigg biggl biggr".split()
)
NO_OPERAND = set(  # a minus sign after one of these belongs to its number
    "le leq ge geq ne neq lt gt ll gg in to mapsto pm mp div odot otimes oplus implies iff Rightarrow rightarrow"
    " longrightarrow propto equiv sum prod int max min log ln exp sin cos tan det rank tr frac dfrac tfrac sqrt"
    " cdots dots text colon".split()
)
SETTINGS = re.compile(
    r"\\begin\{(?:array|tabular)\}\s*\{[^{}]*\}"
    r"|\\(?:hspace|vspace|color|label|tag|ref|eqref)\*?\{[^{}]*\}|\\textcolor\{[^{}]*\}|\\html\w+\{[^{}]*\}"
    r"|\\h?phantom\{[^{}]*\}|(?<=\\\\)\s*\[[^\]]*\]"
)


def plain_latex(latex):
    """LaTeX with its numbers and operators kept and the rest reduced; its lines stay."""
    text = SETTINGS.sub(" ", latex)
    text = re.sub(r"\\begin\{\w+\*?\}", "(", text)
    text = re.sub(r"\\end\{\w+\*?\}", ")", text)
    text = text.replace("{,}", GROUP).replace("{-}", "-").replace(r"\%", "%").replace(r"\\", ";")
    text = re.sub(r"(?<=[0-9])\\[,;](?=[0-9]{3}(?![0-9]))", GROUP, text)
    text = re.sub(r"\\[dt]?frac\s*([0-9])\s*([0-9])", r" \1/\2 ", text)
    text = re.sub(r"\\[dt]?frac\s*([0-9])", r" \1/", text)
    text = re.sub(r"([_^])\s*([0-9])(?=[0-9])", r"\1{\2} ", text)  # without braces a script is one digit
    text = re.sub(r"\\[{}|]", "|", text)
    text = re.sub(r"\\[,;:! ]", " ", text)
    return re.sub(r"\\([A-Za-z]+|.)", _command, text).replace("\u2212", "-")


def _command(match):
    name = match[1]
    if name in OPERATORS:
        return OPERATORS[name]
    return " " if name in SILENT else " ∘ " if name in NO_OPERAND else " X "
