/* One product of two matrices: point at an entry of AB and see what makes it, type other numbers, choose another view.
   Upgrades every [data-figure="product"], a static picture; its data-values hold A, B, the views and the first of them.
   The mathematics is that of linalg_book.matmul, and a test compares the two. */
(() => {
  "use strict";
  const { COLORS, begin, brackets, button, fill, live, make, replace, row, say, typed, unique } = window.bookFigures;
  const { BLUE, ORANGE, GREEN, QUIET } = COLORS;

  // ---- mathematics: entries have two decimals at most, so products are whole ten-thousandths, and all sums are exact ----

  const LIMIT = 99;
  const UNIT = 100;
  const SQUARE = UNIT * UNIT;
  const fits = (x) => Math.abs(x) <= LIMIT && Math.round(UNIT * x) / UNIT === x;
  const times = (a, b) => Math.round(UNIT * a) * Math.round(UNIT * b);

  // The sum over l = from, …, to - 1 of column l of A times row l of B: all of AB, some of its terms, or none.
  const partial = (A, B, to = B.length, from = 0) =>
    A.map((row) =>
      B[0].map((_, j) => row.slice(from, to).reduce((sum, a, l) => sum + times(a, B[from + l][j]), 0) / SQUARE),
    );

  // Elimination without fractions, in whole numbers of any length.
  function rank(M) {
    let rows = M.map((row) => row.map((x) => BigInt(Math.round(SQUARE * x))));
    let found = 0;
    for (let j = 0; j < M[0].length; j++) {
      const pivot = rows.find((row) => row[j] !== 0n);
      if (!pivot) continue;
      found++;
      rows = rows.filter((row) => row !== pivot).map((row) => row.map((x, l) => x * pivot[j] - row[j] * pivot[l]));
    }
    return found;
  }

  // Whether a step of the view reads this entry of A or B, or writes this entry of C.
  function marked(name, r, c, { view, i, j, added, side }) {
    if (view === "outer") return added > 0 && (name === "A" ? c === added - 1 : name === "B" ? r === added - 1 : true);
    const alike = (p, q) => (view === "block" ? Math.floor(p / side) === Math.floor(q / side) : p === q);
    return (name === "B" || view === "column" || alike(r, i)) && (name === "A" || view === "row" || alike(c, j));
  }

  // A number in full, and what of it fits into a cell; a rounded one says so.
  const written = (x) => String(x).replace("-", "−");
  function short(x) {
    const all = [3, 2, 1, 0].map((d) => `≈${written(x.toFixed(d))}`);
    return written(x).length <= 6 ? written(x) : (all.find((text) => text.length <= 6) ?? all[3]);
  }
  const factor = (x) => (x < 0 ? `(${written(x)})` : written(x));
  const listed = (line) => `(${line.map(written).join(", ")})`;
  const range = (from, to) => (to - from === 1 ? `${to}` : `${from + 1} to ${to}`);
  const span = (name, from, to) => `${name}${to - from === 1 ? "" : "s"} ${range(from, to)}`;
  const column = (M, j) => M.map((row) => [row[j]]);

  // In words what is seen, the sum behind an entry, and what to draw: terms of texts and matrices.
  function describe({ view, A, B, i, j, added, side }) {
    const C = partial(A, B);
    const k = B.length;
    const [m, n] = [C.length, C[0].length];
    const sign = (l) => (l ? "+ " : "");
    if (view === "entry") {
      const each = A[i].map((a, l) => times(a, B[l][j]) / SQUARE);
      const steps = [A[i].map((a, l) => `${factor(a)} · ${factor(B[l][j])}`)];
      if (k > 1) steps.push(each.map((x, l) => (l ? factor : written)(x)));
      return {
        said: `Row ${i + 1} of A times column ${j + 1} of B:`,
        terms: [],
        sum: [...steps.map((step) => step.join(" + ")), written(C[i][j])].join(" = "),
      };
    }
    if (view === "row" || view === "column") {
      const [name, at, from, to] = view === "row" ? ["Row", i, "B", "A"] : ["Column", j, "A", "B"];
      const weights = view === "row" ? A[i] : column(B, j).flat();
      const part = (M, l) => (view === "row" ? [M[l]] : column(M, l));
      return {
        said:
          `${name} ${at + 1} of AB is a sum of ${view}s of ${from}, with ${view} ${at + 1} of ${to} for weights: ` +
          `${weights.map((a, l) => `${written(a)} times ${view} ${l + 1}`).join(", plus ")}, makes ${listed(part(C, at).flat())}.`,
        terms: [
          ...weights.map((a, l) => [`${sign(l)}${factor(a)} ·`, part(view === "row" ? B : A, l)]),
          ["=", part(C, at)],
        ],
      };
    }
    if (view === "outer") {
      const S = partial(A, B, added);
      const T = partial(A, B, added, added - 1);
      const most = Math.min(added, m, n);
      if (!added) return { said: `0 of ${k} terms added: all zeros, of rank 0.`, terms: [] };
      return {
        said:
          `${added} of ${k} terms added; the last is column ${added} of A times row ${added} of B, of rank ${rank(T)}. ` +
          `The ${added === k ? "whole sum is AB" : "sum so far"} has rows ${S.map(listed).join(" and ")}. Its rank is ${rank(S)}; ` +
          `${added === 1 ? "one term allows" : `${added} terms in ${m} rows and ${n} columns allow`} ${most} at most.`,
        terms: [
          [`term ${added}:`, column(A, added - 1), [B[added - 1]]],
          ["=", T],
        ],
      };
    }
    const cut = (index, size) => [index - (index % side), Math.min(index - (index % side) + side, size)];
    const part = (M, [top, bottom], [left, right]) => M.slice(top, bottom).map((row) => row.slice(left, right));
    const down = cut(i, m);
    const over = cut(j, n);
    const inner = [...Array(Math.ceil(k / side)).keys()].map((l) => cut(l * side, k));
    const many = inner.length === 1 ? "a product" : `a sum of ${inner.length} products`;
    const which = inner.map((at) => range(...at));
    return {
      said:
        `The block of AB in ${span("row", ...down)} and ${span("column", ...over)} is ${many} of blocks, ` +
        `with the inner indices ${which.join(" and then ")}; it has rows ${part(C, down, over).map(listed).join(" and ")}.`,
      terms: [
        ...inner.map((at, l) => [`${sign(l)}`, part(A, down, at), part(B, at, over)]),
        ["=", part(C, down, over)],
      ],
    };
  }

  window.bookProduct = { fits, partial, rank, marked, written, short, describe };

  // ---- the page ----

  const VIEWS = { entry: "entries", row: "rows", column: "columns", outer: "outer products", block: "blocks" };
  const hatch = (angle, color) => `repeating-linear-gradient(${angle}deg, ${color}66 0 1.5px, ${color}33 1.5px 7px)`;
  const STYLE = `
.product fieldset { gap: 0 .9rem; margin: 0; padding: 0; border: 0; }
.product legend { float: left; width: auto; margin: 0; padding: .25rem 0; font: inherit; }
.product-board { display: grid; gap: .8rem; width: 100%; margin: 0 auto; }
.product-names { display: grid; padding: .3rem; font-style: italic; }
.product-names > * { place-self: center end; grid-area: 1 / 1; }
.product-names > :last-child { place-self: end center; }
.product-matrix { align-self: start; border: 1.5px solid currentColor; }
.product-matrix > * { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); }
.product .product-cell { display: grid; place-items: center; width: 100%; height: 2.5rem; padding: 0; text-align: center;
  border: 1px solid ${QUIET}; border-radius: 0; appearance: textfield; background: none; }
.product .product-cell::-webkit-inner-spin-button { appearance: none; margin: 0; }
.product .product-cell[role] { cursor: pointer; }
.product .product-cell[data-mark=A] { border: 2.5px solid ${BLUE}; background: ${hatch(135, BLUE)}; }
.product .product-cell[data-mark=B] { border: 2.5px solid ${ORANGE}; background: ${hatch(45, ORANGE)}; }
.product .product-cell[data-mark=C] { border: 3px double ${GREEN}; background: ${GREEN}4d; }
.product .product-cell.product-left { border-left: 4px solid currentColor; } .product .product-cell.product-top { border-top: 4px solid currentColor; }
.product .product-cell[aria-invalid=true] { border: 2.5px dashed var(--pst-color-danger); }
.product .product-cell:focus-visible { outline-offset: 1px; position: relative; }
.product-sum { display: block; font-weight: 650; font-size: 1.1em; }
.product-terms > span { display: inline-flex; gap: .35rem; align-items: center; min-height: 2rem; }
.product-terms.product-stack { flex-direction: column; align-items: end; width: max-content; }`;

  // A matrix as cells, made by `cell(row, column)`, in rows that assistive technology knows where `role` says so.
  const grid = (m, n, cell, attributes, role) =>
    make(
      "div",
      { class: "product-matrix", ...attributes },
      ...[...Array(m).keys()].map((r) =>
        make("div", role ? { role } : {}, ...[...Array(n).keys()].map((c) => cell(r, c))),
      ),
    );
  const small = (M) => brackets(M.flat().map(short), M[0].length);

  function controls({ A, B, views, start }) {
    const [m, k, n] = [A.length, B.length, B[0].length];
    const [choices, complaint] = [unique(), unique()];
    const cells = { A: A.map(() => []), B: B.map(() => []), C: A.map(() => []) };
    const field = (name) => (r, c) =>
      (cells[name][r][c] = make("input", {
        type: "number",
        step: "any",
        min: -LIMIT,
        max: LIMIT,
        class: "product-cell",
        "aria-errormessage": complaint,
        "aria-label": `${name}, row ${r + 1}, column ${c + 1}`,
      }));
    const entry = (r, c) => (cells.C[r][c] = make("div", { class: "product-cell", role: "gridcell", tabindex: -1 }));
    const centered = "text-align: center; font-style: italic";
    const below = make("div", { id: unique(), style: centered, "aria-hidden": "true" });
    const board = make(
      "div",
      { class: "product-board", style: `grid-template-columns: ${k}fr ${n}fr; max-width: ${4 * (k + n)}rem` },
      make(
        "div",
        { style: "grid-area: 2 / 2" },
        grid(m, n, entry, { role: "grid", "aria-labelledby": below.id }, "row"),
        below,
      ), // stands first, for the tab key
      make("div", { class: "product-names", "aria-hidden": "true" }, make("span", {}, "B"), make("span", {}, "A")),
      grid(m, k, field("A"), { role: "group", "aria-label": `A, ${m} by ${k}`, style: "grid-area: 2 / 1" }),
      grid(k, n, field("B"), { role: "group", "aria-label": `B, ${k} by ${n}`, style: "grid-area: 1 / 2" }),
    );
    const choice = make(
      "fieldset",
      { class: "live-row" },
      make("legend", {}, "See AB by"),
      ...views.map((view) =>
        make(
          "label",
          {},
          make("input", { type: "radio", name: choices, value: view, ...(view === start ? { checked: "" } : {}) }),
          VIEWS[view],
        ),
      ),
    );
    choice.hidden = views.length < 2;
    const slider = make("input", { type: "range", min: 0, max: k, step: 1, value: 1 });
    const shown = make("span", { "aria-hidden": "true" });
    const steps = row({}, make("label", {}, "Terms added", slider), shown);
    const help = make("p");
    const said = make("span");
    const sum = make("span", { class: "product-sum" });
    const terms = row({ class: "product-terms", "aria-hidden": "true" });
    const wrong = make("p", { id: complaint, "aria-live": "polite" });
    const reset = button("Reset the numbers");
    const box = live(
      "product",
      "The product AB, and what makes it",
      choice,
      steps,
      help,
      board,
      make("div", {}, wrong, make("output", { "aria-live": "polite" }, said, sum), terms),
      make("div", {}, reset),
    );
    return { box, cells, choice, slider, shown, steps, help, below, said, sum, terms, wrong, reset };
  }

  function start(picture, values) {
    if (!values || ![values.A, values.B].flat(2).every(fits)) return false; // numbers that would not be exact
    const copy = (M) => M.map((row) => [...row]);
    const ui = controls(values);
    const k = values.B.length;
    const state = {
      view: values.start,
      A: copy(values.A),
      B: copy(values.B),
      i: values.row ?? 0,
      j: values.column ?? 0,
      added: 1,
      side: 2,
    };
    replace(picture, ui.box);

    const complaints = new Map();
    const each = (work) =>
      Object.keys(ui.cells).forEach((name) =>
        ui.cells[name].forEach((row, r) => row.forEach((cell, c) => work(cell, name, r, c))),
      );
    function show() {
      const { view, added, i, j } = state;
      const outer = view === "outer";
      const C = partial(state.A, state.B, outer ? added : k);
      const target = { entry: "an entry", row: "a row", column: "a column", block: "a block" }[view];
      say(
        ui.help,
        `${outer ? "Add the terms one by one" : `Point at ${target} of AB, or go there with Tab and the arrow keys`}; ` +
          "every number of A and B can be changed.",
      );
      each((cell, name, r, c) => {
        cell.dataset.mark = marked(name, r, c, state) ? name : "";
        cell.classList.toggle("product-left", view === "block" && c > 0 && c % state.side === 0);
        cell.classList.toggle("product-top", view === "block" && r > 0 && r % state.side === 0);
        if (name === "C") say(cell, short(C[r][c]));
        const long = (name === "C" ? cell.textContent : cell.value).length; // seven characters fit into a cell of a phone
        cell.style.fontSize = `${Math.min(Math.max(1.55 - 0.15 * long, 0.5), 1)}em`;
        if (name !== "C") return;
        cell.setAttribute("aria-label", `row ${r + 1}, column ${c + 1}: ${written(C[r][c])}`);
        cell.setAttribute("aria-selected", String(!outer && r === i && c === j));
        cell.tabIndex = r === i && c === j ? 0 : -1;
      });
      ui.steps.hidden = !outer;
      say(ui.shown, `${added} of ${k}`);
      ui.slider.setAttribute("aria-valuetext", `${added} of ${k}`);
      say(ui.below, outer && added < k ? `sum of ${added} of ${k} terms` : "AB");
      const { said, sum = "", terms } = describe(state);
      say(ui.said, said);
      say(ui.sum, sum);
      ui.terms.classList.toggle("product-stack", view === "row");
      ui.terms.replaceChildren(
        ...terms.map((term) => make("span", {}, ...term.map((piece) => (Array.isArray(piece) ? small(piece) : piece)))),
      );
    }
    function reset() {
      each((cell, name, r, c) => name !== "C" && fill(cell, state[name][r][c]));
      complaints.clear();
      say(ui.wrong, "");
      show();
    }
    function point(i, j, focus) {
      Object.assign(state, {
        i: Math.min(Math.max(i, 0), values.A.length - 1),
        j: Math.min(Math.max(j, 0), values.B[0].length - 1),
      });
      show();
      if (focus) ui.cells.C[state.i][state.j].focus();
    }
    function listen(cell, name, r, c) {
      const tell = () => {
        say(ui.wrong, [...complaints.values()].join(""));
        show();
      };
      const use = (value) => {
        state[name][r][c] = value + 0;
        complaints.delete(cell);
        tell();
      };
      const refuse = () => {
        const came = cell.validity.badInput ? "no number" : cell.value === "" ? "nothing" : written(cell.value);
        complaints.delete(cell); // the latest complaint stands last
        complaints.set(
          cell,
          `${name}, row ${r + 1}, column ${c + 1}: expected a number from −${LIMIT} to ${LIMIT} with two decimals at most, ` +
            `got ${came}; ${written(state[name][r][c])} stays in use. `,
        );
        tell();
      };
      typed(cell, fits, use, refuse);
    }
    each((cell, name, r, c) => {
      if (name !== "C") return listen(cell, name, r, c);
      cell.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && point(r, c));
      cell.addEventListener("click", () => point(r, c, true));
      cell.addEventListener("focus", () => (state.i !== r || state.j !== c) && point(r, c));
      cell.addEventListener("keydown", (event) => {
        const to = {
          ArrowUp: [r - 1, c],
          ArrowDown: [r + 1, c],
          ArrowLeft: [r, c - 1],
          ArrowRight: [r, c + 1],
          Home: [r, 0],
          End: [r, Infinity],
        }[event.key];
        if (!to || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        point(...to, true);
      });
    });
    const set = (change) => show(Object.assign(state, change));
    ui.choice.addEventListener("change", (event) => set({ view: event.target.value }));
    ui.slider.addEventListener("input", () => set({ added: Number(ui.slider.value) }));
    ui.reset.addEventListener("click", () => reset(Object.assign(state, { A: copy(values.A), B: copy(values.B) })));
    reset();
  }

  begin("product", STYLE, start);
})();
