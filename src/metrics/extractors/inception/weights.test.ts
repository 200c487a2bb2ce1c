import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { graphFile } from "../../../../test/support/golden/inception-weights.ts";
import { encodeSafetensors, type FileTensor } from "../../../formats/index.ts";
import { foldNormalization } from "./fold.ts";
import { inceptionConvolutions, inceptionParameters } from "./layers.ts";
import { inceptionVariants } from "./variants.ts";
import { decodeInceptionWeights } from "./weights.ts";

interface Golden {
  readonly convolutions: readonly (readonly [name: string, shape: readonly number[]])[];
}

const golden: Golden = JSON.parse(readFileSync("test/golden/inception.json", "utf8"));
const layers = inceptionConvolutions(inceptionVariants["inception-2015"]);

describe("the layers", () => {
  test("are those of PyTorch's network, each once", () => {
    const own = layers.map(({ torch, shape }) => [torch, shape] as const);
    expect(Object.fromEntries(own)).toEqual(Object.fromEntries(golden.convolutions));
    expect(layers).toHaveLength(golden.convolutions.length);
    expect(inceptionConvolutions(inceptionVariants["inception-torchvision"])).toEqual(layers);
  });

  test("have names in the graph of 2015, each another", () => {
    const names = Object.fromEntries(layers.map(({ torch, tensorflow }) => [torch, tensorflow]));
    expect(new Set(Object.values(names)).size).toBe(94);
    // one of each kind, as other programs that read the graph name them
    expect(names).toMatchObject({
      Conv2d_1a_3x3: "conv",
      Conv2d_4a_3x3: "conv_4",
      "Mixed_5b.branch1x1": "mixed/conv",
      "Mixed_5b.branch5x5_1": "mixed/tower/conv",
      "Mixed_5c.branch5x5_2": "mixed_1/tower/conv_1",
      "Mixed_5d.branch3x3dbl_3": "mixed_2/tower_1/conv_2",
      "Mixed_5d.branch_pool": "mixed_2/tower_2/conv",
      "Mixed_6a.branch3x3": "mixed_3/conv",
      "Mixed_6a.branch3x3dbl_2": "mixed_3/tower/conv_1",
      "Mixed_6b.branch7x7_3": "mixed_4/tower/conv_2",
      "Mixed_6e.branch7x7dbl_5": "mixed_7/tower_1/conv_4",
      "Mixed_6e.branch_pool": "mixed_7/tower_2/conv",
      "Mixed_7a.branch3x3_2": "mixed_8/tower/conv_1",
      "Mixed_7a.branch7x7x3_4": "mixed_8/tower_1/conv_3",
      "Mixed_7b.branch3x3_1": "mixed_9/tower/conv",
      "Mixed_7b.branch3x3_2a": "mixed_9/tower/mixed/conv",
      "Mixed_7c.branch3x3_2b": "mixed_10/tower/mixed/conv_1",
      "Mixed_7c.branch3x3dbl_2": "mixed_10/tower_1/conv_1",
      "Mixed_7c.branch3x3dbl_3a": "mixed_10/tower_1/mixed/conv",
      "Mixed_7c.branch3x3dbl_3b": "mixed_10/tower_1/mixed/conv_1",
      "Mixed_7c.branch_pool": "mixed_10/tower_2/conv",
    });
  });

  test("have as many parameters as PyTorch says", () => {
    const count = (variant: keyof typeof inceptionVariants) =>
      inceptionParameters(inceptionVariants[variant]).reduce(
        (sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1),
        0,
      );
    // torchvision's documentation: 27 161 264 with the auxiliary classifier's 3 326 696; a folded
    // normalization has a number less for each of 17 216 channels
    expect(count("inception-torchvision")).toBe(27_161_264 - 3_326_696 - 17_216);
    expect(count("inception-2015") - count("inception-torchvision")).toBe(8 * 2049);
  });
});

