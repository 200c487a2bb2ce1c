/** `run.json`: what became of a run, for people, the studio and a resuming process. */
import { z } from "zod";
import { verdictStates } from "../../analysis/health/index.ts";
import { EvenkeelError } from "../../errors.ts";
import { listIssues, parseJson } from "../../files/index.ts";
import { runCounters } from "../checkpoints/index.ts";

const count = z.int().nonnegative();
const time = z.iso.datetime();

/** The version of `run.json` that this Evenkeel writes; it reads this one and earlier ones. */
export const RUN_FORMAT_VERSION = 1;

const runInfo = z.looseObject({
  kind: z.literal("evenkeel-run"),
  formatVersion: z.int().min(1).max(RUN_FORMAT_VERSION),
  name: z.string(),
  /** `running` also for a run whose process was killed. */
  status: z.enum(["running", "done", "failed", "stopped"]),
  /** Why it is no longer running, one sentence; `null` while it runs. */
  exitReason: z.string().nullable(),
  /** 1 for the first start; each resume adds one. */
  attempt: z.int().positive(),
  process: z.looseObject({ pid: z.int(), host: z.string() }),
  versions: z.looseObject({ evenkeel: z.string(), node: z.string(), onnxruntime: z.string() }),
  git: z.looseObject({ commit: z.string(), dirty: z.boolean() }).nullable(),
  device: z.string(),
  seed: z.int(),
  hostCores: z.int().positive(),
  startedAt: time,
  updatedAt: time,
  endedAt: time.nullable(),
  /** Seconds, by what they were spent on. */
  timings: z.record(z.string(), z.number()),
  counters: runCounters,
  /** Whether the run is healthy, as far as its instruments tell. */
  verdict: z
    .object({ state: z.enum(verdictStates), evidence: z.string(), since: count })
    .nullable()
    .optional(),
  /** What was done about it when it was not. */
  healthActions: z
    .array(z.object({ gStep: count, state: z.string(), evidence: z.string(), done: z.string() }))
    .optional(),
});

/** The content of `run.json`; fields that a later version added are kept. */
export type RunInfo = Readonly<z.infer<typeof runInfo>>;

/**
 * Reads the text of a `run.json`.
 *
 * @throws EvenkeelError `RUN_FOLDER` if the file is no Evenkeel run's, from a later version, or broken.
 */
export function parseRunInfo(text: string, path: string): RunInfo {
  const json = parseJson(text);
  if (json === undefined) throw damaged(path, "it is not JSON");
  const { kind, formatVersion } = Object(json) as Partial<Record<string, unknown>>;
  if (kind !== "evenkeel-run") {
    throw new EvenkeelError("RUN_FOLDER", `${path}: this is no run.json of Evenkeel`, {
      advice: "Name the folder of a run, such as runs/0007-quickstart.",
    });
  }
  if (typeof formatVersion === "number" && formatVersion > RUN_FORMAT_VERSION) {
    const rule = `the format version must be at most ${RUN_FORMAT_VERSION}, got ${formatVersion}`;
    throw new EvenkeelError("RUN_FOLDER", `${path}: ${rule}`, {
      advice: "A later Evenkeel made this run: install that version.",
    });
  }
  const parsed = runInfo.safeParse(json);
  if (parsed.success) return parsed.data;
  throw damaged(path, listIssues(parsed.error));
}

function damaged(path: string, why: string): EvenkeelError {
  return new EvenkeelError("RUN_FOLDER", `${path}: the file is damaged: ${why}`, {
    advice: "Restore the file from a copy, or correct it.",
  });
}
