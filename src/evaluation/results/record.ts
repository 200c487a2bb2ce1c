/** The results of evaluations: one record a number, with everything that the number depends on. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { EvenkeelError } from "../../errors.ts";
import {
  appendJsonLines,
  listIssues,
  openJsonLines,
  readJsonLines,
  readTextIfPresent,
} from "../../files/index.ts";
import type { MetricResult } from "../../metrics/index.ts";
import {
  canonicalText,
  classSlices,
  type ProtocolSettings,
  roundings,
} from "../../metrics/protocols/index.ts";

const count = z.int().min(0);
/** JSON has no word for them; the files have these texts. */
const number = z.number().or(z.enum(["NaN", "Infinity", "-Infinity"]).transform(Number));

const settings = z.object({
  real: z.object({ split: z.enum(["training", "test"]), count }),
  fake: z.object({ count, rounding: z.enum(roundings) }),
  features: z.object({ extractor: z.string(), resizer: z.string() }),
  inceptionScore: z.object({ count, parts: count, classes: z.enum(classSlices) }),
  kernel: z.object({ subsets: count, size: count }),
  neighbours: z.object({ k: count, count }),
  seed: z.int(),
}) satisfies z.ZodType<ProtocolSettings>;

const recordSchema = z.object({
  /** Generator steps of what was measured; `null` where that is unknown. */
  gStep: count.nullable(),
  dStep: count.nullable(),
  images: count.nullable(),
  metric: z.string(),
  value: number,
  spread: z.object({ std: number, over: z.string(), count }).nullable(),
  details: z.record(z.string(), z.unknown()),
  warnings: z.array(z.string()),
  protocol: z.object({ name: z.string(), title: z.string(), source: z.string(), settings }),
  protocolHash: z.string(),
  /** `null` where no features were computed. */
  extractor: z
    .object({
      name: z.string(),
      sha256: z.string(),
      dimension: count,
      classes: count,
      size: count.nullable(),
      resizer: z.string(),
    })
    .nullable(),
  counts: z.object({ real: count, fake: count }),
  /** Where the generated images come from. */
  subject: z.object({
    kind: z.enum(["run", "images", "onnx"]),
    path: z.string(),
    /** Of an ONNX file. */
    sha256: z.string().optional(),
    /** Channels, height, width. */
    shape: z.tuple([count, count, count]),
    /** Of a generator: whether batch norm used running statistics or the batch's. */
    batchNorm: z.string().nullable(),
    /** Of a generator: whether its weights are the trained ones or their moving average. */
    weights: z.string().nullable(),
  }),
  /** The real images; `null` where none were used. */
  reference: z
    .object({
      name: z.string(),
      source: z.string(),
      split: z.string(),
      /** How many images the split has. */
      available: count,
      /** SHA-256 of the shape and pixels of the images that were used, in their order. */
      digest: z.string(),
    })
    .nullable(),
  seed: z.int(),
  versions: z.object({ evenkeel: z.string(), engine: z.string() }),
  /** When it was measured, ISO 8601. */
  measuredAt: z.string(),
  /** How long all results of this protocol took together. */
  seconds: z.number(),
}) satisfies z.ZodType<MetricResult>;

/** What a result was obtained from, and how. */
export type Circumstances = Omit<z.output<typeof recordSchema>, keyof MetricResult>;

/** A result of a metric with its circumstances. */
export interface EvaluationRecord extends MetricResult, Circumstances {}

/** SHA-256 of a protocol's settings. */
export function protocolHash(protocol: ProtocolSettings): string {
  return createHash("sha256").update(canonicalText(protocol)).digest("hex");
}

/** Appends records to a file of evaluations; creates it if there is none. */
export async function appendEvaluations(
  path: string,
  records: readonly EvaluationRecord[],
): Promise<void> {
  // a line that a dying process left torn is dropped first
  (await openJsonLines(path)).close();
  const file = appendJsonLines(path);
  try {
    file.append(...records.map((record) => ({ ...record })));
  } finally {
    file.close();
  }
}

/**
 * Reads a file of evaluations; a missing one has none.
 *
 * @throws EvenkeelError `DATA` for a record that is none, naming its line and field.
 */
export async function readEvaluations(path: string): Promise<readonly EvaluationRecord[]> {
  const lines = await readJsonLines(path);
  return lines.map((line, index) => {
    const parsed = recordSchema.safeParse(line);
    if (parsed.success) return parsed.data;
    throw new EvenkeelError("DATA", `${path}, record ${index + 1}: ${listIssues(parsed.error)}`, {
      advice: "Remove this line, or measure again with evenkeel evaluate.",
    });
  });
}

/** Discards the records after a step, which a resumed run makes again. */
export async function dropLater(path: string, step: number): Promise<void> {
  if ((await readTextIfPresent(path)) === undefined) return;
  (await openJsonLines(path, { key: "gStep", last: step })).close();
}
