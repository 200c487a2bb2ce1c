/** What a test by pairs came to, as findings. */
import { randomStream } from "../../random.ts";
import { type Chart, intervalChart } from "../../report/page/index.ts";
import { LEVEL, wholeVerdict } from "../../statistics/index.ts";
import { countOf, formatSeconds, formatShare } from "../../text.ts";
import type { ClaimTable, Figure, Findings, PartFinding, TrialRun } from "../claim.ts";
import type { Score } from "../findings.ts";
import { type PairedPart, permutedRate, quotientText } from "./parts.ts";

/** What a paired test shows beside its quotients. */
export interface Shown {
  readonly charts: readonly Chart[];
  readonly tables: readonly ClaimTable[];
  readonly notes?: readonly string[];
}

/** What the findings are made of. */
export interface PairedOutcome {
  /** The quotient of a pair, in words. */
  readonly quotient: string;
  readonly parts: readonly PairedPart[];
  readonly found: readonly PartFinding[];
  /** Of runs whose labels can be permuted; without, that is not done. */
  readonly scores?: readonly Score[];
  readonly runs: readonly TrialRun[];
  readonly shown: Shown;
}

/** The findings of a test by pairs: it holds where all parts hold. */
export function pairedFindings(outcome: PairedOutcome): Findings {
  const { quotient, parts, found, scores, runs, shown } = outcome;
  const verdict = wholeVerdict(found.map((part) => part.verdict));
  return {
    verdict,
    measured: `${found.map(({ name, measured }) => `${name} ${measured}`).join("; ")}.`,
    parts: found,
    charts: chartsOf(partsChart(quotient, found), shown.charts, found.length > 1),
    tables: [partsTable(found), ...shown.tables],
    notes: [...(shown.notes ?? []), ...permutedNotes(parts, scores), ...failedNotes(runs)],
    ...(verdict === "undecided" && { toDecide: toDecide(found, secondsOfSeed(runs)) }),
  };
}

/** What a seed of all trials takes; `undefined` where nothing was trained. */
function secondsOfSeed(runs: readonly TrialRun[]): number | undefined {
  const seeds = new Set(runs.map(({ seed }) => seed)).size;
  return seeds === 0 ? undefined : runs.reduce((sum, { seconds }) => sum + seconds, 0) / seeds;
}

/** What could decide the parts that are undecided, in a sentence. */
function toDecide(parts: readonly PartFinding[], seconds: number | undefined): string {
  const open = parts.filter(({ verdict }) => verdict === "undecided");
  const needed = open.map(({ decision }) => decision.needed);
  if (needed.includes(null)) {
    return "As many seeds are in its favor as against it, so that no number of seeds can be named that would decide it.";
  }
  const seeds = Math.max(...(needed as number[]));
  const time =
    seconds === undefined
      ? ""
      : `: about ${formatSeconds(seeds * seconds)} of training, one run after the other`;
  return `If the same share of seeds is in its favor, ${seeds} of them decide it in four of five tests${time}.`;
}

function permutedNotes(
  parts: readonly PairedPart[],
  scores: readonly Score[] | undefined,
): string[] {
  if (scores === undefined) return [];
  const found = permutedRate(parts, scores, randomStream(0, "permuted labels"));
  if (found === undefined) return [];
  const { rate, permutations, isExact } = found;
  return [
    `With the labels of the runs permuted within each seed, ${formatShare(rate, 1)} of ${isExact ? "all" : "random"} permutations (${permutations}) pass; at most ${formatShare(LEVEL)} may.`,
  ];
}

function failedNotes(runs: readonly TrialRun[]): string[] {
  const failed = runs.filter(({ state }) => state === "failed");
  if (failed.length === 0) return [];
  const names = failed.map(({ run }) => run.name);
  return [
    `${countOf(failed.length, "run")} failed, the worst result that there is: ${names.join(", ")}.`,
  ];
}

/** The quotients first where there are several parts, else the figure that the claim is about. */
function chartsOf(quotients: Chart, shown: readonly Chart[], several: boolean): Figure {
  const [figure, ...others] = shown;
  if (several || figure === undefined) return [quotients, ...shown];
  return [figure, quotients, ...others];
}

function partsChart(quotient: string, parts: readonly PartFinding[]): Chart {
  return intervalChart(
    {
      title: "Quotients of the pairs",
      x: { label: "quotient", scale: "log" },
      rows: parts.map(({ name, quotient: { median, low, high }, quotients }) => ({
        ...{ name, median, low, high },
        values: quotients,
      })),
      reference: Math.min(...parts.map((part) => part.quotient.below)),
    },
    {
      caption: `${quotient.charAt(0).toUpperCase()}${quotient.slice(1)}: a point for each seed, the median with its interval.`,
    },
  );
}

function partsTable(parts: readonly PartFinding[]): ClaimTable {
  return {
    title: "Parts",
    head: ["part", "quotient", "interval", "must lie below", "in favor", "by chance", "verdict"],
    rows: parts.map(({ name, quotient, decision, verdict }) => [
      name,
      quotientText(quotient.median),
      `${quotientText(quotient.low)} to ${quotientText(quotient.high)} (${formatShare(quotient.coverage)})`,
      quotient.below,
      `${decision.below} of ${decision.pairs}`,
      formatShare(decision.chance, 1),
      verdict,
    ]),
  };
}
