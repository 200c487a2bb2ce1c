/** BSN: scores by the scale, of SSN and of BSSN. */
import { reparametrizations } from "../../stabilizers/index.ts";
import type { ChoiceStage, Chosen, Claim, Scale, Setting, Trial } from "../claim.ts";
import { minus, pairedTest } from "../designs/index.ts";
import { bestOf, fidScores, scoreChart, scoreCurves, scoreTable } from "../findings.ts";
import { atScale, MEDIUM_NETWORKS, QUICK, QUICK_TEXT, SMALL_NETWORKS } from "../small.ts";

/** The scales that are tried, 1 among them. */
const SCALES: Readonly<Record<Scale, readonly number[]>> = {
  small: [0.7, 1, 1.4, 2, 2.8, 4],
  medium: [1, 1.4, 2, 2.8, 4],
  paper: [0.7, 0.8, 0.9, 1, 1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.4, 2.6, 2.8, 3, 3.2, 3.4, 3.6, 3.8, 4],
};
/** How much worse counts as at least as good. */
const SAME = 1.1;

type Mode = "sn" | "bsn";

/** The recipe of SN, BSN or a scaled form of them at a scale. */
export function scaleRecipe(mode: Mode, data: string, scale: number): string {
  const name = scale === 1 ? mode : reparametrizations[mode].scaledForm;
  return `${name}-${data}-scale-${scale.toFixed(1)}`;
}

/** A trial of a method at a scale, at the rates of these claims. */
export function scaleTrial(mode: Mode, scale: number, point: Trial["point"]): Trial {
  return { point, base: scaleRecipe(mode, "cifar10", scale), set: {} };
}

/** The choice of a scale by the Fréchet distance. */
export function scaleChoice(
  mode: Mode,
  seeds: number,
  scales: typeof SCALES = SCALES,
): ChoiceStage {
  return {
    what: `the scale of ${reparametrizations[mode].scaledForm.toUpperCase()}`,
    seeds,
    trials: (setting) =>
      atScale(
        setting,
        scales[setting.scale].map((scale) => scaleTrial(mode, scale, { scale })),
        QUICK,
      ),
    choose: async (runs) => ({ scale: bestOf(await fidScores(runs)).point.scale! }),
    planned: () => ({ scale: 2 }),
  };
}

const chosenScale = ({ scale }: Chosen) => Number(scale);

/** Each at the scales that were tried, and beside SN at the one that was chosen. */
function scaleTest(mode: Mode, name: string, below: number) {
  return pairedTest({
    seeds: { small: 8, ...(mode === "bsn" && { medium: 5 }), paper: 5 },
    quotient: `the Fréchet distance of ${name} at the chosen scale over that of SN`,
    choice: scaleChoice(mode, 3),
    trials: (setting: Setting, chosen) =>
      atScale(
        setting,
        [
          scaleTrial("sn", 1, { method: "SN" }),
          scaleTrial(mode, chosenScale(chosen), { method: name }),
        ],
        QUICK,
      ),
    parts: () => [
      {
        name: `${name} over SN`,
        hypothesis:
          below === 1
            ? `At the scale that other seeds chose the Fréchet distance of ${name} is below that of SN.`
            : `At the scale that other seeds chose the Fréchet distance of ${name} is at most a tenth above that of SN.`,
        below,
        logQuotient: (log) => minus(log({ method: name }), log({ method: "SN" })),
      },
    ],
    async show(scores, { choiceRuns, chosen }) {
      const tried = await fidScores(choiceRuns);
      const curve = tried.map((score) => ({ ...score, point: { ...score.point, method: name } }));
      return {
        charts: [
          scoreCurves(
            {
              title: `${name} by the scale, on the seeds that choose`,
              x: "scale",
              y: "Fréchet distance",
            },
            curve,
            { x: "scale", method: "method" },
          ),
          scoreChart(
            `${name} at ${chosenScale(chosen)} and SN, on the other seeds`,
            "Fréchet distance",
            scores,
          ),
        ],
        tables: [
          scoreTable("On the seeds that test", "Fréchet distance", scores),
          scoreTable("By the scale, on the seeds that choose", "Fréchet distance", tried),
        ],
      };
    },
  });
}

export const scalesSsn: Claim = {
  name: "scales-ssn",
  paper: "BSN",
  where: "scores by the scale, SSN",
  claimed:
    "Multiplying SN's weights by a constant scale, found by a sweep, makes the images better than scale 1.",
  method: {
    small: `${SMALL_NETWORKS}, hinge loss, ${QUICK_TEXT}; scales ${SCALES.small.join(", ")}.`,
    paper: "The standard CNN on CIFAR-10, the paper's 19 scales; FID.",
  },
  published: null,
  criterion:
    "At the scale that other seeds chose, the Fréchet distance of SSN is below that of SN.",
  test: scaleTest("sn", "SSN", 1),
};

export const scalesBssn: Claim = {
  name: "scales-bssn",
  paper: "BSN",
  where: "scores by the scale, BSSN",
  claimed:
    "Multiplying BSN's weights by a constant scale, found by a sweep, makes the images at least as good as SN's.",
  method: {
    small: `${SMALL_NETWORKS}, hinge loss, ${QUICK_TEXT}; scales ${SCALES.small.join(", ")}.`,
    medium: `${MEDIUM_NETWORKS}, hinge loss, learning rates five times the BSN authors', n_dis 2, 2000 generator steps; scales ${SCALES.medium.join(", ")}.`,
    paper: "The standard CNN on CIFAR-10, the paper's 19 scales; FID.",
  },
  published: null,
  criterion:
    "At the scale that other seeds chose, the Fréchet distance of BSSN is at most a tenth above that of SN.",
  test: scaleTest("bsn", "BSSN", SAME),
};
