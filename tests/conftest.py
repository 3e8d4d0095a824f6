"""Fixtures shared by all tests."""

import os

import numpy as np
import pytest

from bookkit import LOOK
from bookkit.browser import SITE, chromium, serve

os.environ.update(LOOK)


@pytest.fixture
def rng():
    """A random generator that gives every test the same numbers each time."""
    return np.random.default_rng(0)


@pytest.fixture(scope="session")
def torch():
    """PyTorch, which the library can do without: a test that asks for it is skipped where it is not installed."""
    return pytest.importorskip("torch", reason="needs PyTorch")


@pytest.fixture(scope="module")
def browser():
    """Chromium, for the tests of the built site."""
    with chromium() as program:
        yield program


@pytest.fixture(scope="module")
def base(browser):
    """Address of the built site, served for the time of a module."""
    with serve(SITE) as address:
        yield address


@pytest.fixture
def visit(browser, base, request):
    """Open a chapter (by itself the module's) and bring its figure to life; problems of the page fail the test."""
    from interactive import DESK, enliven  # here, since it reads the book, which takes more than the library needs

    contexts, problems, own = [], [], getattr(request.module, "CHAPTER", None)

    def go(chapter=own, *, alive=True, home=base, before=None, **options):
        context = browser.new_context(**{"viewport": DESK, "color_scheme": "light", **options})
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        if before:
            before(page)
        page.goto(f"{home}{chapter}.html", wait_until="load")
        if alive:
            enliven(page, chapter)
        return page

    go.problems = problems
    yield go
    for context in contexts:
        context.close()
    assert problems == []
