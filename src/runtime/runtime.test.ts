/** Programs on the CPU provider of onnxruntime-node. */
import { describe, expect, test } from "vitest";
import { withRuntime } from "../../test/support/gan/small.ts";
import { counted, countTwice } from "../../test/support/platform/state-case.ts";
import type { EvenkeelError } from "../errors.ts";
import type { Value } from "../graph/index.ts";
import type { FeedData } from "./loaded.ts";
import { nodeEngine } from "./node.ts";
import { createProgram, type ProgramBuilder } from "./program.ts";
import { createRuntime } from "./runtime.ts";

const vector = { dtype: "float32", shape: [3] } as const;
const W = { shape: [3], data: Float32Array.of(1, 2, 3) };

/** Builds a program called `step`. */
function step(body: (program: ProgramBuilder) => void) {
  const program = createProgram("step");
  body(program);
  return program.build();
}

/** w ← w + x; result `sum` = Σ (w + x). */
const accumulate = step((program) => {
  const { g } = program;
  const next = g.add(program.read("w", [3]), program.feed("x", vector));
  program.write("w", next);
  program.result("sum", g.sum(next, { axes: [0] }));
});

const failureOf = (promise: Promise<unknown>): Promise<EvenkeelError> =>
  promise.then(
    () => expect.unreachable("must be refused"),
    (error: unknown) => error as EvenkeelError,
  );

describe("a run", () => {
  test("reads the state, gives results, and replaces what it writes", () =>
    withRuntime(async (runtime) => {
      runtime.state.write("w", W);
      runtime.state.write("untouched", W);
      const executable = await runtime.compile(accumulate);
      expect(executable.name).toBe("step");
      const x = Float32Array.of(0.5, -1, 10);
      expect(await executable.run({ x })).toEqual({ sum: Float32Array.of(15.5) });
      expect(await executable.run({ x })).toEqual({ sum: Float32Array.of(25) });
      expect(await runtime.state.read()).toEqual({
        w: { shape: [3], data: Float32Array.of(2, 0, 23) },
        untouched: W,
      });
    }));

  test("writes after it has read everything: two values change places", () =>
    withRuntime(async (runtime) => {
      runtime.state.write("a", { shape: [2], data: Float32Array.of(1, 2) });
      runtime.state.write("b", { shape: [2], data: Float32Array.of(3, 4) });
      const swap = await runtime.compile(
        step((program) => {
          program.write("a", program.read("b", [2]));
          program.write("b", program.read("a", [2]));
        }),
      );
      for (let i = 0; i < 3; i++) await swap.run();
      const { a, b } = await runtime.state.read();
      expect([...a!.data, ...b!.data]).toEqual([3, 4, 1, 2]);
    }));

  test("can write what was not there", () =>
    withRuntime(async (runtime) => {
      const first = await runtime.compile(
        step((program) => program.write("new", program.g.mul(program.feed("x", vector), 2))),
      );
      await first.run({ x: Float32Array.of(1, 2, 3) });
      expect(await runtime.state.read(["new"])).toEqual({
        new: { shape: [3], data: Float32Array.of(2, 4, 6) },
      });
    }));

  test("takes float32, uint8 and int32, and gives float32 of any shape", () =>
    withRuntime(async (runtime) => {
      const executable = await runtime.compile(
        step((program) => {
          const { g } = program;
          const bytes = program.feed("bytes", { dtype: "uint8", shape: [2] });
          const rows = program.feed("rows", { dtype: "int32", shape: [2] });
          const table = program.feed("table", { dtype: "float32", shape: [2, 2] });
          program.result("pixels", g.cast(bytes, { dtype: "float32" }));
          program.result("picked", g.gather(table, rows));
        }),
      );
      const results = await executable.run({
        bytes: Uint8Array.of(0, 255),
        rows: Int32Array.of(1, 1),
        table: Float32Array.of(1, 2, 3, 4),
      });
      expect(results).toEqual({
        pixels: Float32Array.of(0, 255),
        picked: Float32Array.of(3, 4, 3, 4),
      });
    }));

  test("gives results that later runs do not overwrite", () =>
    withRuntime(async (runtime) => {
      runtime.state.write("w", W);
      const executable = await runtime.compile(accumulate);
      const first = await executable.run({ x: Float32Array.of(1, 1, 1) });
      await executable.run({ x: Float32Array.of(5, 5, 5) });
      expect(first).toEqual({ sum: Float32Array.of(9) });
    }));

  test("leaves what it was fed as it is", () =>
    withRuntime(async (runtime) => {
      runtime.state.write("w", W);
      const x = Float32Array.of(1, 2, 3);
      await (await runtime.compile(accumulate)).run({ x });
      expect(x).toEqual(Float32Array.of(1, 2, 3));
    }));
});

