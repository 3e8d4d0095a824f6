/* The roofline of a device: choose the device, the number format and the sizes of a product, see what holds it back.
   Upgrades every [data-figure="roofline"], a static picture; its data-values hold the devices and the bytes of a number.
   The mathematics is that of linalg_book.roofline, and a test compares the two. */
(() => {
  "use strict";
  const { COLORS, begin, drawing, fill, labeled, live, make, options, replace, row, say, typed } = window.bookFigures;
  const { BLUE, ORANGE, QUIET } = COLORS;

  // ---- mathematics: a product of an m x k and a k x n matrix, each number moved once ----

  function compute({ peak, bandwidth, itemsize }, m, n, k) {
    const flops = 2 * m * n * k;
    const bytes = itemsize * (m * k + k * n + m * n);
    const intensity = flops / bytes;
    const ridge = peak / bandwidth;
    const arithmetic = flops / peak;
    const traffic = bytes / bandwidth;
    const seconds = Math.max(arithmetic, traffic);
    const rate = Math.min(peak, intensity * bandwidth);
    return {
      flops,
      bytes,
      intensity,
      ridge,
      arithmetic,
      traffic,
      seconds,
      rate,
      share: rate / peak,
      bound: intensity < ridge ? "memory" : "compute",
    };
  }

  const PREFIXES = [
    [1e18, "E"],
    [1e15, "P"],
    [1e12, "T"],
    [1e9, "G"],
    [1e6, "M"],
    [1e3, "k"],
    [1, ""],
    [1e-3, "m"],
    [1e-6, "µ"],
    [1e-9, "n"],
    [1e-12, "p"],
    [1e-15, "f"],
  ];
  const digits = (x) => (x >= 100 ? String(Math.round(x)) : String(Number(x.toPrecision(3))));
  function measure(x, unit) {
    const [scale, prefix] = PREFIXES.find(([s]) => x >= 0.9995 * s) ?? PREFIXES.at(-1);
    return `${digits(x / scale)} ${prefix}${unit}`;
  }
  const plain = (x) => (x >= 1e4 ? Math.round(x).toLocaleString("en-US") : digits(x));

  function describe(setting, m, n, k) {
    const r = compute(setting, m, n, k);
    const flop = setting.dtype === "int8" ? "OP" : "FLOP";
    const shared =
      r.share >= 0.9995
        ? "the whole peak"
        : r.share < 0.001
          ? "less than 0.1 % of the peak"
          : `${Number((100 * r.share).toPrecision(2))} % of the peak`;
    return {
      verdict:
        r.bound === "memory"
          ? `Memory-bound: ${plain(r.intensity)} ${flop} for each byte, and the ridge is at ${plain(r.ridge)}.`
          : `Compute-bound: ${plain(r.intensity)} ${flop} for each byte, and the ridge is at ${plain(r.ridge)}.`,
      time:
        `At least ${measure(r.seconds, "s")}: ${measure(r.bytes, "B")} to move take ${measure(r.traffic, "s")}, ` +
        `${measure(r.flops, flop)} take ${measure(r.arithmetic, "s")}.`,
      share: `At most ${measure(r.rate, `${flop}/s`)}, ${shared}.`,
    };
  }

  window.bookRoofline = { compute, describe };

  // ---- the page ----

  const LARGEST = 1e6;
  const WIDTH = 4096;
  const OWN = "sizes of your own";
  const BOX = { left: 52, right: 8, top: 30, bottom: 44, width: 440, height: 300 };
  const PRESETS = {
    "decoding: a batch of rows, width 4096": (rows) => [rows, WIDTH, WIDTH],
    "square, 4096": () => [WIDTH, WIDTH, WIDTH],
    "square, 256": () => [256, 256, 256],
    "matrix times vector, 4096": () => [WIDTH, 1, WIDTH],
  };
  const [DECODING] = Object.keys(PRESETS);
  const STYLE = `
.roofline input[type=range] { width: 11rem; }
.roofline output { font-weight: 650; }`;

  function controls(values) {
    const board = drawing({ viewBox: `0 0 ${BOX.width} ${BOX.height}`, "font-size": 14.5 });
    const device = make("select", {}, ...options(values.devices.map((d) => d.name)));
    const dtype = make("select");
    const preset = make("select", {}, ...options([...Object.keys(PRESETS), OWN]));
    const rows = make("input", { type: "range", min: 0, max: 12, step: 1, value: 0 });
    const rowsShown = make("span");
    const fields = ["m", "n", "k"].map(() =>
      make("input", { type: "number", inputmode: "numeric", step: 1, min: 1, max: LARGEST }),
    );
    const sizes = row(
      { role: "group", "aria-label": "Sizes of the product of an m by k and a k by n matrix" },
      ...fields.map((field, i) => labeled(make("i", {}, "mnk"[i]), field)),
    );
    const verdict = make("output", { "aria-live": "polite" });
    const time = make("p");
    const share = make("p");
    const box = live(
      "roofline",
      "Roofline of a device, and a product on it",
      board,
      verdict,
      time,
      share,
      row({}, labeled("Device", device), labeled("Numbers", dtype)),
      labeled("Product", preset),
      sizes,
      labeled("Rows to decode", rows, rowsShown),
    );
    return { box, board, device, dtype, preset, rows, rowsShown, fields, verdict, time, share };
  }

  // The roof and the point, in decades; the window grows for a point outside it.
  function draw(board, setting, r) {
    const log = Math.log10;
    const { left, top, width, height } = BOX;
    const x0 = Math.min(-1, Math.floor(log(r.intensity)));
    const x1 = Math.max(4, Math.ceil(log(r.intensity)));
    const y0 = Math.floor(x0 + log(setting.bandwidth));
    const y1 = Math.ceil(log(setting.peak) + 0.15);
    const across = width - left - BOX.right;
    const down = height - top - BOX.bottom;
    const X = (v) => left + ((log(v) - x0) / (x1 - x0)) * across;
    const Y = (v) => top + ((y1 - log(v)) / (y1 - y0)) * down;
    const [right, bottom] = [left + across, top + down];
    const all = [];
    const write = (x, y, text, look) => all.push(make("text", { x, y, ...look }, text));
    const line = (x1, y1, x2, y2, look) => all.push(make("line", { x1, y1, x2, y2, stroke: QUIET, ...look }));
    const faint = { "stroke-width": 0.5, opacity: 0.6 };
    const ends = { "text-anchor": "end" };
    for (let e = x0; e <= x1; e++) {
      const x = X(10 ** e);
      const power = `10${[...String(e)].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c])).join("")}`;
      line(x, top, x, bottom, faint);
      write(x, bottom + 17, e < -2 || e > 3 ? power : Number((10 ** e).toPrecision(1)), e === x1 ? ends : {});
    }
    for (let e = y0; e <= y1; e++) {
      const y = Y(10 ** e);
      line(left, y, right, y, faint);
      write(left - 6, y + 4, measure(10 ** e, ""), ends);
    }
    const unit = setting.dtype === "int8" ? "OP" : "FLOP";
    write(left + across / 2, height - 6, `${unit} for each byte moved`);
    write(2, 12, `${unit}/s`, { "text-anchor": "start" });
    const roof = [
      [10 ** x0, setting.bandwidth * 10 ** x0],
      [r.ridge, setting.peak],
      [10 ** x1, setting.peak],
    ];
    const points = roof.map(([x, y]) => `${X(x).toFixed(2)},${Y(y).toFixed(2)}`).join(" ");
    const thick = { fill: "none", stroke: BLUE, "stroke-width": 3, "stroke-linejoin": "round" };
    all.push(make("polyline", { class: "roofline-roof", points, ...thick }));
    line(X(r.ridge), Y(setting.peak), X(r.ridge), bottom, { "stroke-dasharray": "5 4" });
    write(right, Y(setting.peak) - 8, measure(setting.peak, `${unit}/s`), ends);
    const tilt = (-Math.atan2(down / (y1 - y0), across / (x1 - x0)) * 180) / Math.PI;
    const middle = Math.sqrt(r.ridge * 10 ** x0);
    const beside = X(middle) - 7 < left + 36; // no room along so short a slope
    const along = beside
      ? `translate(${left + 36} ${Y(setting.peak) - 8})`
      : `translate(${X(middle) - 7} ${Y(middle * setting.bandwidth) - 7}) rotate(${tilt})`;
    write(0, 0, measure(setting.bandwidth, "B/s"), { transform: along });
    const [x, y] = [X(r.intensity), Y(r.rate)];
    line(x, y, x, bottom, { stroke: ORANGE, "stroke-width": 2, "stroke-dasharray": "2 3" });
    const dot = { cx: x.toFixed(2), cy: y.toFixed(2), r: 7, fill: ORANGE, stroke: "currentColor", "stroke-width": 2 };
    all.push(make("circle", { class: "roofline-point", ...dot }));
    board.replaceChildren(...all);
  }

  function start(picture, values) {
    if (!values) return false;
    const ui = controls(values);
    const state = { device: null, dtype: null, sizes: [1, WIDTH, WIDTH] };
    replace(picture, ui.box);

    function show() {
      const { device, dtype, sizes } = state;
      const setting = {
        dtype,
        peak: device.peaks[dtype],
        bandwidth: device.bandwidth,
        itemsize: values.itemsize[dtype],
      };
      const said = describe(setting, ...sizes);
      for (const key of ["verdict", "time", "share"]) say(ui[key], said[key]);
      draw(ui.board, setting, compute(setting, ...sizes));
    }
    function chooseDevice() {
      state.device = values.devices.find((d) => d.name === ui.device.value);
      const names = Object.keys(state.device.peaks);
      state.dtype = names.includes(state.dtype) ? state.dtype : names.includes("fp16") ? "fp16" : names[0];
      ui.dtype.replaceChildren(...options(names));
      ui.dtype.value = state.dtype;
      show();
    }
    function choosePreset() {
      const rows = 2 ** Number(ui.rows.value);
      const text = rows === 1 ? "1 row" : `${rows} rows`;
      ui.rowsShown.textContent = text;
      ui.rows.setAttribute("aria-valuetext", text);
      state.sizes = PRESETS[ui.preset.value]?.(rows) ?? state.sizes;
      ui.fields.forEach((field, i) => fill(field, state.sizes[i]));
      show();
    }
    ui.device.addEventListener("change", chooseDevice);
    ui.dtype.addEventListener("change", () => {
      state.dtype = ui.dtype.value;
      show();
    });
    ui.preset.addEventListener("change", choosePreset);
    ui.rows.addEventListener("input", () => {
      ui.preset.value = DECODING;
      choosePreset();
    });
    const isSize = (value) => Number.isInteger(value) && value >= 1 && value <= LARGEST;
    ui.fields.forEach((field, i) =>
      typed(field, isSize, (value) => {
        state.sizes = state.sizes.map((size, j) => (i === j ? value : size));
        ui.preset.value = OWN;
        show();
      }),
    );
    ui.device.value = values.start.device;
    state.dtype = values.start.dtype;
    chooseDevice();
    choosePreset();
  }

  begin("roofline", STYLE, start);
})();
