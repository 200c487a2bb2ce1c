/** Measures and prints. */
import { type BenchResult, measure } from "../bench/measure.ts";
import { printTable } from "./format.ts";

interface BenchFlags {
  readonly against?: "pytorch";
  readonly rounds: number;
  readonly iterations: number;
  readonly threads: number;
  readonly python: string;
  readonly json?: boolean;
}

export async function runBench(flags: BenchFlags): Promise<void> {
  const { against, rounds, iterations, threads, python, json } = flags;
  const result = await measure({
    rounds,
    iterations,
    threads,
    python: against === "pytorch" ? python : undefined,
    onProgress: (text) => console.error(text),
  });
  if (json) console.log(JSON.stringify(result, null, 2));
  else print(result);
}

function print({ machine, cases }: BenchResult): void {
  printTable(Object.entries(machine).map(([k, v]) => [k, String(v)]));
  const rows = [["", "median ms", "min ms", "peak MiB", "ratio"]];
  for (const { name, ours, peers } of cases) {
    rows.push([name, ...numbers(ours), ""]);
    for (const [peer, times] of Object.entries(peers)) {
      rows.push([`  ${peer}`, ...numbers(times), times.ratio.toFixed(2)]);
    }
  }
  console.log();
  printTable(rows);
  console.log("\nratio: the peer's median over ours; above 1 we are faster");
}

function numbers(times: BenchResult["cases"][number]["ours"]): string[] {
  return [times.medianMs, times.minMs, times.peakMiB].map((x) => x.toFixed(0));
}
