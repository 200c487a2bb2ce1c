/** The theorems by hand, and by brute force on random small networks in float64. */
import { describe, expect, test } from "vitest";
import { smallDiscriminator, smallModel } from "../../../test/support/gan/small.ts";
import { convolutionMatrix } from "../../../test/support/nn/convolution-matrix.ts";
import {
  asMatrix,
  firstSingularTriple,
  gaussian,
  inner,
} from "../../../test/support/nn/matrices.ts";
import { evaluateNetwork } from "../../../test/support/nn/networks.ts";
import { mlpDiscriminator, resnetDiscriminator } from "../../gan/architectures/index.ts";
import { sizeOf } from "../../graph/index.ts";
import { batchNorm, conv, dense, type Network } from "../../nn/index.ts";
import { patchesOf } from "../weights/operator-norm.ts";
import { chainOf, gradientBounds, hessianBound, lipschitzBound } from "./index.ts";

const layer = (sigma: number, changes = {}) => ({
  ...{ sigma, lipschitz: 1, bias: 0, patches: 1, ...changes },
});
const chained = (network: Network) => chainOf(smallModel({ discriminator: { network } }));

describe("by hand", () => {
  test("without biases: ‖x‖ times the σ of all other layers", () => {
    const layers = [layer(2), layer(3), layer(5)];
    expect(gradientBounds(layers, 7)).toEqual([7 * 15, 7 * 10, 7 * 6]);
    expect(lipschitzBound(layers)).toBe(30);
  });

  test("√p of a convolution, the constants of all activations, biases on the way", () => {
    const layers = [layer(2, { bias: 1, lipschitz: 3 }), layer(5, { patches: 9 })];
    expect(gradientBounds(layers, 1)).toEqual([3 * 5, 3 * 3 * (2 + 1)]);
    expect(lipschitzBound(layers)).toBe(30);
  });

  test("the Hessian: curvatures by the squares of the gradient's bounds", () => {
    expect(hessianBound([0.25, -0.5], [2, 3])).toBe(0.25 * 4 + 0.5 * 9);
  });
});

describe("a chain is recognized", () => {
  test("of convolutions and dense layers", () => {
    const layers = chained(smallDiscriminator)!;
    expect(layers.map(({ weight, bias, positions }) => [weight.name, bias, positions])).toEqual([
      ["conv1/weight", "conv1/bias", 16],
      ["conv2/weight", "conv2/bias", 4],
      ["dense/weight", "dense/bias", 1],
    ]);
  });

  test("and nothing else is", () => {
    const flat: Network = (context, x) => context.g.reshape(x, { shape: [x.shape[0]!, 32] });
    const head: Network = (context, x) => dense(context, "dense", x, { features: 1 });
    const others: Record<string, Network> = {
      branches: resnetDiscriminator({ blocks: [{ channels: 3, down: true }], variant: "miyato" }),
      normalization: mlpDiscriminator({
        ...{ layers: 2, width: 3 },
        normalization: (context, name, x) => batchNorm(context, name, x),
      }),
      shift: (context, x) => head(context, context.g.add(flat(context, x), 1)),
      softplus: (context, x) => head(context, context.g.softplus(flat(context, x))),
      skip: (context, x) => {
        const y = conv(context, "conv", x, { channels: 2, kernel: 3, padding: 1 });
        return head(context, flat(context, context.g.add(x, y)));
      },
    };
    for (const [name, network] of Object.entries(others)) {
      expect([name, chained(network)]).toEqual([name, undefined]);
    }
  });
});

describe.each(["biases", "no biases"])("no gradient of a random network exceeds it, %s", (kind) => {
  const model = smallModel();
  const chain = chainOf(model)!;
  const [image, scale] = [[1, 2, 4, 4], kind === "biases" ? 1 : 0];

  test.each(Array.from({ length: 10 }, (_, i) => i))("draw %i", (draw) => {
    const values = Object.fromEntries(
      model.discriminator.parameters.map(({ name, shape, role }) => [
        name,
        gaussian(sizeOf(shape), `${draw} ${name}`, role === "bias" ? scale : 1),
      ]),
    );
    const layers = chain.map(({ weight, bias, positions, lipschitz }) => {
      const data = values[weight.name]!;
      const matrix = weight.convolution
        ? convolutionMatrix(weight.shape, data, weight.convolution)
        : asMatrix(weight.shape, data);
      return {
        sigma: firstSingularTriple(matrix).sigma,
        lipschitz,
        bias: Math.sqrt(positions * inner(values[bias!]!, values[bias!]!)),
        patches: patchesOf(weight),
      };
    });
    const x = gaussian(32, `${draw} image`);
    const { gradients } = evaluateNetwork(smallDiscriminator, image, { ...values, x });
    const norm = (data: ArrayLike<number>) => Math.sqrt(inner(data, data));
    const bounds = gradientBounds(layers, norm(x));
    for (const [t, { weight }] of chain.entries()) {
      expect(norm(gradients[weight.name]!)).toBeLessThanOrEqual(bounds[t]! * (1 + 1e-12));
    }
    expect(norm(gradients.x!)).toBeLessThanOrEqual(lipschitzBound(layers) * (1 + 1e-12));
  });
});

test("one linear layer reaches it", () => {
  const x = gaussian(8, "x");
  const network: Network = (context, input) =>
    dense(context, "dense", input, { features: 1, bias: false });
  const { gradients } = evaluateNetwork(network, [1, 8], { x });
  const found = gradients["dense/weight"]!;
  const [bound] = gradientBounds([layer(1)], Math.sqrt(inner(x, x)));
  expect(Math.sqrt(inner(found, found))).toBeCloseTo(bound!, 12);
});
