/** Tests that compare runs with the same seeds, by the exact sign test. */

import { chanceOfPassing, winsNeeded } from "../../statistics/index.ts";
import { countOf } from "../../text.ts";
import {
  type ChoiceStage,
  type Chosen,
  type Design,
  FIRST_SEED,
  type JudgeContext,
  type Setting,
  type TrialRun,
  type TrialTest,
} from "../claim.ts";
import { type Score, scoresBy } from "../findings.ts";
import { fidOf } from "../measured.ts";
import { pairedFindings, type Shown } from "./outcome.ts";
import { judgeParts, type PairedPart } from "./parts.ts";

/** A test by pairs. */
export interface PairedTest extends Pick<TrialTest, "seeds" | "trials" | "allData"> {
  readonly choice?: ChoiceStage;
  /** The quotient of a pair, in words: `the Fréchet distance of SN over that of the other method`. */
  readonly quotient: string;
  /** What is measured of a run; default its last Fréchet distance. Above 0; infinite where it failed. */
  readonly measure?: (run: TrialRun) => Promise<number>;
  /** All parts must hold. */
  readonly parts: (setting: Setting, chosen: Chosen) => readonly PairedPart[];
  readonly show: (scores: readonly Score[], context: ShowContext) => Shown | Promise<Shown>;
}

/** What is shown from. */
export interface ShowContext extends JudgeContext {
  /** The runs of the first seed. */
  readonly firstSeedRuns: readonly TrialRun[];
}

/** How runs are paired. */
const PAIRING =
  "By seed: it decides the initial weights, the noise and the order of the images, so that runs of one seed begin alike.";

/** The test of a claim that holds where all parts hold, each decided by its pairs. */
export function pairedTest(definition: PairedTest): TrialTest {
  const { seeds, trials, allData, choice, measure = fidOf, quotient } = definition;
  return {
    kind: "trials",
    ...{ seeds, trials },
    ...(allData !== undefined && { allData }),
    ...(choice && { choice }),
    design: (setting, count) =>
      pairedDesign({
        parts: definition.parts(setting, choice?.planned(setting) ?? {}),
        ...{ quotient, count },
        ...(choice && { choice }),
      }),
    async judge(runs, context) {
      const scores = await scoresBy(runs, measure);
      const parts = definition.parts(context, context.chosen);
      const found = judgeParts(parts, scores);
      const firstSeedRuns = runs.filter(({ seed }) => seed === runs[0]!.seed);
      const shown = await definition.show(scores, { ...context, firstSeedRuns });
      return pairedFindings({ quotient, parts, found, scores, runs, shown });
    },
  };
}

/** What a design is made from. */
export interface DesignOf {
  readonly parts: readonly PairedPart[];
  /** The quotient of a pair, in words. */
  readonly quotient: string;
  /** What is chosen on the seeds before. */
  readonly choice?: Pick<ChoiceStage, "what" | "seeds">;
  /** Seeds of the test. */
  readonly count: number;
  /** How runs are paired; default: as GANs are trained. */
  readonly pairing?: string;
}

/** What is stated of a test by pairs before its first run. */
export function pairedDesign(of: DesignOf): Design {
  const { parts, quotient, choice, count, pairing = PAIRING } = of;
  const wins = winsNeeded(count);
  const first = FIRST_SEED + (choice?.seeds ?? 0);
  const before = choice
    ? `On ${seedsText(FIRST_SEED, choice.seeds)} ${choice.what} is chosen; the test uses `
    : "";
  return {
    hypotheses: parts.map(({ name, hypothesis }) => ({ part: name, text: hypothesis })),
    statistic: `The median over the seeds of the logarithm of ${quotient}, by the exact sign test, for which a collapse is a loss like any other.`,
    pairing,
    seeds: sentence(`${before}${seedsText(first, count)}.`),
    decision:
      wins === null
        ? `${countOf(count, "seed")} can decide nothing: it takes five.`
        : `A part holds if ${wins === count ? `all ${count} seeds` : `${wins} of ${count} seeds or more`} are in its favor, and does not if as many are against it. The claim holds if all parts do, and does not if one does not.`,
    chance: chanceOfPassing(count),
  };
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function seedsText(first: number, count: number): string {
  const last = first + count - 1;
  return count === 1 ? `seed ${first}` : `seeds ${first} to ${last}`;
}
