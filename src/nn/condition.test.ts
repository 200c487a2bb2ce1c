import { expect, test } from "vitest";
import { createBuilder, evaluate } from "../graph/index.ts";
import { classRows } from "./condition.ts";

/** Rows of three classes. */
const table = [1, 2, 3, 10, 20, 30, 100, 200, 300];

function rows(name: "labels" | "shares", values: readonly number[]): number[] {
  const g = createBuilder();
  const chosen =
    name === "labels"
      ? g.input(name, { dtype: "int32", shape: [2] })
      : g.input(name, { dtype: "float32", shape: [2, 3] });
  const y = classRows(g, g.constant(Float32Array.from(table), [3, 3]), chosen);
  const result = evaluate({ inputs: { [name]: chosen }, outputs: { y } }, { [name]: values });
  return Array.from(result.y!.data);
}

test("a whole share of a class is the class", () => {
  expect(rows("labels", [2, 0])).toEqual([100, 200, 300, 1, 2, 3]);
  expect(rows("shares", [0, 0, 1, 1, 0, 0])).toEqual(rows("labels", [2, 0]));
});

test("shares mix the rows of classes", () => {
  expect(rows("shares", [0.5, 0.5, 0, 0.25, 0.5, 0.25])).toEqual([
    5.5, 11, 16.5, 30.25, 60.5, 90.75,
  ]);
});
