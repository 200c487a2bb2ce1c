/** Progress of long work on data sets. */
import type { BrokenFile } from "./dataset.ts";

/** The progress of a long piece of work. */
export interface DataProgress {
  readonly task: "index" | "decode" | "read" | "download" | "verify" | "unpack";
  readonly done: number;
  /** What `done` will be at the end; `null` while that is unknown. */
  readonly total: number | null;
  readonly unit: "images" | "files" | "bytes";
}

/** What long-running functions of this floor take. */
export interface DataCallbacks {
  /** Called with the first and the last state, and up to five times a second in between. */
  readonly onProgress?: ((progress: DataProgress) => void) | undefined;
  /** Called for each broken file that is found while images are decoded on demand. */
  readonly onBroken?: ((file: BrokenFile, count: number) => void) | undefined;
  /** Stops the work early, with an error. */
  readonly signal?: AbortSignal | undefined;
}

/** A reporter that passes on the first and the last state, and else one every 200 ms. */
export function throttled(
  task: DataProgress["task"],
  unit: DataProgress["unit"],
  onProgress: DataCallbacks["onProgress"],
): (done: number, total: number | null) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (done, total) => {
    const now = performance.now();
    if (onProgress === undefined || (done !== total && now - last < 200)) return;
    last = now;
    onProgress({ task, done, total, unit });
  };
}
