"""Number the chapters across all parts, where Sphinx begins each numbered toctree at 1.

Sphinx has no setting for it: https://github.com/sphinx-doc/sphinx/issues/3357 asks for one.
"""

from docutils import nodes
from sphinx.environment.collectors.toctree import TocTreeCollector

PLACE = "sphinx.environment.collectors.toctree:TocTreeCollector.assign_section_numbers"
assign = TocTreeCollector.assign_section_numbers


def numbered(env):
    """The pages that numbered toctrees list, in reading order."""
    pages = env.toctree_includes
    parts = [part for part in pages.get(env.config.root_doc, ()) if part in env.numbered_toctrees]
    return [page for part in parts for page in pages[part]]


def across(self, env):
    """Let Sphinx number the sections, then put the chapter's own number first."""
    before = env.toc_secnumbers
    assign(self, env)
    for n, page in enumerate(numbered(env), 1):
        numbers = env.toc_secnumbers.get(page, {})
        env.toc_secnumbers[page] = {place: number and (n, *number[1:]) for place, number in numbers.items()}
        for node in [env.titles[page], *env.tocs[page].findall(nodes.reference)]:
            if number := node.get("secnumber"):
                node["secnumber"] = [n, *number[1:]]
    return [page for page, numbers in env.toc_secnumbers.items() if numbers != before.get(page)]


def setup(app):
    TocTreeCollector.assign_section_numbers = across
    return {"parallel_read_safe": True, "parallel_write_safe": True}
