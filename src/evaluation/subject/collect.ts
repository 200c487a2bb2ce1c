/** Computes features and class scores for a sequence of images. */
import { expectMemory } from "../../files/index.ts";
import { type Images, layOnWhite, toColor, toGray } from "../../images/index.ts";
import type { FeatureExtractor } from "../../metrics/extractors/index.ts";
import type { FeatureMatrix, ImageRows } from "../../metrics/index.ts";
import type { Rounding } from "../../metrics/protocols/index.ts";
import { checkStop, type EvaluationCallbacks } from "../progress.ts";
import type { ImageSource, MeasuredBatch } from "./image-source.ts";

/** Features of the first images of a sequence. */
export interface Collected {
  readonly features: FeatureMatrix;
  /** Class scores; `null` if the extractor has none or none were requested. */
  readonly logits: FeatureMatrix | null;
  /** The first images themselves, rounded as in an image file. */
  readonly pixels: ImageRows;
  /** The class of each image of `features`; `undefined` if unknown. */
  readonly labels: Int32Array | undefined;
}

/** What to collect. */
export interface CollectOptions extends EvaluationCallbacks {
  readonly task: string;
  readonly seed: number;
  /** The number of images to keep features of. */
  readonly features: number;
  /** The number of images to keep class scores of; default 0. */
  readonly logits?: number;
  /** The number of images to keep themselves; default 0. */
  readonly pixels?: number;
  readonly rounding: Rounding;
  /** Called with each batch as it is measured. */
  readonly onBatch?: ((batch: MeasuredBatch, start: number) => void) | undefined;
}

/**
 * Runs images through an extractor.
 *
 * @throws EvenkeelError `SHAPE` for images that the extractor does not accept; `USAGE` if it is stopped.
 */
export async function collect(
  source: ImageSource,
  extractor: FeatureExtractor,
  options: CollectOptions,
): Promise<Collected> {
  const { task, seed, rounding, onBatch, onProgress } = options;
  const { dimension, classes } = extractor;
  const wantedLogits = classes === 0 ? 0 : (options.logits ?? 0);
  const wantedPixels = options.pixels ?? 0;
  const length = source.shape.reduce((product, side) => product * side, 1);
  expectMemory({
    where: task,
    what: "the features",
    bytes: 4 * (options.features * dimension + wantedLogits * classes) + wantedPixels * length,
    advice: "Measure fewer images: --fake-count, --real-count.",
  });
  const features = new Float32Array(options.features * dimension);
  const logits = new Float32Array(wantedLogits * classes);
  const labels = new Int32Array(options.features);
  const pixels = new Uint8Array(wantedPixels * length);
  const total = Math.max(options.features, wantedLogits, wantedPixels);
  let known = true;
  let done = 0;
  onProgress?.({ task, done, total, unit: "images" });
  for await (const batch of source.batches(total, seed)) {
    checkStop(options);
    const rounded = { ...batch, values: roundImages(batch.values, rounding) };
    onBatch?.(rounded, done);
    const { images, shape } = inputOf(rounded, source.shape, extractor);
    const extracted = await extractor.extract(images, shape);
    place(features, extracted.features, done * dimension);
    if (extracted.logits !== null) place(logits, extracted.logits, done * classes);
    if (done < wantedPixels) place(pixels, toBytes(batch.values), done * length);
    if (batch.labels === undefined) known = false;
    else place(labels, batch.labels, done);
    done += batch.count;
    onProgress?.({ task, done, total, unit: "images" });
  }
  return {
    features: { data: features, rows: options.features, columns: dimension },
    logits: wantedLogits === 0 ? null : { data: logits, rows: wantedLogits, columns: classes },
    pixels: { data: pixels, rows: wantedPixels, columns: length, shape: source.shape },
    labels: known ? labels : undefined,
  };
}

/** The first images of a source, rounded as in an image file. */
export async function pixelsOf(
  source: ImageSource,
  count: number,
  seed: number,
): Promise<ImageRows> {
  const columns = source.shape[0] * source.shape[1] * source.shape[2];
  const data = new Uint8Array(count * columns);
  let at = 0;
  for await (const { values } of source.batches(count, seed)) {
    data.set(toBytes(values), at);
    at += values.length;
  }
  return { data, rows: count, columns, shape: source.shape };
}

/** Pixels as an image file has them: whole numbers from 0 to 255. */
export function toBytes(values: Images): Uint8Array {
  return roundImages(values, "round") as Uint8Array;
}

/**
 * Pixels as a protocol requires them; uint8 pixels are already whole numbers.
 *
 * @param values from 0 to 255, or slightly outside.
 */
function roundImages<A extends Uint8Array | Float32Array>(
  values: A,
  rounding: Rounding,
): A | Uint8Array {
  if (values instanceof Uint8Array || rounding === "none") return values;
  // A clamped array rounds to the nearest integer, half to even.
  if (rounding === "round") return new Uint8Array(Uint8ClampedArray.from(values).buffer);
  return Uint8Array.from(values, (x) => Math.min(255, Math.max(0, x)));
}

/**
 * Images in the extractor's format: those with opacity are laid on white, gray ones have the same value in each
 * channel if it needs color, color ones are gray if it needs gray.
 */
function inputOf(
  batch: MeasuredBatch,
  [given, height, width]: ImageSource["shape"],
  { input }: FeatureExtractor,
) {
  const { count } = batch;
  const plane = height * width;
  const made = (
    convert: (values: Float32Array, out: Float32Array, plane: number) => void,
    values: Images,
    channels: number,
  ): Images => {
    const out = new (values.constructor as Float32ArrayConstructor)(count * channels * plane);
    convert(values as Float32Array, out, plane);
    return out;
  };
  const isLaid = given === 4 && input.channels !== 4;
  const values = isLaid ? made(layOnWhite, batch.values, 3) : batch.values;
  const channels = isLaid ? 3 : given;
  const convert =
    channels === 1 && input.channels === 3
      ? toColor
      : channels === 3 && input.channels === 1
        ? toGray
        : undefined;
  if (convert === undefined) {
    return { images: values, shape: [count, channels, height, width] as const };
  }
  return {
    images: made(convert, values, input.channels),
    shape: [count, input.channels, height, width] as const,
  };
}

/** Copies as much of `part` as fits. */
function place<A extends Float32Array | Int32Array | Uint8Array>(
  out: A,
  part: A,
  at: number,
): void {
  if (at < out.length) out.set(part.subarray(0, out.length - at), at);
}
