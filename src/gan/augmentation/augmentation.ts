/** What an augmentation is, and the transforms that it is made of. */
import type { z } from "zod";
import type { Builder, Shape, Value } from "../../graph/index.ts";
import type { RandomStream } from "../../random.ts";
import type { Steering } from "./steering.ts";

/** `[N, C, H, W]` */
export type ImagesShape = readonly [number, number, number, number];

/** A differentiable transform of images in [-1, 1], with numbers of its own for each image. */
export interface Transform {
  /** The shapes of its numbers (float32) for images of this shape, by name. */
  numbers(images: ImagesShape): Readonly<Record<string, Shape>>;
  /** The transformed images, of the same shape. */
  apply(g: Builder, images: Value, numbers: Readonly<Record<string, Value>>): Value;
}

/**
 * A random transform through which a discriminator sees all images, real and generated ones alike, in its own steps
 * and in the generator's, whose gradient passes through it.
 */
export interface Augmentation {
  /** In their order. No two have a number of the same name. */
  readonly transforms: readonly Transform[];
  /**
   * Random numbers of all transforms for one batch. How many numbers are drawn from `stream` depends on the shape
   * only.
   *
   * @param probability of each random change of an image, in [0, 1], where it is steered.
   */
  draw(
    stream: RandomStream,
    images: ImagesShape,
    probability: number,
  ): Readonly<Record<string, Float32Array>>;
  /** How the probability is steered; absent where every image is changed. */
  readonly steering?: Steering | undefined;
}

/** An {@link Augmentation} that a config can name. */
export interface AugmentationMethod<Options extends z.ZodObject = z.ZodObject> {
  /** One line for help texts and the reference. */
  readonly summary: string;
  /** The options' schema, with defaults and descriptions. */
  readonly options: Options;
  /** Whether its probability is steered by the signs of the discriminator's outputs on real images. */
  readonly adaptive: boolean;
  /** `undefined`: the discriminator sees the images as they are. */
  create(options: z.output<Options>): Augmentation | undefined;
}
