/** Seeded random graphs of bounded values, for properties that hold for all graphs. */
import { type Builder, type Shape, sizeOf, sum, type Value } from "../../../src/graph/index.ts";
import type { RandomStream } from "../../../src/random.ts";
import type { Experiment } from "./experiment.ts";
import { normal } from "./tensors.ts";

/** One way to make a new value of a given one; kinks are at places that random numbers do not hit. */
type Step = (g: Builder, x: Value, other: Value, random: RandomStream) => Value;

const firstAxis = (shape: Shape, one: number, rest: number) =>
  shape.map((_, axis) => (axis === 0 ? one : rest));

const steps: readonly Step[] = [
  (g, x) => g.neg(x),
  (g, x) => g.tanh(x),
  (g, x) => g.sigmoid(x),
  (g, x) => g.softplus(x),
  (g, x) => g.abs(x),
  (g, x) => g.relu(x),
  (g, x) => g.leakyRelu(x, { slope: 0.2 }),
  (g, x) => g.exp(g.neg(g.abs(x))),
  (g, x) => g.log(g.add(g.mul(x, x), 1)),
  (g, x) => g.sqrt(g.add(g.abs(x), 0.5)),
  (g, x, y) => g.add(x, y),
  (g, x, y) => g.sub(x, y),
  (g, x, y) => g.mul(g.tanh(x), y),
  (g, x, y) => g.div(x, g.add(g.abs(y), 1)),
  (g, x, y) => g.maximum(x, y),
  (g, x, y) => g.minimum(x, g.tanh(y)),
  (g, x, y) => g.where(g.greater(x, y), y, g.neg(x)),
  (g, x) => g.sum(x, { axes: x.shape.length > 0 ? [x.shape.length - 1] : [] }),
  (g, x) => g.max(x, { axes: x.shape.length > 0 ? [0] : [] }),
  (g, x) => g.reshape(x, { shape: [sizeOf(x.shape)] }),
  (g, x) => g.reshape(x, { shape: [1, ...x.shape] }),
  (g, x) => g.transpose(x, { permutation: x.shape.map((_, i) => x.shape.length - 1 - i) }),
  (g, x) => g.expand(x, { shape: [2, ...x.shape] }),
  (g, x) =>
    g.pad(x, {
      low: firstAxis(x.shape, 1, 0),
      high: firstAxis(x.shape, 0, 1),
      interior: firstAxis(x.shape, 1, 0),
    }),
  (g, x) =>
    g.slice(x, {
      starts: x.shape.map(() => 0),
      ends: x.shape.map((n) => Math.max(1, n - 1)),
      strides: firstAxis(x.shape, 2, 1),
    }),
  (g, x) => (x.shape.length > 0 ? g.concat([x, g.tanh(x)], { axis: x.shape.length - 1 }) : x),
  (g, x) => {
    const rows = g.reshape(x, { shape: [1, sizeOf(x.shape)] });
    return g.mul(g.matmul(rows, g.tanh(rows), { transposeA: true, transposeB: false }), 0.5);
  },
  // what simplification removes or computes ahead
  (g, x) => g.add(x, 0),
  (g, x) => g.mul(g.fill(1, x.shape), x),
  (g, x) => g.sub(x, g.mul(g.scalar(0), 3)),
  (g, x) => g.neg(g.neg(x)),
  (g, x) => g.cast(x, { dtype: "float32" }),
  (g, x) => g.mul(x, g.exp(g.scalar(-0.5))),
  (g, x) => g.add(g.tanh(x), g.mul(2, g.tanh(x))),
  (g, x, _, random) =>
    g.add(
      g.reshape(x, { shape: [1, sizeOf(x.shape)] }),
      g.tanh(g.constant(normal([2], random).data, [2, 1])),
    ),
];

/** Larger values than this are summed instead of being used further. */
const LARGEST = 200;

/**
 * A graph of about `size` random steps from the inputs `a` [2, 3] and `b` [3], with the scalar output
 * `y`, and elements for the inputs.
 */
export function randomGraph(g: Builder, random: RandomStream, size: number): Experiment {
  const a = g.input("a", { dtype: "float32", shape: [2, 3] });
  const b = g.input("b", { dtype: "float32", shape: [3] });
  const values: Value[] = [a, b];
  const pick = () => values[random.integer(values.length)] as Value;
  for (let i = 0; i < size; i++) {
    const step = steps[random.integer(steps.length)] as Step;
    const x = pick();
    const other = values.filter(({ shape }) => broadcasts(shape, x.shape));
    const y = step(g, x, other[random.integer(other.length)] as Value, random);
    values.push(sizeOf(y.shape) > LARGEST || y.shape.length > 5 ? sum(g, y) : y);
  }
  const parts = values.slice(-8).map((v) => g.tanh(g.mul(sum(g, v), 0.1)));
  const y = parts.reduce((s, part) => g.add(s, part));
  return {
    graph: { inputs: { a, b }, outputs: { y } },
    feeds: { a: normal([2, 3], random).data, b: normal([3], random).data },
  };
}

function broadcasts(a: Shape, b: Shape): boolean {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const extra = long.length - short.length;
  return short.every((n, i) => n === long[i + extra] || n === 1 || long[i + extra] === 1);
}
