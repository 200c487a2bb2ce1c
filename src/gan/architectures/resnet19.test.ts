/** The residual networks of Kurach et al. 2019 against PyTorch (scripts/golden/resnet19.py). */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createBuilder, evaluate, gradient, mean, sum, type Value } from "../../graph/index.ts";
import { applyNetwork, batchNorm, describeNetwork } from "../../nn/index.ts";
import { createNetworks } from "./registry.ts";

interface Golden {
  readonly player: "generator" | "discriminator";
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly seen: readonly number[];
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly inputGradientNorm: number;
}
const { cases } = JSON.parse(
  readFileSync(new URL("../../../test/golden/resnet19.json", import.meta.url), "utf8"),
) as { readonly cases: readonly Golden[] };

/** Fractional parts of k·√2 + offset, as the script has them. */
function filled(shape: readonly number[], offset: number, scale: number): Float32Array {
  const count = shape.reduce((a, b) => a * b, 1);
  return Float32Array.from(
    { length: count },
    (_, k) => ((((k + 1) * Math.SQRT2 + offset) % 1) - 0.5) * scale,
  );
}

const networks = createNetworks({
  architecture: "resnet19",
  imageShape: [3, 64, 64],
  generator: { channels: 8, normalization: (context, name, x) => batchNorm(context, name, x) },
  discriminator: { channels: 2, normalization: (_context, _name, x) => x },
});

test.each(cases)("the $player's layers, outputs and gradients are PyTorch's", (golden) => {
  const network = networks[golden.player];
  const shape = golden.player === "generator" ? [2, 3] : [2, 3, 64, 64];
  const { parameters, buffers } = describeNetwork(network, { dtype: "float32", shape });
  expect(Object.fromEntries(parameters.map((one) => [one.name, one.shape]))).toEqual(golden.shapes);

  const g = createBuilder();
  const x = g.input("x", { dtype: "float32", shape });
  const values: Record<string, Value> = {};
  for (const spec of [...parameters, ...buffers]) {
    values[spec.name] = g.input(spec.name, { dtype: "float32", shape: spec.shape });
  }
  const { output } = applyNetwork(g, network, values, x, { training: true });
  const [, , side = 1] = output.shape;
  const seen =
    side === 1 ? output : mean(g, g.reshape(output, { shape: [2, 3, 8, 8, 8, 8] }), [3, 5]);
  const upstream = g.constant(filled(seen.shape, 0.125, 2), seen.shape);
  const names = Object.keys(golden.gradients);
  const found = gradient(g, sum(g, g.mul(seen, upstream)), [
    ...names.map((name) => values[name] as Value),
    x,
  ]);
  const outputs: Record<string, Value> = { seen };
  for (const [i, name] of [...names, "x"].entries()) outputs[`gradient/${name}`] = found[i]!;
  const sorted = Object.keys(golden.shapes).sort();
  const feeds = Object.fromEntries([
    ["x", filled(shape, 0.25, 2)],
    ...sorted.map((name, i) => {
      const weights = filled(golden.shapes[name]!, i / 7, 1);
      return [name, name.endsWith("scale") ? weights.map((value) => value + 1) : weights];
    }),
    ...buffers.map(({ name, shape: size }) => [name, filled(size, 0, 1)]),
  ]);
  const results = evaluate({ inputs: { x, ...values }, outputs }, feeds);
  const close = (of: string, expected: readonly number[]) => {
    const { data } = results[of]!;
    expect(data).toHaveLength(expected.length);
    for (const [i, wanted] of expected.entries()) expect(data[i], of).toBeCloseTo(wanted, 6);
  };
  close("seen", golden.seen);
  for (const name of names) close(`gradient/${name}`, golden.gradients[name]!);
  const norm = Math.hypot(...Array.from(results["gradient/x"]!.data));
  expect(norm).toBeCloseTo(golden.inputGradientNorm, 6);
});
