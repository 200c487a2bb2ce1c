/** Measures Inception and prints. */
import { measureInception } from "../../bench/inception.ts";
import type { NodeDevice } from "../../runtime/node.ts";
import { onProgress, print } from "./bench.ts";
import { inceptionLines } from "./tables.ts";

interface InceptionFlags {
  readonly device: NodeDevice;
  readonly batch: number;
  readonly rounds: number;
  readonly threads: number;
  readonly json?: boolean;
}

export async function runBenchInception({ json, ...options }: InceptionFlags): Promise<void> {
  const result = await measureInception({ ...options, onProgress });
  print(json, result, inceptionLines(result));
}