describe("programs share one state", () => {
  test("what one writes the other reads", () =>
    withRuntime(async (runtime) => {
      runtime.state.write("w", W);
      const double = await runtime.compile(
        step((program) => program.result("y", program.g.mul(program.read("w", [3]), 2))),
      );
      await (await runtime.compile(accumulate)).run({ x: Float32Array.of(1, 1, 1) });
      expect(await double.run()).toEqual({ y: Float32Array.of(4, 6, 8) });
    }));

  test("releasing one leaves the state and the others", () =>
    withRuntime(async (runtime) => {
      runtime.state.write("w", W);
      const [a, b] = [await runtime.compile(accumulate), await runtime.compile(accumulate)];
      const x = Float32Array.of(1, 1, 1);
      await a.run({ x });
      await a.release();
      await a.release();
      expect(await b.run({ x })).toEqual({ sum: Float32Array.of(12) });
    }));

  test("values outlive the programs that computed them", async () => {
    expect(await countTwice(nodeEngine({ device: "cpu", threads: 1 }))).toEqual(counted);
  });

  test("releasing the runtime forgets the state", async () => {
    const runtime = createRuntime(nodeEngine({ device: "cpu", threads: 1 }));
    runtime.state.write("w", W);
    await runtime.release();
    expect(runtime.state.names()).toEqual([]);
  });
});

