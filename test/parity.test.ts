/**
 * The standard CNN's D and G steps against PyTorch: five iterations of SN, hinge and Adam from the same
 * weights, batches and noise (test/golden/sngan-step.*, made by scripts/golden/sngan_step.py in float64).
 *
 * Two questions, each with its own tolerance:
 * - Is the mathematics the same? The graphs, run in float64 by the reference, against PyTorch's float64:
 *   the two differ by the order of summation only, 1e-16 a term; Adam divides by √v and amplifies it.
 * - Is the engine as exact as float32 allows? ONNX Runtime against PyTorch's float64, where the golden
 *   file also holds how far PyTorch's own float32 is off, on the same inputs and on inputs that were
 *   moved by one float32 rounding (`maxAbsDifferenceJittered`). We allow a few times the larger one.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeSafetensors } from "../src/formats/safetensors.ts";
import {
  cnnDiscriminator,
  cnnGenerator,
  createModel,
  discriminatorStep,
  generatorStep,
  losses,
} from "../src/gan/index.ts";
import { scalarFeed } from "../src/gan/update.ts";
import { evaluate } from "../src/graph/index.ts";
import { adam, batchNorm, normal } from "../src/nn/index.ts";
import { createRuntime, type FeedData, nextName, type Program } from "../src/runtime/index.ts";
import { nodeEngine } from "../src/runtime/node.ts";
import { spectralNorm } from "../src/stabilizers/index.ts";

type Numbers = Float32Array | Float64Array;
type Results = Readonly<Record<string, Numbers>>;

const golden = decodeSafetensors(
  readFileSync(new URL("golden/sngan-step.safetensors", import.meta.url)),
).tensors;
const facts = JSON.parse(
  readFileSync(new URL("golden/sngan-step.json", import.meta.url), "utf8"),
) as {
  readonly settings: { readonly [key: string]: number };
  readonly zeroGradient: readonly string[];
  readonly iterations: readonly {
    readonly lossD: number;
    readonly lossG: number;
    readonly sigmaD: Readonly<Record<string, number>>;
  }[];
  readonly float32Deviation: Readonly<
    Record<
      string,
      {
        readonly maxAbs: number;
        readonly maxAbsDifference: number;
        readonly maxAbsDifferenceJittered: number;
      }
    >
  >;
};
const LEARNING_RATE = 2e-4;
const optimizer = adam({ beta1: 0.5, beta2: 0.999, epsilon: 1e-8 });
const player = { optimizer, learningRate: LEARNING_RATE, initializer: normal(0.02) };
const { size, batch, latent, discriminatorWidth, generatorWidth } = facts.settings as Record<
  string,
  number
>;
const model = createModel({
  generator: {
    ...player,
    network: cnnGenerator({
      size: size!,
      channels: generatorWidth!,
      imageChannels: 3,
      normalization: (context, name, x) => batchNorm(context, name, x),
    }),
    ema: 0,
  },
  discriminator: {
    ...player,
    network: cnnDiscriminator({ channels: discriminatorWidth! }),
    reparametrization: spectralNorm(),
    penalties: [],
    projections: [],
  },
  loss: losses.hinge,
  latentSize: latent!,
  imageShape: [3, size!, size!],
  batchSize: batch!,
});
const programs = [
  discriminatorStep(model, { gradients: true }),
  generatorStep(model, { gradients: true }),
] as const;
const stateNames = [...new Set(programs.flatMap(({ reads, writes }) => [...reads, ...writes]))];

/** Names whose gradient is zero but for rounding: a bias before batch norm. Adam makes noise of it. */
const isNoise = (name: string) => facts.zeroGradient.some((zero) => name.startsWith(zero));

/** What runs a program: from feeds to its results, keeping the state. */
type Runner = (program: Program, feeds: Readonly<Record<string, FeedData>>) => Promise<Results>;

async function fiveIterations(run: Runner) {
  const iterations = [];
  for (let i = 0; i < facts.iterations.length; i++) {
    const input = (name: string) => golden.get(`input/${i}/${name}`)!.data as FeedData;
    const scalars = (name: "discriminator" | "generator") =>
      Object.fromEntries(
        Object.entries(optimizer.scalarsAt(i + 1, LEARNING_RATE)).map(([key, value]) => [
          scalarFeed(name, key),
          Float64Array.of(value) as unknown as Float32Array,
        ]),
      );
    const d = await run(programs[0], {
      real: input("real"),
      z: input("zD"),
      ...scalars("discriminator"),
    });
    const g = await run(programs[1], { z: input("zG"), ...scalars("generator") });
    iterations.push({ d, g });
  }
  return iterations;
}

