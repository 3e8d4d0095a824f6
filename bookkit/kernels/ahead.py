"""Run the cells of pages before Sphinx reads them, so that it does not wait for each.

Pages run side by side: first those that take times, for which Sphinx waits, then the others, while it reads and writes.
A cell that takes times runs with nothing else at work: no other page runs a cell, begins or ends meanwhile.  MyST-NB
asks for a page's outputs as ever, keeps them in its cache, and names the page and the cell where one fails.  It runs
them one by one itself (parallel execution is https://github.com/executablebooks/jupyter-cache/issues/37).
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jupyter_cache import get_cache
from myst_nb.core.execute import cache as client
from myst_nb.core.read import create_nb_reader
from sphinx.util.display import status_iterator

from bookkit.cells import UNCHECKED
from bookkit.extensions.freshness import stamped
from bookkit.kernels import warm
from bookkit.page import parse

PLACE = "myst_nb.core.execute.cache:single_nb_execution"
SIDE_BY_SIDE = 2  # kernels at once; more would wait for each other on a small machine
run = client.single_nb_execution
results = {}  # what has been run, or will be, by the digest and the code of the page
seats, door = threading.Semaphore(SIDE_BY_SIDE), threading.Lock()


class Seat:
    """The place of a page among those that run: a seat, and all of them for a cell that takes times."""

    def __init__(self):
        self.count, self.waited = 0, 0.0

    def take(self, count):
        """Give back what the page has, and wait for so many seats."""
        if self.count:
            seats.release(self.count)
        self.count, begun = count, time.perf_counter()
        with door:  # one page at a time takes seats: two could wait for each other
            for _ in range(count):
                seats.acquire()
        self.waited += time.perf_counter() - begun

    def before(self, cell, cell_index):
        """Let those go first, between two cells, who wait already."""
        self.take(SIDE_BY_SIDE if UNCHECKED & set(cell.metadata.get("tags", ())) else 1)


def perform(notebook, **settings):
    """Run a page beside others; its time is without what it waited for them."""
    seat = Seat()
    seat.take(1)
    try:
        warm.prepare(code(notebook))
        result = run(notebook, on_cell_execute=seat.before, **settings)
    finally:
        seat.take(0)
    result.time -= seat.waited
    return result


def key(notebook):
    return notebook.metadata.kernelspec.display_name, code(notebook)


def code(notebook):
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")


def take(notebook, **settings):
    """Stand in for the function with which MyST-NB runs a page: fill in what was run ahead."""
    found = results.pop(key(notebook), None)
    if found is None:
        return run(notebook, **settings)
    result = found.result()
    notebook.update(result.nb)
    return result


def missing(app, docnames):
    """The notebooks of those pages that have cells and no outputs in the cache; those that take times apart."""
    settings, cache = app.env.mystnb_config, get_cache(app.config.nb_execution_cache_path)
    quiet, others = [], []
    for docname in sorted(docnames):
        path = app.env.doc2path(docname)
        text = Path(path).read_text(encoding="utf8")
        if "{code-cell}" not in text:
            continue
        text, _ = stamped(app, text)
        notebook = create_nb_reader(path, app.env.myst_config, settings, text).read(text)
        try:
            cache.match_cache_notebook(notebook)
        except KeyError:
            timed = any(cell.tags & UNCHECKED for cell in parse(text).cells)
            (quiet if timed else others).append((docname, notebook))
    return quiet, others


def needs(page):
    """Pages that can begin at once go first."""
    return warm.heavy(code(page[1]))


def start(app, env, docnames):
    global pool
    quiet, others = (sorted(pages, key=needs) for pages in missing(app, docnames))
    how = {
        "cwd": app.srcdir,
        "timeout": app.config.nb_execution_timeout,
        "allow_errors": app.config.nb_execution_allow_errors,
        "shutdown_kernel": "immediate",  # it has nothing to lose; being asked kindly takes longer
    }
    pool = ThreadPoolExecutor(SIDE_BY_SIDE)
    for _, notebook in quiet + others:
        results[key(notebook)] = pool.submit(perform, notebook, **how)
    named = status_iterator(quiet, "taking times... ", "purple", len(quiet), app.verbosity, lambda page: page[0])
    for _, notebook in named:
        results[key(notebook)].exception()  # wait for it: Sphinx, too, would disturb the times


def finish(app, error):
    if pool is not None:
        pool.shutdown(cancel_futures=True)


pool = None


def setup(app):
    client.single_nb_execution = take
    app.connect("env-before-read-docs", start)
    app.connect("build-finished", finish, priority=400)  # before the process that starts the kernels ends
    return {"parallel_read_safe": False, "parallel_write_safe": True}
