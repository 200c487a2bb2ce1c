import { afterEach, describe, expect, test } from "vitest";
import { nodeEngine } from "./node.ts";
import { createState } from "./state.ts";

const engine = nodeEngine({ device: "cpu", threads: 1 });
const state = createState(engine);
afterEach(() => state.dispose());

const matrix = () => ({ shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) });

test("gives back what was written, with its shape", async () => {
  state.write("a/b", matrix());
  state.write("scalar", { shape: [], data: Float32Array.of(7) });
  state.write("empty", { shape: [0, 3], data: new Float32Array(0) });
  expect(state.names()).toEqual(["a/b", "scalar", "empty"]);
  expect([state.has("a/b"), state.has("b")]).toEqual([true, false]);
  expect(state.shapeOf("a/b")).toEqual([2, 3]);
  expect(await state.read(["scalar", "a/b"])).toEqual({
    scalar: { shape: [], data: Float32Array.of(7) },
    "a/b": matrix(),
  });
  expect(Object.keys(await state.read())).toEqual(["a/b", "scalar", "empty"]);
  expect(await state.read([])).toEqual({});
});

describe("copies", () => {
  test("what is written: changing the array afterwards changes nothing", async () => {
    const { shape, data } = matrix();
    state.write("a", { shape, data });
    data.fill(-1);
    expect(await state.read()).toEqual({ a: matrix() });
  });

  test("a part of a larger buffer only", async () => {
    const buffer = Float32Array.of(0, 1, 2, 3, 4);
    state.write("a", { shape: [2], data: buffer.subarray(1, 3) });
    expect((await state.read()).a!.data).toEqual(Float32Array.of(1, 2));
  });

  test("what is read: changing it changes nothing", async () => {
    state.write("a", matrix());
    const { a } = await state.read();
    a!.data.fill(-1);
    expect(await state.read()).toEqual({ a: matrix() });
  });
});

test("a value may be replaced by one of the same shape", async () => {
  state.write("a", matrix());
  state.write("a", { shape: [2, 3], data: new Float32Array(6) });
  expect((await state.read()).a!.data).toEqual(new Float32Array(6));
});

test("the memory of what is replaced or disposed of is freed", async () => {
  const dataOf = (name: string) => state.tensor(name).data as Float32Array;
  state.write("a", matrix());
  state.write("b", matrix());
  const read = await state.read(["a"]);
  const [written, other] = [dataOf("a"), dataOf("b")];
  const computed = Float32Array.of(6, 5, 4, 3, 2, 1);
  state.replace("a", new engine.Tensor("float32", computed, [2, 3]));
  expect([written.length, other.length, computed.length]).toEqual([0, 6, 6]);
  state.write("a", matrix());
  expect(computed.length).toBe(0);
  state.dispose();
  expect(other.length).toBe(0);
  expect(read).toEqual({ a: matrix() });
});

test("values that share memory are freed with none of them", async () => {
  const shared = Float32Array.of(1, 2, 3, 4);
  const part = (start: number) =>
    new engine.Tensor("float32", shared.subarray(start, start + 2), [2]);
  state.replace("a", part(0));
  state.replace("b", part(2));
  state.write("a", { shape: [2], data: Float32Array.of(8, 9) });
  expect((await state.read(["b"])).b!.data).toEqual(Float32Array.of(3, 4));
});

test("a value keeps its shape", async () => {
  state.write("a", matrix());
  expect(() => state.write("a", { ...matrix(), shape: [3, 2] })).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: state: a must be [2, 3], got 6 numbers as [3, 2]]`,
  );
  expect(await state.read()).toEqual({ a: matrix() });
});

test("the numbers must fill the shape", () => {
  const short = { shape: [2, 3], data: new Float32Array(5) };
  expect(() => state.write("a", short)).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: state: a must be [2, 3], got 5 numbers as [2, 3]]`,
  );
  expect(state.has("a")).toBe(false);
});

test("a name must be known", async () => {
  state.write("a", matrix());
  state.write("b", matrix());
  expect(() => state.shapeOf("c")).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: state: must be one of a, b, got c]`,
  );
  await expect(state.read(["a", "c"])).rejects.toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: state: must be one of a, b, got c]`,
  );
});
