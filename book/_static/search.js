// The search page: Sphinx's index, ranked by the book's order, with sections, names and error messages.
(() => {
  "use strict";
  const { pages, errors } = JSON.parse(document.getElementById("search-data").textContent);
  const order = Object.keys(pages);
  const [LIST, CHAPTER] = [1, 3]; // ranks: of a page that only lists what stands elsewhere, of one that teaches
  const MOST = 10; // names and sections that are shown at once
  const stemmer = new Stemmer();
  const words = (text) => splitQuery(text.toLowerCase());
  const stems = (text) => words(text).map((word) => stemmer.stemWord(word));
  const telltale = (text) => stems(text.replaceAll("_", " ")).filter((word) => !stopwords.has(word));
  const same = (a, b) => a.join(" ") === b.join(" ");

  // errors: rare words count more, numbers nothing; a message is meant if most of its words and of the query agree
  const telling = (text) => new Set(stems(text.replace(/^\w*(?:Error|Exception):/, "")).filter((w) => !/^\d/.test(w)));
  const raised = errors.map(([text, page, address]) => ({ text, page, address, words: telling(text) }));
  const counts = new Map();
  for (const error of raised) for (const word of error.words) counts.set(word, (counts.get(word) || 0) + 1);
  const weight = (set) => [...set].reduce((sum, word) => sum + Math.log(raised.length / (counts.get(word) || 1)), 0);
  const likely = (query) => {
    const asked = telling(query);
    if (asked.size < 3) return [];
    const share = ({ words }) =>
      weight([...words].filter((word) => asked.has(word))) / Math.sqrt(weight(words) * weight(asked));
    const found = raised.map((error) => ({ ...error, share: share(error) })).filter((error) => error.share > 0.6);
    return found.sort((a, b) => b.share - a.share).slice(0, 3);
  };

  // functions, classes and modules whose own name holds all words
  const named = (asked) => {
    const { docnames, objects, objnames } = Search._index;
    const found = [];
    for (const [prefix, members] of Object.entries(objects))
      for (const [page, kind, , anchor, name] of members) {
        const parts = telltale(name);
        if (!asked.every((word) => parts.includes(word))) continue;
        const full = `${prefix}.${name}`;
        const id = anchor === "-" ? `${objnames[kind][1]}-${full}` : anchor || full;
        found.push({
          name: full,
          address: `${docnames[page]}.html#${id}`,
          where: `${objnames[kind][2].replace("Python ", "")} · ${pages[docnames[page]].title}`,
          score: same(parts, asked) ? 8000 : 1500,
        });
      }
    return found.sort((a, b) => b.score - a.score);
  };

  // pages by the words of their text, title and sections
  const rank = (query) => {
    const index = Search._index;
    const asked = telltale(query);
    if (!asked.length) return [];
    const hits = new Map();
    const at = (page) =>
      hits.get(page) || hits.set(page, { page, score: 1000 * pages[page].rank, places: [] }).get(page);
    const place = (hit, text, address, value) => hit.places.push({ text, address, value });
    const [, terms, excluded] = Search._parseQuery(query);
    for (const [page, , , , score] of Search.performTermsSearch(terms, excluded)) at(page).score += 10 * score;
    for (const [page, { title, names }] of Object.entries(pages)) {
      const literal = names.some((name) => name.toLowerCase() === query.trim().toLowerCase());
      if (names.some((name) => same(stems(name), asked))) at(page).score += literal ? 11000 : 10000;
      else if (asked.every((word) => stems(title).includes(word))) at(page).score += 3000;
    }
    for (const [title, found] of Object.entries(index.alltitles))
      for (const [number, id] of found) {
        const page = index.docnames[number];
        const [inside, around] = [stems(title), stems(pages[page].title)];
        if (
          title === pages[page].title ||
          title.startsWith("Solution to") ||
          !asked.some((word) => inside.includes(word))
        )
          continue;
        if (!asked.every((word) => inside.includes(word) || around.includes(word))) continue;
        const exercise = title.match(/^\s*\((.*)\)$/);
        const value = asked.filter((word) => inside.includes(word)).length - (exercise ? asked.length : 0);
        place(at(page), exercise ? `Exercise: ${exercise[1]}` : title, `${page}.html#${id || ""}`, value);
      }
    for (const [entry, found] of Object.entries(index.indexentries))
      for (const [number, id] of found) {
        const page = index.docnames[number];
        if (pages[page].rank === LIST || !asked.every((word) => stems(entry).includes(word))) continue;
        place(at(page), entry, `${page}.html#${id}`, asked.length);
        if (same(stems(entry), asked)) at(page).score += 1150; // after chapters with a section on it, before those that name it
      }
    for (const error of likely(query)) {
      at(error.page).score += 9000 * error.share;
      place(at(error.page), `raises “${error.text}”`, error.address, 9 + error.share);
    }
    for (const hit of hits.values()) {
      hit.places.sort((a, b) => b.value - a.value || a.text.length - b.text.length);
      const sections = hit.places.filter(({ value }) => value > 0).length;
      if (pages[hit.page].rank === CHAPTER) hit.score += 200 * Math.min(sections, 4);
    }
    const before = (a, b) => b.score - a.score || order.indexOf(a.page) - order.indexOf(b.page);
    return [...hits.values(), ...named(asked)].sort(before);
  };
  window.bookSearch = rank;

  const make = (tag, parent, text = "", attributes = {}) => {
    const element = parent.appendChild(Object.assign(document.createElement(tag), attributes));
    element.textContent = text;
    return element;
  };
  const show = (hit, list) => {
    const item = make("li", list);
    if (hit.name) {
      make("code", make("a", item, "", { href: hit.address, className: "found" }), hit.name);
      return make("p", item, hit.where, { className: "where" });
    }
    const { title, part, number } = pages[hit.page];
    make("a", item, title, { href: `${hit.page}.html`, className: "found" });
    const where = [number && `Chapter ${number}`, part].filter(Boolean).join(" · ");
    if (where) make("p", item, where, { className: "where" });
    if (!hit.places.length) return;
    const places = make("ul", item, "", { className: "places" });
    for (const { text, address } of hit.places.slice(0, MOST / 2))
      make("a", make("li", places), text, { href: address });
  };

  Search.query = (query) => {
    const found = rank(query);
    const names = found.filter((hit) => hit.name);
    const shown = found.filter((hit) => !names.includes(hit, MOST)); // a number of names, and all pages
    const count = found.length - names.length;
    Search.stopPulse();
    Search.title.textContent = "Results";
    Search.output.className = "found-list";
    for (const hit of shown) show(hit, Search.output);
    const say = (number, thing) => `${number} ${thing}${number === 1 ? "" : "s"}`;
    const more = names.length > MOST ? `, of which ${MOST} are shown` : "";
    Search.status.setAttribute("role", "status");
    Search.status.textContent = found.length
      ? `${say(count, "page")} and ${say(names.length, "name")} of the library${more}.`
      : `Nothing is found for “${query}”. `;
    if (!found.length || more)
      make("a", make("p", Search.output.parentElement), "All terms and names", { href: "genindex.html" });
  };
  document.querySelector(".bd-search-container input").select();
})();
