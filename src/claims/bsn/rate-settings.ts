/** Settings of learning rates and discriminator steps over which methods are compared. */
import type { Scale, Setting, Trial } from "../claim.ts";
import { atScale, rates } from "../small.ts";
import { scaleRecipe } from "./scale-sweep.ts";

/** A setting: learning rates as the paper's, β₂ and n_dis. */
interface RateSetting {
  readonly name: string;
  readonly generator: number;
  readonly discriminator: number;
  readonly nDis: number;
  readonly beta2: number;
}

/** Learning rates of both networks over 5e-4, at which small networks learn. */
function smallSetting(generator: number, discriminator: number, nDis: number, beta2 = 0.999) {
  const name = `${generator} / ${discriminator} / ${nDis}`;
  const scaled = { generator: 5e-4 * generator, discriminator: 5e-4 * discriminator };
  return { name, ...scaled, nDis, beta2 };
}

/** A setting of the paper; its β₂ is 0.9 at n_dis 5. */
function paperSetting(generator: number, discriminator: number, nDis: number): RateSetting {
  const name = `${generator} / ${discriminator} / ${nDis}`;
  return { name, generator, discriminator, nDis, beta2: nDis === 5 ? 0.9 : 0.999 };
}

const SMALL: readonly RateSetting[] = [
  smallSetting(1, 1, 2),
  smallSetting(0.5, 0.5, 2),
  smallSetting(0.5, 1, 2),
  smallSetting(2, 2, 2),
  smallSetting(1, 1, 1),
  smallSetting(0.5, 0.5, 5, 0.9),
];

/** The settings, the first one that of the claims on the scale. */
export const RATE_SETTINGS: Readonly<Record<Scale, readonly RateSetting[]>> = {
  small: SMALL,
  medium: SMALL,
  paper: [
    paperSetting(1e-4, 1e-4, 1),
    paperSetting(1e-4, 2e-4, 1),
    paperSetting(2e-4, 1e-4, 1),
    paperSetting(2e-4, 2e-4, 1),
    paperSetting(1e-4, 1e-4, 5),
  ],
};

/** The settings of small trials in words. */
export const SMALL_SETTINGS_TEXT = `${SMALL.length} settings of (α_G, α_D, n_dis): ${SMALL.map(({ name }) => name).join(", ")}, the rates over five times the BSN authors'`;

/** Trials of some methods, each SN, BSN or a scaled form at a scale, in every setting. */
export function rateTrials(
  setting: Setting,
  methods: Readonly<Record<string, { readonly mode: "sn" | "bsn"; readonly scale: number }>>,
): readonly Trial[] {
  return atScale(
    setting,
    Object.entries(methods).flatMap(([method, { mode, scale }]) =>
      RATE_SETTINGS[setting.scale].map(({ name, generator, discriminator, nDis, beta2 }) => ({
        point: { method, setting: name },
        base: scaleRecipe(mode, "cifar10", scale),
        set: {
          ...rates(generator, discriminator),
          "generator.optimizer.beta2": beta2,
          "discriminator.optimizer.beta2": beta2,
          nDis,
        },
      })),
    ),
    { steps: 500 },
  );
}
