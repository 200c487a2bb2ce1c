import { expect, test } from "vitest";
import type { RunPlan } from "../plan/plan.ts";
import { classNamesFor } from "./class-names.ts";

const plan = (classes: number | undefined) =>
  ({ model: { definition: { classes } } }) as Pick<RunPlan, "model">;
const data = (...classes: string[]) => ({ name: "folder", source: "photos", classes });

test("names are those of the data, with those kept of classes that are gone", () => {
  expect(classNamesFor(plan(2), data("a", "b"))).toEqual(["a", "b"]);
  expect(classNamesFor(plan(3), data("a", "b"), ["a", "b", "c"])).toEqual(["a", "b", "c"]);
  expect(classNamesFor(plan(3), data("a", "b", "c"), ["a", "b"])).toEqual(["a", "b", "c"]);
  expect(classNamesFor(plan(undefined), data("a", "b"))).toBe(undefined);
});

test("a number never comes to stand for another class", () => {
  expect(() => classNamesFor(plan(3), data("a", "c"), ["a", "b", "c"])).toThrow(
    "of which number 1 is b, got c in photos",
  );
});
