/** How fast runs are side by side, with a share of the cores each, beside one run that has all. */
import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import {
  cases,
  describeMachine,
  type LineProcess,
  type Machine,
  startWorker,
} from "evenkeel/bench";
import { loadConfig } from "evenkeel/config";
import { type ComparedRate, compareRates } from "../rates.ts";

/** What `bench:sweep --json` prints. */
export interface SideBySideResult {
  readonly machine: Machine;
  readonly cases: readonly SideBySideCase[];
}

export interface SideBySideCase {
  readonly name: string;
  /** The first is one run alone. */
  readonly shares: readonly SharedRate[];
}

/**
 * So many runs at once, with so many threads each: real images shown per second to the discriminators of all
 * runs together, compared with one run.
 */
export interface SharedRate extends ComparedRate {
  readonly jobs: number;
  readonly threads: number;
  /** Highest resident memory of all its processes together. */
  readonly peakMiB: number;
}

export interface SideBySideOptions {
  /** Cases or recipes. */
  readonly names: readonly string[];
  /** Turns of each share. */
  readonly rounds: number;
  /** Seconds of a turn, about. */
  readonly seconds: number;
  readonly onProgress: (text: string) => void;
}

/** After a turn, engine threads keep spinning for a while. */
const PAUSE_MS = 300;

/**
 * Trains each case as one run with all cores, as two with half of them, … and as one for each core, in
 * turns, every run in a process of its own; while one share has its turn the others wait. A turn is
 * measured by the clock from its begin until all its runs have done their iterations.
 *
 * @throws EvenkeelError for a name that is neither a case nor a recipe.
 */
export async function measureSideBySide(options: SideBySideOptions): Promise<SideBySideResult> {
  for (const name of options.names) {
    if (!cases.some((each) => each.name === name)) await loadConfig(name);
  }
  const measured: SideBySideCase[] = [];
  for (const name of options.names) {
    const groups: Group[] = [];
    try {
      for (const share of sharesOf(availableParallelism())) {
        options.onProgress(`${name}: starting ${shareText(share)}`);
        const group: Group = { ...share, processes: [], rates: [] };
        groups.push(group);
        // one after the other: compiling side by side takes much memory
        for (let i = 0; i < share.jobs; i++) {
          group.processes.push(await startRun(name, share.threads));
        }
      }
      const iterations = await iterationsOf(groups[0] as Group, options.seconds);
      for (let round = 0; round < options.rounds; round++) {
        options.onProgress(`${name}: round ${round + 1} of ${options.rounds}`);
        // the group that goes first alternates too
        for (const group of round % 2 === 0 ? groups : [...groups].reverse()) {
          await sleep(PAUSE_MS);
          group.rates.push(await takeTurn(group, iterations));
        }
      }
      measured.push({ name, shares: await summarizeGroups(groups) });
    } finally {
      for (const { processes } of groups) for (const each of processes) await each.close();
    }
  }
  return { machine: describeMachine(0), cases: measured };
}

/** One run with all cores, two with half of them, … , one for each core. */
export function sharesOf(cores: number): readonly Pick<SharedRate, "jobs" | "threads">[] {
  const counts = [1];
  for (let jobs = 2; jobs < cores; jobs *= 2) if (cores % jobs === 0) counts.push(jobs);
  if (cores > 1) counts.push(cores);
  return counts.map((jobs) => ({ jobs, threads: cores / jobs }));
}

/** `2 runs, 1 thread each` */
export function shareText({ jobs, threads }: Pick<SharedRate, "jobs" | "threads">): string {
  const each = `${threads} ${threads === 1 ? "thread" : "threads"}`;
  return jobs === 1 ? `1 run, ${each}` : `${jobs} runs, ${each} each`;
}

interface Group extends Pick<SharedRate, "jobs" | "threads"> {
  readonly processes: LineProcess[];
  /** Images per second of each turn. */
  readonly rates: number[];
}

function startRun(name: string, threads: number): Promise<LineProcess> {
  return startWorker(new URL("./worker.js", import.meta.url), [name, String(threads)]);
}

/** Iterations that take one run about so many seconds, after a few that are not counted. */
async function iterationsOf({ processes: [run] }: Group, seconds: number): Promise<number> {
  const { ms } = await (run as LineProcess).ask("run 3");
  return Math.max(1, Math.round((3000 * seconds) / Number(ms)));
}

async function takeTurn({ processes }: Group, iterations: number): Promise<number> {
  const start = performance.now();
  const answers = await Promise.all(processes.map((each) => each.ask(`run ${iterations}`)));
  const images = answers.reduce((sum, answer) => sum + Number(answer.images), 0);
  return images / ((performance.now() - start) / 1000);
}

async function summarizeGroups(groups: readonly Group[]): Promise<readonly SharedRate[]> {
  const [alone] = groups as readonly [Group];
  const shares: SharedRate[] = [];
  for (const { jobs, threads, processes, rates } of groups) {
    const memory = await Promise.all(processes.map((each) => each.ask("memory")));
    shares.push({
      jobs,
      threads,
      ...compareRates(rates, alone.rates),
      peakMiB: memory.reduce((sum, { peakMiB }) => sum + Number(peakMiB), 0),
    });
  }
  return shares;
}
