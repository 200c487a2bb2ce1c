/** What Fixup's claim measures and decides. */
import { describe, expect, test } from "vitest";
import { cpu } from "../../../test/support/tolerances.ts";
import { onProcessor } from "../on-processor.ts";
import { type Course, compileDeepStep, deepCourse } from "./course.ts";
import { judge, type Row } from "./depth.ts";
import { drawImages, type Method } from "./networks.ts";

const size = { channels: 4, side: 4, images: 8 };

/** Three steps of a network of five blocks. */
const threeSteps = (method: Method, rate = 0.1, blocks = 5) =>
  onProcessor(async (runtime) => {
    const trained = await compileDeepStep(runtime, method, blocks, size);
    return deepCourse(runtime, trained, { seed: 1, steps: 3, rate });
  });

describe("a course", () => {
  test("Fixup begins with equal chances of the four classes, and no gradient but to the last layer", async () => {
    const { losses, updates, gradients } = await threeSteps("Fixup");
    expect(losses).toHaveLength(4);
    expect(updates).toHaveLength(3);
    expect([losses[0]!]).toBeAllclose([Math.log(4)], cpu.log);
    expect(gradients.map((norms) => norms.length)).toEqual([5, 5, 5, 5]);
    expect(Math.max(...gradients[0]!)).toBe(0);
    // with the last layer the branches' last layers learn, and with them all others
    expect(Math.min(...gradients[2]!)).toBeGreaterThan(0);
  });

  test("Fixup's first update is the same at any depth", async () => {
    const [some, more] = [await threeSteps("Fixup"), await threeSteps("Fixup", 0.1, 12)];
    expect([more.updates[0]!]).toBeAllclose([some.updates[0]!], { relative: cpu.sum.ofLargest });
  });

  test.each(["He", "batch norm"] as const)(
    "a small step of %s lowers the loss by the rate times the square of the gradient's norm, or more",
    async (method) => {
      const rate = 1e-5;
      const { losses, gradients } = await threeSteps(method, rate);
      // the blocks' weights are most of the parameters, not all
      const square = gradients[0]!.reduce((total, norm) => total + norm ** 2, 0);
      const fall = losses[0]! - losses[1]!;
      expect(fall).toBeGreaterThan(0.9 * rate * square);
      expect(fall).toBeLessThan(3 * rate * square);
    },
  );

  test("ends where it is not finite, with an infinite update", async () => {
    const { losses, updates } = await threeSteps("He", 1e30);
    expect(losses.length).toBeLessThan(4);
    expect(updates.at(-1)).toBe(Number.POSITIVE_INFINITY);
  });
});

test("the images of a class have its color in common", () => {
  const { images, labels } = drawImages({ ...size, side: 32 }, 3);
  const colorOf = (image: number) =>
    [0, 1, 2].map((channel) => {
      const start = (3 * image + channel) * 1024;
      return images.slice(start, start + 1024).reduce((sum, x) => sum + x, 0) / 1024;
    });
  expect([...labels]).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
  // 0.5/√1024 is the deviation of each mean
  expect(colorOf(4)).toBeAllclose(colorOf(0), { absolute: 6 * Math.SQRT2 * (0.5 / 32) });
});

describe("the verdict", () => {
  const steady: Course = {
    losses: Array.from({ length: 11 }, (_, i) => 2 - 0.1 * i),
    updates: new Array(10).fill(0.01),
    gradients: [Float32Array.of(0), Float32Array.of(1), Float32Array.of(1)],
  };
  const exploded: Course = {
    losses: [1e6, Number.NaN],
    updates: [Number.POSITIVE_INFINITY],
    gradients: [Float32Array.of(1e20)],
  };
  const updates = (first: number): Course => ({ ...steady, updates: new Array(10).fill(first) });
  const rows = (fixup: Course, deepHe: Course): Row[] =>
    [10, 100, 1000].flatMap((blocks) => [
      { method: "Fixup", blocks, courses: new Array(3).fill(blocks === 1000 ? fixup : steady) },
      { method: "He", blocks, courses: new Array(3).fill(blocks === 10 ? steady : deepHe) },
      { method: "batch norm", blocks, courses: new Array(3).fill(steady) },
    ]);

  test("holds for steady updates and an explosion, finite or not", () => {
    const { verdict, measured } = judge(rows(updates(0.029), exploded));
    expect(verdict).toBe("holds");
    expect(measured).toContain("2.90 times its smallest");
    expect(measured).toContain("more than float32 holds");
    expect(judge(rows(steady, updates(0.01 * 2 ** 46))).verdict).toBe("holds");
  });

  test.each<readonly [string, Course, Course]>([
    ["an update of a deep network is more than three times as large", updates(0.031), exploded],
    ["or less than a third", updates(0.003), exploded],
    ["Fixup's loss rises", { ...steady, losses: [...steady.losses].reverse() }, exploded],
    ["Fixup is not finite", exploded, exploded],
    ["He's update grows less than its output is expected to", steady, updates(0.01 * 2 ** 44)],
    ["a draw of He is missing", steady, { ...steady, updates: [] }],
  ])("does not hold where %s", (_name, fixup, he) => {
    expect(judge(rows(fixup, he)).verdict).toBe("does not hold");
  });
});
