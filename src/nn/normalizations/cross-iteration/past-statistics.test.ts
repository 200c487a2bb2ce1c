/** Compensated statistics against those that the old batch has with the new weights. */
import { describe, expect, test } from "vitest";
import { gaussian } from "../../../../test/support/nn/matrices.ts";
import { float32, type Numbers } from "../../../../test/support/nn/networks.ts";
import { float64Golden } from "../../../../test/support/tolerances.ts";
import { createBuilder, evaluate, mean, sizeOf, square, type Value } from "../../../graph/index.ts";
import { conv, deconv, dense } from "../../layers.ts";
import { applyNetwork, describeNetwork, type LayerContext, type Network } from "../../network.ts";
import { linearParts } from "./linear-parts.ts";
import { compensated, taylorTerms } from "./past-statistics.ts";

const channelAxes = (x: Value) => x.shape.map((_, i) => i).filter((i) => i !== 1);

/** Layers that give `[N, 4, …]`. */
const layers: Readonly<Record<string, { network: Network; shape: readonly number[] }>> = {
  "a convolution": {
    shape: [2, 3, 4, 4],
    network: (context, x) =>
      conv(context, "conv", x, { channels: 4, kernel: 3, stride: 2, padding: 1 }),
  },
  "a convolution and an average": {
    shape: [2, 3, 4, 4],
    network: (context, x) =>
      conv(context, "conv", x, { channels: 4, kernel: 3, padding: 1, resampling: "down" }),
  },
  "an upsampling and a convolution": {
    shape: [2, 3, 3, 3],
    network: (context, x) =>
      conv(context, "conv", x, { channels: 4, kernel: 3, padding: 1, resampling: "up" }),
  },
  "a transposed convolution": {
    shape: [2, 3, 3, 3],
    network: (context, x) =>
      deconv(context, "deconv", x, { channels: 4, kernel: 4, stride: 2, padding: 1 }),
  },
  "a dense layer": {
    shape: [5, 3],
    network: (context, x) => dense(context, "dense", x, { features: 4 }),
  },
  "a dense layer whose outputs become a feature map": {
    shape: [5, 3],
    network: (context, x) =>
      context.g.reshape(dense(context, "dense", x, { features: 24 }), { shape: [5, 4, 2, 3] }),
  },
  "the branches of a residual block, and more": {
    shape: [2, 4, 4, 4],
    network(context, x) {
      const { g } = context;
      const hidden = g.relu(conv(context, "conv1", x, { channels: 4, kernel: 3, padding: 1 }));
      const branch = conv(context, "conv2", hidden, { channels: 4, kernel: 3, padding: 1 });
      return g.add(g.add(branch, conv(context, "shortcut", x, { channels: 4, kernel: 1 })), x);
    },
  },
};

describe.each(Object.entries(layers))("after %s", (name, { network, shape }) => {
  const { parameters } = describeNetwork(network, float32(...shape));
  const moves = (parameter: string) => !parameter.startsWith("conv1/");
  const g = createBuilder();
  const x = g.input("x", float32(...shape));
  const valuesAt = (time: string) =>
    Object.fromEntries(
      parameters.map((spec) => [
        spec.name,
        g.input(`${time} ${spec.name}`, float32(...spec.shape)),
      ]),
    );
  /** What `read` makes of the layers' output with these parameters. */
  function output<T>(values: ReturnType<typeof valuesAt>, read: (c: LayerContext, y: Value) => T) {
    let found: T | undefined;
    const outer: Network = (context, given) => {
      const y = network(context, given);
      found = read(context, y);
      return y;
    };
    applyNetwork(g, outer, values, x, { training: true });
    return found as T;
  }
  const statistics = (context: LayerContext, y: Value) => {
    const { shift } = linearParts(context, y);
    const own = mean(g, y, channelAxes(y));
    const centered = g.sub(y, g.reshape(own, { shape: [1, 4, ...y.shape.slice(2).map(() => 1)] }));
    const variance = mean(g, square(g, centered), channelAxes(y));
    return { own, centered, variance, mean: shift === undefined ? own : g.sub(own, shift), y };
  };
  const [before, after] = [valuesAt("before"), valuesAt("after")];
  const terms = output(before, (context, y) =>
    taylorTerms(g, linearParts(context, y), statistics(context, y)),
  );
  const past = Object.fromEntries(
    Object.entries(terms).map(([key, value]) => [
      key,
      g.reshape(value, { shape: [1, ...value.shape] }),
    ]),
  );
  const estimate = output(after, (context, y) => {
    const { shift } = linearParts(context, y);
    const found = compensated(g, past, linearParts(context, y));
    return { ...found, mean: shift === undefined ? found.mean : g.add(found.mean, shift) };
  });
  const now = output(after, statistics);
  const then = output(before, statistics);
  const graph = {
    inputs: { x, ...named("before", before), ...named("after", after) },
    outputs: {
      mean: estimate.mean,
      variance: estimate.variance,
      "true mean": now.own,
      "true variance": now.variance,
      before: then.y,
      after: now.y,
    },
  };
  const old = Object.fromEntries(
    parameters.map((spec) => [spec.name, gaussian(sizeOf(spec.shape), `${name} ${spec.name}`)]),
  );
  const moved = Object.fromEntries(
    parameters.map((spec) => {
      const step = gaussian(sizeOf(spec.shape), `${name} step ${spec.name}`);
      return [
        spec.name,
        old[spec.name]!.map((v, i) => v + (moves(spec.name) ? 0.3 : 0) * step[i]!),
      ];
    }),
  );
  const run = (to: Readonly<Record<string, ArrayLike<number>>>) => {
    const given: Numbers = { x: gaussian(sizeOf(shape), name) };
    const results = evaluate(graph, { ...given, ...named("before", old), ...named("after", to) });
    return Object.fromEntries(Object.entries(results).map(([key, { data }]) => [key, data]));
  };

  test("the mean is that of the old batch with the new weights", () => {
    const found = run(moved);
    expect(found.mean).toBeAllclose(found["true mean"]!, float64Golden);
  });

  test("the second moment misses what is of second order, the mean square of the change", () => {
    const found = run(moved);
    const biases = Object.keys(moved).filter((key) => key.endsWith("bias"));
    const shifts = name.includes("become") ? [] : biases.filter(moves);
    // biases that shift a whole channel are followed exactly, and are no part of the change
    const unbiased = run({
      ...moved,
      ...Object.fromEntries(shifts.map((key) => [key, old[key]!])),
    });
    const places = found.after!.length / shape[0]! / 4;
    const missing = [0, 1, 2, 3].map((c) => {
      const changes = Array.from(unbiased.after!, (value, i) => value - unbiased.before![i]!);
      const own = changes.filter((_, i) => Math.floor(i / places) % 4 === c);
      return own.reduce((total, value) => total + value ** 2, 0) / own.length;
    });
    const second = (mean: Float64Array, variance: Float64Array) =>
      Array.from(variance, (value, c) => value + mean[c]! ** 2);
    const estimated = second(unbiased.mean!, unbiased.variance!);
    const truth = second(unbiased["true mean"]!, unbiased["true variance"]!);
    expect(truth.map((value, c) => value - estimated[c]!)).toBeAllclose(missing, float64Golden);
  });

  test("with the old weights is what it was, to the bit but for the mean's bias", () => {
    const found = run(old);
    expect(found.variance).toEqual(found["true variance"]);
    expect(found.mean).toBeAllclose(found["true mean"]!, float64Golden);
  });
});

function named<T>(prefix: string, values: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${prefix} ${name}`, value]),
  );
}
