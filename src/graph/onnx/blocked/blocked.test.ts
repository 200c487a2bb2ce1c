/** Graphs lowered to blocks on the engine, against the float64 reference. */
import { describe, expect, test } from "vitest";
import { checkBlocked, type Feed, randomFeeds } from "../../../../test/support/graph/blocked.ts";
import { cpu } from "../../../../test/support/tolerances.ts";
import { nodeEngine } from "../../../runtime/node.ts";
import {
  averagePool,
  type Builder,
  type ConvGeometry,
  createBuilder,
  type Graph,
  gradient,
  maxPool,
  mean,
  simplify,
  square,
  sum,
  upsampleNearest,
  type Value,
} from "../../index.ts";
import { toOnnx } from "../index.ts";

const found = await nodeEngine({ device: "cpu" }).blocks?.();
// where the engine has no blocks there is nothing to compare
const on = describe.skipIf(found === undefined);
const b = found ?? 16;

const same: ConvGeometry = { stride: [1, 1], padding: [1, 1, 1, 1] };

/** A graph of named inputs: its results and, of the sum of squares of the first, all gradients. */
function differentiated(
  shapes: Readonly<Record<string, readonly number[]>>,
  build: (g: Builder, x: Readonly<Record<string, Value>>) => Value,
): Graph {
  const g = createBuilder();
  const inputs = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      g.input(name, { dtype: "float32", shape }),
    ]),
  );
  const y = build(g, inputs);
  const names = Object.keys(inputs);
  const loss = sum(g, square(g, y));
  const gradients = gradient(
    g,
    loss,
    names.map((name) => inputs[name]!),
  );
  return {
    inputs,
    outputs: { y, ...Object.fromEntries(names.map((name, i) => [`d ${name}`, gradients[i]!])) },
  };
}

const nchwc = (graph: Graph) =>
  Buffer.from(toOnnx(graph, { blocks: b })).includes("com.microsoft.nchwc");

interface Geometry extends ConvGeometry {
  readonly size: readonly [number, number];
  readonly kernel: readonly [number, number];
}
const geometries: Readonly<Record<string, Geometry>> = {
  "3x3": { ...same, size: [6, 5], kernel: [3, 3] },
  "4x4, stride 2": { stride: [2, 2], padding: [1, 1, 1, 1], size: [8, 6], kernel: [4, 4] },
  "1x1": { stride: [1, 1], padding: [0, 0, 0, 0], size: [4, 4], kernel: [1, 1] },
  "1x1, stride 2": { stride: [2, 2], padding: [0, 0, 0, 0], size: [4, 6], kernel: [1, 1] },
  "no padding": { stride: [1, 1], padding: [0, 0, 0, 0], size: [5, 6], kernel: [2, 3] },
  "strides apart": { stride: [2, 3], padding: [1, 0, 1, 0], size: [8, 9], kernel: [3, 3] },
  asymmetric: { stride: [1, 1], padding: [0, 2, 1, 1], size: [5, 5], kernel: [3, 3] },
  "at the end only": { stride: [2, 2], padding: [0, 0, 1, 1], size: [4, 6], kernel: [3, 3] },
  "odd size, stride 2": { stride: [2, 2], padding: [1, 1, 1, 1], size: [7, 9], kernel: [4, 4] },
  "wide padding": { stride: [1, 1], padding: [3, 3, 3, 3], size: [2, 3], kernel: [2, 2] },
  "as large as the image": { stride: [1, 1], padding: [0, 0, 0, 0], size: [4, 4], kernel: [4, 4] },
  "larger than the image": { ...same, size: [2, 2], kernel: [4, 4] },
  "one pixel": { stride: [1, 1], padding: [0, 0, 0, 0], size: [1, 1], kernel: [1, 1] },
};
const channels: readonly (readonly [from: number, to: number])[] = [
  [b, b],
  [b, 3 * b],
  [2 * b, b],
  [3, b],
  [b, 3],
  [1, 1],
  [b + 1, b],
  [b, 2 * b + 3],
];

