/** The methods that SN-GAN is compared with, as the recipes have them. */
import type { Trial } from "../claim.ts";

const RECIPES = {
  "weight clipping": "weight-clipping-cifar10",
  "WGAN-GP": "wgan-gp-cifar10",
  "batch norm": "batch-norm-cifar10",
  "layer norm": "layer-norm-cifar10",
  "weight norm": "weight-norm-cifar10",
  orthonormal: "orthonormal-cifar10",
  SN: "sngan-cifar10-cnn",
} as const;

/** A method of the paper's comparison. */
export type Method = keyof typeof RECIPES;
export const methods = Object.keys(RECIPES) as readonly Method[];

/** A method at one of the settings A to F. */
export function methodTrial(method: Method, setting: string, set: Trial["set"] = {}): Trial {
  return {
    point: { method, setting },
    base: `${RECIPES[method]}-${setting.toLowerCase()}`,
    set,
  };
}
