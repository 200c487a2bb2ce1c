/** Recipes of Lin et al. 2021: SSN and BSSN at several scales. */
import {
  alias,
  BSN,
  BSN_STEPS,
  type BsnData,
  bsnCnn,
  bsnData,
  bsnProtocol,
  cnnNote,
  SCALE_RATES,
  scaledBy,
} from "./bsn.ts";
import { paperData } from "./data.ts";
import { type Recipe, shortenedText } from "./recipe.ts";

const FEW = [0.7, 0.8, 0.9, 1, 1.2, 1.4, 1.6];
const MANY = [...FEW, 1.8, 2, 2.2, 2.4, 2.6, 2.8, 3, 3.2, 3.4, 3.6, 3.8, 4];
const SCALES: Readonly<Record<BsnData, readonly number[]>> = {
  cifar10: MANY,
  stl10: FEW,
  celeba: FEW,
};

function recipe(data: BsnData, mode: "sn" | "bsn", scale: number): Recipe {
  const { key, title, method } = scaledBy(mode, scale);
  return {
    name: `${key}-${data}-scale-${scale.toFixed(1)}`,
    group: "bsn-scale",
    title: `${title}, ${paperData[data].title}, scale ${scale.toFixed(1)}`,
    description: cnnNote(data),
    standsFor: `${BSN}, scores by the scale, ${paperData[data].title}: ${title} at ${scale.toFixed(1)}, one of 5 seeds`,
    published: [],
    protocol: bsnProtocol(data),
    measuredBy: "bsn-5k-10k",
    shortened: shortenedText(BSN_STEPS[data]),
    config: bsnCnn(data, SCALE_RATES, { reparametrization: method }),
  };
}

/** The best scale of a data set is unknown; this is the scale of an independent implementation. */
export const DEFAULT_SCALE = 1.2;
export const DEFAULT_SCALE_NOTE =
  "The paper's best scale is unknown; 1.2 is the scale of an independent implementation (libnn).";

export const bsnScale: readonly Recipe[] = bsnData.flatMap((data) => {
  const { title } = paperData[data];
  return [
    alias(
      recipe(data, "bsn", DEFAULT_SCALE),
      `bssn-${data}`,
      `BSSN, ${title}, scale ${DEFAULT_SCALE}: start here`,
      DEFAULT_SCALE_NOTE,
    ),
    ...(["sn", "bsn"] as const).flatMap((mode) =>
      SCALES[data].map((scale) => recipe(data, mode, scale)),
    ),
  ];
});
