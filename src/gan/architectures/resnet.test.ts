import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { GoldenTensor } from "../../../test/support/golden/cases.ts";
import { float64Golden } from "../../../test/support/tolerances.ts";
import { createBuilder, evaluate, gradient, sum, type Value } from "../../graph/index.ts";
import { applyNetwork, batchNorm, describeNetwork, type Network } from "../../nn/index.ts";
import type { Normalization } from "../../stabilizers/index.ts";
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

describe.each([32, 48, 64, 128])("the networks for %i pixels", (size) => {
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

test("the generator for 32 pixels has 4 276 739 parameters", () => {
  // dense 128·4096 + 4096; blocks 2·512 + 2·(256²·9 + 256) + 256² + 256; norm 512; conv 3·256·9 + 3
  const count = 528_384 + 3 * 1_246_976 + 512 + 6915;
  const g = resnetGenerator({
    side: 4,
    channels: 256,
    blocks: [256, 256, 256],
    imageChannels: 3,
    normalization: batchNorm,
  });
  expect(parameterCount(describeNetwork(g, { dtype: "float32", shape: [1, 128] }))).toBe(count);
});

const weightsOf = (network: Network, shape: readonly number[], classes?: number) =>
  describeNetwork(network, { dtype: "float32", shape }, { classes }).parameters.filter(
    ({ role }) => role === "weight",
  );

describe("told the classes", () => {
  const blocks = discriminatorBlocks(resnetPlans[128]!, 64);
  const image = [1, 3, 128, 128];
  const shapes = (variant: "miyato" | "bsn", condition: "projection" | "concatenation") =>
    Object.fromEntries(
      weightsOf(resnetDiscriminator({ blocks, variant, condition }), image, 1000).map(
        ({ name, shape }) => [name, shape],
      ),
    );

  test("concatenates 128 numbers after the third block, then 512, 1024 and 1024 channels", () => {
    expect(shapes("miyato", "concatenation")).toMatchObject({
      "embed/weight": [128, 1000],
      "block4/conv1/weight": [384, 384, 3, 3],
      "block4/conv2/weight": [512, 384, 3, 3],
      "block4/shortcut/weight": [512, 384, 1, 1],
      "block5/conv2/weight": [1024, 512, 3, 3],
      "block6/conv2/weight": [1024, 1024, 3, 3],
      "dense/weight": [1, 1024],
    });
    expect(shapes("bsn", "concatenation")).toMatchObject({
      "block4/conv1/weight": [512, 384, 3, 3],
      "block4/conv2/weight": [512, 512, 3, 3],
    });
  });

  test("projects the last features on a vector of their length", () => {
    const found = shapes("miyato", "projection");
    expect(found).toMatchObject({ "embed/weight": [1024, 1000], "dense/weight": [1, 1024] });
    expect(found["block4/conv1/weight"]).toEqual([256, 256, 3, 3]);
  });

  test("refuses to be told none, and to concatenate without a fourth block", () => {
    const network = resnetDiscriminator({ blocks, variant: "miyato", condition: "projection" });
    expect(() => weightsOf(network, image)).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: embedding embed: must get the classes of the examples, got no condition]`,
    );
    expect(() =>
      resnetDiscriminator({
        blocks: blocks.slice(0, 3),
        variant: "miyato",
        condition: "concatenation",
      }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: resnetDiscriminator: concatenation needs more than 3 blocks, got 3]`,
    );
  });
});

describe("what weights tell about themselves", () => {
  const blocks = discriminatorBlocks(resnetPlans[32]!, 4);
  const normalization: Normalization = (context, name, x) => batchNorm(context, name, x);
  const networks = [
    [
      "discriminator",
      weightsOf(resnetDiscriminator({ blocks, variant: "bsn" }), [1, 3, 32, 32]),
      4,
      "dense/weight",
    ],
    [
      "generator",
      weightsOf(
        resnetGenerator({ side: 4, channels: 4, blocks: [4, 4], imageChannels: 3, normalization }),
        [1, 3],
      ),
      2,
      "conv/weight",
    ],
  ] as const;

  test.each(networks)("%s", (_name, weights, branches, last) => {
    expect(weights.every(({ slope }) => slope === 0)).toBe(true);
    expect(weights.filter((spec) => spec.last).map(({ name }) => name)).toEqual([last]);
    for (const { name, branch, gain } of weights) {
      const [, i] = name.match(/conv([12])\/weight/) ?? [];
      const expected = i && { branches, layers: 2, last: i === "2" };
      expect(branch, name).toEqual(expected);
      expect(gain, name).toBe(i && Math.SQRT2);
    }
  });
});

test("a normalization stands before each ReLU inside blocks, but for the first block", () => {
  const seen: string[] = [];
  const blocks = discriminatorBlocks(resnetPlans[32]!, 4);
  const normalization: Normalization = (context, name, x) => {
    context.scope(name, () => context.parameter({ ...mark, shape: [1] }));
    return x;
  };
  const mark = { name: "mark", role: "shift", fanIn: 0, fanOut: 0 } as const;
  const network = resnetDiscriminator({ blocks, variant: "miyato", normalization });
  const { parameters } = describeNetwork(network, { dtype: "float32", shape: [1, 3, 32, 32] });
  for (const { name } of parameters) if (name.endsWith("mark")) seen.push(name);
  expect(seen).toEqual(
    [2, 3, 4].flatMap((block) => [1, 2].map((i) => `block${block}/norm${i}/mark`)),
  );
});
