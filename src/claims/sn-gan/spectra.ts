/** SN-GAN, figure 3: the spectra that weight clipping, weight norm and SN leave. */
import { lineChart } from "../../report/page/index.ts";
import type { Claim, TrialRun } from "../claim.ts";
import { minus, pairedTest } from "../designs/index.ts";
import { scoreTable } from "../findings.ts";
import { weightsOf } from "../measured.ts";
import { AGGRESSIVE, AGGRESSIVE_TEXT, atScale, SMALL_NETWORKS } from "../small.ts";
import { methodTrial } from "./methods.ts";

const COMPETITORS = ["weight clipping", "weight norm"] as const;
const LAYERS = ["conv1", "conv2", "conv3", "conv4", "conv5"] as const;

/**
 * The area under figure 3's curve of a spectrum: the mean of the squared singular values, the largest being 1.
 * From 1 over their number, where one direction has all, to 1, where all are equal.
 */
export function spectrumArea(singularValues: ArrayLike<number>): number {
  const values = Array.from(singularValues);
  const largest = Math.max(...values);
  return values.reduce((sum, value) => sum + (value / largest) ** 2, 0) / values.length;
}

/** The spectra of the first five convolutions at the end of a run. */
async function spectraOf(run: TrialRun): Promise<readonly Float64Array[]> {
  const weights = await weightsOf(run, (step, last) => step === last);
  return LAYERS.map((name) => weights.find(({ layer }) => layer === name)!.spectrum());
}

/** The mean area over the first five convolutions; that of a run that failed is not there. */
async function areaOf(run: TrialRun): Promise<number> {
  if (run.state === "failed") return Number.NaN;
  const areas = (await spectraOf(run)).map(spectrumArea);
  return areas.reduce((sum, area) => sum + area, 0) / areas.length;
}

export const spectra: Claim = {
  name: "spectra",
  paper: "SN-GAN",
  where: "figure 3",
  claimed:
    "Weight clipping and weight normalization leave weights that concentrate on a few singular directions in the first five layers; under SN the singular values are spread.",
  method: {
    small: `${SMALL_NETWORKS}; setting D, ${AGGRESSIVE_TEXT}; exact singular values at the end. Spread is told by the area under the figure's curve: the mean of the squared singular values over the largest, in the mean of five layers. A network without a method is shown with two seeds.`,
    paper:
      "The standard CNN on CIFAR-10, setting D, 100 000 steps; exact singular values at the end, and the area under the figure's curve.",
  },
  published: "shown as curves; no numbers",
  criterion:
    "The area under the curve of the squared singular values, in the mean of the first five convolutions, is larger under SN than under weight clipping and under weight normalization.",
  test: pairedTest({
    seeds: { small: 5, paper: 5 },
    quotient: "the area under the other method's curve over that of SN",
    measure: areaOf,
    trials: (setting) =>
      atScale(
        setting,
        [
          ...(["SN", ...COMPETITORS] as const).map((method) => methodTrial(method, "D")),
          { ...methodTrial("none", "D"), seeds: 2 },
        ],
        { ...AGGRESSIVE, evaluated: false },
        { "evaluate.every": 0 },
      ),
    parts: () =>
      COMPETITORS.map((method) => ({
        name: `against ${method}`,
        hypothesis: `The area is smaller under ${method} than under SN.`,
        logQuotient: (log) => minus(log({ method }), log({ method: "SN" })),
      })),
    async show(scores, { firstSeedRuns, progress }) {
      const runs = firstSeedRuns.filter(({ state }) => state === "done");
      const found: { readonly name: string; readonly layers: readonly Float64Array[] }[] = [];
      for (const [i, run] of runs.entries()) {
        progress("singular values", i, runs.length);
        found.push({ name: String(run.point.method), layers: await spectraOf(run) });
      }
      return {
        charts: LAYERS.map((layer, l) =>
          lineChart({
            title: `Squared singular values of ${layer}`,
            x: { label: "index" },
            y: { label: "share of the largest" },
            series: found.map(({ name, layers }) => {
              const values = Array.from(layers[l]!);
              return {
                name,
                x: values.map((_, i) => i + 1),
                y: values.map((value) => (value / values[0]!) ** 2),
              };
            }),
          }),
        ),
        tables: [scoreTable("Area under the curve", "area", scores)],
      };
    },
  }),
};
