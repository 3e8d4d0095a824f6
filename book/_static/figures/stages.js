/* A 2 by 2 matrix in three stages, A = U Σ Vᵀ: a slider leads from the start through turn, stretch and turn.
   Upgrades every [data-figure="stages"], a static picture of the stages; its data-values hold the letter and matrices.
   The mathematics is that of linalg_book.functions.stages, and a test compares the two. */
(() => {
  "use strict";
  const { COLORS, begin, button, drawing, fill, labeled, live, make, options, replace, row, say, typed } =
    window.bookFigures;
  const { BLUE, ORANGE, GREEN, QUIET } = COLORS;

  // ---- mathematics: a matrix is its entries [a, b, c, d], row by row; angles are in radians ----

  const ROUNDING = 4 * Number.EPSILON;
  const apply = ([a, b, c, d], [x, y]) => [a * x + b * y, c * x + d * y];

  // Vᵀ turns by at most a right angle and never mirrors; if the determinant is negative, U mirrors before it turns.
  // A is a turn, scaled by q, and a mirror, scaled by r: the singular values are q + r and |q - r|.
  function svd([a, b, c, d]) {
    const q = Math.hypot(a + d, c - b) / 2;
    const r = Math.hypot(a - d, b + c) / 2;
    const alike = Math.min(q, r) <= ROUNDING * Math.max(q, r); // a circle stays a circle: no turn before
    let turning = Math.atan2(c - b + 0, a + d + 0);
    let mirroring = Math.atan2(b + c + 0, a - d + 0);
    if (alike) [turning, mirroring] = q > r ? [turning, turning] : [mirroring, mirroring];
    const flat = Math.abs(q - r) <= ROUNDING * (q + r);
    const half = (turning - mirroring) / 2;
    const over = half > Math.PI / 2 ? -Math.PI : half <= -Math.PI / 2 ? Math.PI : 0; // half a turn more in both
    const out = (turning + mirroring) / 2 + over;
    return {
      turnIn: half + over,
      stretch: [q + r, flat ? 0 : Math.abs(q - r)],
      mirror: !flat && q < r,
      turnOut: out > Math.PI ? out - 2 * Math.PI : out <= -Math.PI ? out + 2 * Math.PI : out,
    };
  }

  const part = (s, stage) => Math.min(Math.max(s - stage, 0), 1); // how much of a stage is done

  // What has been done at s: 0 nothing, 1 the first turn, 2 the stretch too, 3 all; a mirror turns the plane over in space.
  function at({ turnIn, stretch, mirror, turnOut }, s) {
    const [x, y] = [Math.cos(turnIn * part(s, 0)), Math.sin(turnIn * part(s, 0))];
    const [u, v] = [Math.cos(turnOut * part(s, 2)), Math.sin(turnOut * part(s, 2))];
    const [one, two] = stretch.map((sigma) => 1 + (sigma - 1) * part(s, 1));
    const other = mirror ? two * Math.cos(Math.PI * part(s, 2)) : two;
    return [
      u * one * x - v * other * y,
      -u * one * y - v * other * x,
      v * one * x + u * other * y,
      -v * one * y + u * other * x,
    ];
  }

  const signed = (text) => text.replace(/-/g, "−");
  const written = (x) => signed(String(Number(x.toPrecision(4))));
  const degrees = (angle) => `${signed(String(Number(((angle * 180) / Math.PI).toFixed(2)) + 0))}°`;
  const still = (angle) => Math.abs(angle) < 1e-9;
  const turns = (angle) => (still(angle) ? "does not turn" : `turns by ${degrees(angle)}`);
  const times = (factors) => `${factors.map(written).join(" and ")} times`;
  const stretches = (factors) =>
    factors.every((sigma) => Math.abs(sigma - 1) < 1e-9) ? "does not stretch" : `stretches to ${times(factors)}`;

  function lost([one, two]) {
    if (one === 0) return " Both factors are 0: the plane is pressed onto a point.";
    return two === 0 ? " A factor is 0: the plane is flattened onto a line." : "";
  }

  // In words: the whole map, and what has been done at s.
  function describe(parts, s) {
    const { turnIn, stretch, mirror, turnOut } = parts;
    const over = "mirrors across the horizontal axis";
    const last = mirror ? `${over} and ${turns(turnOut)}` : turns(turnOut);
    const turning = (angle, done) =>
      still(angle) ? "does not turn" : `turns: ${degrees(angle * done)} of ${degrees(angle)}`;
    const way = mirror ? `${over}, ${Math.round(100 * part(s, 2))} % of the way, and ` : "";
    const under = [
      `1. Vᵀ ${turning(turnIn, part(s, 0))}.`,
      `2. Σ stretches: ${times(stretch.map((sigma) => 1 + (sigma - 1) * part(s, 1)))} so far.`,
      `3. U ${way}${turning(turnOut, part(s, 2))}.`,
    ];
    const done = [
      "Start: nothing has moved.",
      `1. Vᵀ ${turns(turnIn)}: v₁ and v₂ lie on the axes.`,
      `2. Σ ${stretches(stretch)}: v₁ and v₂ stay on the axes.`,
      `3. U ${last}: this is what A does.`,
    ];
    return {
      whole: `A ${turns(turnIn)}, ${stretches(stretch)}, ${last}.${mirror ? " F comes out mirrored." : lost(stretch)}`,
      now: (Number.isInteger(s) ? done : under)[Math.floor(s)],
    };
  }

  window.bookStages = { svd, at, describe };

  // ---- the page ----

  const NAMES = ["start", "1. turn", "2. stretch", "3. turn"];
  const PLACES = ["row 1, column 1", "row 1, column 2", "row 2, column 1", "row 2, column 2"];
  const OWN = "numbers of your own";
  const LIMIT = 100;
  const [WIDTH, HEIGHT, REACH] = [440, 360, 150]; // the farthest point of all stages is drawn at REACH
  const PACE = 900; // milliseconds for a stage
  const INK = "currentColor";
  const CIRCLE = Array.from({ length: 96 }, (_, k) => [Math.cos((k * Math.PI) / 48), Math.sin((k * Math.PI) / 48)]);
  const SQUARE = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  const STYLE = `
.stages { max-width: 440px; }
.stages [type=range] { width: 100%; }
.stages-steps { justify-content: space-between; }
.stages [aria-pressed=true] { font-weight: 700; text-decoration: underline; text-underline-offset: .25em; }
.stages .live-matrix { row-gap: .3rem; padding-block: .2rem; }
.stages svg text { paint-order: stroke; stroke: var(--book-page); stroke-width: 4px; stroke-linejoin: round; }
.stages p:empty { display: none; }`;

  function controls(maps) {
    const board = drawing({ viewBox: `${-WIDTH / 2} ${-HEIGHT / 2} ${WIDTH} ${HEIGHT}`, "font-size": 15 });
    const slider = make("input", { type: "range", min: 0, max: 3, step: 0.05, "aria-label": "Stage" });
    const steps = NAMES.map((name) => button(name));
    const now = make("output", { "aria-live": "polite" });
    const whole = make("output", { "aria-live": "polite" });
    const select = make("select", {}, ...options([...Object.keys(maps), OWN]));
    const fields = PLACES.map((place, i) =>
      make("input", { type: "number", step: "0.1", min: -LIMIT, max: LIMIT, "aria-label": `${"abcd"[i]}, ${place}` }),
    );
    const matrix = make(
      "div",
      { class: "live-matrix", role: "group", "aria-label": "Entries of the matrix A" },
      ...fields.map((field, i) => make("label", {}, make("i", {}, "abcd"[i]), field)),
    );
    const wrong = make("p", { "aria-live": "polite" });
    const help = make(
      "p",
      {},
      "Blue and orange: v₁ and v₂, the rows of Vᵀ. Green: the circle and the square by now; dashed: at the start. " +
        "Positive angles turn counterclockwise.",
    );
    const box = live(
      "stages",
      "A matrix A in three stages",
      board,
      slider,
      row({ class: "stages-steps", role: "group", "aria-label": "Go to a stage" }, ...steps),
      now,
      whole,
      row({}, labeled("Matrix", select), matrix),
      wrong,
      help,
    );
    return { box, board, slider, steps, now, whole, select, fields, wrong };
  }

  // An arrow from the middle, its name beyond its tip; one of no length is a ring.
  function arrow(tip, [x, y], name, stroke) {
    const length = Math.hypot(...tip);
    const head = Math.min(11, length);
    const back = (along, aside) => `${tip[0] - along * x + aside * y},${tip[1] - along * y - aside * x}`;
    const place = { x: tip[0] + (12 + 4.5 * name.length) * x, y: tip[1] + 18 * y + 5, "font-weight": 700 };
    const line = { x1: 0, y1: 0, x2: tip[0], y2: tip[1], class: "stages-arrow", stroke, "stroke-width": 3 };
    const end =
      length < 1
        ? make("circle", { r: 4, fill: "none", stroke, "stroke-width": 2 })
        : make("polygon", {
            points: `${back(-2, 0)} ${back(head, 0.5 * head)} ${back(head, -0.5 * head)}`,
            fill: stroke,
          });
    return [make("line", line), end, make("text", place, name)];
  }

  function draw(board, parts, s, shape) {
    const A = at(parts, 3);
    const far = Math.max(Math.SQRT2, parts.stretch[0], Math.hypot(...apply(A, [1, 1])));
    const pixels = ([x, y]) => [(x * REACH) / far, (-y * REACH) / far];
    const outline = (matrix, points, look) =>
      make("polygon", {
        points: points
          .map((p) =>
            pixels(apply(matrix, p))
              .map((t) => t.toFixed(2))
              .join(),
          )
          .join(" "),
        fill: "none",
        ...look,
      });
    const step = 10 ** Math.floor(Math.log10(far));
    const ticks = Array.from({ length: 61 }, (_, k) => pixels([(k - 30) * step, 0])[0]);
    const grid = ticks
      .map((t) => `M ${t} ${-HEIGHT / 2} V ${HEIGHT / 2} M ${-WIDTH / 2} ${t} H ${WIDTH / 2}`)
      .join(" ");
    const M = at(parts, s);
    const [x, y] = [Math.cos(parts.turnIn), -Math.sin(parts.turnIn)]; // v₁, the first row of Vᵀ; v₂ stands on it
    const angle = parts.turnIn * (part(s, 0) - 1) + parts.turnOut * part(s, 2);
    const side = parts.mirror && part(s, 2) > 0.5 ? -1 : 1;
    const name = (i) => ["v", "Vᵀv", "ΣVᵀv", "Av"][Math.floor(s)] + "₁₂"[i];
    const green = { stroke: GREEN, "stroke-width": 2, fill: GREEN };
    const dashed = { stroke: INK, "stroke-dasharray": "4 3" };
    const identity = [1, 0, 0, 1];
    board.replaceChildren(
      make("path", { d: grid, stroke: QUIET, "stroke-width": 0.4 }),
      make("path", { d: `M ${-WIDTH / 2} 0 H ${WIDTH / 2} M 0 ${-HEIGHT / 2} V ${HEIGHT / 2}`, stroke: QUIET }),
      outline(M, CIRCLE, { ...green, "fill-opacity": 0.12, class: "stages-circle" }),
      outline(M, SQUARE, { ...green, "fill-opacity": 0.3, class: "stages-square" }),
      outline(M, shape, { fill: INK, stroke: INK, class: "stages-letter" }),
      outline(identity, CIRCLE, dashed),
      outline(identity, SQUARE, dashed),
      ...arrow(pixels(apply(M, [x, y])), [Math.cos(angle), -Math.sin(angle)], name(0), BLUE),
      ...arrow(pixels(apply(M, [-y, x])), [-side * Math.sin(angle), -side * Math.cos(angle)], name(1), ORANGE),
      make("text", { x: 6 - WIDTH / 2, y: HEIGHT / 2 - 8, "text-anchor": "start" }, `grid: ${written(step)}`),
    );
  }

  function start(picture, values) {
    if (!values) return false;
    const { maps, shape } = values;
    const ui = controls(maps);
    const state = { s: 0, A: [] }; // the words are at s; the picture may be on its way there
    let drawn = 0;
    let moving = 0;
    replace(picture, ui.box);

    function show(s) {
      drawn = s;
      draw(ui.board, state.parts, s, shape);
      ui.slider.value = s;
    }
    // Words at once, the picture by and by.
    function go(s, pace = 0) {
      cancelAnimationFrame(moving);
      state.s = s;
      const said = describe(state.parts, s);
      for (const key of ["now", "whole"]) say(ui[key], said[key]);
      ui.slider.setAttribute("aria-valuetext", said.now);
      ui.steps.forEach((step, i) => step.setAttribute("aria-pressed", i === s));
      const [from, long] = [drawn, pace * Math.abs(s - drawn)];
      let began;
      function frame(now) {
        began ??= now;
        const way = Math.min((now - began) / long, 1);
        show(way < 1 ? from + way * (s - from) : s);
        if (way < 1) moving = requestAnimationFrame(frame);
      }
      if (long === 0 || matchMedia("(prefers-reduced-motion: reduce)").matches) show(s);
      else moving = requestAnimationFrame(frame);
    }
    function use(A, name, s = state.s || 3) {
      Object.assign(state, { A, parts: svd(A) }); // at the start nothing would move
      ui.select.value = name;
      go(s);
    }
    function complain() {
      const bad = ui.fields.some((field) => field.hasAttribute("aria-invalid"));
      say(ui.wrong, bad ? `Entries go from ${written(-LIMIT)} to ${LIMIT}; the last good number stays in use.` : "");
    }
    function choose(name, s) {
      const A = maps[name]?.flat() ?? state.A;
      ui.fields.forEach((field, i) => fill(field, A[i]));
      complain();
      use(A, name, s);
    }
    ui.steps.forEach((step, i) => step.addEventListener("click", () => go(i, PACE)));
    ui.slider.addEventListener("input", () => go(Number(ui.slider.value)));
    ui.select.addEventListener("change", () => choose(ui.select.value));
    ui.fields.forEach((field, i) =>
      typed(
        field,
        (value) => Math.abs(value) <= LIMIT,
        (value) => {
          complain();
          use(
            state.A.map((t, j) => (i === j ? value : t)),
            OWN,
          );
        },
        complain,
      ),
    );
    choose(Object.keys(maps)[0], 0);
  }

  begin("stages", STYLE, start);
})();
