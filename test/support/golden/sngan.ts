/**
 * SN-GAN iterations from a golden file of PyTorch (scripts/golden/sngan_step.py, images_step.py), to be run
 * by the reference or by an engine and compared.
 */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { decodeSafetensors } from "../../../src/formats/safetensors.ts";
import {
  cnnDiscriminator,
  cnnGenerator,
  type Networks,
} from "../../../src/gan/architectures/index.ts";
import { scalarFeed } from "../../../src/gan/feeds.ts";
import { createModel, discriminatorStep, generatorStep, losses } from "../../../src/gan/index.ts";
import { evaluate } from "../../../src/graph/index.ts";
import { adam, batchNorm, normal } from "../../../src/nn/index.ts";
import {
  createRuntime,
  type Engine,
  type FeedData,
  nextName,
  type Program,
} from "../../../src/runtime/index.ts";
import { spectralNorm } from "../../../src/stabilizers/index.ts";

type Numbers = Float32Array | Float64Array;
type Results = Readonly<Record<string, Numbers>>;
/** Of both players. */
export const LEARNING_RATE = 2e-4;

/** Settings of all golden files. */
interface Settings {
  readonly batch: number;
  readonly latent: number;
  readonly classes?: number | null;
  readonly adam: { readonly epsilon: number };
}

/** Settings of the standard CNN. */
interface CnnSettings extends Settings {
  readonly size: number;
  readonly discriminatorWidth: number;
  readonly generatorWidth: number;
}

/** The networks of a golden file, and the shape of their images. */
type NetworksOf<S extends Settings> = (
  settings: S,
) => Networks & { readonly imageShape: readonly [number, number, number] };

/** The facts beside the tensors: settings, scalars, and how far PyTorch's own float32 is off. */
interface Facts<S extends Settings = Settings> {
  readonly settings: S;
  /** Classes of the examples, where there are any: of the real ones, and of the two steps' generated ones. */
  readonly labels?: Readonly<Record<string, readonly number[]>>;
  /** Names whose gradient is zero but for rounding: a bias before batch norm. Adam makes noise of it. */
  readonly zeroGradient: readonly string[];
  readonly iterations: readonly unknown[];
  readonly float32Deviation: Readonly<
    Record<string, { readonly maxAbsDifference: number; readonly maxAbsDifferenceJittered: number }>
  >;
}

/** What a runner made of the iterations. */
interface Outcome {
  readonly iterations: readonly { readonly d: Results; readonly g: Results }[];
  readonly state: Results;
}

/** How far the tensor called `name` in the golden file may be off. */
export type Allowed = (name: string, expected: Numbers, facts: Facts) => number;

/** Float64 against float64: only the order of summation differs, and Adam divides by √v. */
export const float64Allowed: Allowed = (_name, expected) => 1e-10 * maxAbs(expected) + 1e-15;

/**
 * Float32 against float64: a few times what PyTorch's own float32 is off, on the same inputs or on
 * inputs moved by one float32 rounding.
 */
export const float32Allowed: Allowed = (name, expected, { float32Deviation }) => {
  const { maxAbsDifference, maxAbsDifferenceJittered } = float32Deviation[name]!;
  return 4 * Math.max(maxAbsDifference, maxAbsDifferenceJittered, 1e-7 * maxAbs(expected));
};

/** A golden file with the programs that should reproduce it. */
export interface Golden {
  /** The iterations in float64, by the reference evaluator. */
  runReference(): Promise<Outcome>;
  /** The iterations on an engine. */
  runEngine(engine: Engine): Promise<Outcome>;
  /** Fails on the first loss, σ, gradient or final tensor that is further off than allowed. */
  expectEqual(outcome: Outcome, allowed: Allowed): void;
}

const standardCnn: NetworksOf<CnnSettings> = ({ size, discriminatorWidth, generatorWidth }) => ({
  generator: cnnGenerator({
    size,
    channels: generatorWidth,
    imageChannels: 3,
    normalization: batchNorm,
  }),
  discriminator: cnnDiscriminator({ channels: discriminatorWidth }),
  imageShape: [3, size, size],
});

/** Reads `<path>.safetensors` and `<path>.json`, of the standard CNN. */
export function readGolden(path: string): Golden {
  return readGoldenOf(path, standardCnn);
}