describe("what a run refuses, leaving the state as it was", () => {
  const refusal = (feeds: Readonly<Record<string, FeedData>>) =>
    withRuntime(async (runtime) => {
      runtime.state.write("w", W);
      const executable = await runtime.compile(accumulate);
      const error = await failureOf(executable.run(feeds));
      expect(error.code).toBe("GRAPH");
      expect(await runtime.state.read()).toEqual({ w: W });
      return error.message;
    });
  const x = Float32Array.of(1, 2, 3);

  test("a missing feed", async () => {
    expect(await refusal({})).toMatchInlineSnapshot(`"step: x must be float32[3], got nothing"`);
  });

  test("a feed of another dtype", async () => {
    expect(await refusal({ x: Uint8Array.of(1, 2, 3) })).toMatchInlineSnapshot(
      `"step: x must be float32[3], got uint8 x 3"`,
    );
    expect(await refusal({ x: Int32Array.of(1, 2, 3) })).toMatchInlineSnapshot(
      `"step: x must be float32[3], got int32 x 3"`,
    );
  });

  test("a feed of another length", async () => {
    expect(await refusal({ x: x.slice(1) })).toMatchInlineSnapshot(
      `"step: x must be float32[3], got float32 x 2"`,
    );
  });

  test("an unknown feed, and one that is read from the state", async () => {
    expect(await refusal({ x, y: x })).toMatchInlineSnapshot(`"step: feeds must be x, got y"`);
    expect(await refusal({ x, w: x })).toMatchInlineSnapshot(`"step: feeds must be x, got w"`);
  });

  test("a state that lacks what the program reads", () =>
    withRuntime(async (runtime) => {
      const executable = await runtime.compile(accumulate);
      runtime.state.write("v", W);
      const { code, message } = await failureOf(executable.run({ x }));
      expect(code).toBe("GRAPH");
      expect(message).toMatchInlineSnapshot(`"state: must be one of v, got w"`);
    }));

  test("a state of another shape", () =>
    withRuntime(async (runtime) => {
      const wide = { shape: [4], data: Float32Array.of(1, 2, 3, 4) };
      runtime.state.write("w", wide);
      const executable = await runtime.compile(accumulate);
      const { code, message } = await failureOf(executable.run({ x }));
      expect(code).toBe("GRAPH");
      expect(message).toMatchInlineSnapshot(`"step: w must be float32[3], got [4] in the state"`);
      expect(await runtime.state.read()).toEqual({ w: wide });
    }));

  test("what the engine cannot compute: an index out of range", async () => {
    const engine = nodeEngine({ device: "cpu", threads: 1 });
    // the engine need not print what it also throws
    const sessionOptions = { ...engine.sessionOptions, logSeverityLevel: 4 } as const;
    const runtime = createRuntime({ ...engine, sessionOptions });
    runtime.state.write("w", W);
    const executable = await runtime.compile(
      step((program) => {
        const { g } = program;
        const w = program.read("w", [3]);
        const i = program.feed("i", { dtype: "int32", shape: [1] });
        program.write("w", g.mul(w, 2));
        program.result("picked", g.gather(w, i));
      }),
    );
    expect(await executable.run({ i: Int32Array.of(2) })).toEqual({ picked: Float32Array.of(3) });
    const before = await runtime.state.read();
    const error = await failureOf(executable.run({ i: Int32Array.of(7) }));
    expect(error).toMatchObject({ code: "ENGINE", advice: expect.stringContaining("doctor") });
    expect(error.message).toMatch(/^running step: ONNX Runtime on cpu failed: .*indices/);
    expect(error.cause).toBeInstanceOf(Error);
    expect(await runtime.state.read()).toEqual(before);
    await runtime.release();
  });
});

describe("what compile refuses", () => {
  test("an illegal graph", () =>
    withRuntime(async (runtime) => {
      const other = createProgram("other").feed("x", vector);
      const { code, message } = await failureOf(
        runtime.compile(step(({ g, result }) => result("y", g.neg(other)))),
      );
      expect(code).toBe("GRAPH");
      expect(message.replaceAll(/\d+ \(/g, "N (")).toMatchInlineSnapshot(
        `"verify: node N (input x float32[3]): the input x must be declared by the graph"`,
      );
    }));

  test("results that are not float32", () =>
    withRuntime(async (runtime) => {
      const index: (program: ProgramBuilder) => Value = (program) =>
        program.g.cast(program.feed("x", vector), { dtype: "int32" });
      const { code, message } = await failureOf(
        runtime.compile(step((program) => program.result("index", index(program)))),
      );
      expect(code).toBe("GRAPH");
      expect(message).toMatchInlineSnapshot(
        `"step: results must be float32, got index as int32[3]"`,
      );
      const written = await failureOf(
        runtime.compile(step((program) => program.write("index", index(program)))),
      );
      expect(written.message).toMatchInlineSnapshot(
        `"step: results must be float32, got next/index as int32[3]"`,
      );
    }));

  test("what the engine refuses", async () => {
    const engine = nodeEngine({ device: "cpu", threads: 1 });
    const runtime = createRuntime({
      ...engine,
      sessionOptions: { executionProviders: ["abacus"] },
    });
    const error = await failureOf(runtime.compile(accumulate));
    await runtime.release();
    expect(error.code).toBe("ENGINE");
    expect(error.message).toMatchInlineSnapshot(
      `"compiling step: ONNX Runtime on cpu failed: no available backend found. ERR: [abacus] backend not found."`,
    );
  });
});
