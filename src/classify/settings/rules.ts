/** What settings must agree on, with reasons, from the methods' records. */
import { refusal } from "../../errors.ts";
import {
  type InitializerMethod,
  initializers,
  type NormalizationMethod,
  normalizations,
  type ReparametrizationMethod,
  reparametrizations,
} from "../../stabilizers/index.ts";
import { type ClassifierNetwork, classifierNetworks } from "../networks/index.ts";
import type { ClassifierSettings } from "./settings.ts";

/** Something that must hold of settings. */
interface Rule {
  /** The key that has to change. */
  readonly where: string;
  /** What it must be, in words that follow its name; `undefined` if it is. */
  broken(settings: ClassifierSettings): string | undefined;
}

const networkOf = ({ network }: ClassifierSettings): ClassifierNetwork =>
  classifierNetworks[network.name];
const initializerOf = ({ initializer }: ClassifierSettings): InitializerMethod =>
  initializers[initializer.name];
const normalizationOf = ({ normalization }: ClassifierSettings): NormalizationMethod =>
  normalizations[normalization.name];
const reparametrizationOf = ({ reparametrization }: ClassifierSettings): ReparametrizationMethod =>
  reparametrizations[reparametrization.name];

const networksForFixup = Object.entries<ClassifierNetwork>(classifierNetworks)
  .filter(([, { fixup }]) => fixup)
  .map(([name]) => name)
  .join(" or ");

const rules: readonly Rule[] = [
  {
    where: "initializer.name",
    broken: (settings) =>
      initializerOf(settings).fixup && !networkOf(settings).fixup
        ? `must not be ${settings.initializer.name} in a network without residual branches (network.name: ${networksForFixup})`
        : undefined,
  },
  {
    where: "normalization.name",
    broken: (settings) =>
      initializerOf(settings).fixup && settings.normalization.name !== "none"
        ? `must be none with the initializer ${settings.initializer.name}, which replaces a normalization, got ${settings.normalization.name}`
        : undefined,
  },
  {
    where: "normalization.name",
    broken: (settings) =>
      normalizationOf(settings).conditional
        ? `must not be ${settings.normalization.name}, which needs the class that a classifier is to tell`
        : undefined,
  },
  {
    where: "normalization",
    broken(settings) {
      const { name: _, ...options } = settings.normalization;
      return normalizationOf(settings).unfit?.(options, settings);
    },
  },
  {
    where: "reparametrization.name",
    broken: (settings) =>
      initializerOf(settings).startsAtZero && reparametrizationOf(settings).scaleFree
        ? `must be none with the initializer ${settings.initializer.name}: the weights that it initializes to 0 cannot be divided by their norm, got ${settings.reparametrization.name}`
        : undefined,
  },
  {
    where: "reparametrization.gammaOnBias",
    broken(settings) {
      const { reparametrization: method } = settings;
      if (method.name === "none" || method.gamma === "none" || !method.gammaOnBias)
        return undefined;
      const why = reparametrizationOf(settings).gammaOnWeightsOnly;
      return why && `must be false with ${method.name}: ${why}`;
    },
  },
  {
    where: "mixup",
    broken: ({ mixup, batchSize }) =>
      mixup > 0 && batchSize === 1
        ? "must be 0 with batches of one image, which has no other to be mixed with"
        : undefined,
  },
  {
    where: "epochs",
    broken: ({ epochs, steps }) =>
      epochs !== undefined && steps !== undefined
        ? "must be left out where steps are given"
        : undefined,
  },
];

/**
 * Refuses settings that do not fit each other.
 *
 * @throws EvenkeelError `CONFIG` with the reason.
 */
export function expectFitting(settings: ClassifierSettings): void {
  for (const { where, broken } of rules) {
    const rule = broken(settings);
    if (rule !== undefined) throw refusal("CONFIG", { where, rule });
  }
}
