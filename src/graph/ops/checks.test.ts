/** The checks of the op table are themselves checked: broken gradients and broken lowerings are caught. */
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { type AttributeProto, type GraphProto, ModelProtoSchema, type NodeProto } from "onnx-buf";
import { describe, expect, test } from "vitest";
import type { CaseOf } from "../../../test/support/graph/cases/case.ts";
import { opCases } from "../../../test/support/graph/cases/index.ts";
import { expectSame, gradientsOf, runBoth } from "../../../test/support/graph/checks.ts";
import { experiment, names, only, together } from "../../../test/support/graph/experiment.ts";
import { checkDerivative } from "../../../test/support/graph/finite-difference.ts";
import { dataStream, normal } from "../../../test/support/graph/tensors.ts";
import { cpu } from "../../../test/support/tolerances.ts";
import { type Builder, createBuilder, evaluate, type OpName, type Value } from "../index.ts";
import { toOnnx } from "../onnx/index.ts";
import type { Signature } from "../signatures.ts";
import { ops } from "./table.ts";

const casesOf = (op: OpName) => opCases[op] as readonly CaseOf<Signature>[];

describe("a gradient that is off by 1 in 100000, or by 1e-5 where it is 0, is caught", () => {
  const differentiable = (Object.keys(ops) as OpName[]).filter((op) =>
    casesOf(op).some((c) => c.scale !== null),
  );

  test.each(differentiable)("%s", (op) => {
    const g = createBuilder();
    for (const c of casesOf(op).filter(
      ({ scale, inputs }) => scale !== null && inputs.length < 9,
    )) {
      const e = experiment(g, c.name, {
        inputs: c.inputs,
        build: (b, xs) => b.apply(op, xs, c.attributes as never),
      });
      const name = names(c.name);
      for (const [input, output] of Object.entries(gradientsOf(e.graph, c.name, name.ds))) {
        const right = e.graph.outputs[output] as Value;
        if (right.shape.includes(0)) continue;
        const values = evaluate(only(e, output).graph, e.feeds)[output]?.data;
        const wrong = values?.every((x) => x === 0) ? g.add(right, 1e-5) : g.mul(right, 1 + 1e-5);
        const outputs = { ...e.graph.outputs, wrong };
        const broken = { graph: { ...e.graph, outputs }, feeds: e.feeds };
        const claim = { of: name.s, gradients: { [input]: "wrong" } };
        expect(() => checkDerivative(broken, claim, c.scale ?? 1), output).toThrow(/gradient of/);
      }
    }
  });
});

describe("a wrong gradient rule is caught", () => {
  type Rule = (g: Builder, ct: Value, xs: readonly Value[], out: Value) => Value;
  const wrong: readonly (readonly [string, OpName, string, Rule])[] = [
    ["tanh: 1 - x²", "tanh", "ordinary", (g, ct, [x]) => g.mul(ct, g.sub(1, g.mul(x!, x!)))],
    ["sqrt: the 2 forgotten", "sqrt", "ordinary", (g, ct, _, y) => g.div(ct, y)],
    [
      "softplus: as relu",
      "softplus",
      "ordinary",
      (g, ct, [x]) => g.mul(ct, g.where(g.greater(x!, 0), 1, 0)),
    ],
    ["abs: always 1", "abs", "ordinary", (_, ct) => ct],
    ["mul: the factors exchanged", "mul", "equal shapes", (g, ct, [a]) => g.mul(ct, a!)],
    [
      "max: to all elements",
      "max",
      "the last axis",
      (g, ct, [x]) => g.expand(g.reshape(ct, { shape: [3, 1] }), { shape: x!.shape }),
    ],
    [
      "pad: low and high exchanged",
      "pad",
      "both ends",
      (g, ct) => g.slice(ct, { starts: [0, 2], ends: [2, 5], strides: [1, 1] }),
    ],
    [
      "gather: only the last look-up counts",
      "gather",
      "the same row more than once",
      (g, ct) =>
        g.pad(g.slice(ct, { starts: [3, 0], ends: [5, 2], strides: [1, 1] }), {
          low: [0, 0],
          high: [1, 0],
          interior: [0, 0],
        }),
    ],
    [
      "conv: the padding mirrored",
      "conv",
      "padding at the end only",
      (g, ct, [x, w]) =>
        g.convInputGrad(ct, w!, {
          stride: [2, 2],
          padding: [1, 1, 0, 0],
          inputSize: [x!.shape[2]!, x!.shape[3]!],
        }),
    ],
  ];

  test.each(wrong)("%s", (_, op, caseName, rule) => {
    const g = createBuilder();
    const c = casesOf(op).find(({ name }) => name === caseName)!;
    let [xs, out]: [readonly Value[], Value | undefined] = [[], undefined];
    const e = experiment(g, op, {
      inputs: c.inputs,
      build(b, inputs) {
        xs = inputs;
        out = b.apply(op, inputs, c.attributes as never);
        return out;
      },
    });
    const name = names(op);
    const ct = e.graph.inputs[name.r] as Value;
    const outputs = { ...e.graph.outputs, wrong: rule(g, ct, xs, out!) };
    const claim = (output: string) => ({ of: name.s, gradients: { [name.x(0)]: output } });
    const broken = { graph: { ...e.graph, outputs }, feeds: e.feeds };
    checkDerivative(broken, claim(name.ds(0)));
    expect(() => checkDerivative(broken, claim("wrong"))).toThrow(/gradient of/);
  });

  test("a second derivative that misses a term", () => {
    const g = createBuilder();
    const e = experiment(g, "cube", {
      inputs: [normal([5], dataStream("cube"))],
      build: (b, [x]) => b.mul(b.stopGradient(x!), b.mul(x!, x!)),
    });
    const name = names("cube");
    const claim = { of: name.t, gradients: { [name.x(0)]: name.dt(0) } };
    expect(() => checkDerivative(e, claim)).toThrow(/gradient of/);
  });
});

