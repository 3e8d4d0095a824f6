"""Draw all that a reader can unfold as a native ``<details>``: no script, kind to keyboards and screen readers.

That are solutions, hints (``{hint}``), boxes for a second reading (``{fold} Title``), and the code that draws a picture
or only imports: a cell of imports, and of settings of how arrays are printed, is folded away by itself.
"""

from html import escape

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.util.docutils import SphinxDirective
from sphinx_exercise.nodes import (
    depart_solution_node,
    is_extension_node,
    solution_node,
    solution_title,
    visit_solution_node,
)

from bookkit.cells import only_imports


class fold(nodes.General, nodes.Element):
    """What a reader can unfold; its first child is the title."""


class fold_title(nodes.General, nodes.TextElement):
    """The words that are always shown."""


class Fold(SphinxDirective):
    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self):
        self.assert_has_content()
        inner, messages = self.parse_inline(self.arguments[0] if self.arguments else "Hint")
        node = fold("", fold_title("", "", *inner), classes=["fold", self.name])
        self.set_source_info(node)
        node += self.parse_content_to_nodes()
        return [node, *messages]


class Hint(Fold):
    required_arguments = 0


def visit_fold(self, node):
    self.body.append(self.starttag(node, "details"))


def depart_fold(self, node):
    self.body.append("</details>\n")


def visit_title(self, node):
    self.body.append(self.starttag(node, "summary", ""))


def depart_title(self, node):
    self.body.append("</summary>\n")


def visit_solution(self, node):
    if "dropdown" not in node["classes"]:
        return visit_solution_node(self, node)
    title = node[0]  # by now a plain title that links to the exercise; a link in a summary is a button in a button
    for link in list(title.findall(nodes.reference)):
        link.replace_self(link.children)
    node[0] = solution_title("", "", *title.children)
    self.body.append(self.starttag(node, "details", CLASS="fold"))


def depart_solution(self, node):
    return (depart_fold if "dropdown" in node["classes"] else depart_solution_node)(self, node)


def visit_code(self, node):
    """One prompt, or one for each state: what changes them is a style, which readers of EPUBs may not have."""
    prompts = {"collapsed": node["prompt_show"], "expanded": node["prompt_hide"]}
    if len(set(prompts.values())) == 1 or self.builder.name.startswith("epub"):
        prompts = {"always": node["prompt_show"]}
    words = "".join(f'<span class="{state}">{escape(prompt)}</span>' for state, prompt in prompts.items())
    self.body.append(f'<details class="hide {" ".join(node["classes"])}">\n<summary>{words}</summary>\n')


def read(app, doctree):
    for node in doctree.findall(is_extension_node):  # sphinx-exercise gives all of a page the same id
        for section in node.children:
            if isinstance(section, nodes.section):
                section["ids"] = [f"{node['label']}-content"]
    for cell in doctree.findall(nodes.container):
        if cell.get("nb_element") == "cell_code" and len(cell) == 1 and only_imports(cell.astext()):
            cell.attributes |= {"hide_mode": "input", "prompt_show": "Imports", "prompt_hide": "Imports"}


def setup(app):
    for other in ("myst_nb", "sphinx_exercise"):
        app.setup_extension(other)
    app.add_directive("hint", Hint, override=True)
    app.add_directive("fold", Fold)
    app.add_node(fold, html=(visit_fold, depart_fold))
    app.add_node(fold_title, html=(visit_title, depart_title))
    app.add_node(solution_node, override=True, html=(visit_solution, depart_solution))
    app.add_node(solution_title, override=True, html=(visit_title, depart_title))
    app.add_node(HideCodeCellNode, override=True, html=(visit_code, depart_fold))
    app.connect("doctree-read", read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
