"""Make the built site light: one style sheet with only the rules that some page uses.

Sphinx, the theme and the extensions bring eleven style sheets, half a megabyte, of which a page needs a tenth.  When
the build is done they are joined into ``_static/site.css``, less their rules for classes and ids that neither a page
nor a script of the site names; the book's own sheets stay whole.  ``_static/no-script.css`` repeats the rules for the
two themes for readers without JavaScript, whose browser alone says whether they like it dark.
"""

import posixpath
import re
from pathlib import Path

THEME = ["_static/styles/theme.css", "_static/styles/pydata-sphinx-theme.css"]  # the theme's layout links these itself
REPLACED = ("_static/mystnb.", "_static/exercise.css", "_static/katex-math.css")  # book.css draws all of this itself
UNUSED = ["scripts/fontawesome.js", "scripts/bootstrap.js", "styles/*.map", "scripts/*.map"]  # 6 MB that no page loads

TOKEN = re.compile(r""" "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' | url\(\s*[^"'\s)][^)]*\) | [{};] """, re.X | re.S)
URL = re.compile(r"""url\(\s*(?!["']?(?:data:|\#))["']?([^"')]+)["']?\s*\)""")
IMPORT = re.compile(r"""@import\s+(?:url\()?["']([^"']+)["']\)?""")


def rules(css):
    """Split a style sheet into its outermost rules: what stands before the braces and what stands in them."""
    depth = start = 0
    for token in TOKEN.finditer(css):
        if token[0] == "{":
            if depth == 0:
                head, inner = css[start : token.start()].strip(), token.end()
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if depth == 0:
                yield head, css[inner : token.start()].strip()
                start = token.end()
        elif token[0] == ";" and depth == 0:
            yield css[start : token.start()].strip(), None
            start = token.end()


def names(selector):
    """Classes and ids that an element must have for a selector to apply; arguments as in ``:not(.x)`` do not count."""
    while "(" in selector:
        selector, found = re.subn(r"\([^()]*\)", "", selector)
        if not found:
            break
    return [set(re.findall(r"[.#](-?[A-Za-z_][\w-]*)", part)) for part in re.sub(r"\[[^]]*\]", "", selector).split(",")]


def needed(css, words):
    """Keep the rules that could apply to a page whose classes and ids are among the words."""
    for head, block in rules(css):
        if block is None or head.startswith(("@font-face", "@keyframes", "@page", "@property")):
            if not head.startswith(("@charset", "@import")):
                yield head + (";" if block is None else "{" + block + "}")
        elif head.startswith("@"):
            if inner := "".join(needed(block, words)):
                yield head + "{" + inner + "}"
        elif any(part <= words for part in names(head)):
            yield head + "{" + block + "}"


def read(root, name, seen):
    """Read a style sheet and those that it imports, unless seen before, with addresses as from ``_static``."""
    if name in seen or not (root / name).is_file():
        return ""
    seen.add(name)
    css = re.sub(r"/\*.*?\*/", "", (root / name).read_text(encoding="utf8"), flags=re.DOTALL)
    here = posixpath.dirname(name)
    imported = "".join(read(root, posixpath.normpath(posixpath.join(here, n)), seen) for n in IMPORT.findall(css))
    return imported + URL.sub(lambda m: f"url({posixpath.relpath(posixpath.join(here, m[1]), '_static')})", css)


def for_theme(css, theme):
    """Repeat the rules for a theme as rules for a page on which no script has chosen one."""
    mark = re.compile(rf"""\[data-theme=["']?{theme}["']?\]""")
    for head, block in rules(css):
        if block is not None and mark.search(head):
            yield mark.sub("[data-theme=auto]", head) + "{" + block + "}"


def finish(app, error):
    if error or app.builder.format != "html":
        return
    root, static = Path(app.outdir), Path(app.outdir) / "_static"
    words, scripts = set(), set()
    for page in root.rglob("*.html"):
        if static not in page.parents:
            html = page.read_text(encoding="utf8")
            words.update(" ".join(re.findall(r"""\b(?:class|id)=["']([^"']*)""", html)).split())
            words.update(re.findall(r"[\w-]+", " ".join(re.findall(r"<script.*?</script>", html, re.DOTALL))))
            scripts.update((page.parent / name).resolve() for name in re.findall(r'<script[^>]* src="([^"?]+)', html))
    for script in scripts:
        if script.is_file() and script.name != "searchindex.js":
            words.update(re.findall(r"[\w-]+", script.read_text(encoding="utf8")))
    linked = sorted(app.builder._css_files, key=lambda sheet: sheet.priority)  # a build may write no page to ask
    own = [f"_static/{name}" for name, _ in app.config.html_css_files]
    theirs = [name for sheet in linked if not (name := str(sheet.filename)).startswith((*REPLACED, *own))]
    seen = set()
    css = "".join(needed("".join(read(root, name, seen) for name in [*THEME, *theirs]), words))
    css += "".join(read(root, name, seen) for name in own)
    dark = "@media (prefers-color-scheme:dark){" + "".join(for_theme(css, "dark")) + "}"
    (static / "site.css").write_text(css, encoding="utf8")
    (static / "no-script.css").write_text("".join(for_theme(css, "light")) + dark, encoding="utf8")
    for file in (file for pattern in UNUSED for file in static.glob(pattern)):
        file.unlink()


def setup(app):
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
