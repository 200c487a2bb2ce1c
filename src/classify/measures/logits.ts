/** What a classifier makes of the images of a set. */
import type { ImageDataset } from "../../data/index.ts";
import type { Runtime } from "../../runtime/index.ts";
import { type ClassifierModel, classifierProgram } from "../model/index.ts";

/** Images that pass at once. */
const CHUNK = 100;

/** Options of {@link logitsOf}. */
export interface LogitsOptions {
  /** Called with the images that have passed, and all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Once it is aborted, what is left is not computed. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The logits `[places, classes]` of images of a set, by the classifier in the runtime's state.
 *
 * @returns `undefined` if it was aborted.
 * @throws EvenkeelError `GRAPH` where no classifier of this model is in the state.
 */
export async function logitsOf(
  runtime: Runtime,
  model: ClassifierModel,
  { dataset, places }: { dataset: ImageDataset<"uint8">; places: readonly number[] },
  { onProgress, signal }: LogitsOptions = {},
): Promise<Float32Array | undefined> {
  const { classes, imageShape } = model.definition;
  const executable = await runtime.compile(classifierProgram(model, CHUNK));
  const length = imageShape.reduce((a, b) => a * b);
  const out = new Float32Array(places.length * classes);
  try {
    for (let first = 0; first < places.length; first += CHUNK) {
      if (signal?.aborted) return undefined;
      const chunk = places.slice(first, first + CHUNK);
      // a full chunk, of which what stands behind the last image is not looked at
      const images = new Uint8Array(CHUNK * length);
      await dataset.read(chunk, images.subarray(0, chunk.length * length));
      const { logits } = await executable.run({ images });
      out.set((logits as Float32Array).subarray(0, chunk.length * classes), first * classes);
      onProgress?.(first + chunk.length, places.length);
    }
    return out;
  } finally {
    await executable.release();
  }
}

/** So many places of a set, at most, evenly spread. */
export function spreadPlaces(count: number, most: number): readonly number[] {
  const wanted = Math.min(count, most);
  return Array.from({ length: wanted }, (_, i) => Math.floor((i * count) / wanted));
}
