/** How long the command line, the compilation of a recipe and sampling take. */
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { EvenkeelError } from "evenkeel";
import { describeMachine, type Machine, startWorker, summarize, type Times } from "evenkeel/bench";
import { loadConfig } from "evenkeel/config";
import { evenkeelMain } from "../../tools/evenkeel.ts";

/** What the compilation of a recipe takes. */
export interface Compilation {
  readonly recipe: string;
  /** From the config to both steps loaded, the first weights drawn: `createTrainer`. */
  readonly compileMs?: number;
  readonly peakMiB?: number;
  /** Why there are no numbers. */
  readonly note?: string;
}

/** What `bench:startup --json` prints. */
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
 * @throws EvenkeelError for a name that is no recipe.
 */
export async function measureStartup(options: StartupOptions): Promise<StartupResult> {
  const { threads, onProgress } = options;
  for (const name of options.recipes) await loadConfig(name);
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
    // a process that needs too much memory is killed; the other recipes are still measured
    if (!(error instanceof EvenkeelError)) throw error;
    return { recipe, note: error.message };
  }
}

async function ask(args: readonly string[]) {
  const worker = await startWorker(new URL("./worker.js", import.meta.url), args);
  await worker.close();
  return worker.greeting;
}

async function timeHelp(): Promise<Omit<Times, "peakMiB">> {
  const ms: number[] = [];
  while (ms.length < HELP_RUNS) {
    const start = performance.now();
    const child = spawn(process.execPath, [evenkeelMain, "--help"], { stdio: "ignore" });
    await new Promise((resolve) => child.on("close", resolve));
    ms.push(performance.now() - start);
    await sleep(50);
  }
  const { peakMiB: _, ...times } = summarize([ms], null);
  return times;
}
