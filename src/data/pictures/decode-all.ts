import type { DataCallbacks } from "../dataset/index.ts";
import type { DecodeOutcome } from "./decode.ts";
import { decodeFrom, type ImageList } from "./image-list.ts";
import { planesOfTarget, sizeOfTarget, type Target } from "./target.ts";
import { visitImages } from "./visit.ts";

/**
 * Decodes the images of a list into `out`, a few at a time.
 *
 * @param out uint8 `[N, 3 or 4, height, width]`; the place of a broken file keeps its values.
 * @returns what became of each file, in the list's order.
 * @throws EvenkeelError `DATA` when the signal stops it.
 */
export async function decodeAll(
  list: ImageList,
  target: Target,
  out: Uint8Array,
  callbacks: DataCallbacks = {},
): Promise<readonly DecodeOutcome[]> {
  const [height, width] = sizeOfTarget(target);
  const length = planesOfTarget(target) * height * width;
  const outcomes: DecodeOutcome[] = new Array(list.images.length);
  const decode = async (i: number) => {
    outcomes[i] = await decodeFrom(list, i, target, out.subarray(i * length, (i + 1) * length));
  };
  await visitImages(list, "decode", decode, callbacks);
  return outcomes;
}
