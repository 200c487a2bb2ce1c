/** Which metrics `evenkeel metrics` computes, and from which files. */
import { readFile } from "node:fs/promises";
import { EvenkeelError } from "../../errors.ts";
import { decodeNpy } from "../../formats/index.ts";
import { checkFeatures, type FeatureMatrix } from "../../metrics/index.ts";

const names = ["fid", "kid", "prdc", "is"] as const;
/** A metric, or the family of one. */
export type Metric = (typeof names)[number];

/** The files of a request and the metrics that were named. */
export interface MetricFlags {
  readonly real?: string;
  readonly fake?: string;
  readonly probs?: string;
  readonly metrics?: string;
}

/**
 * The metrics that were asked for, or all that the files are for.
 *
 * @throws EvenkeelError `USAGE` for an unknown metric, or one without its files.
 */
export function requestedMetrics({ real, fake, probs, metrics }: MetricFlags): readonly Metric[] {
  const features = real !== undefined && fake !== undefined;
  if (!features && (real ?? fake) !== undefined) {
    const [given, other] = real === undefined ? ["--fake", "--real"] : ["--real", "--fake"];
    throw new EvenkeelError("USAGE", `metrics: ${given} must go with ${other}, got ${given} alone`);
  }
  const possible = names.filter((name) => (name === "is" ? probs !== undefined : features));
  if (metrics === undefined) {
    if (possible.length > 0) return possible;
    throw new EvenkeelError("USAGE", "metrics: needs --real and --fake, or --probs, got neither", {
      advice: "See `evenkeel metrics --help`.",
    });
  }
  const asked = metrics.split(",").map((name) => name.trim().toLowerCase());
  for (const name of asked) {
    if (!isMetric(name)) {
      throw new EvenkeelError(
        "USAGE",
        `--metrics: must be a list of ${names.join(", ")}, got ${metrics}`,
      );
    }
    if (possible.includes(name)) continue;
    const needed = name === "is" ? "--probs" : "--real and --fake";
    throw new EvenkeelError("USAGE", `--metrics: ${name} needs ${needed}, got no such file`);
  }
  return names.filter((name) => asked.includes(name));
}

/**
 * Reads a file of features.
 *
 * @param least the fewest rows that will do.
 * @param why what needs so many.
 * @throws EvenkeelError `DATA` for a file that cannot be read, is no `.npy` file of float32 or float64,
 *   or holds values that are not finite; `SHAPE` for other than two dimensions or too few rows.
 */
export async function readFeatures(
  path: string,
  least: number,
  why: string,
): Promise<FeatureMatrix> {
  const { shape, data } = decodeNpy(await bytesOf(path), path);
  const [rows = 0, columns] = shape;
  if (columns === undefined) {
    throw new EvenkeelError("SHAPE", `${path}: must have 2 dimensions, got [${shape.join(", ")}]`, {
      advice: "A row is one image, a column one feature: array.reshape(images, features).",
    });
  }
  if (rows < least) {
    throw new EvenkeelError("SHAPE", `${path}: ${why} needs at least ${least} rows, got ${rows}`, {
      advice: "A row is one image; give more of them.",
    });
  }
  const features = { data, rows, columns };
  checkFeatures(path, features);
  return features;
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "no such file" : message;
    throw new EvenkeelError("DATA", `${path}: must be a file that can be read, got ${reason}`, {
      cause,
    });
  }
}

function isMetric(name: string): name is Metric {
  return (names as readonly string[]).includes(name);
}
