import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { GoldenTensor } from "../../../test/golden-cases.ts";
import { float64Golden } from "../../../test/tolerances.ts";
import { createBuilder, evaluate, gradient, sum, type Value } from "../../graph/index.ts";
import { applyNetwork, batchNorm, describeNetwork, type Network } from "../../nn/index.ts";
import { gradientPenalty } from "../../stabilizers/index.ts";
import { parameterCount } from "../model.ts";
import { resnetDiscriminator, resnetGenerator } from "./resnet.ts";
import type { ResnetBlock } from "./resnet-blocks.ts";
import { discriminatorBlocks, resnetPlans } from "./resnet-plans.ts";

interface Golden {
  readonly name: string;
  readonly settings: {
    readonly variant?: "miyato" | "bsn";
    readonly blocks: readonly (number | readonly [number, boolean])[];
    readonly channels?: number;
  };
  readonly parameters: Readonly<Record<string, GoldenTensor>>;
  readonly x: GoldenTensor;
  readonly upstream: readonly number[];
  readonly y: readonly number[];
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}
const { cases } = JSON.parse(
  readFileSync(new URL("../../../test/golden/resnet.json", import.meta.url), "utf8"),
) as { readonly cases: readonly Golden[] };

function networkOf({ variant, blocks, channels }: Golden["settings"]): Network {
  if (variant === undefined) {
    const widths = blocks as readonly number[];
    const options = { side: 4, channels: channels!, blocks: widths, imageChannels: 3 };
    return resnetGenerator({ ...options, normalization: batchNorm });
  }
  const list = (blocks as readonly [number, boolean][]).map(
    ([width, down]): ResnetBlock => ({ channels: width, down }),
  );
  return resnetDiscriminator({ blocks: list, variant });
}

test.each(cases)("$name: parameters, outputs and gradients are PyTorch's", (golden) => {
  const network = networkOf(golden.settings);
  const input = { dtype: "float32", shape: golden.x.shape } as const;
  const { parameters, buffers } = describeNetwork(network, input);
  expect(Object.fromEntries(parameters.map(({ name, shape }) => [name, shape]))).toEqual(
    Object.fromEntries(Object.entries(golden.parameters).map(([name, t]) => [name, t.shape])),
  );

  const g = createBuilder();
  const inputs: Record<string, Value> = { x: g.input("x", input) };
  for (const { name, shape } of [...parameters, ...buffers]) {
    inputs[name] = g.input(name, { dtype: "float32", shape });
  }
  const { output } = applyNetwork(g, network, inputs, inputs.x!, { training: true });
  const upstream = g.constant(golden.upstream, output.shape);
  const names = Object.keys(golden.gradients);
  const found = gradient(
    g,
    sum(g, g.mul(output, upstream)),
    names.map((name) => inputs[name]!),
  );
  const y = output.shape.length === 2 ? output : sum(g, output, [1]);
  const gradients = Object.fromEntries(names.map((name, i) => [name, found[i]!]));
  const results = evaluate(
    { inputs, outputs: { y, ...gradients } },
    {
      x: golden.x.data,
      ...Object.fromEntries(Object.entries(golden.parameters).map(([n, t]) => [n, t.data])),
      // unused in training mode
      ...Object.fromEntries(buffers.map(({ name, shape }) => [name, new Float64Array(shape[0]!)])),
    },
  );
  expect(results.y!.data).toBeAllclose(golden.y, float64Golden);
  for (const [name, expected] of Object.entries(golden.gradients)) {
    // sums of thousands of terms of either sign
    expect(results[name]!.data, name).toBeAllclose(expected, { relative: 1e-9, absolute: 1e-10 });
  }
});

