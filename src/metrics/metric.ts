/** A metric as one record, from which everything that lists metrics is derived. */
import type { RandomStream } from "../random.ts";
import type { ComputeOptions } from "./features/matrix.ts";
import type { ImageRows, MetricInput, MetricInputs } from "./inputs.ts";
import type { ProtocolSettings } from "./protocols/protocol.ts";

/** One number of a metric. */
export interface MetricResult<Details extends object = Readonly<Record<string, unknown>>> {
  /** What was measured: `fid`, or `frechet-distance` of features that are not Inception's. */
  readonly metric: string;
  readonly value: number;
  /** What kind of deviation it is and of how many values; `null` where there is only one value. */
  readonly spread: {
    readonly std: number;
    readonly over: string;
    readonly count: number;
  } | null;
  /** More that belongs to the value. */
  readonly details: Details;
  /** What limits the use of the value, one sentence each. */
  readonly warnings: readonly string[];
  /** The images that were really used. */
  readonly counts: { readonly real: number; readonly fake: number };
}

/** What is known of a number that a metric gives. */
export interface ResultKind {
  /** Its name where features come from an Inception network. */
  readonly name: string;
  /** The head of a column. Default: the name. */
  readonly head?: string;
  /** Its key, name and head where features come from elsewhere; absent where that does not matter. */
  readonly elsewhere?: { readonly key: string; readonly name: string; readonly head: string };
  readonly better: "higher" | "lower";
  /** Digits after the point. */
  readonly digits: number;
  /** The entry of `details` that holds the largest possible value, for a number that counts. */
  readonly outOf?: string;
  /** The settings of a protocol that its value depends on: paths, or beginnings of paths. */
  readonly settings: readonly string[];
  /** What the number means, in a sentence or two. */
  readonly meaning: string;
  /** A result as a sentence for people who do not know the metric, without its full stop; default none. */
  readonly sentence?: (result: MetricResult) => string;
}

/** A table of images, for people. */
export interface MetricPicture {
  /** One image after the other, `rows`·`columns` of them. */
  readonly images: ImageRows;
  readonly rows: number;
  readonly columns: number;
}

/** How a metric is computed. */
export interface MetricOptions extends ComputeOptions {
  readonly settings: ProtocolSettings;
  /** Of the metric's random choices. */
  readonly stream: RandomStream;
  /** Called with what there is to see beside the numbers. */
  readonly onPicture?: ((picture: MetricPicture) => void) | undefined;
}

/** Kinds of data: images, points in the plane; beside `images`, those of one's own with held-out ones. */
export type DataKind = "images" | "points" | "own-images";

/**
 * A metric. Config, command line, evaluation, comparison, reports and documentation follow from the record.
 *
 * @typeParam Input what it is computed from.
 */
export interface Metric<Input extends MetricInput = MetricInput> {
  /** What it is computed from; it is refused where that is missing. */
  readonly needs: readonly Input[];
  /** The kinds of data on which it is measured where no metrics are named. */
  readonly byDefault: readonly DataKind[];
  /** How many generated images it takes. Default: the protocol's `fake.count`. */
  images?(settings: ProtocolSettings): number;
  /** The fewest images of either kind that it can be computed from. Default 2. */
  least?(settings: ProtocolSettings): number;
  /** What its picture shows, in a sentence or two; absent if it draws none. */
  readonly picture?: string;
  /** Its numbers by their keys; checkpoints are chosen by the first. */
  readonly results: Readonly<Record<string, ResultKind>>;
  /**
   * Computes its numbers, one result for each of `results` in their order.
   *
   * @throws EvenkeelError for inputs that it cannot be computed from.
   */
  compute(
    inputs: Pick<MetricInputs, Input>,
    options: MetricOptions,
  ): Promise<readonly MetricResult[]>;
}
