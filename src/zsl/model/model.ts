/** A zero-shot model: what is done to attributes, prototypes and logits. */
import { refusal } from "../../errors.ts";

/** How class standardization scales: by √(σ² + ε), or as the authors' notebook does, by σ² + ε. */
export type StandardizationDivisor = "deviation" | "variance";

/**
 * How the last layer begins: `class-norm`, of variance 1/(d_h·d_z), `class-norm-relu`, of variance
 * 2/(d_h·d_z·(1 − 1/π)) for prototypes behind a ReLU, or `he`, as the other layers.
 */
export type LastInitialization = "class-norm" | "class-norm-relu" | "he";

/** A zero-shot model before there are weights. */
export interface ZeroShotModel {
  /** Dense layers from attributes to prototypes, 1 … 16. */
  readonly depth: number;
  /** Width of the hidden layers, d_h. */
  readonly hidden: number;
  /** Whether prototypes pass through a ReLU, as features of a network that ends in one are not negative. */
  readonly lastRelu: boolean;
  /** γ: logits are ⟨γ·z/‖z‖, γ·p/‖p‖⟩; `null`: ⟨z, p⟩. */
  readonly scale: number | null;
  /** Whether attributes are a·√d/‖a‖ in place of a. */
  readonly normalizeAttributes: boolean;
  /** Class standardization around the last hidden activation; `null`: none. */
  readonly standardization: StandardizationDivisor | null;
  readonly initialization: LastInitialization;
}

/** The model of the authors' notebook but for the divisor, at a width of 1024. */
export const classNormalized: ZeroShotModel = {
  ...{ depth: 3, hidden: 1024, lastRelu: true, scale: 5, normalizeAttributes: true },
  ...{ standardization: "deviation", initialization: "class-norm" },
};

const MOST_DEPTH = 16;

/**
 * Refuses a model that cannot be built.
 *
 * @param seenClasses how many classes are standardized together.
 * @throws EvenkeelError `CONFIG`.
 */
export function checkZeroShotModel(model: ZeroShotModel, seenClasses: number): void {
  const { depth, hidden, scale, standardization } = model;
  const refuse = (where: string, rule: string, got: number) =>
    refusal("CONFIG", { where, rule, got });
  if (!(Number.isInteger(depth) && depth >= 1 && depth <= MOST_DEPTH)) {
    throw refuse("depth", `must be a whole number in [1, ${MOST_DEPTH}]`, depth);
  }
  if (!(Number.isInteger(hidden) && hidden >= 1)) {
    throw refuse("hidden", "must be a whole number of at least 1", hidden);
  }
  if (scale !== null && !(scale > 0 && Number.isFinite(scale))) {
    throw refuse("scale", "must be a number above 0", scale);
  }
  if (standardization === null) return;
  if (depth === 1) {
    throw refuse("depth", "must be at least 2 for class standardization, which is hidden", depth);
  }
  if (seenClasses < 2) {
    const rule = "class standardization must have at least 2 seen classes";
    throw refuse("classes", rule, seenClasses);
  }
}
