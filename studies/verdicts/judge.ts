/** Judges a run twice: by the verdicts on its records, and by what its last generator makes. */
import { healthMonitor, notFinite, toneOf, type Verdict } from "evenkeel/analysis/health";
import { dataSets, type StudyData } from "./data-sets.ts";
import type { RecordedRun } from "./recorded.ts";

/** Whether a generator is good, by what it makes; `undecided` ones are neither. */
export interface Truth {
  readonly truth: "good" | "failing" | "undecided";
  /** The figures that decided. */
  readonly text: string;
}

/** What the verdicts on a run were. */
export interface Judgement {
  /** The last verdict. */
  readonly verdict: Verdict;
  /** The first step of the records at which it was a bad one. */
  readonly firstAlarm: number | null;
}

/**
 * Where good generators end and failing ones begin. Of images: the Fréchet distance over that of the
 * untrained generator, and the share of real images that have a generated one near them. Of points: the
 * share of covered modes and of points near one; without modes, coverage and precision.
 */
const truths = {
  images: {
    good: { ratio: 1 / 6, coverage: 0.01 },
    failing: { ratio: 1 / 3, coverage: 0.005 },
  },
  modes: { good: { covered: 1, near: 0.25 }, failing: { covered: 0.75, near: 0.1 } },
  points: {
    good: { coverage: 0.6, precision: 0.5 },
    failing: { coverage: 0.4, precision: 0.4 },
  },
} as const;

/** The Fréchet distances of untrained generators, by data set. */
export function untrainedDistances(runs: readonly RecordedRun[]): ReadonlyMap<string, number> {
  return new Map(
    runs
      .filter(({ part }) => part === "untrained")
      .map(({ data, measured }) => [data, measured["frechet-distance"] ?? Number.NaN] as const),
  );
}

/** The truth of a run, from its measures and the Fréchet distances of untrained generators. */
export function truthOf(
  { measured, data }: RecordedRun,
  untrained: ReadonlyMap<string, number>,
): Truth {
  if (Object.keys(measured).length === 0) return { truth: "failing", text: "no generator" };
  const { modes }: StudyData = dataSets[data];
  const value = (name: string) => measured[name] ?? Number.NaN;
  const percent = (share: number) => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
  const coverage = value("coverage");
  const distance = measured["frechet-distance"];
  if (distance !== undefined) {
    const ratio = distance / untrained.get(data)!;
    const { good, failing } = truths.images;
    return {
      truth: between(
        ratio < good.ratio && coverage >= good.coverage,
        ratio > failing.ratio || coverage < failing.coverage,
      ),
      text: `distance ${distance.toFixed(0)}, coverage ${percent(coverage)}`,
    };
  }
  if (modes !== undefined) {
    const [covered, near] = [value("modes-covered"), value("high-quality")];
    const { good, failing } = truths.modes;
    return {
      truth: between(
        covered >= good.covered * modes && near >= good.near,
        covered < failing.covered * modes || near < failing.near,
      ),
      text: `${covered} of ${modes} modes, ${percent(near)} near one`,
    };
  }
  const precision = value("precision");
  const { good, failing } = truths.points;
  return {
    truth: between(
      coverage >= good.coverage && precision >= good.precision,
      coverage < failing.coverage || precision < failing.precision,
    ),
    text: `coverage ${percent(coverage)}, precision ${percent(precision)}`,
  };
}

function between(isGood: boolean, isFailing: boolean): Truth["truth"] {
  if (isFailing) return "failing";
  return isGood ? "good" : "undecided";
}

/** Forms the verdicts from a run's records. */
export function judge({ records, context, brokenAt }: RecordedRun): Judgement {
  const monitor = healthMonitor(context);
  let firstAlarm: number | null = null;
  for (const record of records) {
    const { state } = monitor.note(record);
    if (toneOf(state) === "bad") firstAlarm ??= record.gStep;
  }
  return brokenAt === null
    ? { verdict: monitor.verdict(), firstAlarm }
    : { verdict: notFinite(brokenAt), firstAlarm: firstAlarm ?? brokenAt };
}

/** Whether a last verdict is right: healthy on a good run, bad on a failing one. */
export function isRight({ verdict }: Judgement, { truth }: Truth): boolean {
  return toneOf(verdict.state) === (truth === "good" ? "good" : "bad");
}