on("convolutions with all gradients", () => {
  test.each(
    Object.entries(geometries).flatMap(([name, geometry]) =>
      channels.map(([from, to]) => ({ name, from, to, geometry })),
    ),
  )("$name, $from to $to channels", async ({ from, to, geometry }) => {
    const { size, kernel, ...rest } = geometry;
    const graph = differentiated(
      { x: [2, from, ...size], weight: [to, from, ...kernel] },
      (g, { x, weight }) => g.tanh(g.mul(g.conv(x!, weight!, rest), 0.1)),
    );
    await checkBlocked(graph, randomFeeds(graph), b);
  });

  test("are on blocks where channels fill them", () => {
    const of = (from: number, to: number) =>
      nchwc(
        differentiated({ x: [2, from, 4, 4], weight: [to, from, 3, 3] }, (g, { x, weight }) =>
          g.conv(x!, weight!, same),
        ),
      );
    expect([of(b, b), of(3, b), of(b, 3), of(b + 1, b + 1)]).toEqual([true, true, true, false]);
  });
});

/** One op between two convolutions, so that blocks go in and blocks are wanted. */
const between = (
  op: (g: Builder, x: Value, c: Value) => Value,
  places: readonly number[] = [4, 4],
) =>
  differentiated(
    { x: [2, b, ...places], first: [2 * b, b, 3, 3], channel: [2 * b] },
    (g, { x, first, channel }) => op(g, g.conv(x!, first!, same), channel!),
  );
const wide = (g: Builder, c: Value) => g.reshape(c, { shape: [2 * b, 1, 1] });

