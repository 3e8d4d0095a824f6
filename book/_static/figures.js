/* Load the script of an interactive figure when the figure comes near the window, and give it what all of them use.
   A page holds <div data-figure="plane"> a picture </div>, and _static/figures/plane.js brings all such figures to life.
   Without JavaScript, or if a script does not load, the picture stays. */
(() => {
  "use strict";
  const home = new URL(".", document.currentScript.src); // …/_static/, from file:// too
  const asked = {};
  // as in linalg_book.plotting
  const COLORS = { BLUE: "#2f7fc1", ORANGE: "#c96a12", GREEN: "#2a9461", RED: "#d1495b", QUIET: "#7d8590" };

  // How every figure looks; a figure's own rules come later and are as strong or stronger.
  const STYLE = `
.live { display: grid; gap: .6rem; max-width: 460px; margin: .5rem auto 1rem; text-align: left;
  font-variant-numeric: tabular-nums; accent-color: ${COLORS.BLUE}; }
.live-drawing { display: block; width: 100%; height: auto; font-family: inherit; }
.live-row { display: flex; flex-wrap: wrap; gap: .4rem .6rem; align-items: center; max-width: 100%; }
.live-pair { gap: .4rem; }
.live-matrix { display: grid; grid-template-columns: auto auto; gap: 0 .7rem; padding: 0 .45rem; text-align: right;
  border: solid; border-width: 0 2px; border-radius: 8px; }
.live :is(label, p, output) { margin: 0; }
.live label:has(input, select) { display: inline-flex; gap: .4rem; align-items: center; min-height: 2rem; }
.live [hidden] { display: none; }
.live :where(select, input, button) { min-width: 0; max-width: 100%; min-height: 2rem; padding: 0; font: inherit;
  color: var(--book-ink); background: var(--book-page); border: 1px solid var(--book-quiet); border-radius: 4px; }
.live :where(button) { padding: 0 .7rem; background: var(--book-panel); }
.live :where(button:disabled, button[aria-disabled=true]) { border-style: dotted; color: var(--book-quiet); }
.live :where(input) { padding: 0 .2rem; }
.live :where([type=number]) { width: 5.2rem; text-align: right; }
.live :where([type=range]) { width: 9rem; padding: 0; border: 0; background: none; }
.live :where([type=radio]) { width: 1.2rem; height: 1.2rem; min-height: 0; margin: 0; }
.live .live-wrong { color: var(--pst-color-danger); }
.live .live-wrong:empty { display: none; }
.live [aria-invalid=true] { border: 2px dashed var(--pst-color-danger); }`;

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

  function set(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  }

  // An element with its attributes and children, of SVG if its tag is one of SVG's.
  const DRAWN = /^(svg|circle|line|path|polygon|polyline|rect|text|filter|feColorMatrix)$/;
  function make(tag, attributes = {}, ...children) {
    const element = document.createElementNS(`http://www.w3.org/${DRAWN.test(tag) ? "2000/svg" : "1999/xhtml"}`, tag);
    set(element, attributes);
    element.append(...children);
    return element;
  }

  // The parts of a figure: what takes the picture's place, a drawing, a row, a matrix, a button, entries of a list.
  const live = (name, label, ...parts) =>
    make("div", { class: `live ${name}`, role: "group", "aria-label": label }, ...parts);
  const drawing = (attributes) =>
    make("svg", {
      class: "live-drawing",
      "aria-hidden": "true",
      fill: "currentColor",
      "text-anchor": "middle",
      ...attributes,
    });
  const row = (attributes, ...parts) => {
    const line = make("div", attributes, ...parts);
    line.classList.add("live-row");
    return line;
  };
  const brackets = (entries, columns) =>
    make(
      "span",
      { class: "live-matrix", style: `grid-template-columns: repeat(${columns}, auto)` },
      ...entries.map((entry) => make("span", {}, entry)),
    );
  const button = (name, attributes) => make("button", { type: "button", ...attributes }, name);
  // each a name, or a value and a name
  const options = (names) =>
    names.map((name) => make("option", { value: [name].flat()[0] }, String([name].flat().at(-1))));
  let count = 0;
  const unique = () => `live-${++count}`;
  function labeled(name, control, ...more) {
    control.id = unique(); // beside its label, not in it: the name of a list would contain its entries
    return row({ class: "live-pair" }, make("label", { for: control.id }, ...[name].flat()), control, ...more);
  }

  // A text that has not changed is not read out again.
  function say(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }

  function mark(field, good) {
    if (good) field.removeAttribute("aria-invalid");
    else field.setAttribute("aria-invalid", "true");
  }

  function fill(field, value) {
    field.value = value;
    if (field.hasAttribute("aria-invalid")) tell(field, true);
    mark(field, true);
  }

  // What a field asks for, told at the end of its figure while there is something else in it.
  function tell(field, fine) {
    const figure = field.closest(".live");
    const told =
      figure?.querySelector(".live-wrong") ?? figure?.appendChild(make("p", { class: "live-wrong", role: "alert" }));
    const limits = field.min !== "" && field.max !== "" ? ` from ${field.min} to ${field.max}`.replace(/-/g, "−") : "";
    const name = field.getAttribute("aria-label") ?? field.labels?.[0]?.textContent ?? "";
    if (told) say(told, fine ? "" : `${name}: type a number${limits}; the last one stays in use.`);
  }

  // Use each good number that is typed; any other is marked and told, and the last good one stays in use.
  function typed(field, good, use, refuse = () => {}) {
    field.addEventListener("input", () => {
      const value = Number(field.value);
      const fine = field.value !== "" && good(value);
      mark(field, fine);
      tell(field, fine);
      (fine ? use : refuse)(value);
    });
  }

  function replace(picture, figure) {
    picture.after(figure);
    picture.style.display = "none";
  }

  function wear(name, style) {
    if (!document.getElementById(`${name}-style`)) document.head.append(make("style", { id: `${name}-style` }, style));
  }

  // Begin all figures of a name, each once: start(picture, values); if it returns false, the picture stays.
  function begin(name, style, start) {
    wear("live", STYLE);
    wear(name, style);
    for (const { dataset, children } of document.querySelectorAll(`[data-figure="${name}"]`)) {
      const picture = [...children].find((child) => child.matches("svg"));
      if (picture && !dataset.ready && start(picture, JSON.parse(dataset.values ?? "null")) !== false) {
        dataset.ready = "true";
      }
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

  window.bookFigures = {
    ...{ COLORS, load, make, set, begin, replace },
    ...{ live, drawing, row, brackets, button, options, labeled, unique, say, mark, fill, typed },
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", watch);
  else watch();
})();
