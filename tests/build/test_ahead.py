"""Cells that take times run alone, and their pages first; the others side by side.  MyST-NB gets what was run ahead."""

import itertools
import threading
import time
from types import SimpleNamespace

from bookkit.kernels import ahead
import nbformat
import pytest


def page(name, *tags):
    """A page by its name; each of its cells has a tag or none."""
    cells = [nbformat.v4.new_code_cell(f"{name} {tag}", metadata={"tags": tag.split()}) for tag in tags or [""]]
    kernel = {"name": "python3", "display_name": name}
    return name, nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.fixture
def app():
    config = SimpleNamespace(nb_execution_timeout=9, nb_execution_allow_errors=False)
    yield SimpleNamespace(srcdir="somewhere", config=config, verbosity=0)
    ahead.results.clear()


@pytest.fixture
def runs(monkeypatch):
    """Stand-in for the run of a notebook: which cells ran, beside which others, and with what settings."""
    log, busy, lock = [], [], threading.Lock()

    def run(notebook, on_cell_execute=None, **settings):
        for number, cell in enumerate(notebook.cells):
            if on_cell_execute:
                on_cell_execute(cell=cell, cell_index=number)
            with lock:
                busy.append(SimpleNamespace(cell=cell.source, beside=set(), settings=settings))
                log.append(busy[-1])
                for entry in busy:
                    entry.beside |= {other.cell for other in busy if other is not entry}
            time.sleep(0.02)
            with lock:
                busy[:] = [entry for entry in busy if entry.cell != cell.source]
            if "fails" in cell.source:
                raise RuntimeError("broken on purpose")
        done = nbformat.from_dict(notebook)
        done.cells[0].outputs = [nbformat.v4.new_output("stream", text=cell.source)]
        return SimpleNamespace(nb=done, err=None, time=100.0)

    monkeypatch.setattr(ahead, "run", run)
    return log


def start(app, monkeypatch, quiet, others):
    monkeypatch.setattr(ahead, "missing", lambda app, docnames: (quiet, others))
    ahead.start(app, None, [])


def test_a_cell_that_takes_times_runs_alone_and_the_others_side_by_side(app, runs, monkeypatch):
    quiet = [page(name, "", "timing", "", "gpu hide", "") for name in ("t1", "t2", "t3")]
    start(app, monkeypatch, quiet, [page(name, "", "") for name in ("a", "b", "c")])
    ahead.finish(app, None)
    assert len(runs) == 21
    assert [entry for entry in runs if entry.cell.split()[-1] in {"timing", "hide"} and entry.beside] == []
    assert any(entry.beside for entry in runs)
    assert runs[0].settings == {"cwd": "somewhere", "timeout": 9, "allow_errors": False, "shutdown_kernel": "immediate"}


def test_pages_that_take_times_are_done_before_sphinx_goes_on(app, runs, monkeypatch):
    start(app, monkeypatch, [page("t1", "timing"), page("t2", "timing")], [page("a")])
    assert {"t1 timing", "t2 timing"} <= {entry.cell for entry in runs}
    assert all(ahead.results[ahead.key(page(name, "timing")[1])].done() for name in ("t1", "t2"))
    ahead.finish(app, None)


def test_a_page_that_fails_leaves_its_seats(runs):
    with pytest.raises(RuntimeError, match="broken on purpose"):
        ahead.perform(page("t1", "timing fails")[1])
    assert all([ahead.seats.acquire(blocking=False) for _ in range(ahead.SIDE_BY_SIDE)])
    ahead.seats.release(ahead.SIDE_BY_SIDE)


def test_the_time_of_a_page_is_without_what_it_waited(runs, monkeypatch):
    monkeypatch.setattr(ahead, "time", SimpleNamespace(perf_counter=itertools.count().__next__))
    result = ahead.perform(page("a")[1])
    assert result.time == 100.0 - 3  # a second at its begin, before its cell and at its end


def test_pages_that_must_wait_for_an_import_come_after_the_others(app, runs, monkeypatch):
    prepared = []
    monkeypatch.setattr(ahead, "SIDE_BY_SIDE", 1)
    monkeypatch.setattr(ahead.warm, "prepare", lambda code: prepared.append(code))
    start(app, monkeypatch, [page("import torch\n# t1", "timing"), page("t2", "timing")], [])
    ahead.finish(app, None)
    assert [entry.cell for entry in runs] == ["t2 timing", "import torch\n# t1 timing"]
    assert "import torch\n# t1 timing" in prepared


def test_take_fills_in_what_was_run_ahead(app, runs, monkeypatch):
    start(app, monkeypatch, [], [page("a")])
    _, asked = page("a")
    ahead.take(asked, cwd="elsewhere")
    assert asked.cells[0].outputs[0].text == "a "
    assert len(runs) == 1
    ahead.finish(app, None)


def test_take_runs_a_page_that_nobody_ran_ahead(app, runs):
    ahead.take(page("new")[1], cwd="here")
    assert [(entry.cell, entry.settings) for entry in runs] == [("new ", {"cwd": "here"})]