const ops: Readonly<Record<string, (g: Builder, x: Value, c: Value) => Value>> = {
  "a number": (g, x) => g.add(g.mul(x, 0.5), 1),
  "two values": (g, x) => g.mul(x, g.sub(1, x)),
  "a number for each channel": (g, x, c) => g.div(x, g.add(square(g, wide(g, c)), 1)),
  "a channel's number in four axes": (g, x, c) =>
    g.sub(x, g.reshape(c, { shape: [1, 2 * b, 1, 1] })),
  "a channel's number added, and as a factor": (g, x, c) =>
    square(g, g.mul(g.add(wide(g, c), square(g, x)), wide(g, c))),
  "a line of each channel, and other images": (g, x, c) =>
    g.relu(g.add(square(g, x), g.mul(g.exp(g.mul(x, 0.1)), wide(g, c)))),
  "a number for each image": (g, x) =>
    g.mul(x, g.reshape(mean(g, x, [1, 2, 3]), { shape: [2, 1, 1, 1] })),
  "a number for each place": (g, x) =>
    g.mul(x, g.reshape(mean(g, x, [0, 1]), { shape: [1, 1, 4, 4] })),
  // near -1, where tanh is not saturated: 1 - tanh² would have few digits
  "functions of one value": (g, x) =>
    g.softplus(g.sigmoid(g.exp(g.tanh(g.neg(g.abs(g.add(g.mul(x, 0.02), 1))))))),
  "log, sqrt": (g, x) => g.log(g.sqrt(g.add(square(g, x), 1))),
  extremes: (g, x) => g.minimum(g.maximum(x, -0.5), g.mul(x, 0.3)),
  "comparisons, kept in blocks": (g, x) => g.where(g.less(x, 0.2), g.mul(x, 2), x),
  "a batch's mean and variance": (g, x) => {
    const shape = [1, 2 * b, 1, 1];
    const centered = g.sub(x, g.reshape(mean(g, x, [0, 2, 3]), { shape }));
    const variance = g.reshape(mean(g, square(g, centered), [0, 2, 3]), { shape });
    return g.tanh(g.div(centered, g.sqrt(g.add(variance, 1e-5))));
  },
  "sums over places": (g, x) => square(g, sum(g, x, [2, 3])),
  "sums over channels": (g, x) => square(g, sum(g, x, [1])),
  "sums over images": (g, x) => square(g, sum(g, x, [0])),
  "maxima over places": (g, x) => g.max(x, { axes: [2, 3] }),
  "maxima over channels": (g, x) => g.max(x, { axes: [1] }),
  "average pooling": (g, x) => averagePool(g, x, { size: [2, 2], stride: [2, 2] }),
  "average pooling without the padding": (g, x) =>
    averagePool(g, x, {
      size: [3, 3],
      stride: [1, 1],
      padding: [1, 1, 1, 1],
      countPadding: false,
    }),
  "padded max pooling": (g, x) =>
    maxPool(g, x, { size: [3, 3], stride: [2, 2], padding: [1, 1, 1, 1] }),
  upsampling: (g, x) => square(g, upsampleNearest(g, x, 2)),
  "upsampling, each axis by itself": (g, x) => square(g, upsampleNearest(g, x, [3, 1])),
  "average pooling of tiles that are not square": (g, x) =>
    square(g, averagePool(g, x, { size: [2, 4], stride: [2, 4] })),
  "a flat view": (g, x) => square(g, g.reshape(x, { shape: [2, 2 * b * 16] })),
  "places in a row": (g, x) => square(g, g.reshape(x, { shape: [2, 2 * b, 16] })),
  "channels taken apart": (g, x) => square(g, g.reshape(x, { shape: [2, 2, b, 4, 4] })),
  transposed: (g, x) => square(g, g.transpose(x, { permutation: [1, 0, 3, 2] })),
  "joined along images": (g, x) => square(g, g.concat([x, g.mul(x, 2)], { axis: 0 })),
  "joined along places": (g, x) => square(g, g.concat([x, g.mul(x, 2)], { axis: 3 })),
  "joined along channels": (g, x) => square(g, g.concat([x, g.mul(x, 2)], { axis: 1 })),
  "channels of parts of blocks joined": (g, x) =>
    square(g, g.concat([x, mean(g, x, [1], true)], { axis: 1 })),
  "half of the images": (g, x) =>
    square(g, g.slice(x, { starts: [1, 0, 0, 0], ends: [2, 2 * b, 4, 4], strides: [1, 1, 1, 1] })),
  "some channels": (g, x) =>
    square(g, g.slice(x, { starts: [0, 3, 0, 0], ends: [2, b, 4, 4], strides: [1, 1, 1, 1] })),
  "zeros between places": (g, x) =>
    square(g, g.pad(x, { low: [0, 0, 1, 0], high: [1, 0, 0, 2], interior: [0, 0, 1, 1] })),
  "zeros between channels": (g, x) =>
    square(g, g.pad(x, { low: [0, 1, 0, 0], high: [0, 1, 0, 0], interior: [0, 0, 0, 0] })),
};

on("other ops on blocks", () => {
  test.each(Object.entries(ops))("%s", async (_name, op) => {
    const graph = between(op);
    await checkBlocked(graph, randomFeeds(graph), b);
  });
});

on("pixels are repeated and summed by one operator each", () => {
  const up = between((g, x) => square(g, upsampleNearest(g, x, 2)));
  const model = Buffer.from(toOnnx(simplify(up), { blocks: b }));
  test.each(["Upsample", "AveragePool"])("%s", (operator) => {
    expect(model.includes(operator)).toBe(true);
  });
  test("nothing is expanded but numbers", () => {
    expect(model.includes("Expand")).toBe(false);
  });
});

