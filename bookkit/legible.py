"""Whether the words in the pictures of a page can be read: how large they are shown, and on what ground.

A browser is asked, which alone knows the width of the column, the theme, and what scripts have drawn.
"""

SMALLEST = 11  # px, of letters as they are shown
CONTRAST = 4.5  # of a word to what lies behind it: WCAG 2.2, 1.4.3; axe does not look into pictures

# Where a script has put a figure in a picture's place, both are read; what is folded away is, too.
READ = """(roots) => {
    const shown = document.createElement("style"), folded = document.querySelectorAll("details:not([open])");
    shown.textContent = "* { content-visibility: visible !important } svg.picture { display: block !important }";
    document.head.append(shown);
    folded.forEach((details) => (details.open = true));
    const before = [scrollX, scrollY];

    const rgba = (color) => { // as it is computed, from 0 to 1; none for a hatch
        const [r, g, b, a = 1] = (color.match(/^(?:rgb|color)/) ? color.match(/[\\d.]+(?:e-\\d+)?/g) : [0, 0, 0, 0]);
        return [r, g, b].map((value) => value / (color.startsWith("rgb") ? 255 : 1)).concat(Number(a));
    };
    const over = ([r, g, b, a], ground) => [r, g, b].map((value, i) => a * value + (1 - a) * ground[i]);
    const luminance = (color) => color.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const opacity = (node) => (node ? getComputedStyle(node).opacity * opacity(node.parentElement) : 1);
    const painted = (node, property) => {
        const style = getComputedStyle(node), [r, g, b, a] = rgba(style[property]);
        return [r, g, b, a * opacity(node) * (property === "fill" ? style.fillOpacity : 1)];
    };
    const contrast = (node, { x, y }) => {
        const drawn = (other) => other instanceof SVGGeometryElement && // behind it, and not a line alone
            other.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING &&
            other.isPointInFill(new DOMPoint(x, y).matrixTransform(other.getScreenCTM().inverse()));
        const ground = document.elementsFromPoint(x, y).reverse()
            .filter((other) => other.contains(node) || drawn(other))
            .map((other) => painted(other, drawn(other) ? "fill" : "backgroundColor"))
            .reduce((color, paint) => over(paint, color), [1, 1, 1]);
        const word = over(painted(node, node instanceof SVGElement ? "fill" : "color"), ground);
        const [low, high] = [luminance(word), luminance(ground)].sort((p, q) => p - q);
        return (high + 0.05) / (low + 0.05);
    };
    const read = (node) => {
        node.scrollIntoView({ block: "center", behavior: "instant" }); // elsewhere a point has no elements
        const matrix = node instanceof SVGElement ? node.getScreenCTM() : new DOMMatrix();
        const box = node instanceof SVGElement ? node.getBBox() : node.getBoundingClientRect();
        const places = [1, 3, 5].map((sixth) =>
            new DOMPoint(box.x + (sixth * box.width) / 6, box.y + box.height / 2).matrixTransform(matrix));
        return {
            figure: node.closest("figure")?.id || "a picture",
            words: (node.textContent.trim() || node.value || "a field").slice(0, 40),
            size: parseFloat(getComputedStyle(node).fontSize) * Math.hypot(matrix.a, matrix.b),
            contrast: Math.min(...places.map((place) => contrast(node, place))),
        };
    };
    const written = (node) => node.matches("input, select") ||
        [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
    const nodes = [...document.querySelectorAll(roots)].flatMap((root) => [...root.querySelectorAll("*")]);
    const found = [...new Set(nodes)].filter(written)
        .filter((node) => node.checkVisibility({ visibilityProperty: true })).map(read);

    shown.remove();
    folded.forEach((details) => (details.open = false));
    scrollTo(...before);
    return found;
}"""


def problems(page, roots="svg.picture, [data-figure]"):
    """Words in the pictures of an open page that are too small or too faint, as it is shown now."""
    for word in page.evaluate(READ, roots):
        if word["size"] < SMALLEST:
            yield f"{word['figure']}: “{word['words']}” is set in {word['size']:.2f} px, not {SMALLEST}"
        if word["contrast"] < CONTRAST:
            yield f"{word['figure']}: “{word['words']}” has a contrast of {word['contrast']:.2f}, not {CONTRAST}"
