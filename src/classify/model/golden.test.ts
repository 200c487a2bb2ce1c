/** Training steps against PyTorch's (scripts/golden/classify.py). */
import { describe, expect, test } from "vitest";
import { withRuntime } from "../../../test/support/gan/small.ts";
import {
  type GoldenCase,
  type GoldenTensor,
  goldenCases,
  goldenRow,
} from "../../../test/support/golden/cases.ts";
import { cpuComposite, float64Golden, toleranceFor } from "../../../test/support/tolerances.ts";
import { evaluate, type Graph } from "../../graph/index.ts";
import { batchNorm, type Network } from "../../nn/index.ts";
import { adam, emptySlots, type Optimizer, sgd } from "../../nn/optimizers/index.ts";
import { nextName } from "../../runtime/index.ts";
import type { Normalization } from "../../stabilizers/index.ts";
import { plainNetwork, residualNetwork } from "../networks/index.ts";
import { classifierProgram, classifierStep, createClassifier } from "./index.ts";

const normalization: Normalization = (context, name, x) => batchNorm(context, name, x);

function networkOf({ network, channels, classes }: GoldenCase["attrs"]): Network {
  const sizes = { channels, classes, blocks: 2, layers: 2 };
  switch (network) {
    case "plain":
      return plainNetwork({ ...sizes, normalization });
    case "residual":
      return residualNetwork({ ...sizes, normalization, shortcut: "convolution" });
    default:
      return residualNetwork({ ...sizes, fixup: true, shortcut: "zeros" });
  }
}

describe.each(goldenCases("classify", "classify.json"))("$name", (golden) => {
  const { attrs, inputs, outputs } = golden;
  const { images, labels, partners, ...parameters } = inputs as Record<string, GoldenTensor>;
  const { loss, logits, inference, ...trained } = outputs;
  const { batch: batchSize, smoothing, decay: weightDecay, classes } = attrs;
  const optimizer: Optimizer =
    attrs.optimizer === "sgd" ? sgd({ momentum: attrs.momentum }) : adam();
  const model = createClassifier({
    ...{ network: networkOf(attrs), imageShape: attrs.shape, classes },
    // every weight is the golden one
    initializer: ({ name }) => Float32Array.from(parameters[name]!.data),
  });
  const step = classifierStep(model, {
    ...{ optimizer, batchSize, weightDecay, smoothing, mixes: true },
  });
  const steps = loss!.data.length;
  const rowOf = (tensor: GoldenTensor | undefined, i: number) => {
    const { shape, data } = tensor as GoldenTensor;
    const [count = 1] = shape;
    return goldenRow({ shape: [count, data.length / count], data }, i);
  };
  const scalarsOf = (i: number) => optimizer.scalarsAt(i + 1, attrs.rate);
  const start = () => {
    const entries = [
      ...Object.entries(parameters).map(([name, { data }]) => [name, data] as const),
      ...model.buffers.map(
        ({ name, shape, initial }) => [name, new Array(shape[0]).fill(initial)] as const,
      ),
      ...Object.entries(emptySlots(model.parameters, optimizer)).map(
        ([name, { data }]) => [name, data] as const,
      ),
    ];
    return Object.fromEntries<ArrayLike<number>>(entries);
  };

  test("has the parameters of PyTorch's network", () => {
    const names = model.parameters.map(({ name }) => name).toSorted();
    expect(names).toEqual(Object.keys(parameters).toSorted());
  });

  test("has PyTorch's losses, logits, parameters and statistics", () => {
    let state = start();
    const run = (graph: Graph, feeds: Record<string, ArrayLike<number>>) => {
      const read = Object.entries({ ...state, ...feeds }).filter(([name]) => name in graph.inputs);
      return evaluate(graph, Object.fromEntries(read));
    };
    for (let i = 0; i < steps; i++) {
      const found = run(step.graph, {
        ...Object.fromEntries(Object.entries(scalarsOf(i)).map(([name, x]) => [name, [x]])),
        ...{ images: rowOf(images, i), labels: rowOf(labels, i), partners: rowOf(partners, i) },
        share: [attrs.share],
      });
      expect(found.loss!.data).toBeAllclose([loss!.data[i]!], float64Golden);
      expect(found.logits!.data).toBeAllclose(rowOf(logits, i), float64Golden);
      const next = step.writes.map((name) => [name, found[nextName(name)]!.data] as const);
      state = { ...state, ...Object.fromEntries(next) };
    }
    for (const [name, { data }] of Object.entries(trained)) {
      expect(state[name], name).toBeAllclose(data, float64Golden);
    }
    const { graph } = classifierProgram(model, batchSize);
    const { logits: told } = run(graph, { images: rowOf(images, 0) });
    expect(told!.data).toBeAllclose(inference!.data, float64Golden);
  });

  test("has them on the engine", async () => {
    const found = await withRuntime(async (runtime) => {
      const state = start();
      const shapes = new Map([
        ...[...model.parameters, ...model.buffers].map(({ name, shape }) => [name, shape] as const),
        ...Object.entries(emptySlots(model.parameters, optimizer)).map(
          ([name, { shape }]) => [name, shape] as const,
        ),
      ]);
      for (const [name, data] of Object.entries(state)) {
        runtime.state.write(name, { shape: shapes.get(name)!, data: Float32Array.from(data) });
      }
      const executable = await runtime.compile(step);
      const losses: number[] = [];
      for (let i = 0; i < steps; i++) {
        const scalars = Object.entries(scalarsOf(i));
        const { loss: value } = await executable.run({
          ...Object.fromEntries(scalars.map(([name, x]) => [name, Float32Array.of(x)])),
          images: Uint8Array.from(rowOf(images, i)),
          labels: Int32Array.from(rowOf(labels, i)),
          partners: Int32Array.from(rowOf(partners, i)),
          share: Float32Array.of(attrs.share),
        });
        losses.push(value![0] as number);
      }
      return losses;
    });
    expect(found).toBeAllclose(loss!.data, toleranceFor(loss!.data, cpuComposite));
  });
});
