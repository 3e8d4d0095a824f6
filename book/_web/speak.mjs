// Speak formulas: reads MathML elements as a JSON list, writes what a screen reader would say of each as another.
// With the word "render" it reads TeX, and writes the MathML that KaTeX makes of it.  tests/site/test_spoken.py calls it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import katex from "katex";

const render = (tex) => /<math.*<\/math>/s.exec(katex.renderToString(tex, { output: "mathml" }))[0];

// Rules of ClearSpeak in English, from the package itself: the engine would look for them in the network.
async function speaker() {
  process.env.SRE_JSON_PATH = fileURLToPath(new URL("node_modules/speech-rule-engine/lib/mathmaps", import.meta.url));
  const { default: engine } = await import("speech-rule-engine");
  await engine.setupEngine({ locale: "en", domain: "clearspeak", modality: "speech" });
  await engine.engineReady();
  return engine.toSpeech;
}

const work = process.argv[2] === "render" ? render : await speaker();
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map((one) => work(one))));
