/** Where things are in a run's folder. */
import { join } from "node:path";
import { readTextIfPresent } from "../../files/index.ts";

/** The names of what a run writes into its folder: files, and the folders of its samples and checkpoints. */
export const RUN_FILES = {
  config: "config.yaml",
  info: "run.json",
  metrics: "metrics.jsonl",
  evaluations: "evaluations.jsonl",
  samples: "samples",
  checkpoints: "checkpoints",
  generator: "generator.onnx",
  report: "report.html",
} as const;

/** The paths of what a run writes. */
export type RunFiles = Readonly<Record<keyof typeof RUN_FILES, string>>;

/** The paths of what the run in `folder` writes, whether it is there or not. */
export function runFiles(folder: string): RunFiles {
  const entries = Object.entries(RUN_FILES).map(([key, name]) => [key, join(folder, name)]);
  return Object.fromEntries(entries) as RunFiles;
}

/** Whether a folder is a run's: it has a `run.json`, which is written last when a run begins. */
export async function isRunFolder(path: string): Promise<boolean> {
  return (await readTextIfPresent(runFiles(path).info)) !== undefined;
}
