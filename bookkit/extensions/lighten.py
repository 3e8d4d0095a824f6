"""Make the built site light: one style sheet with only the rules that some page uses.

Sphinx, the theme and the extensions bring eleven style sheets, half a megabyte, of which a page needs a tenth.  When
the build is done ``book/_web/purge.mjs`` joins them into ``_static/site.css``: PurgeCSS leaves out the rules for what
neither a page nor a script of the site names; the book's own sheets stay whole.  ``_static/no-script.css`` repeats the
rules for the two themes for readers without JavaScript, whose browser alone says whether they like it dark.
"""

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

from sphinx.errors import ExtensionError

THEME = ["_static/styles/theme.css", "_static/styles/pydata-sphinx-theme.css"]  # the theme's layout links these itself
REPLACED = ("_static/mystnb.", "_static/exercise.css", "_static/katex-math.css")  # book.css draws all of this itself
UNUSED = ["scripts/fontawesome.js", "scripts/bootstrap.js", "styles/*.map", "scripts/*.map"]  # 6 MB that no page loads


def words(root):
    """All that a style sheet could ask of the pages: the names and values in their tags, and the words of scripts."""
    found, scripts = set(), set()
    for page in root.rglob("*.html"):
        if page.relative_to(root).parts[0] != "_static":
            html = page.read_text(encoding="utf8")
            for tag in set(re.findall(r"<(\w[^<>]*)>", html)):
                found.update(re.findall(r"[\w-]+", tag))
            found.update(re.findall(r"[\w-]+", " ".join(re.findall(r"<script.*?</script>", html, re.DOTALL))))
            scripts.update((page.parent / name).resolve() for name in re.findall(r'<script[^>]* src="([^"?]+)', html))
    for script in scripts:
        if script.is_file() and script.name != "searchindex.js":
            found.update(re.findall(r"[\w-]+", script.read_text(encoding="utf8")))
    return sorted(found)


def sheets(app):
    """The names of the style sheets: those of others, as the pages would link them, and the book's own."""
    linked = sorted(app.builder._css_files, key=lambda sheet: sheet.priority)  # a build may write no page to ask
    own = [f"_static/{name}" for name, _ in app.config.html_css_files]
    theirs = [name for sheet in linked if not (name := str(sheet.filename)).startswith((*REPLACED, *own))]
    return [*THEME, *theirs], own


def finish(app, error):
    if error or app.builder.format != "html":
        return
    root, (theirs, own) = Path(app.outdir), sheets(app)
    static, program = root / "_static", Path(app.srcdir) / "_web" / "purge.mjs"
    asked = json.dumps({"root": root.as_posix(), "theirs": theirs, "own": own, "words": words(root)})
    state = hashlib.sha256(asked.encode() + program.read_bytes())
    for path in sorted(static.rglob("*.css")):
        state.update(path.read_bytes() if path.name not in {"site.css", "no-script.css"} else b"")
    stamp = Path(app.doctreedir) / "lighten"
    made = [static / "site.css", static / "no-script.css"]
    if not all(path.exists() for path in made) or not stamp.exists() or stamp.read_text() != state.hexdigest():
        command = [shutil.which("node") or "node", program]
        done = subprocess.run(command, input=asked, capture_output=True, text=True, encoding="utf8")
        if done.returncode:
            raise ExtensionError(f"the style sheets could not be joined: {done.stderr.strip()}")
        answer = json.loads(done.stdout)
        for path, name in zip(made, ("site", "noScript"), strict=True):
            path.write_text(answer[name], encoding="utf8")
        stamp.write_text(state.hexdigest())
    for file in (file for pattern in UNUSED for file in static.glob(pattern)):
        file.unlink()


def setup(app):
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
