/** What is asked when a scale is looked for. */
import { EvenkeelError } from "../errors.ts";

/** How a scale is found: by the images of ever fewer runs, or by D's slope in short runs. */
export const ways = ["halving", "gradient"] as const;
export type Way = (typeof ways)[number];

/** The scales that are tried: from 0.7 to 4, each about 1.4 times the one before, as the BSN authors' sweep spans. */
export const defaultScales: readonly number[] = [0.7, 1, 1.4, 2, 2.8, 4];

/** A search for the scale of a discriminator's normalization. */
export interface ScaleRequest {
  /** A recipe, or a config file. */
  readonly start: string;
  /** Options `path=value`, over the config. */
  readonly set: readonly string[];
  readonly by: Way;
  /** Above 0, each once; default {@link defaultScales}. */
  readonly scales?: readonly number[] | undefined;
  /** Runs of each scale; default 1. */
  readonly seeds?: number | undefined;
  /** Generator steps of a whole run; default the config's. */
  readonly steps?: number | undefined;
  /** What decides by halving: a measure of `metrics.jsonl`; default the first that the config evaluates. */
  readonly metric?: string | undefined;
  /** Whether a low value of `metric` is good; default what is known of it. */
  readonly mode?: "min" | "max" | undefined;
  /** The folder; default the next number below `runs`. The same request continues there. */
  readonly out?: string | undefined;
}

/** Most scales of a search; a factor of 1.01 apart they span more than anyone has tried. */
const MOST_SCALES = 1000;

/**
 * The scales of a request, ascending.
 *
 * @throws EvenkeelError `USAGE` for fewer than two, for one twice, or one that is not above 0.
 */
export function scalesOf({ scales = defaultScales }: Pick<ScaleRequest, "scales">) {
  const sorted = [...scales].sort((a, b) => a - b);
  if (scales.length > MOST_SCALES) {
    throw new EvenkeelError(
      "USAGE",
      `--scales: must be at most ${MOST_SCALES}, as each is trained, got ${scales.length}`,
    );
  }
  const wrong =
    sorted.length < 2 ||
    sorted.some((scale, i) => !(scale > 0 && Number.isFinite(scale)) || scale === sorted[i - 1]);
  if (wrong) {
    throw new EvenkeelError(
      "USAGE",
      `--scales: must be two different numbers above 0 or more, got ${scales.join(",")}`,
      { advice: `The default is ${defaultScales.join(",")}.` },
    );
  }
  return sorted;
}
