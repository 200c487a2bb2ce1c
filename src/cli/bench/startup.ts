/** Measures how long things take to begin and prints. */
import { measureStartup } from "../../bench/startup.ts";
import { onProgress, print } from "./bench.ts";
import { startupLines } from "./tables.ts";

interface StartupFlags {
  readonly recipes: string;
  readonly threads: number;
  readonly json?: boolean;
}

export async function runBenchStartup({ json, recipes, threads }: StartupFlags): Promise<void> {
  const result = await measureStartup({ recipes: recipes.split(","), threads, onProgress });
  print(json, result, startupLines(result));
}
