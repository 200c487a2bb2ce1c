/** Measures our cases, and peers between them, alternating, so that all meet the same machine. */
import { arch, availableParallelism, cpus, platform } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { versions } from "../runs/index.ts";
import { cases } from "./cases.ts";
import { startPyTorch } from "./peer.ts";

/** How long and against whom. */
export interface BenchOptions {
  /** Turns of each side. */
  readonly rounds: number;
  /** Iterations of a turn. */
  readonly iterations: number;
  /** 0 for all cores. */
  readonly threads: number;
  /** The interpreter that has PyTorch; `undefined` for no peer. */
  readonly python: string | undefined;
  readonly onProgress: (text: string) => void;
}

/** Milliseconds of an iteration. */
export interface Times {
  readonly medianMs: number;
  readonly minMs: number;
  readonly samples: number;
  readonly peakMiB: number;
}

/** What `bench --json` prints. */
export interface BenchResult {
  readonly machine: Readonly<Record<string, string | number>>;
  readonly cases: readonly {
    readonly name: string;
    readonly ours: Times;
    /** `ratio`: the peer's median over ours; above 1 we are faster. */
    readonly peers: Readonly<Record<string, Times & { readonly ratio: number }>>;
  }[];
}

/** What the script's variants are called in results. */
const PEER_NAMES: Readonly<Record<string, string>> = {
  idiomatic: "pytorch",
  best: "pytorch-best",
};
/** Idle engine threads go on spinning for a while; a pause keeps them out of the next turn. */
const PAUSE_MS = 300;

/** Runs all cases. Timings of the first two iterations of each side are not counted. */
export async function measure(options: BenchOptions): Promise<BenchResult> {
  const { rounds, iterations, threads, python, onProgress } = options;
  const peer = python === undefined ? undefined : await startPyTorch(python, threads);
  const results = [];
  try {
    for (const { name, title, prepare } of cases) {
      onProgress(`${title}: compiling`);
      const { trainer, release } = await prepare(threads);
      const ours: number[] = [];
      const peers = new Map(
        (peer?.variants ?? []).map((v) => [v, { ms: [] as number[], peak: 0 }]),
      );
      await trainer.step();
      await trainer.step();
      for (let round = 1; round <= rounds; round++) {
        onProgress(`${name}: round ${round} of ${rounds}`);
        await sleep(PAUSE_MS);
        for (let i = 0; i < iterations; i++) {
          const start = performance.now();
          await trainer.step();
          ours.push(performance.now() - start);
        }
        for (const [variant, times] of peers) {
          await sleep(PAUSE_MS);
          const { ms, peakMiB } = await peer!.run(variant, iterations);
          times.ms.push(...ms);
          times.peak = Math.max(times.peak, peakMiB);
        }
      }
      await release();
      const mine = summary(ours, process.resourceUsage().maxRSS / 1024);
      const theirs = [...peers].map(([variant, { ms, peak }]) => {
        const times = summary(ms, peak);
        const ratio = times.medianMs / mine.medianMs;
        return [PEER_NAMES[variant] ?? variant, { ...times, ratio }] as const;
      });
      results.push({ name, ours: mine, peers: Object.fromEntries(theirs) });
    }
  } finally {
    peer?.close();
  }
  return { machine: describeMachine(threads, peer?.version), cases: results };
}

function summary(ms: readonly number[], peakMiB: number): Times {
  const sorted = [...ms].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const medianMs = (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
  return { medianMs, minMs: sorted[0]!, samples: ms.length, peakMiB };
}

function describeMachine(threads: number, torch: string | undefined) {
  const { evenkeel, node, onnxruntime } = versions();
  return {
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    threads: threads > 0 ? threads : availableParallelism(),
    platform: `${platform()} ${arch()}`,
    evenkeel,
    node,
    onnxruntime,
    ...(torch !== undefined && { pytorch: torch }),
  };
}
