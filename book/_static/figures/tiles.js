/* A product in tiles, step by step: which tiles lie in fast memory, what is being done, and what was moved so far.
   Upgrades every [data-figure="tiles"], a static picture of one moment; its data-values hold the sizes and the tiles.
   It does what linalg_book.tiling.tiled_product does with a FastMemory, and a test compares the counts of the two. */
(() => {
  "use strict";
  const { COLORS, begin, button, drawing, labeled, live, make, options, replace, row } = window.bookFigures;
  const { BLUE, ORANGE, GREEN, QUIET } = COLORS;

  // ---- mathematics: A is m x k, B is k x n, C is m x n; tiles of C are b_m x b_n, and b_k is fetched at a time ----

  const STEPS = ["load", "stage", "multiply", "add up", "write back"];
  const traffic = ([m, n, k], [bm, bn]) => ({
    loads: m * k * Math.ceil(n / bn) + k * n * Math.ceil(m / bm),
    stores: m * n,
  });
  const cut = (size, side) =>
    Array.from({ length: Math.ceil(size / side) }, (_, t) => [t * side, Math.min(size, (t + 1) * side)]);
  const long = ([from, to]) => to - from;
  const area = ({ rows, columns }) => long(rows) * long(columns);

  // Every moment of the work, in the order of the loops: the step (0 before and 6 after the work), the tile of C and of
  // the inner size, what is held, what is on its way, and the counts up to here.
  function simulate([m, n, k], [bm, bn, bk]) {
    const held = {};
    const count = { loads: 0, stores: 0, used: 0, peak: 0, work: 0, written: 0 };
    const moments = [];
    const note = (step, at, coming = {}) => moments.push({ step, ...at, held: { ...held }, coming, ...count });
    const measure = () => {
      count.used = Object.values(held).reduce((sum, tile) => sum + area(tile), 0);
      count.peak = Math.max(count.peak, count.used);
    };
    const hold = (name, tile) => {
      held[name] = tile; // a tile that had the name before gives up its place
      measure();
    };
    const drop = (name) => {
      delete held[name];
      measure();
    };
    note(0, { i: 0, j: 0, l: 0 });
    for (const [i, rows] of cut(m, bm).entries()) {
      for (const [j, columns] of cut(n, bn).entries()) {
        const c = { rows, columns };
        hold("C", c);
        for (const [l, inner] of cut(k, bk).entries()) {
          const coming = { A: { rows, columns: inner }, B: { rows: inner, columns } };
          note(1, { i, j, l }, coming);
          for (const name of "AB") {
            hold(name, coming[name]);
            count.loads += area(coming[name]);
          }
          note(2, { i, j, l });
          count.work += area(c) * long(inner);
          note(3, { i, j, l });
          note(4, { i, j, l });
        }
        count.stores += area(c);
        count.written += 1;
        drop("C");
        note(5, { i, j, l: Math.ceil(k / bk) - 1 });
      }
    }
    drop("A");
    drop("B");
    note(6, { ...moments.at(-1), step: 6 });
    return moments;
  }

  // A moment in words.
  function describe([m, n, k], [bm, bn, bk], { step, i, j, l, loads, stores, work, written, peak }) {
    if (step === 0) return "Nothing is in fast memory yet: press step, or play.";
    if (step === 6) {
      return (
        `Done: ${loads} loads and ${stores} stores for ${work} multiply-adds, and at most ${peak} numbers were held at once. ` +
        `One number at a time, it would be ${traffic([m, n, k], [1, 1]).loads} loads.`
      );
    }
    const [high, wide, deep] = [cut(m, bm)[i], cut(n, bn)[j], cut(k, bk)[l]].map(long);
    const last = l + 1 === Math.ceil(k / bk);
    const sums = high * wide;
    const fetched = high * deep + deep * wide;
    const several = (count, name) => `${count} ${name}${count === 1 ? "" : "s"}`;
    const room = l
      ? ""
      : `Room is made for the ${several(sums, "sum")} of tile ${j + 1} in row ${i + 1} of C, all zero. `;
    return (
      `${step}. ` +
      [
        "",
        `Load: ${room}Tile ${l + 1} of row ${i + 1} of A and tile ${l + 1} of column ${j + 1} of B leave slow memory, ` +
          `${high * deep} and ${several(deep * wide, "number")}.`,
        `Stage: both are copied into fast memory${i + j + l ? ", in place of those before" : ""}: ${several(fetched, "load")} more, ${loads} so far.`,
        `Multiply: ${high} by ${deep} times ${deep} by ${wide}, ${several(high * deep * wide, "multiply-add")}; nothing is moved.`,
        `Add up: the product is added to the ${several(sums, "sum")} of C, which ${sums === 1 ? "stays" : "stay"}.${last ? " That was the last one." : ""}`,
        `Write back: the ${several(sums, "sum")} ${sums === 1 ? "goes" : "go"} to C in slow memory, once: ${several(sums, "store")} more, ${stores} so far. ` +
          `${written} of ${cut(m, bm).length * cut(n, bn).length} tiles are done.`,
      ][step]
    );
  }

  window.bookTiles = { traffic, simulate, describe };

  // ---- the page ----

  const HUES = { A: BLUE, B: ORANGE, C: GREEN };
  const WIDTH = 440;
  const TOP = 18;
  const GAP = 1.4;
  const PLAY = { moment: 400, tile: 5000 }; // milliseconds: for a moment, and in all
  const STYLE = `
.tiles ol { margin: 0; padding: 0; list-style: none; }
.tiles li { margin: 0; padding: 0 .5rem; border: 1px dashed var(--book-quiet); border-radius: 4px; }
.tiles li[aria-current] { border: 2px solid; font-weight: 700; }
.tiles li[aria-current]::before { content: "▸ "; }
.tiles output { font-weight: 650; min-height: 4.8em; }`;

  // B stands over C and A to its left, each number in its place; tiles in fast memory are full, those on their way dashed.
  function draw(board, [m, n, k], block, now) {
    const unit = (WIDTH - 4) / (k + n + GAP);
    const corner = k + GAP;
    const [bm, bn, bk] = block;
    const all = [];
    const tables = { A: [0, corner, m, k, bm, bk], B: [corner, 0, k, n, bk, bn], C: [corner, corner, m, n, bm, bn] };
    const X = (column) => 2 + column * unit;
    const Y = (row) => TOP + row * unit;
    const write = (x, y, text, look) => all.push(make("text", { x, y, ...look }, text));
    const starts = { "text-anchor": "start" };
    const bold = { "font-weight": 700 };
    const lines = (left, top, height, width, down, across, look) => {
      const d = [
        ...cut(height, down).map(([row]) => `M${X(left)} ${Y(top + row)}h${width * unit}`),
        ...cut(width, across).map(([column]) => `M${X(left + column)} ${Y(top)}v${height * unit}`),
        `M${X(left + width)} ${Y(top)}v${height * unit}h${-width * unit}`,
      ];
      all.push(make("path", { fill: "none", stroke: QUIET, ...look, d: d.join("") }));
    };
    const tile = (name, { rows, columns }, look, text = "") => {
      const [left, top] = tables[name];
      const box = {
        x: X(left + columns[0]),
        y: Y(top + rows[0]),
        width: long(columns) * unit,
        height: long(rows) * unit,
      };
      all.push(make("rect", { ...box, "data-name": name, fill: HUES[name], stroke: HUES[name], ...look }));
      if (text) write(box.x + box.width / 2, box.y + box.height / 2 + 5, text);
    };
    const rows = cut(m, bm);
    const columns = cut(n, bn);
    rows.forEach((r, i) =>
      columns.forEach((c, j) => {
        // tiles of C that are done
        if (i * columns.length + j < now.written)
          tile("C", { rows: r, columns: c }, { "fill-opacity": 0.15, stroke: "none", class: "tiles-done" }, "✓");
      }),
    );
    if (now.step % 6) {
      // what passes by for this tile of C
      tile("A", { rows: rows[now.i], columns: [0, k] }, { "fill-opacity": 0.12, stroke: "none" });
      tile("B", { rows: [0, k], columns: columns[now.j] }, { "fill-opacity": 0.12, stroke: "none" });
    }
    for (const [name, [left, top, height, width, down, across]] of Object.entries(tables)) {
      lines(left, top, height, width, 1, 1, { "stroke-width": 0.6, opacity: 0.6 });
      lines(left, top, height, width, down, across, { "stroke-width": 1.8 });
      write(X(left + width), Y(top) - 5, name, { "text-anchor": "end", ...bold });
    }
    for (const [name, held] of Object.entries(now.held)) {
      const stays = name === "C" && long(held.columns) > 2 ? "stays" : "";
      tile(name, held, { "fill-opacity": 0.4, "stroke-width": 3, class: "tiles-held" }, stays);
    }
    for (const [name, coming] of Object.entries(now.coming)) {
      tile(name, coming, { fill: "none", "stroke-width": 3, "stroke-dasharray": "5 3", class: "tiles-coming" });
    }
    const largest = Math.max(bm * bn, bm * bk, bk * bn);
    const inside = k * unit - 12; // the empty corner shows how much is held
    const frame = { x: 1, y: 1, width: k * unit, height: TOP + k * unit - 1, rx: 6 };
    all.push(make("rect", { ...frame, fill: "none", stroke: "currentColor" }));
    write(9, 23, "fast memory", { ...starts, ...bold });
    [..."ABC"].forEach((name, i) => {
      const held = now.held[name];
      const size = held ? area(held) : 0;
      const bar = { x: 58, y: 41 + 33 * i, width: ((inside - 52) * size) / largest, height: 21, class: "tiles-bar" };
      write(9, bar.y + 15, `${name}  ${size}`, starts);
      if (held) tile(name, held, { ...bar, "fill-opacity": 0.4, "stroke-width": 2 });
    });
    write(9, 155, `${now.used} held`, starts);
    board.setAttribute("viewBox", `0 0 ${WIDTH} ${Y(corner + m) + 3}`);
    board.replaceChildren(...all);
  }

  function controls(sizes) {
    const board = drawing({ "font-size": 15 });
    const steps = STEPS.map((name, i) => make("li", {}, `${i + 1} ${name}`));
    const buttons = ["back", "step", "play to the end of this tile of C", "finish C", "start again"].map((name) =>
      button(name),
    );
    const sides = sizes.map((size) => make("select", {}, ...options(Array.from({ length: size }, (_, t) => t + 1))));
    const named = [
      ["rows ", "m"],
      ["columns ", "n"],
      ["depth ", "k"],
    ].map(([word, letter], i) => labeled([word, make("i", {}, "b"), make("sub", {}, letter)], sides[i]));
    const output = make("output", { "aria-live": "polite" });
    const counts = make("p");
    const box = live(
      "tiles",
      "A product in tiles, step by step",
      board,
      row({}, ...buttons),
      row({ role: "group", "aria-label": "Sides of the tiles" }, ...named),
      make("ol", { class: "live-row", "aria-label": "The five steps" }, ...steps),
      output,
      counts,
    );
    return { box, board, steps, buttons, sides, output, counts };
  }

  function start(picture, values) {
    if (!values) return false;
    const { sizes, block: first } = values;
    const ui = controls(sizes);
    const state = { block: first, moments: [], at: 0, timer: null };
    const [back, step, play, finish, again] = ui.buttons;
    replace(picture, ui.box);

    function show() {
      const now = state.moments[state.at];
      const total = traffic(sizes, state.block);
      const end = state.at === state.moments.length - 1;
      draw(ui.board, sizes, state.block, now);
      ui.steps.forEach((item, i) =>
        i + 1 === now.step ? item.setAttribute("aria-current", "step") : item.removeAttribute("aria-current"),
      );
      ui.output.setAttribute("aria-live", state.timer ? "off" : "polite"); // what plays is not read out, where it stops is
      ui.output.textContent = describe(sizes, state.block, now);
      ui.counts.textContent =
        `${now.loads} of ${total.loads} loads, ${now.stores} of ${total.stores} stores; ` +
        `${now.used} held now, at most ${now.peak} at once.`;
      [back, again].forEach((button) => button.setAttribute("aria-disabled", state.at === 0));
      [step, play, finish].forEach((button) => button.setAttribute("aria-disabled", end));
    }
    function go(at) {
      clearInterval(state.timer);
      state.timer = null;
      state.at = Math.min(Math.max(at, 0), state.moments.length - 1);
      show();
    }
    function playOn() {
      const stop = state.moments.findIndex(({ step: s }, t) => t > state.at && s >= 5);
      if (stop < 0 || matchMedia("(prefers-reduced-motion: reduce)").matches) return go(stop < 0 ? state.at : stop);
      const from = state.at;
      const wait = Math.min(PLAY.moment, PLAY.tile / (stop - from));
      clearInterval(state.timer);
      state.timer = setInterval(() => {
        if (state.at + 1 >= stop) return go(stop);
        state.at += 1;
        show();
      }, wait);
    }
    function restart() {
      state.block = ui.sides.map((select) => Number(select.value));
      state.moments = simulate(sizes, state.block);
      go(0);
    }
    back.addEventListener("click", () => go(state.at - 1));
    step.addEventListener("click", () => go(state.at + 1));
    play.addEventListener("click", playOn);
    finish.addEventListener("click", () => go(Infinity));
    again.addEventListener("click", restart);
    ui.sides.forEach((select, i) => {
      select.value = first[i];
      select.addEventListener("change", restart);
    });
    restart();
  }

  begin("tiles", STYLE, start);
})();
