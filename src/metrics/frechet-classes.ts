/** The Fréchet distance within classes. */
import { EvenkeelError } from "../errors.ts";
import { quoted } from "../text.ts";
import {
  type ComputeOptions,
  checkFeatures,
  checkSameColumns,
  type FeatureMatrix,
  partOf,
  selectRows,
} from "./features/matrix.ts";
import { featureStatistics } from "./features/statistics.ts";
import { frechetDistance, frechetKind } from "./frechet.ts";
import type { Metric, MetricResult } from "./metric.ts";

/** The Fréchet distance of one class, by growing label in `details.perClass`. */
export interface ClassDistance {
  readonly label: number;
  /** The class's name, if it was given. */
  readonly name?: string;
  readonly value: number;
  readonly realCount: number;
  readonly fakeCount: number;
}

/** The metric `intra-fid`. */
export const intraClassMetric: Metric<"features" | "labels" | "real"> = {
  needs: ["features", "labels", "real"],
  byDefault: [],
  results: {
    "intra-fid": {
      name: "intra-class FID",
      head: "intra-FID",
      elsewhere: {
        key: "intra-frechet-distance",
        name: "intra-class Fréchet distance",
        head: "intra-Fr.",
      },
      ...frechetKind,
      meaning:
        "The mean over the classes of each class's own FID, of conditional GANs (Miyato & Koyama 2018).",
    },
  },
  async compute({ features, labels, real }, options) {
    const sides = [await real.features(), labels.real, features, labels.generated] as const;
    return [await intraClassFrechetDistance(...sides, { ...options, names: labels.names })];
  },
};

/**
 * Intra-class FID: the Fréchet distance between the real and the fake features of each class, and their
 * mean, each class counted once whatever its size. Sees what FID over all classes does not: images that are
 * good but of the wrong class, and classes without variety.
 *
 * @param realLabels the class of each real row, whole numbers.
 * @param fakeLabels the class that each fake row was generated for.
 * @param options.names the name of each class, for messages and `details`; default: the labels.
 * @throws EvenkeelError `SHAPE` for different dimensions or as many labels as there are no rows; `DATA`
 *   for a class with fewer than 2 rows on either side, or values that are not finite.
 * @see Miyato and Koyama 2018, "cGANs with Projection Discriminator", section 4.
 */
export async function intraClassFrechetDistance(
  real: FeatureMatrix,
  realLabels: ArrayLike<number>,
  fake: FeatureMatrix,
  fakeLabels: ArrayLike<number>,
  options: ComputeOptions & { readonly names?: readonly string[] } = {},
): Promise<MetricResult<{ readonly perClass: readonly ClassDistance[] }>> {
  const { engine, names } = options;
  const where = "intraClassFrechetDistance";
  checkFeatures(`${where}: real`, real);
  checkFeatures(`${where}: fake`, fake);
  checkSameColumns(where, real, fake);
  const realRows = rowsByLabel(`${where}: realLabels`, realLabels, real.rows);
  const fakeRows = rowsByLabel(`${where}: fakeLabels`, fakeLabels, fake.rows);
  const called = (label: number) => quoted(names?.[label] ?? String(label));
  const labels = [...new Set([...realRows.keys(), ...fakeRows.keys()])].sort((a, b) => a - b);
  for (const label of labels) {
    const counts = [realRows, fakeRows].map((rows) => rows.get(label)?.length ?? 0);
    if (Math.min(...counts) >= 2) continue;
    throw new EvenkeelError(
      "DATA",
      `${where}: every class must have at least 2 real and 2 fake rows, ` +
        `got ${counts[0]} and ${counts[1]} of class ${called(label)}`,
      { advice: "Generate images of the classes that the real ones have." },
    );
  }
  const perClass: ClassDistance[] = [];
  const warnings: string[] = [];
  for (const [i, label] of labels.entries()) {
    const [ofReal, ofFake] = [realRows.get(label) ?? [], fakeRows.get(label) ?? []];
    const result = await frechetDistance(
      await featureStatistics(selectRows(real, ofReal), { engine }),
      await featureStatistics(selectRows(fake, ofFake), { engine }),
      partOf(options, i / labels.length, (i + 1) / labels.length),
    );
    perClass.push({
      label,
      ...(names?.[label] !== undefined && { name: names[label] }),
      value: result.value,
      realCount: ofReal.length,
      fakeCount: ofFake.length,
    });
    warnings.push(...result.warnings.map((warning) => `class ${called(label)}: ${warning}`));
  }
  const values = perClass.map(({ value }) => value);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    metric: "intra-fid",
    value: mean,
    spread: { std: Math.sqrt(squares / values.length), over: "classes", count: values.length },
    details: { perClass },
    warnings,
    counts: { real: real.rows, fake: fake.rows },
  };
}

function rowsByLabel(
  where: string,
  labels: ArrayLike<number>,
  rows: number,
): ReadonlyMap<number, readonly number[]> {
  if (labels.length !== rows) {
    throw new EvenkeelError(
      "SHAPE",
      `${where}: must be one for each of ${rows} rows, got ${labels.length}`,
    );
  }
  const byLabel = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    const label = labels[row]!;
    const others = byLabel.get(label);
    if (others === undefined) byLabel.set(label, [row]);
    else others.push(row);
  }
  return byLabel;
}
