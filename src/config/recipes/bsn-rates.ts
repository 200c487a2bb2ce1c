/** Recipes of Lin et al. 2021 at several learning rates and n_dis: SN, BSN, and SN with a learnable γ. */
import {
  BSN,
  BSN_STEPS,
  type BsnData,
  bsnCnn,
  bsnData,
  bsnProtocol,
  cnnNote,
  POWER,
  type Rates,
} from "./bsn.ts";
import { paperData } from "./data.ts";
import { type Recipe, shortenedText } from "./recipe.ts";

/** A setting of the comparison. */
interface Setting extends Rates {
  readonly key: string;
  readonly title: string;
  readonly steps: (data: BsnData) => number;
}

const STEP_SIZES = [
  [1e-4, "1e-4"],
  [2e-4, "2e-4"],
] as const;

/** Four pairs of rates at n_dis 1, and n_dis 5 with a different β₂ and, on STL-10, fewer steps. */
const SETTINGS: readonly Setting[] = [
  ...STEP_SIZES.flatMap(([generator, g]) =>
    STEP_SIZES.map(
      ([discriminator, d]): Setting => ({
        key: `lr-${g}-${d}`,
        title: `rates ${g} / ${d}`,
        ...{ generator, discriminator, beta2: 0.999, nDis: 1 },
        steps: (data) => BSN_STEPS[data],
      }),
    ),
  ),
  {
    key: "ndis-5",
    title: "n_dis 5",
    ...{ generator: 1e-4, discriminator: 1e-4, beta2: 0.9, nDis: 5 },
    steps: () => 400_000,
  },
];

const RATES_NOTE: Readonly<Record<number, string>> = {
  1: "The first rate is the generator's, the second the discriminator's. ",
  5: "β₂ is 0.9 at n_dis 5, 0.999 in the other settings. ",
};

/** The parts of a recipe that are determined by setting and data. */
function common(data: BsnData, { steps }: Setting) {
  return {
    published: [],
    protocol: bsnProtocol(data),
    measuredBy: "bsn-5k-10k",
    shortened: shortenedText(steps(data)),
  } as const;
}

function byRates(data: BsnData, mode: "sn" | "bsn", setting: Setting): Recipe {
  const { title } = paperData[data];
  const first = setting.key === "lr-1e-4-1e-4" ? `The same run as ${mode}-${data}-scale-1.0. ` : "";
  return {
    name: `${mode}-${data}-${setting.key}`,
    group: "bsn-rates",
    title: `${mode.toUpperCase()}, ${title}, ${setting.title}`,
    description: `${first}${RATES_NOTE[setting.nDis]}${cnnNote(data)}`,
    standsFor: `${BSN}, stability to settings, ${title}: ${mode.toUpperCase()}, ${setting.title}, one of 5 seeds`,
    ...common(data, setting),
    config: bsnCnn(
      data,
      setting,
      { reparametrization: { name: mode, ...POWER } },
      { steps: setting.steps(data) },
    ),
  };
}

const GAMMAS = [
  { key: "same-gamma", gamma: "shared", title: "same γ", what: "one γ for all layers" },
  { key: "diff-gamma", gamma: "layer", title: "diff γ", what: "one γ per layer" },
] as const;

function byGamma(data: BsnData, kind: (typeof GAMMAS)[number], setting: Setting): Recipe {
  const { title } = paperData[data];
  return {
    name: `${kind.key}-${data}-${setting.key}`,
    group: "bsn-gamma",
    title: `${kind.title}, ${title}, ${setting.title}`,
    description:
      `SN times a learnable γ that starts at 1, ${kind.what}, also on the biases; WGAN-GP, λ = 10. ` +
      `${RATES_NOTE[setting.nDis]}${cnnNote(data)}`,
    standsFor: `${BSN}, learnable scale, ${title}: ${kind.what}, ${setting.title}, one of 5 seeds`,
    ...common(data, setting),
    config: bsnCnn(
      data,
      setting,
      {
        reparametrization: { name: "sn", gamma: kind.gamma, gammaOnBias: true, ...POWER },
        penalties: [{ name: "gp", weight: 10, epsilon: 1e-8 }],
      },
      { loss: "wasserstein", steps: setting.steps(data) },
    ),
  };
}

export const bsnRates: readonly Recipe[] = bsnData.flatMap((data) =>
  (["sn", "bsn"] as const).flatMap((mode) =>
    SETTINGS.map((setting) => byRates(data, mode, setting)),
  ),
);

export const bsnGamma: readonly Recipe[] = GAMMAS.flatMap((kind) =>
  bsnData.flatMap((data) => SETTINGS.map((setting) => byGamma(data, kind, setting))),
);
