/** `npm run study:metrics`: whether the metrics move as they should. */
import { join } from "node:path";
import { createFolders, writeFileAtomically } from "evenkeel/files";
import type { Png } from "evenkeel/plots";
import { versions } from "evenkeel/runs/folder";
import { nodeEngine } from "evenkeel/runtime/node";
import { onProgress, runCommand } from "../tools/command.ts";
import { readJsonIfPresent } from "../tools/json.ts";
import { optionalText, someOf, text, threads, whole } from "../tools/options.ts";
import { missing, REPEATS, setCurves } from "./metrics/curves.ts";
import { ganCurve, IMAGES } from "./metrics/gan.ts";
import type { Curve } from "./metrics/measure.ts";
import { curvesPicture, ganPicture, halvesPicture } from "./metrics/plots.ts";
import { type Directions, printCurve } from "./metrics/print.ts";
import type { StudiedSet } from "./metrics/set.ts";
import { cifar10Set, digitsSet, shapesSet } from "./metrics/sets.ts";

const FILE = "metrics-study.json";
const PARTS = ["cifar10", "shapes", "digits", "gan"] as const;
type Part = (typeof PARTS)[number];

/** The curves that a part may hold. */
const axes = {
  halves: { title: "halves by images in each", x: { label: "images in each half" } },
  noise: { title: "Gaussian noise", x: { label: "σ of the noise, gray levels" } },
  blur: { title: "Gaussian blur", x: { label: "σ of the blur, pixels" } },
  missing: { title: "Missing classes", x: { label: "classes missing, of ten", ticks: missing } },
  gan: { title: "A small GAN", x: { label: "generator steps" } },
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

await runCommand({
  name: "study:metrics",
  description:
    "Compares halves of a data set by the number of images; one half with the other under Gaussian noise, under blur, and without some classes; and the GAN of quickstart-unconditional with its data while it learns. The features come from the classifiers that the package carries. So these are Fréchet distances, and no FID. Prints tables; writes metrics-*.png and metrics-study.json. Takes one to four minutes for each part on two cores.",
  options: {
    parts: someOf("parts of the study", PARTS),
    digits: optionalText("the folder that holds mnist/"),
    cifar10: optionalText(
      "a folder of images (train/<class>/…), or one that holds cifar-10-batches-bin",
    ),
    count: whole("images of a half, at most", 20_000, 1500),
    ganSteps: whole("generator steps of the GAN", 2000, 0),
    threads: threads(2),
    out: text("folder to write to", "docs/images"),
  },
  async run({ parts, digits, cifar10, count, ganSteps, threads, out }) {
    const engine = nodeEngine({ device: "cpu", threads });
    await createFolders(out);
    const found = await readResults(out);
    const studied = {
      cifar10: async () => studySet("cifar10", await cifar10Set(engine, { count, place: cifar10 })),
      shapes: async () => studySet("shapes", await shapesSet(engine, { count })),
      digits: async () => studySet("digits", await digitsSet(engine, { count, place: digits })),
      gan: async () => studyGan(await shapesSet(engine, { count: IMAGES }), ganSteps),
    };
    const studySet = async (name: Part, set: StudiedSet): Promise<PartResult> => {
      const curves = await setCurves(set, engine, tell);
      const kinds = ["noise", "blur", "missing"] as const;
      await writePicture(
        out,
        name,
        curvesPicture(kinds.map((kind) => ({ ...axes[kind], curve: curves[kind] }))),
      );
      return { ...set.notes, ...extractorOf(set), repeats: REPEATS, ...curves };
    };
    const studyGan = async (set: StudiedSet, upTo: number): Promise<PartResult> => {
      const curve = await ganCurve(set, upTo, engine, tell);
      await writePicture(out, "gan", ganPicture({ ...axes.gan, curve }));
      return { ...extractorOf(set), perPoint: IMAGES, gan: curve };
    };
    for (const name of parts) {
      onProgress(name);
      const result = rounded(await studied[name]()) as PartResult;
      found[name] = result;
      for (const kind of Object.keys(axes) as Kind[]) {
        const curve = result[kind];
        if (curve) printCurve(`${name}: ${axes[kind].title}`, curve, directions[kind]);
      }
      await writeResults(out, found);
    }
    const halves = Object.fromEntries(
      PARTS.flatMap((name) => {
        const title = name === "cifar10" ? "CIFAR-10" : name;
        return found[name]?.halves ? [[title, found[name].halves]] : [];
      }),
    );
    if (Object.keys(halves).length > 0) await writePicture(out, "halves", halvesPicture(halves));
    console.log(`\nwritten to ${out}`);
  },
});

type Results = Partial<Record<Part, PartResult>>;

/** What earlier calls found, part by part. */
async function readResults(out: string): Promise<Results> {
  return ((await readJsonIfPresent(join(out, FILE))) ?? {}) as Results;
}

async function writeResults(out: string, results: Results): Promise<void> {
  const text = JSON.stringify({ ...results, versions: versions() });
  await writeFileAtomically(join(out, FILE), `${text}\n`);
}

async function writePicture(out: string, name: string, picture: Promise<Png>): Promise<void> {
  await writeFileAtomically(join(out, `metrics-${name}.png`), (await picture).png);
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
