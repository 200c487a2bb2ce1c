import { describe, expect, test } from "vitest";
import { nodesOf, summarizeProfile } from "./profile.ts";
import { kindOf, layerOfNode, type ProfiledNode } from "./profile-kinds.ts";

const image = [128, 4, 16, 16, 16];

function node(name: string, inputs: number[][] = [], outputs: number[][] = []): ProfiledNode {
  const type = /([A-Za-z]+)_\d+$/.exec(name)![1]!;
  return { name, type, inputs, outputs, microseconds: 1 };
}

describe("the kind and the layer of an operator", () => {
  test.each([
    ["generator/deconv1/Conv_1", [image], "generator/deconv1", "convolution, forward"],
    [
      "discriminator/conv2/gradient/Conv_2",
      [image],
      "discriminator/conv2",
      "convolution, input gradient",
    ],
    [
      "discriminator/conv2/gradient/Conv_3",
      [[1, 128, 16, 1024]],
      "discriminator/conv2",
      "convolution, weight gradient",
    ],
    [
      "discriminator/conv2/gradient/gradient/Conv_4",
      [image],
      "discriminator/conv2",
      "convolution, second derivative",
    ],
    [
      "discriminator/conv2/gradient/ReorderOutput_5",
      [image],
      "discriminator/conv2",
      "layout changes",
    ],
    [
      "discriminator/conv2/weight/update/Mul_6",
      [[64, 64, 4, 4]],
      "discriminator/conv2",
      "optimizer",
    ],
    [
      "discriminator/conv2/MatMul_7",
      [
        [64, 1024],
        [1024, 1],
      ],
      "discriminator/conv2",
      "power iteration, weights",
    ],
    [
      "discriminator/conv2/Div_8",
      [[64, 64, 4, 4]],
      "discriminator/conv2",
      "power iteration, weights",
    ],
    ["discriminator/gradient/Mul_9", [image, []], "discriminator", "activations"],
    ["generator/norm2/gradient/ReduceSum_10", [image], "generator/norm2", "batch normalization"],
    ["generator/block1/norm1/Mul_11", [image], "generator/block1/norm1", "batch normalization"],
    [
      "generator/dense/MatMul_12",
      [
        [64, 128],
        [128, 8192],
      ],
      "generator/dense",
      "dense layers",
    ],
    [
      "discriminator/dense/MatMul_13",
      [
        [1, 8192],
        [8192, 1],
      ],
      "discriminator/dense",
      "power iteration, weights",
    ],
    ["Sqrt_14", [[]], "(step)", "rest"],
  ])("%s %j", (name, inputs, layer, kind) => {
    const one = node(name, inputs as number[][], []);
    expect([layerOfNode(one), kindOf(one, new Set(["64,64,4,4"]))]).toEqual([layer, kind]);
  });
});

/** As ONNX Runtime writes it: three runs, the first of which is slow. */
const events = [0, 1000, 2000].flatMap((ts, run) => [
  { cat: "Session", name: "model_run", ts, dur: 900 },
  { cat: "Node", name: "a/Conv_1_fence_before", ts: ts + 1, dur: 0, args: { op_name: "Conv" } },
  {
    cat: "Node",
    name: "a/Conv_1_kernel_time",
    ts: ts + 2,
    dur: run === 0 ? 800 : 30,
    args: {
      op_name: "Conv",
      input_type_shape: [{ float: [128, 3, 8, 8] }, { float: [16, 3, 3, 3] }],
      output_type_shape: [{ float: [128, 16, 8, 8] }],
    },
  },
  {
    cat: "Node",
    name: "a/w/update/Add_2_kernel_time",
    ts: ts + 5,
    dur: 10,
    args: { op_name: "Add", input_type_shape: [{ float: [] }], output_type_shape: [] },
  },
]);

test("only the operators of the last runs count", () => {
  const nodes = nodesOf(events, 2);
  expect(nodes.map(({ microseconds }) => microseconds)).toEqual([30, 10, 30, 10]);
  expect(nodes[0]).toEqual({
    name: "a/Conv_1",
    type: "Conv",
    inputs: [
      [128, 3, 8, 8],
      [16, 3, 3, 3],
    ],
    outputs: [[128, 16, 8, 8]],
    microseconds: 30,
  });
});

test("costs are milliseconds of an iteration, slowest first, and shares of the whole", () => {
  const profile = summarizeProfile("case", nodesOf(events, 2), 2, new Set());
  expect(profile.msPerIteration).toBeCloseTo(0.04);
  expect(profile.kinds).toEqual([
    { name: "convolution, forward", ms: 0.03, share: 0.75 },
    { name: "optimizer", ms: 0.01, share: 0.25 },
  ]);
  expect(profile.layers).toEqual([{ name: "a", ms: 0.04, share: 1 }]);
  expect(profile.top.map(({ name }) => name)).toEqual(["a: convolution, forward", "a: optimizer"]);
});
