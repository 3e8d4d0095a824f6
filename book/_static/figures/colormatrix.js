/* Color matrices at work on a photograph: number fields for the twelve entries, and the named filters.
   Upgrades every [data-figure="colormatrix"], a static picture of a photograph beside a filtered one.
   The mathematics is that of linalg_book.filters, and a test compares the two. */
(() => {
  "use strict";
  const {
    COLORS: { BLUE },
    begin,
    make,
  } = window.bookFigures;

  // ---- mathematics: a filter is [A | t], three rows of four, on values from 0 to 255 ----

  const REC_601 = [0.299, 0.587, 0.114];
  const IDENTITY = [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 1, 0],
  ];
  const scaled = (c, shift) => IDENTITY.map((row) => row.map((v, j) => (j < 3 ? c * v : shift)));
  const FULL = {
    brightness: scaled(2, 0),
    warmth: [
      [1.2, 0.1, 0, 0],
      [0, 1.1, 0, 0],
      [0, 0, 0.9, 0],
    ],
    grayscale: IDENTITY.map(() => [...REC_601, 0]),
    sepia: [
      [0.393, 0.769, 0.189, 0],
      [0.349, 0.686, 0.168, 0],
      [0.272, 0.534, 0.131, 0],
    ],
    contrast: scaled(2, -128),
    saturation: IDENTITY.map((row) => row.map((v, j) => 2 * v - (j < 3 ? REC_601[j] : 0))),
    negative: scaled(-1, 255),
  };
  const USUAL = { brightness: 0.2, contrast: 0.5, saturation: 0.5 }; // the others: 1

  const usual = (name) => USUAL[name] ?? 1;
  const blend = (M, amount) => M.map((row, i) => row.map((v, j) => (1 - amount) * IDENTITY[i][j] + amount * v));
  const named = (name, amount = usual(name)) => blend(FULL[name], amount);
  const after = (G, F) =>
    G.map((row) =>
      IDENTITY[0].map((_, j) => row[0] * F[0][j] + row[1] * F[1][j] + row[2] * F[2][j] + (j === 3 ? row[3] : 0)),
    );
  const compose = (...filters) => filters.reduce((chain, M) => after(M, chain), IDENTITY);
  const apply = (M, p) => M.map((row) => row[0] * p[0] + row[1] * p[1] + row[2] * p[2] + row[3]);
  const shown = (p) => p.map((v) => Math.min(255, Math.max(0, Math.round(v))));
  // SVG counts from 0 to 1 and carries alpha along
  const svgValues = (M) => [...M.map((r) => [r[0], r[1], r[2], 0, r[3] / 255]), [0, 0, 0, 1, 0]].flat().join(" ");

  window.bookColormatrix = {
    IDENTITY,
    names: Object.keys(FULL),
    usual,
    blend,
    named,
    compose,
    apply,
    shown,
    svgValues,
  };

  // ---- the page ----

  const CHANNELS = ["red", "green", "blue"];
  const PIXEL = [100, 150, 200];
  const STYLE = `
.colormatrix { display: grid; gap: .7rem; justify-items: start; max-width: 461px; margin: .5rem auto 1rem;
  font: 400 .9rem/1.4 var(--pst-font-family-base, sans-serif); }
.colormatrix-row { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; }
.colormatrix label, .colormatrix-row > span { display: inline-flex; gap: .5rem; align-items: center; margin: 0; }
.colormatrix select, .colormatrix input, .colormatrix button { font: inherit; min-height: 2rem; border-radius: 4px;
  padding: 0 .4rem; color: var(--pst-color-text-base, inherit); background: var(--pst-color-background, Canvas);
  border: 1px solid var(--pst-color-text-muted, currentColor); }
.colormatrix input[type=number] { width: 4.1rem; padding: 0 .1rem; text-align: right; }
.colormatrix input[type=range] { width: 9rem; padding: 0; border: 0; background: none; accent-color: ${BLUE}; }
.colormatrix [aria-invalid=true] { outline: 2px dashed var(--pst-color-danger, currentColor); }
.colormatrix table { display: table; width: auto; margin: 0; border-collapse: collapse; font: inherit; }
.colormatrix th, .colormatrix td { padding: .15rem; border: 0; background: none; color: inherit; font-weight: 400;
  text-align: right; white-space: nowrap; }
.colormatrix output { min-width: 2.5rem; font-variant-numeric: tabular-nums; }`;

  let count = 0;

  // The filter of the page's own SVG acts on the photograph as taken, in place of the one filtered beforehand.
  function attach(picture) {
    const [taken, filtered] = picture.querySelectorAll("image");
    const id = `colormatrix-${++count}`;
    const matrix = make("feColorMatrix", { type: "matrix" });
    const space = { "color-interpolation-filters": "sRGB" }; // on the values as stored, like the arithmetic of the text
    picture.prepend(make("filter", { id, x: 0, y: 0, width: 1, height: 1, ...space }, matrix));
    for (const name of ["href", "xlink:href"]) {
      if (taken.hasAttribute(name)) filtered.setAttribute(name, taken.getAttribute(name));
    }
    filtered.setAttribute("filter", `url(#${id})`);
    return matrix;
  }

  function controls() {
    const select = make(
      "select",
      {},
      make("option", { value: "none" }, "none"),
      ...Object.keys(FULL).map((name) => make("option", { value: name }, name)),
      make("option", { value: "own" }, "numbers of your own"),
    );
    const amount = make("input", { type: "range", min: "-1", max: "2", step: "0.05" });
    const amountShown = make("output");
    const reset = make("button", { type: "button" }, "Reset");
    const result = make("output");
    const fields = CHANNELS.map((to) =>
      [...CHANNELS, "a constant"].map((from) =>
        make("input", {
          type: "number",
          step: from === "a constant" ? "1" : "0.05",
          "aria-label": `new ${to} from ${from}`,
        }),
      ),
    );
    const heads = ["", ...CHANNELS.map((c) => `× ${c}`), "+"].map((text) =>
      text ? make("th", { scope: "col" }, text) : make("td"),
    );
    const table = make(
      "table",
      {},
      make("caption", { class: "visually-hidden sr-only" }, "The matrix in use"),
      make(
        "tbody",
        {},
        make("tr", {}, ...heads),
        ...fields.map((row, i) =>
          make("tr", {}, make("th", { scope: "row" }, `${CHANNELS[i]} =`), ...row.map((f) => make("td", {}, f))),
        ),
      ),
    );
    const box = make(
      "div",
      { class: "colormatrix", role: "group", "aria-label": "Filter the photograph with a matrix" },
      make(
        "div",
        { class: "colormatrix-row" },
        make("label", {}, "Filter", select),
        make("span", {}, make("label", {}, "Amount", amount), amountShown, reset),
      ),
      table,
      result,
    );
    return { box, select, amount, amountShown, reset, fields, result };
  }

  function start(container, picture) {
    if (picture.querySelectorAll("image").length < 2) return false;
    const feMatrix = attach(picture);
    const title = [...picture.querySelectorAll("text")].pop();
    const ui = controls();
    let M = named("warmth");

    function show() {
      feMatrix.setAttribute("values", svgValues(M));
      const name = ui.select.selectedOptions[0].textContent;
      if (title) title.textContent = name === "none" ? "unchanged" : name;
      picture.setAttribute("aria-label", `The photograph as taken, and beside it with the filter: ${name}.`);
      const fixed = ui.select.value === "none" || ui.select.value === "own";
      ui.amount.disabled = fixed;
      ui.amountShown.textContent = fixed ? "" : Number(ui.amount.value).toFixed(2);
      ui.result.textContent = `The pixel (${PIXEL.join(", ")}) becomes (${shown(apply(M, PIXEL)).join(", ")}).`;
    }
    function fill() {
      ui.fields.forEach((row, i) =>
        row.forEach((field, j) => {
          field.value = Number(M[i][j].toFixed(4));
          field.removeAttribute("aria-invalid");
        }),
      );
      show();
    }
    function choose(name, amount) {
      ui.select.value = name;
      if (name === "own") return show(); // the numbers stay: they are where one starts
      M = name === "none" ? IDENTITY : named(name, amount);
      if (name !== "none") ui.amount.value = amount;
      fill();
    }
    ui.select.addEventListener("change", () => choose(ui.select.value, usual(ui.select.value)));
    ui.amount.addEventListener("input", () => choose(ui.select.value, Number(ui.amount.value)));
    ui.reset.addEventListener("click", () => choose("none"));
    ui.fields.forEach((row, i) =>
      row.forEach((field, j) =>
        field.addEventListener("input", () => {
          const bad = field.value === "" || !Number.isFinite(Number(field.value));
          field.toggleAttribute("aria-invalid", false);
          if (bad) return field.setAttribute("aria-invalid", "true"); // the last number that made sense stays in use
          M = M.map((r, k) => (k === i ? r.map((v, l) => (l === j ? Number(field.value) : v)) : r));
          ui.select.value = "own";
          show();
        }),
      ),
    );
    container.append(ui.box);
    choose("warmth", 1);
  }

  begin("colormatrix", STYLE, start);
})();
