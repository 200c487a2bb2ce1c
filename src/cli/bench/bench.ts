/** Measures iterations and prints. */
import {
  type BenchOptions,
  type Case,
  cases,
  measure,
  profileCase,
  selectCases,
} from "../../bench/index.ts";
import { printJson, printLines, tell } from "../../terminal/terminal.ts";
import { listLines, profileLines, resultLines } from "./tables.ts";

interface BenchFlags {
  readonly device: BenchOptions["device"];
  readonly against?: "pytorch";
  readonly rounds: number;
  readonly iterations: number;
  readonly threads: number;
  readonly python: string;
  readonly profile?: boolean;
  readonly list?: boolean;
  readonly json?: boolean;
}

export async function runBench(names: readonly string[], flags: BenchFlags): Promise<void> {
  if (flags.list) return list(flags);
  const chosen = selectCases(names);
  if (flags.profile) return profile(chosen, flags);
  const { against, device, rounds, iterations, threads, python, json } = flags;
  const result = await measure({
    cases: chosen,
    device,
    rounds,
    iterations,
    threads,
    python: against === "pytorch" ? python : undefined,
    onProgress,
  });
  answer(json, result, resultLines(result));
}

function list({ json }: BenchFlags): void {
  const named = cases.map(({ name, title }) => ({ name, title }));
  answer(json, { cases: named }, listLines(named));
}

async function profile(chosen: readonly Case[], flags: BenchFlags): Promise<void> {
  const { iterations, threads, json } = flags;
  const profiles = [];
  for (const definition of chosen) {
    onProgress(`${definition.name}: profiling ${iterations} iterations`);
    profiles.push(await profileCase(definition, { iterations, threads }));
  }
  answer(json, { profiles }, profiles.flatMap(profileLines));
}

/** Prints a result as JSON, or for people. */
function answer(json: boolean | undefined, result: object, lines: readonly string[]): void {
  if (json) printJson(result);
  else printLines(lines);
}

function onProgress(text: string): void {
  tell(text);
}
