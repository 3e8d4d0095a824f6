// Join style sheets, less the rules that nothing on the site needs: bookkit/extensions/lighten.py calls this.
// It reads {root, theirs, own, words} as JSON and writes {site, noScript}; `words` is all that a page can match.
import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import postcss from "postcss";
import { PurgeCSS } from "purgecss";

const URL = /url\(\s*(?!["']?(?:data:|#))["']?([^"')]+)["']?\s*\)/g;
const { root, theirs, own, words } = JSON.parse(readFileSync(0, "utf8"));
const seen = new Set();

// A sheet with those that it imports, each once, its comments left out, addresses as from _static.
function load(name) {
  const file = `${root}/${name}`;
  if (seen.has(name) || !existsSync(file)) return [];
  seen.add(name);
  const sheet = postcss.parse(readFileSync(file, "utf8"), { from: file });
  const from = (address) => posix.join(posix.dirname(name), address);
  sheet.walkComments((comment) => comment.remove());
  sheet.walkAtRules("charset", (rule) => rule.remove());
  sheet.walkAtRules("import", (rule) => rule.replaceWith(load(from(/["']([^"']+)["']/.exec(rule.params)[1]))));
  sheet.walkDecls((decl) => {
    decl.value = decl.value.replace(URL, (_, address) => `url(${posix.relative("_static", from(address))})`);
  });
  return sheet.nodes;
}

// The rules for a theme, as rules for a page on which no script has chosen one.
function forTheme(sheet, theme) {
  const mark = new RegExp(`\\[data-theme=["']?${theme}["']?\\]`, "g");
  const rules = sheet.nodes.filter((node) => node.type === "rule" && node.selector.search(mark) >= 0);
  return rules
    .map((rule) => rule.clone({ selector: rule.selector.replace(mark, "[data-theme=auto]") }).toString())
    .join("");
}

// Spaces between the parts of a sheet go.
function pack(sheet) {
  sheet.walk((node) => {
    Object.assign(node.raws, { before: "", between: node.type === "decl" ? ":" : "", after: "", semicolon: false });
    if (node.type === "atrule") node.raws.afterName = node.params ? " " : "";
  });
  return sheet.toString();
}

const all = (names) => postcss.root({ nodes: names.flatMap(load) });
const [purged] = await new PurgeCSS().purge({
  content: [{ raw: words.join(" "), extension: "html" }],
  css: [{ raw: all(theirs).toString() }],
});
const sheet = postcss.parse(purged.css);
sheet.append(all(own).nodes);
const site = pack(sheet);
const noScript = `${forTheme(sheet, "light")}@media (prefers-color-scheme:dark){${forTheme(sheet, "dark")}}`;
process.stdout.write(JSON.stringify({ site, noScript }));
