/* Color matrices at work on a photograph: number fields for the twelve entries, and the named filters.
   Upgrades every [data-figure="colormatrix"], a static picture of a photograph beside a filtered one.
   The mathematics is that of linalg_book.filters, and a test compares the two. */
(() => {
  "use strict";
  const { begin, button, fill, live, make, options, row, typed, unique } = window.bookFigures;

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
.colormatrix { justify-items: start; max-width: 461px; }
.colormatrix input[type=number] { width: 4.1rem; padding: 0 .1rem; }
.colormatrix table { display: table; width: auto; margin: 0; border-collapse: collapse; font: inherit; }
.colormatrix th, .colormatrix td { padding: .15rem; border: 0; background: none; color: inherit; font-weight: 400;
  text-align: right; white-space: nowrap; }
.colormatrix output { min-width: 2.5rem; }`;

  // The filter of the page's own SVG acts on the photograph as taken, in place of the one filtered beforehand.
  function attach(picture) {
    const [taken, filtered] = picture.querySelectorAll("image");
    const id = unique();
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
    const select = make("select", {}, ...options(["none", ...Object.keys(FULL), ["own", "numbers of your own"]]));
    const amount = make("input", { type: "range", min: "-1", max: "2", step: "0.05" });
    const amountShown = make("output");
    const reset = button("Reset");
    const result = make("output");
    const field = (to, from, step) => make("input", { type: "number", step, "aria-label": `new ${to} from ${from}` });
    const fields = CHANNELS.map((to) => [...CHANNELS.map((c) => field(to, c, 0.05)), field(to, "a constant", 1)]);
    const heads = ["", ...CHANNELS.map((c) => `× ${c}`), "+"].map((text) =>
      text ? make("th", { scope: "col" }, text) : make("td"),
    );
    const table = make(
      "table",
      {},
      make("caption", {}, "The matrix in use"),
      make(
        "tbody",
        {},
        make("tr", {}, ...heads),
        ...fields.map((own, i) =>
          make("tr", {}, make("th", { scope: "row" }, `${CHANNELS[i]} =`), ...own.map((f) => make("td", {}, f))),
        ),
      ),
    );
    const box = live(
      "colormatrix",
      "Filter the photograph with a matrix",
      row({}, make("label", {}, "Filter", select), row({}, make("label", {}, "Amount", amount), amountShown, reset)),
      table,
      result,
    );
    return { box, select, amount, amountShown, reset, fields, result };
  }

  function start(picture) {
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
    const each = (work) => ui.fields.forEach((own, i) => own.forEach((field, j) => work(field, i, j)));
    function choose(name, amount) {
      ui.select.value = name;
      if (name === "own") return show(); // the numbers stay: they are where one starts
      M = name === "none" ? IDENTITY : named(name, amount);
      if (name !== "none") ui.amount.value = amount;
      each((field, i, j) => fill(field, Number(M[i][j].toFixed(4))));
      show();
    }
    ui.select.addEventListener("change", () => choose(ui.select.value, usual(ui.select.value)));
    ui.amount.addEventListener("input", () => choose(ui.select.value, Number(ui.amount.value)));
    ui.reset.addEventListener("click", () => choose("none"));
    each((field, i, j) =>
      typed(field, Number.isFinite, (value) => {
        M = M.map((own, k) => (k === i ? own.map((v, l) => (l === j ? value : v)) : own));
        ui.select.value = "own";
        show();
      }),
    );
    picture.after(ui.box);
    choose("warmth", 1);
  }

  begin("colormatrix", STYLE, start);
})();
