/** The results of evaluations: one record per number, with everything that the number depends on. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { ImageSizes } from "../../data/dataset/index.ts";
import { refusal } from "../../errors.ts";
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
/** JSON cannot represent these numbers; the files contain these texts instead. */
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

/** The sizes that image files had before they were resized, in pixels. */
const sizes = z.object({
  median: count,
  least: count,
  greatest: count,
  different: count,
  ofMedian: count,
  files: count,
}) satisfies z.ZodType<ImageSizes>;

const recordSchema = z.object({
  /** The generator step of what was measured; `null` if unknown. */
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
  /** `null` if no features were computed. */
  extractor: z
    .object({
      name: z.string(),
      sha256: z.string(),
      dimension: count,
      classes: count,
      size: count.nullable(),
      resizer: z.string(),
      /** The images that the network was made for, if it says so. */
      madeFor: z.string().optional(),
    })
    .nullable(),
  counts: z.object({ real: count, fake: count }),
  /** The source of the generated images. */
  subject: z.object({
    kind: z.enum(["run", "images", "onnx"]),
    path: z.string(),
    /** For an ONNX file. */
    sha256: z.string().optional(),
    /** Channels, height, width. */
    shape: z.tuple([count, count, count]),
    /** For image files: the sizes that they had. */
    sizes: sizes.optional(),
    /** For a generator: whether batch norm used running statistics or the batch's. */
    batchNorm: z.string().nullable(),
    /** For a generator: whether its weights are the trained ones or their moving average. */
    weights: z.string().nullable(),
  }),
  /** The real images; `null` if none were used. */
  reference: z
    .object({
      name: z.string(),
      source: z.string(),
      split: z.string(),
      /** The number of images in the split. */
      available: count,
      /** For image files: the sizes that those which were decoded had. */
      sizes: sizes.optional(),
      /** SHA-256 of the shape and pixels of the images that were used, in order. */
      digest: z.string(),
    })
    .nullable(),
  seed: z.int(),
  versions: z.object({ evenkeel: z.string(), engine: z.string() }),
  /** The time of the measurement, ISO 8601. */
  measuredAt: z.string(),
  /** Seconds that all results of this protocol took together. */
  seconds: z.number(),
}) satisfies z.ZodType<MetricResult>;

/** What a result was computed from, and how. */
export type Circumstances = Omit<z.output<typeof recordSchema>, keyof MetricResult>;

/** A result of a metric with its circumstances. */
export interface EvaluationRecord extends MetricResult, Circumstances {}

/** SHA-256 of a protocol's settings. */
export function protocolHash(protocol: ProtocolSettings): string {
  return createHash("sha256").update(canonicalText(protocol)).digest("hex");
}

/** Appends records to a file of evaluations; creates it if it does not exist. */
export async function appendEvaluations(
  path: string,
  records: readonly EvaluationRecord[],
): Promise<void> {
  // First drop a torn last line that a killed process left.
  (await openJsonLines(path)).close();
  const file = appendJsonLines(path);
  try {
    file.append(...records.map((record) => ({ ...record })));
  } finally {
    file.close();
  }
}

/**
 * Reads a file of evaluations; a missing file has no records.
 *
 * @throws EvenkeelError `DATA` for an invalid record, with its number and field.
 */
export async function readEvaluations(path: string): Promise<readonly EvaluationRecord[]> {
  const lines = await readJsonLines(path);
  return lines.map((line, index) => {
    const parsed = recordSchema.safeParse(line);
    if (parsed.success) return parsed.data;
    throw refusal("DATA", {
      where: `${path}, record ${index + 1}`,
      rule: listIssues(parsed.error, line),
      advice: "Remove this line, or measure again with evenkeel evaluate.",
      details: { path, record: index + 1 },
    });
  });
}

/** Discards the records after a step, which a resumed run writes again. */
export async function dropLater(path: string, step: number): Promise<void> {
  if ((await readTextIfPresent(path)) === undefined) return;
  (await openJsonLines(path, { key: "gStep", last: step })).close();
}
