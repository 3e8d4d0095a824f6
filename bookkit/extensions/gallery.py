"""The directive ``{gallery} atwork``: all pictures of a part, small, each with its number and what it shows.

A picture leads to its place, the name of what draws it to the list of drawings.  The page holds no picture itself, or
it would be heavy: each is a file in ``_static/gallery``, once in the colors of light pages and once in those of dark
ones, loaded when it comes near.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from bookkit import order

SVG = re.compile(r'<svg [^>]*class="picture".*?</svg>', re.DOTALL)
BOX = re.compile(r'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"')
DRAWS = re.compile(r"\bplot_\w+")
END = re.compile(r"[.?!](?=\s+[A-Z]|\s*$)")  # of a sentence
PATH = re.compile(r' d="[^"]*"')
TOKEN = re.compile(r"(--book-[\w-]+):\s*([^;]+);")
PAGE, THEMES = "gallery", ("light", "dark")
MEASURED = {"tag_timing", "tag_gpu"}  # such a picture differs from build to build; its file has a folder of its own
IMAGE = '<img class="dark-light on-{}" src="{}" alt="" width="{}" height="{}" loading="lazy">'


@dataclass(frozen=True)
class Picture:
    """A picture of a page: the id of its figure, what its caption says first, the function that draws it, its SVG."""

    id: str
    says: tuple  # of nodes
    draws: str
    svg: str
    measured: bool

    @property
    def file(self):
        return f"{'measured/' * self.measured}{self.id}"


class GalleryNode(nodes.General, nodes.Element):
    """Stands for the pictures of a part until all pages have been read."""


class Gallery(SphinxDirective):
    """``{gallery} operations``, the name of a part."""

    required_arguments = 1

    def run(self):
        return [GalleryNode(part=self.arguments[0])]


def first_sentence(caption):
    """What a caption says first, formulas and code as they are, links as their text."""
    said = []
    for child in caption.children:
        text = child.astext()
        if isinstance(child, nodes.Text) and (end := END.search(text)):
            return (*said, nodes.Text(text[: end.end()]))
        kept = isinstance(child, (nodes.math, nodes.literal, nodes.emphasis))
        said.append(child.deepcopy() if kept else nodes.Text(text))
    return tuple(said)


def found(doctree):
    """The pictures of a page, in order."""
    for cell in doctree.findall(nodes.container):
        for figure in cell.findall(nodes.figure) if "cell" in cell["classes"] else ():
            svg = next((match for raw in figure.findall(nodes.raw) if (match := SVG.search(raw.astext()))), None)
            if svg and figure["ids"]:
                draws = DRAWS.findall(next(cell.findall(nodes.literal_block)).astext())
                says, measured = first_sentence(next(figure.findall(nodes.caption))), MEASURED & set(cell["classes"])
                yield Picture(figure["ids"][0], says, draws[-1] if draws else "", svg[0], bool(measured))


def pictures(env):
    return env.__dict__.setdefault("book_pictures", {})


def read(app, doctree):
    pictures(app.env)[app.env.docname] = list(found(doctree))


def purge(app, env, docname):
    pictures(env).pop(docname, None)


def tokens(sheet, theme):
    """The colors and typefaces of a theme, as the book's style sheet has them."""
    blocks = re.findall(rf':root \{{(.*?)\}}|html\[data-theme="{theme}"\] \{{(.*?)\}}', sheet, re.DOTALL)
    return dict(pair for block in blocks for pair in TOKEN.findall("".join(block)))


def file(svg, values):
    """A picture as a file of its own, in the colors of a theme, with paths as fine as a small picture needs."""
    used = {name for name in values if name in svg} | {"--book-ink", "--book-sans"}
    look = "".join(f"{name}:{values[name]};" for name in sorted(used & values.keys()))
    style = f"<style>svg{{{look}color:var(--book-ink);font-family:var(--book-sans)}}</style>"
    head, rest = svg.split(">", 1)
    paths = PATH.sub(lambda path: re.sub(r"(\d\.\d)\d+", r"\1", path[0]), rest)
    return re.sub(r' (?:role|aria-label|class|style)="[^"]*"', "", head) + ">" + style + paths


