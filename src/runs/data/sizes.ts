import { stat } from "node:fs";
import { join } from "node:path";
import type { SourceFiles } from "../../data/index.ts";

/** How many files are asked for at once; network disks answer several at a time. */
const AT_ONCE = 32;
/** Files after which `onDone` is called. */
const ROUND = 1000;

/**
 * The size of each file in bytes; 0 of one that is not there or cannot be asked for.
 *
 * @param onDone called after some files, with their number; what it throws ends the work.
 */
export async function sizesOf(
  { path, names }: SourceFiles,
  onDone: (done: number) => void,
): Promise<Float64Array> {
  const sizes = new Float64Array(names.length);
  for (let first = 0; first < names.length; first += ROUND) {
    onDone(first);
    const end = Math.min(first + ROUND, names.length);
    let next = first;
    const work = (finish: () => void) => {
      if (next === end) return finish();
      const i = next++;
      stat(join(path, names[i] as string), (_error, found) => {
        sizes[i] = found?.size ?? 0;
        work(finish);
      });
    };
    await Promise.all(Array.from({ length: AT_ONCE }, () => new Promise<void>(work)));
  }
  onDone(names.length);
  return sizes;
}
