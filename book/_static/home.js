// The plane of the first page, to take hold of; and on its map, the way to the chapter that one points at.
(() => {
  const hero = document.querySelector(".home-hero");
  const plane = hero.querySelector(".home-plane");
  const status = hero.querySelector(".home-spoken");
  const tips = [1, 2].map((j) => plane.querySelector(`.home-tip${j}`));
  const keys = ["a", "b", "c", "d"]; // the matrix, row by row
  const UNIT = 132;
  const STEPS = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] };
  const LIMITS = [
    [-1.8, 3],
    [-1.5, 2.8],
  ]; // what the plane shows to the left and right, and down and up
  const show = (x) => String(Math.round(x * 100) / 100).replace("-", "\u2212");
  const property = (name) => getComputedStyle(hero).getPropertyValue(name).trim().slice(1, -1);
  // from the texts: the numbers themselves are on their way while the plane moves
  const now = () => keys.map((key) => Number(property(`--t${key}`).replace("\u2212", "-")));
  const tell = () => {
    const m = now();
    tips.forEach((tip, j) => {
      const name = ["First", "Second"][j];
      tip.setAttribute("aria-label", `${name} column, ${show(m[j])}, ${show(m[j + 2])}. Arrow keys move it.`);
    });
    hero.classList.toggle("home-zero", Math.abs(m[0] * m[3] - m[1] * m[2]) < 0.005);
  };
  const speak = () => {
    status.textContent = property("--say");
  };
  const set = (matrix) => {
    const m = matrix.map((x, i) => {
      const [least, most] = LIMITS[i < 2 ? 0 : 1];
      return Math.round(Math.max(least, Math.min(most, x)) * 10) / 10;
    });
    const area = Math.round((m[0] * m[3] - m[1] * m[2]) * 100) / 100;
    const remark = area === 0 ? ": nobody can undo this" : area < 0 ? ", mirrored" : "";
    hero.classList.add("home-held");
    keys.forEach((key, i) => {
      hero.style.setProperty(`--${key}`, m[i]);
      hero.style.setProperty(`--t${key}`, JSON.stringify(show(m[i])));
    });
    hero.style.setProperty("--say", JSON.stringify(`Area times ${show(Math.abs(area))}${remark}`));
    const chosen = hero.querySelector("input:checked");
    if (chosen) chosen.checked = false;
    tell();
  };
  const put = (j, x, y) => {
    const m = now();
    [m[j], m[j + 2]] = [x, y];
    set(m);
  };
  const place = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(plane.getScreenCTM().inverse());
    return [point.x / UNIT, -point.y / UNIT];
  };
  tips.forEach((tip, j) => {
    tip.setAttribute("tabindex", "0");
    tip.setAttribute("role", "button");
    tip.addEventListener("pointerdown", (event) => {
      tip.setPointerCapture(event.pointerId);
      event.preventDefault();
      tip.focus();
    });
    tip.addEventListener("pointermove", (event) => {
      if (tip.hasPointerCapture(event.pointerId)) put(j, ...place(event));
    });
    tip.addEventListener("pointerup", speak);
    tip.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      const m = now();
      put(j, m[j] + step[0], m[j + 2] + step[1]);
      speak();
    });
  });
  plane.addEventListener("click", (event) => {
    if (event.target.closest(".home-tip")) return; // that was a drag
    const [x, y] = place(event);
    const m = now();
    put(Math.hypot(x - m[0], y - m[2]) <= Math.hypot(x - m[1], y - m[3]) ? 0 : 1, x, y);
    speak();
  });
  for (const choice of hero.querySelectorAll(".home-presets input")) {
    choice.addEventListener("change", () => {
      hero.classList.remove("home-held");
      hero.removeAttribute("style");
      tell();
      speak();
    });
  }
  plane.setAttribute("role", "group");
  tell();
  document.body.classList.add("home-live");

  const map = document.querySelector(".home-map");
  if (!map) return;
  const nodes = [...map.querySelectorAll("a")];
  const edges = [...map.querySelectorAll("path")];
  const marked = [...nodes, ...edges].filter((one) => one.classList.contains("home-hot"));
  const light = (lit) => {
    for (const one of [...nodes, ...edges]) one.classList.toggle("home-hot", lit.includes(one));
  };
  const way = (stem) => {
    const into = edges.filter((edge) => edge.dataset.to === stem);
    const node = nodes.find((one) => one.dataset.stem === stem);
    return [node, ...into, ...into.flatMap((edge) => way(edge.dataset.from))];
  };
  for (const node of nodes) {
    for (const event of ["pointerenter", "focus"]) node.addEventListener(event, () => light(way(node.dataset.stem)));
    for (const event of ["pointerleave", "blur"]) node.addEventListener(event, () => light(marked));
  }
})();
