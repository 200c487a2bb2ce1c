/** A run folder with records, written without training. */
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { loadConfig, stringifyConfig } from "../../../src/config/load.ts";
import { createRunFolder, type RunFolder } from "../../../src/runs/folder/run-folder.ts";

let config: string | undefined;

/** Makes the folder of a run that counts as interrupted, since no other process has it: `records` of `loss/d`. */
export async function writtenRun(out: string, records = 3): Promise<RunFolder> {
  config ??= stringifyConfig(await loadConfig("quickstart", ["name=trial", "steps=3"]));
  await mkdir(dirname(out), { recursive: true });
  const run = await createRunFolder({ name: "trial", config, device: "cpu", seed: 1, out });
  await appendRecords(out, 1, records);
  return run;
}

/** Adds the records of the steps `from` to `to`, both included. */
export async function appendRecords(run: string, from: number, to: number): Promise<void> {
  const lines: string[] = [];
  for (let gStep = from; gStep <= to; gStep++) {
    const counters = { gStep, dStep: gStep, images: 32 * gStep, time: gStep / 4 };
    lines.push(`${JSON.stringify({ ...counters, "loss/d": Math.sin(gStep) })}\n`);
  }
  await appendFile(join(run, "metrics.jsonl"), lines.join(""));
}

/** Adds samples of a step, one red pixel. */
export async function addSample(run: string, step: number): Promise<void> {
  const create = { width: 1, height: 1, channels: 3, background: "red" } as const;
  const png = await sharp({ create }).png().toBuffer();
  await writeFile(join(run, "samples", `${`${step}`.padStart(6, "0")}.png`), png);
}
