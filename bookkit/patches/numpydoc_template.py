"""Let numpydoc compile its template once, instead of for each docstring; the site is the same without.

No issue of numpydoc is known to us.
"""

from pathlib import Path

from jinja2 import FileSystemLoader
from jinja2.sandbox import SandboxedEnvironment
from numpydoc import docscrape_sphinx

PLACE = "numpydoc.docscrape_sphinx:SandboxedEnvironment"


def setup(app):
    templates = SandboxedEnvironment(loader=FileSystemLoader(Path(docscrape_sphinx.__file__).parent / "templates"))
    docscrape_sphinx.SandboxedEnvironment = lambda loader: templates
    return {"parallel_read_safe": True, "parallel_write_safe": True}
