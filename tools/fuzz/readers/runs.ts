/** Readers of what runs leave behind: run.json, checkpoints, experiments, sweeps, claims, evaluations. */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EvaluationRecord, readEvaluations } from "evenkeel/evaluation/results";
import { readJsonLines } from "evenkeel/files";
import { encodeSafetensors } from "evenkeel/formats";
import { protocols } from "evenkeel/metrics/protocols";
import { readBest, readCheckpoint, writeCheckpoint } from "evenkeel/runs/checkpoints";
import { openExperiment } from "evenkeel/runs/experiments";
import { ATTEMPTS, liveAttempt, openRequestFolder, parseRunInfo } from "evenkeel/runs/folder";
import { openSweep, readMarks, selectRuns } from "evenkeel/sweeps/folder";
import type { FuzzedReader } from "../reader.ts";

const bytes = (value: unknown) => new Uint8Array(Buffer.from(JSON.stringify(value, null, 1)));
const sha256 = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");

const at = "2026-01-02T03:04:05.678Z";
const counters = { gStep: 200, dStep: 1000, images: 64_000 };
const runInfo = {
  ...{ kind: "evenkeel-run", formatVersion: 1, name: "a", status: "running", exitReason: null },
  ...{ attempt: 1, process: { pid: 12, host: "h" }, device: "cpu", seed: 0, hostCores: 2 },
  versions: { evenkeel: "0.1.0", node: "v20.19.0", onnxruntime: "1.30.0" },
  git: { commit: "abc", dirty: false },
  ...{ startedAt: at, updatedAt: at, endedAt: null, timings: { training: 1.5 }, counters },
  verdict: { state: "healthy", evidence: "all is well", since: 100 },
  healthActions: [{ gStep: 7, state: "collapsed", evidence: "…", done: "stopped" }],
};
const experiment = { kind: "evenkeel-experiment", formatVersion: 1, name: "a", seeds: [1, 2] };
const sweep = {
  ...{ kind: "evenkeel-sweep", formatVersion: 1, name: "a", id: "x", createdAt: at, set: ["a=1"] },
  budgetHours: 2,
  halving: { metric: "loss/d", mode: "min", keep: 0.5, rungs: [5, 10] },
  ...{ on: "slurm", slurm: { partition: "gpu" } },
  runs: [{ name: "r1", seed: 1, steps: 10, point: { "generator.ema": 0.5 } }],
};
const claim = { claim: "a", scale: "small", seeds: null, set: ["seed=1"] };
const protocol = Object.values(protocols)[0]!;
const record = {
  ...{ ...counters, metric: "fid", value: 12.5, spread: { std: 0.5, over: "subsets", count: 10 } },
  ...{ details: { perClass: [1, 2] }, warnings: ["few images"] },
  protocol: {
    ...{ name: protocol.name, title: protocol.title, source: protocol.source },
    settings: protocol.settings,
  },
  protocolHash: "abc",
  extractor: { name: "x", sha256: "s", dimension: 8, classes: 0, size: null, resizer: "none" },
  counts: { real: 10, fake: 10 },
  subject: { kind: "run", path: "r", shape: [3, 8, 8], batchNorm: null, weights: null },
  reference: { name: "r", source: "s", split: "test", available: 10, digest: "d" },
  ...{ seed: 0, versions: { evenkeel: "0.1.0", engine: "x" }, measuredAt: at, seconds: 1 },
};
const line = (value: unknown) => `${JSON.stringify(value)}\n`;
const evaluations = new Uint8Array(Buffer.from(line(record) + line({ ...record, value: "NaN" })));
const metrics = new Uint8Array(
  Buffer.from(line({ gStep: 1, "loss/d": 1.25 }) + line({ gStep: 2, "loss/d": "Infinity" })),
);

/** A checkpoint that a run wrote: its two files. */
async function checkpointFiles() {
  const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
  const data = Float32Array.of(1, 2, 3);
  const path = await writeCheckpoint(
    folder,
    {
      ...{ counters, architecture: "a", shuffle: { position: 3 }, sections: { best: null } },
      streams: { noise: { words: [1, 2, 3, 4], pendingNormal: null } },
      tensors: new Map([["w", { dtype: "float32", shape: [3], data }]]),
    },
    0,
  );
  const [state, weights] = ["state.json", "weights.safetensors"].map(
    (name) => new Uint8Array(readFileSync(join(path, name))),
  );
  rmSync(folder, { recursive: true });
  return { state: state!, weights: weights! };
}

