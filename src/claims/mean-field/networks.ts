/** The random dense networks of the mean-field paper. */
import { sizeOf } from "../../graph/index.ts";
import { batchNorm, dense, describeNetwork, type Network } from "../../nn/index.ts";
import { randomStream } from "../../random.ts";
import type { HostTensor } from "../../runtime/index.ts";

/** The variances of the paper's experiments. */
export const WEIGHTS = 2;
export const BIASES = 0.5;

/** Dense ReLU layers of these widths, batch-normalized before each ReLU or not; the last one linear. */
export function denseNetwork(widths: readonly number[], normalized: boolean): Network {
  return (context, x) =>
    widths.reduce((value, features, i) => {
      const y = dense(context, `dense${i + 1}`, value, { features });
      if (i === widths.length - 1) return y;
      return context.g.relu(normalized ? batchNorm(context, `norm${i + 1}`, y) : y);
    }, x);
}

/** W_ij ~ N(0, 2/fan-in), b ~ N(0, 0.5), every γ as given, every β 0. */
export function drawWeights(
  network: Network,
  shape: readonly number[],
  seed: number,
  gamma = 1,
): Record<string, HostTensor> {
  const random = randomStream(seed, "mean-field");
  const { parameters } = describeNetwork(network, { dtype: "float32", shape });
  return Object.fromEntries(
    parameters.map(({ name, role, shape: of, fanIn }) => {
      const data = new Float32Array(sizeOf(of));
      const std = role === "weight" ? Math.sqrt(WEIGHTS / fanIn) : Math.sqrt(BIASES);
      if (role === "scale") data.fill(gamma);
      else if (name.includes("norm")) data.fill(0);
      else for (const [i, z] of random.fillNormal(data).entries()) data[i] = std * z;
      return [name, { shape: of, data }];
    }),
  );
}

/** n inputs of mean square 1 whose numbers are N(0, 1). */
export function drawInputs(shape: readonly number[], seed: number): Float32Array {
  return randomStream(seed, "mean-field inputs").fillNormal(new Float32Array(sizeOf(shape)));
}
