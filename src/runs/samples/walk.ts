/** A walk through key images, for animations. */
import type { Latent } from "../../gan/latent/index.ts";
import { betweenOf } from "./interpolation.ts";

/** The images that a walk passes. */
export interface KeyImages {
  /** float32 `[keys, latent]` */
  readonly z: Float32Array;
  /** The class of each, for conditional generators. */
  readonly classes: readonly number[] | undefined;
}

/** The generator's inputs for frames. */
export interface Walk {
  /** float32 `[frames, latent]` */
  readonly z: Float32Array;
  /**
   * For conditional generators the class of all frames, int32 `[frames]`, or, where it changes, the share of each
   * class, float32 `[frames, classes]`.
   */
  readonly labels: Int32Array | Float32Array | undefined;
}

/**
 * A walk from each key image to the next and from the last back to the first, at a constant rate: z as
 * {@link betweenOf} has it, the shares of classes linearly. The frame 0 is the first key image, and with a multiple
 * of as many frames as keys all key images are frames.
 *
 * @param classes the number of the generator's classes, if it is conditional.
 */
export function walkThrough(
  keys: KeyImages,
  frames: number,
  latent: Latent,
  classes: number | undefined,
): Walk {
  const { latentSize } = latent;
  const between = betweenOf(latent);
  const count = keys.z.length / latentSize;
  const z = new Float32Array(frames * latentSize);
  const shares = new Float32Array(frames * (classes ?? 0));
  for (let frame = 0; frame < frames; frame++) {
    const key = Math.floor((frame * count) / frames);
    const next = (key + 1) % count;
    const share = (frame * count) / frames - key;
    const point = (i: number) => keys.z.subarray(i * latentSize, (i + 1) * latentSize);
    z.set(share === 0 ? point(key) : between(point(key), point(next), share), frame * latentSize);
    if (keys.classes === undefined || classes === undefined) continue;
    const row = shares.subarray(frame * classes, (frame + 1) * classes);
    row[keys.classes[key]!]! += 1 - share;
    row[keys.classes[next]!]! += share;
  }
  if (keys.classes === undefined) return { z, labels: undefined };
  const [only, ...others] = new Set(keys.classes);
  return { z, labels: others.length > 0 ? shares : new Int32Array(frames).fill(only ?? 0) };
}
