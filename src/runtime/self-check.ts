/** Makes sure, before training on it, that an engine computes what it should. */
import { EvenkeelError } from "../errors.ts";
import { type Builder, createBuilder, evaluate, type Graph, type Value } from "../graph/index.ts";
import type { Engine } from "./engine.ts";
import { createRuntime } from "./runtime.ts";

/** Largest allowed difference, relative to the largest element of an output. */
const TOLERANCE = 1e-4;

/**
 * Runs a small graph on the engine and compares it with the float64 reference. It holds the ops that
 * training leans on, and the convolution that one provider is known to compute wrongly without an
 * error (kernel as large as the image, padding at the end only).
 *
 * @throws EvenkeelError `DEVICE` naming what differs, by how much.
 */
export async function selfCheck(engine: Engine): Promise<void> {
  const graph = checkGraph();
  const feeds = { pixels: pixels(), numbers: numbers(NUMBERS) };
  const expected = evaluate(graph, feeds);
  const runtime = createRuntime(engine);
  try {
    const program = { name: "self-check", graph, reads: [], writes: [], draws: [] };
    const actual = await usable(engine, async () => (await runtime.compile(program)).run(feeds));
    const wrong = Object.entries(expected).flatMap(([name, { data }]) => {
      const scale = data.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-30);
      const worst = data.reduce((most, x, i) => {
        const difference = Math.abs(x - (actual[name]?.[i] ?? Number.NaN));
        return Number.isNaN(difference) ? Infinity : Math.max(most, difference);
      }, 0);
      return worst <= TOLERANCE * scale
        ? []
        : [`${name} (off by ${(worst / scale).toPrecision(2)})`];
    });
    if (wrong.length > 0) {
      throw new EvenkeelError(
        "DEVICE",
        `self-check: ${engine.description} must agree with the reference, got wrong results for ${wrong.join(", ")}`,
        { advice: "Use another device: --device cpu.", details: { wrong } },
      );
    }
  } finally {
    await runtime.release();
  }
}

/** A device that refuses the small graph cannot be used at all, whatever its message. */
async function usable<T>(engine: Engine, action: () => Promise<T>): Promise<T> {
  try {
    const refused = await engine.probe?.();
    if (refused !== undefined) throw new Error(refused);
    return await action();
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EvenkeelError(
      "DEVICE",
      `device: ${engine.device} cannot be used here: ${lastLine(reason)}`,
      {
        cause: error,
        advice:
          engine.device === "webgpu"
            ? "WebGPU needs a graphics driver (on Linux: a Vulkan driver and its loader, libvulkan1). Or use --device cpu."
            : "Use another device, and see `evenkeel doctor`.",
      },
    );
  }
}

/** Native messages begin with file names of the engine's build; what matters stands at the end. */
function lastLine(text: string): string {
  const line = text.trim().split("\n").at(-1) ?? "";
  return line.replace(/^.*was false\. /, "");
}

const NUMBERS = 512;

function checkGraph(): Graph {
  const g = createBuilder();
  const pixelInput = g.input("pixels", { dtype: "uint8", shape: [2, 3, 4, 4] });
  const numberInput = g.input("numbers", { dtype: "float32", shape: [NUMBERS] });
  const x = g.sub(g.mul(g.cast(pixelInput, { dtype: "float32" }), 2 / 255), 1);
  return {
    inputs: { pixels: pixelInput, numbers: numberInput },
    outputs: { ...convolutions(g, x, numberInput), ...others(g, x, numberInput) },
  };
}

function take(g: Builder, numbers: Value, shape: readonly number[]): Value {
  const count = shape.reduce((a, b) => a * b, 1);
  return g.reshape(g.slice(numbers, { starts: [0], ends: [count], strides: [1] }), { shape });
}

function convolutions(g: Builder, x: Value, numbers: Value): Record<string, Value> {
  const down = { stride: [2, 2], padding: [1, 1, 1, 1] } as const;
  const endOnly = { stride: [1, 1], padding: [0, 0, 1, 1] } as const;
  const kernel = take(g, numbers, [5, 3, 4, 4]);
  const y = g.conv(x, kernel, down);
  const small = take(g, numbers, [4, 5, 2, 2]);
  return {
    conv: y,
    "conv, end-only padding": g.conv(y, small, endOnly),
    convInputGrad: g.convInputGrad(y, kernel, { ...down, inputSize: [4, 4] }),
    convWeightGrad: g.convWeightGrad(x, y, { ...down, kernelSize: [4, 4] }),
  };
}

function others(g: Builder, x: Value, numbers: Value): Record<string, Value> {
  const matrix = g.reshape(x, { shape: [6, 16] });
  const weight = take(g, numbers, [7, 16]);
  const positive = g.add(g.abs(matrix), 0.5);
  const halves = g.transpose(matrix, { permutation: [1, 0] });
  return {
    matmul: g.matmul(matrix, weight, { transposeA: false, transposeB: true }),
    "sum, sqrt, div": g.div(g.sqrt(positive), g.add(g.sum(positive, { axes: [0] }), 1)),
    "max, exp, log": g.log(g.exp(g.max(matrix, { axes: [1] }))),
    activations: g.concat(
      [g.leakyRelu(matrix, { slope: 0.1 }), g.tanh(matrix), g.softplus(matrix), g.sigmoid(matrix)],
      { axis: 0 },
    ),
    "where, pad, slice": g.slice(
      g.pad(g.where(g.greater(halves, 0), halves, 0), {
        low: [1, 0],
        high: [0, 2],
        interior: [1, 0],
      }),
      { starts: [0, 1], ends: [30, 7], strides: [3, 2] },
    ),
  };
}

function pixels(): Uint8Array {
  return Uint8Array.from({ length: 2 * 3 * 4 * 4 }, (_, i) => (i * 73 + 19) % 256);
}

function numbers(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.sin(i * 1.7 + 0.3));
}
