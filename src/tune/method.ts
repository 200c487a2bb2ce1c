/** Which normalization has a scale to be found. */

import type { Config } from "../config/index.ts";
import { EvenkeelError } from "../errors.ts";
import { reparametrizations } from "../stabilizers/index.ts";

/** Methods without a scale, and what they are called with one. */
const SCALED = { sn: "ssn", bsn: "bssn" } as const;

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
 * @throws EvenkeelError `CONFIG` for a method that knows no scale.
 */
export function scaledMethodOf({ discriminator: { reparametrization } }: Config): ScaledMethod {
  const { name } = reparametrization;
  if (hasScale(name)) return { name, options: [] };
  if (Object.hasOwn(SCALED, name)) {
    const scaled = SCALED[name as keyof typeof SCALED];
    return { name: scaled, options: [`discriminator.reparametrization.name=${scaled}`] };
  }
  const known = [...Object.keys(SCALED), ...Object.keys(reparametrizations).filter(hasScale)];
  throw new EvenkeelError(
    "CONFIG",
    `discriminator.reparametrization.name: must be one of ${known.join(", ")} to have a scale, got ${name}`,
    { advice: "Add --set discriminator.reparametrization.name=ssn, or bssn." },
  );
}

function hasScale(name: string): boolean {
  const { options } = reparametrizations[name as keyof typeof reparametrizations];
  return Object.hasOwn(options.shape, "scale");
}
