"""Draw a solution of class ``dropdown`` as a native ``<details>``: no script, kind to keyboards and screen readers."""

from docutils import nodes
from sphinx_exercise.nodes import depart_solution_node, solution_node, solution_title, visit_solution_node


def visit(self, node):
    if "dropdown" not in node["classes"]:
        return visit_solution_node(self, node)
    title = node[0]  # by now a plain title that links to the exercise; a link in a summary is a button in a button
    for link in list(title.findall(nodes.reference)):
        link.replace_self(link.children)
    node[0] = solution_title("", "", *title.children)
    self.body.append(self.starttag(node, "details", CLASS="admonition"))


def depart(self, node):
    if "dropdown" not in node["classes"]:
        return depart_solution_node(self, node)
    self.body.append("</details>\n")


def visit_title(self, node):
    self.body.append(self.starttag(node, "summary", "", CLASS="admonition-title"))


def depart_title(self, node):
    self.body.append("</summary>\n")


def setup(app):
    app.setup_extension("sphinx_exercise")
    app.add_node(solution_node, override=True, html=(visit, depart))
    app.add_node(solution_title, override=True, html=(visit_title, depart_title))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
