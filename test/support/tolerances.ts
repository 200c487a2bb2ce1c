/** Every numerical tolerance of the tests, with its reason. */
import type { OpName } from "../../src/graph/index.ts";
import type { Tolerance } from "./setup.ts";

/** Half a unit in the last place of float32, relative: the error of one correct rounding. */
const ROUNDING = 2 ** -24;
/** The smallest normal float32; engines may flush what is below to 0. */
const SMALLEST = 2 ** -126;

/** How near an engine has to be to the float64 reference. */
export interface EngineTolerance {
  /** Times the element. */
  readonly relative: number;
  /** Times the largest element of the tensor, for sums that cancel. */
  readonly ofLargest: number;
  /** By itself. */
  readonly absolute: number;
}

/** Nothing is computed: elements are moved, chosen or compared, or change their sign. */
const exact: EngineTolerance = { relative: 0, ofLargest: 0, absolute: 0 };
/** One correctly rounded operation (IEEE 754); twice that, as a constant is rounded as well. */
const rounded: EngineTolerance = { relative: 2 * ROUNDING, ofLargest: 0, absolute: SMALLEST };
/** Library functions that promise a relative error: up to 2.5 roundings seen, 4 allowed. */
const transcendental: EngineTolerance = {
  relative: 4 * ROUNDING,
  ofLargest: 0,
  absolute: SMALLEST,
};
/**
 * Functions into a bounded range, approximated by rational functions, and softplus, which loses what is
 * below the rounding of 1: the error is absolute. 2 roundings of 1 seen, 4 allowed.
 */
const bounded: EngineTolerance = {
  relative: 4 * ROUNDING,
  ofLargest: 0,
  absolute: 4 * ROUNDING,
};
/**
 * Sums of n products of numbers of order 1. The bound n·ROUNDING·Σ|terms| is far above what happens;
 * seen 5e-7 of the largest element at 153 terms, 1.1e-6 at 4001; 4e-6 allowed.
 */
const accumulated: EngineTolerance = { relative: 0, ofLargest: 4e-6, absolute: SMALLEST };

/** onnxruntime-node, CPU provider, float32: one op. */
export const cpu: { readonly [K in OpName]: EngineTolerance } = {
  neg: exact,
  abs: exact,
  relu: exact,
  stopGradient: exact,
  cast: exact,
  maximum: exact,
  minimum: exact,
  greater: exact,
  less: exact,
  equal: exact,
  where: exact,
  max: exact,
  reshape: exact,
  transpose: exact,
  expand: exact,
  pad: exact,
  slice: exact,
  concat: exact,
  oneHot: exact,
  gather: exact,
  add: rounded,
  sub: rounded,
  mul: rounded,
  div: rounded,
  sqrt: rounded,
  leakyRelu: rounded,
  exp: transcendental,
  log: transcendental,
  tanh: bounded,
  sigmoid: bounded,
  softplus: bounded,
  sum: accumulated,
  maxPool: exact,
  averagePool: accumulated,
  matmul: accumulated,
  conv: accumulated,
  convInputGrad: accumulated,
  convWeightGrad: accumulated,
};

/** onnxruntime-node, CPU provider, float32: a few ops in a row, such as a first or second derivative. */
export const cpuComposite: EngineTolerance = accumulated;

/**
 * Convolutions by Winograd's algorithm. Its transforms amplify rounding, for random numbers by the root of
 * Σ_f A_fi²·‖G_f‖²·‖B_f‖²/r along an axis, at most 2.96 for tiles of 4 and kernels of 3 (computed in
 * minimal-filtering.test.ts), so 8.8 along both. Direct convolutions have 1e-6 of the largest element (seen 3.9e-7 of
 * 256 channels).
 */
export const winograd: EngineTolerance = { ...accumulated, ofLargest: 8.8e-6 };

/** Random graphs of tens of ops on numbers of order 1, whose sums may cancel: seen 2e-7. */
export const cpuRandomGraph: EngineTolerance = { ...accumulated, absolute: 4e-6 };

/**
 * Second derivatives of whole networks: where layer normalization over a few numbers takes most of a
 * gradient away, what is left has the errors of what was there (seen 7.7e-6 of the largest; without any
 * normalization 1.4e-6).
 */
export const cpuNetwork: EngineTolerance = { relative: 0, ofLargest: 2e-5, absolute: SMALLEST };

/** The tolerance for these expected elements. */
export function toleranceFor(expected: ArrayLike<number>, tolerance: EngineTolerance): Tolerance {
  let largest = 0;
  for (const x of Array.from(expected))
    if (Number.isFinite(x)) largest = Math.max(largest, Math.abs(x));
  return {
    relative: tolerance.relative,
    absolute: tolerance.absolute + tolerance.ofLargest * largest,
  };
}

/**
 * Gradients against central differences of the float64 reference with the step h = ∛ε·scale. The
 * difference is off by h²·f‴/6 ≈ 6e-12·f‴; 1e-6 leaves room for a third derivative 1e5 times the first.
 * What rounding adds is computed where the difference is taken.
 */
export const finiteDifference = { relative: 1e-6 } as const satisfies Tolerance;

/** Float64 here against float64 in PyTorch: only the order of summation differs. */
export const float64Golden = { relative: 1e-11, absolute: 1e-12 } as const satisfies Tolerance;

/** How near an engine has to be to the reference, by op: its result, and its first and second derivatives. */
export interface OpTolerances {
  result(op: OpName): EngineTolerance;
  derivative(op: OpName): EngineTolerance;
  /** Whether the engine promises infinities; elements that should be infinite are left out else. */
  readonly infinities: boolean;
}

