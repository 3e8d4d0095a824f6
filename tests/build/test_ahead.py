"""Pages that take times run alone and first, the others side by side; MyST-NB gets what was run ahead."""

import threading
import time
from types import SimpleNamespace

from bookkit.kernels import ahead
import nbformat
import pytest


def page(name):
    cell = nbformat.v4.new_code_cell(f"print({name!r})")
    kernel = {"name": "python3", "display_name": name}
    return name, nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": kernel})


@pytest.fixture
def app():
    config = SimpleNamespace(nb_execution_timeout=9, nb_execution_allow_errors=False)
    yield SimpleNamespace(srcdir="somewhere", config=config, verbosity=0)
    ahead.results.clear()


@pytest.fixture
def runs(monkeypatch):
    """Stand-in for the run of a notebook: who ran, when, and beside how many."""
    log, busy, lock = [], set(), threading.Lock()

    def run(notebook, **settings):
        name = notebook.cells[0].source
        with lock:
            busy.add(name)
            log.append((name, len(busy), settings))
        time.sleep(0.05)
        with lock:
            busy.remove(name)
        done = nbformat.from_dict(notebook)
        done.cells[0].outputs = [nbformat.v4.new_output("stream", text=name)]
        return SimpleNamespace(nb=done, err=None)

    monkeypatch.setattr(ahead, "run", run)
    return log


def test_pages_that_take_times_run_first_and_alone(app, runs, monkeypatch):
    quiet, others = [page("t1"), page("t2")], [page("a"), page("b"), page("c")]
    monkeypatch.setattr(ahead, "missing", lambda app, docnames: (quiet, others))
    ahead.start(app, None, [])
    ahead.finish(app, None)
    assert [(name, beside) for name, beside, _ in runs[:2]] == [("print('t1')", 1), ("print('t2')", 1)]
    assert max(beside for _, beside, _ in runs[2:]) <= ahead.SIDE_BY_SIDE
    settings = {"cwd": "somewhere", "timeout": 9, "allow_errors": False, "shutdown_kernel": "immediate"}
    assert runs[0][2] == settings


def test_take_fills_in_what_was_run_ahead(app, runs, monkeypatch):
    monkeypatch.setattr(ahead, "missing", lambda app, docnames: ([], [page("a")]))
    ahead.start(app, None, [])
    _, asked = page("a")
    ahead.take(asked, cwd="elsewhere")
    assert asked.cells[0].outputs[0].text == "print('a')"
    assert len(runs) == 1
    ahead.finish(app, None)


def test_take_runs_a_page_that_nobody_ran_ahead(app, runs):
    ahead.take(page("new")[1], cwd="here")
    assert [(name, settings) for name, _, settings in runs] == [("print('new')", {"cwd": "here"})]
