/**
 * Do the metrics move as they should? Halves of a data set compared with each other by the number of images,
 * and one half with the other under Gaussian noise, under blur, and without some classes; and the
 * quickstart's GAN while it learns.
 *
 *   npm run study:metrics -- --cifar10 DIR [--part cifar10|shapes|gan] [--steps 1500] [--out docs/images]
 *
 * DIR is a folder of images (train/<class>/…) or one that holds cifar-10-batches-bin. There are no Inception
 * features here: those of CIFAR-10 come from a small classifier that the study trains on a fifth of the
 * images, those of `shapes` from the one that the package carries. So these are Fréchet distances, and no
 * FID. Writes metrics-*.png and metrics-study.json. A few minutes for each part on two cores.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createFolders, versions, writeFileAtomically } from "../../dist/runs/index.js";
import { nodeEngine } from "../../dist/runtime/node.js";
import {
  blurCurve,
  halvesCurve,
  imagesOf,
  missingCurve,
  noiseCurve,
  REPEATS,
  withFeatures,
} from "./metrics/curves.mjs";
import { ganCurve } from "./metrics/gan.mjs";
import { metricNames, summary, wrongSteps } from "./metrics/measure.mjs";
import { curvesPicture, halvesPicture } from "./metrics/plots.mjs";
import { cifar10Set, shapesSet } from "./metrics/sets.mjs";

const { values } = parseArgs({
  options: {
    cifar10: { type: "string" },
    part: { type: "string" },
    steps: { type: "string", default: "1500" },
    threads: { type: "string", default: "2" },
    out: { type: "string", default: "docs/images" },
  },
});
const file = join(values.out, "metrics-study.json");
const engine = nodeEngine({ device: "cpu", threads: Number(values.threads) });

const axes = {
  noise: { title: "Gaussian noise", x: { label: "σ of the noise, gray levels" } },
  blur: { title: "Gaussian blur", x: { label: "σ of the blur, pixels" } },
  missing: { title: "Missing classes", x: { label: "classes missing, of ten" } },
  gan: { title: "The quickstart's GAN", x: { label: "generator steps" } },
};
/** Where the metrics have to go: 1 up, −1 down, 0 either way. */
const directions = {
  noise: { frechet: 1, kernel: 1, precision: -1, recall: -1, density: -1, coverage: -1 },
  blur: { frechet: 1, kernel: 1, precision: -1, recall: -1, density: -1, coverage: -1 },
  missing: { frechet: 1, kernel: 1, precision: 0, recall: -1, density: 0, coverage: -1 },
  gan: { frechet: -1, kernel: -1, precision: 1, recall: 1, density: 1, coverage: 1 },
};

function tell(what, repeats) {
  const mean = (name) => repeats.reduce((sum, result) => sum + result[name], 0) / repeats.length;
  const numbers = Object.keys(repeats[0]).map((name) => `${name} ${mean(name).toPrecision(3)}`);
  console.error(`  ${what}: ${numbers.join(", ")}`);
}

/** Prints a curve as a table, and which metrics did not go where they should. */
function print(title, kind, points) {
  const names = Object.keys(points[0].repeats[0]);
  const all = Object.fromEntries(
    names.map((name) => [
      name,
      summary(
        points.map((p) => p.repeats),
        name,
      ),
    ]),
  );
  console.log(`\n${title}`);
  console.log(["", ...names].map((text) => text.padStart(10)).join(""));
  for (const [i, { x }] of points.entries()) {
    const cells = names.map((name) => format(all[name].mean[i]));
    console.log([String(x), ...cells].map((text) => text.padStart(10)).join(""));
  }
  for (const [name, direction] of Object.entries(directions[kind] ?? {})) {
    if (direction === 0) continue;
    const wrong = wrongSteps(all[name], direction);
    if (wrong > 0)
      console.log(`  ${metricNames[name]}: ${wrong} of ${points.length - 1} steps the wrong way`);
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
    ["noise", "blur", "missing"].map((kind) => ({ ...axes[kind], points: result[kind] })),
  );
  await writeFileAtomically(join(values.out, `metrics-${name}.png`), picture.png);
  return result;
}

const parts = {
  async cifar10() {
    if (values.cifar10 === undefined) throw new Error("--cifar10 must name a folder of CIFAR-10");
    const original = existsSync(join(values.cifar10, "cifar-10-batches-bin"));
    const options = original
      ? { name: "cifar10", root: values.cifar10 }
      : { name: "folder", path: values.cifar10, size: 32 };
    const say = (text) => console.error(`  ${text}`);
    return studySet("cifar10", await cifar10Set(engine, options, Number(values.steps), say));
  },
  shapes: async () => studySet("shapes", await shapesSet(engine)),
  async gan() {
    const set = await shapesSet(engine, 1500);
    const gan = await ganCurve(set, engine, tell);
    const { png } = await curvesPicture([{ ...axes.gan, points: gan }]);
    await writeFileAtomically(join(values.out, "metrics-gan.png"), png);
    return { extractor: set.extractor.name, perPoint: 1500, gan };
  },
};

const wanted = values.part === undefined ? Object.keys(parts) : [values.part];
await createFolders(values.out);
const study = existsSync(file) ? JSON.parse(await readFile(file, "utf8")) : {};
study.versions = versions();
for (const part of wanted) {
  console.error(part);
  study[part] = await parts[part]();
  for (const kind of ["noise", "blur", "missing", "gan"]) {
    if (study[part][kind]) print(`${part}: ${axes[kind].title}`, kind, study[part][kind]);
  }
  if (study[part].halves) print(`${part}: halves`, "halves", study[part].halves.points);
  await writeFileAtomically(file, `${JSON.stringify(rounded(study), null, 1)}\n`);
}
const sets = Object.entries({ cifar10: "CIFAR-10", shapes: "shapes" })
  .filter(([name]) => study[name])
  .map(([name, title]) => ({ title, points: study[name].halves.points }));
const { png } = await halvesPicture(sets);
await writeFileAtomically(join(values.out, "metrics-halves.png"), png);
console.log(`\nwritten to ${values.out}`);

/** Numbers of five digits: enough to draw and to compare. */
function rounded(value) {
  if (typeof value === "number") return Number(value.toPrecision(5));
  if (Array.isArray(value)) return value.map(rounded);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, rounded(held)]));
}
