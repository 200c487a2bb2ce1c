/** The generator's noise z. */
import type { RandomStream } from "../../random.ts";

/** Distributions of the numbers of z: N(0, 1), or uniform in [-1, 1). */
export const latentDistributions = ["normal", "uniform"] as const;

/** What z is. */
export interface Latent {
  /** Its length. */
  readonly latentSize: number;
  /** Default `normal`. */
  readonly latentDistribution?: (typeof latentDistributions)[number] | undefined;
}

/** z of `count` images, float32 `[count, latentSize]`, independent numbers of the distribution. */
export function drawLatent(
  { latentSize, latentDistribution = "normal" }: Latent,
  stream: RandomStream,
  count: number,
): Float32Array {
  const z = new Float32Array(count * latentSize);
  if (latentDistribution === "normal") return stream.fillNormal(z);
  return stream.fillUniform(z).map((u) => 2 * u - 1);
}
