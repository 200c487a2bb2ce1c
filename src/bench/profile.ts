/** Where an iteration's time goes, by the engine's own profile. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InferenceSession, InferenceSessionFactory } from "onnxruntime-common";
import type { Engine } from "../runtime/index.ts";
import { nodeEngine } from "../runtime/node.ts";
import { type Case, prepareCase } from "./cases.ts";
import { kindOf, layerOfNode, type ProfiledNode } from "./profile-kinds.ts";

/** What something costs. */
export interface Cost {
  readonly name: string;
  /** Milliseconds of an iteration. */
  readonly ms: number;
  /** Of all operators' time, in [0, 1]. */
  readonly share: number;
}

/**
 * The costs of a case, slowest first: of all kinds of operators, of the {@link TOP} slowest layers by the
 * network's own names, and of the {@link TOP} slowest `layer: kind`.
 */
export interface Profile extends Readonly<Record<"kinds" | "layers" | "top", readonly Cost[]>> {
  readonly name: string;
  readonly iterations: number;
  /** The sum over all operators. Time between them, on the host for example, is not included. */
  readonly msPerIteration: number;
}

/** How many layers a profile lists. */
export const TOP = 20;
const WARM_UP = 2;

/** Runs a case with the engine's profiler on; this costs a few percent. */
export async function profileCase(
  definition: Case,
  options: { readonly iterations: number; readonly threads: number },
): Promise<Profile> {
  const { iterations, threads } = options;
  const folder = await mkdtemp(join(tmpdir(), "evenkeel-profile-"));
  try {
    const { engine, stop } = await profiled(nodeEngine({ device: "cpu", threads }), folder);
    const { trainer, runtime } = await prepareCase(definition, engine);
    for (let i = 0; i < WARM_UP + iterations; i++) await trainer.step();
    stop();
    await runtime.release();
    const files = await readdir(folder);
    const nodes = await Promise.all(
      files.map(async (file) =>
        nodesOf(JSON.parse(await readFile(join(folder, file), "utf8")), iterations),
      ),
    );
    const { generator, discriminator } = trainer.model;
    const weights = [...generator.parameters, ...discriminator.parameters]
      .filter(({ role }) => role === "weight")
      .map(({ shape }) => shape.join());
    return summarizeProfile(definition.name, nodes.flat(), iterations, new Set(weights));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The engine with a profiler in each session it makes from now on; `stop` writes the files. */
async function profiled(engine: Engine, folder: string) {
  // the probe of the processor runs first, so that it is not in the profile
  const blocks = await engine.blocks?.();
  const sessions: InferenceSession[] = [];
  const create = async (model: Uint8Array, options?: InferenceSession.SessionOptions) => {
    const session = await engine.InferenceSession.create(model, {
      ...options,
      enableProfiling: true,
      profileFilePrefix: join(folder, String(sessions.length)),
    });
    sessions.push(session);
    return session;
  };
  const wrapped: Engine = {
    ...engine,
    InferenceSession: { create } as InferenceSessionFactory,
    ...(engine.blocks && { blocks: async () => blocks }),
  };
  return {
    engine: wrapped,
    stop() {
      for (const session of sessions) session.endProfiling();
    },
  };
}

/** An event of the engine's profile, as far as it is read here. */
interface TraceEvent {
  readonly cat: string;
  readonly name: string;
  /** Microseconds. */
  readonly ts: number;
  readonly dur: number;
  readonly args?: {
    readonly op_name?: string;
    readonly input_type_shape?: readonly Readonly<Record<string, readonly number[]>>[];
    readonly output_type_shape?: readonly Readonly<Record<string, readonly number[]>>[];
  };
}

const KERNEL = "_kernel_time";

/** The operators of the last `runs` runs of a session. */
export function nodesOf(events: readonly TraceEvent[], runs: number): ProfiledNode[] {
  const starts = events.filter(({ name }) => name === "model_run").map(({ ts }) => ts);
  const from = starts.sort((a, b) => a - b).at(-runs) ?? 0;
  return events
    .filter(({ cat, name, ts }) => cat === "Node" && name.endsWith(KERNEL) && ts >= from)
    .map(({ name, dur, args = {} }) => ({
      name: name.slice(0, -KERNEL.length),
      type: args.op_name ?? "",
      inputs: (args.input_type_shape ?? []).map((shape) => Object.values(shape)[0] ?? []),
      outputs: (args.output_type_shape ?? []).map((shape) => Object.values(shape)[0] ?? []),
      microseconds: dur,
    }));
}

/**
 * The costs by kind, by layer and by both.
 *
 * @param weights the shapes of the networks' weights, joined by commas.
 */
export function summarizeProfile(
  name: string,
  nodes: readonly ProfiledNode[],
  iterations: number,
  weights: ReadonlySet<string>,
): Profile {
  const kind = (node: ProfiledNode) => kindOf(node, weights);
  const total = nodes.reduce((sum, { microseconds }) => sum + microseconds, 0);
  const costs = (keyOf: (node: ProfiledNode) => string): Cost[] => {
    const sums = new Map<string, number>();
    for (const node of nodes) {
      const key = keyOf(node);
      sums.set(key, (sums.get(key) ?? 0) + node.microseconds);
    }
    return [...sums]
      .sort(([, a], [, b]) => b - a)
      .map(([key, sum]) => ({ name: key, ms: sum / 1000 / iterations, share: sum / total }));
  };
  return {
    name,
    iterations,
    msPerIteration: total / 1000 / iterations,
    kinds: costs(kind),
    layers: costs(layerOfNode).slice(0, TOP),
    top: costs((node) => `${layerOfNode(node)}: ${kind(node)}`).slice(0, TOP),
  };
}
