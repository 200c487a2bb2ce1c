/** `npm run study:quickstart`: whether the first run ends well, whatever its seed. */
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { EvenkeelError } from "evenkeel";
import { openDataset } from "evenkeel/data";
import { readJsonLines } from "evenkeel/files";
import { parseRunInfo } from "evenkeel/runs/folder";
import { onProgress, runCommand } from "../tools/command.ts";
import { logEvenkeel } from "../tools/evenkeel.ts";
import { names, text, type ValuesOf, whole } from "../tools/options.ts";
import { shapesImages } from "../tools/shapes.ts";
import { table } from "../tools/table.ts";
import { pixelFrequencyShare } from "./quickstart/pixel-frequency.ts";

/** Images whose energy at the pixel frequency is measured, on either side. */
const IMAGES = 1024;
const SIZE = 32;
/** A seed of `shapes` which the run is not trained on. */
const REAL_SEED = 77;
const COLUMNS = ["seed", "seconds", "Fréchet distance", "recall", "coverage", "pixel frequency"];

const options = {
  out: text("folder to write the runs to", "quickstart-study"),
  seeds: whole("runs, of seeds 0, 1, …", 3),
  set: names("changes of the recipe, such as steps=300", []),
};

await runCommand({
  name: "study:quickstart",
  description:
    "Trains the quickstart with several seeds. Prints the seconds of training, the Fréchet distance to real images in the features of the shapes classifier, recall and coverage, and the energy at the pixel frequency, which a checkerboard raises: its share in generated images over its share in real ones. Takes three minutes a seed on two cores; run nothing else meanwhile. Runs that are there are not trained again.",
  options,
  run: study,
});

async function study({ out, seeds, set }: ValuesOf<typeof options>): Promise<void> {
  await mkdir(out, { recursive: true });
  const real = pixelFrequencyShare(shapesImages(0, IMAGES, SIZE, REAL_SEED).images, SIZE);
  const rows: string[][] = [];
  for (let seed = 0; seed < seeds; seed++) {
    const folder = join(out, `seed${seed}`);
    onProgress(`seed ${seed}: training in ${folder}, its output in ${folder}.log`);
    await trained(folder, [...set, `seed=${seed}`]);
    const [values, share] = [await measured(folder), await drawnShare(folder)];
    const info = parseRunInfo(await readFile(join(folder, "run.json"), "utf8"), folder);
    rows.push([
      ...[`${seed}`, (info.timings.training ?? Number.NaN).toFixed(0)],
      ...["frechet-distance", "recall", "coverage"].map((name) => values(name).toFixed(2)),
      (share / real).toFixed(2),
    ]);
  }
  console.log(table([COLUMNS, ...rows]).join("\n"));
}

/** Trains, measures and samples a run, as far as that was not done. */
async function trained(folder: string, set: readonly string[]): Promise<void> {
  const sets = set.flatMap((one) => ["--set", one]);
  const commands = [
    [join(folder, "checkpoints"), "train", "quickstart", ...sets, "--out", folder, "--no-report"],
    [join(folder, "evaluations.jsonl"), "evaluate", folder, "--metrics", "fid,prdc"],
    [`${folder}-images`, "sample", folder, "--count", `${IMAGES}`, "--out", `${folder}-images`],
  ] as const;
  for (const [made, ...command] of commands) {
    if (existsSync(made)) continue;
    const log = createWriteStream(`${folder}.log`, { flags: "a" });
    if ((await logEvenkeel(log, ...command)) === 0) continue;
    throw new EvenkeelError("USAGE", `evenkeel ${command[0]} failed: ${folder}.log says why`);
  }
}

async function measured(folder: string): Promise<(metric: string) => number> {
  const records = await readJsonLines(join(folder, "evaluations.jsonl"));
  return (metric) => Number(records.findLast((record) => record.metric === metric)?.value);
}

/** The share of the images that were drawn. */
async function drawnShare(folder: string): Promise<number> {
  const path = `${folder}-images`;
  const dataset = await openDataset({ name: "folder", path, size: SIZE });
  const images = new Uint8Array(dataset.count * 3 * SIZE * SIZE);
  await dataset.read([...Array(dataset.count).keys()], images);
  return pixelFrequencyShare(images, SIZE);
}
