/** The Fisher information matrix against whole Jacobians, mean-field theory and training. */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { smallDiscriminator, withRuntime } from "../../../test/support/gan/small.ts";
import { gaussian, inner } from "../../../test/support/nn/matrices.ts";
import { evaluateNetwork, float32 } from "../../../test/support/nn/networks.ts";
import { sizeOf } from "../../graph/index.ts";
import { batchNorm, dense, describeNetwork, type Network } from "../../nn/index.ts";
import type { HostTensor } from "../../runtime/index.ts";
import {
  fisherEigenvalue,
  fisherLowerBound,
  fitAtRates,
  largestStableRate,
  meanField,
} from "./index.ts";

/** Dense layers with ReLU between them, `[N, …widths]`. */
const mlp =
  (widths: readonly number[], normalized = false): Network =>
  (context, x) =>
    widths.reduce((value, features, i) => {
      const y = dense(context, `dense${i}`, value, { features });
      if (i === widths.length - 1) return y;
      return context.g.relu(normalized ? batchNorm(context, `norm${i}`, y) : y);
    }, x);

/** W_ij ~ N(0, σ_w²/fan-in), b ~ N(0, σ_b²), γ as given, other values as they begin. */
function draw(
  network: Network,
  shape: readonly number[],
  stream: string,
  { weights = 2, biases = 0.5, gamma = 1 } = {},
): Record<string, HostTensor> {
  const { parameters, buffers } = describeNetwork(network, float32(...shape));
  const values = parameters.map((spec): [string, HostTensor] => {
    const { name, role, fanIn, shape: of } = spec;
    const normal = (variance: number) =>
      gaussian(sizeOf(of), `${stream}/${name}`, Math.sqrt(variance));
    const data =
      role === "weight"
        ? normal(weights / fanIn)
        : role === "bias"
          ? normal(biases)
          : new Float32Array(sizeOf(of)).fill(role === "scale" ? gamma : 0);
    return [name, { shape: of, data }];
  });
  const rest = buffers.map(({ name, shape: of, initial }): [string, HostTensor] => [
    name,
    { shape: of, data: new Float32Array(sizeOf(of)).fill(initial) },
  ]);
  return Object.fromEntries([...values, ...rest]);
}

/** λ_max of JJᵀ/n, each row of J by one pass of the float64 reference. */
function bruteForce(
  network: Network,
  values: Readonly<Record<string, HostTensor>>,
  x: Float32Array,
  shape: readonly number[],
  training: boolean,
): number {
  const given = { ...Object.fromEntries(Object.entries(values).map(([k, v]) => [k, v.data])), x };
  const { parameters, output } = describeNetwork(network, float32(...shape));
  const size = sizeOf(output.shape);
  const rows = Array.from({ length: size }, (_, i) => {
    const upstream = Float64Array.from({ length: size }, (_, j) => (i === j ? 1 : 0));
    const { gradients } = evaluateNetwork(network, shape, given, { training, upstream });
    return parameters.flatMap(({ name }) => Array.from(gradients[name]!));
  });
  const gram = new Matrix(rows.map((a) => rows.map((b) => inner(a, b) / shape[0]!)));
  return Math.max(...new EigenvalueDecomposition(gram).realEigenvalues);
}

describe("the largest eigenvalue, by whole Jacobians in float64", () => {
  const cases = {
    "a convolutional discriminator": { network: smallDiscriminator, shape: [5, 2, 4, 4] },
    "three outputs": { network: mlp([7, 6, 3]), shape: [6, 4] },
    "batch norm, statistics of the batch": {
      network: mlp([7, 6, 3], true),
      shape: [6, 4],
      training: true,
    },
    "batch norm, running statistics": { network: mlp([7, 6, 3], true), shape: [6, 4] },
  };
  test.each(Object.entries(cases))("%s", async (name, one) => {
    const { network, shape } = one;
    const training = "training" in one;
    const values = draw(network, shape, name);
    const x = gaussian(sizeOf(shape), `${name}/x`);
    const found = await withRuntime((runtime) =>
      fisherEigenvalue(runtime, { network, values, x, shape, training }),
    );
    const expected = bruteForce(network, values, x, shape, training);
    expect(found.residual).toBeLessThan(1e-3);
    expect(Math.abs(found.value / expected - 1)).toBeLessThan(1e-5);
  });

  test("what does not fit is named", async () => {
    const network = mlp([3, 1]);
    const values = draw(network, [2, 4], "bad");
    const subject = { network, values, x: new Float32Array(7), shape: [2, 4] };
    await withRuntime(async (runtime) => {
      await expect(fisherEigenvalue(runtime, subject)).rejects.toThrow(
        "network: x must be [2, 4], got 7 numbers",
      );
      const { "dense0/weight": _, ...rest } = values;
      const without = { ...subject, x: new Float32Array(8), values: rest };
      await expect(fisherEigenvalue(runtime, without)).rejects.toThrow(
        "network: dense0/weight must be [3, 4], got nothing",
      );
    });
  });
});

