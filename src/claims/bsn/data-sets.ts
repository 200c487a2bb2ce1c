/** BSN: several data sets. */
import type { Chosen, Claim, Scale, Setting, Trial } from "../claim.ts";
import { minus, pairedTest } from "../designs/index.ts";
import { bestOf, fidScores, figureOf, scoreChart, scoreTable, where } from "../findings.ts";
import { atScale, MEDIUM_NETWORKS_ANY_DATA, QUICK, QUICK_TEXT, SMALL_NETWORKS } from "../small.ts";
import { scaleRecipe } from "./scale-sweep.ts";

/** The paper's data sets. */
const PAPER_SETS = ["cifar10", "stl10", "celeba", "imagenet"] as const;
/** The scales that are tried: at the paper's scale those from 1 on for which there are recipes on every set. */
const SCALES: Readonly<Record<Scale, readonly number[]>> = {
  small: [1, 1.4, 2, 2.8],
  medium: [1, 1.4, 2, 2.8],
  paper: [1, 1.2, 1.4, 1.6],
};

/** The names of the data sets of a test. */
const setsOf = ({ scale, data }: Setting): readonly string[] =>
  scale === "paper" ? PAPER_SETS : data.map(({ name }) => name);

/** Trials on one data set. */
function trialsOn(
  setting: Setting,
  set: string,
  methods: readonly {
    readonly point: Trial["point"];
    readonly mode: "sn" | "bsn";
    readonly at: number;
  }[],
): readonly Trial[] {
  const recipes = setting.scale === "paper" ? set : "cifar10";
  const trials = methods.map(({ point, mode, at }) => ({
    point: { data: set, ...point },
    base: scaleRecipe(mode, recipes, at),
    set: {},
  }));
  const data = setting.data.filter(({ name }) => name === set);
  return atScale({ ...setting, data }, trials, QUICK);
}

export const dataSets: Claim = {
  name: "data-sets",
  paper: "BSN",
  where: "table of scores on CIFAR-10, STL-10, CelebA and ImageNet",
  claimed: "On all data sets BSSN, its scale tuned for each, gives better images than SN.",
  method: {
    small: `${SMALL_NETWORKS}, hinge loss, ${QUICK_TEXT}; on every data set that is found of the built-in shapes, MNIST's digits and CIFAR-10, this one at 32 pixels; scales ${SCALES.small.join(", ")}.`,
    medium: `${MEDIUM_NETWORKS_ANY_DATA}, hinge loss, learning rates five times the BSN authors', n_dis 2, 2000 generator steps; on every data set that is found of the built-in shapes, MNIST's digits and CIFAR-10; scales ${SCALES.medium.join(", ")}.`,
    paper: `The papers' networks on the four data sets; scales ${SCALES.paper.join(", ")}; FID.`,
  },
  published: null,
  criterion:
    "On every data set, at the scale that other seeds chose for it, the Fréchet distance of BSSN is below that of SN.",
  test: pairedTest({
    seeds: { small: 5, medium: 5, paper: 5 },
    allData: true,
    quotient: "the Fréchet distance of BSSN at the chosen scale over that of SN",
    choice: {
      what: "the scale of BSSN for each data set",
      seeds: 2,
      trials: (setting) =>
        setsOf(setting).flatMap((set) =>
          trialsOn(
            setting,
            set,
            SCALES[setting.scale].map((at) => ({ point: { scale: at }, mode: "bsn", at })),
          ),
        ),
      async choose(runs, setting) {
        const scores = await fidScores(runs);
        return Object.fromEntries(
          setsOf(setting).map((data) => [data, bestOf(where(scores, { data })).point.scale!]),
        );
      },
      planned: (setting) => Object.fromEntries(setsOf(setting).map((set) => [set, 1.4])),
    },
    trials: (setting, chosen: Chosen) =>
      setsOf(setting).flatMap((set) =>
        trialsOn(setting, set, [
          { point: { method: "SN" }, mode: "sn", at: 1 },
          { point: { method: "BSSN" }, mode: "bsn", at: Number(chosen[set]) },
        ]),
      ),
    parts: (setting) =>
      setsOf(setting).map((data) => ({
        name: `on ${data}`,
        hypothesis: `On ${data} the Fréchet distance of BSSN is below that of SN.`,
        logQuotient: (log) => minus(log({ data, method: "BSSN" }), log({ data, method: "SN" })),
      })),
    async show(scores, { choiceRuns, ...setting }) {
      const [first, ...others] = setsOf(setting);
      const tried = await fidScores(choiceRuns);
      return {
        charts: figureOf([first!, ...others], (data) =>
          scoreChart(data, "Fréchet distance", where(scores, { data })),
        ),
        tables: [
          scoreTable("On the seeds that test", "Fréchet distance", scores),
          scoreTable("By the scale, on the seeds that choose", "Fréchet distance", tried),
        ],
      };
    },
  }),
};
