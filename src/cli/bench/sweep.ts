/** Measures runs side by side and prints. */
import { measureSideBySide } from "../../bench/side-by-side.ts";
import { onProgress, print } from "./bench.ts";
import { sideBySideLines } from "./tables.ts";

interface SweepFlags {
  readonly rounds: number;
  readonly seconds: number;
  readonly json?: boolean;
}

export async function runBenchSweep(
  names: readonly string[],
  { json, ...options }: SweepFlags,
): Promise<void> {
  const result = await measureSideBySide({ ...options, names, onProgress });
  print(json, result, sideBySideLines(result));
}