on("what is fused", () => {
  const activations: Readonly<Record<string, (g: Builder, x: Value) => Value>> = {
    none: (_g, x) => x,
    relu: (g, x) => g.relu(x),
    "leaky ReLU": (g, x) => g.leakyRelu(x, { slope: 0.1 }),
    "leaky ReLU, negative slope": (g, x) => g.leakyRelu(x, { slope: -0.3 }),
    "leaky ReLU, steep": (g, x) => g.leakyRelu(x, { slope: 1.7 }),
    tanh: (g, x) => g.tanh(x),
  };
  const cases = Object.keys(activations).flatMap((name) =>
    [2 * b, 3].flatMap((to) => [true, false].map((bias) => ({ name, to, bias }))),
  );
  test.each(cases)("$name, $to channels, bias $bias", async ({ name, to, bias }) => {
    const graph = differentiated(
      { x: [2, b, 4, 4], weight: [to, b, 3, 3], bias: [to] },
      (g, { x, weight, bias: c }) => {
        const y = g.conv(x!, weight!, same);
        const shifted = bias ? g.add(y, g.reshape(c!, { shape: [to, 1, 1] })) : g.mul(y, 1);
        return activations[name]!(g, shifted);
      },
    );
    await checkBlocked(graph, randomFeeds(graph), b);
  });

  test.each(Object.keys(activations))(
    "a number times and plus for each channel, %s",
    async (name) => {
      const graph = between((g, x, c) => {
        const scaled = g.mul(x, g.add(g.mul(wide(g, c), 0.3), 1));
        const shift = g.reshape(g.mul(c, 2), { shape: [1, 2 * b, 1, 1] });
        return activations[name]!(g, g.add(shift, scaled));
      });
      await checkBlocked(graph, randomFeeds(graph), b);
    },
  );

  test("a scale with a result of its own", async () => {
    const graph = between((g, x, c) => {
      const scaled = g.mul(wide(g, c), x);
      return g.concat([g.relu(g.add(scaled, wide(g, c))), scaled], { axis: 0 });
    });
    await checkBlocked(graph, randomFeeds(graph), b);
  });

  test.each(["conv", "sum", "end"])(
    "nothing is lost when the %s is a result too",
    async (which) => {
      const graph = differentiated(
        { x: [2, b, 4, 4], weight: [b, b, 3, 3], bias: [b] },
        (g, { x, weight, bias }) => {
          const conv = g.conv(x!, weight!, same);
          const shifted = g.add(conv, g.reshape(bias!, { shape: [b, 1, 1] }));
          const end = g.leakyRelu(shifted, { slope: 0.1 });
          const again = { conv, sum: shifted, end }[which]!;
          return g.concat([end, g.mul(again, 2)], { axis: 0 });
        },
      );
      await checkBlocked(graph, randomFeeds(graph), b);
    },
  );

  test("a gradient to the input with a bias: a transposed convolution", async () => {
    const graph = differentiated(
      { x: [2, 2 * b, 4, 4], weight: [2 * b, b, 4, 4], bias: [b] },
      (g, { x, weight, bias }) => {
        const geometry: ConvGeometry = { stride: [2, 2], padding: [1, 1, 1, 1] };
        const y = g.convInputGrad(x!, weight!, { ...geometry, inputSize: [8, 8] });
        return g.relu(g.add(y, g.reshape(bias!, { shape: [b, 1, 1] })));
      },
    );
    await checkBlocked(graph, randomFeeds(graph), b);
  });
});

on("masks by sign", () => {
  test.each([0, 0.1, 1])("are exact for every normal number and 0, below %f", async (below) => {
    const g = createBuilder();
    const x = g.input("x", { dtype: "float32", shape: [1, b, 2, 4] });
    const weight = g.input("weight", { dtype: "float32", shape: [b, b, 1, 1] });
    const y = g.conv(x, weight, { stride: [1, 1], padding: [0, 0, 0, 0] });
    const mask = g.where(g.greater(y, 0), 1, below);
    const graph = { inputs: { x, weight }, outputs: { mask } };
    const numbers = [0, -0, 2 ** -126, -(2 ** -126), 1, -1, 3e38, -3e38];
    const feeds: Feed = {
      x: Float64Array.from({ length: b * 8 }, (_, i) => numbers[i % 8]!),
      weight: Float64Array.from({ length: b * b }, (_, i) => Number(i % (b + 1) === 0)),
    };
    await checkBlocked(graph, feeds, b, cpu.add);
  });
});
