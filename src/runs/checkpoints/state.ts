/** `state.json` of a checkpoint: everything except the tensors. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { type EvenkeelError, refusal } from "../../errors.ts";
import { listIssues, parseJson } from "../../files/index.ts";
import type { RandomState } from "../../random.ts";
import { quoted } from "../../text.ts";
import { type RunCounters, runCounters } from "./counters.ts";

/** The format version that this Evenkeel writes; it also reads earlier ones. */
export const CHECKPOINT_FORMAT_VERSION = 1;

/** A value that JSON can represent (finite numbers only; −0 becomes 0). */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** The content of `state.json`, without its own checksum. */
export interface CheckpointState {
  readonly kind: "evenkeel-checkpoint";
  readonly formatVersion: number;
  readonly counters: RunCounters;
  /** Distinguishes networks whose tensors have the same names and shapes; provided by the writer. */
  readonly architecture: string;
  readonly weights: {
    readonly file: "weights.safetensors";
    readonly bytes: number;
    readonly sha256: string;
  };
  /** The random streams, by name. */
  readonly streams: Readonly<Record<string, RandomState>>;
  /** The position in the data set's shuffled order; provided by the writer. */
  readonly shuffle: Json;
  /** Further state of the writer, by name. */
  readonly sections: Readonly<Record<string, Json>>;
}

const checkpointState = z.strictObject({
  kind: z.literal("evenkeel-checkpoint"),
  formatVersion: z.int().min(1).max(CHECKPOINT_FORMAT_VERSION),
  counters: runCounters,
  architecture: z.string(),
  weights: z.strictObject({
    file: z.literal("weights.safetensors"),
    bytes: z.int().nonnegative(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hexadecimal"),
  }),
  streams: z.record(
    z.string(),
    z.strictObject({ words: z.array(z.int()).min(1), pendingNormal: z.number().nullable() }),
  ),
  shuffle: z.json(),
  sections: z.record(z.string(), z.json()),
}) satisfies z.ZodType<CheckpointState>;

/** The error for a checkpoint whose files differ from what was written. */
export function damagedCheckpoint(path: string, why: string, cause?: unknown): EvenkeelError {
  return refusal("CHECKPOINT", {
    where: path,
    rule: `the checkpoint is damaged: ${why}`,
    cause,
    details: { kind: "damaged", path, why },
  });
}

/**
 * The text of a `state.json`: the state, and the checksum of the rest as `sha256`.
 *
 * @throws EvenkeelError `CHECKPOINT` with the path of a value that JSON cannot represent.
 */
export function encodeState(state: CheckpointState): string {
  refuseLossy(state, "state");
  return `${JSON.stringify({ ...state, sha256: checksum(state) }, null, 2)}\n`;
}

/**
 * Reads a `state.json` and verifies its checksum and every field.
 *
 * @param path the checkpoint's folder, for errors.
 * @throws EvenkeelError `CHECKPOINT` if it is damaged or from a later version.
 */
export function decodeState(text: string, path: string): CheckpointState {
  const json = parseJson(text);
  if (typeof json !== "object" || json === null) {
    throw damagedCheckpoint(path, "state.json is not a JSON object");
  }
  const { sha256, ...rest } = json as Record<string, unknown>;
  if (rest.kind !== "evenkeel-checkpoint") {
    throw damagedCheckpoint(
      path,
      `state.json is of the kind ${quoted(JSON.stringify(rest.kind) ?? "nothing")}`,
    );
  }
  const { formatVersion } = rest;
  if (typeof formatVersion === "number" && formatVersion > CHECKPOINT_FORMAT_VERSION) {
    throw refusal("CHECKPOINT", {
      where: path,
      rule: `the format version must be at most ${CHECKPOINT_FORMAT_VERSION}`,
      got: formatVersion,
      advice: "A later version of Evenkeel made this checkpoint. Install that version.",
      details: { kind: "version", path },
    });
  }
  const state = checkpointState.safeParse(rest);
  if (!state.success) throw damagedCheckpoint(path, `state.json: ${listIssues(state.error, rest)}`);
  if (sha256 !== checksum(rest)) throw damagedCheckpoint(path, "state.json fails its checksum");
  return state.data;
}

/** The SHA-256 of bytes or a text (UTF-8), in hexadecimal. */
export function sha256Of(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}

function checksum(state: object): string {
  return sha256Of(JSON.stringify(state));
}

function refuseLossy(value: unknown, place: string): void {
  const kept =
    typeof value === "number"
      ? Number.isFinite(value)
      : value === null || ["string", "boolean"].includes(typeof value) || isPlain(value);
  if (!kept) {
    const rule = "must be a value that JSON can represent";
    throw refusal("CHECKPOINT", { where: place, rule, got: describe(value) });
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, item] of Object.entries(value)) refuseLossy(item, `${place}.${key}`);
}

function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return true;
  return typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;
}

function describe(value: unknown): string {
  return typeof value === "object" ? `a ${(value as object).constructor.name}` : String(value);
}
