"""Every formula of the built site, as a screen reader says it: Speech Rule Engine listens to its MathML."""

import html
import json
import re
import shutil
import subprocess

import pytest

from bookkit.browser import SITE
from bookkit.commands import web
from bookkit.extensions.spoken import spoken

pytestmark = pytest.mark.site

SIGNS = "tack|metric|normal|circled|asterisk|identical|arrow|brace|slash|number sign|nabla|triangle|differential|cap"
FORBIDDEN = [  # what a formula of this book never means
    rf"\b({SIGNS}|unknown|positive|left (ceiling|floor))\b",
    "[^ -~]",  # a sign for which the engine has no words
    "to the negative 1 power|-th power of",  # an inverse; a transpose that is taken for a function
    r"\bsub [1-9]{2}\b",  # entry 1 2 of a matrix, not entry twelve
    "times (inverse|transpose|star|mod|dot|end)|(inverse|transpose|star|dot|becomes|superscript) of",
    "(softmax|max|min|norm) comma",
    "Line [0-9]+: blank",
    r"\b[A-EGHJ-NPQU-Za-eghj-z] of\b",  # a product that is taken for a function
]
SAID = {  # what is meant, of each kind of formula
    r"A^\top": "A transpose",
    r"(AB)^\top = B^\top A^\top": "open paren A B close paren transpose equals B transpose A transpose",
    r"A^\top + G G^\top": "A transpose plus G G transpose",
    r"\left(A + B\right)^\top x": "open paren A plus B close paren transpose x",
    r"e_1^\top S e_1": "e sub 1 transpose S e sub 1",
    r"A^{-1} x = 2^{-1}": "A inverse x equals 2 to the negative 1 power",
    r"A^{-\top}": "A inverse transpose",
    r"(X^\top X + \lambda I)^{-1}": "open paren X transpose X plus lamda I close paren inverse",
    r"\lVert x \rVert": "the norm of x",
    r"2 \lVert Ax - b \rVert^2 + c": "2 times the norm of A x minus b end norm squared plus c",
    r"\lVert A(v - w) \rVert^2": "the norm of A times open paren v minus w close paren end norm squared",
    r"|A||B|": "the absolute value of A times the absolute value of B",
    r"\lceil n/c \rceil + 1": "the ceiling of n divided by c end ceiling plus 1",
    r"2 \times 3": "2 by 3",
    r"A \in \mathbb{R}^{m \times n}": "A is a member of r-m by n",
    r"3 \times 10^{8}": "3 times 10 to the eighth power",
    r"\frac43 \cdot 2^{-2}": "four thirds times 2 to the negative 2 power",
    r"w \cdot x = 2 \cdot 3": "w dot x equals 2 times 3",
    r"x \cdot (Ay)": "x dot with A y",
    r"(-1) \cdot (-2)": "negative 1 times negative 2",
    r"A_{i\cdot}": "A sub i dot",
    r"a_{12} b_{ij} c_{10}": "a sub 1 2 b sub i j c sub 10",
    r"a_{ij}^{(k)}": "a sub i j with superscript k",
    r"A \odot B": "A elementwise times B",
    r"A \otimes B": "A Kronecker times B",
    r"a \equiv b \pmod{m}": "a is congruent to b modulo m",
    r"K P \bmod 26": "K P mod 26",
    r"\det A \hat x - \bar y": "determinant A x hat minus y bar",
    r"h d_k, \quad F/P, \quad A(BC)": "h d sub k comma F divided by P comma A times B C",
    r"f(x) + c\,(x + y)": "f of x plus c times open paren x plus y close paren",
    r"\mathrm{fl}(x)": "fl of x",
    r"\operatorname{softmax}\!\left(\frac{x}{2}\right)": "softmax of open paren x over 2 close paren",
    r"\log_2 n": "the log base 2 of n",
    r"x \mapsto -x": "x maps to negative x",
    r"C \leftarrow C + AB": "C becomes C plus A B",
    r"p \implies q \iff r": "p implies q if and only if r",
    r"\Sigma, \Delta A, \ell": "Sigma comma Delta A comma script l",
    r"\partial L / \partial y": "partial L divided by partial y",
    r"\eta\, \nabla L": "eta the gradient of L",
    r"\mathbf{1}\mathbf{1}^\top": "bold 1 bold 1 transpose",
    r"x^* = I^*": "x star equals I star",
    r"\text{row-major: } n + \text{area} - 1": "row major colon n plus area minus 1",
    r"\underbrace{a b}_{W_Q}": "a b labeled W sub Q",
    r"\begin{aligned} a &= b \\ &= c \end{aligned}": "2 lines Line 1: a equals b Line 2: equals c",
    r"\begin{gathered} a \\ {} + b \end{gathered}": "2 lines Line 1: a Line 2: plus b",
    r"\begin{pmatrix} a & 0 \\ 0 & d \end{pmatrix}": "the 2 by 2 matrix Row 1: a 0 Row 2: 0 d",
}
PLANTED = [  # each is wrong, and told, while it is as KaTeX writes it
    r"A^\top",
    r"A^{-1} x = 2^{-1}",
    r"\lVert x \rVert",
    r"\lceil n/c \rceil + 1",
    r"a_{12} b_{ij} c_{10}",
    r"A \odot B",
    r"a \equiv b \pmod{m}",
    r"h d_k, \quad F/P, \quad A(BC)",
    r"\operatorname{softmax}\!\left(\frac{x}{2}\right)",
    r"x \mapsto -x",
    r"C \leftarrow C + AB",
    r"p \implies q \iff r",
    r"\Sigma, \Delta A, \ell",
    r"x^* = I^*",
    r"\partial L / \partial y",
    r"\eta\, \nabla L",
    r"\underbrace{a b}_{W_Q}",
    r"\begin{aligned} a &= b \\ &= c \end{aligned}",
    r"\begin{gathered} a \\ {} + b \end{gathered}",
    r"\mathrm{fl}(x)",
]


