/** Optimizers, and their steps on all parameters of a network. */
export { type Descent, descend, emptySlots } from "./descent.ts";
export { type AdamOptions, adam, type Optimizer, sgd } from "./optimizer.ts";
