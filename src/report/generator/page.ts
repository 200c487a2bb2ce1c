/** One page that has a generator inside and shows new images in a browser. */
import { refusal } from "../../errors.ts";
import { formatBytes, formatCount } from "../../text.ts";
import { documentHtml, escapeHtml, nameFrom } from "../page/index.ts";
import { ENGINE_ORIGIN, engineFile } from "./engine-file.ts";
import type { GeneratorFacts } from "./facts.ts";
import { pageNoise } from "./noise.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";

/** The largest generator that a page has inside, in bytes: as text it is a third longer. */
const MOST_BYTES = 50 * 2 ** 20;
/** Pixels of an image up to which nine are shown at first, and four. */
const [NINE, FOUR] = [64 * 64, 128 * 128];

/**
 * A page as HTML that makes images with a generator: new ones at each click, of the class, the seed and the
 * truncation that are chosen; the image of a seed is that of `evenkeel sample --seeds`. The page loads ONNX Runtime
 * from jsDelivr, in the version that this package depends on, and nothing else.
 *
 * @param onnx the generator's file, `z` and, if it is conditional, `labels` to `images`.
 * @throws EvenkeelError `USAGE` for a generator of more than 50 MiB.
 */
export async function generatorPage(facts: GeneratorFacts, onnx: Uint8Array): Promise<string> {
  if (onnx.length > MOST_BYTES) {
    throw refusal("USAGE", {
      where: "export",
      rule: `--page must have a generator of at most ${formatBytes(MOST_BYTES)} inside`,
      got: formatBytes(onnx.length),
      advice: "Serve the ONNX file beside a page that loads it: --example page prints one.",
    });
  }
  const { address, integrity } = await engineFile();
  const { name, data, steps, imageShape, latentDistribution, classNames } = facts;
  const [, height, width] = imageShape;
  const about =
    `Images that a neural network makes up in this page. Evenkeel trained it on ${data} for ` +
    `${formatCount(steps)} generator steps; they have ${width} x ${height} pixels.`;
  const first = height * width <= NINE ? 9 : height * width <= FOUR ? 4 : 1;
  const counts = [1, 4, 9, 16].map(
    (count) => `<option${count === first ? " selected" : ""}>${count}</option>`,
  );
  const classes = classNames.map((one, i) => `<option value="${i}">${escapeHtml(one)}</option>`);
  const given = { ...facts, engine: ENGINE_ORIGIN, fileName: nameFrom(name) };
  return documentHtml({
    title: name,
    policy: `default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' ${ENGINE_ORIGIN}; connect-src ${ENGINE_ORIGIN}; style-src 'unsafe-inline'`,
    style,
    head: `<script src="${address}" integrity="${integrity}" crossorigin="anonymous"></script>\n`,
    body: `<main>
<header><h1>${escapeHtml(name)}</h1>
<p>${escapeHtml(about)}</p></header>
<form>
<label>Seed <input id="seed" type="number" min="0" step="1" value="0"></label>
${classes.length === 0 ? "" : `<label>Class <select id="class"><option value="">each in turn</option>${classes.join("")}</select></label>`}
<label>Images <select id="count">${counts.join("")}</select></label>
${latentDistribution === "uniform" ? "" : `<label>Truncation <select id="truncation"><option value="0">none</option><option>1</option><option>0.7</option><option>0.5</option></select></label>`}
<button id="new" class="strong" type="button" disabled>New images</button>
<button id="save" type="button" disabled>Download</button>
</form>
<p id="status" role="status">Loading …</p>
<div id="images"></div>
</main>
<script id="weights" type="text/plain">${Buffer.from(onnx).toString("base64")}</script>
<script>
const facts = ${JSON.stringify(given).replaceAll("<", "\\u003c")};
const pageNoise = ${pageNoise.toString()};
${script}</script>`,
  });
}
