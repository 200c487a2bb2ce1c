/** Programs in pieces on the engine. */
import { expect, test, vi } from "vitest";
import { deepStep, describeDeep } from "../../test/support/nn/residual.ts";
import { cpu } from "../../test/support/tolerances.ts";
import { sizeOf } from "../graph/index.ts";
import type { Engine } from "./engine.ts";
import { nodeEngine } from "./node.ts";
import { createProgram } from "./program.ts";
import { createRuntime } from "./runtime.ts";

/** Sums, of numbers of order 1. */
const near = { relative: cpu.sum.ofLargest, absolute: cpu.sum.ofLargest };
const whole = nodeEngine({ device: "cpu", threads: 1 });
const inPieces = (size: number): Engine => ({ ...whole, pieces: { above: size, size } });

/** Two steps of a network of three blocks: the results, and the state in the end. */
async function twoSteps(engine: Engine) {
  const runtime = createRuntime(engine);
  for (const [i, { name, shape }] of describeDeep(3).parameters.entries()) {
    const data = Float32Array.from({ length: sizeOf(shape) }, (_, k) => Math.sin(i + k));
    runtime.state.write(name, { shape, data });
  }
  const x = Float32Array.from({ length: 32 }, (_, i) => Math.cos(i));
  const executable = await runtime.compile(deepStep(3));
  const losses = [await executable.run({ x }), await executable.run({ x })].map(
    ({ loss }) => loss![0]!,
  );
  await executable.release();
  const state = Object.entries(await runtime.state.read());
  await runtime.release();
  return { losses, numbers: state.flatMap(([, { data }]) => [...data]) };
}

test("training in pieces is the same", async () => {
  const expected = await twoSteps(whole);
  const found = await twoSteps(inPieces(20));
  expect(found.losses).toBeAllclose(expected.losses, near);
  expect(found.numbers).toBeAllclose(expected.numbers, near);
});

test("pieces pass on values of every dtype, and what is fed to several", async () => {
  const program = createProgram("step");
  const { g } = program;
  const x = program.feed("x", { dtype: "float32", shape: [3] });
  const bytes = program.feed("bytes", { dtype: "uint8", shape: [3] });
  const rows = g.cast(x, { dtype: "int32" });
  const larger = g.greater(x, g.cast(bytes, { dtype: "float32" }));
  const picked = g.gather(g.mul(x, 10), rows);
  program.result("picked", picked);
  program.result("chosen", g.where(larger, picked, g.cast(bytes, { dtype: "float32" })));
  const runtime = createRuntime(inPieces(1));
  const executable = await runtime.compile(program.build());
  const feeds = { x: Float32Array.of(2, 0, 1), bytes: Uint8Array.of(1, 7, 0) };
  const expected = { picked: Float32Array.of(10, 20, 0), chosen: Float32Array.of(10, 7, 0) };
  expect(await executable.run(feeds)).toEqual(expected);
  expect(await executable.run(feeds)).toEqual(expected);
  await runtime.release();
});

test("a failure names the piece, and leaves the state", async () => {
  const program = createProgram("step");
  const { g } = program;
  const w = program.read("w", [2]);
  program.write("w", g.neg(w));
  program.result("y", g.gather(g.exp(w), program.feed("i", { dtype: "int32", shape: [1] })));
  const runtime = createRuntime(inPieces(1));
  runtime.state.write("w", { shape: [2], data: Float32Array.of(1, 2) });
  const executable = await runtime.compile(program.build());
  await expect(executable.run({ i: Int32Array.of(5) })).rejects.toThrow(
    /running step, piece 3 of 3: ONNX Runtime/,
  );
  expect((await runtime.state.read()).w?.data).toEqual(Float32Array.of(1, 2));
  await runtime.release();
});

/** The sizes in bytes of the models that a step of so many blocks is loaded as. */
async function modelSizes(blocks: number): Promise<readonly number[]> {
  const session = { run: vi.fn(), release: async () => undefined };
  const sizes: number[] = [];
  const create = (model: Uint8Array) => {
    sizes.push(model.length);
    return Promise.resolve(session as never);
  };
  const { blocks: _, ...standard } = inPieces(250);
  const runtime = createRuntime({ ...standard, InferenceSession: { create } as never });
  await runtime.compile(deepStep(blocks));
  return sizes;
}

test("a network four times as deep is loaded as four times as many models, none larger", async () => {
  const [some, more] = [await modelSizes(15), await modelSizes(60)];
  expect(some.length).toBeGreaterThan(2);
  expect(more.length / some.length).toBeCloseTo(4, 0);
  expect(Math.max(...more)).toBeLessThan(1.3 * Math.max(...some));
});
