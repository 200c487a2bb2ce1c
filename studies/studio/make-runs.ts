/** Run folders that were never trained. */
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { loadConfig, stringifyConfig } from "evenkeel/config";
import { createRunFolder } from "evenkeel/runs/folder";

/** Layers whose σ and gradient norm are recorded, as of the paper's CNN. */
const LAYERS = ["conv1", "conv2", "conv3", "conv4", "conv5", "conv6", "conv7", "dense"];
/** Records that are written at once. */
const AT_ONCE = 10_000;

/** What runs are made. */
export interface MadeRuns {
  readonly prefix: string;
  readonly count: number;
  /** Records of each. */
  readonly records: number;
}

/** Makes the folders `PREFIX-0`, `PREFIX-1`, …; returns their paths. */
export async function makeRuns(
  folder: string,
  { prefix, count, records }: MadeRuns,
): Promise<readonly string[]> {
  const config = stringifyConfig(await loadConfig("quickstart"));
  const paths = Array.from({ length: count }, (_, i) => join(folder, `${prefix}-${i}`));
  for (const [seed, out] of paths.entries()) {
    await createRunFolder({ name: "made", config, device: "cpu", seed, out });
    for (let from = 1; from <= records; from += AT_ONCE) {
      await addRecords(out, from, Math.min(from + AT_ONCE - 1, records));
    }
  }
  return paths;
}

/** Adds the records of the steps `from` to `to`, both included. */
export async function addRecords(run: string, from: number, to: number): Promise<void> {
  const lines: string[] = [];
  for (let gStep = from; gStep <= to; gStep++) lines.push(`${JSON.stringify(recordOf(gStep))}\n`);
  await appendFile(join(run, "metrics.jsonl"), lines.join(""));
}

function recordOf(gStep: number): Readonly<Record<string, number>> {
  const record: Record<string, number> = {
    gStep,
    dStep: gStep,
    images: 64 * gStep,
    time: gStep / 8,
  };
  for (const [i, layer] of LAYERS.entries()) {
    record[`sigma/${layer}`] = 1 + Math.sin(gStep / 100 + i) / 10;
    record[`gradNorm/${layer}`] = 2 + Math.sin(gStep / 10 + i);
  }
  return { ...record, "loss/d": 1 + Math.sin(gStep), "loss/g": Math.cos(gStep) };
}
