/** How long it takes until something happens: the command line, compilation, samples. */
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { recipes } from "../config/index.ts";
import { EvenkeelError } from "../errors.ts";
import { nearest } from "../suggest.ts";
import { startLineProcess } from "./line-process.ts";
import { describeMachine, type Machine } from "./machine.ts";
import { summarize, type Times } from "./statistics.ts";

/** What it takes until a recipe could train. */
export interface Compilation {
  readonly recipe: string;
  /** From the config to both steps loaded, the first weights drawn: `createTrainer`. */
  readonly compileMs?: number;
  readonly peakMiB?: number;
  /** Why there are no numbers. */
  readonly note?: string;
}

/** What `bench startup --json` prints. */
export interface StartupResult {
  readonly machine: Machine;
  /** `evenkeel --help`, from start to end. */
  readonly help: Omit<Times, "peakMiB">;
  readonly compilations: readonly Compilation[];
  readonly sampling: {
    readonly case: string;
    /** Images of a call. */
    readonly count: number;
    readonly imagesPerSecond: number;
    readonly peakMiB: number;
  };
}

export interface StartupOptions {
  readonly recipes: readonly string[];
  /** 0 for all cores. */
  readonly threads: number;
  readonly onProgress: (text: string) => void;
}

const HELP_RUNS = 5;
const SAMPLED = 64;

/**
 * Each compilation and the sampling have a process of their own, so that the memory is theirs.
 *
 * @throws EvenkeelError `USAGE` for a recipe that there is not.
 */
export async function measureStartup(options: StartupOptions): Promise<StartupResult> {
  const { threads, onProgress } = options;
  for (const name of options.recipes) {
    if (Object.hasOwn(recipes, name)) continue;
    const meant = nearest(name, Object.keys(recipes));
    throw new EvenkeelError("USAGE", `bench startup: --recipes must name recipes, got ${name}`, {
      advice: meant ? `Did you mean ${meant}?` : "evenkeel train --list lists all recipes.",
    });
  }
  onProgress("evenkeel --help");
  const help = await timeHelp();
  const compilations: Compilation[] = [];
  for (const recipe of options.recipes) {
    onProgress(`${recipe}: compiling`);
    compilations.push(await compilation(recipe, threads));
  }
  onProgress("sampling");
  const sampling = await ask(["sample", String(SAMPLED), String(threads)]);
  return {
    machine: describeMachine(threads),
    help,
    compilations,
    sampling: { ...(sampling as unknown as StartupResult["sampling"]), count: SAMPLED },
  };
}

async function compilation(recipe: string, threads: number): Promise<Compilation> {
  try {
    return { recipe, ...(await ask(["compile", recipe, String(threads)])) };
  } catch (error) {
    // one that does not fit into memory is killed; the others are still worth knowing
    if (!(error instanceof EvenkeelError)) throw error;
    return { recipe, note: error.message };
  }
}

async function ask(args: readonly string[]) {
  const script = fileURLToPath(new URL("./startup-worker.js", import.meta.url));
  const worker = await startLineProcess({
    file: process.execPath,
    args: [script, ...args],
    who: "the measuring process",
    advice: "Is Node.js still installed?",
  });
  await worker.close();
  return worker.greeting;
}

async function timeHelp(): Promise<Omit<Times, "peakMiB">> {
  const main = fileURLToPath(new URL("../cli/main.js", import.meta.url));
  const ms: number[] = [];
  while (ms.length < HELP_RUNS) {
    const start = performance.now();
    const child = spawn(process.execPath, [main, "--help"], { stdio: "ignore" });
    await new Promise((resolve) => child.on("close", resolve));
    ms.push(performance.now() - start);
    await sleep(50);
  }
  const { peakMiB: _, ...times } = summarize([ms], null);
  return times;
}
