/** Which normalization has a scale to be found. */

import type { Config } from "../config/index.ts";
import { EvenkeelError } from "../errors.ts";
import { type ReparametrizationMethod, reparametrizations } from "../stabilizers/index.ts";

/** The method whose scale is looked for. */
export interface ScaledMethod {
  readonly name: string;
  /** Options `path=value` that make it the config's method; none where it is already. */
  readonly options: readonly string[];
}

/** The config key of the scale. */
export const SCALE_KEY = "discriminator.reparametrization.scale";

/**
 * The scaled method of a config's discriminator: SN becomes SSN and BSN BSSN, which are the same at scale 1.
 *
 * @throws EvenkeelError `CONFIG` for a method that has no scale and no scaled form.
 */
export function scaledMethodOf({ discriminator: { reparametrization } }: Config): ScaledMethod {
  const { name } = reparametrization;
  if (hasScale(name)) return { name, options: [] };
  const scaled = scaledFormOf(name);
  if (scaled !== undefined) {
    return { name: scaled, options: [`discriminator.reparametrization.name=${scaled}`] };
  }
  const names = Object.keys(reparametrizations) as (keyof typeof reparametrizations)[];
  const plain = names.filter((one) => scaledFormOf(one) !== undefined);
  throw new EvenkeelError(
    "CONFIG",
    `discriminator.reparametrization.name: must be one of ${[...plain, ...names.filter(hasScale)].join(", ")} to have a scale, got ${name}`,
    {
      advice: `Add --set discriminator.reparametrization.name=${plain.map(scaledFormOf).join(", or ")}.`,
    },
  );
}

function scaledFormOf(name: keyof typeof reparametrizations): string | undefined {
  const method: ReparametrizationMethod = reparametrizations[name];
  return method.scaledForm;
}

function hasScale(name: keyof typeof reparametrizations): boolean {
  return Object.hasOwn(reparametrizations[name].options.shape, "scale");
}
