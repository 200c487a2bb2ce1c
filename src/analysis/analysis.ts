/** What an analysis of a discriminator holds; plain data. */
import type { Activation, ActivationStatistics } from "./activations.ts";
import type { Range, Separation } from "./batch-statistics.ts";
import type { LayerWeight } from "./weights/index.ts";

/** One layer of a discriminator. */
export interface LayerAnalysis extends LayerWeight {
  /** What the run's method says of it, by power iteration: `sigma`, `sigmaOut`, `sigmaIn`, `gamma`. */
  readonly measures: Readonly<Record<string, number>>;
  /** Norm of the gradient of the discriminator's loss, penalties left out. */
  readonly lossGradient: {
    /** To the raw, trained weight. */
    readonly raw: number;
    /** To the weight as the forward pass uses it. */
    readonly effective: number;
  };
  /** ‖∇_W D(x)‖_F over all images of the batch, W as the forward pass uses it. */
  readonly outputGradient: Range;
  /** How that compares with the theorem's bound; `null` where D is no chain of layers. */
  readonly bound: GradientBound | null;
}

/** A bound on ‖∇_W D(x)‖_F. */
export interface GradientBound {
  /** Mean over the images of the batch, from the σ of the operators and the biases. */
  readonly mean: number;
  /** The largest share of its bound that any image's gradient has: at most 1 but for rounding. */
  readonly reached: number;
  /** The same share of what the bound were if every σ were 1: above 1 where that form is violated. */
  readonly reachedIfUnit: number;
}

/** An activation on real and on generated images. */
export interface ActivationAnalysis extends Pick<Activation, "of" | "kind"> {
  readonly real: ActivationStatistics<number>;
  readonly fake: ActivationStatistics<number>;
}

/** The Hessian of the discriminator's loss on the batch to one weight. */
export interface HessianAnalysis {
  readonly layer: string;
  /** ‖∇²_W loss‖₂, by Lanczos iteration. */
  readonly norm: number;
  /** An eigenvalue lies within this share of `norm`. */
  readonly residual: number;
  /** The theorem's bound; `null` where D is no chain of layers. */
  readonly bound: number | null;
}

/** The Fisher information matrix of D's output to all its raw, trained parameters. */
export interface FisherAnalysis {
  /** λ_max over the real and generated images of the batch, by Lanczos iteration. */
  readonly largest: number;
  /** An eigenvalue lies within this share of `largest`. */
  readonly residual: number;
  /** The largest stable learning rate of gradient descent on a squared error, with momentum 0 and 0.9. */
  readonly stableRate: { readonly plain: number; readonly momentum: number };
}

/** A discriminator, measured on a batch of real and as many generated images. */
export interface Analysis {
  /** Real images, and generated ones. */
  readonly images: number;
  readonly layers: readonly LayerAnalysis[];
  readonly activations: readonly ActivationAnalysis[];
  /** ‖∇ₓD(x)‖₂. */
  readonly inputGradient: { readonly real: Range; readonly fake: Range };
  readonly lipschitz: {
    /** Π σ·Lip over the layers, which no slope of D exceeds; `null` where D is no chain of layers. */
    readonly product: number | null;
    /** The steepest chord between two images of the batch. */
    readonly estimate: number;
  };
  readonly hessian: HessianAnalysis;
  readonly fisher: FisherAnalysis;
  /** The discriminator's loss on the batch, penalties left out. */
  readonly loss: number;
  readonly outputs: Separation & { readonly real: Range; readonly fake: Range };
  /** Root mean square difference of two images' numbers at one place. */
  readonly diversity: { readonly real: number; readonly fake: number };
}
