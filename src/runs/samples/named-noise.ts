/** Noise of single images. */
import type { Latent } from "../../gan/latent/index.ts";
import { sampleNoise } from "../trained/index.ts";
import type { ImageName } from "./image-names.ts";

/** z of images by their names: float32 `[names, latent]`. */
export function namedNoise(
  names: readonly ImageName[],
  latent: Latent,
  truncation: number | undefined,
): Float32Array {
  const { latentSize } = latent;
  const most = new Map<number, number>();
  for (const { seed, index } of names) most.set(seed, Math.max(most.get(seed) ?? 0, index));
  const drawn = new Map(
    [...most].map(([seed, index]) => [seed, sampleNoise(seed, index + 1, latent, truncation)]),
  );
  const z = new Float32Array(names.length * latentSize);
  for (const [i, { seed, index }] of names.entries()) {
    const from = drawn.get(seed)!;
    z.set(from.subarray(index * latentSize, (index + 1) * latentSize), i * latentSize);
  }
  return z;
}
