/** What sets of one kind have in common: facts, options and how they are opened. */
export { builtIn, drawnOptions } from "./built-in.ts";
export { cifarFacts, cifarFiles, cifarOptions } from "./cifar.ts";
export { decodedOptions } from "./decoded.ts";
export { aroundCenters } from "./mixture.ts";
export { mnistFacts, mnistFiles, mnistOptions, mnistRules } from "./mnist.ts";
export { placesOf } from "./places.ts";
export { drawPoints, pointFacts, pointOptions } from "./points.ts";
