/** Trains the runs of the study and measures, without verdicts, how good their generators are. */
import { createWriteStream, existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { healthRecordOf } from "evenkeel/analysis/health";
import { readResolvedConfig } from "evenkeel/config";
import { readJsonLines } from "evenkeel/files";
import { parseRunInfo } from "evenkeel/runs/folder";
import { healthContext, planOfConfig } from "evenkeel/training";
import { logEvenkeel } from "../../tools/evenkeel.ts";
import type { VerdictCase } from "./cases.ts";
import { dataSets } from "./data-sets.ts";
import type { RecordedRun } from "./recorded.ts";

/** Records of a run, beside the first. */
const RECORDS = 20;

/**
 * Trains a run in its folder and evaluates its last generator, unless that was done; what is printed goes
 * into a log beside it.
 *
 * @param root the folder that holds the data sets' own folders.
 */
export async function train(one: VerdictCase, folder: string, root: string): Promise<RecordedRun> {
  // a stream of its own for each command, which ends it
  const evenkeel = (...args: readonly string[]) =>
    logEvenkeel(createWriteStream(`${folder}.log`, { flags: "a" }), ...args);
  if (!existsSync(folder)) {
    const every = Math.ceil(one.steps / RECORDS);
    const set = [
      ...[`steps=${one.steps}`, `seed=${one.seed}`, "threads=1", `data.root=${root}`],
      ...[`instruments.every=${every}`, `logEvery=${every}`, `sampleEvery=${one.steps}`],
      ...["checkpointEvery=0", ...one.set],
    ].flatMap((text) => ["--set", text]);
    await evenkeel("train", one.base, ...set, "--out", folder, "--no-report");
  }
  if (existsSync(join(folder, "checkpoints")) && !existsSync(join(folder, "evaluations.jsonl"))) {
    await evenkeel("evaluate", folder, ...dataSets[one.data].evaluation);
  }
  return recordedRun(one, folder);
}

async function recordedRun(one: VerdictCase, folder: string): Promise<RecordedRun> {
  const lines = async (name: string) => {
    const file = join(folder, name);
    return existsSync(file) ? await readJsonLines(file) : [];
  };
  const path = join(folder, "run.json");
  const info = parseRunInfo(await readFile(path, "utf8"), path);
  const config = await readResolvedConfig(join(folder, "config.yaml"));
  const { settings, model } = planOfConfig(config);
  const records = (await lines("metrics.jsonl")).flatMap((line) => healthRecordOf(line) ?? []);
  const evaluations = await lines("evaluations.jsonl");
  return {
    ...{ name: one.name, part: one.part, fails: one.fails, data: one.data },
    context: healthContext(settings, model),
    measured: Object.fromEntries(
      evaluations.map(({ metric, value }) => [String(metric), Number(value)]),
    ),
    records,
    brokenAt: info.verdict?.state === "not-finite" ? info.counters.gStep : null,
  };
}
