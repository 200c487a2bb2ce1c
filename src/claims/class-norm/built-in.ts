/** The built-in set of zero-shot learning, and what the claims on it share. */
import type { Engine } from "../../runtime/index.ts";
import { nodeEngine } from "../../runtime/node.ts";
import {
  classNormalized,
  openSource,
  type ZeroShotModel,
  type ZeroShotSource,
} from "../../zsl/index.ts";
import { type ClaimContext, directScale, FIRST_SEED } from "../claim.ts";

/** How claims on class normalization are paired. */
export const PAIRING =
  "By seed: it decides the classes, the initial weights and the order of the examples, so that both sides of a pair begin alike.";

/** One thread, with which a seed gives the same on any machine of a kind. */
export function engineOfClaims(): Engine {
  return nodeEngine({ device: "cpu", threads: 1 });
}

/** So many seeds, from the first one of all claims on: the documentation's figures are of smaller ones. */
export function seedsOf(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => FIRST_SEED + i);
}

/** Widths of the hidden layers and drawings of each class for training, as many for the test. */
export const SIZES = {
  small: { hidden: 256, drawings: 10 },
  paper: { hidden: 1024, drawings: 50 },
} as const;

/** The model with all parts, and without those that the paper adds. */
export function modelsOf(hidden: number): {
  readonly all: ZeroShotModel;
  /** Normalized and scaled logits, and normalized attributes. */
  readonly without: ZeroShotModel;
  /** No part at all. */
  readonly none: ZeroShotModel;
} {
  const all: ZeroShotModel = { ...classNormalized, hidden };
  const without: ZeroShotModel = { ...all, standardization: null, initialization: "he" };
  return { all, without, none: { ...without, scale: null, normalizeAttributes: false } };
}

/** The built-in set with so many drawings of each class; `undefined` when the test was stopped. */
export function builtIn(
  { signal, progress }: ClaimContext,
  drawings: number,
): Promise<ZeroShotSource | undefined> {
  const request = { set: "shapes", shapes: { training: drawings, test: drawings } };
  const onDrawings = (done: number, total: number) => progress("features of drawings", done, total);
  return openSource(request, { engine: engineOfClaims(), signal, onDrawings });
}

/** The sizes of a claim's scale. */
export function sizesOf(context: Pick<ClaimContext, "scale">): (typeof SIZES)["small" | "paper"] {
  return SIZES[directScale(context)];
}
