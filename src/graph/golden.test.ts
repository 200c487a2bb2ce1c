/** Ops and what is composed of them against PyTorch's float64 (test/golden/ops.json, scripts/golden/ops.py). */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runBoth } from "../../test/support/graph/checks.ts";
import { cpuComposite, float64Golden, toleranceFor } from "../../test/support/tolerances.ts";
import {
  averagePool,
  type Builder,
  convTranspose,
  createBuilder,
  flatten,
  type Graph,
  gradient,
  maxPool,
  mean,
  square,
  sum,
  upsampleNearest,
  type Value,
} from "./index.ts";

interface Tensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
interface GoldenCase {
  readonly name: string;
  readonly op: string;
  // biome-ignore lint/suspicious/noExplicitAny: each op has its own attributes
  readonly attrs: any;
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: Readonly<Record<string, Tensor>>;
}
type Inputs = Readonly<Record<string, Value>>;
type Compose = (g: Builder, inputs: Inputs, attrs: GoldenCase["attrs"]) => Value;

const { cases } = JSON.parse(
  readFileSync(new URL("../../test/golden/ops.json", import.meta.url), "utf8"),
) as { readonly cases: readonly GoldenCase[] };

const x = (inputs: Inputs) => inputs.x as Value;
const weight = (inputs: Inputs) => inputs.weight as Value;
const perChannel = (g: Builder, v: Value, rank: number) =>
  g.reshape(v, { shape: [v.shape[0] as number, ...Array(rank - 2).fill(1)] });
const withBias = (g: Builder, y: Value, bias: Value) =>
  g.add(y, perChannel(g, bias, y.shape.length));

const compositions: Readonly<Record<string, Compose>> = {
  conv2d(g, inputs, { stride, padding, dilation }) {
    const kernel = g.pad(weight(inputs), {
      low: [0, 0, 0, 0],
      high: [0, 0, 0, 0],
      interior: [0, 0, dilation[0] - 1, dilation[1] - 1],
    });
    return withBias(g, g.conv(x(inputs), kernel, { stride, padding }), inputs.bias as Value);
  },
  conv_transpose2d(g, inputs, { stride, padding, outputPadding }) {
    const [top, left] = padding;
    const geometry = { stride, padding: [top, left, top, left] } as const;
    const plain = convTranspose(g, x(inputs), weight(inputs), geometry);
    const [, , h = 0, w = 0] = plain.shape;
    const y = g.convInputGrad(x(inputs), weight(inputs), {
      ...geometry,
      inputSize: [h + outputPadding[0], w + outputPadding[1]],
    });
    return withBias(g, y, inputs.bias as Value);
  },
  batch_norm(g, inputs, { epsilon }) {
    const rank = x(inputs).shape.length;
    const axes = rank === 2 ? [0] : [0, 2, 3];
    const centered = g.sub(x(inputs), mean(g, x(inputs), axes, true));
    const deviation = g.sqrt(g.add(mean(g, square(g, centered), axes, true), epsilon));
    const scaled = g.mul(g.div(centered, deviation), perChannel(g, inputs.scale as Value, rank));
    return withBias(g, scaled, inputs.shift as Value);
  },
  softplus: (g, inputs) => g.softplus(x(inputs)),
  log_sigmoid: (g, inputs) => g.neg(g.softplus(g.neg(x(inputs)))),
  sigmoid: (g, inputs) => g.sigmoid(x(inputs)),
  tanh: (g, inputs) => g.tanh(x(inputs)),
  leaky_relu: (g, inputs, { slope }) => g.leakyRelu(x(inputs), { slope }),
  relu: (g, inputs) => g.relu(x(inputs)),
  avg_pool2d: (g, inputs, { kernel, stride }) =>
    averagePool(g, x(inputs), { size: kernel, stride }),
  max_pool2d: (g, inputs, { kernel, stride }) => maxPool(g, x(inputs), { size: kernel, stride }),
  upsample_nearest: (g, inputs, { factor }) => upsampleNearest(g, x(inputs), factor[0]),
};

