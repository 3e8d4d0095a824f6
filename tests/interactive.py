"""What the tests of the interactive figures share: where the figures are, and how one looks at them."""

from bookkit import browser, legible, order

DESK, PHONE = {"width": 1366, "height": 900}, {"width": 390, "height": 844}
FIGURES = order.interactive()  # the chapters that hold one, and the script that brings it to life
KEEP_ASLEEP = """addEventListener("DOMContentLoaded", () => {
    const figures = () => [...document.querySelectorAll("[data-figure]")];
    const asleep = figures().map(figure => figure.cloneNode(true));
    let times = 0;
    window.beginAnew = () => {
        figures().forEach((figure, i) => figure.replaceWith(asleep[i].cloneNode(true)));
        return bookFigures.load(`figures/${asleep[0].dataset.figure}.js?${++times}`);
    };
});"""  # the script runs again from its first line: nothing that it knew is left


def new_page(browser, **options):
    """A page in a window of its own, with a list of its problems."""
    context = browser.new_context(**options)
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.problems = []
    page.on("console", lambda message: message.type == "error" and page.problems.append(message.text))
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    return page


def place(page, chapter):
    """The element that holds the picture of a chapter, and the figure made from it."""
    return page.locator(f"[data-figure={FIGURES[chapter]}]")


def enliven(page, chapter):
    """Scroll to a figure and wait until it has come to life."""
    place(page, chapter).first.scroll_into_view_if_needed()
    page.locator(f".{FIGURES[chapter]}").first.wait_for()


def twins(page, chapter):
    """Put a second figure of the same kind beside one that sleeps, and wake both."""
    place(page, chapter).evaluate("figure => figure.after(figure.cloneNode(true))")
    enliven(page, chapter)
    page.locator(f".{FIGURES[chapter]}").nth(1).wait_for()
    return page.locator(f".{FIGURES[chapter]}").all()


SETTLED = """() => new Promise(requestAnimationFrame).then(() =>
    Promise.allSettled(document.getAnimations().map((change) => change.finished))).then(() => null)"""  # colors fade


def show(page, viewport, scheme):
    """Show an open page in a window of some size, in the light or in the dark."""
    page.set_viewport_size(viewport)
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function("scheme => document.documentElement.dataset.theme === scheme", arg=scheme)
    page.evaluate(SETTLED)


def looks(page):
    """Show an open page on a phone and on a desk, in the light and in the dark; say which it is."""
    for viewport in (PHONE, DESK):
        for scheme in ("light", "dark"):
            show(page, viewport, scheme)
            yield f"{scheme}, {viewport['width']} px"


def reopen(page, address, viewport, color_scheme):
    """Show a chapter in an open page, its figure as it begins or asleep."""
    if page.url == address:
        show(page, viewport, color_scheme)
        page.mouse.move(0, 0)
        page.evaluate("beginAnew()")
    else:
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=color_scheme)
        page.goto(address)


def violations(page, chapter):
    """What axe finds wrong with a figure and its caption, and its words that are hard to read."""
    found = browser.violations(page, f"figure:has(.{FIGURES[chapter]})", "best-practice")
    return found + list(legible.problems(page, f".{FIGURES[chapter]}"))


def out_of_sight(page, parts):
    """Visible elements that stick out of the window at a side, the whole page among them."""
    return page.locator(f":root, {parts}").evaluate_all(
        """all => all.filter(node => !node.ownerSVGElement && node.checkVisibility()).filter(node => {
            const { left, right } = node.getBoundingClientRect();
            return left < 0 || right > innerWidth || node === document.documentElement && node.scrollWidth > innerWidth;
        }).map(node => node.outerHTML.slice(0, 100))"""
    )


def crowded(page, figure):
    """Texts of a figure's drawings that leave their drawing or lie on another text."""
    return page.locator(f".{figure} svg text").evaluate_all(
        """all => {
            const SLACK = 5; // above and below the letters
            const boxes = all.map(text => [text.textContent, text.getBoundingClientRect()]);
            const frames = all.map(text => text.ownerSVGElement.getBoundingClientRect());
            const outside = boxes.filter(([, p], i) => p.left < frames[i].left || p.right > frames[i].right ||
                p.top + SLACK < frames[i].top || p.bottom - SLACK > frames[i].bottom);
            const meet = (p, q) =>
                p.left < q.right && q.left < p.right && p.top + SLACK < q.bottom && q.top + SLACK < p.bottom;
            return [...outside.map(([text]) => text), ...boxes.flatMap(([a, p], i) =>
                boxes.slice(i + 1).filter(([, q]) => meet(p, q)).map(([b]) => [a, b]))];
        }"""
    )


def ink(page):
    """The color of the page's text."""
    return page.locator("article section > p").first.evaluate("node => getComputedStyle(node).color")


def colors(locator, *properties):
    """All colors in which some elements are drawn."""
    get = "(all, names) => all.flatMap(node => names.map(name => getComputedStyle(node)[name]))"
    return set(locator.evaluate_all(get, properties))
