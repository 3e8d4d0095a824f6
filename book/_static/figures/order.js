/* A turn and a scaling in both orders, or done and then undone in both orders: set the angle and the scales, go step by step.
   Upgrades every [data-figure="order"], a static picture; its data-values hold the shape, the first setting, and which of the two.
   The mathematics is that of linalg_book.order and linalg_book.undoing, and a test compares the two. */
(() => {
  "use strict";
  const { COLORS, begin, brackets, button, drawing, fill, labeled, live, make, replace, row, say, typed, unique } =
    window.bookFigures;
  const { BLUE, ORANGE, GREEN, QUIET } = COLORS;

  // ---- mathematics: a matrix is its entries [a, b, c, d], row by row; a setting is { undo, angle in degrees, scales } ----

  const EXACT = 1e-9; // rounding errors stay under it: scales other than 0 are from 0.01 to 3 in size
  const apply = ([a, b, c, d], [x, y]) => [a * x + b * y, c * x + d * y];
  const multiply = ([a, b, c, d], [e, f, g, h]) =>
    [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h].map((t) => t + 0);

  function turn(degrees) {
    // exact for quarter turns
    const t = (degrees * Math.PI) / 180;
    const [c, s] = [Math.cos(t), Math.sin(t)].map((x) => (degrees % 90 ? x : Math.round(x) + 0));
    return [c, 0 - s, s, c];
  }

  // For each of the two paths the product after each step, the identity first; a scale of 0 ends the path, nothing undoes it.
  function compute({ undo, angle, scales: [a, b] }) {
    const maps = { R: turn(angle), S: [a, 0, 0, b], "R⁻¹": turn(-angle), "S⁻¹": [1 / a, 0, 0, 1 / b] };
    const singular = a * b === 0;
    const last = undo && !singular ? 4 : 2;
    const sine = maps.R[2];
    const paths = (
      undo
        ? [
            ["R", "S", "S⁻¹", "R⁻¹"],
            ["R", "S", "R⁻¹", "S⁻¹"],
          ]
        : [
            ["R", "S"],
            ["S", "R"],
          ]
    ).map((path) => {
      const stages = [{ name: "I", matrix: [1, 0, 0, 1] }];
      path.slice(0, last).forEach((letter, i) =>
        stages.push({
          name: i ? `${letter}\u00a0${stages[i].name}` : letter,
          matrix: multiply(maps[letter], stages[i].matrix),
        }),
      );
      return stages;
    });
    return { paths, last, singular, commute: a === b || sine === 0, gap: Math.abs(a - b) * Math.abs(sine) };
  }

  // A point that a scale of 0 makes one with the given point: the two differ along what the turn takes to that axis.
  function twin({ angle, scales: [a] }, point) {
    const along = apply(turn(-angle), a === 0 ? [1, 0] : [0, 1]);
    return point.map((t, i) => t - 4 * along[i]);
  }

  // Half the width of the window: the same for all angles, so that a letter does not seem to shrink as it turns.
  function reach(setting, shape) {
    let most = 0;
    let window = 12;
    for (let angle = 0; angle < 180; angle += 5)
      for (const path of compute({ ...setting, angle }).paths)
        for (const { matrix } of path) for (const p of shape) most = Math.max(most, ...apply(matrix, p).map(Math.abs));
    while (window < 1.01 * most) window *= Math.log2(window / 12) % 1 ? 4 / 3 : 3 / 2; // 12, 18, 24, 36, 48, …
    return window;
  }

  const exact = (x) => Math.abs(x - Math.round(100 * x) / 100) < EXACT; // shown with two places, is that all of it?
  const written = (x) =>
    (exact(x) ? String(Math.round(100 * x) / 100 + 0) : x.toFixed(2).replace(/^-(0\.00)$/, "$1")).replace("-", "−");
  const about = (...all) => (all.every(exact) ? "" : "about ");
  const place = (p) => `${about(...p)}(${p.map(written).join(", ")})`;
  const bracketed = (x) => (x < 0 ? `(${written(x)})` : written(x));
  const tight = (formula) => formula.replaceAll(" ", "\u00a0");

  function seen({ matrix }, shape, tip) {
    const all = shape.map((p) => apply(matrix, p));
    const [a, b, c, d] = matrix;
    const [wide, high] = [0, 1]
      .map((i) => Math.max(...all.map((p) => p[i])) - Math.min(...all.map((p) => p[i])))
      .map((x) => about(x) + written(x));
    return `${wide} wide and ${high} high${a * d - b * c < -EXACT ? ", mirrored" : ""}, its dot at ${place(apply(matrix, tip))}`;
  }

  function describe(setting, step, shape, tip) {
    const { paths, last, singular, commute, gap } = compute(setting);
    const {
      undo,
      angle,
      scales: [a, b],
    } = setting;
    const now = Math.min(step, last);
    const [left, right] = paths.map((path) => seen(path[now], shape, tip));
    const ways = undo ? ["scaling undone first", "turn undone first"] : ["turn first", "scale first"]; // on a phone there is no left
    const when = STEPS[undo ? "undo" : "orders"][now];
    const why = a === b ? "the two scales are equal" : angle === 0 ? "nothing is turned" : "a half turn is −I";
    const both =
      left === right ? `both ways the letter is ${left}.` : `${ways[0]}, the letter is ${left}; ${ways[1]}, ${right}.`;
    const stage = `${when[0].toUpperCase()}${when.slice(1)}: ${both}`;
    if (undo && singular) {
      const pressed = a === b ? "Both scales are 0" : `The scale along ${a === 0 ? "x" : "y"} is 0`;
      return {
        stage,
        verdict:
          `${pressed}, so different points become one: ${place(tip)}, the dot, and ${place(twin(setting, tip))}, the square, ` +
          `both go to ${place(apply(paths[0][2].matrix, tip))}. Nothing can undo this: no map takes one point to two places.`,
      };
    }
    if (undo)
      return {
        stage,
        verdict:
          `If the last step is undone first, every point comes back: ${tight("R⁻¹ S⁻¹ S R = I")}. ` +
          `If the first step is undone first, ${
            commute
              ? `every point comes back, too, as ${why}: R and S commute.`
              : `the letter does not come back: ${tight("S⁻¹ R⁻¹ S R ≠ I")}.`
          }`,
      };
    if (commute) return { stage, verdict: `The orders agree, ${tight("S R = R S")}, as ${why}.` };
    const times = `${exact(gap) ? "=" : "≈"} ${gap < 0.01 ? gap.toPrecision(2) : written(gap)}`;
    const factor = tight(`|${written(a)} − ${bracketed(b)}| · |sin ${bracketed(angle)}°| ${times}`);
    const quarter =
      angle % 90
        ? ""
        : a === -b
          ? ` Here ${tight("S R = −R S")}.`
          : " With a quarter turn, to swap the order is to swap the two scales.";
    return {
      stage,
      verdict:
        `The orders differ: the two places of a point are ${factor} times as far from each other ` +
        `as the point is from the center.${quarter}`,
    };
  }

  // ---- the page ----

  const STEPS = {
    orders: ["start", "after the first map", "after both"],
    undo: ["start", "turned", "scaled", "one step undone", "both undone"],
  };
  const TITLES = {
    orders: ["Turn first, then scale", "Scale first, then turn"],
    undo: ["Undo the scaling first", "Undo the turn first"],
  };
  const SCALE = [-3, 3, 0.25, 0.01, "a number from −3 to 3 with at most two places after the point"];
  const FIELDS = [
    ["Angle (degrees)", -180, 180, 5, 1, "a whole number from −180 to 180"],
    ["Scale along x", ...SCALE],
    ["Scale along y", ...SCALE],
  ]; // name, least, most, step of the slider, step of the field, what is expected
  const INK = "currentColor";
  const HALF = 120; // half a board, in its own units
  const STYLE = `
.order { max-width: none; }
.order-planes { display: grid; grid-template-columns: 1fr 1fr; gap: .5rem 1rem; }
.order-plane { display: grid; gap: .3rem .8rem; place-items: center; align-content: start; min-width: 0; }
.order-plane svg { max-width: 280px; }
.order-title, .order output span + span { font-weight: 650; }
@media (max-width: 560px) {
  .order-planes { grid-template-columns: minmax(0, 1fr); }
  .order-plane { grid-template-columns: minmax(0, 13.5rem) minmax(6.5rem, auto); }
  .order-title { grid-column: 1 / 3; }
  .order-product { flex-direction: column; }
}
.order label[for] { min-width: 7.6rem; }
.order label:has(:disabled) { text-decoration: line-through; }
.order [type=range] { flex: 1 1 6rem; max-width: 15rem; }
.order output span { display: block; }`;

  function controls(kind) {
    const [complaint, steps] = [unique(), unique()];
    const wrong = make("p", { id: complaint, "aria-live": "polite" });
    const next = button("");
    const viewBox = `${-HALF} ${-HALF} ${2 * HALF} ${2 * HALF}`;
    const boards = TITLES[kind].map(() => drawing({ viewBox, "font-size": 13.5 }));
    const products = TITLES[kind].map(() => row({ class: "order-product", role: "math" }));
    const radios = STEPS[kind].map((_, i) => make("input", { type: "radio", name: steps, value: i }));
    const stage = make("span");
    const verdict = make("span");
    const sliders = FIELDS.map(([name, min, max, step]) =>
      make("input", { type: "range", min, max, step, "aria-label": `${name}, slider` }),
    );
    const fields = FIELDS.map(([, min, max, , step]) =>
      make("input", { type: "number", min, max, step, "aria-describedby": complaint }),
    );
    const lines = FIELDS.map(([name], i) => labeled(name, fields[i]));
    sliders.forEach((slider, i) => fields[i].before(slider));
    const box = live(
      "order",
      `A turn and a scaling ${kind === "undo" ? "done and undone" : "in both orders"}`,
      make(
        "div",
        { class: "order-planes" },
        ...TITLES[kind].map((title, i) =>
          make("div", { class: "order-plane" }, make("div", { class: "order-title" }, title), boards[i], products[i]),
        ),
      ),
      row(
        {},
        next,
        row(
          { role: "radiogroup", "aria-label": "Step" },
          ...radios.map((radio, i) => make("label", { class: "order-step" }, radio, STEPS[kind][i])),
        ),
      ),
      ...lines,
      wrong,
      make("output", { "aria-live": "polite" }, stage, verdict),
      make(
        "p",
        {},
        "R turns, S scales. Dot: the tip of the letter. Dashed: the letter at the start; dotted: one step before. " +
          `Ring: where ${kind === "undo" ? "the tip started" : "the other order puts the tip"}.`,
      ),
    );
    return { box, boards, products, radios, next, stage, verdict, sliders, fields, wrong };
  }

  function draw(board, far, matrices, shape, tip, ring, square) {
    const at = (p) => p.map((t, i) => (((i ? -t : t) * HALF) / far).toFixed(2));
    const all = [];
    for (let k = -100; k <= 100; k += 20) {
      const d = `M ${-HALF} ${k} H ${HALF} M ${k} ${-HALF} V ${HALF}`;
      all.push(make("path", { d, stroke: QUIET, "stroke-width": k ? 0.4 : 1 }));
      if (Math.abs(k) < 100) continue;
      const name = written((k * far) / HALF);
      all.push(make("text", { x: k, y: 12 }, name), make("text", { x: -4, y: 4 - k, "text-anchor": "end" }, name));
    }
    const outline = (matrix, look) => {
      const points = shape.map((p) => at(apply(matrix, p)).join()).join(" ");
      all.push(make("polygon", { points, fill: "none", "stroke-linejoin": "round", ...look }));
    };
    const last = matrices.length - 1;
    const color = [BLUE, ORANGE, GREEN][Math.min(last, 2)];
    outline(matrices[0], { stroke: INK, "stroke-dasharray": "4 3" });
    if (last > 1) outline(matrices[last - 1], { stroke: ORANGE, "stroke-width": 1.5, "stroke-dasharray": "1 2.5" });
    const filled = { fill: color, "fill-opacity": 0.35, stroke: color, "stroke-width": 2 };
    outline(matrices[last], { class: "order-shape", ...filled });
    const [x, y] = at(apply(matrices[last], tip));
    const line = { fill: "none", stroke: INK, "stroke-width": 1.8 };
    if (ring) {
      const [u, v] = at(ring);
      if (Math.hypot(x - u, y - v) > 7)
        all.push(make("path", { d: `M ${x} ${y} L ${u} ${v}`, stroke: INK, "stroke-dasharray": "2 3" }));
      all.push(make("circle", { class: "order-ring", cx: u, cy: v, r: 6.5, ...line }));
    }
    if (square) {
      const [u, v] = at(apply(matrices[last], square));
      all.push(make("rect", { class: "order-square", x: u - 5.5, y: v - 5.5, width: 11, height: 11, ...line }));
    }
    board.replaceChildren(...all, make("circle", { class: "order-tip", cx: x, cy: y, r: 3.6 }));
  }

  function start(picture, values) {
    if (!values) return false;
    const { shape, tip, undo, ...first } = values;
    const kind = undo ? "undo" : "orders";
    const end = STEPS[kind].length - 1;
    const ui = controls(kind);
    const state = { numbers: [first.angle, ...first.scales], step: end, wrong: ["", "", ""] };
    replace(picture, ui.box);

    function show() {
      const [angle, ...scales] = state.numbers;
      const setting = { undo, angle, scales };
      const far = reach(setting, shape);
      const { paths, last, singular } = compute(setting);
      const now = Math.min(state.step, last);
      const lost = undo && singular;
      const ends = paths.map((path) => apply(path[last].matrix, tip));
      paths.forEach((path, i) => {
        const { name, matrix } = path[now];
        const equals = `${name}\u00a0${matrix.every(exact) ? "=" : "≈"}`;
        const entries = matrix.map(written);
        const ring = now === last && !lost && (undo ? tip : ends[1 - i]);
        draw(
          ui.boards[i],
          far,
          path.slice(0, now + 1).map((stage) => stage.matrix),
          shape,
          tip,
          ring,
          lost && twin(setting, tip),
        );
        ui.products[i].replaceChildren(equals, brackets(entries, 2));
        ui.products[i].setAttribute(
          "aria-label",
          `${equals} rows (${entries.slice(0, 2).join(", ")}) and (${entries.slice(2).join(", ")})`,
        );
      });
      ui.radios.forEach((radio, i) => Object.assign(radio, { disabled: i > last, checked: i === now }));
      ui.next.textContent = now < last ? "Next step" : "Back to the start";
      ui.next.onclick = () => go(now < last ? now + 1 : 0);
      const said = { ...describe(setting, now, shape, tip), wrong: state.wrong.filter(Boolean).join(" ") };
      for (const key of ["stage", "verdict", "wrong"]) say(ui[key], said[key]);
      ui.sliders.forEach((slider, i) => {
        slider.value = state.numbers[i];
        slider.setAttribute("aria-valuetext", written(state.numbers[i])); // a typed number may lie between two steps
      });
    }
    function go(step) {
      state.step = step;
      show();
    }
    function take(i, value) {
      state.numbers[i] = value;
      state.wrong[i] = "";
      go(state.step || end); // at the start nothing would move
    }
    ui.radios.forEach((radio, i) => radio.addEventListener("change", () => go(i)));
    ui.sliders.forEach((slider, i) =>
      slider.addEventListener("input", () => {
        fill(ui.fields[i], slider.value);
        take(i, Number(slider.value));
      }),
    );
    ui.fields.forEach((field, i) => {
      const [name, min, max, , step, expected] = FIELDS[i];
      const fits = (value) => value >= min && value <= max && Math.abs(value / step - Math.round(value / step)) < EXACT;
      const refuse = () => {
        const got = field.validity.badInput
          ? "something that is no number"
          : field.value.replace("-", "−") || "nothing";
        state.wrong[i] = `${name}: expected ${expected}, got ${got}; ${written(state.numbers[i])} stays in use.`;
        show();
      };
      field.value = state.numbers[i];
      typed(field, fits, (value) => take(i, value), refuse);
    });
    show();
  }

  window.bookOrder = { turn, multiply, apply, compute, twin, reach, written, describe };

  begin("order", STYLE, start);
})();
