import { availableParallelism } from "node:os";
import { EvenkeelError } from "../../errors.ts";
import { type DataCallbacks, throttled } from "../dataset.ts";
import { type DecodeOutcome, decodeImage } from "./decode.ts";

/**
 * Decodes image files one after the other into `out`, a few at a time (two a processor core, 16 at
 * most).
 *
 * @param out uint8 `[paths.length, 3, size, size]`; the place of a broken file keeps its values.
 * @returns what became of each file, in the order of `paths`.
 * @throws EvenkeelError `DATA` when the signal stops it.
 */
export async function decodeAll(
  paths: readonly string[],
  size: number,
  out: Uint8Array,
  { onProgress, signal }: DataCallbacks = {},
): Promise<readonly DecodeOutcome[]> {
  const length = 3 * size * size;
  const report = throttled("decode", "images", onProgress);
  const outcomes: DecodeOutcome[] = new Array(paths.length);
  let [next, done] = [0, 0];
  report(0, paths.length);

  async function work(): Promise<void> {
    while (next < paths.length && !signal?.aborted) {
      const i = next++;
      const place = out.subarray(i * length, (i + 1) * length);
      outcomes[i] = await decodeImage(paths[i] as string, size, place);
      report(++done, paths.length);
    }
  }

  const workers = Math.min(16, 2 * availableParallelism(), paths.length);
  await Promise.all(Array.from({ length: workers }, work));
  if (signal?.aborted) {
    throw new EvenkeelError("DATA", `folder: stopped after ${done} of ${paths.length} images`);
  }
  return outcomes;
}
