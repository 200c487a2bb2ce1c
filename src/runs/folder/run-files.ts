/** The names and paths of the files in a run's folder. */
import { join } from "node:path";
import { isFolder, readTextIfPresent } from "../../files/index.ts";

/** The names of the files and folders that a run writes to its folder. */
export const RUN_FILES = {
  config: "config.yaml",
  info: "run.json",
  dataset: "dataset.json",
  metrics: "metrics.jsonl",
  evaluations: "evaluations.jsonl",
  samples: "samples",
  reals: "reals.png",
  pictures: "pictures",
  checkpoints: "checkpoints",
  generator: "generator.onnx",
  report: "report.html",
} as const;

/** The paths of the files and folders that a run writes. */
export type RunFiles = Readonly<Record<keyof typeof RUN_FILES, string>>;

/** The paths of what the run in `folder` writes, whether or not they exist. */
export function runFiles(folder: string): RunFiles {
  const entries = Object.entries(RUN_FILES).map(([key, name]) => [key, join(folder, name)]);
  return Object.fromEntries(entries) as RunFiles;
}

/**
 * Whether a folder is a run folder: it has a `run.json`, the last file that is written when a run starts.
 */
export async function isRunFolder(path: string): Promise<boolean> {
  return (await isFolder(path)) && (await readTextIfPresent(runFiles(path).info)) !== undefined;
}