class Fill(SphinxPostTransform):
    default_priority = 8

    def run(self, **kwargs):
        parts = {part.stem: part for part in order.parts(Path(self.env.srcdir))}
        for node in list(self.document.findall(GalleryNode)):
            stems = parts[node["part"]].stems if node["part"] in parts else ()
            shown = [(stem, picture) for stem in stems for picture in pictures(self.env).get(stem, ())]
            items = [nodes.list_item("", *self.item(*one)) for one in shown]
            node.replace_self(nodes.bullet_list("", *items, classes=["gallery"]) if items else [])

    def item(self, stem, picture):
        """A picture with its number and what it shows, linked to its place; what draws it, linked to the list."""
        number = ".".join(map(str, self.env.toc_fignumbers.get(stem, {}).get("figure", {}).get(picture.id, ())))
        name = nodes.strong("", (self.config.numfig_format.get("figure") or "%s") % number if number else "")
        label = [*self.images(picture), name, nodes.Text(" "), *(node.deepcopy() for node in picture.says)]
        yield nodes.paragraph("", "", self.link(stem, picture.id, *label))
        objects = self.env.domaindata["py"]["objects"]
        own = f"linalg_book.plotting.{stem}.{picture.draws}"
        drawing = own if own in objects else next((n for n in objects if n.endswith(f".{picture.draws}")), None)
        if drawing:
            code = nodes.literal("", picture.draws)
            yield nodes.paragraph("", "", self.link(objects[drawing].docname, objects[drawing].node_id, code))

    def images(self, picture):
        if self.app.builder.name != "html":  # nothing else has the files
            return
        width, height = (round(float(side)) for side in BOX.search(picture.svg).groups())
        for theme in THEMES:
            image = IMAGE.format(theme, f"_static/gallery/{picture.file}-{theme}.svg", width, height)
            yield nodes.raw("", image, format="html")

    def link(self, docname, anchor, *children):
        address = self.app.builder.get_relative_uri(self.env.docname, docname) + f"#{anchor}"
        return nodes.reference("", "", *children, internal=True, refuri=address)


def updated(app, env):
    """The page that shows the pictures, if these, their captions or their numbers have changed."""
    now = [
        (picture.file, [node.astext() for node in picture.says], picture.draws, BOX.findall(picture.svg),
         env.toc_fignumbers.get(stem, {}).get("figure", {}).get(picture.id))
        for stem in sorted(pictures(env)) for picture in pictures(env)[stem]
    ]  # fmt: skip
    before, env.book_gallery = getattr(env, "book_gallery", None), now
    return [] if before == now else sorted({PAGE} & env.found_docs)


def write(app, error):
    """Write the files of all pictures that changed, and remove those of pictures that are gone."""
    if error or app.builder.name != "html":
        return
    folder = Path(app.outdir, "_static", "gallery")
    sheet = Path(app.srcdir, "_static", "book.css").read_text(encoding="utf8")
    looks = {theme: tokens(sheet, theme) for theme in THEMES}
    files = {
        folder / f"{picture.file}-{theme}.svg": file(picture.svg, look)
        for page in pictures(app.env).values() for picture in page for theme, look in looks.items()
    }  # fmt: skip
    for path, text in files.items():
        if not path.is_file() or path.read_text(encoding="utf8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf8", newline="")
    for path in set(folder.rglob("*.svg")) - files.keys():
        path.unlink()


def setup(app):
    app.add_node(GalleryNode)
    app.add_directive("gallery", Gallery)
    app.add_post_transform(Fill)
    app.connect("doctree-read", read)
    app.connect("env-purge-doc", purge)
    app.connect("env-get-updated", updated, priority=950)  # when figures have their numbers
    app.connect("build-finished", write)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
