"""Let pybtex search the installed packages for a plugin once, instead of each time; the site is the same without.

No issue of pybtex is known to us.
"""

import functools

import pybtex.plugin

PLACE = "pybtex.plugin:_load_entry_point"


def setup(app):
    pybtex.plugin._load_entry_point = functools.cache(pybtex.plugin._load_entry_point)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
