/** The networks of classifiers. */
export { type PlainOptions, plainNetwork } from "./cnn.ts";
export type { ClassifierNetwork, ClassifierParts } from "./network.ts";
export { type ClassifierNetworkName, classifierNetworks } from "./registry.ts";
export { type ResidualOptions, residualNetwork, type Shortcut } from "./residual.ts";
