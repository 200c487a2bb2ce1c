/** Trained generators for programs: a seed in, images out. */
import { extname } from "node:path";
import { refusal } from "../../errors.ts";
import { expectMemory } from "../../files/index.ts";
import { type Latent, latentDistributions } from "../../gan/latent/index.ts";
import { toPixels } from "../../images/pixels.ts";
import { imageGrid, imagePng } from "../../plots/images/index.ts";
import type { NodeDevice } from "../../runtime/node.ts";
import {
  type CheckpointChoice,
  CLASS_ARGUMENT,
  type Classes,
  classesOf,
  classNamesOf,
  classNumber,
  drawInBatches,
  openOnnxGenerator,
  openSampler,
  openTrained,
  sampleNoise,
} from "../trained/index.ts";

/** The number of images per call of the engine. */
const BATCH = 16;

/** Which images of a generator. */
export interface ImageRequest {
  /** The seed of the noise, a whole number from 0; default 0. */
  readonly seed?: number | undefined;
  /**
   * The number of images, at least 1; default 1. The first images of a seed do not depend on it, and are those of
   * `evenkeel sample --seed`.
   */
  readonly count?: number | undefined;
  /**
   * For conditional generators the class of all images, by its name or its number from 0, as `evenkeel sample
   * --class` has it. Default: each class in turn, image by image.
   */
  readonly class?: string | number | undefined;
  /** The largest absolute value of a number of z, see `SampleRequest.truncation`; default: none. */
  readonly truncation?: number | undefined;
}

/** Images that a generator has made. */
export interface GeneratedImages {
  /** `[count, channels, height, width]` */
  readonly shape: readonly [count: number, channels: number, height: number, width: number];
  /** uint8 in this shape, from 0 to 255. */
  readonly pixels: Uint8ClampedArray;
  /** The number of the class of each image; `undefined` for an unconditional generator. */
  readonly labels: Int32Array | undefined;
  /** Each image as a PNG file. */
  png(): Promise<Uint8Array[]>;
  /** All images as one PNG file, in rows of `columns` images; default: as many rows as columns. */
  grid(columns?: number): Promise<Uint8Array>;
}

/** An open generator. */
export interface OpenGenerator {
  /** `[channels, height, width]` */
  readonly imageShape: readonly [channels: number, height: number, width: number];
  /** The names of its classes by their numbers; empty for an unconditional generator. */
  readonly classNames: readonly string[];
  /**
   * Makes images; calls take effect one after the other.
   *
   * @throws EvenkeelError `USAGE` for a class that it does not have, a seed or a count that is no such number, or
   *   truncation of a uniform z; `CONFIG` for more images than there is memory for.
   */
  sample(request?: ImageRequest): Promise<GeneratedImages>;
  /** Gives the memory back. */
  release(): Promise<void>;
}

/** A generator that is loaded, from wherever. */
interface Loaded extends Latent, Classes {
  readonly shape: OpenGenerator["imageShape"];
  readonly batch: number;
  sample(z: Float32Array, labels?: Int32Array | undefined): Promise<Float32Array>;
  release(): Promise<void>;
}

/**
 * Opens the generator of a run or of an ONNX file.
 *
 * @example
 * const generator = await openGenerator("runs/0001-quickstart");
 * const { pixels, shape } = await generator.sample({ seed: 7, count: 4 });
 * await generator.release();
 *
 * @param path a run's folder, or the path of an `.onnx` file as `evenkeel export` writes it.
 * @param options.step which checkpoint of a run; default `latest`. `device`: default `auto`.
 * @throws EvenkeelError `RUN_FOLDER`, `CONFIG`, `CHECKPOINT` or `DATA` if there is nothing sound to open, or if it
 *   makes points instead of images; `DEVICE` or `ENGINE` if the device refuses.
 */
export async function openGenerator(
  path: string,
  options: { readonly step?: CheckpointChoice; readonly device?: NodeDevice } = {},
): Promise<OpenGenerator> {
  const loaded =
    extname(path).toLowerCase() === ".onnx"
      ? await loadFile(path, options.device)
      : await loadRun(path, options);
  let last: Promise<unknown> = Promise.resolve();
  return {
    imageShape: loaded.shape,
    classNames: classNamesOf(loaded),
    sample(request = {}) {
      const images = last.then(() => generate(loaded, request));
      last = images.catch(() => undefined);
      return images;
    },
    release: loaded.release,
  };
}

async function loadFile(path: string, device: NodeDevice = "auto"): Promise<Loaded> {
  const generator = await openOnnxGenerator(path, device);
  if (!generator.points) return generator;
  await generator.release();
  throw ofPoints(path);
}

async function loadRun(
  path: string,
  { step, device }: { readonly step?: CheckpointChoice; readonly device?: NodeDevice },
): Promise<Loaded> {
  const trained = await openTrained(path, step);
  const { imageShape, imageType, latentSize, latentDistribution } = trained.model.definition;
  if (imageType === "float32") throw ofPoints(path);
  const { sample, release } = await openSampler(trained, BATCH, device);
  return {
    ...classesOf(trained),
    shape: imageShape,
    batch: BATCH,
    latentSize,
    latentDistribution: latentDistribution ?? latentDistributions[0],
    sample,
    release,
  };
}

function ofPoints(where: string) {
  return refusal("DATA", { where, rule: "must be a generator of images, not of points" });
}

async function generate(loaded: Loaded, request: ImageRequest): Promise<GeneratedImages> {
  const { seed = 0, count = 1, class: wanted, truncation } = request;
  expectWhole("seed", seed, 0);
  expectWhole("count", count, 1);
  const { classes, shape, latentSize } = loaded;
  // float32 noise and images, and the bytes of these
  const values = shape.reduce((a, b) => a * b, 1);
  const bytes = count * (4 * latentSize + 5 * values);
  const advice = "Draw fewer at a time, with several seeds.";
  expectMemory({ where: "sample count", what: "the noise and the images", bytes, advice });
  const only = wanted === undefined ? undefined : classNumber(loaded, wanted, CLASS_ARGUMENT);
  const labels =
    classes === undefined
      ? undefined
      : Int32Array.from({ length: count }, (_, i) => only ?? i % classes);
  const z = sampleNoise(seed, count, loaded, truncation);
  const images = await drawInBatches(
    (x, y) => loaded.sample(x, y as Int32Array),
    loaded,
    z,
    labels,
  );
  const pixels = toPixels(images);
  const batch = { data: pixels, shape: [count, ...shape] };
  return {
    shape: [count, ...shape],
    pixels,
    labels,
    png: () => Promise.all(Array.from({ length: count }, (_, i) => imagePng(batch, i))),
    async grid(columns = Math.ceil(Math.sqrt(count))) {
      const rows = Math.ceil(count / columns);
      return (await imageGrid(batch, { rows, columns })).png;
    },
  };
}

function expectWhole(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  const rule = `${name} must be a whole number of at least ${least}`;
  throw refusal("USAGE", { where: "sample", rule, got: value });
}
