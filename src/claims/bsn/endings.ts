/** BSN: stability, as the share of seeds and settings that end well. */
import { barChart } from "../../report/page/index.ts";
import { decideByPairs, LEVEL, type Verdict } from "../../statistics/index.ts";
import { formatShare } from "../../text.ts";
import { type ChoiceStage, type Claim, type Design, FIRST_SEED, type Scale } from "../claim.ts";
import {
  bestOf,
  fidScores,
  measuredText,
  type Score,
  scoreChart,
  scoreTable,
  where,
} from "../findings.ts";
import { atScale, QUICK, SMALL_NETWORKS } from "../small.ts";
import { RATE_SETTINGS, rateTrials, SMALL_SETTINGS_TEXT } from "./rate-settings.ts";
import { scaleChoice, scaleTrial } from "./scale-sweep.ts";

/** A run ends well up to so many times the Fréchet distance of the best method among those that chose. */
const WELL = 2;
const METHODS = ["SN", "BSSN"] as const;
const BY_SCALE = scaleChoice("bsn", 2);

/** The scale of BSSN, and how far a run that ends well may be from the data. */
const choice: ChoiceStage = {
  what: "the scale of BSSN and the Fréchet distance up to which a run ends well",
  seeds: BY_SCALE.seeds,
  trials: (setting) => [
    ...BY_SCALE.trials(setting),
    ...atScale(setting, [scaleTrial("sn", 1, { scale: "SN" })], QUICK),
  ],
  async choose(runs) {
    const scores = await fidScores(runs);
    const scaled = scores.filter(({ point }) => point.scale !== "SN");
    const best = bestOf(scores).median;
    return {
      scale: bestOf(scaled).point.scale!,
      most: Number((WELL * best).toPrecision(3)),
    };
  },
  planned: () => ({ scale: 2, most: 100 }),
};

/** The first seed of the test. */
const FIRST_TEST = FIRST_SEED + choice.seeds;

const design = (scale: Scale, count: number): Design => ({
  hypotheses: [
    {
      part: "",
      text: "Of the pairs in which one ends well and the other does not, BSSN ends well in more than half.",
    },
  ],
  statistic:
    "The number of pairs in which BSSN alone ends well, of those in which one alone does, by the exact sign test (McNemar's).",
  pairing: "By seed and setting.",
  seeds: `On seeds ${FIRST_SEED} to ${FIRST_TEST - 1} ${choice.what} are chosen; the test uses seeds ${FIRST_TEST} to ${FIRST_TEST + count - 1} in each of ${RATE_SETTINGS[scale].length} settings.`,
  decision: `It holds if so many pairs come about by chance in at most ${formatShare(LEVEL)} of all tests, and does not if so many against it do; with fewer than five pairs that differ it is undecided.`,
  chance: LEVEL,
});

export const endings: Claim = {
  name: "endings",
  paper: "BSN",
  where: "abstract: stability",
  claimed: "Training with BSSN is more stable than with SN: more seeds and settings end well.",
  method: {
    small: `${SMALL_NETWORKS}, hinge loss, 500 generator steps; ${SMALL_SETTINGS_TEXT}. A run ends well if it does not fail and its Fréchet distance is at most ${WELL} times that of the best method on the seeds that choose.`,
    paper: `The standard CNN on CIFAR-10, hinge loss, the authors' five settings; a run ends well if it does not fail and its FID is at most ${WELL} times that of the best method on the seeds that choose.`,
  },
  published: "in words",
  criterion:
    "Over seeds and settings, BSSN at a scale that other seeds chose ends well where SN does not more often than the reverse.",
  test: {
    kind: "trials",
    seeds: { small: 4, paper: 5 },
    choice,
    trials: (setting, { scale }) =>
      rateTrials(setting, {
        SN: { mode: "sn", scale: 1 },
        BSSN: { mode: "bsn", scale: Number(scale) },
      }),
    design: ({ scale }, count) => design(scale, count),
    async judge(runs, { scale, chosen }) {
      const most = Number(chosen.most);
      const scores = await fidScores(runs);
      const settings = RATE_SETTINGS[scale].map(({ name }) => name);
      const { verdict, ends, only, needed } = judgeEndings(scores, settings, most);
      const share = (method: (typeof METHODS)[number]) => ends[method] / ends.pairs;
      return {
        verdict,
        measured: `At most ${measuredText(most)}: ${METHODS.map((method) => `${method} in ${ends[method]} of ${ends.pairs} runs (${formatShare(share(method))})`).join(", ")}; BSSN alone in ${only.BSSN}, SN alone in ${only.SN}.`,
        charts: [
          barChart({
            title: "Runs that end well, by setting",
            x: { label: "share of the seeds", range: [0, 1] },
            names: settings.flatMap((setting) => METHODS.map((method) => `${method}, ${setting}`)),
            values: settings.flatMap((setting) =>
              METHODS.map((method) => shareWell(where(scores, { method, setting }), most)),
            ),
            places: settings.flatMap(() => METHODS.map((_, i) => i)),
          }),
          ...settings.map((setting) =>
            scoreChart(setting, "Fréchet distance", where(scores, { setting })),
          ),
        ],
        tables: [scoreTable("Every setting", "Fréchet distance", scores)],
        ...(verdict === "undecided" && { toDecide: toDecide(only.SN + only.BSSN, needed) }),
      };
    },
  },
};

/** How many runs end well, and the verdict on whether BSSN's do more often. */
export function judgeEndings(scores: readonly Score[], settings: readonly string[], most: number) {
  const ends = { SN: 0, BSSN: 0, pairs: 0 };
  const differences: number[] = [];
  for (const setting of settings) {
    const [[sn], [bssn]] = METHODS.map((method) => where(scores, { method, setting })) as [
      [Score],
      [Score],
    ];
    for (const [seed, distance] of sn.bySeed) {
      const well = { SN: distance <= most, BSSN: bssn.bySeed.get(seed)! <= most };
      ends.pairs++;
      for (const method of METHODS) if (well[method]) ends[method]++;
      // pairs that end alike say nothing
      if (well.SN !== well.BSSN) differences.push(well.BSSN ? -1 : 1);
    }
  }
  const decision = differences.length === 0 ? undefined : decideByPairs(differences);
  const only = { BSSN: decision?.below ?? 0, SN: decision?.above ?? 0 };
  const verdict: Verdict = decision?.verdict ?? "undecided";
  return { verdict, ends, only, needed: decision?.needed ?? null };
}

const shareWell = ([score]: readonly Score[], most: number) => {
  const values = [...score!.bySeed.values()];
  return values.filter((value) => value <= most).length / values.length;
};

/** What could decide it, from how many pairs differ and how many would have to. */
function toDecide(differing: number, needed: number | null): string {
  if (needed === null) {
    return "Neither ends well alone more often, so no number of seeds can be named that would decide it.";
  }
  return `If the same share of the pairs that differ is in its favor, ${needed} of them decide it in four of five tests; here ${differing} differ.`;
}
