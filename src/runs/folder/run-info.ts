/** `run.json`: the state and outcome of a run, for people, the studio and a resuming process. */
import { z } from "zod";
import { storedVerdict, verdictStates } from "../../analysis/health/index.ts";
import { type EvenkeelError, refusal } from "../../errors.ts";
import { listIssues, parseJson } from "../../files/index.ts";
import { runCounters } from "../checkpoints/index.ts";

const count = z.int().nonnegative();
const time = z.iso.datetime();

/** The format version of `run.json` that this Evenkeel writes; it also reads earlier ones. */
export const RUN_FORMAT_VERSION = 1;

const runInfo = z.looseObject({
  kind: z.literal("evenkeel-run"),
  formatVersion: z.int().min(1).max(RUN_FORMAT_VERSION),
  name: z.string(),
  /** Also `running` for a run whose process was killed. */
  status: z.enum(["running", "done", "failed", "stopped"]),
  /** Why the run ended, one sentence; `null` while it is running. */
  exitReason: z.string().nullable(),
  /** 1 for the first start; each resume adds one. */
  attempt: z.int().positive(),
  process: z.looseObject({ pid: z.int(), host: z.string() }),
  versions: z.looseObject({ evenkeel: z.string(), node: z.string(), onnxruntime: z.string() }),
  git: z.looseObject({ commit: z.string(), dirty: z.boolean() }).nullable(),
  device: z.string(),
  seed: z.int(),
  /** The names of the classes that a conditional generator draws, by their numbers. */
  classes: z.array(z.string()).optional(),
  /** The checkpoint whose weights the run started from, and how many tensors were taken from it. */
  from: z
    .looseObject({ run: z.string(), step: count, sha256: z.string(), taken: count, fresh: count })
    .optional(),
  hostCores: z.int().positive(),
  /** Processor threads that the last attempt computed with. */
  threads: z.int().positive().optional(),
  startedAt: time,
  updatedAt: time,
  endedAt: time.nullable(),
  /** Seconds by activity. */
  timings: z.record(z.string(), z.number()),
  counters: runCounters,
  /** The verdict on the run's health, as far as its instruments can tell. */
  verdict: z
    .object({ state: z.enum(verdictStates), evidence: z.string(), since: count })
    .transform(storedVerdict)
    .nullable()
    .optional(),
  /** The actions that were taken when it was unhealthy. */
  healthActions: z
    .array(z.object({ gStep: count, state: z.string(), evidence: z.string(), done: z.string() }))
    .optional(),
});

/** The content of `run.json`; fields of later versions are preserved. */
export type RunInfo = Readonly<z.infer<typeof runInfo>>;

/**
 * Reads the text of a `run.json`.
 *
 * @throws EvenkeelError `RUN_FOLDER` if the file is damaged, from a later version, or not written by Evenkeel.
 */
export function parseRunInfo(text: string, path: string): RunInfo {
  const json = parseJson(text);
  if (json === undefined) throw damaged(path, "it is not JSON");
  const { kind, formatVersion } = Object(json) as Partial<Record<string, unknown>>;
  if (kind !== "evenkeel-run") throw notARun(path, "this is not a run.json of Evenkeel");
  if (typeof formatVersion === "number" && formatVersion > RUN_FORMAT_VERSION) {
    throw refusal("RUN_FOLDER", {
      where: path,
      rule: `the format version must be at most ${RUN_FORMAT_VERSION}`,
      got: formatVersion,
      advice: "A later version of Evenkeel made this run. Install that version.",
    });
  }
  const parsed = runInfo.safeParse(json);
  if (parsed.success) return parsed.data;
  throw damaged(path, listIssues(parsed.error, json));
}

/** The error for a path that is not a run's. */
export function notARun(path: string, rule: string): EvenkeelError {
  return refusal("RUN_FOLDER", {
    where: path,
    rule,
    advice: "Name the folder of a run, such as runs/0007-quickstart.",
  });
}

function damaged(path: string, why: string): EvenkeelError {
  return refusal("RUN_FOLDER", {
    where: path,
    rule: `the file is damaged: ${why}`,
    advice: "Restore the file from a copy, or correct it.",
  });
}
