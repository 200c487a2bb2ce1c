/** What metrics are computed from. */
import type { FeatureMatrix } from "./features/matrix.ts";
import type { FeatureStatistics } from "./features/statistics.ts";

/** Images as rows of bytes. */
export interface ImageRows extends FeatureMatrix {
  readonly data: Uint8Array;
  readonly shape: readonly [channels: number, height: number, width: number];
}

/** Features of real images, computed when asked for, and once. */
export interface RealFeatures {
  readonly count: number;
  features(): Promise<FeatureMatrix>;
  statistics(): Promise<FeatureStatistics>;
}

/** Real images with their features. */
export interface RealImages extends RealFeatures {
  /**
   * Their pixels.
   *
   * @param rows which of them, by their places among the features; default all.
   */
  pixels(rows?: ArrayLike<number>): Promise<ImageRows>;
  /** The same images mirrored left to right, in their order, where the generator was trained on those too. */
  readonly mirrored?: (() => Promise<RealImages>) | undefined;
}

/** What a classifier gives for each image. */
export interface ClassScores {
  /** `[N, classes]` */
  readonly rows: FeatureMatrix;
  readonly from: "logits" | "probabilities";
  /** The classifier's name. */
  readonly extractor: string;
  /** The names of its classes, if known. */
  readonly names?: readonly string[] | undefined;
}

/** Equally likely round Gaussians in the plane, the truth that points are compared with. */
export interface KnownMixture {
  readonly centers: readonly (readonly [x: number, y: number])[];
  /** The standard deviation of each Gaussian along either axis. */
  readonly std: number;
}

/** All that a metric can be computed from; each metric names what it needs. */
export interface MetricInputs {
  /** Features of generated images, `[N, d]`; of points their coordinates. */
  readonly features: FeatureMatrix;
  /** Class scores of generated images. */
  readonly scores: ClassScores;
  /** The class of each image of `features` and of `real`: its place in `names`. */
  readonly labels: Readonly<Record<"generated" | "real", ArrayLike<number>>> & {
    readonly names: readonly string[];
  };
  /** The generated images of `features`. */
  readonly pixels: ImageRows;
  /** The real images that the protocol names. */
  readonly real: RealFeatures;
  /** The images that the generator was trained on. */
  readonly training: RealImages;
  /** Real images that the generator was not trained on. */
  readonly heldOut: RealFeatures;
  /** The distribution that generated points should have. */
  readonly mixture: KnownMixture;
}

/** The name of something that metrics are computed from. */
export type MetricInput = keyof MetricInputs;
