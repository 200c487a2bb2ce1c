/** Several programs as one, on the float64 reference: the same numbers as one after the other. */
import { describe, expect, test } from "vitest";
import { runProgram } from "../../test/support/gan/small.ts";
import { simplify, topologicalOrder } from "../graph/index.ts";
import { inSequence } from "./in-sequence.ts";
import { createProgram, type Program, type ProgramBuilder } from "./program.ts";

function build(name: string, body: (program: ProgramBuilder) => void): Program {
  const program = createProgram(name);
  body(program);
  return program.build();
}

/** w ← w·exp(x), result `product`. */
const multiply = build("multiply", (program) => {
  const x = program.feed("x", { dtype: "float32", shape: [2] });
  const next = program.g.mul(program.read("w", [2]), program.g.exp(x));
  program.write("w", next);
  program.result("product", next);
});
/** w ← w + b + exp(x)·noise, b ← w, result `sum`. */
const add = build("add", (program) => {
  const { g } = program;
  const x = program.feed("x", { dtype: "float32", shape: [2] });
  const noise = program.draw("noise", [2], "normal");
  const w = program.read("w", [2]);
  const next = g.add(g.add(w, program.read("b", [2])), g.mul(g.exp(x), noise));
  program.write("w", next);
  program.write("b", w);
  program.result("sum", next);
});

const state = { w: [1, 2], b: [10, 20], untouched: [7] };
const feeds = { x: [0.5, -1], noise: [3, 4] };

describe("programs in sequence", () => {
  test.each([
    ["one way", [multiply, add]],
    ["the other way", [add, multiply]],
  ] as const)("give what they give one after the other, %s", (_, programs) => {
    const [first, second] = programs;
    const before = runProgram(first, state, feeds);
    const after = runProgram(second, before.state, feeds);
    const whole = runProgram(inSequence("both", programs), state, feeds);
    expect(whole.state).toEqual(after.state);
    expect(whole.results).toEqual({ ...before.results, ...after.results });
  });

  test("are one program with all their inputs, each value read and written once", () => {
    const { name, reads, writes, draws, graph } = inSequence("both", [multiply, add]);
    expect([name, reads, writes]).toEqual(["both", ["w", "b"], ["w", "b"]]);
    expect(draws).toEqual([{ name: "noise", shape: [2], distribution: "normal" }]);
    expect(Object.keys(graph.inputs).toSorted()).toEqual(["b", "noise", "w", "x"]);
  });

  test("compute once what they compute alike", () => {
    const { graph } = inSequence("both", [multiply, add]);
    const values = topologicalOrder(Object.values(simplify(graph).outputs));
    const ops = values.flatMap(({ source }) => (source.kind === "op" ? [source.op] : []));
    expect(ops.filter((op) => op === "exp")).toHaveLength(1);
  });
});

describe("what is refused", () => {
  test("a fed input of another shape", () => {
    const wide = build("wide", (program) => {
      program.result("wide", program.feed("x", { dtype: "float32", shape: [3] }));
    });
    expect(() => inSequence("both", [multiply, wide])).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: both: x must be float32[2], got float32[3]]`,
    );
  });

  test("a result of one name", () => {
    expect(() => inSequence("both", [multiply, multiply])).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: both: outputs must be unique, got product twice]`,
    );
  });
});
