/** Runs of sweeps that no process has made. */
import { mkdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Sweep, SweepRun } from "../../../src/sweeps/folder/folder.ts";

/** What a run leaves, less its networks. */
export async function leaveRun(
  sweep: Sweep,
  run: SweepRun,
  records: readonly object[],
  info: object = {},
): Promise<string> {
  const folder = sweep.fileOf(run, "folder");
  await mkdir(folder);
  const now = new Date().toISOString();
  const whole = {
    kind: "evenkeel-run",
    formatVersion: 1,
    name: run.name,
    status: "done",
    exitReason: "all steps are done",
    attempt: 1,
    // no process has this number
    process: { pid: 2 ** 30, host: hostname() },
    versions: { evenkeel: "0", node: "0", onnxruntime: "0" },
    git: null,
    device: "cpu",
    seed: run.seed,
    hostCores: 1,
    startedAt: now,
    updatedAt: now,
    endedAt: now,
    timings: { training: 1 },
    counters: { gStep: run.steps, dStep: run.steps, images: 1 },
    ...info,
  };
  await writeFile(join(folder, "run.json"), JSON.stringify(whole));
  const lines = records.map((record) => `${JSON.stringify(record)}\n`);
  await writeFile(join(folder, "metrics.jsonl"), lines.join(""));
  return folder;
}