/** onnxruntime-web on WebAssembly: as the CPU provider of onnxruntime-node. */
export const wasmOps: OpTolerances = {
  result: (op) => cpu[op],
  derivative: () => cpuComposite,
  infinities: true,
};

/** The distance of neighboring float32 numbers, relative: WGSL's unit of accuracy. */
const ULP = 2 ** -23;
/** Of results of order 1. */
const ofOne = (absolute: number): EngineTolerance => ({ relative: 0, ofLargest: 0, absolute });
const ofElement = (relative: number): EngineTolerance => ({
  relative,
  ofLargest: 0,
  absolute: SMALLEST,
});

/**
 * The WebGPU provider: as accurate as the CPU provider but for what WGSL leaves to devices (its
 * specification, "Floating Point Evaluation"): numbers below the smallest normal one may become 0,
 * infinities may not be, and the functions named here are less exact.
 */
export const webgpuOps: OpTolerances = {
  result(op) {
    switch (op) {
      case "div":
      case "sqrt":
        return ofElement(5 * ULP);
      case "exp": // 3 + 2|x| units; |x| < 89. Seen on SwiftShader: 15
        return ofElement(181 * ULP);
      case "log": // between 1/2 and 2; 3 units elsewhere. Seen 9e-8
        return { ...ofOne(2 ** -21), relative: 3 * ULP };
      case "tanh": // seen 2e-7
        return ofOne(1e-5);
      case "sigmoid": // through exp
      case "softplus": // through exp and log
        return { ...ofOne(2 ** -20), relative: 4 * ULP };
      default:
        return cpu[op] === exact ? ofOne(SMALLEST) : cpu[op];
    }
  },
  // tanh's error is absolute, so its second derivative near 0, -2·tanh(x)·(1 - tanh²(x)), has few digits
  derivative: (op) => (op === "tanh" ? ofOne(2e-5) : cpuComposite),
  infinities: false,
};

/**
 * One training step on any engine against the float64 reference.
 *
 * Seen, of the largest element: gradients 1.2e-6 on the CPU, 1e-6 on WebAssembly and 1.8e-6 on WebGPU,
 * their squares in Adam's second moment twice that; losses, σ and statistics below 4e-7.
 */
export const stepTolerance = {
  /** Times the largest element of the tensor. */
  ofLargest: 1e-5,
  /**
   * An updated weight, in learning rates: Adam's first step is the learning rate times g/(|g| + ε), so
   * small gradients turn their error into a part of it. Seen 6e-4; a wrong sign is 2.
   */
  learningRates: 0.02,
  /** A gradient that is zero but for rounding, where others are near 0.01. Seen 9e-10. */
  zero: 1e-8,
} as const;

/**
 * Estimates from random draws may be this many standard errors off. The draws are seeded, so a test
 * passes or fails for good; one in 1.7 million right programs would fail at 5.
 */
export const samplingErrors = 5;

/**
 * Correlations behind two or more random layers of 64 units, against the limit of infinite width: off by some
 * parts in the width for each layer; 5 % allowed.
 */
export const wideLayers = { relative: 0.05 } as const satisfies Tolerance;

/**
 * What the first step of Adam changes, of a network and of one eight times as wide with its proportions. That the
 * change is the same holds in the limit of steps that are aligned with the activations; seen 1.18 times in
 * activations, 1.35 in singular values. With a rate in proportion to the root of the width it would be √8 times.
 */
export const aligned: Tolerance = { relative: 0.4 };

/**
 * Largest singular values of random matrices of one aspect ratio, some 8 to 32 times 128 to 512 and eight times
 * that. They come near σ(√rows + √columns) from below, the smaller ones from further; seen 4 %.
 */
export const edges: Tolerance = { relative: 0.08 };

/**
 * Scalar products of unit vectors whose elements were rounded to float32: off by 2·2⁻²⁴ at most
 * (Cauchy–Schwarz), twice that allowed.
 */
export const orthonormal = { absolute: 4 * ROUNDING } as const satisfies Tolerance;

/** Largest singular values in float64, by two ways: a few roundings for each of at most 600 terms of a sum. */
export const exactSigma = { relative: 1e-13 } as const satisfies Tolerance;

/**
 * Power iteration that has converged, in float64: of σ the error is the square of what is left of the
 * other directions, of u and v it is what is left, amplified by 1/(1 − σ₂/σ₁); 1e-12 seen.
 */
export const converged = { relative: 1e-10, absolute: 1e-10 } as const satisfies Tolerance;

/** σ̂/σ of a Gaussian matrix 128 x 576 after one round from a random u: its standard deviation, seen over two times 20 seeds. */
export const oneRound = { deviation: 0.028 } as const;

/** σ by 24 squarings of the Gram matrix, whose side is n. */
export const squaring = {
  /** The gradient in float64: the rounding of the Gram matrix over the gap of its eigenvalues, 1e-5 at least. */
  float64Slope: { relative: 1e-9, absolute: 1e-9 },
  /**
   * Several largest singular values that differ by the rounding of the elements to float32: as for any gap,
   * W((n − 1)/e)/2²⁵ at most (W: Lambert's function), n ≤ 15.
   */
  float64Several: { relative: 4.2e-8 },
  /** A sum of products in float32; 2.3e-7 seen at 576 terms, below 1e-7 at up to 20. */
  float32: { relative: 1e-6 },
} as const satisfies Readonly<Record<string, Tolerance>>;

/** Losses, σ and gradient norms of order 1 of the small GAN after a few steps: float32 against float64; 1.2e-7 seen. */
export const engineTraining = { relative: 2e-6, absolute: 2e-6 } as const satisfies Tolerance;

/** The Tracy–Widom law of order 1, of the largest eigenvalue of real Gaussian products (Johnstone 2001). */
export const tracyWidom = { mean: -1.21, deviation: 1.27 } as const;