const checkpoint = await checkpointFiles();

/** A state with the checksum of its content; what is no JSON object stays as it is. */
function mendState(input: Uint8Array): Uint8Array {
  try {
    const { sha256: _, ...rest } = JSON.parse(Buffer.from(input).toString());
    return Buffer.from(JSON.stringify({ ...rest, sha256: sha256(JSON.stringify(rest)) }));
  } catch {
    return input;
  }
}

const json = [
  ...[
    "[",
    "{",
    "]",
    "}",
    ",",
    ":",
    '"a"',
    '"a":',
    '{"a":',
    "null",
    "true",
    "\\u0000",
    '"__proto__":',
  ],
  ...['"constructor":', "\x1b[2J", "\n", "\xff", '"\\ud800"', "1e999", "evenkeel-run"],
];

/** A reader of a folder that has the input as one of its files. */
function inFolder(
  name: string,
  seeds: readonly Uint8Array[],
  file: string,
  read: (folder: string) => unknown,
  more: Partial<FuzzedReader> = {},
): FuzzedReader {
  return {
    ...{ name, seeds, tokens: json },
    read(input, folder) {
      writeFileSync(join(folder, file), input);
      return read(folder);
    },
    ...more,
  };
}

export const runReaders: readonly FuzzedReader[] = [
  {
    ...{ name: "run.json", seeds: [bytes(runInfo)], tokens: json },
    read: (input) => parseRunInfo(Buffer.from(input).toString(), "a/run.json"),
  },
  inFolder("experiment.json", [bytes(experiment)], "experiment.json", openExperiment),
  inFolder("sweep.json", [bytes(sweep)], "sweep.json", async (folder) => {
    selectRuns(await openSweep(folder), []);
  }),
  inFolder(
    "sweep-mark",
    [bytes({ state: "refused", reason: "no" })],
    "mark.json",
    async (folder) => {
      mkdirSync(join(folder, "marks"), { recursive: true });
      writeFileSync(join(folder, "marks", "r1.json"), readFileSync(join(folder, "mark.json")));
      writeFileSync(join(folder, "sweep.json"), bytes(sweep));
      await readMarks(await openSweep(folder));
    },
  ),
  inFolder("evaluations.jsonl", [evaluations], "evaluations.jsonl", async (folder) => {
    const found: readonly EvaluationRecord[] = await readEvaluations(
      join(folder, "evaluations.jsonl"),
    );
    // what was read can be written again
    JSON.stringify(found);
  }),
  inFolder("metrics.jsonl", [metrics], "metrics.jsonl", async (folder) => {
    JSON.stringify(await readJsonLines(join(folder, "metrics.jsonl")));
  }),
  inFolder("claim.json", [bytes(claim)], "claim.json", (folder) =>
    openRequestFolder({ out: folder, name: "a", file: "claim.json", request: claim }),
  ),
  inFolder("process.json", [bytes({ pid: 1, host: "h" })], "process.json", (folder) => {
    const claim = join(folder, ATTEMPTS, "0001");
    mkdirSync(claim, { recursive: true });
    writeFileSync(join(claim, "process.json"), readFileSync(join(folder, "process.json")));
    writeFileSync(join(claim, "heartbeat"), "");
    return liveAttempt(folder);
  }),
  inFolder(
    "best.json",
    [bytes({ step: 200, metric: "fid", value: 1, protocolHash: "a" })],
    "best.json",
    readBest,
  ),
  inFolder(
    "state.json",
    [checkpoint.state],
    "state.json",
    (folder) => {
      writeFileSync(join(folder, "weights.safetensors"), checkpoint.weights);
      return readCheckpoint(folder);
    },
    { mend: mendState },
  ),
  inFolder(
    "weights.safetensors",
    [checkpoint.weights, encodeSafetensors({})],
    "weights.safetensors",
    (folder) => {
      const weights = readFileSync(join(folder, "weights.safetensors"));
      const state = JSON.parse(Buffer.from(checkpoint.state).toString());
      Object.assign(state.weights, { bytes: weights.length, sha256: sha256(weights) });
      writeFileSync(join(folder, "state.json"), mendState(bytes(state)));
      return readCheckpoint(folder);
    },
  ),
];