describe("mean fields of wide random networks", () => {
  const [n, width] = [24, 400];
  const inputs = [width, width, width];
  /** Inputs of mean square 1 and mean product 0.5. */
  const x = (() => {
    const [shared, own] = [gaussian(width, "shared"), gaussian(n * width, "own")];
    return own.map((value, i) => Math.SQRT1_2 * (value + shared[i % width]!));
  })();
  const field = {
    weightVariance: 2,
    biasVariance: 0.5,
    inputs,
    input: { square: 1, overlap: 0.5 },
  };
  const measured = async (network: Network, training: boolean) => {
    const found = [0, 1, 2, 3].map(async (i) => {
      const values = draw(network, [n, width], `wide${i}`);
      return withRuntime((runtime) =>
        fisherEigenvalue(runtime, { network, values, x, shape: [n, width], training }),
      );
    });
    const values = await Promise.all(found);
    return values.reduce((total, { value }) => total + value, 0) / values.length;
  };

  test("the bound of Claim 3.1 holds, and is near: inputs add their own directions, biases a little", async () => {
    const bound = fisherLowerBound({ ...field, gamma: null });
    const value = await measured(mlp([width, width, 1]), false);
    expect(value).toBeGreaterThan(bound);
    expect(value).toBeLessThan(1.3 * bound);
  });

  test("batch norm lowers the largest eigenvalue, measured and in the mean", async () => {
    const plain = await measured(mlp([width, width, 1]), false);
    const normalized = await measured(mlp([width, width, 1], true), true);
    expect(normalized).toBeLessThan(plain / 3);
    const theory = (gamma: number | null) => fisherLowerBound({ ...field, gamma });
    expect(theory(1)).toBeLessThan(theory(null) / 3);
    expect(theory(0.5)).toBeLessThan(theory(1));
  });

  test("σ_w² = 2 without biases keeps squares, and inputs that are one stay one", () => {
    const still = { weightVariance: 2, biasVariance: 0, gamma: null, inputs };
    for (const { q, qxy, hat, hatxy, tilde, tildexy } of meanField({
      ...still,
      input: { square: 1, overlap: 1 },
    })) {
      for (const value of [q / 2, qxy / 2, hat, hatxy, tilde, tildexy])
        expect(value).toBeCloseTo(1);
    }
    // independent inputs: c = 0 in the first layer, where ⟨relu, relu⟩ = q/2π
    const [first] = meanField({ ...still, input: { square: 1, overlap: 0 } });
    expect(first!.hatxy).toBeCloseTo(1 / Math.PI);
  });

  test("numbers out of range are refused", () => {
    expect(() => meanField({ ...field, gamma: null, inputs: [] })).toThrow(
      "meanField: inputs: must be one layer at least, got 0",
    );
    expect(() => meanField({ ...field, gamma: 0 })).toThrow("gamma: must be above 0, got 0");
  });
});

test("gradient descent on a linear network converges below 2(1 + μ)/λ and not above", async () => {
  const [n, size] = [12, 5];
  const network: Network = (context, x) => dense(context, "dense", x, { features: 1 });
  const values = draw(network, [n, size], "linear");
  const subject = { network, values, x: gaussian(n * size, "linear/x"), shape: [n, size] };
  const y = gaussian(n, "linear/y");
  for (const momentum of [0, 0.9]) {
    await withRuntime(async (runtime) => {
      const { value } = await fisherEigenvalue(runtime, subject);
      const rate = largestStableRate(value, momentum);
      const regression = { ...subject, y, momentum, steps: 800 };
      const [below, above] = await fitAtRates(runtime, regression, [0.97 * rate, 1.03 * rate]);
      expect(below!.diverged).toBe(false);
      expect(above!.diverged).toBe(true);
    });
  }
});
