/** Every method by the name that a config uses. Adding a method is one line here. */
import { z } from "zod";
import {
  batchNorm,
  conditionalBatchNorm,
  fixup,
  kaimingNormal,
  layerNorm,
  lecunNormal,
  normal,
  orthogonal,
  truncatedNormal,
  xavierUniform,
} from "../nn/index.ts";
import { bidirectionalScaledSpectralNorm } from "./bidirectional-scaled-spectral-norm.ts";
import { bidirectionalSpectralNorm } from "./bidirectional-spectral-norm.ts";
import {
  convolutionSpectralNorm,
  convolutionSpectralNormOptions,
} from "./convolution-spectral-norm.ts";
import { dragan, draganOptions } from "./dragan.ts";
import { frobeniusNorm } from "./frobenius-norm.ts";
import { gradientPenalty, gradientPenaltyOptions } from "./gradient-penalty.ts";
import { l2, l2Options } from "./l2.ts";
import { normOptions } from "./norm-division.ts";
import {
  batchNormOptions,
  conditionalBatchNormOptions,
  layerNormOptions,
} from "./normalization-options.ts";
import { orthonormal, orthonormalOptions } from "./orthonormal.ts";
import { r1, r1Options } from "./r1.ts";
import { scaledSpectralNorm, scaledSpectralNormOptions } from "./scaled-spectral-norm.ts";
import { spectralNormOptions } from "./spectral-division.ts";
import { spectralNorm } from "./spectral-norm.ts";
import type { Normalization, Reparametrization } from "./types.ts";
import { weightClipping, weightClippingOptions } from "./weight-clipping.ts";
import { weightNorm } from "./weight-norm.ts";

/** A method that a config can name. */
export interface Method<Instance, Options extends z.ZodObject = z.ZodObject> {
  /** One line for help texts. */
  readonly summary: string;
  /** The options' schema, with defaults and descriptions. */
  readonly options: Options;
  create(options: z.output<Options>): Instance;
}

function method<Instance, Options extends z.ZodObject>(
  summary: string,
  options: Options,
  create: (options: z.output<Options>) => Instance,
): Method<Instance, Options> {
  return { summary, options, create };
}

const none = z.strictObject({});
const std = z.strictObject({
  std: z.number().positive().default(0.02).describe("standard deviation (the papers' code: 0.02)"),
});
const gain = z.strictObject({
  gain: z.number().positive().default(1).describe("factor on the weights"),
});
const slope = z.strictObject({
  slope: z
    .number()
    .min(0)
    .optional()
    .describe(
      "slope of the leaky ReLU, 0 for ReLU; default: the network's own (0.1 in the discriminators cnn, sndcgan and mlp, else 0)",
    ),
});

export const reparametrizations = {
  none: method("the weight as it is", none, (): Reparametrization | undefined => undefined),
  sn: method(
    "spectral normalization of the reshaped weight (Miyato et al. 2018)",
    spectralNormOptions,
    spectralNorm,
  ),
  ssn: method(
    "spectral normalization times a constant scale (Lin et al. 2021)",
    scaledSpectralNormOptions,
    scaledSpectralNorm,
  ),
  bsn: method(
    "bidirectional spectral normalization: by the mean of the spectral norms of the weight laid out by outputs and by inputs (Lin et al. 2021)",
    spectralNormOptions,
    bidirectionalSpectralNorm,
  ),
  bssn: method(
    "bidirectional spectral normalization times a constant scale (Lin et al. 2021)",
    scaledSpectralNormOptions,
    bidirectionalScaledSpectralNorm,
  ),
  "sn-conv": method(
    "spectral normalization by the norm of the convolution itself, at the layer's real input size (Lin et al. 2021, there SN_conv)",
    convolutionSpectralNormOptions,
    convolutionSpectralNorm,
  ),
  "weight-norm": method(
    "each output's weights divided by their norm, without a learnable gain (Salimans & Kingma 2016)",
    normOptions,
    weightNorm,
  ),
  "frobenius-norm": method(
    "the weight divided by its Frobenius norm (Miyato et al. 2018)",
    normOptions,
    frobeniusNorm,
  ),
};

export const normalizations = {
  none: method("none", none, (): Normalization => (_context, _name, x) => x),
  "batch-norm": method(
    "batch normalization (Ioffe & Szegedy 2015)",
    batchNormOptions,
    (o): Normalization =>
      (context, name, x) =>
        batchNorm(context, name, x, o),
  ),
  "layer-norm": method(
    "layer normalization: of each example over all its numbers (Ba et al. 2016)",
    layerNormOptions,
    (o): Normalization =>
      (context, name, x) =>
        layerNorm(context, name, x, o),
  ),
  "conditional-batch-norm": method(
    "batch normalization with a scale and shift for each class (Dumoulin et al. 2017)",
    conditionalBatchNormOptions,
    (o): Normalization =>
      (context, name, x) =>
        conditionalBatchNorm(context, name, x, o),
  ),
};

export const penalties = {
  gp: method(
    "slope 1 between real and generated images: WGAN-GP, GAN-GP (Gulrajani et al. 2017)",
    gradientPenaltyOptions,
    gradientPenalty,
  ),
  dragan: method("slope 1 around real images (Kodali et al. 2017)", draganOptions, dragan),
  orthonormal: method(
    "weights pulled towards orthonormal rows (Brock et al. 2016)",
    orthonormalOptions,
    orthonormal,
  ),
  l2: method("half the mean squared norm of the weights (Kurach et al. 2019)", l2Options, l2),
  r1: method("squared gradient norm on real images (Mescheder et al. 2018)", r1Options, r1),
};

export const projections = {
  clip: method("weight clipping (Arjovsky et al. 2017)", weightClippingOptions, weightClipping),
};

export const initializers = {
  normal: method("N(0, std²)", std, (o) => normal(o.std)),
  "truncated-normal": method("N(0, std²) within two standard deviations", std, (o) =>
    truncatedNormal(o.std),
  ),
  lecun: method("N(0, 1/fan-in)", none, lecunNormal),
  xavier: method("uniform with variance 2·gain²/(fan-in + fan-out)", gain, (o) =>
    xavierUniform(o.gain),
  ),
  kaiming: method("N(0, 2/((1 + slope²)·fan-in))", slope, (o) => kaimingNormal(o.slope)),
  orthogonal: method("random orthonormal rows or columns", gain, (o) => orthogonal(o.gain)),
  fixup: method(
    "He's, scaled by depth in residual branches, 0 in last layers: for networks with Fixup (Zhang et al. 2019)",
    none,
    fixup,
  ),
};
