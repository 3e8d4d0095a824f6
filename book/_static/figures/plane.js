/* The plane under a 2 by 2 matrix: drag the images of the two basis vectors, type the four entries, or pick a map.
   Upgrades every [data-figure="plane"], a static picture of one map; drawn with JSXGraph.
   The mathematics is that of linalg_book.area and linalg_book.transformations, and a test compares the two. */
(() => {
  "use strict";
  const { COLORS, begin, button, fill, live, load, make, options, replace, row, say, set, typed, unique } =
    window.bookFigures;
  const { BLUE, ORANGE, GREEN, QUIET } = COLORS;

  // ---- mathematics: a matrix is its entries [a, b, c, d], row by row ----

  const ROUNDING = 8 * Number.EPSILON;
  const pairs = (all) => all.flatMap((x, i) => (i % 2 ? [] : [[x, all[i + 1]]]));
  const SQUARE = pairs([0, 0, 1, 0, 1, 1, 0, 1]);
  const F = pairs([
    0.25, 0.15, 0.4, 0.15, 0.4, 0.45, 0.6, 0.45, 0.6, 0.6, 0.4, 0.6, 0.4, 0.7, 0.75, 0.7, 0.75, 0.85, 0.25, 0.85,
  ]);
  const AXES = pairs([1, 0, 0, 1]);
  const GALLERY = {
    identity: [1, 0, 0, 1],
    scaling: [2, 0, 0, 3],
    rotation: [Math.SQRT1_2, -Math.SQRT1_2, Math.SQRT1_2, Math.SQRT1_2],
    reflection: [-1, 0, 0, 1],
    shear: [1, 0.5, 0, 1],
    projection: [1, 0, 0, 0],
    "zero map": [0, 0, 0, 0],
  };
  const apply = ([a, b, c, d], [x, y]) => [a * x + b * y, c * x + d * y];
  const determinant = ([a, b, c, d]) => a * d - b * c;
  const flat = (A) => Math.abs(determinant(A)) <= 2 * Number.EPSILON * A.reduce((sum, t) => sum + t * t, 0);

  function eigen([a, right, left, d]) {
    const middle = (a + d) / 2;
    const all = [(a - d) / 2, right, left];
    const size = 2 ** Math.floor(Math.log2(Math.max(...all.map(Math.abs), Number.MIN_VALUE))); // b c must not vanish
    const [half, b, c] = all.map((t) => t / size);
    let square = half * half + b * c;
    if (Math.abs(square) <= ROUNDING * (half * half + Math.abs(b * c))) square = 0;
    if (square < 0) return { values: [], directions: [] };
    if (square === 0 && b === 0 && c === 0) return { values: [middle, middle], directions: AXES };
    const roots = square === 0 ? [0] : [Math.sqrt(square), -Math.sqrt(square)];
    const directions = roots.map((r) => {
      const one = [b, r - half];
      const other = [r + half, c];
      const v = Math.hypot(...other) > Math.hypot(...one) ? other : one;
      const sign = v[0] > 0 || (v[0] === 0 && v[1] > 0) ? 1 : -1;
      return v.map((t) => (sign * t) / Math.hypot(...v) + 0); // no negative zeros
    });
    return { values: roots.map((r) => middle + size * r), directions };
  }

  function singular([a, b, c, d]) {
    const turning = Math.hypot(a + d, c - b);
    const mirroring = Math.hypot(a - d, b + c);
    const values = [(turning + mirroring) / 2, Math.abs(turning - mirroring) / 2];
    if (Math.min(turning, mirroring) <= ROUNDING * Math.max(turning, mirroring)) return { values, axes: AXES };
    const angle = Math.atan2(2 * (a * b + c * d), a * a + c * c - b * b - d * d) / 2;
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    return { values, axes: pairs([x, y, -y, x]) };
  }

  function compute(A) {
    const { values: eigenvalues, directions } = eigen(A);
    const { values: singularValues, axes } = singular(A);
    return { det: determinant(A), eigenvalues, directions, singularValues, axes };
  }

  function written(x) {
    const text = x !== 0 && Math.abs(x) < 0.001 ? x.toPrecision(2) : String(Number(x.toFixed(3)) + 0);
    return text.replace("-", "−");
  }

  function describe(A) {
    const { det, eigenvalues, directions, singularValues } = compute(A);
    const size =
      Math.abs(Math.abs(det) - 1) < 1e-9 ? "areas stay" : `areas become ${written(Math.abs(det))} times as large`;
    const area = A.every((t) => t === 0)
      ? "the plane is pressed onto a point"
      : flat(A)
        ? "the plane is pressed onto a line"
        : `${size}, ${det > 0 ? "F readable" : "F mirrored"}`;
    const kept = eigenvalues.map(
      (value, i) => `λ = ${written(value)} along (${directions[i].map(written).join(", ")})`,
    );
    const every = eigenvalues.length === 2 && eigenvalues[0] === eigenvalues[1];
    return {
      det: `det A = ${written(flat(A) ? 0 : det)}: ${area}.`,
      kept: every
        ? `Every direction is kept, λ = ${written(eigenvalues[0])}.`
        : kept.length
          ? `Kept directions (dashed): ${kept.join("; ")}.`
          : "No direction is kept.",
      ellipse: `Half axes of the ellipse (dotted): σ = ${singularValues.map(written).join(" and ")}.`,
    };
  }

  window.bookPlane = { GALLERY, SQUARE, F, apply, compute, describe };

  // ---- the page ----

  const INK = "currentColor";
  const REACH = 3.5;
  const LIMIT = 100;
  const FIRST = [1.5, 1, 0.25, 1.5];
  const OWN = "numbers of your own";
  const STYLE = `
.plane { max-width: 440px; }
.plane-board { position: relative; overflow: hidden; width: 100%; aspect-ratio: 1; touch-action: pan-y pinch-zoom !important; }
.plane-board text { font-family: inherit !important; }
.plane-board [role=slider] { cursor: grab; }
.plane-board [role=slider]:focus-visible { outline-offset: 3px; }
.plane .live-matrix { row-gap: .3rem; padding-block: .2rem; }`;
  const PLACES = ["row 1, column 1", "row 1, column 2", "row 2, column 1", "row 2, column 2"];

  function controls() {
    const box = make("div", { id: unique(), class: "plane-board" });
    const select = make("select", {}, ...options([...Object.keys(GALLERY), OWN]));
    const fields = PLACES.map((place, i) =>
      make("input", { type: "number", step: "0.1", min: -LIMIT, max: LIMIT, "aria-label": `${"abcd"[i]}, ${place}` }),
    );
    const matrix = make(
      "div",
      { class: "live-matrix", role: "group", "aria-label": "Entries of the matrix A" },
      ...fields.map((field, i) => make("label", {}, make("i", {}, "abcd"[i]), field)),
    );
    const det = make("output", { "aria-live": "polite" });
    const kept = make("p");
    const ellipse = make("p");
    const reset = button("Reset");
    const help = make("p", {}, "Drag the two round handles, or reach them with Tab and move them with the arrow keys.");
    const plane = live(
      "plane",
      "The plane under a matrix A",
      box,
      row({}, make("label", {}, "Map", select), matrix, reset),
      det,
      kept,
      ellipse,
      help,
    );
    return { plane, box, select, fields, reset, det, kept, ellipse };
  }

  // The board and what is on it; `state.A` says what to draw, `moved(column, x, y)` is told of a handle that moves.
  function draw(box, state, moved) {
    const board = JXG.JSXGraph.initBoard(box.id, {
      boundingBox: [-REACH, REACH, REACH, -REACH],
      keepAspectRatio: true,
      showCopyright: false,
      showNavigation: false,
      showInfobox: false,
      pan: { enabled: false },
      zoom: { enabled: false, wheel: false },
      title: "The plane after the map A",
      keyboard: {
        enabled: true,
        dx: () => board.unitX / 10,
        dy: () => board.unitY / 10,
        panShift: false,
        panCtrl: false,
      },
    });
    board.checkFrameRate = () => true; // JSXGraph drops a move within 25 ms of another, even the last one of a drag
    box.setAttribute("role", "group"); // a landmark of its own would be too much
    const hide = (element) => {
      element.rendNode.setAttribute("aria-hidden", "true"); // the text under the figure says what is drawn
      return element;
    };
    const still = { fixed: true, highlight: false };
    const curve = (points, look) => {
      const element = board.create("curve", [[0], [0]], { ...still, strokeWidth: 2, ...look });
      element.updateDataArray = function () {
        const all = points(state.A);
        [this.dataX, this.dataY] = [all.map((p) => p[0]), all.map((p) => p[1])];
      };
      return hide(element);
    };
    const text = (place, words, look = {}) =>
      hide(
        board.create("text", [() => place()[0], () => place()[1], words], {
          ...still,
          display: "internal",
          strokeColor: INK,
          fontSize: 15,
          anchorX: "middle",
          anchorY: "middle",
          ...look,
        }),
      );
    const GAP = [NaN, NaN];
    const closed = (points) => [...points, points[0]];
    const lines = (ends) => ends.flatMap(([p, q]) => [p, q, GAP]);
    const ticks = Array.from({ length: 25 }, (_, k) => k - 12);
    const grid = ticks.flatMap((k) => [pairs([k, -12, k, 12]), pairs([-12, k, 12, k])]);
    const circle = Array.from({ length: 97 }, (_, k) => [Math.cos((k * Math.PI) / 48), Math.sin((k * Math.PI) / 48)]);
    const across = ([x, y], r) => pairs([-r * x, -r * y, r * x, r * y]);

    curve((A) => lines(grid.map((ends) => ends.map((p) => apply(A, p)))), {
      strokeColor: BLUE,
      strokeWidth: 0.7,
      strokeOpacity: 0.6,
    });
    curve(() => lines(AXES.map((v) => across(v, 999))), { strokeColor: QUIET, strokeWidth: 1 });
    curve(() => closed(SQUARE), { strokeColor: QUIET, strokeWidth: 1.2, dash: 2 });
    curve((A) => closed(SQUARE.map((p) => apply(A, p))), { strokeColor: BLUE, fillColor: BLUE, fillOpacity: 0.2 });
    curve((A) => closed(F.map((p) => apply(A, p))), {
      strokeColor: INK,
      strokeWidth: 1,
      fillColor: INK,
      fillOpacity: 1,
    });
    curve((A) => circle.map((p) => apply(A, p)), { strokeColor: GREEN, strokeWidth: 1.5 });
    curve((A) => lines(singular(A).axes.map((v) => across(apply(A, v), 1))), {
      strokeColor: GREEN,
      strokeWidth: 2.5,
      dash: 7,
      lineCap: "round",
    });
    curve((A) => lines(eigen(A).directions.map((v) => across(v, 999))), {
      strokeColor: ORANGE,
      strokeWidth: 1.5,
      dash: 3,
    });
    for (const i of [0, 1]) {
      const reach = () => -board.getBoundingBox()[0];
      text(
        () => apply(state.A, singular(state.A).axes[i]).map((t) => -1.2 * t),
        () =>
          singular(state.A).values[i] > 0.25 ? `σ = ${written(Number(singular(state.A).values[i].toFixed(2)))}` : "",
      );
      text(
        () => {
          const v = eigen(state.A).directions[i] ?? [0, 0];
          const longest = Math.max(...v.map(Math.abs), 1e-9);
          return v.map((t, j) => ((t / longest) * 0.88 - (j ? 0.09 : 0)) * reach());
        },
        () => (eigen(state.A).values.length > i ? `λ = ${written(Number(eigen(state.A).values[i].toFixed(2)))}` : ""),
      );
    }
    // numbers on the axes, some three on each side
    const unit = () => 10 ** Math.floor(Math.log10(board.getBoundingBox()[2])) || 1;
    for (const k of [-3, -2, -1, 1, 2, 3]) {
      for (const across of [true, false]) {
        const off = () => -0.055 * board.getBoundingBox()[2];
        text(
          () => (across ? [k * unit(), off()] : [off(), k * unit()]),
          () => written(k * unit()),
          { fontSize: 11 },
        );
      }
    }
    const arrows = (A) => lines([pairs([0, 0, A[0], A[2]]), pairs([0, 0, A[1], A[3]])]);
    curve(arrows, { strokeColor: INK, strokeWidth: 2.5 });

    const handles = [0, 1].map((column) => {
      const name = `Ae${"₁₂"[column]}`;
      const handle = board.create("point", [state.A[column], state.A[column + 2]], {
        name,
        size: 9,
        strokeColor: INK,
        highlightStrokeColor: INK,
        strokeWidth: 2,
        fillColor: ORANGE,
        highlightFillColor: ORANGE,
        tabindex: 0,
        label: { display: "internal", strokeColor: INK, highlight: false, fontSize: 16, offset: [14, 12] },
      });
      hide(handle.label);
      set(handle.rendNode, {
        role: "slider",
        "aria-roledescription": "handle for two directions",
        "aria-label": `${name}, column ${column + 1} of the matrix`,
      });
      handle.on("drag", () => moved(column, handle.X(), handle.Y()));
      return handle;
    });
    board.update();
    box.querySelectorAll("[tabindex]:not([role=slider])").forEach((node) => node.removeAttribute("tabindex"));

    // A finger near a handle drags it; anywhere else it scrolls the page, as it does over a picture.
    box.addEventListener(
      "touchstart",
      (event) => {
        const { left, top } = box.getBoundingClientRect();
        const near = [...event.touches].some((t) =>
          handles.some(
            ({
              coords: {
                scrCoords: [, x, y],
              },
            }) => Math.hypot(t.clientX - left - x, t.clientY - top - y) < board.options.precision.touch,
          ),
        );
        if (near) event.preventDefault();
      },
      { passive: false },
    );
    return { board, handles };
  }

  function start(picture) {
    const ui = controls();
    const state = { A: [...FIRST] };
    replace(picture, ui.plane);
    const { board, handles } = draw(ui.box, state, (column, x, y) => {
      const reach = -board.getBoundingBox()[0];
      const kept = (t) => Math.round(10 * Math.min(Math.max(t, -reach), reach)) / 10 + 0;
      [state.A[column], state.A[column + 2]] = [kept(x), kept(y)];
      ui.select.value = OWN;
      fillAll();
    });

    function show() {
      handles.forEach((handle, i) => {
        const at = [state.A[i], state.A[i + 2]];
        handle.setPositionDirectly(JXG.COORDS_BY_USER, at);
        set(handle.rendNode, {
          "aria-valuemin": -LIMIT,
          "aria-valuemax": LIMIT,
          "aria-valuenow": at[0],
          "aria-valuetext": `right ${written(at[0])}, up ${written(at[1])}`,
        });
      });
      board.update();
      const said = describe(state.A);
      for (const key of ["det", "kept", "ellipse"]) say(ui[key], said[key]);
    }
    function fillAll() {
      ui.fields.forEach((field, i) => fill(field, Number(state.A[i].toFixed(4))));
      show();
    }
    // The window grows for a large matrix and shrinks back; never while a handle is dragged.
    function fit() {
      const reach = Math.max(REACH, ...SQUARE.flatMap((p) => apply(state.A, p)).map((t) => 1.15 * Math.abs(t)));
      board.setBoundingBox([-reach, reach, reach, -reach], true);
    }
    ui.select.addEventListener("change", () => {
      state.A = [...(GALLERY[ui.select.value] ?? state.A)];
      fit();
      fillAll();
    });
    ui.fields.forEach((field, i) =>
      typed(
        field,
        (value) => Math.abs(value) <= LIMIT,
        (value) => {
          state.A[i] = value;
          ui.select.value = OWN;
          fit();
          show();
        },
      ),
    );
    ui.reset.addEventListener("click", () => {
      state.A = [...FIRST];
      ui.select.value = OWN;
      fit();
      fillAll();
    });
    ui.select.value = OWN;
    fillAll();
  }

  load("jsxgraph/jsxgraphcore.js")
    .then(() => begin("plane", STYLE, start))
    .catch(console.error);
})();
