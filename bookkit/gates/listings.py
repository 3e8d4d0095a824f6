"""Code of the library is shown by listings: functions that exist, whole, in lines that a reader sees whole."""

from bookkit.listings import WIDTH, code, find, wide
from bookkit.page import read


def problems(path):
    """The listings of a page that lead nowhere or are too wide, and code that is shown in another way."""
    page = read(path)
    bad = []
    for directive in page.directives:
        if directive.name == "literalinclude":
            bad.append(page.problem(directive.line, "show a function by {listing}, whole and with its name"))
        elif directive.name == "listing":
            bad += [page.problem(directive.line, message) for message in _faults(page, directive)]
    return bad


def _faults(page, directive):
    try:
        found = find(directive.argument, page.root)
    except LookupError as error:
        return [str(error)]
    lines = wide(code(found, "annotations" in directive.options))
    message = "line {} of {} has {} characters; " + f"{WIDTH} is the most"
    return [message.format(number, found.name, len(line)) for number, line in lines]
