/** Measures our cases, and peers between them, alternating, so that all meet the same machine. */
import { setTimeout as sleep } from "node:timers/promises";
import { nodeEngine } from "../runtime/node.ts";
import type { Case } from "./cases.ts";
import { describeMachine, type Machine } from "./machine.ts";
import { type Place, type Side, type Sides, startOurs, startPyTorch } from "./sides.ts";
import { compare, type PeerTimes, summarize, type Times } from "./statistics.ts";

/** How long and against whom. */
export interface BenchOptions extends Place {
  readonly cases: readonly Case[];
  /** Turns of each side. */
  readonly rounds: number;
  /** Iterations of a turn; more where they take less than a second. */
  readonly iterations: number;
  /** The interpreter that has PyTorch; `undefined` for no peer. */
  readonly python: string | undefined;
  readonly onProgress: (text: string) => void;
}

/** What `bench --json` prints. */
export interface BenchResult {
  readonly machine: Machine;
  readonly cases: readonly CaseResult[];
}

export interface CaseResult {
  readonly name: string;
  readonly ours: Times;
  readonly peers: Readonly<Record<string, PeerTimes>>;
}

/** Idle engine threads go on spinning for a while; a pause keeps them out of the next turn. */
const PAUSE_MS = 300;

/** Least time of a turn: small networks need many iterations for a steady median. */
const TURN_MS = 1000;

/**
 * Runs the cases one after the other. Each side has a process of its own, warmed up by three iterations;
 * one turn is `iterations` iterations of one side, and at least {@link TURN_MS}, while the others wait; sides
 * take turns in every round.
 */
export async function measure(options: BenchOptions): Promise<BenchResult> {
  const { device, threads, python } = options;
  // a device or threads that cannot be had are refused before a process is started
  nodeEngine({ device, threads });
  const results: CaseResult[] = [];
  let torch: string | undefined;
  for (const definition of options.cases) {
    const started: Sides[] = [];
    try {
      options.onProgress(`${definition.name}: compiling and warming up`);
      // the peers first: where they are missing, that is said at once
      if (python !== undefined) {
        const peers = await startPyTorch(definition, options, python);
        torch = peers.version;
        started.push(peers);
      }
      started.unshift(await startOurs(definition, options));
      const sides = started.flatMap((each) => each.sides);
      results.push(await takeTurns(definition.name, sides, options));
    } finally {
      for (const each of started) await each.close();
    }
  }
  return {
    machine: {
      ...describeMachine(threads, torch === undefined ? {} : { pytorch: torch }),
      device,
    },
    cases: results,
  };
}

async function takeTurns(
  name: string,
  sides: readonly Side[],
  { rounds, iterations, onProgress }: BenchOptions,
): Promise<CaseResult> {
  const taken = sides.map((side) => ({
    side,
    times: [] as (readonly number[])[],
    peakMiB: null as number | null,
  }));
  for (let round = 1; round <= rounds; round++) {
    onProgress(`${name}: round ${round} of ${rounds}`);
    for (const each of taken) {
      await sleep(PAUSE_MS);
      const { ms, peakMiB } = await each.side.run(iterations, TURN_MS);
      each.times.push(ms);
      // a process's peak never falls, so the last one is the highest
      each.peakMiB = peakMiB;
    }
  }
  const [ours, ...peers] = taken;
  return {
    name,
    ours: summarize(ours!.times, ours!.peakMiB),
    peers: Object.fromEntries(
      peers.map(({ side, times, peakMiB }) => [side.name, compare(times, peakMiB, ours!.times)]),
    ),
  };
}