describe.each([32, 48, 128])("the networks for %i pixels", (size) => {
  const plan = resnetPlans[size]!;
  const { generator, discriminator } = plan.paper;

  test("give images of that size and one output each", () => {
    const g = resnetGenerator({
      side: plan.side,
      channels: generator,
      blocks: plan.generator.map((width) => width * generator),
      imageChannels: 3,
      normalization: batchNorm,
    });
    const described = describeNetwork(g, { dtype: "float32", shape: [2, 128] });
    expect(described.output.shape).toEqual([2, 3, size, size]);
    const blocks = discriminatorBlocks(plan, discriminator);
    const image = { dtype: "float32", shape: [2, 3, size, size] } as const;
    const d = describeNetwork(resnetDiscriminator({ blocks, variant: "miyato" }), image);
    expect(d.output.shape).toEqual([2, 1]);
  });

  test("the variants differ where a block widens or keeps its shape", () => {
    const blocks = discriminatorBlocks(plan, discriminator);
    const count = (variant: "miyato" | "bsn") =>
      parameterCount(
        describeNetwork(resnetDiscriminator({ blocks, variant }), {
          dtype: "float32",
          shape: [1, 3, size, size],
        }),
      );
    // counted by hand: convolutions c² k² + c, with the BSN authors' first convolution widening already
    const conv = (out: number, given: number, k: number) => out * given * k * k + out;
    const expected = (bsn: boolean) =>
      blocks.reduce((total, { channels, down }, i) => {
        const given = i === 0 ? 3 : blocks[i - 1]!.channels;
        const hidden = i === 0 || bsn ? channels : given;
        const side = i === 0 || bsn || down || given !== channels ? conv(channels, given, 1) : 0;
        return total + conv(hidden, given, 3) + conv(channels, hidden, 3) + side;
      }, blocks.at(-1)!.channels + 1);
    expect([count("miyato"), count("bsn")]).toEqual([expected(false), expected(true)]);
  });
});

test("the last bias can be left out, as in the network for CIFAR-10", () => {
  const blocks = discriminatorBlocks(resnetPlans[32]!, 128);
  const image = { dtype: "float32", shape: [1, 3, 32, 32] } as const;
  const count = (bias: boolean) =>
    parameterCount(
      describeNetwork(resnetDiscriminator({ blocks, variant: "miyato", bias }), image),
    );
  expect(count(true) - count(false)).toBe(1);
});

test("a gradient penalty differentiates twice through the blocks", () => {
  const network = resnetDiscriminator({
    blocks: [
      { channels: 2, down: true },
      { channels: 2, down: false },
    ],
    variant: "miyato",
  });
  const image = { dtype: "float32", shape: [2, 3, 4, 4] } as const;
  const { parameters } = describeNetwork(network, image);
  const g = createBuilder();
  const inputs: Record<string, Value> = { real: g.input("real", image) };
  for (const { name, shape } of parameters)
    inputs[name] = g.input(name, { dtype: "float32", shape });
  const penalty = gradientPenalty()({
    g,
    discriminate: (x) => applyNetwork(g, network, inputs, x).output,
    real: inputs.real!,
    fake: inputs.real!,
    weights: [],
    draw: (_name, shape) => g.fill(0, shape),
  });
  const name = "block2/conv1/weight";
  const [slope] = gradient(g, penalty, [inputs[name]!]);
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([key, { shape }], k) => [
      key,
      Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) =>
        Math.sin(1.3 * i + k + 0.2),
      ),
    ]),
  );
  const graph = { inputs, outputs: { penalty, slope: slope! } };
  const { slope: analytic } = evaluate(graph, feeds);
  const h = 1e-5;
  for (const i of [0, 7, 20]) {
    const at = (step: number) => {
      const moved = Float64Array.from(feeds[name]!);
      moved[i]! += step;
      return evaluate(graph, { ...feeds, [name]: moved }).penalty!.data[0]!;
    };
    expect(analytic!.data[i]).toBeCloseTo((at(h) - at(-h)) / (2 * h), 4);
  }
  expect(analytic!.data.some((x) => Math.abs(x) > 1e-3)).toBe(true);
});
