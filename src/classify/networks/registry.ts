/** The networks of classifiers, by the names that settings know them by. */
import { plainClassifier } from "./cnn.ts";
import type { ClassifierNetwork } from "./network.ts";
import { residualClassifier } from "./residual.ts";

export const classifierNetworks = {
  cnn: plainClassifier,
  residual: residualClassifier,
} satisfies Readonly<Record<string, ClassifierNetwork>>;

/** One of {@link classifierNetworks}. */
export type ClassifierNetworkName = keyof typeof classifierNetworks;
