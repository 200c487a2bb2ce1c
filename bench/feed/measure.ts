/** How fast training is on images that are decoded meanwhile, beside images held in memory. */
import { setTimeout as sleep } from "node:timers/promises";
import {
  describeMachine,
  type LineProcess,
  type Machine,
  median,
  startWorker,
} from "evenkeel/bench";
import { type ComparedRate, compareRates } from "../rates.ts";
import { type FeedCase, feedCases } from "./cases.ts";

/** What `bench:feed --json` prints. */
export interface FeedResult {
  readonly machine: Machine;
  /** Where the images are, and how many. */
  readonly images: { readonly path: string; readonly count: number };
  readonly cases: readonly FeedCaseResult[];
}

/** Both sides of a case; the ratios are the streamed rate over the held one. */
export interface FeedCaseResult extends Omit<ComparedRate, "imagesPerSecond"> {
  readonly name: string;
  readonly threads: number;
  readonly held: FeedRate;
  readonly streamed: FeedRate;
}

export interface FeedRate {
  /** Images shown per second, of a turn as a whole: the median turn. */
  readonly imagesPerSecond: number;
  /** Highest resident memory of the process. */
  readonly peakMiB: number;
}

export interface FeedOptions {
  /** Names of cases. */
  readonly cases: readonly string[];
  /** A folder, zip or tar of JPEG files. */
  readonly path: string;
  /** How many of them; all where not given. */
  readonly count?: number | undefined;
  /** Turns of each side. */
  readonly rounds: number;
  /** Iterations of a turn; the case's own where not given. */
  readonly iterations?: number | undefined;
  readonly onProgress: (text: string) => void;
}

const KINDS = ["held", "streamed"] as const;
/** After a turn, engine threads keep spinning for a while and images are still read ahead. */
const PAUSE_MS = 300;

/**
 * Trains each case on the same images, held in memory and streamed, in turns: one process for each, and
 * while one has its turn the other waits. A turn counts as a whole, so that a wait for images does.
 */
export async function measureFeed(options: FeedOptions): Promise<FeedResult> {
  const cases: FeedCaseResult[] = [];
  let count = 0;
  for (const definition of feedCases.filter(({ name }) => options.cases.includes(name))) {
    const { name, threads } = definition;
    options.onProgress(`${name}: reading the images, compiling and warming up`);
    const started: LineProcess[] = [];
    try {
      for (const kind of KINDS) started.push(await startSide(definition, kind, options));
      const [{ greeting }] = started as [LineProcess];
      count = Number(greeting.images);
      const [held, streamed] = await takeTurns(definition, started, options);
      const { ratio, ratioRange } = compareRates(streamed!.rates, held!.rates);
      const sides = { held: summary(held!), streamed: summary(streamed!) };
      cases.push({ name, threads, ...sides, ratio, ratioRange });
    } finally {
      for (const each of started) await each.close();
    }
  }
  return { machine: describeMachine(0), images: { path: options.path, count }, cases };
}

function startSide(
  { name, threads }: FeedCase,
  kind: string,
  { path, count }: FeedOptions,
): Promise<LineProcess> {
  const script = new URL("./worker.js", import.meta.url);
  return startWorker(script, [name, kind, String(threads), path, String(count ?? "")]);
}

interface Turns {
  /** Images per second of each turn. */
  readonly rates: number[];
  peakMiB: number;
}

async function takeTurns(
  { name, iterations }: FeedCase,
  sides: readonly LineProcess[],
  options: FeedOptions,
): Promise<readonly Turns[]> {
  const turns: readonly Turns[] = sides.map(() => ({ rates: [], peakMiB: 0 }));
  for (let round = 0; round < options.rounds; round++) {
    options.onProgress(`${name}: round ${round + 1} of ${options.rounds}`);
    // the side that goes first alternates too
    for (const i of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const [side, turn] = [sides[i]!, turns[i]!];
      await sleep(PAUSE_MS);
      const answer = await side.ask(`run ${options.iterations ?? iterations}`);
      const ms = answer.ms as readonly number[];
      const seconds = ms.reduce((sum, each) => sum + each, 0) / 1000;
      turn.rates.push((ms.length * Number(side.greeting.batchSize)) / seconds);
      turn.peakMiB = Number(answer.peakMiB);
    }
  }
  return turns;
}

function summary({ rates, peakMiB }: Turns): FeedRate {
  return { imagesPerSecond: median(rates), peakMiB };
}
