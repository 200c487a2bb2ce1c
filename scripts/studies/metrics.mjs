/**
 * Do the metrics move as they should? Halves of a data set compared with each other by the number of images,
 * and one half with the other under Gaussian noise, under blur, and without some classes; and the
 * quickstart's GAN while it learns.
 *
 *   npm run study:metrics -- --cifar10 DIR [--part cifar10|shapes|gan] [--steps 1200]
 *     [--classifier FILE.onnx] [--out docs/images]
 *
 * DIR is a folder of images (train/<class>/…) or one that holds cifar-10-batches-bin. No Inception features
 * are needed: those of CIFAR-10 come from a small classifier that the study trains on a fifth of the images
 * (FILE keeps it, as trained for --steps), those of `shapes` from the one that the package carries. So these
 * are Fréchet distances, and no FID. Writes metrics-*.png and metrics-study.json. Two to four minutes for each part on two cores.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createFolders, writeFileAtomically } from "../../dist/files/index.js";
import { versions } from "../../dist/runs/folder/index.js";
import { nodeEngine } from "../../dist/runtime/node.js";
import {
  blurCurve,
  halvesCurve,
  imagesOf,
  missing,
  missingCurve,
  noiseCurve,
  REPEATS,
  withFeatures,
} from "./metrics/curves.mjs";
import { ganCurve, IMAGES } from "./metrics/gan.mjs";
import { metricNames, wrongSteps } from "./metrics/measure.mjs";
import { curvesPicture, ganPicture, halvesPicture } from "./metrics/plots.mjs";
import { cifar10Set, shapesSet } from "./metrics/sets.mjs";

const { values } = parseArgs({
  options: {
    cifar10: { type: "string" },
    part: { type: "string" },
    steps: { type: "string", default: "1200" },
    classifier: { type: "string" },
    threads: { type: "string", default: "2" },
    out: { type: "string", default: "docs/images" },
  },
});
const file = join(values.out, "metrics-study.json");
const engine = nodeEngine({ device: "cpu", threads: Number(values.threads) });

/** The curves that a part may hold. */
const axes = {
  halves: { title: "halves by images in each" },
  noise: { title: "Gaussian noise", x: { label: "σ of the noise, gray levels" } },
  blur: { title: "Gaussian blur", x: { label: "σ of the blur, pixels" } },
  missing: { title: "Missing classes", x: { label: "classes missing, of ten", ticks: missing } },
  gan: { title: "The quickstart's GAN", x: { label: "generator steps" } },
};
/** Where the metrics have to go: 1 up, −1 down. */
const directions = {
  noise: { frechet: 1, kernel: 1, precision: -1, recall: -1, density: -1, coverage: -1 },
  blur: { frechet: 1, kernel: 1, precision: -1, recall: -1, density: -1, coverage: -1 },
  missing: { frechet: 1, kernel: 1, recall: -1, coverage: -1 },
  gan: { frechet: -1, kernel: -1, precision: 1, recall: 1, density: 1, coverage: 1 },
};

const tell = (text) => console.error(`  ${text}`);

/** Prints a curve as a table, and which metrics did not go where they should. */
function print(title, kind, curve) {
  const names = Object.keys(metricNames).filter((name) => name in curve);
  const line = (cells) => console.log(cells.map((text) => text.padStart(10)).join(""));
  console.log(`\n${title}`);
  line(["", ...names]);
  for (const [i, x] of curve.x.entries()) {
    line([String(x), ...names.map((name) => format(curve[name].mean[i]))]);
  }
  for (const [name, direction] of Object.entries(directions[kind] ?? {})) {
    const wrong = wrongSteps(curve[name], direction);
    if (wrong === 0) continue;
    console.log(`  ${metricNames[name]}: ${wrong} of ${curve.x.length - 1} steps the wrong way`);
  }
}

const format = (value) => (Math.abs(value) < 1e-3 ? value.toExponential(1) : value.toPrecision(3));

async function studySet(name, { halves, extractor, notes }) {
  const [a, b] = [
    await withFeatures(halves[0], extractor),
    await withFeatures(halves[1], extractor),
  ];
  const result = {
    ...notes,
    extractor: extractor.name,
    sha256: extractor.sha256,
    perHalf: a.labels.length,
    perPoint: imagesOf(b),
    repeats: REPEATS,
    halves: await halvesCurve(a, b, engine, tell),
    noise: await noiseCurve(a, b, extractor, engine, tell),
    blur: await blurCurve(a, b, extractor, engine, tell),
    missing: await missingCurve(a, b, engine, tell),
  };
  const picture = await curvesPicture(
    ["noise", "blur", "missing"].map((kind) => ({ ...axes[kind], curve: result[kind] })),
  );
  await writeFileAtomically(join(values.out, `metrics-${name}.png`), picture.png);
  return result;
}

const parts = {
  cifar10: async () => studySet("cifar10", await cifar10Set(engine, values, tell)),
  shapes: async () => studySet("shapes", await shapesSet(engine)),
  async gan() {
    const set = await shapesSet(engine, IMAGES);
    const curve = await ganCurve(set, engine, tell);
    const { png } = await ganPicture({ ...axes.gan, curve });
    await writeFileAtomically(join(values.out, "metrics-gan.png"), png);
    const { name, sha256 } = set.extractor;
    return { extractor: name, sha256, perPoint: IMAGES, gan: curve };
  },
};

const wanted = values.part === undefined ? Object.keys(parts) : [values.part];
await createFolders(values.out);
const study = existsSync(file) ? JSON.parse(await readFile(file, "utf8")) : {};
study.versions = versions();
for (const part of wanted) {
  console.error(part);
  study[part] = rounded(await parts[part]());
  for (const [kind, { title }] of Object.entries(axes)) {
    if (study[part][kind]) print(`${part}: ${title}`, kind, study[part][kind]);
  }
  await writeFileAtomically(file, `${JSON.stringify(study)}\n`);
}
const { cifar10, shapes } = study;
const { png } = await halvesPicture({
  ...(cifar10 && { "CIFAR-10": cifar10.halves }),
  ...(shapes && { shapes: shapes.halves }),
});
await writeFileAtomically(join(values.out, "metrics-halves.png"), png);
console.log(`\nwritten to ${values.out}`);

/** Numbers of five digits: enough to draw and to compare. */
function rounded(value) {
  if (typeof value === "number") return Number(value.toPrecision(5));
  if (Array.isArray(value)) return value.map(rounded);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, rounded(held)]));
}
