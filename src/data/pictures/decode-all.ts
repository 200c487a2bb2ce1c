import { EvenkeelError } from "../../errors.ts";
import { throttled } from "../../files/index.ts";
import { type DataCallbacks, filesAtOnce } from "../dataset/index.ts";
import type { DecodeOutcome, Target } from "./decode.ts";
import { decodeFrom, type ImageList } from "./image-list.ts";

/**
 * Decodes the images of a list into `out`, a few at a time.
 *
 * @param out uint8 `[N, 3, size, size]`; the place of a broken file keeps its values.
 * @returns what became of each file, in the list's order.
 * @throws EvenkeelError `DATA` when the signal stops it.
 */
export async function decodeAll(
  list: ImageList,
  target: Target,
  out: Uint8Array,
  { onProgress, signal }: DataCallbacks = {},
): Promise<readonly DecodeOutcome[]> {
  const length = 3 * target.size ** 2;
  const total = list.images.length;
  const report = throttled("decode", "images", onProgress);
  const outcomes: DecodeOutcome[] = new Array(total);
  let [next, done] = [0, 0];
  report(0, total);

  async function work(): Promise<void> {
    while (next < total && !signal?.aborted) {
      const i = next++;
      outcomes[i] = await decodeFrom(list, i, target, out.subarray(i * length, (i + 1) * length));
      report(++done, total);
    }
  }

  await Promise.all(Array.from({ length: Math.min(filesAtOnce, total) }, work));
  if (signal?.aborted) {
    throw new EvenkeelError("DATA", `${list.name}: stopped after ${done} of ${total} images`);
  }
  return outcomes;
}
