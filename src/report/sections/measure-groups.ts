/** How measures of `metrics.jsonl` are drawn, by the first part of their names. */

/** What the measures whose names begin alike stand for. */
export interface MeasureGroup {
  readonly title: string;
  readonly unit: string;
  /** Each measure by itself. */
  readonly apart: boolean;
  /** What a comparison shows without being asked. */
  readonly first: boolean;
  /** What the values are to be compared with; `null` where there is no such value. */
  readonly reference: { readonly value: number; readonly label: string } | null;
}

const groups: Readonly<
  Record<string, Pick<MeasureGroup, "title" | "unit"> & Partial<MeasureGroup>>
> = {
  loss: { title: "losses", unit: "loss", first: true },
  output: { title: "outputs of the discriminator", unit: "mean output" },
  sigma: { title: "σ of each layer", unit: "σ" },
  sigmaOut: { title: "σ of each layer, laid out by outputs", unit: "σ" },
  sigmaIn: { title: "σ of each layer, laid out by inputs", unit: "σ" },
  exactSigma: { title: "exact σ of each layer", unit: "σ" },
  rawSigma: { title: "σ of each raw weight", unit: "σ" },
  swappedSigma: { title: "σ of each layer with swapped channels", unit: "σ" },
  operatorSigma: { title: "σ of each convolution", unit: "σ" },
  effectiveRank: { title: "effective rank of each layer", unit: "rank" },
  boundReached: {
    title: "share of the gradient's bound",
    unit: "largest share",
    reference: { value: 1, label: "the bound" },
  },
  inputGradient: { title: "slope of the discriminator", unit: "norm of its gradient by the image" },
  variance: {
    title: "variance of the effective weights",
    unit: "times fan-in",
    reference: { value: 1, label: "LeCun's initialization" },
  },
  distance: { title: "distance of samples from real images", unit: "distance", apart: true },
  diversity: { title: "diversity", unit: "" },
  gradNorm: { title: "gradient norm of each layer", unit: "norm" },
  modes: { title: "modes", unit: "", apart: true, first: true },
  evaluate: { title: "evaluations", unit: "", apart: true, first: true },
};

/** The group of a measure: `loss` of `loss/d`. */
export const groupOf = (measure: string): string => measure.split("/")[0] as string;

/** How a group is drawn; one that is not known has its name as its title and unit. */
export function groupInfo(group: string): MeasureGroup {
  const known = Object.hasOwn(groups, group) ? groups[group] : undefined;
  return { title: group, unit: group, apart: false, first: false, reference: null, ...known };
}
