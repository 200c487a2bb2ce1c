/** Progress of long work on files. */

/** The progress of a long piece of work. */
export interface WorkProgress {
  readonly task: "index" | "identify" | "decode" | "read" | "download" | "verify" | "unpack";
  readonly done: number;
  /** What `done` will be at the end; `null` while that is unknown. */
  readonly total: number | null;
  readonly unit: "images" | "files" | "bytes";
}

/** What long-running functions take. */
export interface WorkCallbacks {
  /** Called with the first and the last state, and up to five times a second in between. */
  readonly onProgress?: ((progress: WorkProgress) => void) | undefined;
  /** Stops the work early, with an error. */
  readonly signal?: AbortSignal | undefined;
}

/** A reporter that passes on the first and the last state, and else one every 200 ms. */
export function throttled(
  task: WorkProgress["task"],
  unit: WorkProgress["unit"],
  onProgress: WorkCallbacks["onProgress"],
): (done: number, total: number | null) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (done, total) => {
    const now = performance.now();
    if (onProgress === undefined || (done !== total && now - last < 200)) return;
    last = now;
    onProgress({ task, done, total, unit });
  };
}
