/** Opens the set that a person names. */
import { basename, resolve } from "node:path";
import { refusal } from "../../errors.ts";
import { isFolder, readBytes } from "../../files/index.ts";
import { openShipped, shippedClassifiers } from "../../metrics/classifier/index.ts";
import type { Engine } from "../../runtime/index.ts";
import { publishedFiles, publishedSource } from "./published.ts";
import { type ShapesOptions, shapesSource } from "./shapes.ts";
import type { ZeroShotSource } from "./source.ts";

/** The name of the built-in set. */
export const SHAPES = "shapes";

/** Which set. */
export interface SourceRequest {
  /** {@link SHAPES}, or a folder with the files of a published set. */
  readonly set: string;
  /** Of the built-in set; refused for others. */
  readonly shapes?: Pick<ShapesOptions, "training" | "test" | "unseen"> | undefined;
}

/** How a set is opened. */
export interface SourceRun {
  readonly engine: Engine;
  readonly signal?: AbortSignal | undefined;
  /** Called with the drawings of the built-in set whose features are known, and all of them. */
  readonly onDrawings?: ((done: number, total: number) => void) | undefined;
}

/**
 * Draws the built-in set, or reads a published one.
 *
 * @returns `undefined` if it was aborted.
 * @throws EvenkeelError `USAGE` for no set, or options of the built-in set with another; `DISK` or `DATA` as reading
 *   does.
 */
export async function openSource(
  { set, shapes }: SourceRequest,
  { engine, signal, onDrawings }: SourceRun,
): Promise<ZeroShotSource | undefined> {
  if (set !== SHAPES) return openPublished(set, shapes !== undefined);
  return openShapes(engine, { ...shapes, signal, ...(onDrawings && { onProgress: onDrawings }) });
}

async function openShapes(
  engine: Engine,
  options: ShapesOptions,
): Promise<ZeroShotSource | undefined> {
  const classifier = shippedClassifiers.shapes;
  const extractor = await openShipped(engine, classifier, await readBytes(classifier.file));
  try {
    return await shapesSource(extractor, options);
  } catch (error) {
    if (options.signal?.aborted) return undefined;
    throw error;
  } finally {
    await extractor.release();
  }
}

async function openPublished(set: string, hasShapes: boolean): Promise<ZeroShotSource> {
  if (!(await isFolder(set))) {
    const { features, splits } = publishedFiles;
    throw refusal("USAGE", {
      where: "zsl",
      rule: `must be given ${SHAPES} or a folder with ${features} and ${splits}`,
      got: set,
    });
  }
  if (hasShapes) {
    const rule = `must be left out for other sets than ${SHAPES}`;
    throw refusal("USAGE", { where: "the options of the built-in set", rule });
  }
  return publishedSource(set, basename(resolve(set)));
}