const declare = (g: Builder, { inputs }: GoldenCase): Inputs =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }]) => [
      name,
      g.input(name, { dtype: "float32", shape }),
    ]),
  );

/** Compares the outputs that the graph has with the golden ones, in float64 and on the engine. */
async function compare(golden: GoldenCase, graph: Graph): Promise<void> {
  const feeds = Object.fromEntries(
    Object.keys(graph.inputs).map((name) => [
      name,
      Float64Array.from(golden.inputs[name]?.data ?? []),
    ]),
  );
  const { actual, expected } = await runBoth({ graph, feeds });
  for (const name of Object.keys(graph.outputs)) {
    const { data, shape } = golden.outputs[name] as Tensor;
    expect(expected[name]?.shape, name).toEqual(shape);
    expect(expected[name]?.data, `${name}, float64`).toBeAllclose(data, float64Golden);
    expect(actual[name]?.data, `${name}, engine`).toBeAllclose(
      data,
      toleranceFor(data, cpuComposite),
    );
  }
}

/** Golden cases of other floors; their own tests use them. */
const elsewhere = ["discriminator_loss", "adam", "sgd", "spectral_norm"];
const here = cases.filter(({ op }) => !elsewhere.includes(op));

describe("PyTorch, float64", () => {
  test.each(here.filter(({ op }) => op !== "gradient_penalty"))("$name", async (golden) => {
    const g = createBuilder();
    const inputs = declare(g, golden);
    const compose = compositions[golden.op];
    if (compose === undefined) throw new Error(`no composition for ${golden.op}`);
    const y = compose(g, inputs, golden.attrs);
    const leaves = Object.keys(golden.outputs).flatMap((name) =>
      name.startsWith("gradient.") ? [name.slice("gradient.".length)] : [],
    );
    const projection = sum(g, g.mul(y, inputs.upstream as Value));
    const gradients = gradient(
      g,
      projection,
      leaves.map((leaf) => inputs[leaf] as Value),
    );
    const named = leaves.map((leaf, i) => [`gradient.${leaf}`, gradients[i] as Value] as const);
    await compare(golden, { inputs, outputs: { y, ...Object.fromEntries(named) } });
  });

  test.each(here.filter(({ op }) => op === "gradient_penalty"))(
    "$name, differentiated twice",
    async (golden) => {
      const { activation, slope, conv1, conv2 } = golden.attrs;
      const g = createBuilder();
      const inputs = declare(g, golden);
      const of = (name: string) => inputs[name] as Value;
      const activate = (h: Value) =>
        activation === "tanh" ? g.tanh(h) : g.leakyRelu(h, { slope });
      const layer = (h: Value, name: string, geometry: typeof conv1) =>
        activate(withBias(g, g.conv(h, of(`${name}.weight`), geometry), of(`${name}.bias`)));
      const hidden = flatten(g, layer(layer(of("x"), "conv1", conv1), "conv2", conv2));
      const dense = { transposeA: false, transposeB: true };
      const [n = 0] = hidden.shape;
      const logits = g.reshape(
        g.add(g.matmul(hidden, of("dense.weight"), dense), of("dense.bias")),
        {
          shape: [n],
        },
      );
      const [inputGradient] = gradient(g, sum(g, logits), [of("x")]) as [Value];
      const norms = g.sqrt(sum(g, square(g, inputGradient), [1, 2, 3]));
      const penalty = mean(g, square(g, g.sub(norms, 1)));
      const names = Object.keys(inputs);
      const found = gradient(g, penalty, Object.values(inputs));
      const gradients = Object.fromEntries(
        names.map((name, i) => [`gradient.${name}`, found[i] as Value]),
      );
      const outputs = { logits, inputGradient, norms, penalty, ...gradients };
      expect(Object.keys(outputs).sort()).toEqual(Object.keys(golden.outputs).sort());
      await compare(golden, { inputs, outputs });
    },
  );
});
