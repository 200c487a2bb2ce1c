/** The penalties and their gradients to all parameters, against PyTorch and on the engine. */
import { expect, test } from "vitest";
import { goldenCases } from "../../../test/support/golden/cases.ts";
import { expectSame, runBoth } from "../../../test/support/graph/checks.ts";
import { penalize, smooth } from "../../../test/support/nn/penalties.ts";
import { cpuComposite, float64Golden } from "../../../test/support/tolerances.ts";
import { evaluate, flatten, sizeOf } from "../../graph/index.ts";
import { conv, dense, layerNorm, type Network } from "../../nn/index.ts";
import { penalties } from "../registry.ts";
import type { Penalty } from "../types.ts";

const leaky: Network = (context, x) => {
  const { g } = context;
  const slope = 0.1;
  const a = g.leakyRelu(conv(context, "conv1", x, { channels: 3, kernel: 3, padding: 1 }), {
    slope,
  });
  const b = g.leakyRelu(
    conv(context, "conv2", a, { channels: 2, kernel: 4, stride: 2, padding: 1 }),
    { slope },
  );
  return dense(context, "dense", flatten(g, b), { features: 1 });
};

const normalized: Network = (context, x) => {
  const { g } = context;
  const a = g.tanh(conv(context, "conv1", x, { channels: 3, kernel: 3, padding: 1 }));
  const b = conv(context, "conv2", a, { channels: 2, kernel: 4, stride: 2, padding: 1 });
  const c = g.softplus(layerNorm(context, "norm", b, { scale: false }));
  return dense(context, "dense", flatten(g, c), { features: 1 });
};

const perceptron: Network = (context, x) => {
  const { g } = context;
  const hidden = g.tanh(dense(context, "dense1", flatten(g, x), { features: 8 }));
  return dense(context, "dense2", hidden, { features: 1 });
};

const networks: Readonly<Record<string, Network>> = {
  leaky,
  smooth,
  "layer-norm": normalized,
  points: perceptron,
};

const golden = Object.keys(penalties).flatMap((op) => goldenCases(op, "penalties.json"));

/** ‖WᵀW − I‖² over ‖WWᵀ − I‖², for each weight: how many columns more than rows. */
const wider = (shapes: readonly (readonly number[])[]) =>
  shapes.map(([rows = 1, ...rest]) => Math.max(sizeOf(rest) - rows, 0)).reduce((a, b) => a + b, 0);

test.each(golden)("$name", async ({ op, attrs, inputs, outputs }) => {
  const method = penalties[op as keyof typeof penalties];
  const penalty: Penalty = method.create(attrs.options);
  const numbers = Object.fromEntries(Object.entries(inputs).map(([name, t]) => [name, t.data]));
  const { graph, feeds } = penalize(networks[attrs.network]!, penalty, inputs.real!.shape, numbers);
  expect(Object.keys(feeds).sort()).toEqual(Object.keys(inputs).sort());

  const results = evaluate(graph, feeds);
  for (const [name, { data }] of Object.entries(outputs)) {
    const weights = Object.entries(inputs).filter(([key]) => key.endsWith("/weight"));
    const constant =
      op === "orthonormal" && name === "penalty"
        ? attrs.options.weight * wider(weights.map(([, { shape }]) => shape))
        : 0;
    const expected = data.map((value) => value - constant);
    expect(results[name]!.data, name).toBeAllclose(expected, float64Golden);
  }

  const both = await runBoth({ graph, feeds });
  for (const name of Object.keys(outputs)) expectSame(both, name, cpuComposite);
});
