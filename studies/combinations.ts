/** `npm run study:combinations`: which methods, losses and architectures train together. */
import { EvenkeelError } from "evenkeel";
import { type Config, loadConfig } from "evenkeel/config";
import { type ImageDataset, openDataset } from "evenkeel/data";
import { csvText, writeFileAtomically } from "evenkeel/files";
import { onProgress, runCommand } from "../tools/command.ts";
import { text, type ValuesOf, whole } from "../tools/options.ts";
import { type OpenTraining, openTraining } from "../tools/training.ts";
import { combinations } from "./combinations/cases.ts";

const opened = new Map<number, ImageDataset>();

/** Networks and images so small that a step takes milliseconds. */
const BASE = ["threads=1", "seed=0", "batchSize=8", "model.latentSize=16", "data.count=200"];

interface Outcome {
  readonly result: "ok" | "refused" | "failed";
  /** The last losses, or the reason. */
  readonly detail: string;
}

const options = {
  steps: whole("generator steps of each", 50),
  only: text("those alone whose `architecture / method / loss` contains it", ""),
  parts: whole("into how many parts to divide the work", 1),
  part: whole("which part to do", 1),
  out: text("the CSV file", "combinations.csv"),
};

await runCommand({
  name: "study:combinations",
  description:
    "Trains every method with every loss in every architecture on the built-in shapes with small networks, and reports which combinations train (all numbers stay finite), which are refused, and why. Writes a CSV file. Takes about half an hour on two cores.",
  options,
  run: study,
});

async function study({ steps, only, part, parts, out }: ValuesOf<typeof options>): Promise<void> {
  const wanted = combinations
    .filter(({ architecture, method, loss }) =>
      `${architecture} / ${method} / ${loss}`.includes(only),
    )
    .filter((_, i) => i % parts === part - 1);
  const rows = [["architecture", "method", "loss", "result", "detail"]];
  const counts = { ok: 0, refused: 0, failed: 0 };
  for (const [i, { architecture, method, loss, set }] of wanted.entries()) {
    const { result, detail } = await outcomeOf(set, steps);
    counts[result]++;
    rows.push([architecture, method, loss, result, detail]);
    if (result === "failed") {
      console.error(`failed: ${architecture} / ${method} / ${loss}: ${detail}`);
    }
    if (i % 5 !== 4) continue;
    onProgress(`${i + 1} of ${wanted.length}`);
    await writeFileAtomically(out, csvText(rows));
  }
  await writeFileAtomically(out, csvText(rows));
  console.log(`${counts.ok} train, ${counts.refused} are refused, ${counts.failed} fail: ${out}`);
  if (counts.failed > 0) process.exitCode = 1;
}

async function outcomeOf(set: readonly string[], steps: number): Promise<Outcome> {
  let config: Config;
  try {
    config = await loadConfig("quickstart-unconditional", [...BASE, ...set]);
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    const [, ...problems] = error.message.split("\n");
    return { result: "refused", detail: problems.join(" ").trim() };
  }
  try {
    const training = await openTraining(config, await datasetOf(config.data));
    try {
      return await train(training, steps);
    } finally {
      await training.runtime.release();
    }
  } catch (error) {
    return { result: "failed", detail: String(error) };
  }
}

/** Trains, until a number is not finite. */
async function train({ trainer }: OpenTraining, steps: number): Promise<Outcome> {
  let measures: Readonly<Record<string, number>> = {};
  for (let step = 1; step <= steps; step++) {
    measures = await trainer.step();
    const odd = Object.entries(measures).find(([, value]) => !Number.isFinite(value));
    if (odd) return { result: "failed", detail: `${odd[0]} is ${odd[1]} at step ${step}` };
  }
  const { tensors } = await trainer.snapshot();
  const odd = Object.entries(tensors).find(([, { data }]) => !data.every(Number.isFinite));
  if (odd) return { result: "failed", detail: `${odd[0]} is no longer finite` };
  const { "loss/d": d = Number.NaN, "loss/g": g = Number.NaN } = measures;
  return { result: "ok", detail: `D ${d.toFixed(3)} G ${g.toFixed(3)}` };
}

/** The images of a size, decoded once. */
async function datasetOf(options: Config["data"]): Promise<ImageDataset> {
  const dataset = opened.get(options.size) ?? (await openDataset(options));
  opened.set(options.size, dataset);
  return dataset;
}
