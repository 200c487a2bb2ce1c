/** Every normalization of activations against PyTorch, finite differences and the engine. */
import { describe, expect, test } from "vitest";
import { goldenCases } from "../../../test/support/golden/cases.ts";
import {
  checkDerivatives,
  expectEngineAgrees,
  runBoth,
} from "../../../test/support/graph/checks.ts";
import { experiment } from "../../../test/support/graph/experiment.ts";
import { gaussian } from "../../../test/support/nn/matrices.ts";
import { evaluateNetwork, float32 } from "../../../test/support/nn/networks.ts";
import { cpuComposite, float64Golden } from "../../../test/support/tolerances.ts";
import { createBuilder, sizeOf, type Tensor64 } from "../../graph/index.ts";
import { applyNetwork, describeNetwork, type LayerContext, type Network } from "../network.ts";
import { batchNorm } from "./batch-norm.ts";
import { conditionalBatchNorm } from "./conditional-batch-norm.ts";
import { crossIterationBatchNorm } from "./cross-iteration/cross-iteration-batch-norm.ts";
import { groupNorm } from "./group-norm.ts";
import { layerNorm } from "./layer-norm.ts";

type Layer = (
  context: LayerContext,
  name: string,
  x: Parameters<Network>[1],
  options?: never,
) => ReturnType<Network>;

const layers: Readonly<Record<string, Layer>> = {
  "batch-norm": batchNorm,
  "conditional-batch-norm": conditionalBatchNorm,
  "layer-norm": layerNorm,
  "group-norm": groupNorm,
};

const golden = Object.keys(layers).flatMap((op) => goldenCases(op, "normalizations.json"));

test.each(golden)("PyTorch: $name", ({ op, attrs, inputs, outputs }) => {
  const { training, condition } = attrs;
  const given = Object.fromEntries(
    Object.entries(inputs).map(([name, { data }]) => [name === "x" ? "x" : `norm/${name}`, data]),
  );
  const { y, updates, gradients } = evaluateNetwork(
    (context, x) => layers[op]!(context, "norm", x, attrs.options as never),
    inputs.x!.shape,
    given,
    { training, upstream: inputs.upstream!.data, ...(condition && { condition }) },
  );
  const actual: Record<string, ArrayLike<number>> = {
    y: y.data,
    "gradient.x": gradients.x!,
    "gradient.scale": gradients["norm/scale"] ?? [],
    "gradient.shift": gradients["norm/shift"] ?? [],
    "next.mean": updates["norm/mean"] ?? [],
    "next.variance": updates["norm/variance"] ?? [],
  };
  for (const [name, { data }] of Object.entries(outputs)) {
    expect(actual[name], name).toBeAllclose(data, float64Golden);
  }
  const stored = Object.keys(outputs).filter((name) => name.startsWith("next."));
  expect(Object.keys(updates)).toHaveLength(stored.length);
});

const shapes = [
  [4, 3, 2, 2],
  [5, 3],
];
/** With the statistics of two iterations before; without compensation, as past statistics do not depend on x. */
const acrossIterations: Layer = (context, name, x) =>
  crossIterationBatchNorm(context, name, x, { window: 3, compensation: "none" });
const derived: Readonly<Record<string, Layer>> = {
  ...layers,
  "cross-iteration-batch-norm": acrossIterations,
};
const cases = Object.keys(derived).flatMap((name) =>
  [true, false].flatMap((training) => shapes.map((shape) => ({ name, training, shape }))),
);

describe.each(cases)("$name of $shape (training: $training)", ({ name, training, shape }) => {
  const network: Network = (context, x) => derived[name]!(context, "norm", x);
  const conditional = name === "conditional-batch-norm";
  const [count = 1] = shape;
  const classes = 3;
  const described = describeNetwork(network, float32(...shape), conditional ? { classes } : {});
  const specs = [{ name: "x", shape }, ...described.parameters, ...described.buffers];
  const tensors = specs.map((spec): Tensor64 => {
    const data = Float64Array.from(gaussian(sizeOf(spec.shape), spec.name));
    const positive = spec.name.endsWith("/variance");
    if (spec.name.endsWith("/count")) data.fill(2);
    return { ...float32(...spec.shape), data: positive ? data.map((x) => 0.5 + x * x) : data };
  });
  const labels: Tensor64 = {
    dtype: "int32",
    shape: [count],
    data: Float64Array.from([2, 0, 2, 1, 0].slice(0, count)),
  };
  const made = experiment(createBuilder(), name, {
    inputs: conditional ? [...tensors, labels] : tensors,
    build(g, values) {
      const named = Object.fromEntries(specs.map((spec, i) => [spec.name, values[i]!]));
      const condition = conditional ? { labels: values[specs.length]!, classes } : undefined;
      return applyNetwork(g, network, named, named.x!, { training, condition }).output;
    },
  });

  test("has the first and second derivatives of finite differences", () => {
    checkDerivatives(made, name);
  });

  test("is the same on the engine, with its derivatives", async () => {
    expectEngineAgrees(await runBoth(made), name, cpuComposite);
  });
});
