"""Let Python not look for rubbish among the millions of nodes of a build, again and again, and once more at the end.

A build leaves little and is soon over: without the search it takes 600 MB in all.  The site is the same without.
"""

import gc


def setup(app):
    gc.disable()
    app.connect("build-finished", lambda app, error: gc.freeze(), priority=999)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