/** Starting values: the golden ones, zeros for Adam's moments. */
function start(name: string, length: number): Float32Array {
  return (golden.get(`init/${name}`)?.data as Float32Array) ?? new Float32Array(length);
}

function runReference(): { readonly run: Runner; readonly state: Map<string, Float64Array> } {
  const state = new Map<string, Float64Array>();
  for (const { graph, reads } of programs) {
    for (const name of reads) {
      const length = graph.inputs[name]!.shape.reduce((a, b) => a * b, 1);
      state.set(name, Float64Array.from(start(name, length)));
    }
  }
  return {
    state,
    async run({ graph, reads, writes }, feeds) {
      const read = Object.fromEntries(reads.map((name) => [name, state.get(name)!]));
      const results = evaluate(graph, { ...feeds, ...read });
      for (const name of writes) state.set(name, results[nextName(name)]!.data);
      return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data]));
    },
  };
}

function compare(
  iterations: Awaited<ReturnType<typeof fiveIterations>>,
  state: Readonly<Record<string, Numbers>>,
  allowed: (name: string, expected: Numbers) => number,
) {
  const close = (name: string, actual: ArrayLike<number>, expected: Numbers) =>
    expect(actual, name).toBeAllclose(expected, { absolute: allowed(name, expected) });
  for (const [i, { lossD, lossG, sigmaD }] of facts.iterations.entries()) {
    const { d, g } = iterations[i]!;
    close("loss", d["loss/d"]!, Float64Array.of(lossD));
    close("loss", g["loss/g"]!, Float64Array.of(lossG));
    for (const [layer, sigma] of Object.entries(sigmaD)) {
      close("sigma", d[`sigma/${layer.replace("discriminator/", "")}`]!, Float64Array.of(sigma));
    }
  }
  let compared = 0;
  for (const [name, { data }] of golden) {
    const [kind, ...rest] = name.split("/");
    const path = rest.join("/");
    if (kind === "gradient") {
      const { d, g } = iterations[0]!;
      const results = rest[0] === "discriminator" ? d : g;
      close(name, results[`gradient/${rest.slice(1).join("/")}`]!, data as Float64Array);
    } else if (kind === "final" && !isNoise(path)) {
      close(name, state[path]!, data as Float64Array);
    } else continue;
    compared++;
  }
  expect(compared).toBeGreaterThan(130);
}

function maxAbs(x: Numbers): number {
  let most = 0;
  for (const v of x) most = Math.max(most, Math.abs(v));
  return most;
}

describe("five SN-GAN iterations equal PyTorch's", () => {
  test("the graphs in float64", { timeout: 300_000 }, async () => {
    const { run, state } = runReference();
    const iterations = await fiveIterations(run);
    compare(
      iterations,
      Object.fromEntries(state),
      (_name, expected) => 1e-10 * maxAbs(expected) + 1e-15,
    );
  });

  test("ONNX Runtime on the CPU, as exactly as float32 allows", async () => {
    const runtime = createRuntime(nodeEngine({ device: "cpu", threads: 2 }));
    for (const { graph, reads } of programs) {
      for (const name of reads) {
        const { shape } = graph.inputs[name]!;
        const length = shape.reduce((a, b) => a * b, 1);
        runtime.state.write(name, { shape, data: start(name, length) });
      }
    }
    const executables = new Map(
      await Promise.all(programs.map(async (p) => [p.name, await runtime.compile(p)] as const)),
    );
    const iterations = await fiveIterations((program, feeds) =>
      executables
        .get(program.name)!
        .run(
          Object.fromEntries(
            Object.entries(feeds).map(([name, data]) => [
              name,
              data instanceof Uint8Array ? data : Float32Array.from(data),
            ]),
          ),
        ),
    );
    const state = await runtime.state.read(stateNames);
    await runtime.release();
    compare(
      iterations,
      Object.fromEntries(Object.entries(state).map(([name, { data }]) => [name, data])),
      (name, expected) => {
        const deviation = facts.float32Deviation[name];
        // losses and σ are not in the table: a few float32 roundings of a number near 1
        if (deviation === undefined) return 4e-6 * Math.max(1, maxAbs(expected));
        const { maxAbsDifference, maxAbsDifferenceJittered } = deviation;
        return 4 * Math.max(maxAbsDifference, maxAbsDifferenceJittered, 1e-7 * maxAbs(expected));
      },
    );
  });
});
