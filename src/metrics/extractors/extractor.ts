/** What turns images into the features and class scores that metrics compare. */
import { type ImageContent, imageContents, isKindOf } from "../../images/index.ts";

/** The shape of an image batch: images, channels, height, width. */
export type ImageBatchShape = readonly [n: number, channels: number, height: number, width: number];

/** What {@link FeatureExtractor.extract} gives, row by row an image. */
export interface Extracted {
  /** `[n, dimension]` */
  readonly features: Float32Array;
  /** Class scores before the softmax, `[n, classes]`; `null` where there are none. */
  readonly logits: Float32Array | null;
}

/** The images that a network was made for. */
export interface MadeFor {
  readonly images: ImageContent;
  /** Whether it is in general use for images of unknown content, too. */
  readonly general: boolean;
}

/** A fixed network that maps images to features. Calls must not overlap: await each before the next. */
export interface FeatureExtractor {
  /** One of `extractorNames`, or an ONNX file's name. */
  readonly name: string;
  /** SHA-256 of the weights' file, in hexadecimal digits. */
  readonly sha256: string;
  readonly input: {
    readonly channels: number;
    /** Side to which images are resized, in pixels; `null`: images are taken as they are. */
    readonly size: number | null;
    /** How they are resized, by the resizer's name; `none` where they are not. */
    readonly resizer: string;
  };
  /** Numbers of a feature. */
  readonly dimension: number;
  /** Columns of the logits; 0 where there are none. */
  readonly classes: number;
  /** The names of these classes, in their order; absent where the network's file does not state them. */
  readonly classNames?: readonly string[] | undefined;
  /** The images that the network was made for; `null` if unknown. */
  readonly madeFor: MadeFor | null;
  /**
   * Features of any number of images.
   *
   * @param images `[n, channels, height, width]` in row-major order, pixels from 0 to 255.
   * @throws EvenkeelError `SHAPE` when the images are not of this shape or have other channels than the
   *   extractor takes.
   */
  extract(images: Uint8Array | Float32Array, shape: ImageBatchShape): Promise<Extracted>;
  /** Unloads the network. */
  release(): Promise<void>;
}

/**
 * Why results of an extractor for these images are in doubt: a sentence for each reason.
 *
 * @param shown what the images show; `undefined` if unknown.
 * @param side  the longer side of the images, in pixels.
 */
export function unfitFor(
  { name, madeFor, input }: Pick<FeatureExtractor, "name" | "madeFor" | "input">,
  shown: ImageContent | undefined,
  side: number,
): readonly string[] {
  if (madeFor === null) return [];
  const doubts: string[] = [];
  const isFit = shown === undefined ? madeFor.general : isKindOf(shown, madeFor.images);
  if (!isFit) {
    const others = shown === undefined ? "other images" : imageContents[shown].text;
    doubts.push(
      `the network ${name} was made for ${imageContents[madeFor.images].text}, not for ${others}: images that are alike to it may look quite different`,
    );
  }
  if (input.size !== null && side > input.size) {
    doubts.push(
      `the network ${name} takes images at ${input.size} pixels, these have ${side}: finer detail does not count`,
    );
  }
  return doubts;
}
