// What the pages do, in place of the theme's scripts, which lay out a whole chapter before it can be scrolled.
(() => {
  const root = document.documentElement;
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  // light, dark, or as the system has it; the first choice is made in the head of the page
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const modes = all(".theme-change-button");
  const show = (mode) => {
    root.dataset.mode = mode;
    root.dataset.theme = mode !== "auto" ? mode : dark.matches ? "dark" : "light";
    for (const button of modes) button.setAttribute("aria-pressed", button.dataset.mode === mode);
    try {
      localStorage.setItem("mode", mode);
    } catch {
      /* a browser may refuse to remember */
    }
  };
  dark.onchange = () => show(root.dataset.mode);
  dark.onchange();
  for (const button of modes) button.onclick = () => show(button.dataset.mode);
  // search: a dialog; on the search page the field that is there
  const field = one(".bd-search-container input");
  const search = one("#pst-search-dialog");
  const ask = () => (field ? field.focus() : search.showModal());
  for (const button of all(".search-button__button")) button.onclick = ask;
  addEventListener("keydown", (e) => {
    if (e.key === "Escape") one("dialog[open]")?.close(); // Sphinx's script keeps the key from the browser
    if ((e.ctrlKey || e.metaKey) && !e.shiftKey && !e.altKey && e.key.toLowerCase() === "k") {
      e.preventDefault();
      ask();
    }
  });
  search.onclick = (e) => e.target === search && search.close();
  // words that the reader searched for are marked by Sphinx's script; the way to unmark them is shown where any is
  setTimeout(() => {
    for (const link of all(".highlight-link")) link.remove(); // it lies in the dialog, out of sight
    if (!one("article .highlighted")) return;
    const button = document.createElement("button");
    button.textContent = "Hide search matches";
    button.onclick = () => {
      SphinxHighlight.hideSearchWords();
      button.parentElement.remove();
    };
    const place = document.createElement("p");
    place.className = "highlight-link";
    place.append(button);
    one("article").append(place);
  }, 50); // after that script, which waits a little
  // in a narrow window the list of all pages is a dialog
  const button = one(".primary-toggle");
  const bar = one("#pst-primary-sidebar");
  const drawer = one("#pst-primary-sidebar-modal");
  const move = (from, to) => {
    to.append(...from.childNodes);
    [to.className, from.className] = [from.className, ""];
  };
  if (button) {
    button.onclick = () => {
      move(bar, drawer);
      drawer.showModal();
    };
    drawer.onclose = () => move(drawer, bar);
    drawer.onclick = (e) => (e.target === drawer || e.target.closest("a")) && drawer.close();
  }
  for (const [dialog, name] of [
    [search, "Search"],
    [drawer, "Contents"],
  ]) {
    dialog?.setAttribute("aria-label", name);
  }
  // each button that copies says what, and then that it has
  const told = document.body.appendChild(document.createElement("div"));
  told.className = "visually-hidden";
  told.role = "status";
  addEventListener("load", () => {
    let listings = 0;
    for (const copy of all(".copybtn")) {
      const cell = copy.closest(".cell_input");
      copy.ariaLabel = `Copy ${cell ? cell.ariaLabel.toLowerCase() : `listing ${++listings}`}`;
      copy.addEventListener("click", () => {
        told.textContent = "";
        setTimeout(() => (told.textContent = "Copied"), 100);
      });
    }
  });
  // the table of contents marks the section that is being read: the last whose heading has come to the upper third,
  // at the end of the page the last of all
  const entries = all("#sections a").map((a) => [document.getElementById(a.hash.slice(1)), a]);
  const marked = entries.filter(([part]) => part);
  let waiting = false;
  const reading = () => {
    waiting = false;
    const end = scrollY > 0 && root.scrollHeight - innerHeight - scrollY < 2;
    const now = marked.findLast(([part]) => end || part.getBoundingClientRect().top < innerHeight / 3)?.[1];
    for (const [, a] of marked) {
      a.classList.toggle("active", a === now);
      if (a === now) a.setAttribute("aria-current", "location");
      else a.removeAttribute("aria-current");
    }
  };
  const scrolled = () => {
    if (!waiting) waiting = requestAnimationFrame(reading);
  };
  if (marked.length) {
    addEventListener("scroll", scrolled, { passive: true });
    addEventListener("resize", scrolled, { passive: true });
    scrolled();
  }
  // whoever reports a mistake need not say where on the page it is
  const report = one("[data-report]");
  if (report) {
    const address = report.href;
    report.onclick = () => {
      const place = one("#sections .active")?.textContent.trim();
      if (place) report.href = address + encodeURIComponent(`Section: ${place}\n`);
    };
  }
  // a box that scrolls is a stop of the tab key only while it is narrower than what is in it
  const sizes = new ResizeObserver((seen) =>
    document.fonts.ready.then(() => {
      for (const { target: box } of seen) box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1;
    }),
  );
  all("pre, .katex-display, .pst-scrollable-table-container").forEach((box) => sizes.observe(box));
  // what book.css keeps for later is laid out in steps too short to be felt
  const later = window.requestIdleCallback || setTimeout;
  let far = [];
  const step = () => {
    for (const end = performance.now() + 8; far.length && performance.now() < end; far.shift()) {
      far[0].style.contentVisibility = "visible";
      far[0].getBoundingClientRect();
    }
    if (far.length) later(step);
  };
  addEventListener("load", () => {
    one(".side [aria-current=page]")?.scrollIntoView({ block: "nearest" });
    // not before: WebKit runs deferred scripts ahead of style sheets that are still on their way
    far = all(".bd-article section > *").filter((block) => getComputedStyle(block).contentVisibility === "auto");
    later(step);
  });
})();
