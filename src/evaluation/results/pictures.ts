/** The pictures of evaluations as files. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createFolders, isFolder, onDisk, writeFileAtomically } from "../../files/index.ts";
import { type MetricName, metricNames } from "../../metrics/index.ts";
import type { ImageGrid } from "../../plots/images/index.ts";
import { stepName } from "../../runs/checkpoints/index.ts";

/** A picture that a metric has drawn. */
export interface DrawnPicture {
  readonly metric: MetricName;
  readonly grid: ImageGrid;
}

/** A picture in a file. */
export interface SavedPicture {
  readonly metric: MetricName;
  readonly path: string;
  readonly gStep: number;
}

/**
 * Writes pictures to files that are named after the metric and the step, `memorization-000200.png`.
 *
 * @param folder made where it is missing.
 * @param step   the generator step of what was measured, if known.
 * @param allow  called before each file is put in its place; what it throws prevents that.
 * @returns the paths of the files.
 */
export async function savePictures(
  pictures: readonly DrawnPicture[],
  folder: string,
  step: number | undefined,
  allow?: () => void,
): Promise<readonly string[]> {
  if (pictures.length > 0) await createFolders(folder);
  const suffix = step === undefined ? "" : `-${stepName(step)}`;
  const paths: string[] = [];
  for (const { metric, grid } of pictures) {
    const path = join(folder, `${metric}${suffix}.png`);
    await writeFileAtomically(path, grid.png, allow);
    paths.push(path);
  }
  return paths;
}

/** The newest picture of each metric in a folder, which may be missing. */
export async function newestPictures(folder: string): Promise<readonly SavedPicture[]> {
  if (!(await isFolder(folder))) return [];
  const names = await onDisk("read", folder, () => readdir(folder));
  return metricNames.flatMap((metric) => {
    const steps = names.flatMap((name) => {
      const step = new RegExp(`^${metric}-(\\d+)\\.png$`).exec(name)?.[1];
      return step === undefined ? [] : [{ metric, path: join(folder, name), gStep: Number(step) }];
    });
    return steps.sort((a, b) => a.gStep - b.gStep).slice(-1);
  });
}
