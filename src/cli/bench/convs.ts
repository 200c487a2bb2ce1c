/** Measures single convolutions and prints. */
import { measureConvs } from "../../bench/convs.ts";
import { onProgress, print } from "./bench.ts";
import { convsLines } from "./tables.ts";

interface ConvsFlags {
  readonly batch: number;
  readonly calls: number;
  readonly threads: number;
  readonly json?: boolean;
}

export async function runBenchConvs({ json, ...options }: ConvsFlags): Promise<void> {
  const result = await measureConvs({ ...options, onProgress });
  print(json, result, convsLines(result));
}