describe("a broken lowering is caught", () => {
  const retype = (from: string, to: string) => (graph: GraphProto) =>
    each(graph, from, (node) => {
      node.opType = to;
    });
  const swapInputs = (type: string, i: number, j: number) => (graph: GraphProto) =>
    each(graph, type, (node) => {
      const [a, b] = [node.input[i], node.input[j]];
      if (a !== undefined && b !== undefined) [node.input[i], node.input[j]] = [b, a];
    });
  /** Exchanges what belongs to the start and to the end of each axis. */
  const mirrorPads = (type: string) => (graph: GraphProto) =>
    each(graph, type, (node) => {
      const pads = attribute(node, "pads");
      if (pads) pads.ints = [...pads.ints.slice(2), ...pads.ints.slice(0, 2)];
    });
  const mirrorPadNode = (graph: GraphProto) =>
    each(graph, "Pad", (node) => {
      const pads = graph.initializer.find((tensor) => tensor.name === node.input[1])!;
      const half = pads.rawData.length / 2;
      pads.rawData = Uint8Array.from([...pads.rawData.slice(half), ...pads.rawData.slice(0, half)]);
    });
  const broken: readonly (readonly [OpName, string, (graph: GraphProto) => void])[] = [
    ["neg", "Identity for Neg", retype("Neg", "Identity")],
    ["sigmoid", "a piecewise linear sigmoid", retype("Sigmoid", "HardSigmoid")],
    ["softplus", "the logarithm forgotten", retype("Log", "Identity")],
    ["relu", "a slight slope", retype("Relu", "LeakyRelu")],
    [
      "leakyRelu",
      "alpha left out",
      (graph) =>
        each(graph, "LeakyRelu", (node) => {
          node.attribute = [];
        }),
    ],
    ["sub", "operands exchanged", swapInputs("Sub", 0, 1)],
    ["maximum", "Min for Max", retype("Max", "Min")],
    ["greater", "ties count", retype("Greater", "GreaterOrEqual")],
    ["where", "choices exchanged", swapInputs("Where", 1, 2)],
    ["sum", "Mean for Sum", retype("ReduceSum", "ReduceMean")],
    ["max", "Min for Max", retype("ReduceMax", "ReduceMin")],
    ["pad", "low and high exchanged", mirrorPadNode],
    ["concat", "inputs exchanged", swapInputs("Concat", 0, 1)],
    ["oneHot", "all classes up to the index", retype("Equal", "GreaterOrEqual")],
    ["conv", "padding mirrored", mirrorPads("Conv")],
    ["convInputGrad", "padding mirrored", mirrorPads("ConvTranspose")],
    ["convWeightGrad", "padding mirrored", mirrorPadNode],
  ];

  test.each(broken)("%s: %s", async (op, _, damage) => {
    const g = createBuilder();
    const e = together(
      casesOf(op).map((c) => {
        const whole = experiment(g, c.name, {
          inputs: c.inputs,
          build: (b, xs) => b.apply(op, xs, c.attributes as never),
        });
        return only(whole, names(c.name).y);
      }),
    );
    const check = async (model: Uint8Array) => {
      const results = await runBoth(e, model);
      for (const output of Object.keys(e.graph.outputs)) expectSame(results, output, cpu[op]);
    };
    const sound = toOnnx(e.graph);
    await check(sound);
    const model = fromBinary(ModelProtoSchema, sound);
    damage(model.graph!);
    await expect(check(toBinary(ModelProtoSchema, model))).rejects.toThrow(/times the tolerance/);
  });
});

function each(graph: GraphProto, type: string, change: (node: NodeProto) => void): void {
  const nodes = graph.node.filter(({ opType }) => opType === type);
  if (nodes.length === 0) throw new Error(`the model has no ${type}`);
  for (const node of nodes) change(node);
}

function attribute(node: NodeProto, name: string): AttributeProto | undefined {
  return node.attribute.find((a) => a.name === name);
}
