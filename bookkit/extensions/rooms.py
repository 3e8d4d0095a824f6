"""A topic is one module to its reader, also where its code lies in a folder.

Its source view shows the face and all parts, one after the other; and Sphinx, which looks for the ``#:`` comments of
data where the data is documented, in the face, finds those of the parts.
"""

import re
from pathlib import Path

from sphinx.pycode import ModuleAnalyzer


def analyzed(root):
    """The code of each topic that has a folder, face and parts analyzed as one module, by the topic's name."""
    found = {}
    for face in sorted(Path(root, "src", "linalg_book").glob("*/__init__.py")):
        if face.parent.name != "plotting":  # a package of modules that are documented one by one
            parts = sorted(path for path in face.parent.glob("*.py") if path != face)
            texts = [f"# {p.parent.name}/{p.name}\n\n{p.read_text(encoding='utf8')}" for p in (face, *parts)]
            name = f"linalg_book.{face.parent.name}"
            found[name] = ModuleAnalyzer.for_string("\n\n".join(texts), name, str(face))
            found[name].analyze()
            found[name].attr_docs = {key: docs for text in texts for key, docs in comments(text).items()}
    return found


def comments(text):
    """The comments of data in one file; in files joined, what begins the next would count as one of the last datum."""
    return ModuleAnalyzer.for_string(text, "").find_attr_docs()


SHOWS = re.compile(r"^\s*\.\. auto|\{auto|^% list:", re.MULTILINE)  # what documents modules


def begin(app, env, docnames):
    global topics
    texts = (Path(env.doc2path(docname)).read_text(encoding="utf8") for docname in docnames)
    topics = analyzed(app.confdir) if any(map(SHOWS.search, texts)) else {}
    ModuleAnalyzer.cache |= {("module", name): topic for name, topic in topics.items()}


def find_source(app, module):
    return (topics[module].code, topics[module].tags) if module in topics else None


def follow(app, module, name):
    return module if module in topics else None  # not to the part that defines it


topics = {}


def setup(app):
    app.connect("env-before-read-docs", begin)
    app.connect("viewcode-find-source", find_source)
    app.connect("viewcode-follow-imported", follow)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
