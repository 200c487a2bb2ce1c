/** `npm run study:metrics`: whether the metrics move as they should. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createFolders, writeFileAtomically } from "evenkeel/files";
import { versions } from "evenkeel/runs/folder";
import type { Engine } from "evenkeel/runtime";
import { nodeEngine } from "evenkeel/runtime/node";
import { onProgress, runCommand } from "../tools/command.ts";
import { optionalText, someOf, text, threads, type ValuesOf, whole } from "../tools/options.ts";
import { missing, REPEATS, type SetCurves, setCurves } from "./metrics/curves.ts";
import { ganCurve, IMAGES } from "./metrics/gan.ts";
import type { Curve } from "./metrics/measure.ts";
import { curvesPicture, ganPicture, halvesPicture } from "./metrics/plots.ts";
import { type Directions, printCurve } from "./metrics/print.ts";
import type { StudiedSet } from "./metrics/set.ts";
import { cifar10Set, shapesSet } from "./metrics/sets.ts";

const PARTS = ["cifar10", "shapes", "gan"] as const;
type Part = (typeof PARTS)[number];

/** The curves that a part may hold. */
const axes = {
  halves: { title: "halves by images in each", x: { label: "images in each half" } },
  noise: { title: "Gaussian noise", x: { label: "σ of the noise, gray levels" } },
  blur: { title: "Gaussian blur", x: { label: "σ of the blur, pixels" } },
  missing: { title: "Missing classes", x: { label: "classes missing, of ten", ticks: missing } },
  gan: { title: "The quickstart's GAN", x: { label: "generator steps" } },
} as const;

type Kind = keyof typeof axes;

const spoiled = { frechet: 1, kernel: 1, precision: -1, recall: -1, density: -1, coverage: -1 };
const directions = {
  halves: {},
  noise: spoiled,
  blur: spoiled,
  missing: { frechet: 1, kernel: 1, recall: -1, coverage: -1 },
  gan: { frechet: -1, kernel: -1, precision: 1, recall: 1, density: 1, coverage: 1 },
} as Readonly<Record<Kind, Directions>>;

/** What a part found: its curves, and what the result file says about them. */
type PartResult = Partial<Readonly<Record<Kind, Curve>>> & Readonly<Record<string, unknown>>;

const options = {
  parts: someOf("parts of the study", PARTS),
  cifar10: optionalText(
    "a folder of images (train/<class>/…), or one that holds cifar-10-batches-bin",
  ),
  count: whole("images of a half", 20_000, 1500),
  steps: whole("steps of the classifier", 1200),
  ganSteps: whole("generator steps of the GAN", 2000, 0),
  classifier: optionalText("ONNX file that keeps the classifier"),
  threads: threads(2),
  out: text("folder to write to", "docs/images"),
};

type Options = ValuesOf<typeof options>;

await runCommand({
  name: "study:metrics",
  description:
    "Compares halves of a data set by the number of images; one half with the other under Gaussian noise, under blur, and without some classes; and the quickstart's GAN with its data while it learns. No Inception features are needed: those of CIFAR-10 come from a small classifier that the study trains on a fifth of the images, those of `shapes` from the one that the package carries. So these are Fréchet distances, and no FID. Prints tables; writes metrics-*.png and metrics-study.json. Takes two to four minutes for each part on two cores.",
  options,
  run: study,
});

async function study(options: Options): Promise<void> {
  const { parts, threads, out } = options;
  const file = join(out, "metrics-study.json");
  const engine = nodeEngine({ device: "cpu", threads });
  await createFolders(out);
  const found: Partial<Record<Part, PartResult>> = existsSync(file)
    ? JSON.parse(await readFile(file, "utf8"))
    : {};
  for (const name of parts) {
    onProgress(name);
    const result = rounded(await studyPart(name, engine, options)) as PartResult;
    found[name] = result;
    for (const kind of Object.keys(axes) as Kind[]) {
      const curve = result[kind];
      if (curve) printCurve(`${name}: ${axes[kind].title}`, curve, directions[kind]);
    }
    const text = JSON.stringify({ ...found, versions: versions() });
    await writeFileAtomically(file, `${text}\n`);
  }
  const { cifar10, shapes } = found;
  const halves = {
    ...(cifar10?.halves && { "CIFAR-10": cifar10.halves }),
    ...(shapes?.halves && { shapes: shapes.halves }),
  };
  if (Object.keys(halves).length > 0) {
    const { png } = await halvesPicture(halves);
    await writeFileAtomically(join(out, "metrics-halves.png"), png);
  }
  console.log(`\nwritten to ${out}`);
}

async function studyPart(part: Part, engine: Engine, options: Options): Promise<PartResult> {
  const { cifar10: folder, count, steps, classifier, ganSteps, out } = options;
  if (part === "gan") {
    const set = await shapesSet(engine, IMAGES);
    const curve = await ganCurve(set, ganSteps, engine, tell);
    const { png } = await ganPicture({ ...axes.gan, curve });
    await writeFileAtomically(join(out, "metrics-gan.png"), png);
    return { ...extractorOf(set), perPoint: IMAGES, gan: curve };
  }
  const set =
    part === "shapes"
      ? await shapesSet(engine, count)
      : await cifar10Set(engine, { folder, count, steps, classifier }, tell);
  const curves: SetCurves = await setCurves(set, engine, tell);
  const { png } = await curvesPicture(
    (["noise", "blur", "missing"] as const).map((kind) => ({ ...axes[kind], curve: curves[kind] })),
  );
  await writeFileAtomically(join(out, `metrics-${part}.png`), png);
  return { ...set.notes, ...extractorOf(set), repeats: REPEATS, ...curves };
}

function tell(text: string): void {
  onProgress(`  ${text}`);
}

function extractorOf({ extractor: { name, sha256 } }: StudiedSet) {
  return { extractor: name, sha256 };
}

/** Numbers of five digits: enough to draw and to compare. */
function rounded(value: unknown): unknown {
  if (typeof value === "number") return Number(value.toPrecision(5));
  if (Array.isArray(value)) return value.map(rounded);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, rounded(held)]));
}
