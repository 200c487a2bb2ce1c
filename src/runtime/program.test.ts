import { expect, test } from "vitest";
import { createProgram, nextName } from "./program.ts";

const vector = { dtype: "float32", shape: [3] } as const;

test("collects feeds, reads, writes and results", () => {
  const program = createProgram("step");
  const { g } = program;
  const x = program.feed("x", vector);
  const w = program.read("layer/weight", [3]);
  program.write("layer/weight", g.add(w, x));
  program.result("sum", g.sum(x, { axes: [0] }));
  const { name, graph, reads, writes } = program.build();
  expect(name).toBe("step");
  expect(Object.keys(graph.inputs)).toEqual(["x", "layer/weight"]);
  expect(Object.keys(graph.outputs)).toEqual(["next/layer/weight", "sum"]);
  expect([reads, writes]).toEqual([["layer/weight"], ["layer/weight"]]);
  expect(nextName("layer/weight")).toBe("next/layer/weight");
});

test("reads a value of the state once", () => {
  const program = createProgram("step");
  expect(program.read("w", [3])).toBe(program.read("w", [3]));
  program.result("w", program.read("w", [3]));
  expect(program.build().reads).toEqual(["w"]);
});

test("refuses a name given twice", () => {
  const program = createProgram("step");
  const x = program.feed("x", vector);
  expect(() => program.feed("x", vector)).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: input: names must be unique, got x twice]`,
  );
  expect(() => program.read("x", [3])).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: input: names must be unique, got x twice]`,
  );
  program.result("y", x);
  expect(() => program.result("y", x)).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: step: outputs must be unique, got y twice]`,
  );
  program.write("w", x);
  expect(() => program.write("w", x)).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: step: outputs must be unique, got next/w twice]`,
  );
});
