/** The methods that SN-GAN is compared with, as the recipes have them. */
import type { Trial } from "../claim.ts";
import { NO_METHOD } from "../small.ts";

interface MethodRecipes {
  /** The recipes' name, without that of their setting. */
  readonly recipes: string;
  readonly set?: Trial["set"];
}

const RECIPES = {
  none: { recipes: "sngan-cifar10-cnn", set: NO_METHOD },
  "weight clipping": { recipes: "weight-clipping-cifar10" },
  "WGAN-GP": { recipes: "wgan-gp-cifar10" },
  "batch norm": { recipes: "batch-norm-cifar10" },
  "layer norm": { recipes: "layer-norm-cifar10" },
  "weight norm": { recipes: "weight-norm-cifar10" },
  orthonormal: { recipes: "orthonormal-cifar10" },
  SN: { recipes: "sngan-cifar10-cnn" },
} as const satisfies Readonly<Record<string, MethodRecipes>>;

/** A method of the paper's comparison, or none. */
export type Method = keyof typeof RECIPES;

/** A method at one of the settings A to F. */
export function methodTrial(method: Method, setting: string, set: Trial["set"] = {}): Trial {
  const { recipes, set: own = {} }: MethodRecipes = RECIPES[method];
  return {
    point: { method, setting },
    base: `${recipes}-${setting.toLowerCase()}`,
    set: { ...own, ...set },
  };
}
