import { EvenkeelError } from "../../errors.ts";
import { throttled, type WorkProgress } from "../../files/index.ts";
import { type DataCallbacks, filesAtOnce } from "../dataset/index.ts";
import type { ImageList } from "./image-list.ts";

/**
 * Does something with each image of a list, a few at a time.
 *
 * @param task what progress calls it.
 * @param visit called with each position of the list.
 * @throws EvenkeelError `DATA` when the signal stops it.
 */
export async function visitImages(
  { name, images }: ImageList,
  task: WorkProgress["task"],
  visit: (position: number) => Promise<void>,
  { onProgress, signal }: DataCallbacks,
): Promise<void> {
  const total = images.length;
  const report = throttled(task, "images", onProgress);
  let [next, done] = [0, 0];
  report(0, total);

  async function work(): Promise<void> {
    while (next < total && !signal?.aborted) {
      await visit(next++);
      report(++done, total);
    }
  }

  await Promise.all(Array.from({ length: Math.min(filesAtOnce, total) }, work));
  if (signal?.aborted) {
    throw new EvenkeelError("DATA", `${name}: stopped after ${done} of ${total} images`);
  }
}