test("a folded normalization does what it did", () => {
  const [weight, x] = [
    [0.5, -2, 3, 0.25],
    [1.5, -0.75],
  ];
  const scale = Float32Array.of(0.5, 2);
  const shift = Float32Array.of(-1, 0.25);
  const mean = Float32Array.of(0.125, -3);
  const variance = Float32Array.of(0.5, 4);
  const folded = foldNormalization(Float32Array.from(weight), { scale, shift, mean, variance });
  for (const o of [0, 1]) {
    const y = weight[2 * o]! * x[0]! + weight[2 * o + 1]! * x[1]!;
    const normalized = (scale[o]! * (y - mean[o]!)) / Math.sqrt(variance[o]! + 0.001) + shift[o]!;
    const own = folded.weight[2 * o]! * x[0]! + folded.weight[2 * o + 1]! * x[1]!;
    // three roundings to float32 of numbers up to 5
    expect(own + folded.bias[o]!).toBeCloseTo(normalized, 6);
  }
});

describe("what is refused, with the file and the tensor", () => {
  const tensor = (...shape: number[]): FileTensor & { readonly dtype: "float32" } => ({
    dtype: "float32",
    shape,
    data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
  });
  const messageOf = async (file: Uint8Array, name = "data/a.pth") =>
    decodeInceptionWeights(file, name).then(
      () => "no error",
      (error: Error) => error.message,
    );
  const first = { "fc.weight": tensor(1008, 2048), "fc.bias": tensor(1008) };

  test("a missing tensor, one of another shape or dtype, another number of outputs", async () => {
    const of = (more: Readonly<Record<string, FileTensor>>) =>
      messageOf(encodeSafetensors({ ...first, ...more }));
    expect(await of({})).toMatchInlineSnapshot(
      `"data/a.pth: the tensor "Conv2d_1a_3x3.conv.weight" must be there, got "fc.bias", "fc.weight""`,
    );
    expect(await of({ "Conv2d_1a_3x3.conv.weight": tensor(32, 3, 3, 1) })).toMatchInlineSnapshot(
      `"data/a.pth: tensor "Conv2d_1a_3x3.conv.weight": it must be [32, 3, 3, 3], got [32, 3, 3, 1]"`,
    );
    expect(
      await of({
        "Conv2d_1a_3x3.conv.weight": {
          ...tensor(32, 3, 3, 3),
          dtype: "float64",
          data: new Float64Array(864),
        },
      }),
    ).toMatchInlineSnapshot(
      `"data/a.pth: tensor "Conv2d_1a_3x3.conv.weight": it must be float32, got float64"`,
    );
    expect(await of({ "fc.weight": tensor(10, 4) })).toMatchInlineSnapshot(
      `"data/a.pth: tensor "fc.weight": it must have 1008 (inception-2015) or 1000 (inception-torchvision) outputs, got 10"`,
    );
  });

  test("the same of a graph", async () => {
    const of = (tensors: Record<string, ReturnType<typeof tensor>>) =>
      messageOf(graphFile(new Map(Object.entries(tensors))), "classify_image_graph_def.pb");
    expect(await of({ "softmax/weights": tensor(2048, 1008) })).toMatchInlineSnapshot(
      `"classify_image_graph_def.pb: the tensor "conv/conv2d_params" must be there, got "softmax/weights""`,
    );
    expect(
      await of({
        "softmax/weights": tensor(2048, 1008),
        "conv/conv2d_params": tensor(32, 3, 3, 3),
      }),
    ).toMatchInlineSnapshot(
      `"classify_image_graph_def.pb: tensor "conv/conv2d_params": it must be [3, 3, 3, 32], got [32, 3, 3, 3]"`,
    );
    expect(await of({ "dense/kernel": tensor(2) })).toMatchInlineSnapshot(
      `"classify_image_graph_def.pb: the tensor "softmax/weights" must be there, got "dense/kernel""`,
    );
  });

  test("another kind of file", async () => {
    expect(await messageOf(new TextEncoder().encode("<!DOCTYPE html>"))).toMatchInlineSnapshot(
      `"data/a.pth: it must be a TensorFlow graph, a file of torch.save or safetensors, got another"`,
    );
    expect(await messageOf(new Uint8Array())).toMatchInlineSnapshot(
      `"data/a.pth: it must be a TensorFlow graph, a file of torch.save or safetensors, got another"`,
    );
    expect(await messageOf(encodeSafetensors({ a: tensor(1) }))).toMatchInlineSnapshot(
      `"data/a.pth: the tensor "fc.weight" must be there, got "a""`,
    );
  });
});
