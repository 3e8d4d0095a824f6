/* Load the script of an interactive figure when the figure comes near the window.
   A page holds <div data-figure="plane"> a picture </div>, and _static/figures/plane.js brings all such figures to life.
   Without JavaScript, or if a script does not load, the picture stays. */
(() => {
  "use strict";
  const home = new URL(".", document.currentScript.src); // …/_static/, from file:// too
  const asked = {};
  const COLORS = {
    // as in linalg_book.plotting
    BLUE: "#2f7fc1",
    ORANGE: "#c96a12",
    GREEN: "#2a9461",
    RED: "#d1495b",
    QUIET: "#7d8590",
  };

  // A classic script of _static, once: modules and fetch() do not work from file://.
  function load(path) {
    asked[path] ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(path, home);
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${path} did not load`));
      document.head.append(script);
    });
    return asked[path];
  }

  // An element with its attributes and children, of SVG if its tag is one of SVG's.
  const DRAWN = /^(svg|circle|line|path|polygon|polyline|rect|text|filter|feColorMatrix)$/;
  function make(tag, attributes = {}, ...children) {
    const element = document.createElementNS(`http://www.w3.org/${DRAWN.test(tag) ? "2000/svg" : "1999/xhtml"}`, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  // Begin all figures of a name, each once: start(container, picture, values); if it returns false, the picture stays.
  function begin(name, style, start) {
    if (!document.getElementById(`${name}-style`)) document.head.append(make("style", { id: `${name}-style` }, style));
    for (const container of document.querySelectorAll(`[data-figure="${name}"]`)) {
      const picture = container.querySelector("svg");
      const { ready, values = "null" } = container.dataset;
      if (picture && !ready && start(container, picture, JSON.parse(values)) !== false)
        container.dataset.ready = "true";
    }
  }

  function watch() {
    const near = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          near.unobserve(target);
          load(`figures/${target.dataset.figure}.js`).catch(console.error);
        }
      },
      { rootMargin: "300px" },
    );
    document.querySelectorAll("[data-figure]").forEach((figure) => near.observe(figure));
  }

  window.bookFigures = { COLORS, load, make, begin };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", watch);
  else watch();
})();
