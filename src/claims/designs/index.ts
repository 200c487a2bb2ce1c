/** The designs of tests that several claims share. */
export { pairedFindings, type Shown } from "./outcome.ts";
export { type PairedTest, pairedDesign, pairedTest } from "./paired.ts";
export { judgeParts, type LogOf, meanLog, minus, type PairedPart } from "./parts.ts";
export { type WeightTest, weightTest } from "./weights.ts";
