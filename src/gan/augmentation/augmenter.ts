/** The random numbers of an augmentation, and its probability, over a training. */
import { type RandomState, randomStream, restoreRandomStream } from "../../random.ts";
import type { Augmentation, ImagesShape } from "./augmentation.ts";
import { type Group, numbersFeed } from "./augmented.ts";
import { STEERING_START, type SteeringState, steered } from "./steering.ts";

/** The result of a discriminator step: the mean sign of D's outputs on real images. */
export const SIGN = "augmentation/sign";

/** Everything that an augmentation needs to go on exactly. */
export interface AugmentationState {
  readonly stream: RandomState;
  /** Where the probability is steered. */
  readonly steering?: SteeringState | undefined;
}

/** An augmentation over a training. */
export interface Augmenter {
  /** Random numbers for the next images of a group, by the names of the fed inputs. */
  feeds(group: Group): Readonly<Record<string, Float32Array>>;
  /**
   * Notes the results of a discriminator step and adjusts the probability.
   *
   * @returns the results with `augmentation/p`, the probability from here on, and `augmentation/r`, the overfitting
   *   measure of the last whole interval, in place of the step's own sign.
   */
  observe(results: Readonly<Record<string, number>>): Record<string, number>;
  /** `undefined` without an augmentation. */
  state(): AugmentationState | undefined;
  /** Goes back to a state; one that was made without this augmentation starts it over. */
  restore(state: AugmentationState | undefined): void;
}

/** Options of {@link createAugmenter}. */
export interface AugmenterOptions {
  readonly augmentation: Augmentation | undefined;
  /** The shapes of the groups' images. */
  readonly images: Readonly<Record<Group, ImagesShape>>;
  readonly seed: number;
  readonly from: AugmentationState | undefined;
}

/** An augmentation at its start, or at a state. */
export function createAugmenter({ augmentation, images, seed, from }: AugmenterOptions): Augmenter {
  if (augmentation === undefined) {
    return {
      feeds: () => ({}),
      observe: (results) => ({ ...results }),
      state: () => undefined,
      restore() {},
    };
  }
  const { steering } = augmentation;
  const streamOf = (state: AugmentationState | undefined) =>
    state ? restoreRandomStream(state.stream) : randomStream(seed, "augmentation");
  const steeringOf = (state: AugmentationState | undefined) => state?.steering ?? STEERING_START;
  let stream = streamOf(from);
  let steer = steeringOf(from);
  return {
    feeds(group) {
      const drawn = augmentation.draw(stream, images[group], steering ? steer.p : 1);
      return Object.fromEntries(
        Object.entries(drawn).map(([name, data]) => [numbersFeed(group, name), data]),
      );
    },
    observe({ [SIGN]: sign, ...results }) {
      if (steering === undefined || sign === undefined) return results;
      steer = steered(steer, steering, sign, images.real[0]);
      const { p, r } = steer;
      return { ...results, "augmentation/p": p, ...(r !== null && { "augmentation/r": r }) };
    },
    state: () => ({ stream: stream.state(), ...(steering && { steering: steer }) }),
    restore(state) {
      stream = streamOf(state);
      steer = steeringOf(state);
    },
  };
}
