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


@pytest.fixture(scope="module")
def window(browser):
    """The page that stays open for the tests of a module."""
    from interactive import KEEP_ASLEEP, new_page

    page = new_page(browser)
    page.add_init_script(KEEP_ASLEEP)
    yield page
    page.context.close()


@pytest.fixture
def visit(browser, base, window, request):
    """Open a chapter (by itself the module's) and bring its figure to life; problems of the page fail the test.

    Whoever asks for nothing but a chapter, a viewport and a color scheme gets the page that the module keeps open, with
    a figure made anew from its picture: that takes a fifth of the time of loading. What lies outside the figure must
    then stay as it is. Whoever changes it, or wants a figure asleep (`alive`), something done before the page is there
    (`before`), another address or another kind of browser, gets a page that is loaded for this test.
    """
    from interactive import DESK, enliven, new_page, reopen  # here, since it reads the book: the library needs less

    loaded, own = [], getattr(request.module, "CHAPTER", None)

    def go(chapter=own, *, alive=True, home=base, before=None, viewport=DESK, color_scheme="light", **kind):
        address, look = f"{home}{chapter}.html", {"viewport": viewport, "color_scheme": color_scheme}
        if alive and home == base and not before and not kind:
            page = window
            reopen(page, address, **look)
        else:
            page = new_page(browser, **look, **kind)
            loaded.append(page)
            if before:
                before(page)
            page.goto(address)
        if alive:
            enliven(page, chapter)
        return page

    yield go
    window.evaluate("null")  # whatever it complained of has come by then
    for page in loaded:
        page.context.close()
    problems = [problem for page in [window, *loaded] for problem in page.problems]
    window.problems.clear()
    assert problems == []
