/* Shapes before numbers: type the shapes of two or three arrays, choose @ or an operation on entries, see what fits.
   Upgrades every [data-figure="shapes"], a static picture; its data-values hold the shapes that are shown first.
   Rules and sentences are those of linalg_book.shapes, and a test compares the two. */
(() => {
  "use strict";
  const { COLORS, begin, button, drawing, labeled, live, make, mark, options, replace, say, unique } =
    window.bookFigures;
  const { GREEN, RED } = COLORS;

  // ---- mathematics: a shape is a list of sizes; of what does not fit, the shape is null ----

  const LARGEST = 999999;
  const AXES = 5;
  const tuple = (shape) => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`);
  const transposed = (shape) => [...shape.slice(0, -2), ...shape.slice(-2).reverse()];
  const axesOf = (shapes, depth = Math.max(0, ...shapes.map((s) => s.length))) =>
    Array.from({ length: depth }, (_, k) => k - depth);
  const sizesOn = (axis, shapes) => shapes.filter((shape) => shape.length >= -axis).map((shape) => shape.at(axis));
  const clash = (axis, shapes) => new Set(sizesOn(axis, shapes).filter((size) => size !== 1)).size > 1;
  const settled = (axis, shapes) =>
    clash(axis, shapes) ? null : (sizesOn(axis, shapes).find((size) => size !== 1) ?? 1);
  const fits = (...shapes) => !axesOf(shapes).some((axis) => clash(axis, shapes));
  const outer = (left, right) => [...left.slice(-2, -1), ...right.slice(-1).filter(() => right.length > 1)];

  // 32, 784 or (32, 784) or [32, 784] or 32 x 784; null for what is no shape.
  function parse(text) {
    const inside = text
      .trim()
      .replace(/^\((.*)\)$|^\[(.*)\]$/s, "$1$2")
      .trim();
    const parts = inside === "" && text.trim() !== "" ? [] : inside.replace(/\s*,$/, "").split(/\s*[,x×]\s*|\s+/);
    return parts.length <= AXES && parts.every((part) => /^\d+$/.test(part) && Number(part) <= LARGEST)
      ? parts.map(Number)
      : null;
  }

  function broadcast(shapes) {
    const axes = axesOf(shapes);
    const wrong = axes.find((axis) => clash(axis, shapes));
    if (wrong !== undefined) {
      const where = wrong === -1 ? "the last axes" : `the axes ${wrong} (from the right)`;
      const said = `cannot broadcast ${shapes.map(tuple).join(" with ")}: ${where} have sizes ${sizesOn(wrong, shapes).join(" and ")}`;
      return { shape: null, said: [said + (shapes.length === 2 ? repair(...shapes) : "")] };
    }
    const shape = axes.map((axis) => settled(axis, shapes));
    const same = (other) => tuple(other) === tuple(shape);
    const verdict = shapes.every(same)
      ? ": equal shapes: the sum of matrices"
      : shapes.some(same)
        ? ""
        : `: larger than ${shapes.length === 2 ? "both" : "each of them"}: no sum of matrices`;
    const repeats = shapes.flatMap((own, i) => {
      const times = axes.flatMap((axis, k) =>
        (own.at(axis) ?? 1) === shape[k] ? [] : `${shape[k]} times along axis ${k}`,
      );
      return times.length ? `${"ABC"[i]} repeated: ${times.join(", ")}` : [];
    });
    return { shape, said: [`${shapes.map(tuple).join(" + ")} -> ${tuple(shape)}${verdict}`, ...repeats] };
  }

  function repair(left, right) {
    const pairs = [
      ["B", right, left],
      ["A", left, right],
    ];
    for (const [name, own, other] of pairs) {
      const longer =
        own.length < other.length ? own.map((_, at) => [...own.slice(0, at + 1), 1, ...own.slice(at + 1)]) : [];
      const found = longer.find((shape) => fits(shape, other));
      if (found) return `; ${name} of shape ${tuple(found)} would fit`;
    }
    const turned = pairs.find(([, own, other]) => own.length === 2 && fits(transposed(own), other));
    return turned ? `; ${turned[0]}.T would fit` : "";
  }

  function product(left, right, [a, b] = ["A", "B"]) {
    const [one, other] = [left, right].map(tuple);
    const refuse = (said) => ({ shape: null, said });
    if (!left.length || !right.length)
      return refuse(`${a} and ${b} must have an axis each, got shapes ${one} and ${other}: a number scales by *`);
    const inner = (p, q) => p.at(-1) === q.slice(-2)[0];
    const lead = [left.slice(0, -2), right.slice(0, -2)];
    const turn = Math.max(left.length, right.length) === 2 ? ".T" : ".mT";
    const matrices = left.length === 2 && right.length === 2;
    const also = [];
    if (left.length > 1 && inner(transposed(left), right) && fits(...lead)) also.push(`${a}${turn} @ ${b}`);
    if (right.length > 1 && inner(left, transposed(right)) && fits(...lead)) also.push(`${a} @ ${b}${turn}`);
    const meeting = `${left.at(-1)} ${left.length > 1 ? "columns" : "entries"} meet ${right.slice(-2)[0]} ${right.length > 1 ? "rows" : "entries"}`;
    const cannot = `cannot multiply ${a} ${one} by ${b} ${other}: `;
    if (!inner(left, right)) {
      if (matrices && inner(right, left)) also.push(`${b} @ ${a}`);
      const hint = also.join(" or ") || (matrices ? "no transposed factor" : "");
      return refuse(cannot + meeting + (hint ? `; ${hint} would fit` : ""));
    }
    if (!fits(...lead))
      return refuse(`${cannot}the matrices fit, the leading axes ${lead.map(tuple).join(" and ")} do not broadcast`);
    const shape = [...broadcast(lead).shape, ...outer(left, right)];
    const doubt = also.length ? `; ${also.join(" and ")} would fit too, so the shapes prove nothing` : "";
    return { shape, said: `${one} @ ${other} -> ${tuple(shape)}: ${meeting} and vanish${doubt}` };
  }

  // All of it, from left to right as Python computes: the shape, a headline, the sentences, and for @ its steps.
  function check(operation, shapes) {
    const names = [..."ABC"].slice(0, shapes.length);
    const whole = names.join(` ${operation} `);
    const steps = [];
    let { shape, said } = operation === "@" ? { shape: shapes[0], said: [] } : broadcast(shapes);
    let stopped = "";
    for (let i = 1; operation === "@" && i < shapes.length && shape; i++) {
      const pair = [i === 1 ? "A" : "(A @ B)", names[i]];
      const step = { left: shape, right: shapes[i], names: pair, ...product(shape, shapes[i], pair) };
      steps.push(step);
      ({ shape } = step);
      said.push(step.said);
      if (!shape && shapes.length > 2) stopped = `: it stops at ${pair.join(" @ ")}`;
    }
    const headline = !shape
      ? `${whole} does not run${stopped}.`
      : `${whole} ${shape.length ? "has the shape" : "is one number, shape"} ${tuple(shape)}.`;
    return { shape, headline, said, steps };
  }

  window.bookShapes = { parse, check };

  // ---- the page ----

  const OWN = "shapes of your own";
  const WIDTH = 440;
  const EXAMPLES = {
    "a batch through two layers": null, // those of the picture
    "a forgotten transposition": ["@", [2, 3], [2, 3]],
    "square weights": ["@", [3, 3], [3, 3]],
    "eight heads of attention": ["@", [8, 10, 64], [8, 64, 10], [8, 10, 64]],
    "a stack times a vector": ["@", [5, 4, 3], [3]],
    "a row of biases": ["+", [32, 10], [10]],
    "a column and a vector": ["+", [3, 1], [3]],
    "one factor for each example": ["+", [32, 10], [32]],
  };
  const STYLE = `
.shapes input { width: 10.5rem; padding: 0 .4rem; }
.shapes :is(p, output) { overflow-wrap: anywhere; }
.shapes output > * { display: block; }
.shapes p:empty { display: none; }`;

  const write = (x, y, text, look) => make("text", { x, y: y + 5, ...look }, text);
  const bolder = { "font-weight": 700 };

  // A box with its size in it; dashed where broadcasting repeats it to another one.
  function cell(x, y, width, size, { to = size, tint = "none", bold = false, dashed = false } = {}) {
    const repeated = to !== null && to !== (size ?? 1);
    const dash = repeated || dashed || size === undefined ? "4 3" : "none";
    const look = {
      rx: 5,
      fill: tint,
      "fill-opacity": 0.22,
      stroke: "currentColor",
      "stroke-width": 1.2,
      "stroke-dasharray": dash,
    };
    const text = repeated ? `${size ?? "·"}→${to}` : (size ?? "·");
    return [make("rect", { x, y, width, height: 32, ...look }), write(x + width / 2, y + 16, text, bold ? bolder : {})];
  }

  // One product: two dominoes that touch with their inner halves, leading axes in layers over them, and what is left.
  function drawStep(top, { left, right, names, shape }) {
    const half = 58;
    const places = [3, 155, WIDTH - 2 * half - 3];
    const pair = [left, right];
    const lead = [left.slice(0, -2), right.slice(0, -2)];
    const base = top + 24 + 36 * axesOf(lead).length;
    const all = [];
    const meet = (y, good) =>
      all.push(
        make("rect", { x: 121, y: y + 1, width: 32, height: 30, fill: good ? GREEN : RED, "fill-opacity": 0.22 }),
        write(137, y + 16, good ? "=" : "≠", { ...bolder, "font-size": 20, class: "shapes-meet" }),
      );
    [...names, names.join(" @ ")].forEach((name, i) => all.push(write(places[i] + half, top + 8, name, bolder)));
    for (const axis of axesOf(lead)) {
      const y = base + 36 * axis;
      const to = settled(axis, lead);
      const sizes = lead.map((own) => own.at(axis));
      const tint = to === null ? RED : "none";
      sizes.forEach((size, i) => all.push(...cell(places[i], y, 2 * half, size, { to, tint })));
      if (to === null || sizes[0] === sizes[1]) meet(y, to !== null);
      if (shape) all.push(...cell(places[2], y, 2 * half, to, { bold: true }));
    }
    const inner = [left.at(-1), right.slice(-2)[0]];
    const good = inner[0] === inner[1];
    const tint = good ? GREEN : RED;
    pair.forEach((own, i) => {
      // a vector has an inner half only
      if (own.length) all.push(...cell(places[i] + (i ? 0 : half), base, half, inner[i], { tint }));
      if (own.length > 1)
        all.push(...cell(places[i] + (i ? half : 0), base, half, own.at(i ? -1 : -2), { bold: true }));
    });
    if (left.length && right.length) meet(base, good);
    all.push(write(296, base + 16, "→", { "font-size": 20 }));
    const rest = outer(left, right);
    if (!shape || !rest.length)
      all.push(...cell(places[2], base, 2 * half, shape ? "a number" : "no product", { dashed: true }));
    else rest.forEach((size, i) => all.push(...cell(places[2] + i * half, base, half, size, { bold: true })));
    return { all, height: base + 32 - top };
  }

  // Shapes under each other, aligned at the right, and the result last.
  function drawTable(shapes) {
    const axes = axesOf(shapes);
    const width = Math.min(84, 364 / axes.length);
    const names = [..."ABC"].slice(0, shapes.length);
    const all = [...names, names.join(" + ")].map((name, i) =>
      write(3, 38 * i + 18, name, { "text-anchor": "start", ...bolder }),
    );
    for (const axis of axes) {
      const to = settled(axis, shapes);
      const wrong = to === null;
      const x = WIDTH - 1 + axis * width;
      shapes.forEach((own, i) =>
        all.push(...cell(x, 38 * i + 2, width - 4, own.at(axis), { to, tint: wrong ? RED : "none" })),
      );
      all.push(
        ...cell(x, 38 * shapes.length + 2, width - 4, to ?? "≠", {
          bold: true,
          dashed: wrong,
          tint: wrong ? RED : GREEN,
        }),
      );
    }
    return {
      all: axes.length ? all : [...all, write(WIDTH - 40, 38 * shapes.length + 18, "a number")],
      height: 38 * shapes.length + 36,
    };
  }

  function draw(board, shapes, steps) {
    let height = 0;
    board.replaceChildren(
      ...(steps.length ? steps : [null]).flatMap((step) => {
        const part = step ? drawStep(height + 2, step) : drawTable(shapes);
        height += part.height + (step ? 14 : 0);
        return part.all;
      }),
    );
    board.setAttribute("viewBox", `0 0 ${WIDTH} ${height}`);
  }

  function controls() {
    const [helpful, complaint] = [unique(), unique()];
    const board = drawing({ "font-size": 14.5 });
    const products = ["@", "@, the product"];
    const operation = make("select", {}, ...options([products, ["+", "+ and others, entry by entry"]]));
    const example = make("select", {}, ...options([...Object.keys(EXAMPLES), OWN]));
    const fields = [..."ABC"].map(() =>
      make("input", { autocomplete: "off", spellcheck: "false", "aria-describedby": `${helpful} ${complaint}` }),
    );
    const turns = [..."ABC"].map((name) => button("transpose", { "aria-label": `transpose ${name}` }));
    const output = make("output", { "aria-live": "polite" });
    const wrong = make("p", { id: complaint, "aria-live": "polite" });
    const help = make(
      "p",
      { id: helpful },
      `Up to ${AXES} sizes from 0 to ${LARGEST}, as 32, 784; (3,) is a vector, () a number. Leave C empty for two arrays.`,
    );
    const box = live(
      "shapes",
      "Shapes of two or three arrays, and what fits",
      board,
      output,
      labeled("Example", example),
      labeled("Operation", operation),
      ...fields.map((field, i) => labeled("ABC"[i], field, turns[i])),
      wrong,
      help,
    );
    return { box, board, operation, example, fields, turns, output, wrong };
  }

  function start(picture, values) {
    if (!values) return false;
    const first = ["@", ...values.shapes];
    const ui = controls();
    const state = { operation: "@", shapes: [] };
    replace(picture, ui.box);

    function show() {
      const shapes = state.shapes.filter(Boolean);
      const { headline, said, steps } = check(state.operation, shapes);
      const lines = [make("strong", {}, headline), ...said.map((line) => make("span", {}, line))];
      if (lines.map((line) => line.textContent).join() !== ui.output.dataset.said) ui.output.replaceChildren(...lines);
      ui.output.dataset.said = lines.map((line) => line.textContent).join();
      draw(ui.board, shapes, steps);
      // What is no shape is marked, and a sentence says what was expected; the last shapes that made sense stay in use.
      const wrong = ui.fields
        .flatMap((field, i) => {
          const good = parse(field.value) || (i === 2 && !field.value.trim());
          mark(field, good);
          ui.turns[i].disabled = !good || (state.shapes[i]?.length ?? 0) < 2;
          return good ? [] : `${"ABC"[i]} must be a shape, such as (2, 3) or 2, 3; got “${field.value.trim()}”.`;
        })
        .join(" ");
      say(ui.wrong, wrong);
    }
    function use(operation, shapes, example) {
      Object.assign(state, { operation, shapes });
      ui.operation.value = operation;
      ui.example.value = example;
      show();
    }
    const fill = () => ui.fields.forEach((field, i) => (field.value = state.shapes[i] ? tuple(state.shapes[i]) : ""));
    function choose() {
      const { value } = ui.example;
      [state.operation, ...state.shapes] =
        EXAMPLES[value] ?? (value === OWN ? [state.operation, ...state.shapes] : first);
      fill();
      use(state.operation, state.shapes, value);
    }
    ui.example.addEventListener("change", choose);
    ui.operation.addEventListener("change", () => use(ui.operation.value, state.shapes, OWN));
    ui.fields.forEach((field, i) =>
      field.addEventListener("input", () => {
        const shape = parse(field.value);
        if (!shape && (i < 2 || field.value.trim())) return show();
        use(
          state.operation,
          [0, 1, 2].map((j) => (i === j ? shape : state.shapes[j])),
          OWN,
        );
      }),
    );
    ui.turns.forEach((button, i) =>
      button.addEventListener("click", () => {
        ui.fields[i].value = tuple(transposed(state.shapes[i]));
        use(
          state.operation,
          state.shapes.map((shape, j) => (i === j ? transposed(shape) : shape)),
          OWN,
        );
      }),
    );
    choose();
  }

  begin("shapes", STYLE, start);
})();
