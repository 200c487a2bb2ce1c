/** What a verdict is formed from: a record of the instruments. */
import { type Aspect, aspectNames } from "./aspects.ts";

/** The measures of a record of the instruments that a verdict depends on. */
export interface HealthRecord {
  readonly gStep: number;
  /** D's loss, penalties included. */
  readonly loss: number;
  /** Mean output on real images less that on generated ones, and the share of images on the right side. */
  readonly gap: number;
  readonly accuracy: number;
  /** Mean ‖∇ₓD‖ on generated images. */
  readonly slope: number;
  /** The largest norm of the loss's gradient to a weight. */
  readonly gradient: number;
  /** Root mean square difference of two images, generated and real. */
  readonly diversity: { readonly fake: number; readonly real: number };
  /** How far generated images are from real ones, by aspect; none in records of earlier versions. */
  readonly distances: Readonly<Partial<Record<Aspect, number>>>;
  /** How far a generated image is from the nearest other one, over that of real ones; `null` if not measured. */
  readonly nearest: number | null;
}

type Line = Readonly<Record<string, unknown>>;

/** The measures of a record that a verdict depends on; `undefined` for a record without instruments. */
export function healthRecordOf(record: Line): HealthRecord | undefined {
  if (record["inputGradient/fake/mean"] === undefined) return undefined;
  // what is not finite is null in JSON
  const number = (name: string) => {
    const value = record[name];
    return typeof value === "number" ? value : Number.NaN;
  };
  const norms = Object.keys(record).filter((name) => name.startsWith("gradNorm/"));
  const compared = aspectNames.filter((aspect) => record[`distance/${aspect}`] !== undefined);
  return {
    gStep: number("gStep"),
    loss: number("loss/d"),
    gap: number("output/gap"),
    accuracy: number("output/accuracy"),
    slope: number("inputGradient/fake/mean"),
    gradient: Math.max(0, ...norms.map(number)),
    diversity: { fake: number("diversity/fake"), real: number("diversity/real") },
    distances: Object.fromEntries(
      compared.map((aspect) => [aspect, number(`distance/${aspect}`)] as const),
    ),
    nearest: record["diversity/nearest"] === undefined ? null : number("diversity/nearest"),
  };
}
