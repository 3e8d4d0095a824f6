"""How long a page takes to read."""

from docutils import nodes
from sphinx_exercise.nodes import solution_node

WORDS, CODE, INLINE = 130, 6, 15  # in a minute: words, lines of code, formulas inside sentences
UNREAD = (nodes.literal_block, nodes.math, nodes.math_block, nodes.comment, nodes.raw)  # not read as sentences


def minutes(doctree):
    """Estimate the minutes that a reader needs for a page, to five; solutions stay folded.

    A minute for each 130 words, 6 lines of code, 15 formulas in sentences, each displayed formula and each figure.
    """
    shown = list(open_nodes(doctree))
    words = sum(len(text.split()) for text in shown if isinstance(text, nodes.Text) and not unread(text))
    code = sum(block.astext().count("\n") + 1 for block in shown if isinstance(block, nodes.literal_block))
    whole = sum(isinstance(node, nodes.math_block | nodes.figure) for node in shown)
    inline = sum(isinstance(node, nodes.math) for node in shown)
    return 5 * max(1, round((words / WORDS + code / CODE + whole + inline / INLINE) / 5))


def open_nodes(node):
    """A node and all within it, less the solutions."""
    if not isinstance(node, solution_node):
        yield node
        for child in node.children:
            yield from open_nodes(child)


def unread(text):
    """Whether a text stands in code or a formula, at any depth."""
    node = text.parent
    while node is not None and not isinstance(node, UNREAD):
        node = node.parent
    return node is not None
