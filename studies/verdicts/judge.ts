/** Trains a case, and judges it from its records: by the verdict, and without it. */
import { createWriteStream, existsSync } from "node:fs";
import { join } from "node:path";
import { healthRecordOf, type Verdict } from "evenkeel/analysis/health";
import { readResolvedConfig } from "evenkeel/config";
import { readJsonLines } from "evenkeel/files";
import { healthSection, openHealth, planOfConfig } from "evenkeel/training";
import { logEvenkeel } from "../../tools/evenkeel.ts";
import type { VerdictCase } from "./cases.ts";

/** Whether the last generator is good, by what it makes. */
export interface Quality {
  readonly isGood: boolean;
  /** The figures that decided. */
  readonly text: string;
}

/** The first verdict that is not healthy. */
export interface Alarm extends Verdict {
  readonly step: number;
}

/** Trains a case in its folder, unless the folder is there; what it prints goes into a log beside it. */
export async function train(one: VerdictCase, folder: string, seed: number): Promise<void> {
  if (existsSync(folder)) return;
  const every = Math.ceil(one.steps / 40);
  const set = [
    ...[`steps=${one.steps}`, `seed=${seed}`, "threads=1"],
    ...[`instruments.every=${every}`, `logEvery=${every}`],
    ...[`sampleEvery=${one.steps}`, `evaluate.every=${one.steps}`],
    `evaluate.metrics=[${isOfPoints(one) ? "modes" : "fid"}]`,
    ...one.set,
  ].flatMap((text) => ["--set", text]);
  const args = ["train", one.base, ...set, "--out", folder, "--no-report"];
  await logEvenkeel(createWriteStream(`${folder}.log`), ...args);
}

/** The Fréchet distance that a run of images ended at; `undefined` for one that broke. */
export async function lastDistance(folder: string): Promise<number | undefined> {
  return metricIn(await evaluations(folder), "frechet-distance");
}

/**
 * How good the last generator is. Of images: the distance to held-out ones must be below a quarter of an
 * untrained generator's. Of points: all modes must be covered, and half of the points or more be near one.
 */
export async function quality(
  one: VerdictCase,
  folder: string,
  untrainedDistance: number,
): Promise<Quality> {
  const records = await evaluations(folder);
  if (isOfPoints(one)) {
    const modes = metricIn(records, "modes-covered");
    const near = metricIn(records, "high-quality");
    if (modes === undefined || near === undefined) return NO_GENERATOR;
    const text = `${modes} of 8 modes, ${(100 * near).toFixed(0)} % near one`;
    return { isGood: modes === 8 && near >= 0.5, text };
  }
  const distance = metricIn(records, "frechet-distance");
  if (distance === undefined) return NO_GENERATOR;
  return { isGood: distance < untrainedDistance / 4, text: `distance ${distance.toFixed(0)}` };
}

const NO_GENERATOR: Quality = { isGood: false, text: "no generator" };

/** Forms the verdict again from a run's records. */
export async function firstAlarm(folder: string): Promise<Alarm | undefined> {
  const config = await readResolvedConfig(join(folder, "config.yaml"));
  const { settings, model } = planOfConfig(config);
  const health = openHealth(settings.health, model, healthSection(undefined), []);
  for (const line of await readJsonLines(join(folder, "metrics.jsonl"))) {
    const record = healthRecordOf(line);
    if (record === undefined) continue;
    health.note(record);
    const verdict = health.verdict();
    if (verdict.state !== "healthy") return { ...verdict, step: record.gStep };
  }
  return undefined;
}

function isOfPoints({ base }: VerdictCase): boolean {
  return base.startsWith("eight-gaussians");
}

async function evaluations(folder: string) {
  const path = join(folder, "evaluations.jsonl");
  return existsSync(path) ? await readJsonLines(path) : [];
}

function metricIn(records: Awaited<ReturnType<typeof evaluations>>, name: string) {
  const value = records.find(({ metric }) => metric === name)?.value;
  return value === undefined ? undefined : Number(value);
}
