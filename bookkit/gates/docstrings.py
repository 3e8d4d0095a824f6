"""Every public function says what it does, takes, gives and raises, with an example, in numpydoc's form."""

import ast
import importlib
import inspect
import re
import textwrap

from numpydoc import validate

from bookkit.problems import Problem

CHECKS = {
    "GL03": "two blank lines in a row",
    "GL06": "a section that numpydoc does not know",
    "GL07": "sections out of order",
    "GL08": "no docstring",
    "SS01": "no summary",
    "SS02": "a summary that does not begin with a capital",
    "SS03": "a summary that does not end in a period",
    "SS04": "a summary with leading spaces",
    "SS05": "a summary that is not imperative",
    "SS06": "a summary of more than one line",
    "PR01": "parameters left out",
    "PR02": "parameters that do not exist",
    "PR03": "parameters out of order",
    "PR04": "a parameter with no type",
    "PR07": "a parameter with no description",
    "PR10": "a parameter with no space before its colon",
    "RT01": "no Returns section",
    "RT03": "a return value with no description",
    "YD01": "no Yields section",
}
EXAMPLE = {"EX01": "no Examples section"}
RAISING = re.compile(r"^Raises\n-+$", re.MULTILINE)


def problems(name):
    """What the docstrings of a module's public functions and classes lack."""
    module = importlib.import_module(name)
    bad = []
    for public in getattr(module, "__all__", []):
        value = getattr(module, public)
        home = getattr(value, "__module__", "")
        if home != name and not home.startswith((f"{name}.", "linalg_book._")):
            continue  # documented where it is defined
        wanted = CHECKS if ".plotting" in name else CHECKS | EXAMPLE  # an example of a picture would draw it
        if inspect.isfunction(value):
            bad += _faults(f"{name}.{public}", wanted)
        elif inspect.isclass(value):
            bad += _faults(f"{name}.{public}", CHECKS)
            methods = [n for n, method in vars(value).items() if inspect.isfunction(method) and n[0] != "_"]
            for method in methods:
                bad += _faults(f"{name}.{public}.{method}", wanted)
    return bad


def _faults(full, wanted):
    result = validate.validate(full)
    file = re.sub(r".*/src/", "src/", result["file"] or "src")
    errors = [(code, text) for code, text in result["errors"] if code in wanted]
    line = result["file_line"] or 1
    bad = [Problem(file, line, f"{full} has {wanted[code]} ({code}: {text})") for code, text in errors]
    value = validate.Validator(validate.get_doc_object(validate.Validator._load_obj(full))).obj
    if inspect.isfunction(value) and _raises(value) and not RAISING.search(inspect.getdoc(value) or ""):
        bad.append(Problem(file, line, f"{full} raises errors and has no Raises section"))
    return bad


def _raises(function):
    """Whether a function raises something itself."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return any(isinstance(node, ast.Raise) and node.exc is not None for node in ast.walk(tree))