def node(entries, *words):
    """What book/_web/speak.mjs answers."""
    web.fetch()
    command, asked = [shutil.which("node") or "node", str(web.SOURCE / "speak.mjs"), *words], json.dumps(entries)
    done = subprocess.run(command, input=asked, capture_output=True, text=True, encoding="utf8", check=True)
    return json.loads(done.stdout)


def forbidden(words):
    words = re.sub(r"\b(sum|product|min|max|log) (over|from|base) .*? of\b", r"\1", words)
    return [match[0] for pattern in FORBIDDEN if (match := re.search(pattern, words))]


@pytest.fixture(scope="module")
def as_written():
    """The MathML that KaTeX makes of the formulas of the table."""
    return dict(zip(SAID, node(list(SAID), "render"), strict=True))


@pytest.fixture(scope="module")
def heard(as_written):
    """What is heard of each formula of the table: as KaTeX writes it, and as it is mended."""
    mended = [spoken(math) for math in as_written.values()]
    said = node([*as_written.values(), *mended])
    return dict(zip(SAID, zip(said[: len(SAID)], said[len(SAID) :], strict=True), strict=True))


@pytest.mark.parametrize("tex", SAID)
def test_formula_is_spoken_as_it_is_meant(heard, tex):
    assert heard[tex][1] == SAID[tex]


@pytest.mark.parametrize("tex", PLANTED)
def test_forbidden_words_tell_a_formula_that_is_not_mended(heard, tex):
    assert forbidden(heard[tex][0])


def test_no_formula_of_the_site_is_spoken_with_a_forbidden_word():
    found = {}
    for path in sorted(SITE.glob("*.html")):
        for math in re.findall(r"<math\b.*?</math>", path.read_text(encoding="utf8"), re.DOTALL):
            found.setdefault(re.sub("<annotation.*</annotation>", "", math, flags=re.DOTALL), (path.name, math))
    wrong = []
    for (page, math), words in zip(found.values(), node(list(found)), strict=True):
        tex = html.unescape((re.findall("<annotation[^>]*>(.*)</annotation>", math, re.DOTALL) or [math])[0])
        wrong.extend(f"{page}: {tex}: {word!r} in {words!r}" for word in forbidden(words))
    assert found
    assert wrong == [], "\n".join(wrong)


def test_annotation_stays(as_written):
    for math in as_written.values():
        assert re.findall("<annotation.*</annotation>", spoken(math)) == re.findall("<annotation.*</annotation>", math)