/** Reads `<path>.safetensors` and `<path>.json`, of any networks. */
export function readGoldenOf<S extends Settings>(path: string, networksOf: NetworksOf<S>): Golden {
  const { tensors } = decodeSafetensors(readFileSync(`${path}.safetensors`));
  const facts = JSON.parse(readFileSync(`${path}.json`, "utf8")) as Facts<S>;
  const { batch, latent, classes } = facts.settings;
  const { generator, discriminator, imageShape } = networksOf(facts.settings);
  const { epsilon } = facts.settings.adam;
  const optimizer = adam({ beta1: 0.5, beta2: 0.999, epsilon });
  const player = { optimizer, learningRate: LEARNING_RATE, initializer: normal(0.02) };
  const model = createModel({
    generator: {
      ...player,
      network: generator,
      ema: 0,
    },
    discriminator: {
      ...player,
      network: discriminator,
      reparametrization: spectralNorm(),
      penalties: [],
      projections: [],
    },
    loss: losses.hinge,
    latentSize: latent,
    imageShape,
    batchSize: batch,
    classes: classes ?? undefined,
  });
  const programs = [
    discriminatorStep(model, { gradients: true }),
    generatorStep(model, { gradients: true }),
  ] as const;

  /** Starting values: the golden ones, zeros for Adam's moments. */
  const starts = new Map<
    string,
    { readonly shape: readonly number[]; readonly data: Float32Array }
  >();
  for (const { graph, reads } of programs) {
    for (const name of reads) {
      const { shape } = graph.inputs[name]!;
      const length = shape.reduce((a, b) => a * b, 1);
      const data = tensors.get(`init/${name}`)?.data as Float32Array | undefined;
      starts.set(name, { shape, data: data ?? new Float32Array(length) });
    }
  }

  /** Feeds by program and iteration; scalars in float64, as the host computes them. */
  async function iterate(
    run: (program: Program, feeds: Readonly<Record<string, ArrayLike<number>>>) => Promise<Results>,
  ): Promise<Outcome["iterations"]> {
    const iterations = [];
    for (let i = 0; i < facts.iterations.length; i++) {
      const input = (name: string) => tensors.get(`input/${i}/${name}`)!.data;
      const scalars = (name: "discriminator" | "generator") =>
        Object.fromEntries(
          Object.entries(optimizer.scalarsAt(i + 1, LEARNING_RATE)).map(([key, value]) => [
            scalarFeed(name, key),
            [value],
          ]),
        );
      const { labels, fakeLabelsD, fakeLabelsG } = facts.labels ?? {};
      const d = await run(programs[0], {
        ...{ real: input("real"), z: input("zD"), ...scalars("discriminator") },
        ...(labels && fakeLabelsD && { labels, fakeLabels: fakeLabelsD }),
      });
      const g = await run(programs[1], {
        ...{ z: input("zG"), ...scalars("generator") },
        ...(fakeLabelsG && { fakeLabels: fakeLabelsG }),
      });
      iterations.push({ d, g });
    }
    return iterations;
  }

  return {
    async runReference() {
      const state: Record<string, Float64Array> = {};
      for (const [name, { data }] of starts) state[name] = Float64Array.from(data);
      const iterations = await iterate(async ({ graph, reads, writes }, feeds) => {
        const read = Object.fromEntries(reads.map((name) => [name, state[name]!]));
        const results = evaluate(graph, { ...feeds, ...read });
        for (const name of writes) state[name] = results[nextName(name)]!.data;
        return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data]));
      });
      return { iterations, state };
    },
    async runEngine(engine) {
      const runtime = createRuntime(engine);
      for (const [name, tensor] of starts) runtime.state.write(name, tensor);
      const [onD, onG] = [await runtime.compile(programs[0]), await runtime.compile(programs[1])];
      const iterations = await iterate((program, feeds) =>
        (program === programs[0] ? onD : onG).run(
          Object.fromEntries(
            Object.entries(feeds).map(([name, data]) => [name, toFeed(name, data)]),
          ),
        ),
      );
      const state = await runtime.state.read();
      await runtime.release();
      return {
        iterations,
        state: Object.fromEntries(Object.entries(state).map(([name, { data }]) => [name, data])),
      };
    },
    expectEqual({ iterations, state }, allowed) {
      const close = (name: string, actual: ArrayLike<number>, expected: Numbers) =>
        expect(actual, name).toBeAllclose(expected, { absolute: allowed(name, expected, facts) });
      let compared = 0;
      for (const [name, { data }] of tensors) {
        const actual = find(name.split("/"), iterations, state);
        if (actual === undefined || facts.zeroGradient.some((zero) => name.includes(`/${zero}`))) {
          continue;
        }
        close(name, actual, data as Float64Array);
        compared++;
      }
      // a gradient and a final value of each of 34 parameters, and more
      expect(compared).toBeGreaterThan(60);
    },
  };
}

/** What a tensor of the golden file should equal; `undefined` for inputs and the like. */
function find(
  [kind, first = "", ...rest]: readonly string[],
  iterations: Outcome["iterations"],
  state: Results,
): Numbers | undefined {
  const path = rest.join("/");
  switch (kind) {
    case "loss":
      return path === "d"
        ? iterations[Number(first)]!.d["loss/d"]
        : iterations[Number(first)]!.g["loss/g"];
    case "sigma":
      return iterations[Number(first)]!.d[`sigma/${path.replace("discriminator/", "")}`];
    case "gradient":
      return iterations[0]![first === "discriminator" ? "d" : "g"][`gradient/${path}`];
    case "final":
      return state[`${first}/${path}`];
    default:
      return undefined;
  }
}

function toFeed(name: string, data: ArrayLike<number>): FeedData {
  if (name.endsWith("abels")) return Int32Array.from(data);
  return data instanceof Uint8Array ? data : Float32Array.from(data);
}

function maxAbs(x: Numbers): number {
  let most = 0;
  for (const v of x) most = Math.max(most, Math.abs(v));
  return most;
}
