/** Every convolution of every recipe on blocks, against standard operators and the float64 reference. */
import { describe, expect, test } from "vitest";
import { assembleModel } from "../src/config/assemble.ts";
import { loadConfig } from "../src/config/load.ts";
import { recipes } from "../src/config/recipes/registry.ts";
import { discriminatorStep, generatorStep } from "../src/gan/index.ts";
import {
  createBuilder,
  evaluate,
  type Graph,
  simplify,
  sizeOf,
  topologicalOrder,
  type Value,
} from "../src/graph/index.ts";
import { forms } from "../src/graph/onnx/blocked/forms/choose.ts";
import type { Form } from "../src/graph/onnx/blocked/forms/form.ts";
import { type Problem, problemOf, work } from "../src/graph/onnx/blocked/forms/problem.ts";
import { type ConvOp, chosenForm, type OnnxOptions, toOnnx } from "../src/graph/onnx/index.ts";
import { nodeEngine } from "../src/runtime/node.ts";
import { randomFeeds } from "./support/graph/blocked.ts";
import { graphOf } from "./support/graph/convolution.ts";
import { runEngine } from "./support/graph/engine.ts";
import {
  cpuComposite,
  type EngineTolerance,
  toleranceFor,
  winograd,
} from "./support/tolerances.ts";

const blocks = await nodeEngine({ device: "cpu" }).blocks?.();
/** Products up to which the reference, in plain loops, is asked too. */
const FEW = 2e7;

/** A convolution of a recipe with as many images as a block has channels, and one block of them at most. */
interface Reduced {
  readonly name: string;
  readonly problem: Problem;
}

const convolutions = ["conv", "convInputGrad", "convWeightGrad"];

/** A convolution by itself, for one image. */
interface Layer {
  readonly name: string;
  readonly graph: Graph;
  readonly products: number;
  readonly tolerance: EngineTolerance;
}

/** The convolutions of a value's graph, each once. */
function collect(graph: Graph, found: Map<string, Layer>): void {
  for (const value of topologicalOrder(Object.values(graph.outputs))) {
    const { source } = value;
    if (source.kind !== "op" || !convolutions.includes(source.op)) continue;
    reduce(problemOf(value, blocks ?? 16)!);
    const [a, b] = source.inputs as [Value, Value];
    const one = ([, ...rest]: readonly number[]) => [1, ...rest];
    // of a weight the first axis is no batch
    const shapes = [one(a.shape), source.op === "convWeightGrad" ? one(b.shape) : b.shape];
    const name = `${source.op} [${shapes.join("] [")}] ${JSON.stringify(source.attributes)}`;
    if (found.has(name)) continue;
    const g = createBuilder();
    const inputs = Object.fromEntries(
      shapes.map((shape, i) => [`x${i}`, g.input(`x${i}`, { dtype: "float32", shape })]),
    );
    // through tanh, so that blocks are wanted before and after
    const first = g.tanh(inputs.x0!);
    const y = g.apply(source.op, [first, inputs.x1!], source.attributes as never);
    const kernel = source.op === "convWeightGrad" ? y.shape : b.shape;
    const image = source.op === "convInputGrad" ? y.shape : a.shape;
    const products = sizeOf(kernel) * sizeOf(image.slice(2));
    const form = chosenForm(source.op as ConvOp, problemOf(y, blocks ?? 16)!);
    const tolerance = form === "winograd" || form === "phases" ? winograd : cpuComposite;
    const outputs = { y: g.tanh(g.mul(y, 0.01)) };
    found.set(name, { name, graph: { inputs, outputs }, products, tolerance });
  }
}

function reduce(problem: Problem): void {
  const { inputs, outputs, size, ...geometry } = problem;
  const [from, to] = [inputs, outputs].map((n) => Math.min(n, size)) as [number, number];
  const small = { ...geometry, batch: size, inputs: from, outputs: to, size };
  const name = JSON.stringify(small);
  reduced.set(name, { name, problem: small });
}

const layers = new Map<string, Layer>();
const reduced = new Map<string, Reduced>();
const models = new Set<string>();
for (const name of Object.keys(recipes)) {
  const config = await loadConfig(name);
  const { model, data, generator, discriminator } = config;
  const key = JSON.stringify([
    model,
    data.size,
    data.name,
    generator.initializer.name,
    discriminator.penalties.map((p) => p.name),
  ]);
  if (models.has(key)) continue;
  models.add(key);
  const assembled = assembleModel({
    ...config,
    batchSize: 1,
    generator: { ...generator, batchSize: 1 },
  });
  for (const step of [discriminatorStep, generatorStep]) collect(step(assembled).graph, layers);
}

describe.skipIf(blocks === undefined)("every convolution of every recipe", () => {
  test("there are many", () => expect(layers.size).toBeGreaterThan(50));

  test.each([...layers.values()])("$name", async ({ graph, products, tolerance }) => {
    const feeds = randomFeeds(graph);
    const run = (size: number | undefined) =>
      runEngine(toOnnx(simplify(graph), { blocks: size }), graph.inputs, feeds);
    const [standard, blocked] = [(await run(undefined)).y!, (await run(blocks)).y!];
    expect(blocked.shape).toEqual(standard.shape);
    const near = (expected: ArrayLike<number>) =>
      expect(blocked.data).toBeAllclose(expected, toleranceFor(expected, tolerance));
    near(standard.data);
    if (products <= FEW) near(evaluate(graph, feeds).y!.data);
  });
});

describe.skipIf(blocks === undefined)("every form of their convolutions, in small", () => {
  const cases = Object.entries(forms).flatMap(([op, list]) =>
    (list as readonly Form[]).flatMap((form) =>
      [...reduced.values()]
        .filter(({ problem }) => form.fits(problem))
        .map(({ name, problem }) => ({ op: op as ConvOp, form: form.name, name, problem })),
    ),
  );

  test("there are many", () => expect(cases.length).toBeGreaterThan(50));

  test.each(cases)("$op by $form, $name", async ({ op, form, problem }) => {
    const graph = graphOf(op, problem);
    const feeds = randomFeeds(graph);
    const run = (options: OnnxOptions) =>
      runEngine(toOnnx(simplify(graph), options), graph.inputs, feeds);
    const [name] = Object.keys(graph.outputs) as [string];
    const actual = (await run({ blocks, forms: [form] }))[name]!;
    const few = 5e8 * work(problem) <= FEW;
    const expected = (few ? evaluate(graph, feeds) : await run({}))[name]!;
    expect(actual.shape).toEqual(expected.shape);
    expect(actual.data).toBeAllclose(expected.data, toleranceFor(expected.data, cpuComposite));
  });
});
