/** A network that learns several things about an image at once: a body, and an output for each. */
import { EvenkeelError } from "../../errors.ts";
import type { Value } from "../../graph/index.ts";
import { dense, type LayerContext } from "../../nn/index.ts";

/** What a classifier learns to predict for each image. */
export interface ClassifierTargets {
  /** One of several classes each, by name: at least one; the first gives the classifier's logits. */
  readonly classes: Readonly<Record<string, readonly string[]>>;
  /** Names of numbers, each about −1 … 1. Default none. */
  readonly numbers?: readonly string[];
}

/** The layers from images `[N, C, H, W]` in [-1, 1] to features `[N, features]`. */
export type ClassifierBody = (context: LayerContext, images: Value) => Value;

/** A classifier before there are weights. */
export interface ClassifierDefinition {
  readonly targets: ClassifierTargets;
  /** C, H, W of the images. */
  readonly imageShape: readonly [channels: number, height: number, width: number];
  /** Such as `stridedBody` or `residualBody`. */
  readonly body: ClassifierBody;
}

/** What a pass through a classifier gives. */
export interface ClassifierOutputs {
  /** What the body gives, `[N, features]`. */
  readonly features: Value;
  /** Raw outputs for each of the targets' `classes`, `[N, classes]`. */
  readonly logits: readonly Value[];
  /** The targets' `numbers`, `[N, numbers]`; absent where there are none. */
  readonly numbers: Value | undefined;
}

/**
 * Refuses images that a body cannot halve as often as it has to.
 *
 * @throws EvenkeelError `SHAPE` unless the sides of the images are multiples of `factor`.
 */
export function expectSides({ shape: [, , height = 0, width = 0] }: Value, factor: number): void {
  if (height % factor === 0 && width % factor === 0) return;
  throw new EvenkeelError(
    "SHAPE",
    `classifier: images must have sides that are multiples of ${factor}, got ${height} x ${width}`,
  );
}

/** Images `[N, C, H, W]` in [-1, 1] to features, and from these a dense layer for each target. */
export function classify(
  context: LayerContext,
  { targets: { classes, numbers = [] }, body }: ClassifierDefinition,
  images: Value,
): ClassifierOutputs {
  const features = body(context, images);
  const output = (name: string, size: number) =>
    dense(context, `output/${name}`, features, { features: size, last: true });
  return {
    features,
    logits: Object.entries(classes).map(([name, { length: count }]) => output(name, count)),
    numbers: numbers.length > 0 ? output("numbers", numbers.length) : undefined,
  };
}
